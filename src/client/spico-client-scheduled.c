/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-client-scheduled.h"

#include "spico-client-private.h"
#include "spico-schedule.h"
#include "spico-store-list.h"
#include "spico-store-scheduled.h"
#include "spico-store-writes.h"
#include "spico-uuid.h"

/* In the order in which they leave. Somebody may have been unknown when they were read. */
static const SpicoStoreListKind scheduled_kind = {
  spico_scheduled_message_get_type,
  spico_store_read_scheduled,
  (GEqualFunc) spico_scheduled_message_equal,
  SPICO_CHANGE_SCHEDULED | SPICO_CHANGE_PRINCIPALS,
};

GListModel *
spico_client_list_scheduled (SpicoClient *self,
                             const char  *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (conversation_id != NULL, NULL);

  return spico_store_list_new (self->store, &scheduled_kind, conversation_id);
}

static DexFuture *
refuse (const char *message)
{
  return dex_future_new_for_error (g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, message));
}

/* Its answer is expected after it has left. The server counts by its own clock, and says so where they differ. */
static gboolean
may_leave (gint64       send_at,
           SpicoUrgency urgency)
{
  gint64 now = g_get_real_time ();

  return send_at >= now + SPICO_SCHEDULE_SECONDS * G_USEC_PER_SEC && send_at <= now + SPICO_SCHEDULE_DAYS * G_TIME_SPAN_DAY && (urgency.reply_by == 0 || urgency.reply_by > send_at);
}

DexFuture *
spico_client_schedule_draft (SpicoClient *self,
                             SpicoDraft  *draft,
                             GDateTime   *send_at)
{
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  const char *mailbox_id;
  const char *conversation_id;
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_DRAFT (draft), NULL);
  g_return_val_if_fail (send_at != NULL, NULL);

  if (self->store == NULL)
    return spico_client_nobody ();
  text = spico_client_normalize_message (spico_draft_get_text (draft));
  if (text == NULL || !may_leave (g_date_time_to_unix_usec (send_at), spico_draft_get_urgency (draft)))
    return refuse ("A message that is sent later has 20,000 characters at most, and leaves in a minute to 90 days");

  mailbox_id = spico_draft_get_mailbox_id (draft);
  conversation_id = spico_draft_get_conversation_id (draft);
  id = spico_uuid_new (g_get_real_time ());
  write = spico_write_new (spico_draft_get_account_id (draft), conversation_id, id);
  write->mailbox_id = g_strdup (mailbox_id);
  write->text = g_steal_pointer (&text);
  write->in_reply_to_id = g_strdup (spico_draft_get_in_reply_to_id (draft));
  write->urgency = spico_draft_get_urgency (draft);
  write->number = g_date_time_to_unix_usec (send_at);
  /* The store discards it with the message. */
  if (self->drafts != NULL)
    spico_drafts_forget (self->drafts, mailbox_id, conversation_id);

  return spico_store_write (self->store, spico_write_scheduled, write, spico_write_free);
}

static DexFuture *
submit (SpicoClient           *self,
        SpicoStoreFunc         func,
        SpicoScheduledMessage *message,
        const char            *mailbox_id,
        gint64                 number)
{
  SpicoWrite *write;

  if (self->store == NULL)
    return spico_client_nobody ();

  write = spico_write_new (spico_scheduled_message_get_account_id (message), spico_scheduled_message_get_conversation_id (message), spico_scheduled_message_get_id (message));
  write->mailbox_id = g_strdup (mailbox_id);
  write->number = number;

  return spico_store_write (self->store, func, write, spico_write_free);
}

DexFuture *
spico_client_change_scheduled (SpicoClient           *self,
                               SpicoScheduledMessage *message,
                               GDateTime             *send_at)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (message), NULL);
  g_return_val_if_fail (send_at != NULL, NULL);

  if (!may_leave (g_date_time_to_unix_usec (send_at), spico_scheduled_message_get_urgency (message)))
    return refuse ("A message that is sent later leaves in a minute to 90 days");

  return submit (self, spico_write_scheduled_time, message, NULL, g_date_time_to_unix_usec (send_at));
}

DexFuture *
spico_client_send_scheduled (SpicoClient           *self,
                             SpicoScheduledMessage *message)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (message), NULL);

  return submit (self, spico_write_scheduled_now, message, NULL, 0);
}

DexFuture *
spico_client_cancel_scheduled (SpicoClient           *self,
                               SpicoScheduledMessage *message)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (message), NULL);

  return submit (self, spico_write_unscheduled, message, NULL, 0);
}

DexFuture *
spico_client_take_back_scheduled (SpicoClient           *self,
                                  SpicoScheduledMessage *message,
                                  const char            *mailbox_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_SCHEDULED_MESSAGE (message), NULL);
  g_return_val_if_fail (mailbox_id != NULL, NULL);

  return submit (self, spico_write_scheduled_taken, message, mailbox_id, 0);
}
