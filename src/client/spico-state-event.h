/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * spico_state_event_note:
 * @event: what the event stream says of states (RFC 8620 section 7.3)
 * @dirty: (element-type utf8): a set; told « account type » of each that changed
 * @type: a type that the store does not keep
 *
 * Returns: whether it changed for any account
 */
gboolean spico_state_event_note (JsonObject *event,
                                 GHashTable *dirty,
                                 const char *type);

G_END_DECLS
