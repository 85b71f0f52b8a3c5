/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who sees whom around a patient: docs/protocol.md, DossierCircle. */
#include "spico-jmap-world.h"

#include "spico-operator.h"

#define assert_number(answer, pointer, expected) g_assert_cmpint (spico_jmap_world_number (answer, pointer), ==, expected)

static gint64
count_reads (SpicoJmapWorld *world,
             const char     *dossier_id)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  spico_sql_query_int64 (world->connection, "SELECT COUNT(*) FROM audit WHERE action = 'circle.read' AND type = 'DossierCircle' AND person_id = 'pa' AND object_id = $1",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (dossier_id)), -1, &number, &error);
  g_assert_no_error (error);
  return number;
}

static void
add_member (SpicoJmapWorld *world,
            const char     *dossier_id,
            const char     *account_id,
            gboolean        habilitation,
            gboolean        refusal,
            const char     *role)
{
  spico_jmap_world_sql (world,
                        "INSERT INTO dossier_member (dossier_id, account_id, habilitation, refusal, role, in_active_list, added_at, added_by_account_id, added_by_person_id)"
                        " VALUES ($1, $2, $3, $4, $5, 1, $6, 'pa', 'pa')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (dossier_id), SPICO_SQL_TEXT (account_id), SPICO_SQL_BOOLEAN (habilitation), SPICO_SQL_BOOLEAN (refusal), SPICO_SQL_TEXT (role),
                                          SPICO_SQL_INT (++world->now_us)));
}

/* Who may see the dossier sees who is around the patient; nobody else does, not even those who stand in the circle, or talk about the patient. */
static void
test_a_circle_is_seen_with_its_dossier (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autoptr (SpicoAnswer) seen = NULL;
  g_autoptr (SpicoAnswer) delegate = NULL;
  static const char *const others[] = { "pb", "pc", "pn" };

  add_member (world, id, "fs", TRUE, FALSE, "");
  add_member (world, id, "pc", FALSE, FALSE, "Médecin traitant");
  add_member (world, id, "pn", TRUE, TRUE, "");
  yyjson_doc_free (spico_jmap_world_ask (world, "pa", "['Conversation/set',{'accountId':'pa','create':{'x':{'subject':'S','participantIds':['pb'],'dossierId':'%s'}}},'0']", id));

  seen = spico_jmap_world_ask (world, "pa", "['DossierCircle/get',{'accountId':'pa','ids':['%s','nothing']},'0'],['Dossier/get',{'accountId':'pa','ids':[]},'1'],"
                                            "['DossierCircle/get',{'accountId':'pa','ids':null,'properties':['id']},'2'],['DossierCircle/query',{'accountId':'pa'},'3']", id);
  g_assert_cmpuint (spico_jmap_world_size (seen, "0/1/list/0/members"), ==, 4);
  assert_text (seen, "0/1/list/0/members/0/principalId", "pa");
  assert_number (seen, "0/1/list/0/members/0/habilitation", 1);
  assert_text (seen, "0/1/list/0/members/2/principalId", "pc");
  assert_text (seen, "0/1/list/0/members/2/role", "Médecin traitant");
  assert_number (seen, "0/1/list/0/members/2/habilitation", 0);
  assert_text (seen, "0/1/list/0/members/3/principalId", "pn");
  assert_number (seen, "0/1/list/0/members/3/habilitation", 0);
  assert_number (seen, "0/1/list/0/members/3/refusal", 1);
  assert_text (seen, "0/1/notFound/0", "nothing");
  assert_text (seen, "0/1/state", spico_jmap_world_text (seen, "1/1/state"));
  assert_text (seen, "2/1/list/0/id", id);
  g_assert_false (spico_jmap_world_has (seen, "2/1/list/0/members"));
  assert_text (seen, "3/1/type", "unknownMethod");
  g_assert_cmpint (count_reads (world, id), ==, 2);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (SpicoAnswer) hidden = spico_jmap_world_ask (world, others[i], "['DossierCircle/get',{'accountId':'%s','ids':['%s']},'0'],['DossierCircle/get',{'accountId':'%s','ids':null},'1']",
                                                             others[i], id, others[i]);

      g_assert_cmpuint (spico_jmap_world_size (hidden, "0/1/list"), ==, 0);
      assert_text (hidden, "0/1/notFound/0", id);
      g_assert_cmpuint (spico_jmap_world_size (hidden, "1/1/list"), ==, 0);
    }

  /* A delegate sees it for the structure, unless the patient refuses them. */
  delegate = spico_jmap_world_ask (world, "pd", "['DossierCircle/get',{'accountId':'fs','ids':['%s']},'0'],['DossierCircle/get',{'accountId':'pd','ids':['%s']},'1'],['DossierCircle/get',{'accountId':'pa','ids':['%s']},'2']",
                                   id, id, id);
  g_assert_cmpuint (spico_jmap_world_size (delegate, "0/1/list/0/members"), ==, 4);
  assert_text (delegate, "1/1/notFound/0", id);
  assert_text (delegate, "2/1/type", "accountNotFound");
  g_clear_pointer (&delegate, yyjson_doc_free);
  add_member (world, id, "pd", FALSE, TRUE, "");
  delegate = spico_jmap_world_ask (world, "pd", "['DossierCircle/get',{'accountId':'fs','ids':['%s']},'0']", id);
  assert_text (delegate, "0/1/notFound/0", id);
}

/* Who sees a circle hears that it is another; who does not, hears nothing. */
static void
test_a_circle_tells_of_who_comes (SpicoJmapWorld *world,
                                  gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_open_dossier (world, "pa", "pa");
  g_autofree char *state = NULL;
  g_autoptr (SpicoAnswer) before = NULL;
  g_autoptr (SpicoAnswer) after = NULL;
  g_autoptr (SpicoAnswer) other = NULL;
  g_autoptr (GError) error = NULL;

  add_member (world, id, "pc", FALSE, FALSE, "");
  before = spico_jmap_world_ask (world, "pa", "['DossierCircle/get',{'accountId':'pa','ids':[]},'0']");
  state = g_strdup (spico_jmap_world_text (before, "0/1/state"));

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
  g_assert_true (spico_operator_add_member (world->connection, id, "pb", "pa", FALSE, FALSE, "Voisine", world->now_us, &error));
  g_assert_true (spico_sql_connection_commit (world->connection, &error));
  g_assert_no_error (error);

  after = spico_jmap_world_ask (world, "pa", "['Dossier/changes',{'accountId':'pa','sinceState':'%s'},'0'],['DossierCircle/get',{'accountId':'pa','ids':['%s']},'1']", state, id);
  assert_text (after, "0/1/updated/0", id);
  assert_text (after, "1/1/list/0/members/2/role", "Voisine");
  other = spico_jmap_world_ask (world, "pc", "['Dossier/changes',{'accountId':'pc','sinceState':'0'},'0']");
  g_assert_cmpuint (spico_jmap_world_size (other, "0/1/updated"), ==, 0);
  g_assert_cmpuint (spico_jmap_world_size (other, "0/1/created"), ==, 0);
}

#define ADD(name, function) g_test_add ("/circles/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("F064-a-circle-is-seen-with-its-dossier", test_a_circle_is_seen_with_its_dossier);
  ADD ("F017-a-circle-tells-of-who-comes", test_a_circle_tells_of_who_comes);

  return g_test_run ();
}
