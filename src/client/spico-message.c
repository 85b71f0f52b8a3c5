/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-message-private.h"

struct _SpicoMessage {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoMessage, spico_message, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_MESSAGE_PROP_LAST];

static void
spico_message_class_init (SpicoMessageClass *klass)
{
  properties[SPICO_MESSAGE_PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_CONVERSATION_ID] = g_param_spec_string ("conversation-id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_SEQ] = g_param_spec_int64 ("seq", NULL, NULL, G_MININT64, G_MAXINT64, 0, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_SENT_AT] = g_param_spec_boxed ("sent-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_PERSON] = g_param_spec_object ("person", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_IS_OWN] = g_param_spec_boolean ("is-own", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_IS_FOR_ACCOUNT] = g_param_spec_boolean ("is-for-account", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_IS_AUTOMATIC] = g_param_spec_boolean ("is-automatic", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, SPICO_TYPE_MESSAGE_STATE, SPICO_MESSAGE_SENT, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_FAILURE] = g_param_spec_enum ("failure", NULL, NULL, SPICO_TYPE_MESSAGE_FAILURE, SPICO_MESSAGE_FAILURE_NONE, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_READ_BY] = g_param_spec_object ("read-by", NULL, NULL, G_TYPE_LIST_MODEL, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_CHANGE] = g_param_spec_enum ("change", NULL, NULL, SPICO_TYPE_MESSAGE_CHANGE, SPICO_MESSAGE_CHANGE_NONE, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_MEMBERS] = g_param_spec_object ("members", NULL, NULL, G_TYPE_LIST_MODEL, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_NEW_SUBJECT] = g_param_spec_string ("new-subject", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_GROUP_NAMES] = g_param_spec_boxed ("group-names", NULL, NULL, G_TYPE_STRV, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_IN_REPLY_TO] = g_param_spec_object ("in-reply-to", NULL, NULL, SPICO_TYPE_MESSAGE, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_IS_WITHDRAWN] = g_param_spec_boolean ("is-withdrawn", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_WITHDRAWN_AT] = g_param_spec_boxed ("withdrawn-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_EDITED_AT] = g_param_spec_boxed ("edited-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_EARLIER] = g_param_spec_object ("earlier", NULL, NULL, G_TYPE_LIST_MODEL, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_IS_CORRECTING] = g_param_spec_boolean ("is-correcting", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_REFUSED_TEXT] = g_param_spec_string ("refused-text", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_CORRECTION_FAILURE] = g_param_spec_enum ("correction-failure", NULL, NULL, SPICO_TYPE_MESSAGE_FAILURE, SPICO_MESSAGE_FAILURE_NONE, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_CAN_TAKE_BACK] = g_param_spec_boolean ("can-take-back", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_IS_URGENT] = g_param_spec_boolean ("is-urgent", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_REPLY_BY] = g_param_spec_boxed ("reply-by", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_IS_ANSWERED] = g_param_spec_boolean ("is-answered", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_UNREAD_BY] = g_param_spec_object ("unread-by", NULL, NULL, G_TYPE_LIST_MODEL, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_ATTACHMENTS] = g_param_spec_object ("attachments", NULL, NULL, G_TYPE_LIST_MODEL, SPICO_ITEM_READ);
  properties[SPICO_MESSAGE_PROP_ATTACHMENT_COUNT] = g_param_spec_uint ("attachment-count", NULL, NULL, 0, G_MAXUINT, 0, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_MESSAGE_PROP_LAST);
}

static void
spico_message_init (SpicoMessage *self)
{
}

const char *
spico_message_get_id (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_string (self, SPICO_MESSAGE_PROP_ID);
}

const char *
spico_message_get_account_id (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_string (self, SPICO_MESSAGE_PROP_ACCOUNT_ID);
}

const char *
spico_message_get_conversation_id (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_string (self, SPICO_MESSAGE_PROP_CONVERSATION_ID);
}

gint64
spico_message_get_seq (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), 0);

  return spico_item_get_int64 (self, SPICO_MESSAGE_PROP_SEQ);
}

const char *
spico_message_get_text (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_string (self, SPICO_MESSAGE_PROP_TEXT);
}

GDateTime *
spico_message_get_sent_at (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_boxed (self, SPICO_MESSAGE_PROP_SENT_AT);
}

SpicoPrincipal *
spico_message_get_person (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_object (self, SPICO_MESSAGE_PROP_PERSON);
}

SpicoPrincipal *
spico_message_get_account (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_object (self, SPICO_MESSAGE_PROP_ACCOUNT);
}

gboolean
spico_message_is_own (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), FALSE);

  return spico_item_get_boolean (self, SPICO_MESSAGE_PROP_IS_OWN);
}

gboolean
spico_message_is_for_account (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), FALSE);

  return spico_item_get_boolean (self, SPICO_MESSAGE_PROP_IS_FOR_ACCOUNT);
}

gboolean
spico_message_is_automatic (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), FALSE);

  return spico_item_get_boolean (self, SPICO_MESSAGE_PROP_IS_AUTOMATIC);
}

SpicoMessageState
spico_message_get_state (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), 0);

  return spico_item_get_enum (self, SPICO_MESSAGE_PROP_STATE);
}

SpicoMessageFailure
spico_message_get_failure (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), 0);

  return spico_item_get_enum (self, SPICO_MESSAGE_PROP_FAILURE);
}

GListModel *
spico_message_get_read_by (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_object (self, SPICO_MESSAGE_PROP_READ_BY);
}

SpicoMessageChange
spico_message_get_change (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), SPICO_MESSAGE_CHANGE_NONE);

  return spico_item_get_enum (self, SPICO_MESSAGE_PROP_CHANGE);
}

GListModel *
spico_message_get_members (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_object (self, SPICO_MESSAGE_PROP_MEMBERS);
}

const char *
spico_message_get_new_subject (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_string (self, SPICO_MESSAGE_PROP_NEW_SUBJECT);
}

const char *const *
spico_message_get_group_names (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_boxed (self, SPICO_MESSAGE_PROP_GROUP_NAMES);
}

SpicoMessage *
spico_message_get_in_reply_to (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_object (self, SPICO_MESSAGE_PROP_IN_REPLY_TO);
}

gboolean
spico_message_is_withdrawn (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), FALSE);

  return spico_item_get_boolean (self, SPICO_MESSAGE_PROP_IS_WITHDRAWN);
}

GDateTime *
spico_message_get_withdrawn_at (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_boxed (self, SPICO_MESSAGE_PROP_WITHDRAWN_AT);
}

GDateTime *
spico_message_get_edited_at (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_boxed (self, SPICO_MESSAGE_PROP_EDITED_AT);
}

GListModel *
spico_message_get_earlier (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_object (self, SPICO_MESSAGE_PROP_EARLIER);
}

gboolean
spico_message_is_correcting (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), FALSE);

  return spico_item_get_boolean (self, SPICO_MESSAGE_PROP_IS_CORRECTING);
}

const char *
spico_message_get_refused_text (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_string (self, SPICO_MESSAGE_PROP_REFUSED_TEXT);
}

SpicoMessageFailure
spico_message_get_correction_failure (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), SPICO_MESSAGE_FAILURE_NONE);

  return spico_item_get_enum (self, SPICO_MESSAGE_PROP_CORRECTION_FAILURE);
}

gboolean
spico_message_can_take_back (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), FALSE);

  return spico_item_get_boolean (self, SPICO_MESSAGE_PROP_CAN_TAKE_BACK);
}

gboolean
spico_message_is_urgent (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), FALSE);

  return spico_item_get_boolean (self, SPICO_MESSAGE_PROP_IS_URGENT);
}

GDateTime *
spico_message_get_reply_by (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_boxed (self, SPICO_MESSAGE_PROP_REPLY_BY);
}

gboolean
spico_message_is_answered (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), FALSE);

  return spico_item_get_boolean (self, SPICO_MESSAGE_PROP_IS_ANSWERED);
}

GListModel *
spico_message_get_unread_by (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_object (self, SPICO_MESSAGE_PROP_UNREAD_BY);
}

GListModel *
spico_message_get_attachments (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), NULL);

  return spico_item_get_object (self, SPICO_MESSAGE_PROP_ATTACHMENTS);
}

guint
spico_message_get_attachment_count (SpicoMessage *self)
{
  g_return_val_if_fail (SPICO_IS_MESSAGE (self), 0);

  return spico_item_get_uint (self, SPICO_MESSAGE_PROP_ATTACHMENT_COUNT);
}
