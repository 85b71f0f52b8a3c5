/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a message may be corrected, and what is said of it then. */
#include "spico-correction-text.h"

#include <string.h>

#include "spico-message-private.h"

/* One's own, sent at noon. */
static SpicoMessage *
message_new (SpicoMessageState state)
{
  SpicoMessage *message = g_object_new (SPICO_TYPE_MESSAGE, NULL);
  g_autoptr (GDateTime) noon = g_date_time_new_local (2026, 3, 12, 12, 0, 0);

  spico_item_set_boolean (message, SPICO_MESSAGE_PROP_IS_OWN, TRUE);
  spico_item_set_string (message, SPICO_MESSAGE_PROP_TEXT, "Huit heures");
  spico_item_set_enum (message, SPICO_MESSAGE_PROP_STATE, state);
  spico_item_set_time (message, SPICO_MESSAGE_PROP_SENT_AT, g_date_time_to_unix_usec (noon));

  return message;
}

static gboolean
may_correct_at (SpicoMessage *message,
                int           minute,
                double        second)
{
  g_autoptr (GDateTime) now = g_date_time_new_local (2026, 3, 12, 12, minute, second);

  return spico_text_may_correct (message, now);
}

static void
test_for_a_quarter_of_an_hour (void)
{
  g_autoptr (SpicoMessage) sent = message_new (SPICO_MESSAGE_SENT);
  g_autoptr (SpicoMessage) seen = message_new (SPICO_MESSAGE_READ);
  g_autoptr (SpicoMessage) queued = message_new (SPICO_MESSAGE_QUEUED);
  g_autoptr (SpicoMessage) failed = message_new (SPICO_MESSAGE_FAILED);

  g_assert_true (may_correct_at (sent, 0, 0) && may_correct_at (sent, 14, 59));
  g_assert_false (may_correct_at (sent, 15, 0));
  g_assert_true (may_correct_at (seen, 14, 59));
  /* However long it waits. */
  g_assert_true (may_correct_at (queued, 59, 0));
  g_assert_false (may_correct_at (failed, 0, 0));
}

static void
test_ones_own_words_alone (void)
{
  g_autoptr (SpicoMessage) message = message_new (SPICO_MESSAGE_SENT);
  static const struct {
    guint prop;
    gboolean value;
  } cases[] = { { SPICO_MESSAGE_PROP_IS_OWN, FALSE }, { SPICO_MESSAGE_PROP_IS_AUTOMATIC, TRUE }, { SPICO_MESSAGE_PROP_IS_WITHDRAWN, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      spico_item_set_boolean (message, cases[i].prop, cases[i].value);
      g_assert_false (may_correct_at (message, 0, 0));
      spico_item_set_boolean (message, cases[i].prop, !cases[i].value);
      g_assert_true (may_correct_at (message, 0, 0));
    }
  spico_item_set_enum (message, SPICO_MESSAGE_PROP_CHANGE, SPICO_MESSAGE_CHANGE_ADDED);
  g_assert_false (may_correct_at (message, 0, 0));
}

static void
test_how_far_it_is (void)
{
  g_autoptr (SpicoMessage) message = message_new (SPICO_MESSAGE_READ);

  g_assert_cmpstr (spico_text_correction_state (message), ==, "read");
  spico_item_set_boolean (message, SPICO_MESSAGE_PROP_IS_CORRECTING, TRUE);
  g_assert_cmpstr (spico_text_correction_state (message), ==, "change waiting");
  /* It leaves as it is to be. */
  spico_item_set_enum (message, SPICO_MESSAGE_PROP_STATE, SPICO_MESSAGE_QUEUED);
  g_assert_cmpstr (spico_text_correction_state (message), ==, "waiting");
}

static void
test_what_was_refused_is_said (void)
{
  g_autoptr (SpicoMessage) message = message_new (SPICO_MESSAGE_SENT);
  g_autofree char *late = NULL;
  g_autofree char *ended = NULL;

  g_assert_null (spico_text_correction_failure (message));
  spico_item_set_string (message, SPICO_MESSAGE_PROP_REFUSED_TEXT, "Neuf heures");
  spico_item_set_enum (message, SPICO_MESSAGE_PROP_CORRECTION_FAILURE, SPICO_MESSAGE_FAILURE_TOO_LATE);
  late = spico_text_correction_failure (message);
  g_assert_nonnull (strstr (late, "15 minutes"));
  g_assert_nonnull (strstr (late, "“Neuf heures”"));
  spico_item_set_enum (message, SPICO_MESSAGE_PROP_CORRECTION_FAILURE, SPICO_MESSAGE_FAILURE_DELEGATION_ENDED);
  ended = spico_text_correction_failure (message);
  g_assert_nonnull (strstr (ended, "delegation"));
  g_assert_nonnull (strstr (ended, "“Neuf heures”"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/correction-text/for-a-quarter-of-an-hour", test_for_a_quarter_of_an_hour);
  g_test_add_func ("/correction-text/ones-own-words-alone", test_ones_own_words_alone);
  g_test_add_func ("/correction-text/how-far-it-is", test_how_far_it_is);
  g_test_add_func ("/correction-text/what-was-refused-is-said", test_what_was_refused_is_said);

  return g_test_run ();
}
