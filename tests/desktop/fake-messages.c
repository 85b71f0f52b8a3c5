/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one does with a single message, without a server. */
#include "spico-client-messages.h"
#include "spico-message-private.h"

DexFuture *
spico_client_get_quoted (SpicoClient *self,
                         const char  *account_id,
                         const char  *conversation_id,
                         const char  *message_id)
{
  g_autoptr (SpicoMessage) message = g_object_new (SPICO_TYPE_MESSAGE, NULL);

  spico_item_set_string (message, SPICO_MESSAGE_PROP_ID, message_id);

  return dex_future_new_for_object (message);
}

DexFuture *
spico_client_correct_message (SpicoClient *self,
                              const char  *account_id,
                              const char  *message_id,
                              const char  *text)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_trace_export (SpicoClient *self,
                           const char  *account_id,
                           const char  *conversation_id)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_withdraw_message (SpicoClient *self,
                               const char  *account_id,
                               const char  *message_id)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_send_draft (SpicoClient *self,
                         SpicoDraft  *draft)
{
  const char *conversation_id = spico_draft_get_conversation_id (draft);

  if (conversation_id != NULL)
    return spico_client_send_message (self, spico_draft_get_mailbox_id (draft), spico_draft_get_account_id (draft), conversation_id, spico_draft_get_in_reply_to_id (draft), spico_draft_get_text (draft));

  return spico_client_start_conversation (self, spico_draft_get_account_id (draft), spico_draft_get_participant_ids (draft), spico_draft_get_used_groups (draft), spico_draft_get_dossier_id (draft),
                                          spico_draft_get_subject (draft), spico_draft_get_text (draft));
}
