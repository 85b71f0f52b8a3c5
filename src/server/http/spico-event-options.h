/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoEventOptions:
 * @types: the types that are told, a bit for each, by its place
 * @closes_after_state: whether the stream ends after the first state event
 * @ping_seconds: the silence after which a ping is sent; 0 for none
 *
 * What a client asks of its event stream (RFC 8620 section 7.3).
 */
typedef struct {
  guint types;
  gboolean closes_after_state;
  guint ping_seconds;
} SpicoEventOptions;

gboolean spico_event_options_parse (SpicoEventOptions *options,
                                    const char        *types,
                                    const char        *closeafter,
                                    const char        *ping);

G_END_DECLS
