/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-draft-private.h"

struct _SpicoDraft {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoDraft, spico_draft, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_DRAFT_PROP_LAST];

static void
spico_draft_class_init (SpicoDraftClass *klass)
{
  properties[SPICO_DRAFT_PROP_MAILBOX_ID] = g_param_spec_string ("mailbox-id", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_CONVERSATION_ID] = g_param_spec_string ("conversation-id", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_PARTICIPANT_IDS] = g_param_spec_boxed ("participant-ids", NULL, NULL, G_TYPE_STRV, SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_DOSSIER_ID] = g_param_spec_string ("dossier-id", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_SUBJECT] = g_param_spec_string ("subject", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_USED_GROUPS] = g_param_spec_string ("used-groups", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_IN_REPLY_TO_ID] = g_param_spec_string ("in-reply-to-id", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_IS_URGENT] = g_param_spec_boolean ("is-urgent", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_REPLY_BY] = g_param_spec_int64 ("reply-by", NULL, NULL, 0, G_MAXINT64, 0, SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_FORWARDED_ID] = g_param_spec_string ("forwarded-id", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_ACTIVE_SWITCH] = g_param_spec_uint ("active-switch", NULL, NULL, SPICO_DRAFT_SWITCH_UNTOUCHED, SPICO_DRAFT_SWITCH_ON, SPICO_DRAFT_SWITCH_UNTOUCHED, SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_PUBLIC_SWITCH] = g_param_spec_uint ("public-switch", NULL, NULL, SPICO_DRAFT_SWITCH_UNTOUCHED, SPICO_DRAFT_SWITCH_ON, SPICO_DRAFT_SWITCH_UNTOUCHED, SPICO_ITEM_READ);
  properties[SPICO_DRAFT_PROP_REASON] = g_param_spec_uint ("reason", NULL, NULL, SPICO_KEPT_NOT_SAVED, SPICO_KEPT_ENDED, SPICO_KEPT_NOT_SAVED, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_DRAFT_PROP_LAST);
}

static void
spico_draft_init (SpicoDraft *self)
{
}

const char *
spico_draft_get_mailbox_id (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), NULL);

  return spico_item_get_string (self, SPICO_DRAFT_PROP_MAILBOX_ID);
}

const char *
spico_draft_get_account_id (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), NULL);

  return spico_item_get_string (self, SPICO_DRAFT_PROP_ACCOUNT_ID);
}

const char *
spico_draft_get_conversation_id (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), NULL);

  return spico_item_get_string (self, SPICO_DRAFT_PROP_CONVERSATION_ID);
}

const char *const *
spico_draft_get_participant_ids (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), NULL);

  return spico_item_get_boxed (self, SPICO_DRAFT_PROP_PARTICIPANT_IDS);
}

const char *
spico_draft_get_dossier_id (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), NULL);

  return spico_item_get_string (self, SPICO_DRAFT_PROP_DOSSIER_ID);
}

const char *
spico_draft_get_subject (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), NULL);

  return spico_item_get_string (self, SPICO_DRAFT_PROP_SUBJECT);
}

const char *
spico_draft_get_text (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), NULL);

  return spico_item_get_string (self, SPICO_DRAFT_PROP_TEXT);
}

const char *
spico_draft_get_used_groups (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), NULL);

  return spico_item_get_string (self, SPICO_DRAFT_PROP_USED_GROUPS);
}

void
spico_draft_set_used_groups (SpicoDraft *self,
                             const char *used_groups)
{
  g_return_if_fail (SPICO_IS_DRAFT (self));

  spico_item_set_string (self, SPICO_DRAFT_PROP_USED_GROUPS, used_groups);
}

const char *
spico_draft_get_in_reply_to_id (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), NULL);

  return spico_item_get_string (self, SPICO_DRAFT_PROP_IN_REPLY_TO_ID);
}

void
spico_draft_set_in_reply_to_id (SpicoDraft *self,
                                const char *message_id)
{
  g_return_if_fail (SPICO_IS_DRAFT (self));

  spico_item_set_string (self, SPICO_DRAFT_PROP_IN_REPLY_TO_ID, message_id);
}

const char *
spico_draft_get_forwarded_id (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), NULL);

  return spico_item_get_string (self, SPICO_DRAFT_PROP_FORWARDED_ID);
}

void
spico_draft_set_forwarded_id (SpicoDraft *self,
                              const char *message_id)
{
  g_return_if_fail (SPICO_IS_DRAFT (self));

  spico_item_set_string (self, SPICO_DRAFT_PROP_FORWARDED_ID, message_id);
}

SpicoUrgency
spico_draft_get_urgency (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), SPICO_NOT_URGENT);

  return (SpicoUrgency) { spico_item_get_boolean (self, SPICO_DRAFT_PROP_IS_URGENT), spico_item_get_int64 (self, SPICO_DRAFT_PROP_REPLY_BY) };
}

void
spico_draft_set_urgency (SpicoDraft  *self,
                         SpicoUrgency urgency)
{
  g_return_if_fail (SPICO_IS_DRAFT (self));

  spico_item_set_boolean (self, SPICO_DRAFT_PROP_IS_URGENT, urgency.is_urgent);
  spico_item_set_int64 (self, SPICO_DRAFT_PROP_REPLY_BY, urgency.reply_by);
}

SpicoDraftSwitch
spico_draft_get_active_switch (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), SPICO_DRAFT_SWITCH_UNTOUCHED);

  return spico_item_get_uint (self, SPICO_DRAFT_PROP_ACTIVE_SWITCH);
}

SpicoDraftSwitch
spico_draft_get_public_switch (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), SPICO_DRAFT_SWITCH_UNTOUCHED);

  return spico_item_get_uint (self, SPICO_DRAFT_PROP_PUBLIC_SWITCH);
}

void
spico_draft_set_switches (SpicoDraft      *self,
                          SpicoDraftSwitch is_active,
                          SpicoDraftSwitch is_public)
{
  g_return_if_fail (SPICO_IS_DRAFT (self));

  spico_item_set_uint (self, SPICO_DRAFT_PROP_ACTIVE_SWITCH, is_active);
  spico_item_set_uint (self, SPICO_DRAFT_PROP_PUBLIC_SWITCH, is_public);
}

SpicoKeptReason
spico_draft_get_reason (SpicoDraft *self)
{
  g_return_val_if_fail (SPICO_IS_DRAFT (self), SPICO_KEPT_NOT_SAVED);

  return spico_item_get_uint (self, SPICO_DRAFT_PROP_REASON);
}

SpicoDraft *
spico_draft_new (const char        *account_id,
                 const char *const *participant_ids,
                 const char        *dossier_id,
                 const char        *subject,
                 const char        *text)
{
  static const char *const nobody[] = { NULL };
  SpicoDraft *self = g_object_new (SPICO_TYPE_DRAFT, NULL);

  spico_item_set_string (self, SPICO_DRAFT_PROP_ACCOUNT_ID, account_id);
  spico_item_set_strv (self, SPICO_DRAFT_PROP_PARTICIPANT_IDS, participant_ids != NULL ? participant_ids : nobody);
  spico_item_set_string (self, SPICO_DRAFT_PROP_DOSSIER_ID, dossier_id);
  spico_item_set_string (self, SPICO_DRAFT_PROP_SUBJECT, subject != NULL ? subject : "");
  spico_item_set_string (self, SPICO_DRAFT_PROP_TEXT, text != NULL ? text : "");

  return self;
}

SpicoDraft *
spico_draft_new_message (const char *mailbox_id,
                         const char *conversation_id,
                         const char *account_id,
                         const char *subject,
                         const char *text)
{
  SpicoDraft *self = spico_draft_new (account_id != NULL ? account_id : mailbox_id, NULL, NULL, subject, text);

  g_return_val_if_fail (mailbox_id != NULL && conversation_id != NULL, self);

  spico_item_set_string (self, SPICO_DRAFT_PROP_MAILBOX_ID, mailbox_id);
  spico_item_set_string (self, SPICO_DRAFT_PROP_CONVERSATION_ID, conversation_id);

  return self;
}

char *
spico_draft_group_place (const char *group_id)
{
  return g_strconcat (SPICO_DRAFT_GROUP_PREFIX, group_id != NULL ? group_id : "new", NULL);
}

char *
spico_draft_sheet_id (const char *group_id)
{
  return g_strconcat (SPICO_DRAFT_SHEET_PREFIX, group_id, NULL);
}

gboolean
spico_draft_is_group_place (const char *conversation_id)
{
  return conversation_id != NULL && g_str_has_prefix (conversation_id, SPICO_DRAFT_GROUP_PREFIX);
}

char *
spico_draft_members_place (const char *conversation_id)
{
  return g_strconcat (SPICO_DRAFT_MEMBERS_PREFIX, conversation_id, NULL);
}

gboolean
spico_draft_is_members_place (const char *conversation_id)
{
  return conversation_id != NULL && g_str_has_prefix (conversation_id, SPICO_DRAFT_MEMBERS_PREFIX);
}

gboolean
spico_draft_is_beside (const char *conversation_id)
{
  return spico_draft_is_group_place (conversation_id) || spico_draft_is_members_place (conversation_id);
}

SpicoDraft *
spico_draft_new_members (const char        *account_id,
                         const char        *conversation_id,
                         const char *const *member_ids)
{
  SpicoDraft *self = spico_draft_new (account_id, member_ids, NULL, NULL, NULL);
  g_autofree char *place = spico_draft_members_place (conversation_id);

  spico_item_set_string (self, SPICO_DRAFT_PROP_MAILBOX_ID, account_id);
  spico_item_set_string (self, SPICO_DRAFT_PROP_CONVERSATION_ID, place);

  return self;
}

SpicoDraft *
spico_draft_new_group (const char        *account_id,
                       const char        *group_id,
                       const char        *name,
                       const char        *description,
                       const char *const *member_ids)
{
  SpicoDraft *self = spico_draft_new (account_id, member_ids, NULL, name, description);
  g_autofree char *place = spico_draft_group_place (group_id);

  spico_item_set_string (self, SPICO_DRAFT_PROP_MAILBOX_ID, account_id);
  spico_item_set_string (self, SPICO_DRAFT_PROP_CONVERSATION_ID, place);

  return self;
}

/* The « Objet » of a conversation was not written with its draft. */
static gboolean
has_subject (SpicoDraft *self)
{
  const char *conversation_id = spico_draft_get_conversation_id (self);

  return *spico_draft_get_subject (self) != '\0' && (conversation_id == NULL || spico_draft_is_group_place (conversation_id));
}

gboolean
spico_draft_is_empty (SpicoDraft *self)
{
  const char *const *participant_ids;

  g_return_val_if_fail (SPICO_IS_DRAFT (self), TRUE);

  participant_ids = spico_draft_get_participant_ids (self);

  return (participant_ids == NULL || participant_ids[0] == NULL) &&
         spico_draft_get_dossier_id (self) == NULL &&
         spico_draft_get_active_switch (self) == SPICO_DRAFT_SWITCH_UNTOUCHED &&
         spico_draft_get_public_switch (self) == SPICO_DRAFT_SWITCH_UNTOUCHED &&
         !has_subject (self) &&
         *spico_draft_get_text (self) == '\0';
}
