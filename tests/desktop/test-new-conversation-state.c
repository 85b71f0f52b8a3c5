/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-new-conversation-state.h"

static const SpicoNewConversationMember reachable = { "p810000000001", "Mme Anne VIDAL", TRUE, FALSE, NULL, NULL };
static const SpicoNewConversationMember without_account = { "p810000000002", "M. Paul ROQUE", FALSE, FALSE, NULL, NULL };
static const SpicoNewConversationMember absent = { "p810000000003", "Dr Luc BOSC", TRUE, TRUE, "2026-11-27", "Dr Ève MAS" };
static const SpicoNewConversationMember absent_alone = { "p810000000004", "Dr Jean PUJOL", TRUE, TRUE, NULL, NULL };

static SpicoNewConversationValues
complete_values (const SpicoNewConversationMember *members,
                 guint                             n_members)
{
  return (SpicoNewConversationValues) {
    .account_id = "p810000000009",
    .account_has_discussions = TRUE,
    .account_has_dossiers = TRUE,
    .members = members,
    .n_members = n_members,
    .subject = "Retour à domicile",
    .text = "Bonjour",
  };
}

static void
assert_reason (const SpicoNewConversationValues *values,
               const char                       *expected)
{
  g_autoptr (SpicoNewConversationState) state = spico_new_conversation_state_compute (values);

  g_assert_cmpstr (state->reason, ==, expected);
  g_assert_cmpint (state->can_send, ==, expected == NULL);
}

static void
test_complete_form_can_be_sent (void)
{
  SpicoNewConversationValues values = complete_values (&reachable, 1);

  assert_reason (&values, NULL);
}

static void
test_first_missing_field_is_named (void)
{
  SpicoNewConversationValues values = { 0 };

  assert_reason (&values, "Choose whom you act as");
  values.account_id = "p810000000009";
  assert_reason (&values, "This account does not give access to conversations");
  values.account_has_discussions = TRUE;
  assert_reason (&values, "Add at least one member");
  values.members = &reachable;
  values.n_members = 1;
  assert_reason (&values, "Enter the subject");
  values.subject = " \u00a0\t";
  assert_reason (&values, "Enter the subject");
  values.subject = "Objet";
  assert_reason (&values, "Write the first message");
  values.text = "\n\n ";
  assert_reason (&values, "Write the first message");
  values.text = "Bonjour";
  assert_reason (&values, NULL);
}

/* Files say enough; but not before all of them are there. */
static void
test_files_can_go_without_a_word (void)
{
  SpicoNewConversationValues values = complete_values (&reachable, 1);

  values.text = "";
  values.files_wait = TRUE;
  assert_reason (&values, "Wait for the files, or remove those that were refused");
  values.n_files = 1;
  assert_reason (&values, "Wait for the files, or remove those that were refused");
  values.files_wait = FALSE;
  assert_reason (&values, NULL);
}

static void
test_acting_account_is_not_a_member (void)
{
  SpicoNewConversationValues values = complete_values (&reachable, 1);

  values.account_id = reachable.id;
  assert_reason (&values, "Add at least one member");
}

static void
test_limits_count_characters (void)
{
  SpicoNewConversationValues values = complete_values (&reachable, 1);
  g_autoptr (GString) subject = g_string_new (NULL);
  g_autofree char *text = g_strnfill (SPICO_NEW_CONVERSATION_MAX_TEXT + 1, 'a');

  for (guint i = 0; i < SPICO_NEW_CONVERSATION_MAX_SUBJECT; i++)
    g_string_append (subject, "é");
  values.subject = subject->str;
  assert_reason (&values, NULL);
  g_string_append (subject, "é");
  values.subject = subject->str;
  assert_reason (&values, "The subject is too long: no more than 200 characters");

  values.subject = "Objet";
  values.text = text;
  assert_reason (&values, "The message is too long: no more than 20000 characters");
  text[SPICO_NEW_CONVERSATION_MAX_TEXT] = '\0';
  assert_reason (&values, NULL);
}

static void
test_members_are_bounded (void)
{
  SpicoNewConversationMember members[SPICO_NEW_CONVERSATION_MAX_MEMBERS + 1];
  SpicoNewConversationValues values = complete_values (members, G_N_ELEMENTS (members));

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    members[i] = reachable;
  assert_reason (&values, "No more than 99 members");
  values.n_members--;
  assert_reason (&values, NULL);
}

/* F054: what is quoted goes along, and nothing else of where it stood. */
static void
test_a_quote_is_told (void)
{
  SpicoNewConversationValues values = complete_values (&reachable, 1);
  SpicoNewConversationState *state;

  values.text = "Message from X:\n> Un\n";
  state = spico_new_conversation_state_compute (&values);
  g_assert_true (state->can_send);
  g_assert_cmpuint (state->notices->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (state->notices, 0), ==, "The quoted message comes without the subject and the patient of its conversation. Read it again before sending.");
  spico_new_conversation_state_free (state);
}

/* F073: told before sending, and sending stays possible. */
static void
test_member_without_account_is_told (void)
{
  const SpicoNewConversationMember members[] = { reachable, without_account };
  SpicoNewConversationValues values = complete_values (members, 2);
  g_autoptr (SpicoNewConversationState) state = spico_new_conversation_state_compute (&values);

  g_assert_true (state->can_send);
  g_assert_cmpuint (state->notices->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (state->notices, 0), ==, "M. Paul ROQUE — No account: will not be able to read this message");
}

/* B016 */
static void
test_absence_is_told_with_stand_in (void)
{
  const SpicoNewConversationMember members[] = { absent, absent_alone };
  SpicoNewConversationValues values = complete_values (members, 2);
  g_autoptr (SpicoNewConversationState) state = spico_new_conversation_state_compute (&values);

  g_assert_true (state->can_send);
  g_assert_cmpuint (state->notices->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (state->notices, 0), ==, "Dr Luc BOSC is absent until 27/11/2026; standing in: Dr Ève MAS");
  g_assert_cmpstr (g_ptr_array_index (state->notices, 1), ==, "Dr Jean PUJOL is absent");
}

/* F068: the patient comes from the active list of the acting account. */
static void
test_patient_follows_the_account (void)
{
  SpicoNewConversationValues values = complete_values (&reachable, 1);
  g_autoptr (SpicoNewConversationState) without = spico_new_conversation_state_compute (&values);

  g_assert_true (without->keeps_patient);

  values.patient_account_id = values.account_id;
  g_autoptr (SpicoNewConversationState) same = spico_new_conversation_state_compute (&values);
  g_assert_true (same->keeps_patient);

  values.patient_account_id = "f310000001";
  g_autoptr (SpicoNewConversationState) other = spico_new_conversation_state_compute (&values);
  g_assert_false (other->keeps_patient);

  values.patient_account_id = values.account_id;
  values.account_has_dossiers = FALSE;
  g_autoptr (SpicoNewConversationState) discussions_only = spico_new_conversation_state_compute (&values);
  g_assert_false (discussions_only->keeps_patient);
}

/* B003: off line, sending queues, and says so. */
static void
test_offline_form_can_be_sent (void)
{
  SpicoNewConversationValues values = complete_values (&reachable, 1);

  values.is_offline = TRUE;
  g_autoptr (SpicoNewConversationState) state = spico_new_conversation_state_compute (&values);
  g_assert_true (state->can_send);
  g_assert_cmpuint (state->notices->len, ==, 1);
}

static void
test_missing_field_is_found (void)
{
  SpicoNewConversationValues values = complete_values (NULL, 0);

  g_autoptr (SpicoNewConversationState) members = spico_new_conversation_state_compute (&values);
  g_assert_cmpint (members->missing, ==, SPICO_NEW_CONVERSATION_FIELD_MEMBERS);

  values = complete_values (&reachable, 1);
  values.subject = "";
  g_autoptr (SpicoNewConversationState) subject = spico_new_conversation_state_compute (&values);
  g_assert_cmpint (subject->missing, ==, SPICO_NEW_CONVERSATION_FIELD_SUBJECT);
}

static void
test_nothing_is_sent_twice (void)
{
  SpicoNewConversationValues values = complete_values (&reachable, 1);

  values.is_sending = TRUE;
  g_autoptr (SpicoNewConversationState) state = spico_new_conversation_state_compute (&values);
  g_assert_false (state->can_send);
  g_assert_false (state->is_editable);
  g_assert_null (state->reason);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/new-conversation/complete-form-can-be-sent", test_complete_form_can_be_sent);
  g_test_add_func ("/new-conversation/first-missing-field-is-named", test_first_missing_field_is_named);
  g_test_add_func ("/new-conversation/files-can-go-without-a-word", test_files_can_go_without_a_word);
  g_test_add_func ("/new-conversation/acting-account-is-not-a-member", test_acting_account_is_not_a_member);
  g_test_add_func ("/new-conversation/limits-count-characters", test_limits_count_characters);
  g_test_add_func ("/new-conversation/members-are-bounded", test_members_are_bounded);
  g_test_add_func ("/new-conversation/F054-a-quote-is-told", test_a_quote_is_told);
  g_test_add_func ("/new-conversation/member-without-account-is-told", test_member_without_account_is_told);
  g_test_add_func ("/new-conversation/absence-is-told-with-stand-in", test_absence_is_told_with_stand_in);
  g_test_add_func ("/new-conversation/patient-follows-the-account", test_patient_follows_the_account);
  g_test_add_func ("/new-conversation/offline-form-can-be-sent", test_offline_form_can_be_sent);
  g_test_add_func ("/new-conversation/missing-field-is-found", test_missing_field_is_found);
  g_test_add_func ("/new-conversation/nothing-is-sent-twice", test_nothing_is_sent_twice);

  return g_test_run ();
}
