/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small region that every request finds as the one before it found it. */
#include "spico-fuzz-world.h"

#include "spico-journal.h"

/* Ids that an input can name. */
#define CONVERSATION "01890a5d-ac96-774b-bcce-b302099a8057"
#define MESSAGE "01890a5d-ac96-774b-bcce-b302099a8058"
#define DOSSIER "01890a5d-ac96-774b-bcce-b302099a8059"
#define FAVOURITE "01890a5d-ac96-774b-bcce-b302099a805a"

static SpicoJmapWorld world;

static void
fill (void)
{
  yyjson_doc *answer;

  spico_jmap_world_set_up (&world, NULL);
  answer = spico_jmap_world_ask (&world, "pa",
                                 "['Dossier/set',{'accountId':'pa','create':{'d':{'clientId':'" DOSSIER "','birthName':'LAPRUNE','firstNames':'ALBA',"
                                 "'birthDate':'1938-03-12','sex':'female'}}},'0'],"
                                 "['Conversation/set',{'accountId':'pa','create':{'c':{'clientId':'" CONVERSATION "','subject':'Retour à domicile',"
                                 "'participantIds':['pb','fs'],'dossierId':'" DOSSIER "'}}},'1'],"
                                 "['Message/set',{'accountId':'pa','create':{'m':{'clientId':'" MESSAGE "','conversationId':'" CONVERSATION "',"
                                 "'text':'Bonjour'}}},'2'],"
                                 "['Favourite/set',{'accountId':'pa','create':{'f':{'clientId':'" FAVOURITE "','principalId':'pb'}}},'3']");
  g_assert_cmpstr (spico_jmap_world_text (answer, "2/1/created/m/id"), ==, MESSAGE);
  g_assert_cmpstr (spico_jmap_world_text (answer, "3/1/created/f/id"), ==, FAVOURITE);
  yyjson_doc_free (answer);
}

/* The region, made once. */
SpicoJmapWorld *
spico_fuzz_world (void)
{
  if (world.connection == NULL)
    fill ();

  return &world;
}

static void
check_json (GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  yyjson_doc *document = yyjson_read (text, length, 0);

  g_assert_nonnull (document);
  g_assert_true (yyjson_is_obj (yyjson_doc_get_root (document)));
  yyjson_doc_free (document);
}

static void
run (SpicoJmapRequest *request)
{
  SpicoSqlTransaction mode = spico_jmap_request_writes (request) ? SPICO_SQL_TRANSACTION_WRITE : SPICO_SQL_TRANSACTION_READ;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  SpicoActor actor = { (char *) "pa", (char *) "session" };

  spico_sql_connection_begin (world.connection, mode, &error);
  g_assert_no_error (error);
  answer = spico_jmap_request_run (request, world.connection, &actor, world.now_us, changes, &error);
  /* Nothing that a client sends is an error of the server. */
  g_assert_no_error (error);
  check_json (answer);
  spico_sql_connection_rollback (world.connection);
}

/* Runs a request as the server would, except that it leaves nothing behind. */
void
spico_fuzz_world_ask (GString *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body->str, body->len);
  g_autoptr (GBytes) problem = NULL;
  g_autoptr (SpicoJmapRequest) request = NULL;

  spico_fuzz_world ();
  request = spico_jmap_request_parse (bytes, &spico_jmap_default_limits, &problem);
  g_assert_true ((request == NULL) == (problem != NULL));
  if (request != NULL)
    run (request);
  else
    check_json (problem);
}
