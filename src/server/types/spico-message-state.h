/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-type-rules.h"

G_BEGIN_DECLS

/** What a message is, once its conversation is locked. */
typedef struct {
  char *conversation_id;
  char *text;
  gint64 seq;
  gint64 sent_at;
  gint64 edited_at;
  gboolean is_withdrawn;
  gboolean has_attachments;
} SpicoMessageState;

gboolean spico_message_state_lock (SpicoMessageState *self,
                                   SpicoJmapCall     *call,
                                   const char        *id,
                                   GError           **error);
void spico_message_state_clear (SpicoMessageState *self);
gboolean spico_message_state_is_trace (const SpicoMessageState *self);

gboolean spico_message_forbid (const char *why,
                               GError    **error);
gboolean spico_message_tell_holders (SpicoJmapCall *call,
                                     const char    *id,
                                     const char    *conversation_id,
                                     GError       **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SpicoMessageState, spico_message_state_clear)

G_END_DECLS
