/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Urgent » and « Réponse attendue avant… » (B015). It is 2026-01-01T00:00:00Z. */
#include "spico-jmap-world.h"

static SpicoAnswer *
post (SpicoJmapWorld *world,
      const char     *id,
      const char     *more)
{
  g_autofree char *all = g_strconcat ("'text':'Un',", more, NULL);

  return spico_jmap_world_post (world, "pa", "pa", id, all);
}

static char *
say (SpicoJmapWorld *world,
     const char     *id,
     const char     *more)
{
  g_autoptr (SpicoAnswer) answer = post (world, id, more);

  spico_jmap_world_assert_posted (answer);
  return g_strdup (spico_jmap_world_text (answer, "0/1/created/x/id"));
}

static SpicoAnswer *
get (SpicoJmapWorld *world,
     const char     *id)
{
  return spico_jmap_world_ask (world, "pb", "['Message/get',{'accountId':'pb','ids':['%s'],'properties':['isUrgent','replyBy','text']},'0']", id);
}

/* Whoever reads it reads both; what says neither is neither. */
static void
test_a_message_presses (SpicoJmapWorld *world,
                        gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *calm = spico_jmap_world_say (world, "pa", "pa", id, "Bonjour");
  g_autofree char *urgent = say (world, id, "'isUrgent':true");
  g_autofree char *both = say (world, id, "'isUrgent':true,'replyBy':'2026-01-01T17:00:00Z'");
  g_autoptr (SpicoAnswer) seen_calm = get (world, calm);
  g_autoptr (SpicoAnswer) seen_urgent = get (world, urgent);
  g_autoptr (SpicoAnswer) seen_both = get (world, both);

  g_assert_false (yyjson_get_bool (spico_jmap_world_value (seen_calm, "0/1/list/0/isUrgent")));
  g_assert_true (yyjson_is_null (spico_jmap_world_value (seen_calm, "0/1/list/0/replyBy")));
  g_assert_true (yyjson_get_bool (spico_jmap_world_value (seen_urgent, "0/1/list/0/isUrgent")));
  g_assert_true (yyjson_is_null (spico_jmap_world_value (seen_urgent, "0/1/list/0/replyBy")));
  g_assert_true (yyjson_get_bool (spico_jmap_world_value (seen_both, "0/1/list/0/isUrgent")));
  assert_text (seen_both, "0/1/list/0/replyBy", "2026-01-01T17:00:00Z");
}

/* Later than it was written, and not a season away. */
static void
test_when_an_answer_is_expected (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  static const char *const refused[] = {
    "'replyBy':'2025-12-31T23:59:59Z'",
    "'replyBy':'2026-02-01T00:00:00Z'",
    "'replyBy':'2025-12-31T22:00:00Z','composedAt':'2025-12-31T23:00:00Z'",
    /* A clock that is a year ahead. */
    "'replyBy':'2027-01-02T00:00:00Z','composedAt':'2027-01-01T00:00:00Z'",
  };
  static const char *const taken[] = {
    "'replyBy':'2026-01-30T23:00:00Z'",
    /* A clock that is an hour ahead. */
    "'replyBy':'2026-01-01T02:00:00Z','composedAt':'2026-01-01T01:00:00Z'",
    /* It waited off line until its time was over. */
    "'replyBy':'2025-12-31T18:00:00Z','composedAt':'2025-12-31T17:00:00Z'",
    "'replyBy':null",
  };
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (SpicoAnswer) answer = post (world, id, refused[i]);

      spico_jmap_world_assert_refused (answer, "replyBy");
    }
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    g_free (say (world, id, taken[i]));
}

/* What was taken is taken when it is asked for again, however late. */
static void
test_sent_twice (SpicoJmapWorld *world,
                 gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  const char *more = "'clientId':'0198b4a0-0000-7000-8000-000000000001','replyBy':'2026-01-01T01:00:00Z'";
  g_autofree char *first = say (world, id, more);
  g_autofree char *again = NULL;

  world->now_us += 2 * G_TIME_SPAN_HOUR;
  again = say (world, id, more);
  g_assert_cmpstr (first, ==, again);
}

/* Nobody is pressed by a change of the conversation. */
static void
test_a_change_presses_nobody (SpicoJmapWorld *world,
                              gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) urgent = spico_jmap_world_post (world, "pa", "pa", id, "'newSubject':'Objet','isUrgent':true");
  g_autoptr (SpicoAnswer) timed = spico_jmap_world_post (world, "pa", "pa", id, "'addedIds':['pc'],'replyBy':'2026-01-01T12:00:00Z'");

  spico_jmap_world_assert_refused (urgent, "isUrgent");
  spico_jmap_world_assert_refused (timed, "replyBy");
}

/* Neither is taken back, nor added, afterwards; a correction keeps both. */
static void
test_it_stays_as_it_was_sent (SpicoJmapWorld *world,
                              gconstpointer   data)
{
  static const char *const patches[] = { "'isUrgent':false", "'replyBy':null", "'replyBy':'2026-01-02T12:00:00Z'" };
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *message = say (world, id, "'isUrgent':true,'replyBy':'2026-01-01T12:00:00Z'");
  g_autofree char *pointer = g_strdup_printf ("0/1/notUpdated/%s/type", message);
  g_autoptr (SpicoAnswer) corrected = NULL;
  g_autoptr (SpicoAnswer) seen = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (patches); i++)
    {
      g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['Message/set',{'accountId':'pa','update':{'%s':{%s}}},'0']", message, patches[i]);

      assert_text (answer, pointer, "invalidProperties");
    }

  corrected = spico_jmap_world_ask (world, "pa", "['Message/set',{'accountId':'pa','update':{'%s':{'text':'Deux'}}},'0']", message);
  seen = get (world, message);
  assert_text (seen, "0/1/list/0/text", "Deux");
  g_assert_true (yyjson_get_bool (spico_jmap_world_value (seen, "0/1/list/0/isUrgent")));
  assert_text (seen, "0/1/list/0/replyBy", "2026-01-01T12:00:00Z");
}

#define ADD(name, function) g_test_add ("/server/urgency/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("a-message-presses", test_a_message_presses);
  ADD ("when-an-answer-is-expected", test_when_an_answer_is_expected);
  ADD ("sent-twice", test_sent_twice);
  ADD ("a-change-presses-nobody", test_a_change_presses_nobody);
  ADD ("it-stays-as-it-was-sent", test_it_stays_as_it_was_sent);

  return g_test_run ();
}
