/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"

G_BEGIN_DECLS

/**
 * SpicoScheduledMessage:
 * @conversation_id: (nullable): where it goes; %NULL of one that is not there
 * @send_at: when it leaves, in microseconds since 1970
 *
 * A message that waits for its time, once its row is locked.
 */
typedef struct {
  char *conversation_id;
  char *text;
  char *in_reply_to_id;
  gboolean is_urgent;
  gint64 reply_by;
  gint64 send_at;
  char *from_account_id;
  char *account_id;
  SpicoActor author;
} SpicoScheduledMessage;

gboolean spico_scheduled_message_lock (SpicoScheduledMessage *self,
                                       SpicoSqlConnection    *connection,
                                       const char            *id,
                                       GError               **error);
void spico_scheduled_message_clear (SpicoScheduledMessage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SpicoScheduledMessage, spico_scheduled_message_clear)

gboolean spico_scheduled_message_send (const SpicoScheduledMessage *self,
                                       SpicoJmapCall               *call,
                                       const char                  *id,
                                       GError                     **error);
gboolean spico_scheduled_messages_find_next (SpicoSqlConnection *connection,
                                             gint64             *next_us,
                                             GError            **error);
gboolean spico_scheduled_messages_release (SpicoSqlConnection    *connection,
                                           const SpicoJmapLimits *limits,
                                           gint64                 now_us,
                                           gboolean              *was_due,
                                           GPtrArray             *changes,
                                           GError               **error);

G_END_DECLS
