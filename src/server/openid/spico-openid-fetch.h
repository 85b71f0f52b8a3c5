/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoOpenidFetch:
 * @url: where
 * @form: (nullable): what is posted; %NULL to get
 * @authorization: (nullable): the header of that name
 * @ca_file: (nullable): whose word is taken for a certificate; %NULL for that of the system
 * @allows_loopback: whether it may be in clear, on this machine
 * @until_us: when to give up at the latest, in microseconds of the monotonic clock
 * @is_stopping: (nullable): becomes 1, atomically, when to give up at once
 *
 * A request to a provider.
 */
typedef struct {
  const char *url;
  const char *form;
  const char *authorization;
  const char *ca_file;
  gboolean allows_loopback;
  gint64 until_us;
  gint *is_stopping;
} SpicoOpenidFetch;

GString *spico_openid_fetch (const SpicoOpenidFetch *self,
                             guint                  *status,
                             GError                **error);

G_END_DECLS
