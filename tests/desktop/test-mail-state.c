/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F066, F054: when a mail can be sent, and what is asked before. */
#include "spico-mail-state.h"

#include "spico-email.h"

static const SpicoMailTo reached = { "Mme A", "a@mssante.example", TRUE, TRUE };
static const SpicoMailTo missing = { "M. B", "", TRUE, TRUE };
static const SpicoMailTo unknown = { "M. C", "", FALSE, TRUE };
static const SpicoMailTo typed = { "d@example.org", "d@example.org", TRUE, FALSE };

static SpicoMailValues
make_values (const SpicoMailTo *to,
             guint              n_to)
{
  return (SpicoMailValues) { .to = to, .n_to = n_to, .subject = "Un", .text = "Deux" };
}

static void
assert_missing (const SpicoMailValues *values,
                SpicoMailField         field,
                const char            *reason)
{
  g_autoptr (SpicoMailState) state = spico_mail_state_compute (values);

  g_assert_cmpint (state->missing, ==, field);
  g_assert_cmpstr (state->reason, ==, reason);
  g_assert_cmpint (state->can_send, ==, reason == NULL);
}

static void
test_what_is_needed (void)
{
  SpicoMailValues values = make_values (&reached, 1);

  assert_missing (&values, SPICO_MAIL_FIELD_NONE, NULL);
  values.subject = " ";
  assert_missing (&values, SPICO_MAIL_FIELD_SUBJECT, "Enter the subject");
  values.subject = "Un";
  values.text = "\n";
  assert_missing (&values, SPICO_MAIL_FIELD_TEXT, "Write the mail, or attach a file");
  values.n_attachments = 1;
  assert_missing (&values, SPICO_MAIL_FIELD_NONE, NULL);
  values.size = SPICO_EMAIL_MAX_SIZE + 1;
  assert_missing (&values, SPICO_MAIL_FIELD_TEXT, "The files are too large: no more than 7.0\302\240MB in all");
  values.size = 0;
  values.n_attachments = SPICO_EMAIL_MAX_ATTACHMENTS + 1;
  assert_missing (&values, SPICO_MAIL_FIELD_TEXT, "No more than 10 files");
}

static void
test_who_is_reached (void)
{
  SpicoMailTo many[SPICO_EMAIL_MAX_RECIPIENTS + 1];
  SpicoMailValues values = make_values (NULL, 0);

  assert_missing (&values, SPICO_MAIL_FIELD_TO, "Add at least one recipient");
  values = make_values (&unknown, 1);
  assert_missing (&values, SPICO_MAIL_FIELD_TO, "Looking for the MSSanté addresses…");
  values.is_offline = TRUE;
  assert_missing (&values, SPICO_MAIL_FIELD_TO, "Off line, the MSSanté address of M. C is not known yet");
  values = make_values (&missing, 1);
  assert_missing (&values, SPICO_MAIL_FIELD_TO, "No recipient has an MSSanté address");
  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = reached;
  values = make_values (many, G_N_ELEMENTS (many));
  assert_missing (&values, SPICO_MAIL_FIELD_TO, "No more than 100 recipients");
  many[0] = missing;
  assert_missing (&values, SPICO_MAIL_FIELD_NONE, NULL);
}

static void
test_the_region_sends_on_line_and_within_mssante (void)
{
  SpicoMailValues values = make_values (&reached, 1);

  values.is_offline = TRUE;
  assert_missing (&values, SPICO_MAIL_FIELD_NONE, NULL);
  values.uses_relay = TRUE;
  assert_missing (&values, SPICO_MAIL_FIELD_NONE, "Off line, the mail stays as a draft: send it when the connection is back");
  values.is_offline = FALSE;
  assert_missing (&values, SPICO_MAIL_FIELD_NONE, NULL);
  values.to = &typed;
  assert_missing (&values, SPICO_MAIL_FIELD_TO, "The region sends within MSSanté only: remove d@example.org");
}

static void
test_nobody_is_left_out_unsaid (void)
{
  const SpicoMailTo to[] = { reached, missing, typed };
  SpicoMailValues values = make_values (to, 1);
  g_autoptr (SpicoMailState) whole = spico_mail_state_compute (&values);
  g_autoptr (SpicoMailState) state = NULL;
  g_autofree char *nothing = spico_mail_state_ask (whole);
  g_autofree char *question = NULL;

  g_assert_null (nothing);
  values.n_to = 3;
  state = spico_mail_state_compute (&values);
  g_assert_true (state->can_send);
  question = spico_mail_state_ask (state);
  g_assert_cmpstr (question, ==,
                   "They have no MSSanté address, and will not receive this mail:\nM. B\n\n"
                   "Spico does not know these addresses as MSSanté. Outside MSSanté, a mail is not protected, and must say nothing of a patient:\nd@example.org");
}

static void
test_of_many_some_are_named (void)
{
  SpicoMailTo to[11];
  SpicoMailValues values = make_values (to, G_N_ELEMENTS (to));
  g_autoptr (SpicoMailState) state = NULL;
  g_autofree char *question = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (to); i++)
    to[i] = i == 0 ? reached : missing;
  state = spico_mail_state_compute (&values);
  question = spico_mail_state_ask (state);
  g_assert_true (g_str_has_suffix (question, "\nM. B\nand 2 others"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail-state/F066 what is needed", test_what_is_needed);
  g_test_add_func ("/mail-state/F066 who is reached", test_who_is_reached);
  g_test_add_func ("/mail-state/F066 the region sends on line and within mssante", test_the_region_sends_on_line_and_within_mssante);
  g_test_add_func ("/mail-state/F066 nobody is left out unsaid", test_nobody_is_left_out_unsaid);
  g_test_add_func ("/mail-state/F066 of many some are named", test_of_many_some_are_named);

  return g_test_run ();
}
