/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "spico-directory-search.h"
#include "spico-register-lines.h"
#include "spico-register-fixture.h"
#include "spico-register.h"
#include "spico-schema.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

#define HEADER                                                                                                                 \
  "Identification nationale PP|Code civilité d'exercice|Code civilité|Nom d'exercice|Prénom d'exercice|Code profession|Libellé profession|"                                                              \
  "Libellé savoir-faire|Numéro FINESS site|Raison sociale site|Libellé commune (coord. structure)|Code postal (coord. structure)|\n"

#define MAUGER "899700900014||MME|MAUGER|Stéphanie|60|Infirmier||310990106|EHPAD LES TROIS TILLEULS|Valdorse|31998|\n"
#define TOTARO "899700900022||MME|TOTARO|Marie|60|Infirmier|||DAC|Montredort|31998|\n"

#define FINESS_HEADER "finess;etalab;111;2026-05-12\n"
#define FINESS_LINE(number, name) "structureet;" number ";310990502;" name ";" name ";;;12;AV;DES TROIS TILLEULS;;;991;31;HAUTE-GARONNE;31998 VALDORSE;0536490010;;500;Ehpad;4401;;;;45;;;;2009-01-05;2008-11-17;2025-09-30;\n"

static SpicoRegisterReport *
import_bytes (Fixture    *fixture,
              gboolean    is_finess,
              const char *bytes,
              gsize       length,
              GError    **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (bytes, (gssize) length, NULL);

  return is_finess ? spico_finess_import (fixture->connection, stream, NULL, error) : spico_rpps_import (fixture->connection, stream, NULL, error);
}

static SpicoRegisterReport *
import_rpps (Fixture    *fixture,
             const char *text)
{
  g_autoptr (GError) error = NULL;
  SpicoRegisterReport *report = import_bytes (fixture, FALSE, text, strlen (text), &error);

  g_assert_no_error (error);
  return report;
}

static SpicoRegisterReport *
import_finess (Fixture    *fixture,
               const char *text)
{
  g_autoptr (GError) error = NULL;
  SpicoRegisterReport *report = import_bytes (fixture, TRUE, text, strlen (text), &error);

  g_assert_no_error (error);
  return report;
}

static char *
read_demo (const char *name,
           gsize      *length)
{
  g_autofree char *path = g_build_filename (g_getenv ("SPICO_DEMO"), name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents = NULL;

  g_file_get_contents (path, &contents, length, &error);
  g_assert_no_error (error);
  return contents;
}

static void
assert_property (Fixture    *fixture,
                 const char *id,
                 const char *column,
                 const char *expected)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM principal WHERE id = $1", column);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  spico_sql_query_text (fixture->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), &text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
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

static void
assert_problem (SpicoRegisterReport *report,
                guint                index,
                guint64              line,
                SpicoRegisterReason  reason)
{
  SpicoRegisterProblem *problem = &g_array_index (report->problems, SpicoRegisterProblem, index);

  g_assert_cmpuint (index, <, report->problems->len);
  g_assert_cmpuint (problem->line, ==, line);
  g_assert_cmpint (problem->reason, ==, reason);
}

static gboolean
keep_all (gpointer      data,
          const gint64 *numbers,
          guint         n_numbers,
          GPtrArray    *found,
          GError      **error)
{
  Fixture *fixture = data;

  for (guint i = 0; i < n_numbers; i++)
    {
      g_autofree char *id = NULL;

      if (!spico_sql_query_text (fixture->connection, "SELECT id FROM principal WHERE number = $1", SPICO_SQL_VALUES (SPICO_SQL_INT (numbers[i])), &id, error))
        return FALSE;
      if (id != NULL)
        g_ptr_array_add (found, spico_directory_found_new (id, numbers[i], FALSE, NULL));
    }

  return TRUE;
}

/* Whether the search leads to it by this word. */
static gboolean
is_found_by (Fixture    *fixture,
             const char *id,
             const char *word)
{
  const char *const words[] = { word, NULL };
  SpicoDirectoryAsk ask = { .words = words, .has_people = TRUE, .has_structures = TRUE, .has_units = TRUE, .person_id = "nobody", .limit = 500 };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  spico_directory_search (fixture->connection, &ask, keep_all, fixture, ids, &error);
  g_assert_no_error (error);
  return g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL);
}

#define STATE "SELECT modseq FROM state WHERE account_id = 'region' AND type = 'Principal'"

static void
test_the_demonstration_region (Fixture      *fixture,
                               gconstpointer data)
{
  gsize length = 0;
  g_autofree char *rpps = read_demo ("rpps.txt", &length);
  g_autofree char *finess = read_demo ("finess.csv", &length);
  g_autoptr (SpicoRegisterReport) people = import_rpps (fixture, rpps);
  g_autoptr (SpicoRegisterReport) structures = import_finess (fixture, finess);

  assert_report (people, 45, 0, 0, 0, 0);
  assert_report (structures, 12, 0, 0, 0, 0);
  g_assert_cmpint (count (fixture, STATE), ==, 2);

  assert_property (fixture, "p899700900014", "name", "Mme Stéphanie MAUGER");
  assert_property (fixture, "p899700900014", "kind", "person");
  assert_property (fixture, "p899700900014", "name_key", "mauger stephanie");
  assert_property (fixture, "p899700900014", "profession", "Infirmier");
  assert_property (fixture, "p899700900014", "structure_id", "f310990106");
  assert_property (fixture, "p899700900014", "structure_name", "EHPAD LES TROIS TILLEULS");
  assert_property (fixture, "p899700900014", "address", "12 Avenue DES TROIS TILLEULS");
  assert_property (fixture, "p899700900014", "town", "Valdorse");
  assert_property (fixture, "p899700900014", "town_key", "valdorse");
  assert_property (fixture, "p899700900014", "telephone", "0536490010");
  assert_property (fixture, "p899700900030", "name", "Dr Hélène BONNEFOUS");
  assert_property (fixture, "p899700900030", "skill", "Médecine générale");

  assert_property (fixture, "f310990106", "name", "EHPAD LES TROIS TILLEULS");
  assert_property (fixture, "f310990106", "kind", "structure");
  assert_property (fixture, "f310990106", "town", "VALDORSE");
  assert_property (fixture, "f310990106", "postal_code", "31998");
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM register_source WHERE source = 'FINESS' AND source_date = '2026-05-12' AND pending IS NULL"), ==, 1);

  g_assert_true (is_found_by (fixture, "p899700900014", "stephanie"));
  g_assert_true (is_found_by (fixture, "p899700900014", "tilleuls"));
  g_assert_true (is_found_by (fixture, "p899700900014", "99700900014"));
  g_assert_true (is_found_by (fixture, "p899700900014", "valdorse"));
  g_assert_true (is_found_by (fixture, "f310990106", "310990106"));
}

static void
test_again_nothing_changes (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) first = import_rpps (fixture, HEADER MAUGER TOTARO);
  g_autoptr (SpicoRegisterReport) second = import_rpps (fixture, HEADER TOTARO MAUGER);

  assert_report (first, 2, 0, 0, 0, 0);
  assert_report (second, 0, 0, 2, 0, 0);
  g_assert_cmpint (count (fixture, STATE), ==, 1);
}

static void
test_who_is_missing_is_withdrawn (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) first = import_rpps (fixture, HEADER MAUGER TOTARO);
  g_autoptr (SpicoRegisterReport) finess = import_finess (fixture, FINESS_HEADER FINESS_LINE ("310990106", "EHPAD"));
  g_autoptr (SpicoRegisterReport) second = import_rpps (fixture, HEADER TOTARO);
  g_autoptr (SpicoRegisterReport) third = NULL;
  g_autoptr (SpicoRegisterReport) fourth = NULL;

  assert_report (second, 0, 0, 1, 1, 0);
  g_assert_cmpint (count (fixture, "SELECT is_listed FROM principal WHERE id = 'p899700900014'"), ==, 0);
  g_assert_cmpint (count (fixture, "SELECT is_listed FROM principal WHERE id = 'f310990106'"), ==, 1);
  assert_property (fixture, "p899700900014", "name", "Mme Stéphanie MAUGER");
  g_assert_cmpint (count (fixture, STATE), ==, 3);

  third = import_rpps (fixture, HEADER TOTARO);
  assert_report (third, 0, 0, 1, 0, 0);
  g_assert_cmpint (count (fixture, STATE), ==, 3);

  fourth = import_rpps (fixture, HEADER TOTARO MAUGER);
  assert_report (fourth, 0, 1, 1, 0, 0);
  g_assert_cmpint (count (fixture, "SELECT is_listed FROM principal WHERE id = 'p899700900014'"), ==, 1);
}

static void
test_a_change_moves_the_words (Fixture      *fixture,
                               gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) first = import_rpps (fixture, HEADER MAUGER);
  g_autoptr (SpicoRegisterReport) second = NULL;
  g_autoptr (GError) error = NULL;

  /* An account that was made meanwhile is not the register's affair. */
  g_assert_true (spico_sql_run (fixture->connection, "UPDATE principal SET has_account = 1", NULL, &error));
  second = import_rpps (fixture, HEADER "899700900014||MME|MAUGER-LÉVY|Stéphanie|60|Infirmier||310990106|EHPAD LES TROIS TILLEULS|Castelvieil|81998|\n");

  assert_report (second, 0, 1, 0, 0, 0);
  assert_property (fixture, "p899700900014", "name", "Mme Stéphanie MAUGER-LÉVY");
  g_assert_true (is_found_by (fixture, "p899700900014", "levy"));
  g_assert_true (is_found_by (fixture, "p899700900014", "castelvieil"));
  g_assert_false (is_found_by (fixture, "p899700900014", "valdorse"));
  g_assert_cmpint (count (fixture, "SELECT has_account FROM principal"), ==, 1);
}

static void
test_the_main_activity (Fixture      *fixture,
                        gconstpointer data)
{
  /* Without a place; then two with one; and, after somebody else, one more. */
  g_autoptr (SpicoRegisterReport) report = import_rpps (fixture, HEADER "899700900030|DR|MME|BONNEFOUS|Hélène|10|Médecin||||||\n"
                                                                        "899700900022||MME|TOTARO|Marie|60|Infirmier||||||\n"
                                                                        "899700900030|DR|MME|BONNEFOUS|Hélène|10|Médecin|||MSP|Castelvieil|81998|\n"
                                                                        "899700900030|DR|MME|BONNEFOUS|Hélène|10|Médecin|Médecine générale||CH|Montredort|31998|\n"
                                                                        "899700900022||MME|TOTARO|Marie|60|Infirmier|||DAC|Montredort|31998|\n"
                                                                        "899700900030|DR|MME|BONNEFOUS|Hélène|10|Médecin|||HAD|Valdorse|31998|\n");
  g_autoptr (SpicoRegisterReport) again = NULL;

  assert_report (report, 2, 0, 0, 0, 0);
  assert_property (fixture, "p899700900030", "structure_name", "MSP");
  assert_property (fixture, "p899700900030", "skill", "Médecine générale");
  assert_property (fixture, "p899700900022", "structure_name", "DAC");

  again = import_rpps (fixture, HEADER "899700900022||MME|TOTARO|Marie|60|Infirmier||||||\n");
  assert_report (again, 0, 1, 0, 1, 0);
  assert_property (fixture, "p899700900022", "structure_name", "");
}

static void
test_civilities (Fixture      *fixture,
                 gconstpointer data)
{
  static const struct {
    const char *cells;
    const char *name;
  } people[] = {
    { "DR|MME|NOM|Ana|10", "Dr Ana NOM" },    { "PR|M|NOM|Ana|10", "Pr Ana NOM" },      { "|M|NOM|Ana|10", "M. Ana NOM" },
    { "DR|MME|NOM|Ana|60", "Mme Ana NOM" },   { "DR|M|NOM|Ana|21", "Dr Ana NOM" },      { "|MLLE|NOM|Ana|60", "Mme Ana NOM" },
    { "||NOM|Ana|60", "Ana NOM" },            { "|M|NOM||60", "M. NOM" },               { "|M|  DE  LA   NOM |Ana |60", "M. Ana DE LA NOM" },
    { "|M|E\xcc\x81" "TE\xcc\x81|Ana|60", "M. Ana ÉTÉ" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *text = g_strdup_printf (HEADER "899700900014|%s|Profession||||Valdorse||\n", people[i].cells);
      g_autoptr (SpicoRegisterReport) report = import_rpps (fixture, text);

      assert_property (fixture, "p899700900014", "name", people[i].name);
    }
}

static void
test_columns_are_found_by_name (Fixture      *fixture,
                                gconstpointer data)
{
  /* Other columns, another order, a byte order mark, the line ends of Windows, no last line end. */
  g_autoptr (SpicoRegisterReport) report =
    import_rpps (fixture, "\xef\xbb\xbfNom d'exercice|Colonne nouvelle|Prénom d'exercice|Libellé profession|Code profession|Libellé commune (coord. structure)|Raison sociale site|Identification nationale PP\r\n"
                          "MAUGER|?|Stéphanie|Infirmier|60|Valdorse|EHPAD|899700900014\r\n"
                          "\r\n"
                          "TOTARO|?|Marie|Infirmier|60|Valdorse|EHPAD|899700900022");

  assert_report (report, 2, 0, 0, 0, 0);
  assert_property (fixture, "p899700900014", "name", "Stéphanie MAUGER");
  assert_property (fixture, "p899700900022", "structure_name", "EHPAD");
}

static void
test_legacy_adeli_numbers (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) report = import_rpps (fixture, HEADER "02A9970005||M|NOM|Jean|93|Psychologue||||Valdorse||\n");

  assert_report (report, 1, 0, 0, 0, 0);
  g_assert_cmpuint (report->warned, ==, 0);
  assert_property (fixture, "p02a9970005", "national_id", "02A9970005");
  g_assert_true (is_found_by (fixture, "p02a9970005", "2a9970005"));
}

static void
test_a_wrong_key_is_only_a_warning (Fixture      *fixture,
                                    gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) report = import_rpps (fixture, HEADER MAUGER "899700900015||M|NOM|Jean|60|Infirmier||||Valdorse||\n"
                                                                               "899700900015||M|NOM|Jean|60|Infirmier||||Valdorse||\n");

  assert_report (report, 2, 0, 0, 0, 0);
  g_assert_cmpuint (report->warned, ==, 1);
  assert_problem (report, 0, 3, SPICO_REGISTER_WRONG_KEY);
}

static void
test_damaged_lines_are_named (Fixture      *fixture,
                              gconstpointer data)
{
  g_autofree char *wide = g_strnfill (300, 'x');
  g_autofree char *endless = g_strnfill (SPICO_REGISTER_MAX_LINE + 1, 'y');
  g_autofree char *text = g_strdup_printf (HEADER MAUGER "899700900030|DR|MME|BONNEFOUS\n"
                                                         "8997009000||MME|NOM|Ana|60|Infirmier||||||\n"
                                                         "899700900048||MME||Ana|60|Infirmier||||||\n"
                                                         "899700900048||MME|%s|Ana|60|Infirmier||||||\n"
                                                         "899700900048||MME|N\xffM|Ana|60|Infirmier||||||\n"
                                                         "899700900048||MME|N\x01M|Ana|60|Infirmier||||||\n"
                                                         "%s\n" TOTARO "899700900048||MME|NOM|Ana|60|Infirmier|||||||\n"
                                                         "<html>\n",
                                           wide, endless);
  g_autoptr (SpicoRegisterReport) report = import_rpps (fixture, text);

  assert_report (report, 2, 0, 0, 0, 9);
  assert_problem (report, 0, 3, SPICO_REGISTER_CELLS);
  assert_problem (report, 1, 4, SPICO_REGISTER_IDENTIFIER);
  assert_problem (report, 2, 5, SPICO_REGISTER_NAME);
  assert_problem (report, 3, 6, SPICO_REGISTER_VALUE_TOO_LONG);
  assert_problem (report, 4, 7, SPICO_REGISTER_ENCODING);
  assert_problem (report, 5, 8, SPICO_REGISTER_CONTROL);
  assert_problem (report, 6, 9, SPICO_REGISTER_LINE_TOO_LONG);
  assert_problem (report, 7, 11, SPICO_REGISTER_CELLS);
  assert_problem (report, 8, 12, SPICO_REGISTER_CELLS);
  assert_property (fixture, "p899700900022", "name", "Mme Marie TOTARO");
}

static void
test_a_damaged_line_withdraws_nobody (Fixture      *fixture,
                                      gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) first = import_rpps (fixture, HEADER MAUGER TOTARO);
  g_autoptr (SpicoRegisterReport) second = import_rpps (fixture, HEADER "899700900014||MME|MAUG\xff" "ER|Stéphanie|60|Infirmier||310990106|EHPAD|Valdorse|31998|\n" TOTARO);

  assert_report (second, 0, 0, 1, 0, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal WHERE is_listed = 1"), ==, 2);
}

static void
test_a_cut_file_ends_with_a_damaged_line (Fixture      *fixture,
                                          gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) first = import_rpps (fixture, HEADER MAUGER "899700900022||MME|TOT");

  assert_report (first, 1, 0, 0, 0, 1);
  assert_problem (first, 0, 3, SPICO_REGISTER_CELLS);
}

static void
test_many_damaged_lines_are_counted (Fixture      *fixture,
                                     gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (HEADER MAUGER);
  g_autoptr (SpicoRegisterReport) report = NULL;

  for (guint i = 0; i < SPICO_REGISTER_MAX_PROBLEMS + 500; i++)
    g_string_append (text, "damaged\n");

  report = import_rpps (fixture, text->str);
  assert_report (report, 1, 0, 0, 0, SPICO_REGISTER_MAX_PROBLEMS + 500);
  g_assert_cmpuint (report->problems->len, ==, SPICO_REGISTER_MAX_PROBLEMS);
}

static void
test_what_is_something_else_loads_nothing (Fixture      *fixture,
                                           gconstpointer data)
{
  static const struct {
    gboolean is_finess;
    const char *text;
  } files[] = {
    { FALSE, "" },
    { FALSE, "\n" },
    { FALSE, "<!DOCTYPE html>\n<html></html>\n" },
    { FALSE, HEADER },
    { FALSE, HEADER "nothing\nof use\n" },
    { FALSE, "Nom d'exercice|Prénom d'exercice\nNOM|Jean\n" },
    { FALSE, "PK\x03\x04\xff\xfe" },
    { FALSE, FINESS_HEADER FINESS_LINE ("310990106", "EHPAD") },
    { TRUE, "" },
    { TRUE, FINESS_HEADER },
    { TRUE, HEADER MAUGER },
    { TRUE, "finess;etalab;111;hier\n" FINESS_LINE ("310990106", "EHPAD") },
    { TRUE, FINESS_LINE ("310990106", "EHPAD") },
    { TRUE, "finess;etalab;111\n" FINESS_LINE ("310990106", "EHPAD") },
    { TRUE, FINESS_HEADER "a;b;c\n" },
  };
  g_autoptr (SpicoRegisterReport) people = import_rpps (fixture, HEADER MAUGER);
  g_autoptr (SpicoRegisterReport) structures = import_finess (fixture, FINESS_HEADER FINESS_LINE ("310990106", "EHPAD"));

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;
      SpicoRegisterReport *report = import_bytes (fixture, files[i].is_finess, files[i].text, strlen (files[i].text), &error);

      g_test_message ("%u", i);
      g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID);
      g_assert_null (report);
      g_assert_false (spico_sql_connection_in_transaction (fixture->connection));
      g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal WHERE is_listed = 1"), ==, 2);
      g_assert_cmpint (count (fixture, STATE), ==, 2);
    }
}

static void
test_a_file_that_cannot_be_read_loads_nothing (Fixture      *fixture,
                                               gconstpointer data)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (HEADER MAUGER, -1, NULL);
  g_autoptr (GError) error = NULL;

  g_input_stream_close (stream, NULL, NULL);
  g_assert_null (spico_rpps_import (fixture->connection, stream, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_null (spico_finess_import (fixture->connection, stream, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_false (spico_sql_connection_in_transaction (fixture->connection));
}

static void
test_finess_quotes (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) report =
    import_finess (fixture, FINESS_HEADER FINESS_LINE ("310990106", "\"EHPAD; LE \"\"BEAU\"\" SITE\"") FINESS_LINE ("310990114", "\"SANS FIN") FINESS_LINE ("310990155", "\"FIN\" ET SUITE")
                              FINESS_LINE ("310990122", "L'ÎLE \"BLEUE\""));

  assert_report (report, 2, 0, 0, 0, 2);
  assert_problem (report, 0, 3, SPICO_REGISTER_QUOTES);
  assert_problem (report, 1, 4, SPICO_REGISTER_QUOTES);
  assert_property (fixture, "f310990106", "name", "EHPAD; LE \"BEAU\" SITE");
  assert_property (fixture, "f310990122", "name", "L'ÎLE \"BLEUE\"");
}

static void
test_finess_in_latin1 (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) report = import_finess (fixture, FINESS_HEADER FINESS_LINE ("310990106", "EHPAD") FINESS_LINE ("310990114", "H\xd4PITAL"));
  g_autoptr (SpicoRegisterReport) other = NULL;

  assert_report (report, 2, 0, 0, 0, 0);
  assert_property (fixture, "f310990114", "name", "HÔPITAL");

  /* In a file that has shown itself to be UTF-8 the same bytes are damage. */
  other = import_finess (fixture, FINESS_HEADER FINESS_LINE ("310990106", "MÉTAIRIE") FINESS_LINE ("310990114", "H\xd4PITAL"));
  assert_report (other, 0, 1, 0, 0, 1);
  assert_problem (other, 0, 3, SPICO_REGISTER_ENCODING);
}

static void
test_finess_damaged_lines (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) report = import_finess (fixture, FINESS_HEADER FINESS_LINE ("310990106", "EHPAD") FINESS_LINE ("31099010", "COURT") FINESS_LINE ("310990114", "")
                                                                     FINESS_LINE ("310990107", "CLE FAUSSE") "structureet;310990155;x\n"
                                                                                                             "geolocalisation;1;2;3;4\n" FINESS_LINE ("310990106", "DEUX FOIS"));

  assert_report (report, 2, 0, 0, 0, 4);
  g_assert_cmpuint (report->warned, ==, 1);
  assert_problem (report, 0, 3, SPICO_REGISTER_IDENTIFIER);
  assert_problem (report, 1, 4, SPICO_REGISTER_NAME);
  assert_problem (report, 2, 5, SPICO_REGISTER_WRONG_KEY);
  assert_problem (report, 3, 6, SPICO_REGISTER_CELLS);
  assert_property (fixture, "f310990106", "name", "EHPAD");
}

/* Whatever happens to a file on its way, the load ends, tells the truth and leaves no transaction open. */
static void
test_any_damage_is_survived (Fixture      *fixture,
                             gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);
  static const char *const names[] = { "rpps.txt", "finess.csv" };

  for (guint round = 0; round < 200; round++)
    {
      gsize length = 0;
      g_autofree char *bytes = read_demo (names[round % 2], &length);
      guint n_damages = 1 + g_rand_int_range (rand, 0, 40);
      g_autoptr (SpicoRegisterReport) report = NULL;
      g_autoptr (GError) error = NULL;
      gint64 state = count (fixture, STATE);

      for (guint i = 0; i < n_damages; i++)
        bytes[g_rand_int_range (rand, 0, (gint32) length)] = (char) g_rand_int_range (rand, 0, 256);
      if (g_rand_boolean (rand))
        length = (gsize) g_rand_int_range (rand, 0, (gint32) length + 1);

      report = import_bytes (fixture, round % 2 == 1, bytes, length, &error);
      g_assert_true ((report == NULL) == (error != NULL));
      g_assert_false (spico_sql_connection_in_transaction (fixture->connection));
      g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal WHERE name = '' OR id = ''"), ==, 0);
      g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal WHERE number IS NULL"), ==, 0);

      if (report == NULL || report->added + report->changed + report->withdrawn == 0)
        g_assert_cmpint (count (fixture, STATE) - state, <=, report != NULL ? 1 : 0);
      else
        g_assert_cmpint (count (fixture, STATE), ==, MAX (state, 0) + 1);
    }
}

static void
test_lines_of_every_length (void)
{
  static const gsize lengths[] = { 0, 1, 65535, 65536, 65537, 131071, 131072, 131073, 300000, 5 };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (SpicoRegisterLines) lines = NULL;
  g_autoptr (GError) error = NULL;
  SpicoRegisterLine line;

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *filler = g_strnfill (lengths[i], 'z');

      g_string_append_printf (text, "%s\n", filler);
    }

  stream = g_memory_input_stream_new_from_data (text->str, (gssize) text->len, NULL);
  lines = spico_register_lines_new (stream);

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_assert_true (spico_register_lines_next (lines, &line, &error));
      g_assert_cmpuint (line.number, ==, i + 1);

      if (lengths[i] <= SPICO_REGISTER_MAX_LINE)
        g_assert_cmpuint (strlen (line.text), ==, lengths[i]);
      else
        g_assert_null (line.text);
    }

  g_assert_false (spico_register_lines_next (lines, &line, &error));
  g_assert_false (spico_register_lines_next (lines, &line, &error));
  g_assert_no_error (error);
}

#define ADD(name, function) g_test_add ("/server/registers/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("the-demonstration-region", test_the_demonstration_region);
  ADD ("again-nothing-changes", test_again_nothing_changes);
  ADD ("who-is-missing-is-withdrawn", test_who_is_missing_is_withdrawn);
  ADD ("a-change-moves-the-words", test_a_change_moves_the_words);
  ADD ("the-main-activity", test_the_main_activity);
  ADD ("civilities", test_civilities);
  ADD ("columns-are-found-by-name", test_columns_are_found_by_name);
  ADD ("legacy-adeli-numbers", test_legacy_adeli_numbers);
  ADD ("a-wrong-key-is-only-a-warning", test_a_wrong_key_is_only_a_warning);
  ADD ("damaged-lines-are-named", test_damaged_lines_are_named);
  ADD ("a-damaged-line-withdraws-nobody", test_a_damaged_line_withdraws_nobody);
  ADD ("a-cut-file-ends-with-a-damaged-line", test_a_cut_file_ends_with_a_damaged_line);
  ADD ("many-damaged-lines-are-counted", test_many_damaged_lines_are_counted);
  ADD ("what-is-something-else-loads-nothing", test_what_is_something_else_loads_nothing);
  ADD ("a-file-that-cannot-be-read-loads-nothing", test_a_file_that_cannot_be_read_loads_nothing);
  ADD ("finess-quotes", test_finess_quotes);
  ADD ("finess-in-latin1", test_finess_in_latin1);
  ADD ("finess-damaged-lines", test_finess_damaged_lines);
  ADD ("any-damage-is-survived", test_any_damage_is_survived);
  g_test_add_func ("/server/registers/lines-of-every-length", test_lines_of_every_length);

  return g_test_run ();
}
