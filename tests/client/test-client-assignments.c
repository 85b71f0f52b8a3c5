/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Je m'en occupe » and « Confier à… » of a structure's conversation (B014): who handed it to whom, and who is to be told, against a real server. */
#include "spico-test-clients.h"
#include "spico-unread.h"

#define SUBJECT "Lit disponible"

/* A conversation of a structure that both act for, as each of them has it. */
typedef struct {
  char *id;
  SpicoConversation *of_a;
  SpicoConversation *of_b;
  SpicoUnread *unread_of_a;
  SpicoUnread *unread_of_b;
} Talk;

static void
talk_clear (Talk *talk)
{
  g_free (talk->id);
  g_clear_object (&talk->of_a);
  g_clear_object (&talk->of_b);
  g_clear_object (&talk->unread_of_a);
  g_clear_object (&talk->unread_of_b);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Talk, talk_clear)

static void
begin (SpicoTestClients *fixture,
       Talk             *talk)
{
  g_autoptr (SpicoList) of_b = NULL;
  g_autoptr (SpicoConversation) found = NULL;

  spico_test_region_ctl (fixture->region, "delegation", "set", "--account", STRUCTURE, "--delegate", TOTARO, "--scope", "discussions", "--referent", "Mme Cadre", NULL);
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  talk->id = spico_test_start (fixture->a, STRUCTURE, BONNEFOUS, SUBJECT, "Un");
  of_b = spico_test_list_filled (fixture->b, STRUCTURE);
  spico_test_wait_for ((found = spico_test_find_conversation (of_b, SUBJECT)) != NULL);
  talk->of_a = spico_test_await_object (spico_client_get_conversation (fixture->a, STRUCTURE, talk->id));
  talk->of_b = spico_test_await_object (spico_client_get_conversation (fixture->b, STRUCTURE, talk->id));
  talk->unread_of_a = spico_unread_new (fixture->a);
  talk->unread_of_b = spico_unread_new (fixture->b);
  spico_test_wait_for (spico_conversation_get_last_seq (talk->of_b) == 1);
}

static void
assign (SpicoClient *client,
        Talk        *talk,
        const char  *person_id)
{
  spico_test_succeeds (spico_client_assign_conversation (client, STRUCTURE, talk->id, person_id));
}

static gboolean
is_handed (SpicoConversation *conversation,
           const char        *to,
           const char        *by)
{
  SpicoPrincipal *assignee = spico_conversation_get_assignee (conversation);
  SpicoPrincipal *assigner = spico_conversation_get_assigner (conversation);

  return g_strcmp0 (assignee != NULL ? spico_principal_get_id (assignee) : NULL, to) == 0
         && g_strcmp0 (assigner != NULL ? spico_principal_get_id (assigner) : NULL, by) == 0;
}

static gboolean
both_see (Talk       *talk,
          const char *to,
          const char *by)
{
  return is_handed (talk->of_a, to, by) && is_handed (talk->of_b, to, by);
}

/* Whether that one conversation was handed to them by @by, and looked at or not. */
static gboolean
has_handed (SpicoUnread *unread,
            Talk        *talk,
            const char  *by,
            gboolean     is_unread)
{
  GPtrArray *handed = spico_unread_get_handed (unread);
  const SpicoHandedConversation *one = handed->len == 1 ? g_ptr_array_index (handed, 0) : NULL;

  return one != NULL && g_str_equal (one->account_id, STRUCTURE) && g_str_equal (one->conversation_id, talk->id) && g_str_equal (one->by_person_id, by)
         && one->is_unread == is_unread;
}

static gboolean
has_none (SpicoUnread *unread)
{
  return spico_unread_get_handed (unread)->len == 0;
}

static void
test_who_handed_it_over (SpicoTestClients *fixture,
                         gconstpointer     data)
{
  g_auto (Talk) talk = { 0 };

  begin (fixture, &talk);
  g_assert_true (both_see (&talk, NULL, NULL));
  assign (fixture->a, &talk, MAUGER);
  spico_test_wait_for (both_see (&talk, MAUGER, MAUGER));
  assign (fixture->a, &talk, TOTARO);
  spico_test_wait_for (both_see (&talk, TOTARO, MAUGER));
  assign (fixture->b, &talk, NULL);
  spico_test_wait_for (both_see (&talk, NULL, NULL));
}

static void
test_it_waits_until_it_is_looked_at (SpicoTestClients *fixture,
                                     gconstpointer     data)
{
  g_auto (Talk) talk = { 0 };

  begin (fixture, &talk);
  assign (fixture->a, &talk, TOTARO);
  spico_test_wait_for (has_handed (talk.unread_of_b, &talk, MAUGER, TRUE));
  spico_test_wait_for (spico_conversation_is_unread (talk.of_b));
  g_assert_true (has_none (talk.unread_of_a));
  g_assert_false (spico_conversation_is_unread (talk.of_a));

  spico_test_succeeds (spico_client_mark_read (fixture->b, STRUCTURE, talk.id, 1));
  spico_test_wait_for (has_handed (talk.unread_of_b, &talk, MAUGER, FALSE));
  /* What one hands on is the next one's, and no more one's own. */
  assign (fixture->b, &talk, MAUGER);
  spico_test_wait_for (has_handed (talk.unread_of_a, &talk, TOTARO, TRUE));
  spico_test_wait_for (has_none (talk.unread_of_b));
  /* Whoever takes it themselves was not handed it. */
  assign (fixture->a, &talk, NULL);
  spico_test_wait_for (has_none (talk.unread_of_a));
  assign (fixture->a, &talk, MAUGER);
  spico_test_wait_for (both_see (&talk, MAUGER, MAUGER));
  g_assert_true (has_none (talk.unread_of_a));
}

static void
test_a_muted_one_is_silent (SpicoTestClients *fixture,
                            gconstpointer     data)
{
  g_auto (Talk) talk = { 0 };

  begin (fixture, &talk);
  assign (fixture->a, &talk, TOTARO);
  spico_test_wait_for (has_handed (talk.unread_of_b, &talk, MAUGER, TRUE));
  spico_test_succeeds (spico_client_set_flag (fixture->a, STRUCTURE, talk.id, SPICO_CONVERSATION_MUTED, TRUE));
  spico_test_wait_for (has_none (talk.unread_of_b));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  SPICO_TEST_ADD ("assignments/who-handed-it-over", test_who_handed_it_over);
  SPICO_TEST_ADD ("assignments/it-waits-until-it-is-looked-at", test_it_waits_until_it_is_looked_at);
  SPICO_TEST_ADD ("assignments/a-muted-one-is-silent", test_a_muted_one_is_silent);

  return g_test_run ();
}
