/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the types: docs/protocol.md. */
#include "spico-jmap-world.h"

#include "spico-journal.h"
#include "spico-notification.h"
#include "spico-schema.h"
#include "spico-sql-builder.h"

#define assert_number(answer, pointer, expected) g_assert_cmpint (spico_jmap_world_number (answer, pointer), ==, expected)

static gint64
count (SpicoJmapWorld      *world,
       const char          *sql,
       const SpicoSqlValue *values)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  spico_sql_query_int64 (world->connection, sql, values, -1, &number, &error);
  g_assert_no_error (error);
  return number;
}

static void
test_the_schema_matches_the_descriptors (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  guint n_types;
  const SpicoType *const *types = spico_types_all (&n_types);

  for (guint i = 0; i < n_types; i++)
    {
      g_autoptr (GError) error = NULL;

      spico_sql_schema_matches (world->connection, types[i], SPICO_SQL_COLUMNS_SHARED, spico_schema_extra_columns (types[i]), &error);
      g_assert_no_error (error);
    }
}

static void
test_people_are_found_by_words (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                         "['Principal/query',{'accountId':'region','filter':{'text':'BEL br'}},'0'],"
                                                         "['Principal/query',{'accountId':'region','filter':{'text':'ely'}},'1'],"
                                                         "['Principal/query',{'accountId':'region','filter':{'kind':'structure'},'sort':[{'property':'name'}]},'2'],"
                                                         "['Principal/query',{'accountId':'region','filter':{'kinds':['structure','unit'],'hasAccount':true,'town':'vil','postalCode':'31000'}},'3'],"
                                                         "['Principal/query',{'accountId':'region','filter':{'structureId':'fs'}},'4'],"
                                                         "['Principal/query',{'accountId':'region','filter':{'hasAccount':false}},'5'],"
                                                         "['Principal/query',{'accountId':'region','filter':{'text':'%%; --'}},'6'],"
                                                         "['Principal/query',{'accountId':'region','sort':[{'property':'town','isAscending':false}],'calculateTotal':true},'7']");

  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/ids"), ==, 1);
  assert_text (answer, "0/1/ids/0", "pb");
  g_assert_cmpuint (spico_jmap_world_size (answer, "1/1/ids"), ==, 0);
  assert_text (answer, "2/1/ids/0", "fs");
  assert_text (answer, "2/1/ids/1", "fo");
  g_assert_cmpuint (spico_jmap_world_size (answer, "3/1/ids"), ==, 2);
  assert_text (answer, "4/1/ids/0", "pc");
  assert_text (answer, "5/1/ids/0", "pn");
  assert_number (answer, "7/1/total", 7);
}

/* An address of a person, unless it is on the red list. */
static void
add_address (SpicoJmapWorld *world,
             const char     *address,
             gboolean        is_listed,
             gboolean        is_red_listed)
{
  spico_jmap_world_sql (world,
                        "INSERT INTO mssante_address (id, source, digest, generation, is_listed, address, kind, principal_id, structure_kind, structure_code, service, is_paperless,"
                        " structure_name, is_red_listed) VALUES ($1, 'MSSANTE', '', 0, $2, $1, 'PER', 'pa', '', '', '', 0, 'CHU', $3)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (address), SPICO_SQL_BOOLEAN (is_listed), SPICO_SQL_BOOLEAN (is_red_listed)));
}

static void
add_activity (SpicoJmapWorld *world,
              const char     *person_id,
              gint64          number,
              const char     *profession_code,
              const char     *structure_id)
{
  spico_jmap_world_sql (world,
                        "INSERT INTO activity (person_id, number, profession_code, category_code, mode_code, sector_code, section_code, role_code, kind_code, structure_code, structure_id, siret,"
                        " legal_entity, structure_name, structure_sign, complement, address, postal_code, commune_code, town, country_code, telephone, other_telephone, fax, mail, authority)"
                        " VALUES ($1, $2, $3, 'C', 'L', '', '', '', '', '', $4, '', '', 'Cabinet', '', '', '1 rue des Lilas', '31000', '', 'Ville', '', '0536490010', '', '', 'a@b.example', '')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id), SPICO_SQL_INT (number), SPICO_SQL_TEXT (profession_code), SPICO_SQL_TEXT (structure_id)));
}

static void
test_a_card_says_what_the_registers_say (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;

  spico_jmap_world_sql (world, "UPDATE principal SET profession_code = '60', profession = 'Infirmier' WHERE id = 'pa'", NULL);
  spico_jmap_world_sql (world, "INSERT INTO nomenclature (system, code, label) VALUES ('TRE_G15-ProfessionSante', '10', 'Médecin'), ('TRE_R66-CategorieEtablissement', '10', 'Autre')", NULL);
  spico_jmap_world_sql (world, "INSERT INTO person_skill (person_id, number, profession_code, kind_code, code, label) VALUES ('pa', 1, '10', 'S', 'SM54', 'Médecine générale')", NULL);
  spico_jmap_world_sql (world, "INSERT INTO register_source (source, source_date, generation, holder) VALUES ('MSSANTE', '2026-10-08', 1, '')", NULL);
  add_activity (world, "pa", 1, "60", "fs");
  add_activity (world, "pa", 2, "10", "fnone");
  add_activity (world, "pa", 3, "99", NULL);
  add_address (world, "a.ablon@medecin.mssante.example", TRUE, FALSE);
  add_address (world, "red@medecin.mssante.example", TRUE, TRUE);
  add_address (world, "gone@medecin.mssante.example", FALSE, FALSE);

  answer = spico_jmap_world_ask (world, "pn",
                                 "['PrincipalCard/get',{'accountId':'region','ids':['pa','pc','nobody']},'0'],"
                                 "['PrincipalCard/get',{'accountId':'region','ids':['pa'],'properties':['siret']},'1'],"
                                 "['PrincipalCard/get',{'accountId':'pn','ids':['pa']},'2'],"
                                 "['PrincipalCard/query',{'accountId':'region'},'3'],"
                                 "['Principal/get',{'accountId':'region','ids':[]},'4']");
  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/list"), ==, 2);
  assert_text (answer, "0/1/notFound/0", "nobody");
  assert_text (answer, "0/1/state", spico_jmap_world_text (answer, "4/1/state"));
  assert_text (answer, "0/1/list/0/activities/0/profession", "Infirmier");
  assert_text (answer, "0/1/list/0/activities/0/structureId", "fs");
  assert_text (answer, "0/1/list/0/activities/0/telephone", "0536490010");
  assert_text (answer, "0/1/list/0/activities/1/profession", "Médecin");
  assert_text (answer, "0/1/list/0/activities/2/profession", "");
  g_assert_true (yyjson_is_null (spico_jmap_world_value (answer, "0/1/list/0/activities/1/structureId")));
  g_assert_false (spico_jmap_world_has (answer, "0/1/list/0/activities/0/mail"));
  assert_text (answer, "0/1/list/0/skills/0/label", "Médecine générale");
  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/list/0/mssanteAddresses"), ==, 1);
  assert_text (answer, "0/1/list/0/mssanteAddresses/0/address", "a.ablon@medecin.mssante.example");
  assert_text (answer, "0/1/list/0/mssanteAddresses/0/sourceDate", "2026-10-08");
  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/list/1/activities"), ==, 0);
  assert_text (answer, "0/1/list/1/attachments/0/structureId", "fs");
  assert_text (answer, "0/1/list/1/attachments/0/name", "EHPAD Les Saules");
  g_assert_cmpuint (spico_jmap_world_size (answer, "1/1/list/0"), ==, 2);
  assert_text (answer, "2/1/type", "accountNotSupportedByMethod");
  assert_text (answer, "3/1/type", "unknownMethod");
}

static void
test_the_card_of_a_structure_leads_to_what_is_around_it (SpicoJmapWorld *world,
                                                         gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;

  spico_jmap_world_add_principal (world, "u1", "unit", "Unité protégée", FALSE);
  spico_jmap_world_sql (world, "UPDATE principal SET structure_id = 'fs', structure_name = 'EHPAD Les Saules' WHERE id = 'u1'", NULL);
  spico_jmap_world_sql (world,
                        "INSERT INTO site (id, legal_entity, category_code, category_group, commune_code, siret, ape, tariff_code, public_service_code, fax)"
                        " VALUES ('fs', '310990502', '500', '', '', '99700900014', '', '', '', '')", NULL);
  spico_jmap_world_sql (world,
                        "INSERT INTO legal_entity (id, source, digest, generation, is_listed, name, long_name, siren, ape, status_code, address, postal_code, commune_code, town, telephone)"
                        " VALUES ('e310990502', 'FINESS-EJ', '', 0, 1, 'ASSO', 'Association des Saules', '', '', '', '', '', '', '', '')", NULL);
  add_activity (world, "pa", 1, "60", "fo");
  add_activity (world, "pa", 2, "60", "fs");

  answer = spico_jmap_world_ask (world, "pn",
                                 "['PrincipalCard/get',{'accountId':'region','ids':['fs','u1','fo']},'0'],"
                                 "['Principal/query',{'accountId':'region','filter':{'structureId':'fs','kind':'person'},'calculateTotal':true,'limit':1},'1'],"
                                 "['Principal/query',{'accountId':'region','filter':{'structureId':'fs','kind':'unit'}},'2']");
  assert_text (answer, "0/1/list/0/siret", "99700900014");
  assert_text (answer, "0/1/list/0/legalEntityNumber", "310990502");
  assert_text (answer, "0/1/list/0/legalEntityName", "Association des Saules");
  g_assert_true (yyjson_is_null (spico_jmap_world_value (answer, "0/1/list/0/parentId")));
  assert_text (answer, "0/1/list/1/parentId", "fs");
  assert_text (answer, "0/1/list/1/parentName", "EHPAD Les Saules");
  assert_text (answer, "0/1/list/2/legalEntityName", "");
  assert_text (answer, "1/1/ids/0", "pa");
  assert_number (answer, "1/1/total", 2);
  assert_text (answer, "2/1/ids/0", "u1");
}

static void
test_an_absence_is_declared_by_the_account (SpicoJmapWorld *world,
                                            gconstpointer   data)
{
  g_autoptr (SpicoAnswer) declared = spico_jmap_world_ask (world, "pd",
                                                           "['Absence/set',{'accountId':'pd','create':{'a':{'firstDay':'2026-01-01','lastDay':'2026-01-03','standInId':'pb','message':'Voir M. Bély'}}},'0'],"
                                                           "['Absence/set',{'accountId':'fs','create':{'b':{'firstDay':'2025-12-30','lastDay':'2026-02-01'}}},'1'],"
                                                           "['Absence/get',{'accountId':'pd','ids':['#a']},'2'],"
                                                           "['PrincipalCard/get',{'accountId':'region','ids':['pd','pa'],'properties':['absentFrom','absentUntil','absenceMessage','standInId','standInName']},'3'],"
                                                           "['Principal/get',{'accountId':'region','ids':['pd','fs','pa'],'properties':['presence','connection','absentUntil','standInId']},'4'],"
                                                           "['Absence/get',{'accountId':'fs','ids':['#b']},'5']");
  g_autoptr (SpicoAnswer) others = NULL;
  g_autoptr (SpicoAnswer) taken_back = NULL;
  const char *id = spico_jmap_world_text (declared, "0/1/created/a/id");

  g_assert_true (spico_jmap_world_told (world, "pd", "Absence"));
  assert_text (declared, "2/1/list/0/message", "Voir M. Bély");
  assert_text (declared, "3/1/list/0/absentFrom", "2026-01-01");
  assert_text (declared, "3/1/list/0/absentUntil", "2026-01-03");
  assert_text (declared, "3/1/list/0/absenceMessage", "Voir M. Bély");
  assert_text (declared, "3/1/list/0/standInName", "M. Bruno Bély");
  assert_text (declared, "3/1/list/1/absenceMessage", "");
  assert_text (declared, "4/1/list/0/presence", "absent");
  assert_text (declared, "4/1/list/0/standInId", "pb");
  assert_text (declared, "4/1/list/1/presence", "absent");
  /* F042: when they were last there is said beside it. */
  assert_text (declared, "4/1/list/0/connection", "inactive");
  assert_text (declared, "4/1/list/2/connection", NULL);
  /* F022: who acted for the structure. */
  assert_text (declared, "2/1/list/0/declaredByPersonId", "pd");
  assert_text (declared, "5/1/list/0/declaredByPersonId", "pd");

  others = spico_jmap_world_ask (world, "pa", "['Absence/set',{'accountId':'pd','destroy':['%s']},'0'],['Absence/set',{'accountId':'pa','destroy':['%s']},'1'],['Absence/query',{'accountId':'pa'},'2']", id, id);
  assert_text (others, "0/1/type", "accountNotFound");
  g_assert_cmpuint (spico_jmap_world_size (others, "1/1/notDestroyed"), ==, 1);
  g_assert_cmpuint (spico_jmap_world_size (others, "2/1/ids"), ==, 0);

  taken_back = spico_jmap_world_ask (world, "pd", "['Absence/set',{'accountId':'pd','destroy':['%s']},'0'],['Principal/get',{'accountId':'region','ids':['pd'],'properties':['presence']},'1']", id);
  assert_text (taken_back, "0/1/destroyed/0", id);
  assert_text (taken_back, "1/1/list/0/presence", "inactive");
}

static void
test_an_absence_has_days_that_can_be (SpicoJmapWorld *world,
                                      gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                         "['Absence/set',{'accountId':'pa','create':{"
                                                         "'late':{'firstDay':'2025-12-01','lastDay':'2025-12-31'},'turned':{'firstDay':'2026-01-05','lastDay':'2026-01-04'},"
                                                         "'none':{'firstDay':'2026-02-00','lastDay':'2026-02-10'},'never':{'firstDay':'2026-02-01','lastDay':'2026-02-30'},"
                                                         "'long':{'firstDay':'2026-01-01','lastDay':'2028-02-01'},'self':{'firstDay':'2026-01-01','lastDay':'2026-01-01','standInId':'pa'},"
                                                         "'nobody':{'firstDay':'2026-01-01','lastDay':'2026-01-01','standInId':'pz'},"
                                                         "'good':{'firstDay':'2026-03-01','lastDay':'2026-03-09'},'again':{'firstDay':'2026-03-09','lastDay':'2026-03-20'}}},'0']");

  assert_text (answer, "0/1/notCreated/late/properties/0", "lastDay");
  assert_text (answer, "0/1/notCreated/turned/properties/0", "lastDay");
  assert_text (answer, "0/1/notCreated/none/properties/0", "firstDay");
  assert_text (answer, "0/1/notCreated/never/properties/0", "lastDay");
  assert_text (answer, "0/1/notCreated/long/properties/0", "lastDay");
  assert_text (answer, "0/1/notCreated/self/properties/0", "standInId");
  assert_text (answer, "0/1/notCreated/nobody/properties/0", "standInId");
  g_assert_true (spico_jmap_world_has (answer, "0/1/created/good/id"));
  assert_text (answer, "0/1/notCreated/again/type", "alreadyExists");
  assert_text (answer, "0/1/notCreated/again/existingId", spico_jmap_world_text (answer, "0/1/created/good/id"));
}

static void
test_who_is_inactive_is_notified_once_a_day (SpicoJmapWorld *world,
                                             gconstpointer   data)
{
  g_autoptr (SpicoAnswer) first = NULL;
  g_autoptr (SpicoAnswer) again = NULL;
  g_autoptr (SpicoAnswer) next_day = NULL;

  add_activity (world, "pn", 1, "60", NULL);
  add_activity (world, "pb", 1, "60", NULL);
  spico_jmap_world_sql (world, "INSERT INTO presence (person_id, online_until, last_seen_at) VALUES ('pb', 0, $1)", SPICO_SQL_VALUES (SPICO_SQL_INT (world->now_us - G_TIME_SPAN_DAY)));
  first = spico_jmap_world_ask (world, "pd",
                                "['PrincipalCard/get',{'accountId':'region','ids':['pn','pc'],'properties':['hasMailAddress']},'0'],"
                                "['Notification/set',{'accountId':'pd','create':{'a':{'principalId':'pn'},'b':{'principalId':'pn'},'c':{'principalId':'pb'},'d':{'principalId':'pc'},"
                                "'e':{'principalId':'fo'},'f':{'principalId':'nobody'}}},'1'],"
                                "['Notification/set',{'accountId':'fs','create':{'z':{'principalId':'pn'}}},'2'],"
                                "['Notification/get',{'accountId':'pd','ids':['#a']},'3']");
  assert_number (first, "0/1/list/0/hasMailAddress", 1);
  assert_number (first, "0/1/list/1/hasMailAddress", 0);
  g_assert_true (spico_jmap_world_has (first, "1/1/created/a/id"));
  assert_text (first, "1/1/notCreated/b/type", "rateLimit");
  assert_text (first, "1/1/notCreated/c/properties/0", "principalId");
  assert_text (first, "1/1/notCreated/d/properties/0", "principalId");
  assert_text (first, "1/1/notCreated/e/properties/0", "principalId");
  assert_text (first, "1/1/notCreated/f/properties/0", "principalId");
  g_assert_true (spico_jmap_world_has (first, "2/1/created/z/id"));
  assert_text (first, "3/1/list/0/status", "queued");
  assert_text (first, "3/1/list/0/kind", "contact");

  again = spico_jmap_world_ask (world, "pd", "['Notification/set',{'accountId':'pd','create':{'a':{'principalId':'pn'}}},'0']");
  assert_text (again, "0/1/notCreated/a/type", "rateLimit");
  world->now_us += G_TIME_SPAN_DAY;
  next_day = spico_jmap_world_ask (world, "pd", "['Notification/set',{'accountId':'pd','create':{'a':{'principalId':'pn'}}},'0']");
  g_assert_true (spico_jmap_world_has (next_day, "0/1/created/a/id"));
}

static void
test_who_has_no_account_is_told_of_a_conversation (SpicoJmapWorld *world,
                                                   gconstpointer   data)
{
  g_autofree char *conversation = NULL;
  g_autofree char *another = NULL;

  add_activity (world, "pn", 1, "60", NULL);
  add_activity (world, "pb", 1, "60", NULL);
  conversation = spico_jmap_world_converse (world, "pa", "pa", "'pn','pb'");
  g_assert_true (spico_jmap_world_told (world, "pa", "Notification"));
  another = spico_jmap_world_converse (world, "pa", "pa", "'pn'");

  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification", NULL), ==, 1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE principal_id = 'pn' AND account_id = 'pa' AND kind = 'conversation' AND status = 'queued'", NULL), ==, 1);
}

static void
test_what_is_old_is_forgotten (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoAnswer) before = NULL;
  g_autoptr (SpicoAnswer) after = NULL;
  guint n_gone;

  add_activity (world, "pn", 1, "60", NULL);
  spico_jmap_world_sql (world, "INSERT INTO absence (id, principal_id, first_day, last_day, message) VALUES ('old', 'pa', '2025-01-01', '2025-01-02', ''), ('over', 'pa', '2025-12-01', '2025-12-02', '')", NULL);
  before = spico_jmap_world_ask (world, "pa",
                                 "['Notification/set',{'accountId':'pa','create':{'a':{'principalId':'pn'}}},'0'],"
                                 "['Absence/set',{'accountId':'pa','create':{'b':{'firstDay':'2026-05-01','lastDay':'2026-05-02'}}},'1'],['Absence/query',{'accountId':'pa'},'2']");
  g_assert_cmpuint (spico_jmap_world_size (before, "2/1/ids"), ==, 2);
  assert_text (before, "2/1/ids/0", "over");

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_notification_purge (world->connection, world->now_us + 179 * G_TIME_SPAN_DAY, 100, &n_gone, &error));
  g_assert_cmpuint (n_gone, ==, 0);
  g_assert_true (spico_notification_purge (world->connection, world->now_us + 181 * G_TIME_SPAN_DAY, 100, &n_gone, &error));
  g_assert_cmpuint (n_gone, ==, 1);
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_no_error (error);

  after = spico_jmap_world_ask (world, "pa", "['Notification/changes',{'accountId':'pa','sinceState':'%s'},'0']", spico_jmap_world_text (before, "0/1/newState"));
  assert_text (after, "0/1/destroyed/0", spico_jmap_world_text (before, "0/1/created/a/id"));
}

/* What is claimed is nobody else's; what fails comes back later, and not for ever. */
static void
test_notifications_are_claimed_and_settled (SpicoJmapWorld *world,
                                            gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) claimed = NULL;
  g_autoptr (GPtrArray) nothing = NULL;
  SpicoNotification *notification;
  gint64 now = world->now_us + G_USEC_PER_SEC;
  gboolean is_due;

  add_activity (world, "pn", 1, "60", NULL);
  yyjson_doc_free (spico_jmap_world_ask (world, "pd", "['Notification/set',{'accountId':'fs','create':{'a':{'principalId':'pn'}}},'0']"));
  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_notification_is_due (world->connection, now + 1, 0, &is_due, &error));
  g_assert_true (is_due);
  claimed = spico_notification_claim (world->connection, now + 1, 0, 8, &error);
  nothing = spico_notification_claim (world->connection, now + 2, 0, 8, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (claimed->len, ==, 1);
  g_assert_cmpuint (nothing->len, ==, 0);

  notification = g_ptr_array_index (claimed, 0);
  g_assert_cmpstr (notification->to, ==, "a@b.example");
  g_assert_cmpstr (g_ptr_array_index (notification->events, 0), ==, "Mme Denise Dutilh pour le compte de EHPAD Les Saules souhaite vous joindre");
  g_assert_false (notification->has_account);

  g_assert_true (spico_notification_settle (notification, world->connection, SPICO_MAIL_LATER, now, world->changes, &error));
  g_assert_true (spico_notification_is_due (world->connection, now + 59 * G_USEC_PER_SEC, 0, &is_due, &error));
  g_assert_false (is_due);
  g_assert_true (spico_notification_is_due (world->connection, now + 61 * G_USEC_PER_SEC, 0, &is_due, &error));
  g_assert_true (is_due);
  g_assert_true (spico_notification_settle (notification, world->connection, SPICO_MAIL_LATER, now + 4 * G_TIME_SPAN_DAY, world->changes, &error));
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM notification WHERE status = 'failed' AND sent_at IS NULL", NULL), ==, 1);
  g_assert_true (spico_jmap_world_told (world, "fs", "Notification"));
}

/* However much a register says of somebody. */
static void
test_a_card_is_bounded (SpicoJmapWorld *world,
                        gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = NULL;

  for (gint64 i = 1; i <= 60; i++)
    add_activity (world, "pa", i, "60", NULL);
  answer = spico_jmap_world_ask (world, "pn", "['PrincipalCard/get',{'accountId':'region','ids':['pa']},'0']");
  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/list/0/activities"), ==, 50);
}

static void
test_presence_follows_its_precedence (SpicoJmapWorld *world,
                                      gconstpointer   data)
{
  gint64 now = world->now_us;
  g_autoptr (SpicoAnswer) answer = NULL;

  spico_jmap_world_sql (world, "INSERT INTO presence (person_id, online_until, last_seen_at) VALUES ('pa', $1, $2), ('pb', 0, $3), ('pc', 0, $4), ('pd', $1, $2)",
                        SPICO_SQL_VALUES (SPICO_SQL_INT (now + 60 * G_USEC_PER_SEC), SPICO_SQL_INT (now), SPICO_SQL_INT (now - 29 * G_TIME_SPAN_DAY),
                                          SPICO_SQL_INT (now - 31 * G_TIME_SPAN_DAY)));
  spico_jmap_world_sql (world, "INSERT INTO absence (id, principal_id, first_day, last_day, stand_in_id, message) VALUES ('a1', 'pa', '2026-01-01', '2026-01-05', 'pb', ''), ('a2', 'pb', '2025-12-01', '2025-12-31', NULL, '')", NULL);
  answer = spico_jmap_world_ask (world, "pn",
                                 "['Principal/get',{'accountId':'region','ids':['pa','pb','pc','pd','fs','fo'],'properties':['presence','absentUntil','standInId']},'0']");
  assert_text (answer, "0/1/list/0/presence", "absent");
  assert_text (answer, "0/1/list/0/absentUntil", "2026-01-05");
  assert_text (answer, "0/1/list/0/standInId", "pb");
  assert_text (answer, "0/1/list/1/presence", "active");
  assert_text (answer, "0/1/list/2/presence", "inactive");
  assert_text (answer, "0/1/list/3/presence", "online");
  assert_text (answer, "0/1/list/4/presence", "online");
  assert_text (answer, "0/1/list/5/presence", "inactive");
}

static void
test_a_conversation_is_its_participants (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb','pn'");
  g_autoptr (SpicoAnswer) pb = NULL;
  g_autoptr (SpicoAnswer) pc = NULL;

  g_assert_true (spico_jmap_world_told (world, "pa", "Conversation"));
  g_assert_true (spico_jmap_world_told (world, "pb", "Conversation"));
  g_assert_true (spico_jmap_world_told (world, "pn", "Conversation"));
  g_assert_false (spico_jmap_world_told (world, "pc", "Conversation"));

  pb = spico_jmap_world_ask (world, "pb", "['Conversation/get',{'accountId':'pb','ids':['%s']},'0']", id);
  g_assert_cmpuint (spico_jmap_world_size (pb, "0/1/list/0/participantIds"), ==, 3);
  assert_text (pb, "0/1/list/0/creatorAccountId", "pa");
  assert_text (pb, "0/1/list/0/patientSex", "unknown");
  g_assert_false (spico_jmap_world_text (pb, "0/1/list/0/lastMessageAt") != NULL);

  pc = spico_jmap_world_ask (world, "pc", "['Conversation/get',{'accountId':'pc','ids':['%s']},'0']", id);
  assert_text (pc, "0/1/notFound/0", id);
}

static void
test_messages_are_numbered (SpicoJmapWorld *world,
                            gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *other = spico_jmap_world_converse (world, "pa", "pa", "'pc'");
  g_autoptr (SpicoAnswer) answer = NULL;

  for (guint i = 1; i <= 5; i++)
    {
      const char *person = i % 2 == 0 ? "pa" : "pb";
      g_autofree char *message = spico_jmap_world_say (world, person, person, id, "Bonjour");

      g_assert_true (spico_jmap_world_told (world, "pa", "Message"));
      g_assert_true (spico_jmap_world_told (world, "pb", "Message"));
      g_assert_false (spico_jmap_world_told (world, "pc", "Message"));
      g_assert_false (spico_jmap_world_told (world, "pa", "Conversation"));
      answer = spico_jmap_world_ask (world, "pa", "['Message/get',{'accountId':'pa','ids':['%s']},'0']", message);
      assert_number (answer, "0/1/list/0/seq", i);
      assert_text (answer, "0/1/list/0/fromPersonId", person);
      g_clear_pointer (&answer, yyjson_doc_free);
    }

  g_free (spico_jmap_world_say (world, "pa", "pa", other, "Bonjour"));
  answer = spico_jmap_world_ask (world, "pa",
                                 "['Conversation/query',{'accountId':'pa'},'0'],"
                                 "['Conversation/get',{'accountId':'pa','ids':['%s'],'properties':['lastMessageSeq','unreadCount']},'1']",
                                 id);
  assert_text (answer, "0/1/ids/0", other);
  assert_text (answer, "0/1/ids/1", id);
  assert_number (answer, "1/1/list/0/lastMessageSeq", 5);
  assert_number (answer, "1/1/list/0/unreadCount", 1);
}

static gint64
unread (SpicoJmapWorld *world,
        const char     *person_id,
        const char     *account_id,
        const char     *conversation_id)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person_id, "['Conversation/get',{'accountId':'%s','ids':['%s'],'properties':['unreadCount']},'0']",
                                                         account_id, conversation_id);

  return spico_jmap_world_number (answer, "0/1/list/0/unreadCount");
}

static void
test_each_delegate_keeps_their_own_unread (SpicoJmapWorld *world,
                                           gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'fs'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", id, "Bonjour");
  g_autoptr (SpicoAnswer) answer = NULL;

  spico_jmap_world_delegate (world, "fs", "pb", "discussions");
  g_assert_cmpint (unread (world, "pa", "pa", id), ==, 0);
  g_assert_cmpint (unread (world, "pd", "fs", id), ==, 1);
  g_assert_cmpint (unread (world, "pb", "fs", id), ==, 1);

  answer = spico_jmap_world_ask (world, "pd", "['ReadMarker/set',{'accountId':'fs','update':{'%s_fs_pd':{'readUpTo':1}}},'0'],['ReadMarker/query',{'accountId':'fs'},'1']", id);
  g_assert_true (spico_jmap_world_told (world, "fs", "ReadMarker"));
  g_assert_true (spico_jmap_world_told (world, "pa", "ReadMarker"));
  /* That of the asker, and their colleague's, still at 0: of who wrote, the message says it. */
  g_assert_cmpuint (spico_jmap_world_size (answer, "1/1/ids"), ==, 1);
  g_assert_cmpint (unread (world, "pd", "fs", id), ==, 0);
  g_assert_cmpint (unread (world, "pb", "fs", id), ==, 1);
}

static void
test_a_delegate_signs_for_both (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'fs'");
  g_autofree char *message = spico_jmap_world_say (world, "pd", "fs", id, "Bien reçu");
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['Message/get',{'accountId':'pa','ids':['%s']},'0']", message);
  g_autoptr (SpicoAnswer) as_self = spico_jmap_world_ask (world, "pd", "['Message/get',{'accountId':'pd','ids':['%s']},'0']", message);

  assert_text (answer, "0/1/list/0/fromPersonId", "pd");
  assert_text (answer, "0/1/list/0/fromAccountId", "fs");
  assert_text (as_self, "0/1/notFound/0", message);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE person_id = 'pd' AND account_id = 'fs' AND action = 'message.create' AND rule = 'delegation/participant'", NULL), ==, 1);
}

static void
test_an_ended_delegation_opens_nothing (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pd", "fs", "'pa'");
  static const char *const methods[] = { "get", "changes", "query", "queryChanges", "set" };

  spico_jmap_world_sql (world, "UPDATE delegation SET ended_at = $1", SPICO_SQL_VALUES (SPICO_SQL_INT (world->now_us)));
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pd", "['Conversation/%s',{'accountId':'fs'},'0']", methods[i]);

      assert_text (answer, "0/1/type", "accountNotFound");
    }
}

static void
test_who_has_no_account_is_waited_for (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pn'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", id, "Bonjour");
  g_autoptr (SpicoAnswer) answer = NULL;

  spico_jmap_world_sql (world, "UPDATE principal SET has_account = 1 WHERE id = 'pn'", NULL);
  answer = spico_jmap_world_ask (world, "pn", "['Conversation/query',{'accountId':'pn'},'0'],['Message/query',{'accountId':'pn'},'1'],['Message/changes',{'accountId':'pn','sinceState':'0'},'2']");
  assert_text (answer, "0/1/ids/0", id);
  assert_text (answer, "1/1/ids/0", message);
  assert_text (answer, "2/1/created/0", message);
}

static void
assert_invisible (SpicoJmapWorld *world,
                  const char     *type,
                  const char     *id)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pc",
                                                         "['%s/get',{'accountId':'pc','ids':['%s']},'0'],['%s/set',{'accountId':'pc','update':{'%s':{}}},'1'],"
                                                         "['%s/set',{'accountId':'pc','destroy':['%s']},'2'],['%s/query',{'accountId':'pc'},'3'],"
                                                         "['%s/changes',{'accountId':'pc','sinceState':'0'},'4'],['%s/get',{'accountId':'pc','ids':null},'5']",
                                                         type, id, type, id, type, id, type, type, type);
  g_autofree char *not_updated = g_strconcat ("1/1/notUpdated/", id, "/type", NULL);
  g_autofree char *not_destroyed = g_strconcat ("2/1/notDestroyed/", id, "/type", NULL);

  assert_text (answer, "0/1/notFound/0", id);
  assert_text (answer, not_updated, "notFound");
  assert_text (answer, not_destroyed, "notFound");
  g_assert_cmpuint (spico_jmap_world_size (answer, "3/1/ids"), ==, 0);
  g_assert_cmpuint (spico_jmap_world_size (answer, "4/1/created"), ==, 0);
  g_assert_cmpuint (spico_jmap_world_size (answer, "4/1/updated"), ==, 0);
  g_assert_cmpuint (spico_jmap_world_size (answer, "5/1/list"), ==, 0);
  assert_text (answer, "4/1/newState", "0");
}

static void
test_what_is_not_ones_own_does_not_exist (SpicoJmapWorld *world,
                                          gconstpointer   data)
{
  g_autofree char *dossier = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb','fs'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", conversation, "Bonjour");
  g_autofree char *marker = g_strconcat (conversation, "_pa_pa", NULL);
  g_autofree char *own_marker = g_strconcat (conversation, "_pc_pc", NULL);
  g_autoptr (SpicoAnswer) favourite = spico_jmap_world_ask (world, "pa", "['Favourite/set',{'accountId':'pa','create':{'x':{'principalId':'pb'}}},'0']");
  g_autoptr (SpicoAnswer) template = spico_jmap_world_ask (world, "pa", "['MessageTemplate/set',{'accountId':'pa','create':{'x':{'name':'Refus','text':'Non'}}},'0']");
  g_autoptr (SpicoAnswer) write = NULL;

  assert_invisible (world, "Dossier", dossier);
  assert_invisible (world, "Conversation", conversation);
  assert_invisible (world, "Message", message);
  assert_invisible (world, "ReadMarker", marker);
  assert_invisible (world, "ReadMarker", own_marker);
  assert_invisible (world, "MessageTemplate", spico_jmap_world_text (template, "0/1/created/x/id"));
  assert_invisible (world, "Favourite", spico_jmap_world_text (favourite, "0/1/created/x/id"));

  write = spico_jmap_world_ask (world, "pc",
                                "['Message/set',{'accountId':'pc','create':{'x':{'conversationId':'%s','text':'T'}}},'0'],"
                                "['Conversation/set',{'accountId':'pc','create':{'x':{'subject':'S','participantIds':['pb'],'dossierId':'%s'}}},'1'],"
                                "['Message/query',{'accountId':'pc','filter':{'conversationId':'%s'}},'2']",
                                conversation, dossier, conversation);
  assert_text (write, "0/1/notCreated/x/properties/0", "conversationId");
  assert_text (write, "1/1/notCreated/x/properties/0", "dossierId");
  g_assert_cmpuint (spico_jmap_world_size (write, "2/1/ids"), ==, 0);
  g_assert_cmpuint (world->changes->len, ==, 0);
}

static void
test_a_dossier_opens_to_the_habilitated (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autoptr (SpicoAnswer) own = spico_jmap_world_ask (world, "pa", "['Dossier/get',{'accountId':'pa','ids':['%s']},'0'],['Dossier/query',{'accountId':'pa','filter':{'text':'alb lapr','inActiveList':true}},'1']", id);
  g_autoptr (SpicoAnswer) about = NULL;
  g_autoptr (SpicoAnswer) chip = NULL;
  g_autoptr (SpicoAnswer) guess = NULL;
  g_autoptr (SpicoAnswer) refused = NULL;

  assert_text (own, "0/1/list/0/birthName", "LAPRUNE");
  assert_number (own, "0/1/list/0/habilitation", 1);
  assert_number (own, "0/1/list/0/inActiveList", 1);
  assert_text (own, "1/1/ids/0", id);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'dossier.read' AND person_id = 'pa' AND object_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id))), ==, 1);

  about = spico_jmap_world_ask (world, "pa", "['Conversation/set',{'accountId':'pa','create':{'x':{'subject':'S','participantIds':['pb'],'dossierId':'%s'}}},'0']", id);
  chip = spico_jmap_world_ask (world, "pb", "['Conversation/get',{'accountId':'pb','ids':['%s']},'0'],['Dossier/get',{'accountId':'pb','ids':['%s']},'1'],['Conversation/query',{'accountId':'pb','filter':{'text':'lap','dossierId':'%s'}},'2']",
                               spico_jmap_world_text (about, "0/1/created/x/id"), id, id);
  assert_text (chip, "0/1/list/0/patientBirthName", "LAPRUNE");
  assert_text (chip, "0/1/list/0/patientBirthDate", "1938-03-12");
  assert_text (chip, "1/1/notFound/0", id);
  g_assert_cmpuint (spico_jmap_world_size (chip, "2/1/ids"), ==, 1);

  /* A search finds what the chip shows, and does not let anyone guess the rest of the dossier. */
  spico_jmap_world_sql (world, "UPDATE dossier SET used_name = 'VERNET', search_key = 'laprune vernet alba' WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)));
  guess = spico_jmap_world_ask (world, "pb", "['Conversation/query',{'accountId':'pb','filter':{'text':'vernet'}},'0']");
  g_assert_cmpuint (spico_jmap_world_size (guess, "0/1/ids"), ==, 0);

  /* The patient's refusal of a person overrides their delegation, and keeps them out of conversations (F087). */
  spico_jmap_world_sql (world, "INSERT INTO dossier_member (dossier_id, account_id, habilitation, refusal, role, in_active_list, added_at, added_by_account_id, added_by_person_id)"
                               " VALUES ($1, 'fs', 1, 0, '', 1, 0, 'pa', 'pa'), ($1, 'pd', 0, 1, '', 0, 0, 'pa', 'pa')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)));
  spico_jmap_world_sql (world, "INSERT INTO change (account_id, type, object_id, modseq, created_modseq, destroyed, changed_at) VALUES ('fs', 'Dossier', $1, 2, 1, 0, 0)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)));
  spico_jmap_world_sql (world, "INSERT INTO state (account_id, type, modseq, oldest) VALUES ('fs', 'Dossier', 2, 0)", NULL);
  refused = spico_jmap_world_ask (world, "pd",
                                  "['Dossier/get',{'accountId':'fs','ids':['%s']},'0'],['Dossier/changes',{'accountId':'fs','sinceState':'0'},'1'],"
                                  "['Dossier/changes',{'accountId':'fs','sinceState':'1'},'2'],['Dossier/query',{'accountId':'fs'},'3']",
                                  id);
  assert_text (refused, "0/1/notFound/0", id);
  g_assert_cmpuint (spico_jmap_world_size (refused, "1/1/created"), ==, 0);
  g_assert_cmpuint (spico_jmap_world_size (refused, "2/1/updated"), ==, 0);
  assert_text (refused, "2/1/destroyed/0", id);
  g_assert_cmpuint (spico_jmap_world_size (refused, "3/1/ids"), ==, 0);
  g_clear_pointer (&refused, yyjson_doc_free);
  refused = spico_jmap_world_ask (world, "pa", "['Conversation/set',{'accountId':'pa','create':{'x':{'subject':'S','participantIds':['pd'],'dossierId':'%s'}}},'0'],"
                                               "['Dossier/set',{'accountId':'pa','update':{'%s':{'inActiveList':false}}},'1'],"
                                               "['Conversation/set',{'accountId':'pa','create':{'x':{'subject':'S','participantIds':['pb'],'dossierId':'%s'}}},'2']",
                                  id, id, id);
  assert_text (refused, "0/1/notCreated/x/properties/0", "participantIds");
  assert_text (refused, "2/1/notCreated/x/properties/0", "dossierId");
}

static void
test_a_scope_covers_what_it_says (SpicoJmapWorld *world,
                                  gconstpointer   data)
{
  g_autofree char *dossier = spico_jmap_world_open_dossier (world, "pd", "fs");
  g_autoptr (SpicoAnswer) discussions = NULL;
  g_autoptr (SpicoAnswer) dossiers = NULL;

  spico_jmap_world_delegate (world, "fs", "pa", "discussions");
  spico_jmap_world_delegate (world, "fs", "pb", "dossiers");
  discussions = spico_jmap_world_ask (world, "pa", "['Dossier/get',{'accountId':'fs','ids':['%s']},'0'],['Message/query',{'accountId':'fs'},'1'],"
                                                   "['Conversation/set',{'accountId':'fs','create':{'x':{'subject':'S','participantIds':['pb'],'dossierId':'%s'}}},'2']",
                                      dossier, dossier);
  dossiers = spico_jmap_world_ask (world, "pb", "['Dossier/get',{'accountId':'fs','ids':['%s']},'0'],['Message/query',{'accountId':'fs'},'1'],['Favourite/set',{'accountId':'fs'},'2']", dossier);

  assert_text (discussions, "0/1/type", "accountNotSupportedByMethod");
  assert_text (discussions, "1/0", "Message/query");
  assert_text (discussions, "2/1/notCreated/x/properties/0", "dossierId");
  assert_text (dossiers, "0/1/list/0/id", dossier);
  assert_text (dossiers, "1/1/type", "accountNotSupportedByMethod");
  assert_text (dossiers, "2/1/type", "accountNotSupportedByMethod");
}

static void
test_markers_only_rise (SpicoJmapWorld *world,
                        gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) answer = NULL;

  g_free (spico_jmap_world_say (world, "pb", "pb", id, "Bonjour"));
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['ReadMarker/set',{'accountId':'pa','update':{'%s_pa_pa':{'readUpTo':1}}},'0']", id));
  for (guint i = 0; i < 2; i++)
    g_free (spico_jmap_world_say (world, "pa", "pa", id, "Bonjour"));

  answer = spico_jmap_world_ask (world, "pb",
                                 "['ReadMarker/get',{'accountId':'pb','ids':['%s_pb_pb','%s_pa_pa','%s_pb_pa']},'0'],"
                                 "['ReadMarker/set',{'accountId':'pb','update':{'%s_pb_pb':{'readUpTo':2}}},'1'],"
                                 "['ReadMarker/set',{'accountId':'pb','update':{'%s_pb_pb':{'readUpTo':1}}},'2'],"
                                 "['ReadMarker/set',{'accountId':'pb','update':{'%s_pb_pb':{'readUpTo':4}}},'3'],"
                                 "['ReadMarker/set',{'accountId':'pb','update':{'%s_pa_pa':{'readUpTo':3}}},'4'],"
                                 "['ReadMarker/set',{'accountId':'pb','update':{'%s_pb_pb':{'isMarkedUnread':true}}},'5'],"
                                 "['Conversation/query',{'accountId':'pb','filter':{'isUnread':true}},'6']",
                                 id, id, id, id, id, id, id, id);
  assert_number (answer, "0/1/list/0/readUpTo", 1);
  assert_number (answer, "0/1/list/1/readUpTo", 1);
  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/notFound"), ==, 1);
  {
    g_autofree char *risen = g_strconcat ("1/1/updated/", id, "_pb_pb/readUpTo", NULL);
    g_autofree char *kept = g_strconcat ("2/1/updated/", id, "_pb_pb/readUpTo", NULL);
    g_autofree char *too_far = g_strconcat ("3/1/notUpdated/", id, "_pb_pb/properties/0", NULL);
    g_autofree char *foreign = g_strconcat ("4/1/notUpdated/", id, "_pa_pa/type", NULL);
    g_autofree char *marked = g_strconcat ("5/1/updated/", id, "_pb_pb/isMarkedUnread", NULL);

    assert_number (answer, risen, 2);
    assert_number (answer, kept, 2);
    assert_text (answer, too_far, "readUpTo");
    assert_text (answer, foreign, "forbidden");
    assert_number (answer, marked, 1);
  }
  assert_text (answer, "6/1/ids/0", id);
  g_clear_pointer (&answer, yyjson_doc_free);

  answer = spico_jmap_world_ask (world, "pa", "['ReadMarker/get',{'accountId':'pa','ids':['%s_pb_pb']},'0']", id);
  assert_number (answer, "0/1/list/0/isMarkedUnread", 0);
  assert_number (answer, "0/1/list/0/readUpTo", 2);
  g_clear_pointer (&answer, yyjson_doc_free);

  answer = spico_jmap_world_ask (world, "pb", "['ReadMarker/set',{'accountId':'pb','update':{'%s_pb_pb':{'readUpTo':3}}},'0'],['ReadMarker/get',{'accountId':'pb','ids':['%s_pb_pb']},'1']", id, id);
  assert_number (answer, "1/1/list/0/isMarkedUnread", 0);
  assert_number (answer, "1/1/list/0/readUpTo", 3);
}

/* Twenty holders are told of each other's markers; more are not. */
static void
assert_markers_are_told (SpicoJmapWorld *world,
                         guint           n_holders,
                         gboolean        expected)
{
  g_autoptr (GString) participants = g_string_new ("'pb'");
  g_autofree char *id = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;

  for (guint i = 2; i < n_holders; i++)
    {
      g_autofree char *principal = g_strdup_printf ("q%ux%u", n_holders, i);

      spico_jmap_world_add_principal (world, principal, "person", "Q", TRUE);
      g_string_append_printf (participants, ",'%s'", principal);
    }
  id = spico_jmap_world_converse (world, "pa", "pa", participants->str);
  g_free (spico_jmap_world_say (world, "pa", "pa", id, "Bonjour"));
  answer = spico_jmap_world_ask (world, "pb", "['ReadMarker/set',{'accountId':'pb','update':{'%s_pb_pb':{'readUpTo':1}}},'0'],['ReadMarker/query',{'accountId':'pb'},'1']", id);

  g_assert_true (spico_jmap_world_told (world, "pb", "ReadMarker"));
  g_assert_cmpint (spico_jmap_world_told (world, "pa", "ReadMarker"), ==, expected);
  assert_number (answer, "1/1/canCalculateChanges", expected);
}

static void
test_markers_are_told_up_to_twenty_holders (SpicoJmapWorld *world,
                                            gconstpointer   data)
{
  assert_markers_are_told (world, 20, TRUE);
  assert_markers_are_told (world, 21, FALSE);
}

static void
test_what_an_account_keeps_is_its_own (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) set = spico_jmap_world_ask (world, "pa", "['Conversation/set',{'accountId':'pa','update':{'%s':{'isPinned':true,'isMuted':true}}},'0']", id);
  g_autoptr (SpicoAnswer) pb = NULL;
  g_autoptr (SpicoAnswer) pa = NULL;

  g_assert_true (spico_jmap_world_told (world, "pa", "Conversation"));
  g_assert_false (spico_jmap_world_told (world, "pb", "Conversation"));
  pa = spico_jmap_world_ask (world, "pa", "['Conversation/get',{'accountId':'pa','ids':['%s']},'0'],['Conversation/query',{'accountId':'pa','filter':{'isHandled':true}},'1']", id);
  pb = spico_jmap_world_ask (world, "pb", "['Conversation/get',{'accountId':'pb','ids':['%s']},'0']", id);
  assert_number (pa, "0/1/list/0/isPinned", 1);
  assert_number (pa, "0/1/list/0/isMuted", 1);
  g_assert_cmpuint (spico_jmap_world_size (pa, "1/1/ids"), ==, 0);
  assert_number (pb, "0/1/list/0/isPinned", 0);
}

static void
test_one_favourite_a_principal (SpicoJmapWorld *world,
                                gconstpointer   data)
{
  g_autoptr (SpicoAnswer) first = spico_jmap_world_ask (world, "pa", "['Favourite/set',{'accountId':'pa','create':{'x':{'principalId':'pb'}}},'0']");
  g_autoptr (SpicoAnswer) second = spico_jmap_world_ask (world, "pa", "['Favourite/set',{'accountId':'pa','create':{'x':{'principalId':'pb'},'y':{'principalId':'nobody'}}},'0']");

  assert_text (second, "0/1/notCreated/x/type", "alreadyExists");
  assert_text (second, "0/1/notCreated/x/existingId", spico_jmap_world_text (first, "0/1/created/x/id"));
  assert_text (second, "0/1/notCreated/y/properties/0", "principalId");
}

static void
test_a_register_load_is_one_step (SpicoJmapWorld *world,
                                  gconstpointer   data)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (world->now_us);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoAnswer) before = NULL;
  g_autoptr (SpicoAnswer) after = NULL;

  spico_journal_add (journal, "region", "Principal", "pn", SPICO_JOURNAL_UPDATED);
  g_assert_true (spico_journal_write (journal, world->connection, NULL, &error));
  before = spico_jmap_world_ask (world, "pa", "['Principal/changes',{'accountId':'region','sinceState':'0'},'0'],['Principal/query',{'accountId':'region'},'1']");
  assert_text (before, "0/1/updated/0", "pn");
  assert_text (before, "0/1/newState", "1");

  g_assert_true (spico_journal_restart (world->connection, "region", "Principal", NULL, &error));
  after = spico_jmap_world_ask (world, "pa", "['Principal/changes',{'accountId':'region','sinceState':'1'},'0'],['Principal/changes',{'accountId':'region','sinceState':'2'},'1'],"
                                             "['Principal/queryChanges',{'accountId':'region','sinceQueryState':'1'},'2']");
  assert_text (after, "0/1/type", "cannotCalculateChanges");
  assert_text (after, "1/1/newState", "2");
  assert_text (after, "2/1/type", "cannotCalculateChanges");
}

/* More holders than one statement writes at once: each is told, once. */
static void
test_a_large_conversation_tells_everyone (SpicoJmapWorld *world,
                                          gconstpointer   data)
{
  g_autoptr (GString) participants = g_string_new ("'pb'");
  g_autofree char *id = NULL;
  g_autofree char *message = NULL;

  for (guint i = 0; i < 99; i++)
    {
      g_autofree char *principal = g_strdup_printf ("q%u", i);

      spico_jmap_world_add_principal (world, principal, "person", "Q", TRUE);
      g_string_append_printf (participants, ",'%s'", principal);
    }
  id = spico_jmap_world_converse (world, "pa", "pa", participants->str);
  message = spico_jmap_world_say (world, "pa", "pa", id, "Bonjour");

  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM change WHERE type = 'Message' AND object_id = $1 AND modseq = 1 AND created_modseq = 1 AND destroyed = 0",
                          SPICO_SQL_VALUES (SPICO_SQL_TEXT (message))),
                   ==, 101);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM state WHERE type = 'Message' AND modseq = 1", NULL), ==, 101);
  for (guint i = 0; i < 99; i++)
    {
      g_autofree char *principal = g_strdup_printf ("q%u", i);

      g_assert_true (spico_jmap_world_told (world, principal, "Message"));
    }
}

static void
test_the_trace_has_no_text (SpicoJmapWorld *world,
                            gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", id, "confidentiel");

  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit", NULL), ==, 2);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'message.create' AND type = 'Message' AND object_id = $1 AND session_id = 'session' AND at = $2 AND rule = 'self/participant'",
                          SPICO_SQL_VALUES (SPICO_SQL_TEXT (message), SPICO_SQL_INT (world->now_us))),
                   ==, 1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action LIKE '%confidentiel%' OR object_id LIKE '%confidentiel%' OR rule LIKE '%confidentiel%'", NULL), ==, 0);
}

#define ADD(name, function) g_test_add ("/rules/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("the-schema-matches-the-descriptors", test_the_schema_matches_the_descriptors);
  ADD ("F010-people-are-found-by-words", test_people_are_found_by_words);
  ADD ("F010-a-card-says-what-the-registers-say", test_a_card_says_what_the_registers_say);
  ADD ("F013-the-card-of-a-structure-leads-to-what-is-around-it", test_the_card_of_a_structure_leads_to_what_is_around_it);
  ADD ("F010-a-card-is-bounded", test_a_card_is_bounded);
  ADD ("B016-an-absence-is-declared-by-the-account", test_an_absence_is_declared_by_the_account);
  ADD ("B016-an-absence-has-days-that-can-be", test_an_absence_has_days_that_can_be);
  ADD ("F015-who-is-inactive-is-notified-once-a-day", test_who_is_inactive_is_notified_once_a_day);
  ADD ("F073-who-has-no-account-is-told-of-a-conversation", test_who_has_no_account_is_told_of_a_conversation);
  ADD ("F015-what-is-old-is-forgotten", test_what_is_old_is_forgotten);
  ADD ("F015-notifications-are-claimed-and-settled", test_notifications_are_claimed_and_settled);
  ADD ("F014-presence-follows-its-precedence", test_presence_follows_its_precedence);
  ADD ("F064-a-conversation-is-its-participants", test_a_conversation_is_its_participants);
  ADD ("F064-messages-are-numbered", test_messages_are_numbered);
  ADD ("B004-each-delegate-keeps-their-own-unread", test_each_delegate_keeps_their_own_unread);
  ADD ("F022-a-delegate-signs-for-both", test_a_delegate_signs_for_both);
  ADD ("F030-an-ended-delegation-opens-nothing", test_an_ended_delegation_opens_nothing);
  ADD ("F073-who-has-no-account-is-waited-for", test_who_has_no_account_is_waited_for);
  ADD ("what-is-not-ones-own-does-not-exist", test_what_is_not_ones_own_does_not_exist);
  ADD ("F081-a-dossier-opens-to-the-habilitated", test_a_dossier_opens_to_the_habilitated);
  ADD ("F024-a-scope-covers-what-it-says", test_a_scope_covers_what_it_says);
  ADD ("B004-markers-only-rise", test_markers_only_rise);
  ADD ("B004-markers-are-told-up-to-twenty-holders", test_markers_are_told_up_to_twenty_holders);
  ADD ("B004-what-an-account-keeps-is-its-own", test_what_an_account_keeps_is_its_own);
  ADD ("F016-one-favourite-a-principal", test_one_favourite_a_principal);
  ADD ("B008-a-register-load-is-one-step", test_a_register_load_is_one_step);
  ADD ("F064-a-large-conversation-tells-everyone", test_a_large_conversation_tells_everyone);
  ADD ("X001-the-trace-has-no-text", test_the_trace_has_no_text);

  return g_test_run ();
}
