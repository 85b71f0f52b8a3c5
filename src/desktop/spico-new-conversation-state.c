/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-new-conversation-state.h"

#include <glib/gi18n.h>
#include <string.h>

#include "spico-forward-text.h"
#include "spico-patient-text.h"
#include "spico-text.h"

static guint
count_others (const SpicoNewConversationValues *values)
{
  guint n_others = 0;

  for (guint i = 0; i < values->n_members; i++)
    {
      if (g_strcmp0 (values->members[i].id, values->account_id) != 0)
        n_others++;
    }

  return n_others;
}

/* The first thing to do, in the order of the form: a list of all that is missing would be read by nobody. */
static SpicoNewConversationField
find_missing (const SpicoNewConversationValues *values,
              char                            **reason)
{
  guint n_others = count_others (values);

  if (values->account_id == NULL || !values->account_has_discussions)
    {
      *reason = g_strdup (values->account_id == NULL ? _("Choose whom you act as")
                                                     : _("This account does not give access to conversations"));
      return SPICO_NEW_CONVERSATION_FIELD_ACCOUNT;
    }

  if (n_others == 0 || n_others > SPICO_NEW_CONVERSATION_MAX_MEMBERS)
    {
      *reason = n_others == 0 ? g_strdup (_("Add at least one member"))
                              : g_strdup_printf (_("No more than %d members"), SPICO_NEW_CONVERSATION_MAX_MEMBERS);
      return SPICO_NEW_CONVERSATION_FIELD_MEMBERS;
    }

  if (spico_text_is_blank (values->subject) || g_utf8_strlen (values->subject, -1) > SPICO_NEW_CONVERSATION_MAX_SUBJECT)
    {
      *reason = spico_text_is_blank (values->subject)
                    ? g_strdup (_("Enter the subject"))
                    : g_strdup_printf (_("The subject is too long: no more than %d characters"), SPICO_NEW_CONVERSATION_MAX_SUBJECT);
      return SPICO_NEW_CONVERSATION_FIELD_SUBJECT;
    }

  if (values->files_wait)
    {
      *reason = g_strdup (_("Wait for the files, or remove those that were refused"));
      return SPICO_NEW_CONVERSATION_FIELD_TEXT;
    }

  if ((spico_text_is_blank (values->text) && values->n_files == 0) || g_utf8_strlen (values->text, -1) > SPICO_NEW_CONVERSATION_MAX_TEXT)
    {
      *reason = spico_text_is_blank (values->text)
                    ? g_strdup (_("Write the first message"))
                    : g_strdup_printf (_("The message is too long: no more than %d characters"), SPICO_NEW_CONVERSATION_MAX_TEXT);
      return SPICO_NEW_CONVERSATION_FIELD_TEXT;
    }

  return SPICO_NEW_CONVERSATION_FIELD_NONE;
}

static char *
describe_absence (const SpicoNewConversationMember *member)
{
  g_autofree char *date = spico_patient_format_date (member->absent_until);
  gboolean has_stand_in = member->stand_in_name != NULL && *member->stand_in_name != '\0';

  if (*date != '\0' && has_stand_in)
    /* Translators: 1: a member, 2: a date, 3: who stands in */
    return g_strdup_printf (_("%1$s is absent until %2$s; standing in: %3$s"), member->name, date, member->stand_in_name);
  if (has_stand_in)
    /* Translators: 1: a member, 2: who stands in */
    return g_strdup_printf (_("%1$s is absent; standing in: %2$s"), member->name, member->stand_in_name);
  if (*date != '\0')
    /* Translators: 1: a member, 2: a date */
    return g_strdup_printf (_("%1$s is absent until %2$s"), member->name, date);
  /* Translators: %s is a member */
  return g_strdup_printf (_("%s is absent"), member->name);
}

/**
 * spico_new_conversation_describe_members:
 * @members: (array length=n_members): whoever is written to
 * @n_members: how many
 *
 * What is told before sending: who has no account (F073), who is absent and who stands in (B016).
 *
 * Returns: (transfer full) (element-type utf8): the sentences
 */
GPtrArray *
spico_new_conversation_describe_members (const SpicoNewConversationMember *members,
                                         guint                             n_members)
{
  GPtrArray *notices = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_members; i++)
    {
      const SpicoNewConversationMember *member = &members[i];

      if (!member->has_account)
        /* Translators: 1: a member, 2: « No account: will not be able to read this message » */
        g_ptr_array_add (notices, g_strdup_printf (_("%1$s — %2$s"), member->name,
                                                   _("No account: will not be able to read this message")));
      else if (member->is_absent)
        g_ptr_array_add (notices, describe_absence (member));
    }

  return notices;
}

static GPtrArray *
collect_notices (const SpicoNewConversationValues *values)
{
  GPtrArray *notices = spico_new_conversation_describe_members (values->members, values->n_members);

  if (values->text != NULL && spico_text_has_quote (values->text))
    g_ptr_array_add (notices, g_strdup (_("The quoted message comes without the subject and the patient of its conversation. Read it again before sending.")));
  if (values->is_offline)
    g_ptr_array_add (notices, g_strdup (_("Off line: the conversation will start as soon as the connection is back")));

  return notices;
}

/**
 * spico_new_conversation_keeps_patient:
 * @patient_account_id: (nullable): the account from whose active list the patient was chosen; %NULL without a patient
 * @account_id: (nullable): « Agir en tant que »
 * @account_has_dossiers: whether that account has an active list
 *
 * Returns: whether the patient stands in the active list of the account (F068); %TRUE without a patient
 */
gboolean
spico_new_conversation_keeps_patient (const char *patient_account_id,
                                      const char *account_id,
                                      gboolean    account_has_dossiers)
{
  return patient_account_id == NULL ||
         (account_id != NULL && account_has_dossiers && strcmp (patient_account_id, account_id) == 0);
}

/**
 * spico_new_conversation_state_compute:
 * @values: what stands in the form
 *
 * Returns: (transfer full): what the form shows
 */
SpicoNewConversationState *
spico_new_conversation_state_compute (const SpicoNewConversationValues *values)
{
  SpicoNewConversationState *self = g_new0 (SpicoNewConversationState, 1);

  self->is_editable = !values->is_sending;
  if (!values->is_sending)
    self->missing = find_missing (values, &self->reason);
  self->can_send = !values->is_sending && self->missing == SPICO_NEW_CONVERSATION_FIELD_NONE;
  self->notices = collect_notices (values);
  self->keeps_patient = spico_new_conversation_keeps_patient (values->patient_account_id, values->account_id,
                                                              values->account_has_dossiers);

  return self;
}

/**
 * spico_new_conversation_state_free:
 * @self: (transfer full): a state
 */
void
spico_new_conversation_state_free (SpicoNewConversationState *self)
{
  g_free (self->reason);
  g_ptr_array_unref (self->notices);
  g_free (self);
}

static gboolean
notices_differ (SpicoNewConversationState *a,
                SpicoNewConversationState *b)
{
  if (a == NULL || a->notices->len != b->notices->len)
    return TRUE;

  for (guint i = 0; i < a->notices->len; i++)
    {
      if (g_strcmp0 (g_ptr_array_index (a->notices, i), g_ptr_array_index (b->notices, i)) != 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * spico_new_conversation_state_differs:
 * @self: (nullable): what is shown
 * @other: what is to be
 *
 * Returns: whether any widget has to be touched
 */
gboolean
spico_new_conversation_state_differs (SpicoNewConversationState *self,
                                      SpicoNewConversationState *other)
{
  return notices_differ (self, other) || self->can_send != other->can_send || g_strcmp0 (self->reason, other->reason) != 0 ||
         self->is_editable != other->is_editable;
}
