/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is shown of a message that another one answers, and of one that was withdrawn. */
#include "spico-reply-text.h"

#include "spico-message-private.h"
#include "spico-principal-private.h"

static SpicoPrincipal *
principal_new (const char *name)
{
  SpicoPrincipal *principal = g_object_new (SPICO_TYPE_PRINCIPAL, NULL);

  spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_NAME, name);

  return principal;
}

/* One that is here, of Mme X for the account Y, unless it is one's own. */
static SpicoMessage *
message_new (const char *text,
             gboolean    is_own)
{
  SpicoMessage *message = g_object_new (SPICO_TYPE_MESSAGE, NULL);
  g_autoptr (SpicoPrincipal) person = principal_new ("Mme X");
  g_autoptr (SpicoPrincipal) account = principal_new ("Y");

  spico_item_set_int64 (message, SPICO_MESSAGE_PROP_SEQ, 7);
  spico_item_set_string (message, SPICO_MESSAGE_PROP_TEXT, text);
  spico_item_set_object (message, SPICO_MESSAGE_PROP_PERSON, person);
  spico_item_set_object (message, SPICO_MESSAGE_PROP_ACCOUNT, is_own ? person : account);
  spico_item_set_boolean (message, SPICO_MESSAGE_PROP_IS_OWN, is_own);
  spico_item_set_boolean (message, SPICO_MESSAGE_PROP_IS_FOR_ACCOUNT, !is_own);

  return message;
}

static void
test_the_first_line_with_something_in_it (void)
{
  g_autofree char *line = spico_text_first_line ("\n  \n  Huit heures ? \nSinon neuf.");
  g_autofree char *none = spico_text_first_line (" \n");

  g_assert_cmpstr (line, ==, "Huit heures ?");
  g_assert_cmpstr (none, ==, "");
}

static void
test_who_is_answered (void)
{
  g_autoptr (SpicoMessage) other = message_new ("Huit heures ?\nSinon neuf.", FALSE);
  g_autoptr (SpicoMessage) own = message_new ("Oui", TRUE);
  g_autofree char *to_other = spico_text_reply_to (other);
  g_autofree char *to_own = spico_text_reply_to (own);
  g_autofree char *said = spico_text_original (other);

  g_assert_cmpstr (to_other, ==, "Reply to Mme X on behalf of Y");
  g_assert_cmpstr (to_own, ==, "Reply to your own message");
  g_assert_cmpstr (said, ==, "in reply to Mme X on behalf of Y: Huit heures ?");
}

static void
test_what_was_not_received_yet (void)
{
  g_autoptr (SpicoMessage) unknown = g_object_new (SPICO_TYPE_MESSAGE, NULL);
  g_autofree char *author = spico_text_original_author (unknown);
  g_autofree char *line = spico_text_original_line (unknown);
  g_autofree char *said = spico_text_original (unknown);
  g_autofree char *to_it = spico_text_reply_to (unknown);

  g_assert_cmpstr (author, ==, "Original message");
  g_assert_cmpstr (line, ==, "Not received yet");
  g_assert_cmpstr (said, ==, "in reply to a message that was not received yet");
  g_assert_cmpstr (to_it, ==, "Reply");
}

/* Who and when, and never a word of it. */
static void
test_what_was_withdrawn (void)
{
  g_autoptr (SpicoMessage) other = message_new ("", FALSE);
  g_autoptr (SpicoMessage) own = message_new ("", TRUE);
  g_autofree char *line = NULL;
  g_autofree char *of_other = NULL;
  g_autofree char *of_own = NULL;

  spico_item_set_boolean (other, SPICO_MESSAGE_PROP_IS_WITHDRAWN, TRUE);
  spico_item_set_boolean (own, SPICO_MESSAGE_PROP_IS_WITHDRAWN, TRUE);
  line = spico_text_original_line (other);
  of_other = spico_text_withdrawn (other);
  of_own = spico_text_withdrawn (own);
  g_assert_cmpstr (line, ==, "Message withdrawn");
  g_assert_true (g_str_has_prefix (of_other, "Message withdrawn by Mme X on behalf of Y, "));
  g_assert_true (g_str_has_prefix (of_own, "Message withdrawn by you, "));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reply-text/the first line with something in it", test_the_first_line_with_something_in_it);
  g_test_add_func ("/reply-text/who is answered", test_who_is_answered);
  g_test_add_func ("/reply-text/what was not received yet", test_what_was_not_received_yet);
  g_test_add_func ("/reply-text/what was withdrawn", test_what_was_withdrawn);

  return g_test_run ();
}
