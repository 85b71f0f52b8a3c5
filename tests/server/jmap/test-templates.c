/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Modèles » of messages, of a person and of a structure (B021). */
#include "spico-jmap-world.h"

#include "spico-template.h"

static SpicoAnswer *
make (SpicoJmapWorld *world,
      const char     *person_id,
      const char     *account_id,
      const char     *properties)
{
  return spico_jmap_world_ask (world, person_id, "['MessageTemplate/set',{'accountId':'%s','create':{'x':{%s}}},'0']", account_id, properties);
}

static char *
made (SpicoJmapWorld *world,
      const char     *person_id,
      const char     *account_id,
      const char     *properties)
{
  g_autoptr (SpicoAnswer) answer = make (world, person_id, account_id, properties);

  spico_jmap_world_assert_posted (answer);
  return g_strdup (spico_jmap_world_text (answer, "0/1/created/x/id"));
}

static SpicoAnswer *
edit (SpicoJmapWorld *world,
      const char     *person_id,
      const char     *state,
      const char     *id,
      const char     *patch)
{
  g_autofree char *if_in_state = state != NULL ? g_strdup_printf ("'ifInState':'%s',", state) : g_strdup ("");

  return spico_jmap_world_ask (world, person_id, "['MessageTemplate/set',{'accountId':'fs',%s'update':{'%s':{%s}}},'0']", if_in_state, id, patch);
}

static SpicoAnswer *
list (SpicoJmapWorld *world,
      const char     *person_id,
      const char     *account_id)
{
  return spico_jmap_world_ask (world, person_id,
                               "['MessageTemplate/query',{'accountId':'%s','sort':[{'property':'name'}]},'0'],"
                               "['MessageTemplate/get',{'accountId':'%s','#ids':{'resultOf':'0','name':'MessageTemplate/query','path':'/ids'}},'1']",
                               account_id, account_id);
}

static void
assert_not_updated (SpicoAnswer *answer,
                    const char  *id,
                    const char  *type)
{
  g_autofree char *pointer = g_strconcat ("0/1/notUpdated/", id, "/type", NULL);

  assert_text (answer, pointer, type);
}

/* Somebody's own, by name, whatever its accents. */
static void
test_ones_own (SpicoJmapWorld *world,
               gconstpointer   data)
{
  g_autofree char *second = made (world, "pa", "pa", "'name':'Refus','text':'Nous ne pouvons pas.'");
  g_autofree char *first = made (world, "pa", "pa", "'name':'Écrit plus tard','text':'Je vous réponds ce soir.'");
  g_autoptr (SpicoAnswer) seen = list (world, "pa", "pa");

  g_assert_cmpuint (spico_jmap_world_size (seen, "0/1/ids"), ==, 2);
  assert_text (seen, "1/1/list/0/id", first);
  assert_text (seen, "1/1/list/0/text", "Je vous réponds ce soir.");
  assert_text (seen, "1/1/list/0/editedByPersonId", "pa");
  assert_text (seen, "1/1/list/0/editedAt", spico_jmap_world_text (seen, "1/1/list/0/createdAt"));
  assert_text (seen, "1/1/list/1/id", second);
}

/* What says nothing, or too much, is no template. */
static void
test_what_is_none (SpicoJmapWorld *world,
                   gconstpointer   data)
{
  g_autofree char *long_name = g_strnfill (SPICO_TEMPLATE_NAME_MAX + 1, 'n');
  g_autofree char *long_text = g_strnfill (SPICO_TEMPLATE_TEXT_MAX + 1, 't');
  g_autofree char *too_long_a_name = g_strdup_printf ("'name':'%s','text':'Non'", long_name);
  g_autofree char *too_long_a_text = g_strdup_printf ("'name':'Refus','text':'%s'", long_text);
  const char *const refused[][2] = {
    { "'text':'Non'", "name" }, { "'name':'Refus'", "text" }, { "'name':' ','text':'Non'", "name" }, { "'name':'Refus','text':'\\n'", "text" },
    { too_long_a_name, "name" }, { too_long_a_text, "text" }, { "'name':'Refus','text':'Non','editedByPersonId':'pb'", "editedByPersonId" },
  };
  g_autofree char *id = NULL;
  g_autoptr (SpicoAnswer) emptied = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (SpicoAnswer) answer = make (world, "pa", "pa", refused[i][0]);

      spico_jmap_world_assert_refused (answer, refused[i][1]);
    }

  id = made (world, "pd", "fs", "'name':'Refus','text':'Non'");
  emptied = edit (world, "pd", NULL, id, "'text':''");
  assert_not_updated (emptied, id, "invalidProperties");
}

/* A structure's is edited by each of its delegates, and all of them are told, with who did. */
static void
test_a_structure (SpicoJmapWorld *world,
                  gconstpointer   data)
{
  g_autofree char *id = made (world, "pd", "fs", "'name':'Refus','text':'Non'");
  g_autoptr (SpicoAnswer) edited = NULL;
  g_autoptr (SpicoAnswer) seen = NULL;
  g_autofree char *edited_by = g_strdup_printf ("0/1/updated/%s/editedByPersonId", id);

  spico_jmap_world_delegate (world, "fs", "pa", "discussions");
  edited = edit (world, "pa", NULL, id, "'name':'Refus poli','text':'Non, merci'");
  assert_text (edited, edited_by, "pa");
  g_assert_true (spico_jmap_world_told (world, "fs", "MessageTemplate"));
  g_assert_false (spico_jmap_world_told (world, "pa", "MessageTemplate"));
  seen = list (world, "pd", "fs");
  assert_text (seen, "1/1/list/0/name", "Refus poli");
  assert_text (seen, "1/1/list/0/text", "Non, merci");
  assert_text (seen, "1/1/list/0/editedByPersonId", "pa");
}

/* Who comes second is told, and writes over nothing unseen. */
static void
test_two_edit_it (SpicoJmapWorld *world,
                  gconstpointer   data)
{
  g_autofree char *id = made (world, "pd", "fs", "'name':'Refus','text':'Non'");
  g_autoptr (SpicoAnswer) before = list (world, "pd", "fs");
  const char *state = spico_jmap_world_text (before, "1/1/state");
  g_autoptr (SpicoAnswer) first = NULL;
  g_autoptr (SpicoAnswer) second = NULL;
  g_autoptr (SpicoAnswer) seen = NULL;

  spico_jmap_world_delegate (world, "fs", "pa", "discussions");
  first = edit (world, "pa", state, id, "'text':'Non, merci'");
  g_assert_true (spico_jmap_world_has (first, "0/1/updated"));
  second = edit (world, "pd", state, id, "'text':'Jamais'");
  assert_text (second, "0/1/type", "stateMismatch");
  seen = list (world, "pd", "fs");
  assert_text (seen, "1/1/list/0/text", "Non, merci");
}

/* Nobody else has them, and whoever may not write for the account neither. */
static void
test_whose_they_are (SpicoJmapWorld *world,
                     gconstpointer   data)
{
  g_autofree char *id = made (world, "pd", "fs", "'name':'Refus','text':'Non'");
  g_autoptr (SpicoAnswer) attached = list (world, "pc", "fs");
  g_autoptr (SpicoAnswer) elsewhere = spico_jmap_world_ask (world, "pa", "['MessageTemplate/get',{'accountId':'pa','ids':['%s']},'0'],['MessageTemplate/set',{'accountId':'pa','destroy':['%s'],'update':{'%s':{'text':'Oui'}}},'1']", id, id, id);
  g_autofree char *not_destroyed = g_strdup_printf ("1/1/notDestroyed/%s/type", id);
  g_autofree char *not_updated = g_strdup_printf ("1/1/notUpdated/%s/type", id);
  g_autoptr (SpicoAnswer) destroyed = NULL;
  g_autoptr (SpicoAnswer) after = NULL;

  assert_text (attached, "0/0", "error");
  assert_text (elsewhere, "0/1/notFound/0", id);
  assert_text (elsewhere, not_updated, "notFound");
  g_assert_nonnull (spico_jmap_world_text (elsewhere, not_destroyed));

  destroyed = spico_jmap_world_ask (world, "pd", "['MessageTemplate/set',{'accountId':'fs','destroy':['%s']},'0']", id);
  assert_text (destroyed, "0/1/destroyed/0", id);
  after = list (world, "pd", "fs");
  g_assert_cmpuint (spico_jmap_world_size (after, "0/1/ids"), ==, 0);
}

/* There is an end to them; each account has its own. */
static void
test_how_many (SpicoJmapWorld *world,
               gconstpointer   data)
{
  g_autoptr (SpicoAnswer) refused = NULL;

  for (guint i = 1; i < SPICO_TEMPLATES_MAX; i++)
    {
      g_autofree char *id = g_strdup_printf ("t%u", i);

      spico_jmap_world_sql (world,
                            "INSERT INTO message_template (id, client_id, name, text, created_at, edited_at, edited_by_person_id, account_id, name_key) VALUES ($1, NULL, 'Refus', 'Non', 0, 0, 'pa', 'pa', 'refus')",
                            SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)));
    }
  g_free (made (world, "pa", "pa", "'name':'Le dernier','text':'Oui'"));
  refused = make (world, "pa", "pa", "'name':'Un de trop','text':'Non'");
  assert_text (refused, "0/1/notCreated/x/type", "overQuota");
  g_free (made (world, "pd", "fs", "'name':'Le premier','text':'Oui'"));
}

#define ADD(name, function) g_test_add ("/server/templates/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("ones-own", test_ones_own);
  ADD ("what-is-none", test_what_is_none);
  ADD ("a-structure", test_a_structure);
  ADD ("two-edit-it", test_two_edit_it);
  ADD ("whose-they-are", test_whose_they_are);
  ADD ("how-many", test_how_many);

  return g_test_run ();
}
