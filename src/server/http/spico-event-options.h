/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoEventOptions:
 * @types: (nullable): a set of type names that are told; %NULL for all
 * @closes_after_state: whether the stream ends after the first state event
 * @ping_seconds: the silence after which a ping is sent; 0 for none
 *
 * What a client asks of its event stream (RFC 8620 section 7.3).
 */
typedef struct {
  GHashTable *types;
  gboolean closes_after_state;
  guint ping_seconds;
} SpicoEventOptions;

gboolean spico_event_options_parse (SpicoEventOptions *options,
                                    const char        *types,
                                    const char        *closeafter,
                                    const char        *ping);
void spico_event_options_clear (SpicoEventOptions *options);

G_END_DECLS
