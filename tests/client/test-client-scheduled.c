/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages that are sent later, off line too, against a real server: « Envoyer plus tard… ». */
#include "spico-client-scheduled.h"
#include "spico-test-clients.h"

#define SUBJECT "Retour à domicile"

static SpicoScheduledMessage *
find (GListModel *list,
      const char *text)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (SpicoScheduledMessage) message = g_list_model_get_item (list, i);

      if (g_strcmp0 (spico_scheduled_message_get_text (message), text) == 0)
        return g_steal_pointer (&message);
    }

  return NULL;
}

static gboolean
is_in (GListModel         *list,
       const char         *text,
       SpicoScheduledState state)
{
  g_autoptr (SpicoScheduledMessage) message = find (list, text);

  return message != NULL && spico_scheduled_message_get_state (message) == state;
}

/* Whoever wrote it is known here. */
static gboolean
is_by_somebody (GListModel *list,
                const char *text)
{
  g_autoptr (SpicoScheduledMessage) message = find (list, text);

  return message != NULL && *spico_scheduled_message_get_person_name (message) != '\0';
}

static GDateTime *
in_hours (int hours)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_add_hours (now, hours);
}

static void
schedule_for (SpicoClient *client,
              const char  *account_id,
              const char  *conversation_id,
              const char  *text,
              int          hours)
{
  g_autoptr (GDateTime) send_at = in_hours (hours);
  g_autoptr (SpicoDraft) draft = spico_draft_new_message (account_id, conversation_id, account_id, SUBJECT, text);

  spico_draft_set_urgency (draft, (SpicoUrgency) { TRUE, 0 });
  spico_test_succeeds (spico_client_schedule_draft (client, draft, send_at));
}

static void
go_off_line (SpicoTestClients *fixture)
{
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) != SPICO_CONNECTION_ONLINE && spico_client_get_connection (fixture->b) != SPICO_CONNECTION_ONLINE);
}

/* Two people, or one person's two devices, and a conversation that both have. */
static char *
begin (SpicoTestClients *fixture,
       const char       *second)
{
  char *id;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, second);
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  id = spico_test_start (fixture->a, MAUGER, TOTARO, SUBJECT, "Un");
  spico_test_wait_for (spico_test_is_settled (fixture->a));

  return id;
}

/* Whatever is done off line is there at once, and reaches the person's other devices. */
static void
test_off_line (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_autofree char *id = begin (fixture, "mauger");
  g_autoptr (GListModel) here = spico_client_list_scheduled (fixture->a, id);
  g_autoptr (GListModel) there = spico_client_list_scheduled (fixture->b, id);
  g_autoptr (SpicoScheduledMessage) unwanted = NULL;
  g_autoptr (SpicoScheduledMessage) copy = NULL;

  go_off_line (fixture);
  schedule_for (fixture->a, MAUGER, id, "Demain", 10);
  schedule_for (fixture->a, MAUGER, id, "À écarter", 11);
  spico_test_wait_for (is_in (here, "Demain", SPICO_SCHEDULED_QUEUED) && is_in (here, "À écarter", SPICO_SCHEDULED_QUEUED));
  unwanted = find (here, "À écarter");
  spico_test_succeeds (spico_client_cancel_scheduled (fixture->a, unwanted));
  spico_test_wait_for (is_in (here, "À écarter", SPICO_SCHEDULED_CANCELLED));

  spico_test_region_start (fixture->region);
  spico_test_wait_for (is_in (here, "Demain", SPICO_SCHEDULED_WAITING) && is_in (there, "Demain", SPICO_SCHEDULED_WAITING));
  g_assert_cmpuint (g_list_model_get_n_items (there), ==, 1);
  copy = find (there, "Demain");
  g_assert_true (spico_scheduled_message_is_own (copy));
  g_assert_true (spico_scheduled_message_get_urgency (copy).is_urgent);
  spico_test_fails (spico_client_take_back_scheduled (fixture->b, copy, MAUGER), SPICO_CLIENT_ERROR_INVALID);

  spico_test_succeeds (spico_client_cancel_scheduled (fixture->b, copy));
  spico_test_wait_for (is_in (there, "Demain", SPICO_SCHEDULED_CANCELLED) && !is_in (here, "Demain", SPICO_SCHEDULED_WAITING));
  {
    g_autoptr (SpicoScheduledMessage) cancelled = find (there, "Demain");
    g_autoptr (SpicoDraft) draft = NULL;

    spico_test_succeeds (spico_client_take_back_scheduled (fixture->b, cancelled, MAUGER));
    draft = spico_test_await_object (spico_client_load_draft (fixture->b, MAUGER, id));
    g_assert_cmpstr (spico_draft_get_text (draft), ==, "Demain");
    g_assert_true (spico_draft_get_urgency (draft).is_urgent);
  }
}

static gboolean
leaves_at (GListModel *list,
           const char *text,
           GDateTime  *time)
{
  g_autoptr (SpicoScheduledMessage) message = find (list, text);

  return message != NULL && ABS (g_date_time_difference (spico_scheduled_message_get_send_at (message), time)) < G_TIME_SPAN_MINUTE;
}

/* At its time, or at once where its author wants, it is a message for everybody, and waits no more. */
static void
test_leaves (SpicoTestClients *fixture,
             gconstpointer     data)
{
  g_autofree char *id = begin (fixture, "totaro");
  g_autoptr (GListModel) here = spico_client_list_scheduled (fixture->a, id);
  g_autoptr (GListModel) of_b = spico_client_list_scheduled (fixture->b, id);
  g_autoptr (SpicoMessageList) there = spico_client_list_messages (fixture->b, TOTARO, id);
  g_autoptr (SpicoScheduledMessage) message = NULL;
  g_autoptr (GDateTime) later = in_hours (20);
  g_autoptr (GDateTime) now = in_hours (0);

  schedule_for (fixture->a, MAUGER, id, "Maintenant", 10);
  schedule_for (fixture->a, MAUGER, id, "Demain", 10);
  spico_test_wait_for (is_in (here, "Maintenant", SPICO_SCHEDULED_WAITING) && is_in (here, "Demain", SPICO_SCHEDULED_WAITING));
  g_assert_cmpuint (g_list_model_get_n_items (of_b), ==, 0);
  g_assert_cmpuint (spico_test_count_text (there, "Maintenant"), ==, 0);
  message = find (here, "Maintenant");
  spico_test_succeeds (spico_client_send_scheduled (fixture->a, message));
  spico_test_wait_for (spico_test_count_text (there, "Maintenant") == 1 && g_list_model_get_n_items (here) == 1);
  spico_test_fails (spico_client_send_scheduled (fixture->a, message), SPICO_CLIENT_ERROR_NOT_FOUND);

  g_clear_object (&message);
  message = find (here, "Demain");
  spico_test_succeeds (spico_client_change_scheduled (fixture->a, message, later));
  /* That the time is another one shows first; then that the server has it. */
  spico_test_wait_for (leaves_at (here, "Demain", later));
  spico_test_wait_for (spico_test_is_settled (fixture->a) && is_in (here, "Demain", SPICO_SCHEDULED_WAITING));
  spico_test_fails (spico_client_change_scheduled (fixture->a, message, now), SPICO_CLIENT_ERROR_INVALID);
  go_off_line (fixture);
  spico_test_region_change (fixture->region, "UPDATE scheduled_message SET send_at = send_at - 172800000000");
  spico_test_region_start (fixture->region);
  spico_test_wait_for (spico_test_count_text (there, "Demain") == 1 && g_list_model_get_n_items (here) == 0);
  g_assert_cmpuint (spico_test_count_text (there, "Maintenant"), ==, 1);
}

/* Who was off line past its time has all its words, and chooses. */
static void
test_past_its_time (SpicoTestClients *fixture,
                    gconstpointer     data)
{
  g_autofree char *id = begin (fixture, "totaro");
  g_autoptr (GListModel) here = spico_client_list_scheduled (fixture->a, id);
  g_autoptr (SpicoMessageList) there = spico_client_list_messages (fixture->b, TOTARO, id);
  g_autoptr (SpicoScheduledMessage) late = NULL;

  go_off_line (fixture);
  schedule_for (fixture->a, MAUGER, id, "Trop tard", 10);
  spico_test_change_store (fixture->a, "UPDATE scheduled_message SET send_at = send_at - 172800000000");
  spico_test_region_start (fixture->region);
  spico_test_wait_for (is_in (here, "Trop tard", SPICO_SCHEDULED_REFUSED));
  late = find (here, "Trop tard");
  g_assert_cmpint (spico_scheduled_message_get_failure (late), ==, SPICO_MESSAGE_FAILURE_SEND_AT);
  g_assert_cmpuint (spico_test_count_text (there, "Trop tard"), ==, 0);
  spico_test_succeeds (spico_client_send_scheduled (fixture->a, late));
  spico_test_wait_for (spico_test_count_text (there, "Trop tard") == 1 && g_list_model_get_n_items (here) == 0);
}

/* A colleague of the mailbox sees what waits and by whom, and may cancel it alone. */
static void
test_colleague (SpicoTestClients *fixture,
                gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (GListModel) of_a = NULL;
  g_autoptr (GListModel) of_b = NULL;
  g_autoptr (SpicoScheduledMessage) message = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_region_ctl (fixture->region, "delegation", "set", "--account", STRUCTURE, "--delegate", TOTARO, "--scope", "discussions", "--referent", "Mme X", NULL);
  spico_test_wait_for (spico_client_find_account (fixture->b, STRUCTURE) != NULL);
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  id = spico_test_start (fixture->a, STRUCTURE, BONNEFOUS, SUBJECT, "Un");
  of_a = spico_client_list_scheduled (fixture->a, id);
  of_b = spico_client_list_scheduled (fixture->b, id);
  schedule_for (fixture->a, STRUCTURE, id, "Demain", 10);
  spico_test_wait_for (is_in (of_b, "Demain", SPICO_SCHEDULED_WAITING));
  spico_test_wait_for (is_by_somebody (of_b, "Demain"));
  message = find (of_b, "Demain");
  g_assert_false (spico_scheduled_message_is_own (message));
  g_assert_cmpstr (spico_scheduled_message_get_account_id (message), ==, STRUCTURE);

  spico_test_succeeds (spico_client_cancel_scheduled (fixture->b, message));
  spico_test_wait_for (is_in (of_b, "Demain", SPICO_SCHEDULED_CANCELLED) && g_list_model_get_n_items (of_a) == 0);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("scheduled-off-line", test_off_line);
  SPICO_TEST_ADD ("scheduled-leaves", test_leaves);
  SPICO_TEST_ADD ("scheduled-past-its-time", test_past_its_time);
  SPICO_TEST_ADD ("scheduled-colleague", test_colleague);

  return g_test_run ();
}
