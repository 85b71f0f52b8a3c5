/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-categories FOLDER: the professions and the categories of structures that registers bring, as choices of a search (F086, F092). */
#include <gio/gio.h>
#include <string.h>

#include "spico-category-tally.h"
#include "spico-jmap-world.h"
#include "spico-register.h"
#include "spico-schema.h"

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

  report = import (world->connection, stream, &(SpicoRegisterOptions) { .is_forced = TRUE }, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->refused, ==, 0);
}

static char *
read_file (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* A register of as many people as are asked for; `@` of the code and of the label is their number. */
static char *
make_people (guint       n,
             const char *code,
             const char *label)
{
  g_autofree char *people = read_file ("people.txt");
  g_auto (GStrv) lines = g_strsplit (people, "\n", 3);
  g_auto (GStrv) cells = g_strsplit (lines[1], "|", -1);
  g_autoptr (GString) text = g_string_new (lines[0]);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", 100 + i);
      g_autoptr (GString) one_code = g_string_new (code);
      g_autoptr (GString) one_label = g_string_new (label);

      g_string_replace (one_code, "@", number, 0);
      g_string_replace (one_label, "@", number, 0);
      g_free (cells[2]);
      cells[2] = g_strdup_printf ("89971%07u", 100 + i);
      g_set_str (&cells[9], one_code->str);
      g_set_str (&cells[10], one_label->str);
      {
        g_autofree char *line = g_strjoinv ("|", cells);

        g_string_append_printf (text, "\n%s", line);
      }
    }

  return g_strdup (text->str);
}

static char *
list_labels (SpicoJmapWorld *world,
             const char     *kind)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                         "['Category/query',{'accountId':'region','filter':{'kind':'%s'}},'0'],"
                                                         "['Category/get',{'accountId':'region','#ids':{'resultOf':'0','name':'Category/query','path':'/ids'}},'1']", kind);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < spico_jmap_world_size (answer, "/methodResponses/1/1/list"); i++)
    {
      g_autofree char *code = g_strdup_printf ("/methodResponses/1/1/list/%" G_GSIZE_FORMAT "/code", i);
      g_autofree char *label = g_strdup_printf ("/methodResponses/1/1/list/%" G_GSIZE_FORMAT "/label", i);

      g_string_append_printf (text, "%s%s %s", i > 0 ? " > " : "", spico_jmap_world_text (answer, code), spico_jmap_world_text (answer, label));
    }

  return g_strdup (text->str);
}

static void
assert_labels (SpicoJmapWorld *world,
               const char     *kind,
               const char     *expected)
{
  g_autofree char *found = list_labels (world, kind);

  g_assert_cmpstr (found, ==, expected);
}

static char *
read_state (SpicoJmapWorld *world)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['Category/get',{'accountId':'region','ids':[]},'0']");

  return g_strdup (spico_jmap_world_text (answer, "/methodResponses/0/1/state"));
}

static void
load (SpicoJmapWorld *world)
{
  g_autofree char *people = read_file ("people.txt");
  g_autofree char *sites = read_file ("sites.csv");
  g_autofree char *units = read_file ("units.csv");

  import_text (world, spico_finess_import, sites);
  import_text (world, spico_rpps_import, people);
  import_text (world, spico_structures_import, units);
}

static void
test_registers_bring_them (SpicoJmapWorld *world,
                           gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;
  g_autofree char *people = NULL;

  load (world);
  people = list_labels (world, "person");
  g_assert_nonnull (strstr (people, "60 Infirmier > "));
  g_assert_nonnull (strstr (people, "10 Médecin > "));
  assert_labels (world, "structure", "355 Centre Hospitalier (C.H.) > 500 Etablissement d'hébergement pour personnes âgées dépendantes > 365 Etablissement de Soins Pluridisciplinaire");
  assert_labels (world, "unit", "");

  answer = spico_jmap_world_ask (world, "pa",
                                 "['Category/get',{'accountId':'region','ids':null},'0'],['Category/changes',{'accountId':'region','sinceState':'0'},'1'],"
                                 "['Category/set',{'accountId':'region','destroy':['person_60']},'2'],['Category/get',{'accountId':'pa','ids':null},'3'],"
                                 "['Category/query',{'accountId':'region','filter':{'colour':'red'}},'4']");
  g_assert_cmpuint (spico_jmap_world_size (answer, "/methodResponses/0/1/list"), >, 6);
  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/1/1/type"), ==, "cannotCalculateChanges");
  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/2/1/type"), ==, "accountReadOnly");
  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/3/1/type"), ==, "accountNotSupportedByMethod");
  g_assert_cmpstr (spico_jmap_world_text (answer, "/methodResponses/4/1/type"), ==, "unsupportedFilter");
}

static void
test_the_state_changes_with_them_alone (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autofree char *first = make_people (5, "60", "Infirmier");
  g_autofree char *more = make_people (6, "60", "Infirmier");
  g_autofree char *renamed = make_people (6, "60", "Infirmier ou infirmière");
  g_autofree char *state = NULL;
  g_autofree char *same = NULL;
  g_autofree char *other = NULL;

  import_text (world, spico_rpps_import, first);
  state = read_state (world);
  import_text (world, spico_rpps_import, more);
  same = read_state (world);
  g_assert_cmpstr (same, ==, state);
  import_text (world, spico_rpps_import, renamed);
  other = read_state (world);
  g_assert_cmpstr (other, !=, state);
  assert_labels (world, "person", "60 Infirmier ou infirmière");
}

/* One line that is otherwise changes nothing for all the others. */
static void
test_the_label_of_most_is_kept (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autofree char *people = make_people (5, "60", "Infirmier");
  char *last = g_strrstr (people, "Infirmier");

  memcpy (last, "Anfirmier", strlen ("Anfirmier"));
  import_text (world, spico_rpps_import, people);
  assert_labels (world, "person", "60 Infirmier");
}

static void
test_they_are_bounded (SpicoJmapWorld *world,
                       gconstpointer   data)
{
  g_autofree char *people = make_people (SPICO_CATEGORY_MAX_PEOPLE + 20, "@", "Profession @");
  g_autoptr (SpicoAnswer) answer = NULL;

  import_text (world, spico_rpps_import, people);
  answer = spico_jmap_world_ask (world, "pa", "['Category/get',{'accountId':'region','ids':null},'0']");
  g_assert_cmpuint (spico_jmap_world_size (answer, "/methodResponses/0/1/list"), ==, SPICO_CATEGORY_MAX_PEOPLE);
}

static void
test_what_is_no_code_is_left_out (SpicoJmapWorld *world,
                                  gconstpointer   data)
{
  g_autofree char *strange = make_people (3, "6 0;'", "Infirmier");
  g_autofree char *nameless = make_people (3, "61", "");

  import_text (world, spico_rpps_import, strange);
  assert_labels (world, "person", "");
  import_text (world, spico_rpps_import, nameless);
  assert_labels (world, "person", "");
}

static void
test_an_older_region_has_them_too (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;

  load (world);
  before = list_labels (world, "person");
  g_assert_cmpstr (before, !=, "");
  spico_jmap_world_sql (world, "DELETE FROM category", NULL);
  spico_schema_migrate (world->connection, 0, &error);
  g_assert_no_error (error);
  assert_labels (world, "person", before);
}

#define ADD(name, function) g_test_add ("/server/directory/categories/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  folder = argv[1];

  ADD ("registers-bring-them", test_registers_bring_them);
  ADD ("the-state-changes-with-them-alone", test_the_state_changes_with_them_alone);
  ADD ("the-label-of-most-is-kept", test_the_label_of_most_is_kept);
  ADD ("they-are-bounded", test_they_are_bounded);
  ADD ("what-is-no-code-is-left-out", test_what_is_no_code_is_left_out);
  ADD ("an-older-region-has-them-too", test_an_older_region_has_them_too);

  return g_test_run ();
}
