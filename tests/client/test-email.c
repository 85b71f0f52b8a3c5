/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F066: what is no mail is not made. What is one is read in test_email.py. */
#include "spico-email.h"

#include "spico-client-error.h"

static void
assert_refused (SpicoEmail *email)
{
  g_autoptr (GDateTime) date = g_date_time_new_now_utc ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) mail = spico_email_format (email, "id", date, &error);

  g_assert_null (mail);
  g_assert_error (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID);
}

static void
test_it_has_recipients (void)
{
  g_autoptr (SpicoEmail) email = spico_email_new ();

  assert_refused (email);
  for (guint i = 0; i <= SPICO_EMAIL_MAX_RECIPIENTS; i++)
    spico_email_add_to (email, NULL, "a@mssante.example");
  assert_refused (email);
}

static void
test_it_has_a_size (void)
{
  g_autoptr (SpicoEmail) email = spico_email_new ();
  g_autofree guint8 *much = g_malloc0 (SPICO_EMAIL_MAX_SIZE);
  g_autoptr (GBytes) bytes = g_bytes_new_static (much, SPICO_EMAIL_MAX_SIZE);
  g_autoptr (GBytes) more = g_bytes_new_static (much, 1);
  g_autoptr (GDateTime) date = g_date_time_new_now_utc ();
  g_autoptr (GBytes) mail = NULL;

  spico_email_add_to (email, NULL, "a@mssante.example");
  spico_email_add_attachment (email, "a", NULL, bytes);
  mail = spico_email_format (email, "id", date, NULL);
  g_assert_nonnull (mail);
  g_assert_cmpuint (g_bytes_get_size (mail), <, 10000000);
  spico_email_add_attachment (email, "b", NULL, more);
  assert_refused (email);
}

static void
test_nobody_has_to_say_who_sends (void)
{
  g_autoptr (SpicoEmail) email = spico_email_new ();
  g_autoptr (GDateTime) date = g_date_time_new_now_utc ();
  g_autoptr (GBytes) mail = NULL;
  g_autofree char *text = NULL;

  spico_email_add_to (email, NULL, "a@mssante.example");
  mail = spico_email_format (email, "id", date, NULL);
  text = g_strndup (g_bytes_get_data (mail, NULL), g_bytes_get_size (mail));
  g_assert_null (g_strstr_len (text, -1, "From:"));
  g_assert_nonnull (g_strstr_len (text, -1, "<id@spico.invalid>"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/email/F066 it has recipients", test_it_has_recipients);
  g_test_add_func ("/email/F066 it has a size", test_it_has_a_size);
  g_test_add_func ("/email/F066 nobody has to say who sends", test_nobody_has_to_say_who_sends);

  return g_test_run ();
}
