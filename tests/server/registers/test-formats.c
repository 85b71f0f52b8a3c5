/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registers that are not lines of cells of one kind: FINESS+, nomenclatures, structures. */
#include <string.h>

#include "spico-delegation-sql.h"
#include "spico-json-stream.h"
#include "spico-register-fixture.h"
#include "spico-register.h"
#include "spico-schema.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

#define SITE(number, name, dates, coordinates)                                                                                 \
  "{\"informationsGeneralesEGE\":{\"numFinessEge\":\"" number "\",\"nomEgeCourt\":\"" name "   \",\"nomEgeLong\":\"" name " DE VALDORSE\"" dates "},"                 \
  "\"categorieentiteGeographiqueExercice\":\"500\",\"modefixationtarifaire\":\"45\",\"adresse\":[{\"numeroVoie\":\"12\",\"typeVoie\":\"AV \",\"libelleVoie\":\"DES TILLEULS \"," \
  "\"cogCommune\":\"31991\",\"ligneAcheminement\":\"VALDORSE\",\"codePostal\":\"31998\",\"coordonneesGeographique\":{" coordinates "}}],"                            \
  "\"contact\":[{\"telecom\":{\"telephone\":\"0536490010\"}}],\"etatObjet\":\"A\"}"
#define ENTITY(number, sites)                                                                                                  \
  "{\"informationsGeneralesPMEJ\":{\"numFinessPm\":\"" number "\",\"denominationPm\":\"ASSOCIATION\",\"siren\":\"260104633\",\"statutJuridique\":\"21\"},\"ege\":[" sites "]}"
#define FILE_OF(entities) "{\"schemaVersion\":\"v1.0.0\",\"generatedAt\":\"2026-11-02T15:49:37Z\",\"gcc\":[],\"gco\":[{\"pmej\":[{}]}],\"pmej\":[" entities "]}\n"

#define DEGREES "\"coordonneeX\":\"6589480.53\",\"coordonneeY\":\"941342.52\",\"directionLatitude\":\"43.6\",\"directionLongitude\":\"1.44\""
#define OTHER_FIELD "\"coordonneeX\":\"1.44\",\"coordonneeY\":\"43.6\",\"directionLatitude\":\"6589480.53\",\"directionLongitude\":\"941342.52\""
#define TURNED "\"directionLatitude\":\"1.44\",\"directionLongitude\":\"43.6\""

static SpicoRegisterReport *
load (Fixture    *fixture,
      Import      import,
      const char *text)
{
  g_autoptr (GError) error = NULL;
  SpicoRegisterReport *report = try_import (fixture, import, text, NULL, &error);

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

static void
test_finess_plus (Fixture      *fixture,
                  gconstpointer data)
{
  static const char file[] = FILE_OF (ENTITY ("310990502", SITE ("310990106", "EHPAD", ",\"dateOuverture\":\"2009-01-05\"", DEGREES) "," SITE ("310990114", "FERMÉ", ",\"dateFermeture\":\"1993-01-01\"", DEGREES))
                                      "," ENTITY ("310990510", SITE ("310990122", "SSIAD", ",\"dateFermeture\":\"2027-01-01\"", OTHER_FIELD) "," SITE ("310990130", "CMP", "", TURNED)));
  g_autoptr (SpicoRegisterReport) first = load (fixture, spico_finess_plus_import, file);
  g_autoptr (SpicoRegisterReport) again = load (fixture, spico_finess_plus_import, file);

  assert_report (first, 3, 0, 0, 0, 0);
  assert_report (again, 0, 0, 3, 0, 0);
  assert_text (fixture, "SELECT name FROM principal WHERE id = 'f310990106'", "EHPAD");
  assert_text (fixture, "SELECT address FROM principal WHERE id = 'f310990106'", "12 AV DES TILLEULS");
  assert_text (fixture, "SELECT town FROM principal WHERE id = 'f310990106'", "VALDORSE");
  assert_text (fixture, "SELECT telephone FROM principal WHERE id = 'f310990106'", "0536490010");
  /* A category without a label is shown by its code. */
  assert_text (fixture, "SELECT profession FROM principal WHERE id = 'f310990106'", "500");
  assert_text (fixture, "SELECT legal_entity FROM site WHERE id = 'f310990106'", "310990502");
  assert_text (fixture, "SELECT closed_on FROM site WHERE id = 'f310990122'", "2027-01-01");
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM site WHERE latitude = '43.600000' AND longitude = '1.440000'"), ==, 3);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM legal_entity WHERE is_listed = 1 AND siren = '260104633'"), ==, 2);
  assert_text (fixture, "SELECT source_date FROM register_source WHERE source = 'FINESS'", "2026-11-02");
}

static void
test_finess_plus_as_a_difference (Fixture      *fixture,
                                  gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) first = load (fixture, spico_finess_plus_import, FILE_OF (ENTITY ("310990502", SITE ("310990106", "EHPAD", "", DEGREES) "," SITE ("310990114", "SSIAD", "", DEGREES))));
  g_autoptr (SpicoRegisterReport) labels = load (fixture, spico_nos_import, "code;table;display;dateFin\n500;TRE_R66-CategorieEtablissement;Ehpad;\n");
  g_autoptr (SpicoRegisterReport) second = load (fixture, spico_finess_plus_import, FILE_OF (ENTITY ("310990502", SITE ("310990106", "EHPAD", "", DEGREES))));

  assert_report (labels, 1, 0, 0, 0, 0);
  assert_report (second, 0, 1, 0, 1, 0);
  assert_text (fixture, "SELECT profession FROM principal WHERE id = 'f310990106'", "Ehpad");
  g_assert_cmpint (count (fixture, "SELECT is_listed FROM principal WHERE id = 'f310990114'"), ==, 0);
}

static void
test_damage_in_finess_plus (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) report =
    load (fixture, spico_finess_plus_import,
          FILE_OF ("{\"informationsGeneralesPMEJ\": nothing}," ENTITY ("310990502", SITE ("31099010", "COURT", "", DEGREES) "," SITE ("310990114", "", "", DEGREES) "," SITE ("310990106", "EHPAD", "", DEGREES))
                   "," ENTITY ("x", SITE ("310990122", "A\\u0001B", "", DEGREES)) ",{\"ege\":{}},{},[1,{\"a\":2}],7"));

  /* The second site has a long name only. */
  assert_report (report, 2, 0, 0, 0, 3);
  g_assert_cmpint (g_array_index (report->problems, SpicoRegisterProblem, 0).reason, ==, SPICO_REGISTER_CELLS);
  g_assert_cmpint (g_array_index (report->problems, SpicoRegisterProblem, 1).reason, ==, SPICO_REGISTER_IDENTIFIER);
  g_assert_cmpint (g_array_index (report->problems, SpicoRegisterProblem, 2).reason, ==, SPICO_REGISTER_CONTROL);
  g_assert_cmpuint (g_array_index (report->problems, SpicoRegisterProblem, 2).line, ==, 3);
}

/* Sites whose legal entity has no number are there, and the load says so. */
static void
test_sites_of_nobody (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) report = load (fixture, spico_finess_plus_import, FILE_OF (ENTITY ("", SITE ("310990106", "EHPAD", "", DEGREES))));

  assert_report (report, 1, 0, 0, 0, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal WHERE is_listed = 1"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM legal_entity"), ==, 0);
}

/* Sites and what they belong to are there together, or not at all. */
static void
test_finess_plus_in_one_step (Fixture      *fixture,
                              gconstpointer data)
{
  static const char file[] = FILE_OF (ENTITY ("310990502", SITE ("310990106", "EHPAD", "", DEGREES)) "," ENTITY ("310990510", SITE ("310990114", "IME", "", DEGREES)));
  g_autoptr (SpicoRegisterReport) report = NULL;
  g_autoptr (GError) error = NULL;

  /* Both entities have one name, and no place. */
  spico_sql_connection_run_script (fixture->connection, "CREATE UNIQUE INDEX one_of_each_name ON legal_entity (name)", &error);
  g_assert_no_error (error);
  g_assert_null (try_import (fixture, spico_finess_plus_import, file, NULL, &error));
  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_UNIQUE);
  g_clear_error (&error);
  g_assert_false (spico_sql_connection_in_transaction (fixture->connection));
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal"), ==, 0);

  spico_sql_connection_run_script (fixture->connection, "DROP INDEX one_of_each_name", &error);
  report = load (fixture, spico_finess_plus_import, file);
  assert_report (report, 2, 0, 0, 0, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal WHERE is_listed = 1"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM legal_entity"), ==, 2);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM register_source WHERE pending IS NOT NULL"), ==, 0);
}

static void
test_something_else_than_finess_plus (Fixture      *fixture,
                                      gconstpointer data)
{
  static const char whole[] = FILE_OF (ENTITY ("310990502", SITE ("310990106", "EHPAD", "", DEGREES)));
  static const char *const texts[] = { "", "  \n", "[]", "{}", "{\"pmej\":[]}", "finess;etalab;111;2026-05-12\n", "{\"pmej\":7}", "{}{}", "}", "{\"pmej\":[{\"a\":\"", "<html>", "\"pmej\"",
                                       "{\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (try_import (fixture, spico_finess_plus_import, texts[i], NULL, &error));
      g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID);
    }

  for (gsize cut = 1; cut < sizeof whole - 2; cut += 7)
    {
      g_autofree char *text = g_strndup (whole, cut);
      g_autoptr (GError) error = NULL;

      g_assert_null (try_import (fixture, spico_finess_plus_import, text, NULL, &error));
      g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID);
    }
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal"), ==, 0);
}

static void
test_nomenclatures (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (SpicoRegisterReport) first = load (fixture, spico_nos_import, "code;table;display;dateFin\n10;TRE_G15-ProfessionSante;Médecin;\n35;TRE_G15-ProfessionSante;Aide-soignant;2024-12-13\n");
  g_autoptr (SpicoRegisterReport) second = load (fixture, spico_nos_import, "\xef\xbb\xbf" "code;codeSystem;displayName\r\n10;1.2.250.1.213.2.28;\"Autre; chose\"\r\n");
  g_autoptr (SpicoRegisterReport) third = load (fixture, spico_nos_import, "code;table;display;dateFin\n10;TRE_G15-ProfessionSante;Médecin;\n21;TRE_G15-ProfessionSante;Pharmacienne, pharmacien;\n");
  g_autoptr (SpicoRegisterReport) fourth = load (fixture, spico_nos_import, "code;table;display;dateFin\n21;TRE_G15-ProfessionSante;Pharmacien;\n");

  assert_report (first, 2, 0, 0, 0, 0);
  assert_report (second, 1, 0, 0, 0, 0);
  assert_report (third, 1, 0, 1, 0, 0);
  assert_report (fourth, 0, 1, 0, 0, 0);
  /* Codes are unique within a table only, and stay when they have ended or the file no longer has them. */
  assert_text (fixture, "SELECT label FROM nomenclature WHERE code = '10' AND system = '1.2.250.1.213.2.28'", "Autre; chose");
  assert_text (fixture, "SELECT ended_on FROM nomenclature WHERE code = '35'", "2024-12-13");
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM nomenclature"), ==, 4);
}

static void
test_damaged_nomenclatures (Fixture      *fixture,
                            gconstpointer data)
{
  static const char *const texts[] = { "", "code;display\n1;x\n", "code;table;display\n", "code;table;display\n;T;x\n", "a|b|c\n", "\xff\xfe" };
  g_autoptr (SpicoRegisterReport) report =
    load (fixture, spico_nos_import, "code;table;display\n1;T;un\n2;T\n3;;trois\n4;T;\n5;T;\"cinq\n6;T;s\xffx\n\n7;T;sept\n");
  g_autoptr (GError) dry_error = NULL;
  g_autoptr (SpicoRegisterReport) dry = try_import (fixture, spico_nos_import, "code;table;display\n8;T;huit\n", &(SpicoRegisterOptions) { .is_dry = TRUE }, &dry_error);

  assert_report (report, 2, 0, 0, 0, 5);
  assert_report (dry, 1, 0, 0, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (try_import (fixture, spico_nos_import, texts[i], NULL, &error));
      g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID);
      g_assert_false (spico_sql_connection_in_transaction (fixture->connection));
    }
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM nomenclature"), ==, 2);
}

#define STRUCTURES_HEADER "type;identifiant;nom;parent;categorie;adresse;code_postal;commune;telephone\n"

static void
load_site (Fixture *fixture)
{
  g_autoptr (SpicoRegisterReport) report = load (fixture, spico_finess_plus_import, FILE_OF (ENTITY ("310990502", SITE ("310990106", "CH DE MONTREDORT", "", DEGREES))));

  assert_report (report, 1, 0, 0, 0, 0);
}

#define TOLD "SELECT count(*) FROM change WHERE type = 'Delegation' AND object_id = 'attached'"

static void
test_structures (Fixture      *fixture,
                 gconstpointer data)
{
  static const char file[] = STRUCTURES_HEADER "unite;U-12;Cardiologie;310990106;Service;1 rue du Lac;31998;Montredort;0536490021\n"
                                               "unite;U-13;\"Consultation; rythmologie\";U-12;;;;;\n"
                                               "structure;D1;DAC des Deux Vallées;;Dispositif d'appui;;31998;Montredort;\n"
                                               "rattachement;899700900014;;U-12;;;;;\n"
                                               "rattachement;899700900014;;U-13;;;;;\n"
                                               "rattachement;899700900014;;U-12;;;;;\n"
                                               "rattachement;899700900030;;310990106;;;;;\n"
                                               "rattachement;899700900022;;310990106;;;;;\n";
  g_autoptr (SpicoRegisterReport) first = NULL;
  g_autoptr (SpicoRegisterReport) again = NULL;
  g_autoptr (SpicoRegisterReport) fewer = NULL;
  g_autoptr (SpicoRegisterReport) other = NULL;
  g_autoptr (SpicoRegisterReport) back = NULL;
  g_autoptr (GError) error = NULL;

  load_site (fixture);
  g_assert_true (spico_sql_run (fixture->connection, "INSERT INTO attachment (person_id, structure_id) VALUES ('p899700900030', 'f310990106')", NULL, &error));
  g_assert_true (spico_sql_run (fixture->connection,
                                "INSERT INTO delegation (id, account_id, delegate_id, scope, set_by, referent, created_at) VALUES ('attached', 'oror-u-12', 'p899700900014', 'all', 'operator', '', 0),"
                                " ('other', 'oror-u-12', 'p899700900048', 'all', 'operator', '', 0)",
                                NULL, &error));
  first = load (fixture, spico_structures_import, file);
  again = load (fixture, spico_structures_import, file);
  assert_report (first, 3, 0, 0, 0, 0);
  assert_report (again, 0, 0, 3, 0, 0);
  assert_text (fixture, "SELECT kind FROM principal WHERE id = 'oror-u-12'", "unit");
  assert_text (fixture, "SELECT structure_id FROM principal WHERE id = 'oror-u-12'", "f310990106");
  assert_text (fixture, "SELECT structure_name FROM principal WHERE id = 'oror-u-12'", "CH DE MONTREDORT");
  assert_text (fixture, "SELECT structure_name FROM principal WHERE id = 'oror-u-13'", "Cardiologie");
  assert_text (fixture, "SELECT kind FROM principal WHERE id = 'oror-d1'", "structure");
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM attachment"), ==, 4);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM attachment WHERE source = 'operator'"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM attachment WHERE person_id = 'p899700900014' AND structure_id = 'oror-u-12' AND source = 'ROR'"), ==, 1);

  /* Of another source the same identifier is another unit, and what one source no longer says only it takes away. */
  other = try_import (fixture, spico_structures_import, STRUCTURES_HEADER "unite;U-12;Urologie;310990106;;;;;\nrattachement;899700900048;;U-12;;;;;\n", &(SpicoRegisterOptions) { .source = "RECO2" }, &error);
  g_assert_no_error (error);
  assert_report (other, 1, 0, 0, 0, 0);
  fewer = load (fixture, spico_structures_import, STRUCTURES_HEADER "unite;U-12;Cardiologie;310990106;Service;1 rue du Lac;31998;Montredort;0536490021\nrattachement;899700900022;;310990106;;;;;\n");
  assert_report (fewer, 0, 0, 1, 2, 0);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM attachment"), ==, 3);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM attachment WHERE source = 'ROR'"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal WHERE is_listed = 1"), ==, 3);

  /* F031: what goes with an attachment rests once that has ended; nobody else's does. */
  assert_text (fixture, "SELECT id FROM delegation WHERE follows_attachment = 1", "attached");
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM delegation g WHERE " SPICO_DELEGATION_IS_SUSPENDED ("g")), ==, 1);

  /* Both sides are told, once, as well as when it goes on. */
  g_assert_cmpint (count (fixture, TOLD), ==, 2);
  g_assert_cmpint (count (fixture, TOLD " AND account_id = 'oror-u-12'"), ==, 1);
  g_assert_cmpint (count (fixture, TOLD " AND account_id = 'p899700900014'"), ==, 1);
  g_assert_true (spico_sql_run (fixture->connection, "DELETE FROM change", NULL, &error));
  back = load (fixture, spico_structures_import, file);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM delegation g WHERE " SPICO_DELEGATION_IS_SUSPENDED ("g")), ==, 0);
  g_assert_cmpint (count (fixture, TOLD), ==, 2);
}

static void
test_damaged_structures (Fixture      *fixture,
                         gconstpointer data)
{
  static const SpicoRegisterReason expected[] = { SPICO_REGISTER_TYPE,  SPICO_REGISTER_IDENTIFIER, SPICO_REGISTER_NAME,  SPICO_REGISTER_PARENT,   SPICO_REGISTER_PARENT,
                                                  SPICO_REGISTER_CELLS, SPICO_REGISTER_QUOTES,     SPICO_REGISTER_ENCODING, SPICO_REGISTER_IDENTIFIER, SPICO_REGISTER_PARENT };
  static const char *const texts[] = { "", "type;identifiant;nom\nunite;1;x\n", STRUCTURES_HEADER, STRUCTURES_HEADER "x\n", "<html>\n" };
  static const char *const sources[] = { "RPPS", "", "operator", "a b", "abcdefghijklmnopqrstu" };
  g_autoptr (SpicoRegisterReport) report = NULL;

  load_site (fixture);
  report = load (fixture, spico_structures_import,
                 STRUCTURES_HEADER "service;1;Un;310990106;;;;;\nunite;a b;Un;310990106;;;;;\nunite;2; ;310990106;;;;;\nunite;3;Trois;310990114;;;;;\nunite;4;Quatre;;;;;;\nunite;5;Cinq\n"
                                   "unite;6;\"Six;310990106;;;;;\nunite;7;S\xffpt;310990106;;;;;\nrattachement;12;;310990106;;;;;\nrattachement;899700900014;;X;;;;;\nunite;8;Huit;310990106;;;;;\n");
  assert_report (report, 1, 0, 0, 0, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (g_array_index (report->problems, SpicoRegisterProblem, i).reason, ==, expected[i]);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (try_import (fixture, spico_structures_import, texts[i], NULL, &error));
      g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (try_import (fixture, spico_structures_import, STRUCTURES_HEADER "unite;8;Huit;310990106;;;;;\n", &(SpicoRegisterOptions) { .source = sources[i] }, &error));
      g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID);
    }
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM principal WHERE is_listed = 1"), ==, 2);
}

/* An element that is longer than any is given out cut, in bounded space, and the next one is whole. */
static void
test_a_long_element (void)
{
  g_autofree char *filler = g_strnfill (SPICO_JSON_STREAM_MAX + 1000, 'x');
  g_autofree char *text = g_strdup_printf ("{\"pmej\":[{\"a\":\"%s\"},{\"b\":\"\\\"}\"}]}", filler);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, -1, NULL);
  g_autoptr (SpicoJsonStream) json = spico_json_stream_new (stream, "pmej", "generatedAt");
  g_autoptr (GError) error = NULL;
  GString *element = NULL;

  g_assert_true (spico_json_stream_next (json, &element, &error));
  g_assert_cmpuint (element->len, ==, SPICO_JSON_STREAM_MAX);
  g_assert_true (spico_json_stream_next (json, &element, &error));
  g_assert_cmpstr (element->str, ==, "{\"b\":\"\\\"}\"}");
  g_assert_true (spico_json_stream_next (json, &element, &error));
  g_assert_null (element);
}

#define ADD(name, function) g_test_add ("/server/formats/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("finess-plus", test_finess_plus);
  ADD ("finess-plus-as-a-difference", test_finess_plus_as_a_difference);
  ADD ("damage-in-finess-plus", test_damage_in_finess_plus);
  ADD ("sites-of-nobody", test_sites_of_nobody);
  ADD ("finess-plus-in-one-step", test_finess_plus_in_one_step);
  ADD ("something-else-than-finess-plus", test_something_else_than_finess_plus);
  ADD ("nomenclatures", test_nomenclatures);
  ADD ("damaged-nomenclatures", test_damaged_nomenclatures);
  ADD ("structures", test_structures);
  ADD ("damaged-structures", test_damaged_structures);
  g_test_add_func ("/server/formats/a-long-element", test_a_long_element);

  return g_test_run ();
}
