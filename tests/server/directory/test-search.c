/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-search MAKE-STOCK FOLDER: whom a person expects to find, in cases.csv, among some thousands of others. */
#include <gio/gio.h>
#include <string.h>

#include "spico-jmap-world.h"
#include "spico-register.h"

#define ASKER "p899710000002"
#define SCALE "0.002"

static const char *make_stock;
static const char *folder;

typedef SpicoRegisterReport *(*Import) (SpicoSqlConnection         *connection,
                                        GInputStream               *stream,
                                        const SpicoRegisterOptions *options,
                                        GError                    **error);

static void
import_text (SpicoJmapWorld *world,
             Import          import,
             const char     *text)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, (gssize) strlen (text), NULL);
  g_autoptr (SpicoRegisterReport) report = NULL;
  g_autoptr (GError) error = NULL;

  report = import (world->connection, stream, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->refused, ==, 0);
}

static char *
read_file (const char *directory,
           const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Our own lines behind those of the stock; both begin with the same header. */
static char *
join_files (const char *stock,
            const char *stock_name,
            const char *own_name)
{
  g_autofree char *all = read_file (stock, stock_name);
  g_autofree char *own = read_file (folder, own_name);

  return g_strconcat (all, strchr (own, '\n') + 1, NULL);
}

/* People far away who all have one family name, and first names that begin alike. */
static void
add_crowd (GString *people,
           guint    n_people)
{
  for (guint i = 0; i < n_people; i++)
    g_string_append_printf (people, "8|9972%07u|89972%07u|||MME||CENTCYRANS|Anne%u|60|Infirmier|C|||||||||||||CABINET DU NORD|||||||||||59000||Lille|||||||||||||||||||\n", i, i, i);
}

static void
load_with (SpicoJmapWorld *world,
           guint           n_crowd)
{
  g_autofree char *stock = g_dir_make_tmp ("spico-search-XXXXXX", NULL);
  const char *const arguments[] = { make_stock, stock, "--scale", SCALE, NULL };
  g_autofree char *output = NULL;
  g_autofree char *people = NULL;
  g_autofree char *sites = NULL;
  g_autofree char *units = read_file (folder, "units.csv");
  g_autoptr (GString) all = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL, &error);
  g_assert_no_error (error);

  sites = join_files (stock, "etalab-cs1100502-stock_20261102.csv", "sites.csv");
  people = join_files (stock, "PS_LibreAcces_Personne_activite_20261102.txt", "people.txt");
  import_text (world, spico_finess_import, sites);
  all = g_string_new (people);
  add_crowd (all, n_crowd);
  import_text (world, spico_rpps_import, all->str);
  import_text (world, spico_structures_import, units);
  /* Who has an account. */
  spico_jmap_world_sql (world, "UPDATE principal SET has_account = 1 WHERE id IN ('p899710000001', 'p899710000002', 'p899710000012', 'p899710000017')", NULL);
}

static void
load (SpicoJmapWorld *world)
{
  load_with (world, 0);
}

static char *
quote (const char *text)
{
  g_autoptr (GString) quoted = g_string_new (text);

  g_string_replace (quoted, "'", "\\u0027", 0);
  return g_strdup (quoted->str);
}

static SpicoAnswer *
ask (SpicoJmapWorld *world,
     const char     *query,
     const char     *kinds,
     guint           limit)
{
  g_autofree char *quoted = quote (query);
  g_auto (GStrv) wanted = g_strsplit (kinds, " ", -1);
  g_autofree char *list = g_strjoinv ("','", wanted);
  g_autofree char *filter = kinds[0] != '\0' ? g_strdup_printf (",'kinds':['%s']", list) : g_strdup ("");

  return spico_jmap_world_ask (world, ASKER,
                               "['Principal/query',{'accountId':'region','filter':{'text':'%s'%s},'limit':%u},'0'],"
                               "['Principal/get',{'accountId':'region','#ids':{'resultOf':'0','name':'Principal/query','path':'/ids'},'properties':['name','town']},'1']",
                               quoted, filter, limit);
}

/* The first answers, as the table writes them. */
static char *
list_answers (SpicoAnswer *answer)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < spico_jmap_world_size (answer, "/methodResponses/1/1/list"); i++)
    {
      g_autofree char *name = g_strdup_printf ("/methodResponses/1/1/list/%" G_GSIZE_FORMAT "/name", i);
      g_autofree char *town = g_strdup_printf ("/methodResponses/1/1/list/%" G_GSIZE_FORMAT "/town", i);

      g_string_append_printf (text, "%s%s (%s)", i > 0 ? " > " : "", spico_jmap_world_text (answer, name), spico_jmap_world_text (answer, town));
    }

  return g_strdup (text->str);
}

static guint
count_expected (const char *expected)
{
  g_auto (GStrv) parts = g_strsplit (expected, " > ", -1);

  return MAX (g_strv_length (parts), 1);
}

/* Where nobody is expected, one answer is asked for all the same. */
static gboolean
check (SpicoJmapWorld    *world,
       const char *const *row)
{
  g_autoptr (SpicoAnswer) answer = ask (world, row[0], row[1], count_expected (row[2]));
  g_autofree char *found = list_answers (answer);

  if (strcmp (found, row[2]) == 0)
    return TRUE;

  g_test_message ("« %s » (%s): %s; expected %s", row[0], row[3], found, row[2]);
  return FALSE;
}

static void
test_expected_answers (SpicoJmapWorld *world,
                       gconstpointer   data)
{
  g_autofree char *text = read_file (folder, "cases.csv");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_wrong = 0;

  load (world);
  for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) row = g_strsplit (lines[i], ";", -1);

      g_assert_cmpuint (g_strv_length (row), ==, 4);
      n_wrong += check (world, (const char *const *) row) ? 0 : 1;
    }

  g_assert_cmpuint (n_wrong, ==, 0);
}

#define NAMES "['Principal/get',{'accountId':'region','#ids':{'resultOf':'0','name':'Principal/query','path':'/ids'},'properties':['name','town']},'1']"

/* The answers to a query, whose other arguments are given. */
static char *
answers_to (SpicoJmapWorld *world,
            const char     *arguments)
{
  g_autofree char *calls = g_strdup_printf ("['Principal/query',{'accountId':'region',%s},'0']," NAMES, arguments);
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, ASKER, "%s", calls);

  return list_answers (answer);
}

static void
assert_answers (SpicoJmapWorld *world,
                const char     *arguments,
                const char     *expected)
{
  g_autofree char *found = answers_to (world, arguments);

  g_assert_cmpstr (found, ==, expected);
}

#define IN_TOULOUSE "Dr Matthieu QUERCYNOL (Toulouse)"
#define LONGER "M. Paul QUERCYNOLET (Toulouse)"
#define IN_LYON "Dr Mathieu QUERCYNOL (Lyon)"
#define IN_FOIX "Mme Sarah QUERCYNOL (Foix)"

static void
test_pages (SpicoJmapWorld *world,
            gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;

  load (world);
  assert_answers (world, "'filter':{'text':'quercynol'}", IN_TOULOUSE " > " LONGER " > " IN_LYON " > " IN_FOIX);
  assert_answers (world, "'filter':{'text':'quercynol'},'position':1,'limit':2", LONGER " > " IN_LYON);
  assert_answers (world, "'filter':{'text':'quercynol'},'position':-1", IN_FOIX);
  assert_answers (world, "'filter':{'text':'quercynol'},'position':4", "");
  assert_answers (world, "'filter':{'text':'quercynol'},'limit':0", "");
  assert_answers (world, "'filter':{'text':'quercynol'},'anchor':'p899710000012','anchorOffset':1,'limit':1", IN_FOIX);
  /* Another order is one of names, of all who have the word. */
  assert_answers (world, "'filter':{'text':'quercynol'},'sort':[{'property':'name'}]", IN_LYON " > " IN_TOULOUSE " > " IN_FOIX " > " LONGER);

  answer = spico_jmap_world_ask (world, ASKER, "['Principal/query',{'accountId':'region','filter':{'text':'quercynol'},'calculateTotal':true,'limit':1},'0'],"
                                               "['Principal/query',{'accountId':'region','filter':{'text':'quercynol'},'anchor':'pa'},'1'],"
                                               "['Principal/queryChanges',{'accountId':'region','filter':{'text':'quercynol'},'sinceQueryState':'0'},'2']");
  g_assert_cmpint (spico_jmap_world_number (answer, "/methodResponses/0/1/total"), ==, 4);
  g_assert_cmpuint (spico_jmap_world_size (answer, "/methodResponses/0/1/ids"), ==, 1);
  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/1/1/type"), ==, "anchorNotFound");
  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/2/1/type"), ==, "cannotCalculateChanges");
}

static void
test_other_conditions (SpicoJmapWorld *world,
                       gconstpointer   data)
{
  load (world);
  assert_answers (world, "'filter':{'text':'tremezaygues','postalCode':'93200'}", "Dr Luc TREMEZAYGUES (Saint-Denis)");
  assert_answers (world, "'filter':{'text':'tremezaygues','town':'hay ros'}", "Dr Rémi TREMEZAYGUES (L'Haÿ-les-Roses)");
  assert_answers (world, "'filter':{'text':'quercynol','professionCode':'60'}", LONGER " > " IN_FOIX);
  assert_answers (world, "'filter':{'text':'quercynol','hasAccount':true}", IN_LYON);
  assert_answers (world, "'filter':{'text':'quercynol','hasAccount':false,'professionCode':'10'}", IN_TOULOUSE);
  assert_answers (world, "'filter':{'text':'ma','structureId':'f319900015','professionCode':'60'}", "Mme Stéphanie MAUGER (Toulouse) > M. Jean MARTINOUX (Toulouse) > Mme Marie TOTARO (Toulouse)");
  assert_answers (world, "'filter':{'text':'mauger','nationalId':'899710000002'}", "");
  assert_answers (world, "'filter':{'text':'palatin','professionCode':'500','postalCode':'31500'}", "EHPAD PALATIN DES COTEAUX (TOULOUSE)");
  assert_answers (world, "'filter':{'text':'platanes','kind':'unit','kinds':['structure']}", "");
  assert_answers (world, "'filter':{'text':'quercynol','kinds':['robot']}", "");
  assert_answers (world, "'filter':{'operator':'AND','conditions':[{'text':'quercynol'},{'operator':'NOT','conditions':[{'text':'sarah'}]},{'kind':'person'}]},'limit':2", IN_LYON " > " IN_TOULOUSE);
}

/* F086, F092: a profession, a town or its postcode, a structure, without a name: as it is near, then by who has an account and by name. */
static void
test_without_words (SpicoJmapWorld *world,
                    gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;

  load (world);
  assert_answers (world, "'filter':{'structureId':'f319900015','professionCode':'60'}", "Mme Stéphanie MAUGER (Toulouse) > Mme Marie TOTARO (Toulouse) > M. Jean MARTINOUX (Toulouse)");
  assert_answers (world, "'filter':{'professionCode':'80','town':'toulouse'},'limit':1", "Mme Cœlia ŒILLETON (Toulouse)");
  assert_answers (world, "'filter':{'professionCode':'10','town':'94240','kind':'person'}", "Dr Rémi TREMEZAYGUES (L'Haÿ-les-Roses)");
  assert_answers (world, "'filter':{'professionCode':'10','town':'942 hay','kind':'person'}", "Dr Rémi TREMEZAYGUES (L'Haÿ-les-Roses)");
  assert_answers (world, "'filter':{'professionCode':'500','postalCode':'31500','kind':'structure'}", "EHPAD PALATIN DES COTEAUX (TOULOUSE)");
  assert_answers (world, "'filter':{'professionCode':'500','postalCode':'31500','kind':'person'}", "");
  assert_answers (world, "'filter':{'text':'','professionCode':'355','town':'toul','kind':'structure'},'limit':1", "CHU DES PLATANES (TOULOUSE)");
  assert_answers (world, "'filter':{'town':'nulle part'}", "");

  answer = spico_jmap_world_ask (world, ASKER,
                                 "['Principal/query',{'accountId':'region','filter':{'professionCode':'60'},'limit':500},'0'],"
                                 "['Principal/query',{'accountId':'region','filter':{'structureId':'f319900015'}},'1'],"
                                 "['Principal/query',{'accountId':'region','filter':{'professionCode':60}},'2'],"
                                 "['Principal/query',{'accountId':'region','filter':{'professionCode':'60','text':5}},'3']");
  g_assert_cmpuint (spico_jmap_world_size (answer, "/methodResponses/0/1/ids"), >, 50);
  g_assert_true (spico_jmap_world_has (answer, "/methodResponses/1/1/canCalculateChanges"));
  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/2/1/type"), ==, "invalidArguments");
  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/3/1/type"), ==, "invalidArguments");
}

/* Who no longer stands in the register, or has another name, is not found by what they had. */
static void
test_what_was_is_not_found (SpicoJmapWorld *world,
                            gconstpointer   data)
{
  g_autofree char *text = read_file (folder, "people.txt");
  g_autoptr (GString) changed = g_string_new (text);
  g_autoptr (GString) gone = g_string_new (text);
  char *line;

  import_text (world, spico_rpps_import, text);
  assert_answers (world, "'filter':{'text':'quercynol'}", IN_TOULOUSE " > " LONGER " > " IN_LYON " > " IN_FOIX);

  g_string_replace (changed, "|QUERCYNOL|Sarah|", "|VERDEILLE|Sarah|", 0);
  g_string_replace (changed, "69003|Lyon", "31000|Toulouse", 0);
  g_string_replace (changed, "|69003||Lyon|", "|31000||Toulouse|", 0);
  import_text (world, spico_rpps_import, changed->str);
  assert_answers (world, "'filter':{'text':'quercynol'}", "Dr Mathieu QUERCYNOL (Toulouse) > " IN_TOULOUSE " > " LONGER);
  assert_answers (world, "'filter':{'text':'verdeille'}", "Mme Sarah VERDEILLE (Foix)");

  line = strstr (gone->str, "8|99710000013|");
  g_assert_nonnull (line);
  g_string_erase (gone, line - gone->str, strchr (line, '\n') + 1 - line);
  import_text (world, spico_rpps_import, gone->str);
  assert_answers (world, "'filter':{'text':'quercynol'}", LONGER " > " IN_LYON " > " IN_FOIX);
  assert_answers (world, "'filter':{'text':'verdeille'}", "");

  import_text (world, spico_rpps_import, text);
  assert_answers (world, "'filter':{'text':'quercynol'}", IN_TOULOUSE " > " LONGER " > " IN_LYON " > " IN_FOIX);
}

/* The ids of a search, between spaces. */
static char *
ids_of (SpicoJmapWorld *world,
        const char     *text)
{
  g_autofree char *arguments = g_strdup_printf ("'filter':{'text':'%s','kinds':['person']},'limit':50", text);
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, ASKER, "['Principal/query',{'accountId':'region',%s},'0']", arguments);
  GString *ids = g_string_new (" ");

  for (gsize i = 0; i < spico_jmap_world_size (answer, "/methodResponses/0/1/ids"); i++)
    {
      g_autofree char *path = g_strdup_printf ("/methodResponses/0/1/ids/%" G_GSIZE_FORMAT, i);

      g_string_append_printf (ids, "%s ", spico_jmap_world_text (answer, path));
    }

  return g_string_free (ids, FALSE);
}

/* Of more than can be read, those who have an account come first; also who has one since the last search. */
static void
test_who_has_an_account_comes_first (SpicoJmapWorld *world,
                                     gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *id = NULL;
  g_autofree char *sql = NULL;
  g_autofree char *spaced = NULL;

  load (world);
  before = ids_of (world, "medecin");
  spico_sql_query_text (world->connection, "SELECT id FROM principal WHERE profession = 'Médecin' AND is_listed = 1 ORDER BY number DESC LIMIT 1", NULL, &id, &error);
  g_assert_no_error (error);
  spaced = g_strdup_printf (" %s ", id);
  g_assert_null (strstr (before, spaced));

  sql = g_strdup_printf ("UPDATE principal SET has_account = 1 WHERE id = '%s'", id);
  spico_jmap_world_sql (world, sql, NULL);
  spico_jmap_world_sql (world, "UPDATE state SET modseq = modseq + 1 WHERE account_id = 'region' AND type = 'Principal'", NULL);
  after = ids_of (world, "medecin");
  g_assert_nonnull (strstr (after, spaced));
}

/* How often PostgreSQL was waited for: its answers are read at a sync. */
static guint n_waits;
int __real_PQpipelineSync (void *connection);
int __wrap_PQpipelineSync (void *connection);

int
__wrap_PQpipelineSync (void *connection)
{
  n_waits++;
  return __real_PQpipelineSync (connection);
}

/* What is typed, and how often the database is waited for at most, all of the request included; the processes have each other's answers to wait for, however fast they are. */
static void
test_few_waits (SpicoJmapWorld *world,
                gconstpointer   data)
{
  static const struct {
    const char *text;
    guint most;
    guint again; /* what was typed before, by whomever; what it may have meant is looked up anew */
  } searches[] = {
    { "qu", 7, 3 }, { "quercy", 10, 5 }, { "matthieu quercynol", 10, 5 }, { "medecin toulouse", 5, 3 }, { "medecin lyon", 5, 3 }, { "quercynnol", 10, 5 }, { "mattieu quercynnol", 11, 6 },
  };

  load (world);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (SpicoAnswer) answer = NULL;
      g_autofree char *arguments = g_strdup_printf ("'filter':{'text':'%s'},'limit':50", searches[i].text);

      n_waits = 0;
      answer = spico_jmap_world_ask (world, ASKER, "['Principal/query',{'accountId':'region',%s},'0']", arguments);
      g_test_message ("%s: %u waits, %" G_GSIZE_FORMAT " found", searches[i].text, n_waits, spico_jmap_world_size (answer, "/methodResponses/0/1/ids"));
      g_assert_cmpuint (n_waits, <=, searches[i].most);

      g_clear_pointer (&answer, yyjson_doc_free);
      n_waits = 0;
      answer = spico_jmap_world_ask (world, ASKER, "['Principal/query',{'accountId':'region',%s},'0']", arguments);
      g_test_message ("%s again: %u waits", searches[i].text, n_waits);
      g_assert_cmpuint (n_waits, <=, searches[i].again);
    }
}

/* Of a crowd far away, a letter of a last word is compared with names: what the first handful brings tells how many to read, in one wait. */
static void
test_few_waits_for_a_crowd (SpicoJmapWorld *world,
                            gconstpointer   data)
{
  static const struct {
    const char *text;
    guint n_found;
    guint most;
  } searches[] = { { "centcyrans a", 50, 6 }, { "centcyrans i", 0, 6 } };

  load_with (world, 1200);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (SpicoAnswer) answer = NULL;

      n_waits = 0;
      answer = spico_jmap_world_ask (world, ASKER, "['Principal/query',{'accountId':'region','filter':{'text':'%s'},'limit':50},'0']", searches[i].text);
      g_test_message ("%s: %u waits", searches[i].text, n_waits);
      g_assert_cmpuint (spico_jmap_world_size (answer, "/methodResponses/0/1/ids"), ==, searches[i].n_found);
      g_assert_cmpuint (n_waits, <=, searches[i].most);
    }
}

static void
test_hostile_words (SpicoJmapWorld *world,
                    gconstpointer   data)
{
  static const char *const texts[] = { "%", "_", "a", "é", "' OR 1 = 1; --", "\\u0000", "\\ud83d\\ude00", "=toulouse", "@f319900015", "#10", "!unit", "\\u001f", "quercynol%", "***" };
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *long_word = g_strnfill (900, 'q');

  load (world);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *quoted = quote (texts[i]);
      g_autofree char *arguments = g_strdup_printf ("'filter':{'text':'%s'},'limit':5", quoted);
      g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, ASKER, "['Principal/query',{'accountId':'region',%s},'0']", arguments);

      g_test_message ("%s", texts[i]);
      g_assert_cmpuint (spico_jmap_world_size (answer, "/methodResponses/0/1/ids"), <=, 5);
    }

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (many, "%c%u ", 'a' + i % 26, i);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *arguments = g_strdup_printf ("'filter':{'text':'%s'}", i == 0 ? many->str : long_word);

      assert_answers (world, arguments, "");
    }

  {
    g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, ASKER,
                                                           "['Principal/query',{'accountId':'region','filter':{'text':'quercynol','colour':'red'}},'0'],"
                                                           "['Principal/query',{'accountId':'region','filter':{'text':'nobodyhasthis','kinds':'person'}},'1'],"
                                                           "['Principal/query',{'accountId':'region','filter':{'text':'quercynol','town':31}},'2'],"
                                                           "['Principal/query',{'accountId':'region','filter':{'text':5}},'3']");

    g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/0/1/type"), ==, "unsupportedFilter");
    g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/1/1/type"), ==, "invalidArguments");
    g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/2/1/type"), ==, "invalidArguments");
    g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/3/1/type"), ==, "invalidArguments");
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  make_stock = argv[1];
  folder = argv[2];

  g_test_add ("/server/directory/expected-answers", SpicoJmapWorld, NULL, spico_jmap_world_set_up, test_expected_answers, spico_jmap_world_tear_down);
  g_test_add ("/server/directory/pages", SpicoJmapWorld, NULL, spico_jmap_world_set_up, test_pages, spico_jmap_world_tear_down);
  g_test_add ("/server/directory/other-conditions", SpicoJmapWorld, NULL, spico_jmap_world_set_up, test_other_conditions, spico_jmap_world_tear_down);
  g_test_add ("/server/directory/without-words", SpicoJmapWorld, NULL, spico_jmap_world_set_up, test_without_words, spico_jmap_world_tear_down);
  g_test_add ("/server/directory/what-was-is-not-found", SpicoJmapWorld, NULL, spico_jmap_world_set_up, test_what_was_is_not_found, spico_jmap_world_tear_down);
  g_test_add ("/server/directory/who-has-an-account-comes-first", SpicoJmapWorld, NULL, spico_jmap_world_set_up, test_who_has_an_account_comes_first, spico_jmap_world_tear_down);
  g_test_add ("/server/directory/few-waits", SpicoJmapWorld, NULL, spico_jmap_world_set_up, test_few_waits, spico_jmap_world_tear_down);
  g_test_add ("/server/directory/few-waits-for-a-crowd", SpicoJmapWorld, NULL, spico_jmap_world_set_up, test_few_waits_for_a_crowd, spico_jmap_world_tear_down);
  g_test_add ("/server/directory/hostile-words", SpicoJmapWorld, NULL, spico_jmap_world_set_up, test_hostile_words, spico_jmap_world_tear_down);

  return g_test_run ();
}
