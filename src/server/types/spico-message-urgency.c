/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Urgent » and « Réponse attendue avant… » (B015). */
#include "spico-message-urgency.h"

#include "spico-conversation-change.h"
#include "spico-urgency.h"

/* What waited off line until its time was over still says what its author wanted, and is the first thing that they are told of: the time is compared with when it was
 * written. A clock that is fast counts for nothing. */
static gboolean
check_reply_by (SpicoJmapCall   *call,
                SpicoJmapObject *message,
                GError         **error)
{
  gint64 now_us = call->context->now_us;
  gint64 composed_at = spico_jmap_object_number (message, "composedAt");
  gint64 written_at = composed_at > 0 ? MIN (composed_at, now_us) : now_us;
  gint64 reply_by = spico_jmap_object_number (message, "replyBy");

  if (!spico_jmap_object_has (message, "replyBy") || reply_by == 0)
    return TRUE;

  return (reply_by > written_at && reply_by <= now_us + SPICO_REPLY_DAYS * G_TIME_SPAN_DAY) || spico_jmap_refuse (call, "replyBy", error);
}

/**
 * spico_message_check_urgency:
 * @call: a call that makes a message
 * @message: the message
 * @error: return location for a #SpicoJmapError
 *
 * What changes the conversation presses nobody. An answer is expected after the message was written, and within %SPICO_REPLY_DAYS.
 *
 * Returns: whether the message may press as it does
 */
gboolean
spico_message_check_urgency (SpicoJmapCall   *call,
                             SpicoJmapObject *message,
                             GError         **error)
{
  gboolean is_change = spico_conversation_is_change (message);

  if (is_change && spico_jmap_object_number (message, "isUrgent") != 0)
    return spico_jmap_refuse (call, "isUrgent", error);
  if (is_change && spico_jmap_object_number (message, "replyBy") != 0)
    return spico_jmap_refuse (call, "replyBy", error);

  return check_reply_by (call, message, error);
}
