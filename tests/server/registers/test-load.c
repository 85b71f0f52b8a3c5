/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How registers are loaded: sorting, comparing, what a load holds, what it refuses, and what it writes beside principals. */
#include <string.h>

#include "spico-register-fixture.h"
#include "spico-register-sorter.h"
#include "spico-register-store.h"
#include "spico-register.h"
#include "spico-schema.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

#define RPPS_HEADER                                                                                                            \
  "Identification nationale PP|Nom d'exercice|Prénom d'exercice|Code profession|Libellé profession|Raison sociale site|Libellé commune (coord. structure)|Code type savoir-faire|" \
  "Code savoir-faire|Libellé savoir-faire|Code mode exercice|Identifiant technique de la structure|Numéro FINESS site|Code postal (coord. structure)|\n"

#define MSSANTE_HEADER                                                                                                         \
  "Type de BAL|Adresse BAL|Identification nationale PP|Type identifiant structure|Identification Structure|Service de rattachement|Dématérialisation|Raison Sociale structure BAL\n"
#define PERSONAL "PER|Marie.Totaro@infirmier.mssante.example|899700900022|||| O|\n"
#define SECRETARIAT "ORG|secretariat@ch.mssante.example||FINESS|310990114|Cardiologie|O|CH DE MONTREDORT\n"

static SpicoRegisterReport *
load (Fixture                    *fixture,
      Import                      import,
      const char                 *text,
      const SpicoRegisterOptions *options)
{
  g_autoptr (GError) error = NULL;
  SpicoRegisterReport *report = try_import (fixture, import, text, options, &error);

  g_assert_no_error (error);
  return report;
}

static void
assert_report (SpicoRegisterReport *report,
               guint64              added,
               guint64              changed,
               guint64              unchanged,
               guint64              withdrawn,
               guint64              refused)
{
  g_assert_cmpuint (report->added, ==, added);
  g_assert_cmpuint (report->changed, ==, changed);
  g_assert_cmpuint (report->unchanged, ==, unchanged);
  g_assert_cmpuint (report->withdrawn, ==, withdrawn);
  g_assert_cmpuint (report->refused, ==, refused);
}

/* Sorting */

/* So many records of so many keys, each with its number as its value: out they come in the order of keys, and of numbers within one. */
static void
check_sorting (gsize memory,
               guint n_records,
               guint n_keys)
{
  g_autoptr (SpicoRegisterSorter) sorter = spico_register_sorter_new (memory);
  g_autoptr (GRand) chance = g_rand_new_with_seed (n_records);
  g_autoptr (GError) error = NULL;
  g_autofree char *last_key = g_strdup ("");
  guint64 last_number = 0;
  guint n = 0;
  SpicoRegisterItem item = { 0 };
  gboolean has_item = TRUE;

  for (guint i = 0; i < n_records; i++)
    {
      g_autofree char *key = g_strdup_printf ("%08x", (guint) g_rand_int_range (chance, 0, (gint32) n_keys) * 2654435761u);
      g_autofree char *value = g_strdup_printf ("%08u", i);

      g_assert_true (spico_register_sorter_add (sorter, key, value, strlen (value), &error));
    }
  g_assert_cmpuint (spico_register_sorter_get_n_items (sorter), ==, n_records);
  g_assert_true (spico_register_sorter_sort (sorter, &error));

  while (TRUE)
    {
      guint64 number;

      g_assert_true (spico_register_sorter_next (sorter, &item, &has_item, &error));
      if (!has_item)
        break;
      number = g_ascii_strtoull (item.value, NULL, 10);
      g_assert_cmpuint (item.length, ==, 8);
      g_assert_cmpstr (last_key, <=, item.key);
      if (n > 0 && strcmp (last_key, item.key) == 0)
        g_assert_cmpuint (last_number, <, number);
      g_set_str (&last_key, item.key);
      last_number = number;
      n++;
    }
  g_assert_cmpuint (n, ==, n_records);
}

static void
test_sorting (void)
{
  check_sorting (1024 * 1024, 0, 1);
  check_sorting (1024 * 1024, 1, 1);
  check_sorting (1024 * 1024, 5000, 300);
  check_sorting (4096, 1000, 50);
  /* More files than are open at once. */
  check_sorting (256, 5000, 5000);
}

static void
test_where_nothing_can_be_written (void)
{
  g_autoptr (SpicoRegisterSorter) sorter = spico_register_sorter_new (64);
  g_autofree char *folder = g_strdup (g_getenv ("TMPDIR"));
  g_autoptr (GError) error = NULL;
  gboolean succeeded = TRUE;

  g_setenv ("TMPDIR", "/nowhere", TRUE);
  for (guint i = 0; i < 10 && succeeded; i++)
    succeeded = spico_register_sorter_add (sorter, "key", "value", 5, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  if (folder != NULL)
    g_setenv ("TMPDIR", folder, TRUE);
  else
    g_unsetenv ("TMPDIR");
}

/* Holding */

static void
put_nothing (SpicoRegisterStore       *store,
             const SpicoRegisterEntry *entry)
{
}

static void
test_the_later_load_goes_on (Fixture      *fixture,
                             gconstpointer data)
{
  static const SpicoRegisterTarget target = { .source = "RPPS", .table = "principal", .first_id = "p", .last_id = "q", .is_directory = TRUE, .put = put_nothing };
  static const SpicoRegisterTarget other = { .source = "FINESS", .table = "principal", .first_id = "f", .last_id = "g", .is_directory = TRUE, .put = put_nothing };
  g_autoptr (SpicoSqlConnection) connection = spico_test_database_connect (fixture->database);
  g_autoptr (SpicoRegisterStore) earlier = spico_register_store_new (fixture->connection, &target);
  g_autoptr (SpicoRegisterStore) later = spico_register_store_new (connection, &target);
  g_autoptr (SpicoRegisterStore) structures = spico_register_store_new (connection, &other);
  g_autoptr (GError) error = NULL;
  gint64 first = 0;
  gint64 second = 0;
  gint64 third = 0;

  g_assert_true (spico_register_store_claim (earlier, FALSE, &first, &error));
  g_assert_true (spico_register_store_claim (later, FALSE, &second, &error));
  g_assert_true (spico_register_store_claim (structures, FALSE, &third, &error));
  /* What the earlier one has written goes on under its number; another register has its own. */
  g_assert_cmpint (first, ==, second);
  g_assert_cmpint (third, >, second);

  g_assert_false (spico_register_store_begin_apply (earlier, &error));
  g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_CONFLICT);
  g_clear_error (&error);
  g_clear_pointer (&earlier, spico_register_store_free);

  g_assert_true (spico_register_store_settle (later, NULL, NULL, &error));
  g_assert_true (spico_register_store_begin_apply (later, &error));
  g_assert_true (spico_register_store_end_apply (later, "2026-11-02", NOW_US, TRUE, &error));
  g_assert_true (spico_register_store_commit (later, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM register_source WHERE source = 'RPPS' AND pending IS NULL AND source_date = '2026-11-02'"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM register_source WHERE source = 'FINESS' AND pending IS NOT NULL"), ==, 1);
}

/* What a load refuses */

static char *
make_people (guint n)
{
  GString *text = g_string_new (RPPS_HEADER);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "0%09u|NOM%u|Ana|93|Psychologue|CABINET|Valdorse|||||||31998|\n", 990000000 + i, i);

  return g_string_free (text, FALSE);
}

static void
test_a_file_that_was_cut (Fixture      *fixture,
                          gconstpointer data)
{
  g_autofree char *whole = make_people (6000);
  g_autofree char *half = make_people (3000);
  g_autofree char *most = make_people (5500);
  g_autoptr (SpicoRegisterReport) first = load (fixture, spico_rpps_import, whole, NULL);
  g_autoptr (SpicoRegisterReport) second = NULL;
  g_autoptr (SpicoRegisterReport) third = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (try_import (fixture, spico_rpps_import, half, NULL, &error));
  g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal WHERE is_listed = 1"), ==, 6000);

  second = load (fixture, spico_rpps_import, most, NULL);
  assert_report (second, 0, 0, 5500, 500, 0);
  third = load (fixture, spico_rpps_import, half, &(SpicoRegisterOptions) { .is_forced = TRUE });
  assert_report (third, 0, 0, 3000, 2500, 0);
}

static void
test_an_older_extraction (Fixture      *fixture,
                          gconstpointer data)
{
  g_autofree char *people = make_people (3);
  g_autoptr (SpicoRegisterReport) first = load (fixture, spico_rpps_import, people, &(SpicoRegisterOptions) { .source_date = "2026-11-03" });
  g_autoptr (SpicoRegisterReport) second = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (try_import (fixture, spico_rpps_import, people, &(SpicoRegisterOptions) { .source_date = "2026-11-02" }, &error));
  g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID);
  assert_text (fixture, "SELECT source_date FROM register_source WHERE source = 'RPPS'", "2026-11-03");
  second = load (fixture, spico_rpps_import, people, &(SpicoRegisterOptions) { .source_date = "2026-11-02", .is_forced = TRUE });
  assert_report (second, 0, 0, 3, 0, 0);
  assert_text (fixture, "SELECT source_date FROM register_source WHERE source = 'RPPS'", "2026-11-02");
}

static void
test_a_dry_run (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *five = make_people (5);
  g_autofree char *three = make_people (3);
  g_autoptr (SpicoRegisterReport) first = load (fixture, spico_rpps_import, five, NULL);
  g_autoptr (SpicoRegisterReport) dry = load (fixture, spico_rpps_import, three, &(SpicoRegisterOptions) { .is_dry = TRUE });

  assert_report (dry, 0, 0, 3, 2, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal WHERE is_listed = 1"), ==, 5);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM register_source WHERE pending IS NOT NULL"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM audit WHERE action = 'register.load' AND object_id = 'RPPS'"), ==, 1);
}

/* What is written beside principals */

#define BONNEFOUS "899700900030|BONNEFOUS|Hélène|10|Médecin|"

static void
test_activities_and_skills (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) first = load (fixture, spico_rpps_import,
                                                RPPS_HEADER BONNEFOUS "MSP|Castelvieil|S|SM54|Médecine générale|L|R10100000001||81998|\n" BONNEFOUS
                                                                      "MSP|Castelvieil|CEX|CEX22|Gériatrie|L|R10100000001||81998|\n" BONNEFOUS "CH|Montredort|S|SM54|Médecine générale|S|F310990114|310990114|31998|\n",
                                                NULL);
  g_autoptr (SpicoRegisterReport) second = NULL;

  assert_report (first, 1, 0, 0, 0, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM activity WHERE person_id = 'p899700900030'"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM person_skill WHERE person_id = 'p899700900030'"), ==, 2);
  assert_text (fixture, "SELECT structure_id FROM activity WHERE number = 2", "f310990114");
  assert_text (fixture, "SELECT mode_code FROM activity WHERE number = 1", "L");
  assert_text (fixture, "SELECT code FROM person_skill WHERE number = 2", "CEX22");

  second = load (fixture, spico_rpps_import, RPPS_HEADER BONNEFOUS "CH|Montredort|S|SM54|Médecine générale|S|F310990114|310990114|31998|\n", NULL);
  assert_report (second, 0, 1, 0, 0, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM activity"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM person_skill"), ==, 1);
  assert_text (fixture, "SELECT structure_name FROM activity", "CH");
}

static void
test_lines_in_another_order_change_nothing (Fixture      *fixture,
                                            gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) first = load (fixture, spico_rpps_import, RPPS_HEADER BONNEFOUS "MSP|Castelvieil||||L|R1||81998|\n" BONNEFOUS "CH|Montredort||||S|F310990114|310990114|31998|\n", NULL);
  g_autoptr (SpicoRegisterReport) second = load (fixture, spico_rpps_import, RPPS_HEADER BONNEFOUS "CH|Montredort||||S|F310990114|310990114|31998|\n" BONNEFOUS "MSP|Castelvieil||||L|R1||81998|\n", NULL);

  assert_report (second, 0, 0, 1, 0, 0);
  assert_text (fixture, "SELECT structure_name FROM principal", "MSP");
}

static void
test_addresses (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) first = load (fixture, spico_mssante_import, MSSANTE_HEADER PERSONAL SECRETARIAT, &(SpicoRegisterOptions) { .source_date = "2026-11-02" });
  g_autoptr (SpicoRegisterReport) second = NULL;
  g_autoptr (SpicoRegisterReport) third = NULL;
  g_autoptr (GError) error = NULL;

  assert_report (first, 2, 0, 0, 0, 0);
  assert_text (fixture, "SELECT address FROM mssante_address WHERE principal_id = 'p899700900022'", "Marie.Totaro@infirmier.mssante.example");
  assert_text (fixture, "SELECT service FROM mssante_address WHERE principal_id = 'f310990114'", "Cardiologie");
  assert_text (fixture, "SELECT source_date FROM register_source WHERE source = 'MSSANTE'", "2026-11-02");

  /* What the holder decided here is not the register's affair. */
  g_assert_true (spico_sql_run (fixture->connection, "UPDATE mssante_address SET is_red_listed = 1 WHERE kind = 'ORG'", NULL, &error));
  second = load (fixture, spico_mssante_import, MSSANTE_HEADER "ORG|secretariat@ch.mssante.example||FINESS|310990114|Urologie|O|CH DE MONTREDORT\n", NULL);
  assert_report (second, 0, 1, 0, 1, 0);
  assert_text (fixture, "SELECT service FROM mssante_address WHERE is_red_listed = 1", "Urologie");
  g_assert_cmpint (count (fixture, "SELECT is_listed FROM mssante_address WHERE kind = 'PER'"), ==, 0);

  third = load (fixture, spico_mssante_import, MSSANTE_HEADER PERSONAL SECRETARIAT, NULL);
  assert_report (third, 0, 2, 0, 0, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM mssante_address WHERE is_listed = 1"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM state"), ==, 0);
}

static void
test_damaged_addresses (Fixture      *fixture,
                        gconstpointer data)
{
  static const struct {
    guint64 line;
    SpicoRegisterReason reason;
  } expected[] = { { 3, SPICO_REGISTER_ADDRESS }, { 4, SPICO_REGISTER_IDENTIFIER }, { 5, SPICO_REGISTER_CELLS }, { 6, SPICO_REGISTER_ENCODING }, { 7, SPICO_REGISTER_ADDRESS } };
  g_autoptr (SpicoRegisterReport) report =
    load (fixture, spico_mssante_import, MSSANTE_HEADER PERSONAL "PER|personne|899700900014|||||\nPER|a@b.example|12|||||\nORG|c@d.example\nORG|e@f.example|||\xff||O|\nORG|g<h>@i.example|||310990114||O|\n" SECRETARIAT,
          NULL);

  assert_report (report, 2, 0, 0, 0, 5);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      SpicoRegisterProblem *problem = &g_array_index (report->problems, SpicoRegisterProblem, i);

      g_assert_cmpuint (problem->line, ==, expected[i].line);
      g_assert_cmpint (problem->reason, ==, expected[i].reason);
    }
}

static void
test_something_else_than_addresses (Fixture      *fixture,
                                    gconstpointer data)
{
  static const char *const texts[] = { "", "Type de BAL|Adresse BAL\n", MSSANTE_HEADER, MSSANTE_HEADER "x\n", RPPS_HEADER BONNEFOUS "\n", "\x1f\x8b\x08" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (try_import (fixture, spico_mssante_import, texts[i], NULL, &error));
      g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID);
      g_assert_cmpint (count (fixture, "SELECT count(*) FROM register_source"), ==, 0);
    }
}

#define ADD(name, function) g_test_add ("/server/load/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/load/sorting", test_sorting);
  g_test_add_func ("/server/load/where-nothing-can-be-written", test_where_nothing_can_be_written);
  ADD ("the-later-load-goes-on", test_the_later_load_goes_on);
  ADD ("a-file-that-was-cut", test_a_file_that_was_cut);
  ADD ("an-older-extraction", test_an_older_extraction);
  ADD ("a-dry-run", test_a_dry_run);
  ADD ("activities-and-skills", test_activities_and_skills);
  ADD ("lines-in-another-order-change-nothing", test_lines_in_another_order_change_nothing);
  ADD ("addresses", test_addresses);
  ADD ("damaged-addresses", test_damaged_addresses);
  ADD ("something-else-than-addresses", test_something_else_than_addresses);

  return g_test_run ();
}
