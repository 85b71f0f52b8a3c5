/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-conversation-private.h"

struct _SpicoConversation {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoConversation, spico_conversation, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_CONVERSATION_PROP_LAST];

static void
spico_conversation_class_init (SpicoConversationClass *klass)
{
  properties[SPICO_CONVERSATION_PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_SUBJECT] = g_param_spec_string ("subject", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_PARTICIPANTS] = g_param_spec_object ("participants", NULL, NULL, G_TYPE_LIST_MODEL, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_PATIENT] = g_param_spec_object ("patient", NULL, NULL, SPICO_TYPE_PATIENT, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_CREATOR_ACCOUNT_ID] = g_param_spec_string ("creator-account-id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_CREATOR_PERSON_ID] = g_param_spec_string ("creator-person-id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_CREATED_AT] = g_param_spec_boxed ("created-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_LAST_MESSAGE_AT] = g_param_spec_boxed ("last-message-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_PREVIEW] = g_param_spec_string ("preview", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_PREVIEW_AUTHOR] = g_param_spec_string ("preview-author", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_IS_HANDLED] = g_param_spec_boolean ("is-handled", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_IS_ARCHIVED] = g_param_spec_boolean ("is-archived", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_PREVIEW_CHANGE] = g_param_spec_enum ("preview-change", NULL, NULL, SPICO_TYPE_MESSAGE_CHANGE, SPICO_MESSAGE_CHANGE_NONE, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_PREVIEW_IS_OWN] = g_param_spec_boolean ("preview-is-own", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_PREVIEW_IS_WITHDRAWN] = g_param_spec_boolean ("preview-is-withdrawn", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_UNREAD_COUNT] = g_param_spec_uint ("unread-count", NULL, NULL, 0, G_MAXUINT, 0, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_IS_MARKED_UNREAD] = g_param_spec_boolean ("is-marked-unread", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_IS_UNREAD] = g_param_spec_boolean ("is-unread", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_IS_PINNED] = g_param_spec_boolean ("is-pinned", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_IS_MUTED] = g_param_spec_boolean ("is-muted", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_ASSIGNEE] = g_param_spec_object ("assignee", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_ASSIGNER] = g_param_spec_object ("assigner", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_PREVIEW_ATTACHMENT_COUNT] = g_param_spec_uint ("preview-attachment-count", NULL, NULL, 0, G_MAXUINT, 0, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_DRAFT_ATTACHMENT_COUNT] = g_param_spec_uint ("draft-attachment-count", NULL, NULL, 0, G_MAXUINT, 0, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_DRAFT_TEXT] = g_param_spec_string ("draft-text", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_SCHEDULED_COUNT] = g_param_spec_uint ("scheduled-count", NULL, NULL, 0, G_MAXUINT, 0, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_PENDING_COUNT] = g_param_spec_uint ("pending-count", NULL, NULL, 0, G_MAXUINT, 0, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_FAILED_COUNT] = g_param_spec_uint ("failed-count", NULL, NULL, 0, G_MAXUINT, 0, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_SORT_TIME] = g_param_spec_int64 ("sort-time", NULL, NULL, G_MININT64, G_MAXINT64, 0, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_LAST_SEQ] = g_param_spec_int64 ("last-seq", NULL, NULL, G_MININT64, G_MAXINT64, 0, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_IS_LOCAL] = g_param_spec_boolean ("is-local", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_IS_LOADED] = g_param_spec_boolean ("is-loaded", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_IS_URGENT] = g_param_spec_boolean ("is-urgent", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_REPLY_BY] = g_param_spec_boxed ("reply-by", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_CONVERSATION_PROP_IS_OVERDUE] = g_param_spec_boolean ("is-overdue", NULL, NULL, FALSE, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_CONVERSATION_PROP_LAST);
}

static void
spico_conversation_init (SpicoConversation *self)
{
}

const char *
spico_conversation_get_id (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_string (self, SPICO_CONVERSATION_PROP_ID);
}

const char *
spico_conversation_get_account_id (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_string (self, SPICO_CONVERSATION_PROP_ACCOUNT_ID);
}

const char *
spico_conversation_get_subject (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_string (self, SPICO_CONVERSATION_PROP_SUBJECT);
}

GListModel *
spico_conversation_get_participants (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_object (self, SPICO_CONVERSATION_PROP_PARTICIPANTS);
}

SpicoPatient *
spico_conversation_get_patient (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_object (self, SPICO_CONVERSATION_PROP_PATIENT);
}

const char *
spico_conversation_get_creator_account_id (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_string (self, SPICO_CONVERSATION_PROP_CREATOR_ACCOUNT_ID);
}

const char *
spico_conversation_get_creator_person_id (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_string (self, SPICO_CONVERSATION_PROP_CREATOR_PERSON_ID);
}

GDateTime *
spico_conversation_get_created_at (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_boxed (self, SPICO_CONVERSATION_PROP_CREATED_AT);
}

GDateTime *
spico_conversation_get_last_message_at (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_boxed (self, SPICO_CONVERSATION_PROP_LAST_MESSAGE_AT);
}

gboolean
spico_conversation_is_initiated (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), FALSE);

  return g_str_equal (spico_conversation_get_creator_account_id (self), spico_conversation_get_account_id (self));
}

const char *
spico_conversation_get_preview (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_string (self, SPICO_CONVERSATION_PROP_PREVIEW);
}

const char *
spico_conversation_get_preview_author (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_string (self, SPICO_CONVERSATION_PROP_PREVIEW_AUTHOR);
}

SpicoMessageChange
spico_conversation_get_preview_change (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), SPICO_MESSAGE_CHANGE_NONE);

  return spico_item_get_enum (self, SPICO_CONVERSATION_PROP_PREVIEW_CHANGE);
}

gboolean
spico_conversation_get_preview_is_own (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), FALSE);

  return spico_item_get_boolean (self, SPICO_CONVERSATION_PROP_PREVIEW_IS_OWN);
}

gboolean
spico_conversation_get_preview_is_withdrawn (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), FALSE);

  return spico_item_get_boolean (self, SPICO_CONVERSATION_PROP_PREVIEW_IS_WITHDRAWN);
}

guint
spico_conversation_get_unread_count (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), 0);

  return spico_item_get_uint (self, SPICO_CONVERSATION_PROP_UNREAD_COUNT);
}

gboolean
spico_conversation_is_marked_unread (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), FALSE);

  return spico_item_get_boolean (self, SPICO_CONVERSATION_PROP_IS_MARKED_UNREAD);
}

gboolean
spico_conversation_is_unread (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), FALSE);

  return spico_item_get_boolean (self, SPICO_CONVERSATION_PROP_IS_UNREAD);
}

gboolean
spico_conversation_has_flag (SpicoConversation    *self,
                             SpicoConversationFlag flag)
{
  static const guint flags[] = {
    [SPICO_CONVERSATION_PINNED] = SPICO_CONVERSATION_PROP_IS_PINNED,
    [SPICO_CONVERSATION_MUTED] = SPICO_CONVERSATION_PROP_IS_MUTED,
    [SPICO_CONVERSATION_HANDLED] = SPICO_CONVERSATION_PROP_IS_HANDLED,
    [SPICO_CONVERSATION_ARCHIVED] = SPICO_CONVERSATION_PROP_IS_ARCHIVED,
  };

  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), FALSE);

  return spico_item_get_boolean (self, flags[flag]);
}

SpicoPrincipal *
spico_conversation_get_assignee (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_object (self, SPICO_CONVERSATION_PROP_ASSIGNEE);
}

SpicoPrincipal *
spico_conversation_get_assigner (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_object (self, SPICO_CONVERSATION_PROP_ASSIGNER);
}

const char *
spico_conversation_get_draft_text (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_string (self, SPICO_CONVERSATION_PROP_DRAFT_TEXT);
}

guint
spico_conversation_get_pending_count (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), 0);

  return spico_item_get_uint (self, SPICO_CONVERSATION_PROP_PENDING_COUNT);
}

guint
spico_conversation_get_failed_count (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), 0);

  return spico_item_get_uint (self, SPICO_CONVERSATION_PROP_FAILED_COUNT);
}

gint64
spico_conversation_get_sort_time (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), 0);

  return spico_item_get_int64 (self, SPICO_CONVERSATION_PROP_SORT_TIME);
}

gint64
spico_conversation_get_last_seq (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), 0);

  return spico_item_get_int64 (self, SPICO_CONVERSATION_PROP_LAST_SEQ);
}

gboolean
spico_conversation_is_local (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), FALSE);

  return spico_item_get_boolean (self, SPICO_CONVERSATION_PROP_IS_LOCAL);
}

gboolean
spico_conversation_is_loaded (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), FALSE);

  return spico_item_get_boolean (self, SPICO_CONVERSATION_PROP_IS_LOADED);
}

gboolean
spico_conversation_is_urgent (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), FALSE);

  return spico_item_get_boolean (self, SPICO_CONVERSATION_PROP_IS_URGENT);
}

GDateTime *
spico_conversation_get_reply_by (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), NULL);

  return spico_item_get_boxed (self, SPICO_CONVERSATION_PROP_REPLY_BY);
}

gboolean
spico_conversation_is_overdue (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), FALSE);

  return spico_item_get_boolean (self, SPICO_CONVERSATION_PROP_IS_OVERDUE);
}

guint
spico_conversation_get_draft_attachment_count (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), 0);

  return spico_item_get_uint (self, SPICO_CONVERSATION_PROP_DRAFT_ATTACHMENT_COUNT);
}

guint
spico_conversation_get_preview_attachment_count (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), 0);

  return spico_item_get_uint (self, SPICO_CONVERSATION_PROP_PREVIEW_ATTACHMENT_COUNT);
}

guint
spico_conversation_get_scheduled_count (SpicoConversation *self)
{
  g_return_val_if_fail (SPICO_IS_CONVERSATION (self), 0);

  return spico_item_get_uint (self, SPICO_CONVERSATION_PROP_SCHEDULED_COUNT);
}

gboolean
spico_conversation_is_same (SpicoConversation *a,
                            SpicoConversation *b)
{
  return a != NULL && b != NULL && g_str_equal (spico_conversation_get_id (a), spico_conversation_get_id (b))
         && g_str_equal (spico_conversation_get_account_id (a), spico_conversation_get_account_id (b));
}
