/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people do: into the store at once, and to the server from there. */
#include "spico-client-private.h"

#include "spico-client-messages.h"
#include "spico-conversation-changes.h"
#include "spico-draft-private.h"
#include "spico-store-announcements.h"
#include "spico-store-corrections.h"
#include "spico-store-groups.h"
#include "spico-store-writes.h"
#include "spico-text.h"
#include "spico-uuid.h"

#define MAX_SUBJECT 200
#define MAX_TEXT 20000
#define MAX_GROUP_NAME 100
#define MAX_GROUP_DESCRIPTION 1000
#define MAX_GROUP_MEMBERS 500
#define MAX_ADDED 500
#define MAX_REMOVED 100

static DexFuture *
reject (SpicoClientError code,
        const char      *message)
{
  return dex_future_new_for_error (g_error_new_literal (SPICO_CLIENT_ERROR, code, message));
}

static DexFuture *
submit (SpicoClient   *self,
        SpicoStoreFunc func,
        SpicoWrite    *write)
{
  if (self->store != NULL)
    return spico_store_write (self->store, func, write, spico_write_free);

  spico_write_free (write);

  return spico_client_nobody ();
}

/* The server keeps text in NFC, and counts its characters. */
char *
spico_client_normalize (const char *text,
                        glong       max)
{
  g_autofree char *normal = text != NULL && g_utf8_validate (text, -1, NULL) ? g_utf8_normalize (text, -1, G_NORMALIZE_NFC) : NULL;

  if (normal == NULL || g_utf8_strlen (normal, -1) > max)
    return NULL;

  return g_steal_pointer (&normal);
}

/* What is blank says nothing: the store takes it only where something goes with it, and knows. */
char *
spico_client_normalize_message (const char *text)
{
  g_autofree char *normal = spico_client_normalize (text != NULL ? text : "", MAX_TEXT);

  return normal != NULL && spico_text_is_blank (normal) ? g_strdup ("") : g_steal_pointer (&normal);
}

static DexFuture *
send_message (SpicoClient *self,
              SpicoDraft  *draft)
{
  const char *mailbox_id = spico_draft_get_mailbox_id (draft);
  const char *conversation_id = spico_draft_get_conversation_id (draft);
  g_autofree char *normal = spico_client_normalize_message (spico_draft_get_text (draft));
  gint64 now = g_get_real_time ();
  g_autofree char *id = spico_uuid_new (now);
  SpicoWrite *write;

  if (normal == NULL)
    return reject (SPICO_CLIENT_ERROR_INVALID, "A message has 20,000 characters at most");

  write = spico_write_new (spico_draft_get_account_id (draft), conversation_id, id);
  write->mailbox_id = g_strdup (mailbox_id);
  write->text = g_steal_pointer (&normal);
  write->in_reply_to_id = g_strdup (spico_draft_get_in_reply_to_id (draft));
  write->urgency = spico_draft_get_urgency (draft);
  write->number = now;
  /* The store discards it with the message. */
  if (self->drafts != NULL)
    spico_drafts_forget (self->drafts, mailbox_id, conversation_id);

  return submit (self, spico_write_message, write);
}

DexFuture *
spico_client_send_message (SpicoClient *self,
                           const char  *mailbox_id,
                           const char  *account_id,
                           const char  *conversation_id,
                           const char  *in_reply_to_id,
                           const char  *text)
{
  g_autoptr (SpicoDraft) draft = NULL;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (mailbox_id != NULL && account_id != NULL && conversation_id != NULL, NULL);

  draft = spico_draft_new_message (mailbox_id, conversation_id, account_id, NULL, text);
  spico_draft_set_in_reply_to_id (draft, in_reply_to_id);

  return send_message (self, draft);
}

DexFuture *
spico_client_correct_message (SpicoClient *self,
                              const char  *account_id,
                              const char  *message_id,
                              const char  *text)
{
  g_autofree char *normal = spico_client_normalize (text, MAX_TEXT);
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && message_id != NULL, NULL);

  if (normal == NULL || spico_text_is_blank (normal))
    return reject (SPICO_CLIENT_ERROR_INVALID, "A message has 1 to 20,000 characters");

  write = spico_write_new (account_id, NULL, message_id);
  write->text = g_steal_pointer (&normal);

  return submit (self, spico_write_correction, write);
}

DexFuture *
spico_client_add_members (SpicoClient       *self,
                          const char        *account_id,
                          const char        *conversation_id,
                          const char *const *member_ids,
                          const char        *used_groups)
{
  gint64 now = g_get_real_time ();
  g_autofree char *id = spico_uuid_new (now);
  g_autofree char *place = NULL;
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL && member_ids != NULL, NULL);

  if (member_ids[0] == NULL || g_strv_length ((GStrv) member_ids) > MAX_ADDED)
    return reject (SPICO_CLIENT_ERROR_INVALID, "One to 500 members are added at once");

  write = spico_write_new (account_id, conversation_id, id);
  write->text = g_strdup ("");
  write->ids = g_strdupv ((GStrv) member_ids);
  write->used_groups = g_strdup (used_groups);
  write->number = now;
  place = spico_draft_members_place (conversation_id);
  if (self->drafts != NULL)
    spico_drafts_forget (self->drafts, account_id, place);

  return submit (self, spico_write_added, write);
}

static SpicoWrite *
change_new (const char *account_id,
            const char *conversation_id)
{
  gint64 now = g_get_real_time ();
  g_autofree char *id = spico_uuid_new (now);
  SpicoWrite *write = spico_write_new (account_id, conversation_id, id);

  write->number = now;

  return write;
}

DexFuture *
spico_client_set_subject (SpicoClient *self,
                          const char  *account_id,
                          const char  *conversation_id,
                          const char  *subject)
{
  g_autofree char *normal = spico_client_normalize (subject, MAX_SUBJECT);
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  if (normal == NULL || spico_text_is_blank (normal))
    return reject (SPICO_CLIENT_ERROR_INVALID, "A subject has 1 to 200 characters");

  write = change_new (account_id, conversation_id);
  write->subject = g_strdup (g_strstrip (normal));

  return submit (self, spico_write_retitled, write);
}

static DexFuture *
change_patient (SpicoClient *self,
                const char  *account_id,
                const char  *conversation_id,
                const char  *dossier_id,
                gboolean     is_attached)
{
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL && dossier_id != NULL, NULL);

  write = change_new (account_id, conversation_id);
  write->dossier_id = g_strdup (dossier_id);
  write->flag = is_attached;

  return submit (self, spico_write_patient, write);
}

DexFuture *
spico_client_attach_patient (SpicoClient *self,
                             const char  *account_id,
                             const char  *conversation_id,
                             const char  *dossier_id)
{
  return change_patient (self, account_id, conversation_id, dossier_id, TRUE);
}

DexFuture *
spico_client_detach_patient (SpicoClient *self,
                             const char  *account_id,
                             const char  *conversation_id,
                             const char  *dossier_id)
{
  return change_patient (self, account_id, conversation_id, dossier_id, FALSE);
}

DexFuture *
spico_client_remove_members (SpicoClient       *self,
                             const char        *account_id,
                             const char        *conversation_id,
                             const char *const *member_ids)
{
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL && member_ids != NULL, NULL);

  if (member_ids[0] == NULL || g_strv_length ((GStrv) member_ids) > MAX_REMOVED)
    return reject (SPICO_CLIENT_ERROR_INVALID, "One to 100 members are removed at once");

  write = change_new (account_id, conversation_id);
  write->ids = g_strdupv ((GStrv) member_ids);

  return submit (self, spico_write_removed, write);
}

DexFuture *
spico_client_load_members_draft (SpicoClient *self,
                                 const char  *account_id,
                                 const char  *conversation_id)
{
  g_autofree char *place = spico_draft_members_place (conversation_id);

  g_return_val_if_fail (account_id != NULL, NULL);

  return spico_client_load_draft (self, account_id, place);
}

DexFuture *
spico_client_retry (SpicoClient *self,
                    const char  *message_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (message_id != NULL, NULL);

  return submit (self, spico_write_retry, spico_write_new (NULL, NULL, message_id));
}

typedef struct {
  SpicoClient *client;
  char *mailbox_id;
  char *message_id;
} Withdrawing;

static void
withdrawing_free (gpointer data)
{
  Withdrawing *withdrawing = data;

  g_object_unref (withdrawing->client);
  g_free (withdrawing->mailbox_id);
  g_free (withdrawing->message_id);
  g_free (withdrawing);
}

static Withdrawing *
withdrawing_new (SpicoClient *client,
                 const char  *mailbox_id,
                 const char  *message_id)
{
  Withdrawing *withdrawing = g_new0 (Withdrawing, 1);

  withdrawing->client = g_object_ref (client);
  withdrawing->mailbox_id = g_strdup (mailbox_id);
  withdrawing->message_id = g_strdup (message_id);

  return withdrawing;
}

static DexFuture *
withdrawn_cb (DexFuture *future,
              gpointer   data)
{
  Withdrawing *withdrawing = data;

  return spico_client_load_draft (withdrawing->client, withdrawing->mailbox_id, g_value_get_string (dex_future_get_value (future, NULL)));
}

static DexFuture *
flushed_cb (DexFuture *future,
            gpointer   data)
{
  Withdrawing *withdrawing = data;
  SpicoWrite *write = spico_write_new (NULL, NULL, withdrawing->message_id);

  write->mailbox_id = g_strdup (withdrawing->mailbox_id);

  return submit (withdrawing->client, spico_write_withdraw, write);
}

DexFuture *
spico_client_withdraw_failed (SpicoClient *self,
                              const char  *mailbox_id,
                              const char  *message_id)
{
  DexFuture *future;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (mailbox_id != NULL && message_id != NULL, NULL);

  /* The text joins the draft that the store has: what it has not taken of it yet comes first. */
  future = dex_future_then (spico_client_flush_drafts (self), flushed_cb, withdrawing_new (self, mailbox_id, message_id), withdrawing_free);

  return dex_future_then (future, withdrawn_cb, withdrawing_new (self, mailbox_id, message_id), withdrawing_free);
}

static DexFuture *
start_conversation (SpicoClient *self,
                    SpicoDraft  *draft)
{
  const char *const *participant_ids = spico_draft_get_participant_ids (draft);
  g_autofree char *normal_subject = spico_client_normalize (spico_draft_get_subject (draft), MAX_SUBJECT);
  g_autofree char *normal_text = spico_client_normalize_message (spico_draft_get_text (draft));
  gint64 now = g_get_real_time ();
  g_autofree char *conversation_id = spico_uuid_new (now);
  g_autofree char *message_id = spico_uuid_new (now);
  SpicoWrite *write;

  if (normal_subject == NULL || spico_text_is_blank (normal_subject) || normal_text == NULL || participant_ids == NULL || participant_ids[0] == NULL)
    return reject (SPICO_CLIENT_ERROR_INVALID, "A conversation has members, a subject and a first message");

  write = spico_write_new (spico_draft_get_account_id (draft), conversation_id, message_id);
  write->ids = g_strdupv ((char **) participant_ids);
  write->used_groups = g_strdup (spico_draft_get_used_groups (draft));
  write->dossier_id = g_strdup (spico_draft_get_dossier_id (draft));
  write->subject = g_steal_pointer (&normal_subject);
  write->text = g_steal_pointer (&normal_text);
  write->urgency = spico_draft_get_urgency (draft);
  write->number = now;
  if (self->drafts != NULL)
    spico_drafts_forget (self->drafts, NULL, NULL);

  return submit (self, spico_write_conversation, write);
}

DexFuture *
spico_client_start_conversation (SpicoClient       *self,
                                 const char        *account_id,
                                 const char *const *participant_ids,
                                 const char        *used_groups,
                                 const char        *dossier_id,
                                 const char        *subject,
                                 const char        *text)
{
  g_autoptr (SpicoDraft) draft = NULL;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && participant_ids != NULL, NULL);

  draft = spico_draft_new (account_id, participant_ids, dossier_id, subject, text);
  spico_draft_set_used_groups (draft, used_groups);

  return start_conversation (self, draft);
}

DexFuture *
spico_client_send_draft (SpicoClient *self,
                         SpicoDraft  *draft)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_DRAFT (draft), NULL);
  g_return_val_if_fail (spico_draft_get_account_id (draft) != NULL, NULL);

  return spico_draft_get_conversation_id (draft) != NULL ? send_message (self, draft) : start_conversation (self, draft);
}

DexFuture *
spico_client_load_draft (SpicoClient *self,
                         const char  *mailbox_id,
                         const char  *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return self->drafts != NULL ? spico_drafts_load (self->drafts, mailbox_id, conversation_id) : spico_client_nobody ();
}

DexFuture *
spico_client_save_draft (SpicoClient *self,
                         SpicoDraft  *draft)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_DRAFT (draft), NULL);

  return self->drafts != NULL ? spico_drafts_save (self->drafts, draft) : spico_client_nobody ();
}

DexFuture *
spico_client_join_draft (SpicoClient *self,
                         SpicoDraft  *draft)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_DRAFT (draft) && spico_draft_get_conversation_id (draft) != NULL, NULL);

  return self->drafts != NULL ? spico_drafts_join (self->drafts, draft) : spico_client_nobody ();
}

DexFuture *
spico_client_discard_draft (SpicoClient *self,
                            const char  *mailbox_id,
                            const char  *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  if (self->drafts == NULL)
    return spico_client_nobody ();

  return dex_future_all_race (spico_drafts_discard (self->drafts, mailbox_id, conversation_id), spico_client_detach_all (self, mailbox_id, conversation_id), NULL);
}

DexFuture *
spico_client_load_group_draft (SpicoClient *self,
                               const char  *account_id,
                               const char  *group_id)
{
  g_autofree char *place = spico_draft_group_place (group_id);

  g_return_val_if_fail (account_id != NULL, NULL);

  return spico_client_load_draft (self, account_id, place);
}

DexFuture *
spico_client_discard_group_draft (SpicoClient *self,
                                  const char  *account_id,
                                  const char  *group_id)
{
  g_autofree char *place = spico_draft_group_place (group_id);

  g_return_val_if_fail (account_id != NULL, NULL);

  return spico_client_discard_draft (self, account_id, place);
}

static DexFuture *
sheet_loaded_cb (DexFuture *future,
                 gpointer   data)
{
  SpicoDraft *draft = g_value_get_object (dex_future_get_value (future, NULL));

  return dex_future_new_take_boxed (SPICO_TYPE_GROUP_SHEET, spico_group_sheet_from_text (spico_draft_get_text (draft)));
}

DexFuture *
spico_client_load_group_sheet (SpicoClient *self,
                               const char  *account_id,
                               const char  *group_id)
{
  g_autofree char *id = spico_draft_sheet_id (group_id);

  return dex_future_then (spico_client_load_group_draft (self, account_id, id), sheet_loaded_cb, NULL, NULL);
}

/* It is no draft, but is kept as well as one: a store that is busy, or a disk that is full, takes it later. */
DexFuture *
spico_client_save_group_sheet (SpicoClient           *self,
                               const char            *account_id,
                               const char            *group_id,
                               const SpicoGroupSheet *sheet)
{
  g_autofree char *id = spico_draft_sheet_id (group_id);
  g_autofree char *text = spico_group_sheet_to_text (sheet);
  g_autoptr (SpicoDraft) draft = spico_draft_new_group (account_id, id, NULL, text, NULL);

  return spico_client_save_draft (self, draft);
}

DexFuture *
spico_client_flush_drafts (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return self->drafts != NULL ? spico_drafts_flush (self->drafts) : dex_future_new_true ();
}

DexFuture *
spico_client_mark_read (SpicoClient *self,
                        const char  *account_id,
                        const char  *conversation_id,
                        gint64       seq)
{
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  write = spico_write_new (account_id, conversation_id, NULL);
  write->number = seq;

  return submit (self, spico_write_read_marker, write);
}

DexFuture *
spico_client_mark_unread (SpicoClient *self,
                          const char  *account_id,
                          const char  *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  return submit (self, spico_write_unread, spico_write_new (account_id, conversation_id, NULL));
}

DexFuture *
spico_client_set_flag (SpicoClient          *self,
                       const char           *account_id,
                       const char           *conversation_id,
                       SpicoConversationFlag flag,
                       gboolean              on)
{
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  write = spico_write_new (account_id, conversation_id, NULL);
  write->number = flag;
  write->flag = !!on;

  return submit (self, spico_write_flag, write);
}

DexFuture *
spico_client_add_favourite (SpicoClient *self,
                            const char  *account_id,
                            const char  *principal_id)
{
  gint64 now = g_get_real_time ();
  g_autofree char *id = spico_uuid_new (now);
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && principal_id != NULL, NULL);

  write = spico_write_new (account_id, NULL, id);
  write->text = g_strdup (principal_id);
  write->number = now;

  return submit (self, spico_write_favourite, write);
}

DexFuture *
spico_client_remove_favourite (SpicoClient *self,
                               const char  *account_id,
                               const char  *principal_id)
{
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && principal_id != NULL, NULL);

  write = spico_write_new (account_id, NULL, NULL);
  write->text = g_strdup (principal_id);

  return submit (self, spico_write_unfavourite, write);
}

static DexFuture *
submit_group (SpicoClient     *self,
              SpicoStoreFunc   func,
              SpicoGroupWrite *write)
{
  if (self->store != NULL)
    return spico_store_write (self->store, func, write, spico_group_write_free);

  spico_group_write_free (write);

  return spico_client_nobody ();
}

static DexFuture *
group_saved_cb (DexFuture *future,
                gpointer   data)
{
  return dex_future_new_take_string (g_strdup (data));
}

DexFuture *
spico_client_save_group (SpicoClient       *self,
                         const char        *account_id,
                         const char        *group_id,
                         const char        *name,
                         const char        *description,
                         gboolean           is_active,
                         gboolean           is_public,
                         const char *const *member_ids)
{
  g_autofree char *normal_name = spico_client_normalize (name, MAX_GROUP_NAME);
  g_autofree char *normal_description = spico_client_normalize (description, MAX_GROUP_DESCRIPTION);
  gint64 now = g_get_real_time ();
  g_autofree char *id = group_id != NULL ? g_strdup (group_id) : spico_uuid_new (now);
  SpicoGroupWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && member_ids != NULL, NULL);

  if (normal_name == NULL || spico_text_is_blank (normal_name) || normal_description == NULL || g_strv_length ((char **) member_ids) > MAX_GROUP_MEMBERS)
    return reject (SPICO_CLIENT_ERROR_INVALID, "A group has a name, and at most 500 members");

  write = spico_group_write_new (account_id, id);
  write->name = g_steal_pointer (&normal_name);
  write->description = g_steal_pointer (&normal_description);
  write->member_ids = g_strdupv ((char **) member_ids);
  write->is_active = is_active;
  write->is_public = is_public;
  write->now = now;

  return dex_future_then (submit_group (self, group_id != NULL ? spico_write_group_edit : spico_write_group, write), group_saved_cb, g_steal_pointer (&id), g_free);
}

DexFuture *
spico_client_destroy_group (SpicoClient *self,
                            const char  *account_id,
                            const char  *group_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && group_id != NULL, NULL);

  return submit_group (self, spico_write_ungroup, spico_group_write_new (account_id, group_id));
}

DexFuture *
spico_client_accept_group (SpicoClient *self,
                           const char  *account_id,
                           const char  *group_id,
                           gboolean     is_accepted)
{
  gint64 now = g_get_real_time ();
  SpicoGroupWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && group_id != NULL, NULL);

  write = spico_group_write_new (account_id, group_id);
  write->share_id = spico_uuid_new (now);
  write->is_accepted = is_accepted;
  write->now = now;

  return submit_group (self, spico_write_group_answer, write);
}

DexFuture *
spico_client_remember_search (SpicoClient *self,
                              const char  *text)
{
  g_autofree char *normal = spico_client_normalize (text, MAX_SUBJECT);
  gint64 now = g_get_real_time ();
  g_autofree char *id = spico_uuid_new (now);
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  if (normal == NULL || spico_text_is_blank (normal))
    return reject (SPICO_CLIENT_ERROR_INVALID, "There is nothing to remember");

  write = spico_write_new (NULL, NULL, id);
  write->text = g_strdup (g_strstrip (normal));
  write->number = now;

  return submit (self, spico_write_search, write);
}

DexFuture *
spico_client_read_announcements (SpicoClient       *self,
                                 const char *const *ids)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  if (self->store == NULL)
    return spico_client_nobody ();

  return spico_store_write (self->store, spico_store_write_announcements_read, g_strdupv ((GStrv) ids), (GDestroyNotify) g_strfreev);
}
