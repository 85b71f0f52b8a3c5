/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which addresses a mail can be sent to, and where they are. */
#include "spico-mail-address.h"

static void
test_what_is_no_address (void)
{
  static const char *const bad[] = { "", "a", "@b.fr", "a@", "a@b", "a@.fr", "a@b.fr.", "a@-b.fr", "a b@c.fr", "a@b.fr\r\nBcc: c@d.fr", "a@b@c.fr", "<a@b.fr>", "é@b.fr", "\"a\"@b.fr", "a@b.fr, c@d.fr" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (spico_mail_address_is_valid (bad[i]));
  g_assert_true (spico_mail_address_is_valid ("o'neil.jean-luc+1@Medecin.mssante.fr"));
}

static void
test_within_a_domain (void)
{
  static const char *const domains[] = { "mssante.fr", "sante.example", NULL };

  g_assert_true (spico_mail_address_is_within ("a@mssante.fr", domains));
  g_assert_true (spico_mail_address_is_within ("a@medecin.MSSANTE.fr", domains));
  g_assert_true (spico_mail_address_is_within ("a@b.sante.example", domains));
  g_assert_false (spico_mail_address_is_within ("a@autremssante.fr", domains));
  g_assert_false (spico_mail_address_is_within ("a@mssante.fr.example", domains));
  g_assert_false (spico_mail_address_is_within ("a.mssante.fr@example.org", domains));
  g_assert_false (spico_mail_address_is_within ("x.mssante.fr", domains));
}

static void
test_what_is_no_domain (void)
{
  static const char *const bad[] = { "", "fr", ".fr", "mssante.", "-a.fr", "a b.fr", "@mssante.fr", "a.fr\n" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (spico_mail_domain_is_valid (bad[i]));
  g_assert_true (spico_mail_domain_is_valid ("mssante.fr"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail-address/what is no address", test_what_is_no_address);
  g_test_add_func ("/mail-address/F066 within a domain", test_within_a_domain);
  g_test_add_func ("/mail-address/what is no domain", test_what_is_no_domain);

  return g_test_run ();
}
