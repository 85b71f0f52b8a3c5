/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The protocol itself: RFC 8620. */
#include "spico-jmap-world.h"

#include <string.h>

#define UUID_1 "01890000-0000-7000-8000-000000000001"
#define UUID_2 "01890000-0000-7000-8000-000000000002"

#define assert_number(answer, pointer, expected) g_assert_cmpint (spico_jmap_world_number (answer, pointer), ==, expected)

static char *
fill (gsize length,
      char  c)
{
  char *text = g_malloc (length + 1);

  memset (text, c, length);
  text[length] = '\0';
  return text;
}

static void
assert_problem (const char *body,
                const char *type,
                gint64      status)
{
  g_autoptr (SpicoAnswer) problem = spico_jmap_world_problem (body);
  g_autofree char *urn = g_strconcat ("urn:ietf:params:jmap:error:", type, NULL);

  assert_text (problem, "/type", urn);
  assert_number (problem, "/status", status);
}

static void
test_bad_requests_are_refused (void)
{
  g_autofree char *deep = fill (1000, '[');
  g_autofree char *large = fill (1000001, ' ');
  g_autoptr (GString) many = g_string_new ("{\"using\":[\"urn:ietf:params:jmap:core\"],\"methodCalls\":[[\"Core/echo\",{},\"0\"]");

  assert_problem ("", "notJSON", 400);
  assert_problem ("{", "notJSON", 400);
  assert_problem ("{\"using\":[\"\xff\"],\"methodCalls\":[]}", "notJSON", 400);
  assert_problem ("{\"using\":[],\"using\":[],\"methodCalls\":[]}", "notJSON", 400);
  assert_problem ("{\"using\":[],\"methodCalls\":[[\"Core/echo\",{\"a\":[{\"b\":1,\"b\":2}]},\"0\"]]}", "notJSON", 400);
  assert_problem (deep, "notJSON", 400);
  assert_problem ("[]", "notRequest", 400);
  assert_problem ("{\"using\":[],\"methodCalls\":{}}", "notRequest", 400);
  assert_problem ("{\"using\":[3],\"methodCalls\":[]}", "notRequest", 400);
  assert_problem ("{\"using\":[],\"methodCalls\":[[\"Core/echo\",{}]]}", "notRequest", 400);
  assert_problem ("{\"using\":[],\"methodCalls\":[[\"Core/echo\",[],\"0\"]]}", "notRequest", 400);
  assert_problem ("{\"using\":[],\"methodCalls\":[],\"createdIds\":{\"a\":3}}", "notRequest", 400);
  assert_problem ("{\"using\":[\"urn:else\"],\"methodCalls\":[]}", "unknownCapability", 400);
  assert_problem (large, "limit", 413);

  for (guint i = 0; i < 32; i++)
    g_string_append_printf (many, ",[\"Core/echo\",{},\"%u\"]", i);
  g_string_append_printf (many, "]}");
  assert_problem (many->str, "limit", 400);
}

static void
test_echo_answers_what_was_sent (SpicoJmapWorld *world,
                                 gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['Core/echo',{'a':[1,'é',null]},'c0']");

  assert_text (answer, "0/0", "Core/echo");
  assert_text (answer, "0/1/a/1", "é");
  assert_text (answer, "0/2", "c0");
  g_assert_nonnull (spico_jmap_world_text (answer, "/sessionState"));
  g_assert_false (spico_jmap_world_has (answer, "/createdIds"));
}

static void
test_methods_fail_alone (SpicoJmapWorld *world,
                         gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                         "['Nothing/get',{},'0'],['Message/get',{'accountId':'pa','ids':[]},'1'],"
                                                         "['Message/get',{'accountId':'pb','ids':[]},'2'],['Message/get',{'accountId':'nobody','ids':[]},'3'],"
                                                         "['Message/get',{'accountId':'region','ids':[]},'4'],['Principal/get',{'accountId':'pa','ids':[]},'5'],"
                                                         "['Message/get',{'ids':[]},'6'],['Message/get',{'accountId':'pa','ids':3},'7'],"
                                                         "['Message/get',{'accountId':'pa','properties':['nothing']},'8'],"
                                                         "['Message/get',{'accountId':'pa','else':1},'9'],['Principal/set',{'accountId':'region','create':{}},'10']");
  static const char *const types[] = {
    "unknownMethod", NULL, "accountNotFound", "accountNotFound", "accountNotSupportedByMethod", "accountNotSupportedByMethod",
    "invalidArguments", "invalidArguments", "invalidArguments", "invalidArguments", "accountReadOnly",
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u/0", i);
      g_autofree char *type = g_strdup_printf ("%u/1/type", i);

      assert_text (answer, name, types[i] != NULL ? "error" : "Message/get");
      assert_text (answer, type, types[i]);
    }
}

static void
test_methods_need_their_capability (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  const char *body = "{\"using\":[\"urn:ietf:params:jmap:core\"],\"methodCalls\":[[\"Message/get\",{\"accountId\":\"pa\",\"ids\":[]},\"0\"]]}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  g_autoptr (GBytes) problem = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoJmapRequest) request = spico_jmap_request_parse (bytes, &spico_jmap_default_limits, &problem);
  SpicoActor actor = { (char *) "pa", (char *) "session" };

  spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_READ, &error);
  answer = spico_jmap_request_run (request, world->connection, &actor, world->now_us, world->changes, &error);
  g_assert_no_error (error);
  spico_sql_connection_rollback (world->connection);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer), "unknownMethod"));
}

static void
test_result_references_are_followed (SpicoJmapWorld *world,
                                     gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                         "['Conversation/query',{'accountId':'pa'},'0'],"
                                                         "['Conversation/get',{'accountId':'pa','#ids':{'resultOf':'0','name':'Conversation/query','path':'/ids'}},'1'],"
                                                         "['Principal/get',{'accountId':'region','properties':['name'],"
                                                         "'#ids':{'resultOf':'1','name':'Conversation/get','path':'/list/*/participantIds'}},'2'],"
                                                         "['Principal/get',{'accountId':'region','#ids':{'resultOf':'1','name':'Conversation/get','path':'/nothing'}},'3'],"
                                                         "['Principal/get',{'accountId':'region','#ids':{'resultOf':'9','name':'Conversation/get','path':'/list'}},'4'],"
                                                         "['Principal/get',{'accountId':'region','ids':[],'#ids':{'resultOf':'1','name':'Conversation/get','path':'/list'}},'5']");

  assert_text (answer, "1/1/list/0/id", conversation);
  assert_text (answer, "2/1/list/0/name", "Mme Anne Ablon");
  assert_text (answer, "2/1/list/1/name", "M. Bruno Bély");
  assert_text (answer, "3/1/type", "invalidResultReference");
  assert_text (answer, "4/1/type", "invalidResultReference");
  assert_text (answer, "5/1/type", "invalidArguments");
}

/* A query may read what the /get behind it asks for, one statement for both: nobody must see the difference. */
static void
test_a_get_behind_its_query_answers_the_same (SpicoJmapWorld *world,
                                              gconstpointer   data)
{
  static const char *const types[] = { "Conversation", "Message" };
  static const char *const properties[] = { "", ",'properties':['text','seq']", ",'properties':['subject','participantIds','unreadCount']", ",'properties':['nothing']" };
  g_autofree char *first = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *second = spico_jmap_world_converse (world, "pa", "pa", "'pb','pc'");
  g_autofree char *one = spico_jmap_world_say (world, "pa", "pa", first, "Un.");
  g_autofree char *two = spico_jmap_world_say (world, "pb", "pb", first, "Deux.");

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (properties); j++)
        {
          const char *type = types[i];
          g_autofree char *reference = g_strdup_printf ("'#ids':{'resultOf':'q','name':'%s/query','path':'/ids'}", type);
          g_autofree char *behind = g_strdup_printf ("['%s/query',{'accountId':'pa','limit':50},'q'],['%s/get',{'accountId':'pa',%s%s},'g']", type, type, reference, properties[j]);
          g_autofree char *apart = g_strdup_printf ("['%s/query',{'accountId':'pa','limit':50},'q'],['Core/echo',{},'e'],['%s/get',{'accountId':'pa',%s%s},'g']", type, type, reference, properties[j]);
          g_autofree char *twice = g_strdup_printf ("%s,['%s/get',{'accountId':'pa',%s%s},'h']", behind, type, reference, properties[j]);
          g_autoptr (SpicoAnswer) together = spico_jmap_world_ask (world, "pa", "%s", behind);
          g_autoptr (SpicoAnswer) separate = spico_jmap_world_ask (world, "pa", "%s", apart);
          g_autoptr (SpicoAnswer) again = spico_jmap_world_ask (world, "pa", "%s", twice);

          g_assert_true (yyjson_equals (spico_jmap_world_value (together, "1/1"), spico_jmap_world_value (separate, "2/1")));
          g_assert_true (yyjson_equals (spico_jmap_world_value (together, "1/1"), spico_jmap_world_value (again, "2/1")));
        }
    }
}

/* What is read ahead is for the same account and the same properties only, and never older than what the request has written. */
static void
test_what_is_read_ahead_is_not_taken_for_something_else (SpicoJmapWorld *world,
                                                         gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autofree char *message = spico_jmap_world_say (world, "pa", "pa", conversation, "Un.");
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                         "['Conversation/query',{'accountId':'pa'},'q'],"
                                                         "['Conversation/set',{'accountId':'pa','update':{'%s':{'isPinned':true}}},'s'],"
                                                         "['Conversation/get',{'accountId':'pa','#ids':{'resultOf':'q','name':'Conversation/query','path':'/ids'}},'g'],"
                                                         "['Message/query',{'accountId':'pa'},'m'],"
                                                         "['Message/get',{'accountId':'pb','#ids':{'resultOf':'m','name':'Message/query','path':'/ids'}},'n']",
                                                         conversation);

  g_assert_true (yyjson_get_bool (spico_jmap_world_value (answer, "2/1/list/0/isPinned")));
  assert_text (answer, "3/1/ids/0", message);
  assert_text (answer, "4/1/type", "accountNotFound");
}

static void
test_references_cannot_grow_without_end (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autoptr (GString) calls = g_string_new ("['Core/echo',{'a':'0123456789'},'0']");
  g_autoptr (SpicoAnswer) answer = NULL;

  for (guint i = 1; i < 32; i++)
    {
      g_string_append_printf (calls, ",['Core/echo',{");
      for (guint j = 0; j < 8; j++)
        g_string_append_printf (calls, "%s'#r%u':{'resultOf':'%u','name':'Core/echo','path':''}", j > 0 ? "," : "", j, i - 1);
      g_string_append_printf (calls, "},'%u']", i);
    }
  answer = spico_jmap_world_ask (world, "pa", "%s", calls->str);
  assert_text (answer, "1/0", "Core/echo");
  assert_text (answer, "10/0", "error");
}

static void
test_creation_ids_hold_across_methods (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                         "['Conversation/set',{'accountId':'pa','create':{'c':{'subject':'S','participantIds':['pb']}}},'0'],"
                                                         "['Message/set',{'accountId':'pa','create':{'m':{'conversationId':'#c','text':'Bonjour'},"
                                                         "'n':{'conversationId':'#nothing','text':'Bonjour'}}},'1'],"
                                                         "['Message/get',{'accountId':'pa','ids':['#m']},'2']");

  g_assert_nonnull (spico_jmap_world_text (answer, "0/1/created/c/id"));
  assert_text (answer, "2/1/list/0/conversationId", spico_jmap_world_text (answer, "0/1/created/c/id"));
  assert_text (answer, "1/1/notCreated/n/type", "invalidProperties");
  assert_text (answer, "1/1/notCreated/n/properties/0", "conversationId");
}

static void
test_created_ids_are_given_back (void)
{
  const char *body = "{\"using\":[],\"methodCalls\":[],\"createdIds\":{\"k\":\"v\"}}";
  SpicoJmapWorld world;
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  g_autoptr (GBytes) problem = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoJmapRequest) request = spico_jmap_request_parse (bytes, &spico_jmap_default_limits, &problem);
  SpicoActor actor = { (char *) "pa", (char *) "session" };

  spico_jmap_world_set_up (&world, NULL);
  g_assert_false (spico_jmap_request_writes (request));
  answer = spico_jmap_request_run (request, world.connection, &actor, world.now_us, world.changes, &error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer), "\"createdIds\":{\"k\":\"v\"}"));
  spico_jmap_world_tear_down (&world, NULL);
}

static void
assert_not_created (SpicoJmapWorld *world,
                    const char     *method,
                    const char     *object,
                    const char     *type,
                    const char     *property)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['%s',{'accountId':'pa','create':{'x':%s}},'0']", method, object);

  assert_text (answer, "0/1/notCreated/x/type", type);
  if (property != NULL)
    g_assert_true (spico_jmap_world_lists (answer, "0/1/notCreated/x/properties", property));
  g_assert_cmpuint (world->changes->len, ==, 0);
  assert_text (answer, "0/1/oldState", spico_jmap_world_text (answer, "0/1/newState"));
}

static void
test_wrong_properties_change_nothing (SpicoJmapWorld *world,
                                      gconstpointer   data)
{
  g_autofree char *subject = fill (201, 'a');
  g_autofree char *long_subject = g_strdup_printf ("{'subject':'%s','participantIds':['pb']}", subject);

  assert_not_created (world, "Conversation/set", "{'subject':'S','participantIds':['pb'],'colour':'red'}", "invalidProperties", "colour");
  assert_not_created (world, "Conversation/set", long_subject, "invalidProperties", "subject");
  assert_not_created (world, "Conversation/set", "{'participantIds':['pb']}", "invalidProperties", "subject");
  assert_not_created (world, "Conversation/set", "{'subject':'  ','participantIds':['pb']}", "invalidProperties", "subject");
  assert_not_created (world, "Conversation/set", "{'subject':3,'participantIds':['pb']}", "invalidProperties", "subject");
  assert_not_created (world, "Conversation/set", "{'subject':'a\\u0000b','participantIds':['pb']}", "invalidProperties", "subject");
  assert_not_created (world, "Conversation/set", "{'subject':'S','participantIds':['pb','pb']}", "invalidProperties", "participantIds");
  assert_not_created (world, "Conversation/set", "{'subject':'S','participantIds':['nobody']}", "invalidProperties", "participantIds");
  assert_not_created (world, "Conversation/set", "{'subject':'S','participantIds':[]}", "invalidProperties", "participantIds");
  assert_not_created (world, "Conversation/set", "{'subject':'S','participantIds':['pa']}", "invalidProperties", "participantIds");
  assert_not_created (world, "Conversation/set", "{'subject':'S','participantIds':['pb'],'isPinned':'yes'}", "invalidProperties", "isPinned");
  assert_not_created (world, "Conversation/set", "{'subject':'S','participantIds':['pb'],'creatorPersonId':'pb'}", "invalidProperties", "creatorPersonId");
  assert_not_created (world, "Conversation/set", "{'subject':'S','participantIds':['pb'],'clientId':'x'}", "invalidProperties", "clientId");
  assert_not_created (world, "Conversation/set", "{'subject':'S','participantIds':['pb'],'dossierId':'d'}", "invalidProperties", "dossierId");
  assert_not_created (world, "Dossier/set", "{'birthName':'A','firstNames':'B','birthDate':'1938-13-01','sex':'female'}", "invalidProperties", "birthDate");
  assert_not_created (world, "Dossier/set", "{'birthName':'A','firstNames':'B','birthDate':'1938-00-00','sex':'other'}", "invalidProperties", "sex");
  assert_not_created (world, "Message/set", "{'conversationId':'c','text':'T'}", "invalidProperties", "conversationId");
  assert_not_created (world, "Message/set", "{'conversationId':'c','text':'T','composedAt':'hier'}", "invalidProperties", "composedAt");
  assert_not_created (world, "ReadMarker/set", "{'readUpTo':3}", "forbidden", NULL);
  assert_not_created (world, "Conversation/set", "3", "invalidProperties", NULL);
}

static void
test_too_many_objects_are_refused (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  g_autoptr (GString) ids = g_string_new ("'a'");
  g_autoptr (SpicoAnswer) answer = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (ids, ",'i%u'", i);
  answer = spico_jmap_world_ask (world, "pa", "['Message/get',{'accountId':'pa','ids':[%s]},'0'],['Favourite/set',{'accountId':'pa','destroy':[%s]},'1']",
                                 ids->str, ids->str);
  assert_text (answer, "0/1/type", "requestTooLarge");
  assert_text (answer, "1/1/type", "requestTooLarge");
}

static void
test_a_stale_state_is_refused (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  g_autoptr (SpicoAnswer) first = spico_jmap_world_ask (world, "pa", "['Favourite/set',{'accountId':'pa','ifInState':'0','create':{'x':{'principalId':'pb'}}},'0']");
  g_autoptr (SpicoAnswer) second = spico_jmap_world_ask (world, "pa", "['Favourite/set',{'accountId':'pa','ifInState':'0','create':{'x':{'principalId':'pc'}}},'0']");
  g_autoptr (SpicoAnswer) third = spico_jmap_world_ask (world, "pa", "['Favourite/get',{'accountId':'pa','ids':null},'0']");

  assert_text (first, "0/1/oldState", "0");
  assert_text (first, "0/1/newState", "1");
  assert_text (second, "0/1/type", "stateMismatch");
  g_assert_cmpuint (spico_jmap_world_size (third, "0/1/list"), ==, 1);
  assert_text (third, "0/1/state", "1");
}

static void
test_states_are_right_within_a_request (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                         "['Favourite/set',{'accountId':'pa','create':{'x':{'principalId':'pb'},'y':{'principalId':'pc'}}},'0'],"
                                                         "['Favourite/set',{'accountId':'pa','ifInState':'2','create':{'z':{'principalId':'pd'}}},'1'],"
                                                         "['Favourite/changes',{'accountId':'pa','sinceState':'0'},'2'],"
                                                         "['Favourite/set',{'accountId':'pa','destroy':['#x']},'3'],"
                                                         "['Favourite/get',{'accountId':'pa','ids':null},'4']");

  assert_text (answer, "0/1/oldState", "0");
  assert_text (answer, "0/1/newState", "2");
  assert_text (answer, "1/1/oldState", "2");
  assert_text (answer, "1/1/newState", "3");
  assert_text (answer, "2/1/newState", "3");
  g_assert_cmpuint (spico_jmap_world_size (answer, "2/1/created"), ==, 3);
  assert_text (answer, "3/1/oldState", "3");
  assert_text (answer, "3/1/newState", "4");
  assert_text (answer, "4/1/state", "4");
  g_assert_cmpuint (spico_jmap_world_size (answer, "4/1/list"), ==, 2);
  g_assert_cmpuint (world->changes->len, ==, 1);
}

static SpicoJmapRequest *
parse (const char *calls)
{
  g_autofree char *text = g_strdup_printf ("{'using':['urn:ietf:params:jmap:core','https://spico.esante.com/jmap/discussions'],'methodCalls':[%s]}", calls);
  g_autoptr (GBytes) body = g_bytes_new (g_strdelimit (text, "'", '"'), strlen (text));
  g_autoptr (GBytes) problem = NULL;

  return spico_jmap_request_parse (body, &spico_jmap_default_limits, &problem);
}

static SpicoAnswer *
finish (SpicoJmapRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = spico_jmap_run_finish (run, &error);

  g_assert_no_error (error);
  return yyjson_read (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), 0);
}

/* What several requests of one transaction change is written at its end: each is told the states as they were at its turn, also where one of them is refused, fails, or writes for itself. */
static void
test_requests_of_a_group_follow_each_other (SpicoJmapWorld *world,
                                            gconstpointer   data)
{
  static const char *const calls[] = {
    "['Favourite/set',{'accountId':'pa','create':{'x':{'principalId':'pb'}}},'0']",
    "['Favourite/set',{'accountId':'pa','ifInState':'1','create':{'x':{'principalId':'pc'},'y':{'principalId':'pc'}}},'0']",
    "['Favourite/set',{'accountId':'pa','ifInState':'1','create':{'x':{'principalId':'pd'}}},'0']",
    "['Favourite/set',{'accountId':'pb','create':{'x':{'principalId':'pa'}}},'0'],['Favourite/changes',{'accountId':'pb','sinceState':'0'},'1']",
    "['Favourite/set',{'accountId':'pa','create':{'x':{'principalId':'fs'}}},'0']",
  };
  SpicoActor actors[] = { { (char *) "pa", (char *) "one" }, { (char *) "pb", (char *) "two" } };
  g_autoptr (SpicoJmapGroup) group = spico_jmap_group_new (world->now_us);
  SpicoJmapRequest *requests[G_N_ELEMENTS (calls)];
  SpicoJmapRun *runs[G_N_ELEMENTS (calls)];
  SpicoAnswer *answers[G_N_ELEMENTS (calls)];
  g_autoptr (SpicoAnswer) changes = NULL;
  g_autoptr (GError) error = NULL;

  spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      requests[i] = parse (calls[i]);
      runs[i] = spico_jmap_request_start (requests[i], group, world->connection, &actors[i == 3], world->now_us, &error);
      g_assert_no_error (error);
    }
  g_assert_true (spico_jmap_group_write (group, world->connection, &error));
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    answers[i] = finish (runs[i]);
  g_assert_true (spico_sql_connection_commit (world->connection, &error));

  assert_text (answers[0], "0/1/oldState", "0");
  assert_text (answers[0], "0/1/newState", "1");
  assert_text (answers[1], "0/1/oldState", "1");
  assert_text (answers[1], "0/1/newState", "2");
  g_assert_true (spico_jmap_world_has (answers[1], "0/1/notCreated/y"));
  assert_text (answers[2], "0/1/type", "stateMismatch");
  assert_text (answers[3], "0/1/newState", "1");
  g_assert_cmpuint (spico_jmap_world_size (answers[3], "1/1/created"), ==, 1);
  assert_text (answers[4], "0/1/oldState", "2");
  assert_text (answers[4], "0/1/newState", "3");
  g_assert_cmpuint (spico_jmap_group_get_changes (group)->len, ==, 2);

  changes = spico_jmap_world_ask (world, "pa", "['Favourite/changes',{'accountId':'pa','sinceState':'1'},'0']");
  g_assert_cmpuint (spico_jmap_world_size (changes, "0/1/created"), ==, 2);
  assert_text (changes, "0/1/newState", "3");

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      yyjson_doc_free (answers[i]);
      spico_jmap_run_free (runs[i]);
      spico_jmap_request_free (requests[i]);
    }
}

static guint
lane_of (const char *calls,
         gboolean   *stands_apart)
{
  g_autoptr (SpicoJmapRequest) request = parse (calls);

  return spico_jmap_request_lane (request, stands_apart);
}

/* Whatever touches one conversation has its lane; what touches several, or locks states before its end, stands apart. */
static void
test_one_conversation_is_one_lane (void)
{
  gboolean apart;
  guint lane = lane_of ("['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'c1','text':'a'},'y':{'conversationId':'c1','text':'b'}}},'0']", &apart);

  g_assert_cmpuint (lane, !=, 0);
  g_assert_false (apart);
  g_assert_cmpuint (lane_of ("['Conversation/set',{'accountId':'pb','update':{'c1':{'isPinned':true}}},'0']", &apart), ==, lane);
  g_assert_false (apart);
  g_assert_cmpuint (lane_of ("['ReadMarker/set',{'accountId':'pb','update':{'c1_pb_pb':{'readUpTo':3}}},'0'],['Conversation/set',{'accountId':'pb','destroy':['c1']},'1']", &apart), ==, lane);
  g_assert_false (apart);
  g_assert_cmpuint (lane_of ("['Favourite/set',{'accountId':'pb','create':{}},'0']", &apart), ==, 0);
  g_assert_false (apart);

  g_assert_cmpuint (lane_of ("['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'c1'},'y':{'conversationId':'c2'}}},'0']", &apart), ==, 0);
  g_assert_true (apart);
  g_assert_cmpuint (lane_of ("['Message/set',{'accountId':'pa','update':{'m1':{'isWithdrawn':true}}},'0']", &apart), ==, 0);
  g_assert_true (apart);
  g_assert_cmpuint (lane_of ("['Conversation/set',{'accountId':'pa','create':{'k':{}}},'0'],['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'#k'}}},'1']", &apart), ==, 0);
  g_assert_true (apart);
  g_assert_cmpuint (lane_of ("['Message/set',{'accountId':'pa','ifInState':'3','create':{'x':{'conversationId':'c1'}}},'0']", &apart), ==, lane);
  g_assert_true (apart);
  g_assert_cmpuint (lane_of ("['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'c1'}}},'0'],['Message/changes',{'accountId':'pa','sinceState':'0'},'1']", &apart), ==, lane);
  g_assert_true (apart);
  g_assert_cmpuint (lane_of ("['Message/set',{'accountId':'pa','create':{'x':{'conversationId':7}}},'0']", &apart), ==, 0);
  g_assert_true (apart);
}

/* The rest of the group stands as if it had never been there. */
static void
test_a_request_that_fails_leaves_its_group (SpicoJmapWorld *world,
                                            gconstpointer   data)
{
  SpicoActor actor = { (char *) "pa", (char *) "one" };
  g_autoptr (SpicoJmapRequest) first = parse ("['Favourite/set',{'accountId':'pa','create':{'x':{'principalId':'pb'}}},'0']");
  g_autoptr (SpicoJmapRequest) second = parse ("['Favourite/set',{'accountId':'pa','create':{'x':{'principalId':'pc'}}},'0'],['Favourite/get',{'accountId':'pa','ids':null},'1']");
  g_autoptr (SpicoJmapGroup) group = spico_jmap_group_new (world->now_us);
  g_autoptr (SpicoJmapRun) run = NULL;
  g_autoptr (SpicoJmapRun) undone = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;
  g_autoptr (SpicoAnswer) all = NULL;
  g_autoptr (GError) error = NULL;

  spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error);
  run = spico_jmap_request_start (first, group, world->connection, &actor, world->now_us, &error);
  g_assert_true (spico_sql_connection_savepoint (world->connection, "request", &error));
  spico_jmap_group_mark (group);
  spico_sql_run (world->connection, "SELECT nothing FROM nowhere", NULL, NULL);
  g_assert_null (spico_jmap_request_start (second, group, world->connection, &actor, world->now_us, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (spico_sql_connection_rollback_to (world->connection, "request", &error));
  spico_jmap_group_undo (group);

  /* So does one that was run, and whose rows could not be kept. */
  spico_jmap_group_mark (group);
  undone = spico_jmap_request_start (second, group, world->connection, &actor, world->now_us, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_connection_rollback_to (world->connection, "request", &error));
  spico_jmap_group_undo (group);
  g_assert_true (spico_jmap_group_write (group, world->connection, &error));
  answer = finish (run);
  g_assert_true (spico_sql_connection_commit (world->connection, &error));

  assert_text (answer, "0/1/newState", "1");
  g_assert_cmpuint (spico_jmap_group_get_changes (group)->len, ==, 1);
  all = spico_jmap_world_ask (world, "pa", "['Favourite/get',{'accountId':'pa','ids':null},'0']");
  assert_text (all, "0/1/state", "1");
  g_assert_cmpuint (spico_jmap_world_size (all, "0/1/list"), ==, 1);
}

static void
test_changes_tell_what_happened_since (SpicoJmapWorld *world,
                                       gconstpointer   data)
{
  g_autoptr (SpicoAnswer) ids = spico_jmap_world_ask (world, "pa",
                                                      "['Favourite/set',{'accountId':'pa','create':{'x':{'principalId':'pb'},'y':{'principalId':'pc'}}},'0'],"
                                                      "['Favourite/set',{'accountId':'pa','destroy':['#x']},'1']");
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                         "['Favourite/changes',{'accountId':'pa','sinceState':'0'},'0'],"
                                                         "['Favourite/changes',{'accountId':'pa','sinceState':'1'},'1'],"
                                                         "['Favourite/changes',{'accountId':'pa','sinceState':'1','maxChanges':1},'2'],"
                                                         "['Favourite/changes',{'accountId':'pa','sinceState':'4'},'3'],"
                                                         "['Favourite/changes',{'accountId':'pa','sinceState':'-1'},'4'],"
                                                         "['Favourite/changes',{'accountId':'pa','sinceState':'1','maxChanges':0},'5']");

  g_assert_true (spico_jmap_world_lists (answer, "0/1/created", spico_jmap_world_text (ids, "0/1/created/y/id")));
  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/created"), ==, 1);
  /* Whoever made it has its id. */
  g_assert_true (spico_jmap_world_lists (answer, "0/1/destroyed", spico_jmap_world_text (ids, "0/1/created/x/id")));
  g_assert_true (spico_jmap_world_lists (answer, "1/1/destroyed", spico_jmap_world_text (ids, "0/1/created/x/id")));
  assert_number (answer, "1/1/hasMoreChanges", 0);
  assert_number (answer, "2/1/hasMoreChanges", 1);
  assert_text (answer, "2/1/newState", "2");
  assert_text (answer, "3/1/type", "cannotCalculateChanges");
  assert_text (answer, "4/1/type", "cannotCalculateChanges");
  assert_text (answer, "5/1/type", "invalidArguments");
}

static void
test_a_refused_object_leaves_the_others (SpicoJmapWorld *world,
                                         gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                         "['Message/set',{'accountId':'pa','create':{'a':{'conversationId':'%s','text':'un'},"
                                                         "'b':{'conversationId':'ailleurs','text':'deux'},'c':{'conversationId':'%s','text':'trois'}}},'0']",
                                                         conversation, conversation);

  assert_number (answer, "0/1/created/a/seq", 1);
  assert_text (answer, "0/1/notCreated/b/type", "invalidProperties");
  assert_number (answer, "0/1/created/c/seq", 2);
}

static void
test_patches_follow_the_descriptor (SpicoJmapWorld *world,
                                    gconstpointer   data)
{
  g_autofree char *id = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  static const struct {
    const char *patch;
    const char *type;
  } cases[] = {
    { "{'isPinned':true}", NULL },
    { "{'isPinned':null}", NULL },
    { "{'subject':'Retour à domicile'}", NULL },
    { "{'subject':'Autre'}", "invalidProperties" },
    { "{'nothing':1}", "invalidProperties" },
    { "{'isPinned':1}", "invalidProperties" },
    { "{'unreadCount':0}", NULL },
    { "{'unreadCount':3}", "invalidProperties" },
    { "{'participantIds/0':'pc'}", "invalidPatch" },
    { "3", "invalidPatch" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['Conversation/set',{'accountId':'pa','update':{'%s':%s}},'0']", id, cases[i].patch);
      g_autofree char *done = g_strconcat ("0/1/updated/", id, NULL);
      g_autofree char *type = g_strconcat ("0/1/notUpdated/", id, "/type", NULL);

      g_assert_cmpint (spico_jmap_world_has (answer, done), ==, cases[i].type == NULL);
      assert_text (answer, type, cases[i].type);
    }
}

static void
test_sending_twice_makes_one (SpicoJmapWorld *world,
                              gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb','pd'");
  g_autoptr (SpicoAnswer) first = spico_jmap_world_ask (world, "pa", "['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'%s','text':'Bonjour','clientId':'" UUID_1 "'}}},'0']", conversation);
  g_autoptr (SpicoAnswer) again = spico_jmap_world_ask (world, "pa", "['Message/set',{'accountId':'pa','create':{'x':{'clientId':'" UUID_1 "','text':'Bonjour','conversationId':'%s','composedAt':null}}},'0']", conversation);
  g_autoptr (SpicoAnswer) other = spico_jmap_world_ask (world, "pa", "['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'%s','text':'Bonsoir','clientId':'" UUID_1 "'}}},'0']", conversation);
  g_autoptr (SpicoAnswer) else_one = spico_jmap_world_ask (world, "pb", "['Message/set',{'accountId':'pb','create':{'x':{'conversationId':'%s','text':'Bonjour','clientId':'" UUID_1 "'}}},'0']", conversation);
  g_autoptr (SpicoAnswer) stranger = spico_jmap_world_ask (world, "pc", "['Favourite/set',{'accountId':'pc','create':{'x':{'principalId':'pa','clientId':'" UUID_1 "'}}},'0']");
  g_autoptr (SpicoAnswer) count = spico_jmap_world_ask (world, "pa", "['Message/query',{'accountId':'pa','calculateTotal':true},'0']");

  assert_text (first, "0/1/created/x/id", UUID_1);
  assert_number (first, "0/1/created/x/seq", 1);
  assert_text (again, "0/1/created/x/id", UUID_1);
  assert_number (again, "0/1/created/x/seq", 1);
  assert_text (again, "0/1/created/x/sentAt", spico_jmap_world_text (first, "0/1/created/x/sentAt"));
  assert_text (other, "0/1/notCreated/x/type", "alreadyExists");
  assert_text (other, "0/1/notCreated/x/existingId", UUID_1);
  assert_text (else_one, "0/1/notCreated/x/type", "alreadyExists");
  assert_text (stranger, "0/1/notCreated/x/type", "invalidProperties");
  assert_text (stranger, "0/1/notCreated/x/properties/0", "clientId");
  assert_number (count, "0/1/total", 1);
}

static void
test_tombstones_remember_creates (SpicoJmapWorld *world,
                                  gconstpointer   data)
{
  const char *create = "['Favourite/set',{'accountId':'pa','create':{'x':{'principalId':'pb','clientId':'" UUID_2 "'}}},'0']";
  g_autoptr (SpicoAnswer) first = spico_jmap_world_ask (world, "pa", "%s,['Favourite/set',{'accountId':'pa','destroy':['" UUID_2 "']},'1']", create);
  g_autoptr (SpicoAnswer) again = spico_jmap_world_ask (world, "pa", "%s,['Favourite/get',{'accountId':'pa','ids':null},'1']", create);

  assert_text (first, "1/1/destroyed/0", UUID_2);
  assert_text (again, "0/1/created/x/id", UUID_2);
  g_assert_cmpuint (spico_jmap_world_size (again, "1/1/list"), ==, 0);
}

static void
test_texts_become_nfc (SpicoJmapWorld *world,
                       gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['Message/set',{'accountId':'pa','create':{'x':{'conversationId':'%s','text':'E\u0301te\u0301'}}},'0']", conversation);

  assert_text (answer, "0/1/created/x/text", "Été");
}

static void
test_times_come_back_as_they_were (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  static const char *const times[][2] = {
    { "2024-02-29T12:34:56Z", "2024-02-29T12:34:56Z" },
    { "2026-11-28T09:05:07.120000Z", "2026-11-28T09:05:07.12Z" },
    { "2026-01-01T00:00:00.000001Z", "2026-01-01T00:00:00.000001Z" },
    { "2026-01-01T00:00:00.0Z", "2026-01-01T00:00:00Z" },
    { "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z" },
    { "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z" },
    { "9999-12-31T23:59:59.5Z", "9999-12-31T23:59:59.5Z" },
  };
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa",
                                                             "['Message/set',{'accountId':'pa','create':{'m':{'conversationId':'%s','text':'T','composedAt':'%s'}}},'s'],"
                                                             "['Message/get',{'accountId':'pa','ids':['#m']},'g']",
                                                             conversation, times[i][0]);

      assert_text (answer, "1/1/list/0/composedAt", times[i][1]);
    }
}

static void
test_queries_have_windows (SpicoJmapWorld *world,
                           gconstpointer   data)
{
  g_autofree char *conversation = spico_jmap_world_converse (world, "pa", "pa", "'pb'");
  g_auto (GStrv) ids = g_new0 (char *, 6);
  g_autoptr (SpicoAnswer) answer = NULL;

  for (guint i = 0; i < 5; i++)
    ids[i] = spico_jmap_world_say (world, "pa", "pa", conversation, "Bonjour");

  answer = spico_jmap_world_ask (world, "pa",
                                 "['Message/query',{'accountId':'pa','limit':2,'calculateTotal':true},'0'],"
                                 "['Message/query',{'accountId':'pa','position':-2},'1'],"
                                 "['Message/query',{'accountId':'pa','anchor':'%s','anchorOffset':-1,'limit':2},'2'],"
                                 "['Message/query',{'accountId':'pa','anchor':'nothing'},'3'],"
                                 "['Message/query',{'accountId':'pa','sort':[{'property':'seq','isAscending':false}],'filter':{'conversationId':'%s','maxSeq':4},'limit':1},'4'],"
                                 "['Message/query',{'accountId':'pa','filter':{'nothing':1}},'5'],"
                                 "['Message/query',{'accountId':'pa','sort':[{'property':'text'}]},'6'],"
                                 "['Message/query',{'accountId':'pa','filter':{'operator':'NOT','conditions':[{'minSeq':3},{'operator':'AND','conditions':[{'maxSeq':1}]}]}},'7'],"
                                 "['Message/query',{'accountId':'pa','limit':-1},'8'],['Message/query',{'accountId':'pa','filter':{'minSeq':'a'}},'9'],"
                                 "['Message/query',{'accountId':'pa','filter':{'operator':'XOR','conditions':[]}},'10']",
                                 ids[2], conversation);
  assert_text (answer, "0/1/ids/0", ids[0]);
  g_assert_cmpuint (spico_jmap_world_size (answer, "0/1/ids"), ==, 2);
  assert_number (answer, "0/1/total", 5);
  assert_number (answer, "1/1/position", 3);
  assert_text (answer, "1/1/ids/0", ids[3]);
  assert_number (answer, "2/1/position", 1);
  assert_text (answer, "2/1/ids/1", ids[2]);
  g_assert_cmpuint (spico_jmap_world_size (answer, "2/1/ids"), ==, 2);
  assert_text (answer, "3/1/type", "anchorNotFound");
  assert_text (answer, "4/1/ids/0", ids[3]);
  assert_text (answer, "5/1/type", "unsupportedFilter");
  assert_text (answer, "6/1/type", "unsupportedSort");
  g_assert_cmpuint (spico_jmap_world_size (answer, "7/1/ids"), ==, 1);
  assert_text (answer, "7/1/ids/0", ids[1]);
  assert_text (answer, "8/1/type", "invalidArguments");
  assert_text (answer, "9/1/type", "invalidArguments");
  assert_text (answer, "10/1/type", "invalidArguments");
}

static void
test_the_session_says_what_can_be_done (SpicoJmapWorld *world,
                                        gconstpointer   data)
{
  SpicoActor actor = { (char *) "pd", (char *) "session" };
  SpicoJmapLimits limits = spico_jmap_world_limits ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = spico_jmap_session (world->connection, &actor, &limits, "dutilh", "https://region.example", world->now_us, &error);
  g_autoptr (SpicoAnswer) session = yyjson_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 0);
  g_autoptr (SpicoAnswer) echo = spico_jmap_world_ask (world, "pd", "['Core/echo',{},'0']");
  g_autoptr (SpicoAnswer) later = NULL;

  assert_text (session, "/accounts/fs/name", "EHPAD Les Saules");
  assert_number (session, "/accounts/fs/isPersonal", 0);
  assert_number (session, "/accounts/pd/isPersonal", 1);
  assert_number (session, "/accounts/region/isReadOnly", 1);
  g_assert_cmpuint (spico_jmap_world_size (session, "/accounts"), ==, 3);
  g_assert_true (spico_jmap_world_has (session, "/accounts/fs/accountCapabilities/https:~1~1spico.esante.com~1jmap~1discussions"));
  g_assert_false (spico_jmap_world_has (session, "/accounts/fs/accountCapabilities/https:~1~1spico.esante.com~1jmap~1directory"));
  assert_text (session, "/primaryAccounts/https:~1~1spico.esante.com~1jmap~1directory", "region");
  assert_text (session, "/username", "dutilh");
  assert_number (session, "/capabilities/urn:ietf:params:jmap:core/maxObjectsInGet", 500);
  assert_text (echo, "/sessionState", spico_jmap_world_text (session, "/state"));

  spico_jmap_world_sql (world, "UPDATE delegation SET ended_at = 1", NULL);
  later = spico_jmap_world_ask (world, "pd", "['Core/echo',{},'0'],['Message/get',{'accountId':'fs','ids':[]},'1']");
  g_assert_cmpstr (spico_jmap_world_text (later, "/sessionState"), !=, spico_jmap_world_text (session, "/state"));
  assert_text (later, "1/1/type", "accountNotFound");
}

static const char sample[] = "{\"using\":[\"urn:ietf:params:jmap:core\",\"https://spico.esante.com/jmap/discussions\",\"https://spico.esante.com/jmap/dossiers\"],\"methodCalls\":["
                             "[\"Conversation/set\",{\"accountId\":\"pa\",\"create\":{\"x\":{\"subject\":\"S\",\"participantIds\":[\"pb\"],\"isPinned\":true}}},\"0\"],"
                             "[\"Message/set\",{\"accountId\":\"pa\",\"ifInState\":\"0\",\"create\":{\"m\":{\"conversationId\":\"#x\",\"text\":\"\\u00e9\",\"composedAt\":\"2026-01-01T00:00:00.5Z\"}}},\"1\"],"
                             "[\"Message/query\",{\"accountId\":\"pa\",\"filter\":{\"operator\":\"OR\",\"conditions\":[{\"minSeq\":0},{\"text\":\"a b\"}]},\"sort\":[{\"property\":\"seq\",\"isAscending\":false}],\"position\":-1,\"limit\":3},\"2\"],"
                             "[\"Message/get\",{\"accountId\":\"pa\",\"#ids\":{\"resultOf\":\"2\",\"name\":\"Message/query\",\"path\":\"/ids/*\"},\"properties\":[\"id\",\"text\"]},\"3\"],"
                             "[\"ReadMarker/changes\",{\"accountId\":\"pa\",\"sinceState\":\"0\",\"maxChanges\":5},\"4\"],"
                             "[\"Dossier/set\",{\"accountId\":\"pa\",\"create\":{\"d\":{\"birthName\":\"A\",\"firstNames\":\"B\",\"birthDate\":\"1938-03-12\",\"sex\":\"male\"}},\"update\":{\"#d\":{\"inActiveList\":null}}},\"5\"]]}";

/* What the sample becomes in careless hands. */
static GBytes *
mutate (void)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  g_byte_array_append (body, (const guint8 *) sample, strlen (sample));
  for (int n = g_test_rand_int_range (1, 6); n > 0; n--)
    {
      guint at = (guint) g_test_rand_int_range (0, (gint32) body->len - 40);
      guint length = (guint) g_test_rand_int_range (1, 40);
      guint from = (guint) g_test_rand_int_range (0, (gint32) body->len - 40);

      switch (g_test_rand_int_range (0, 4))
        {
        case 0:
          body->data[at] = (guint8) g_test_rand_int_range (0, 256);
          break;
        case 1:
          g_byte_array_remove_range (body, at, MIN (length, body->len - at - 40));
          break;
        case 2:
          memmove (body->data + at, body->data + from, MIN (length, 40));
          break;
        default:
          body->data[at] = (guint8) "{}[]\",:0#*/\\"[g_test_rand_int_range (0, 12)];
          break;
        }
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

static void
run_mutant (SpicoJmapWorld *world,
            GBytes         *body)
{
  g_autoptr (GBytes) problem = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoJmapRequest) request = spico_jmap_request_parse (body, &spico_jmap_default_limits, &problem);
  SpicoActor actor = { (char *) "pa", (char *) "session" };

  g_assert_true ((request == NULL) == (problem != NULL));
  if (request == NULL)
    return;

  spico_sql_connection_begin (world->connection, spico_jmap_request_writes (request) ? SPICO_SQL_TRANSACTION_WRITE : SPICO_SQL_TRANSACTION_READ, &error);
  g_assert_no_error (error);
  answer = spico_jmap_request_run (request, world->connection, &actor, world->now_us, world->changes, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
  spico_sql_connection_rollback (world->connection);
}

static void
test_careless_requests_are_survived (SpicoJmapWorld *world,
                                     gconstpointer   data)
{
  g_autoptr (GBytes) whole = g_bytes_new_static (sample, strlen (sample));

  run_mutant (world, whole);
  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (GBytes) body = mutate ();

      run_mutant (world, body);
    }
}

#define ADD(name, function) g_test_add ("/jmap/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/jmap/bad-requests-are-refused", test_bad_requests_are_refused);
  g_test_add_func ("/jmap/one-conversation-is-one-lane", test_one_conversation_is_one_lane);
  g_test_add_func ("/jmap/created-ids-are-given-back", test_created_ids_are_given_back);
  ADD ("echo-answers-what-was-sent", test_echo_answers_what_was_sent);
  ADD ("methods-fail-alone", test_methods_fail_alone);
  ADD ("methods-need-their-capability", test_methods_need_their_capability);
  ADD ("a-get-behind-its-query-answers-the-same", test_a_get_behind_its_query_answers_the_same);
  ADD ("what-is-read-ahead-is-not-taken-for-something-else", test_what_is_read_ahead_is_not_taken_for_something_else);
  ADD ("result-references-are-followed", test_result_references_are_followed);
  ADD ("references-cannot-grow-without-end", test_references_cannot_grow_without_end);
  ADD ("creation-ids-hold-across-methods", test_creation_ids_hold_across_methods);
  ADD ("wrong-properties-change-nothing", test_wrong_properties_change_nothing);
  ADD ("too-many-objects-are-refused", test_too_many_objects_are_refused);
  ADD ("a-stale-state-is-refused", test_a_stale_state_is_refused);
  ADD ("states-are-right-within-a-request", test_states_are_right_within_a_request);
  ADD ("requests-of-a-group-follow-each-other", test_requests_of_a_group_follow_each_other);
  ADD ("a-request-that-fails-leaves-its-group", test_a_request_that_fails_leaves_its_group);
  ADD ("changes-tell-what-happened-since", test_changes_tell_what_happened_since);
  ADD ("a-refused-object-leaves-the-others", test_a_refused_object_leaves_the_others);
  ADD ("patches-follow-the-descriptor", test_patches_follow_the_descriptor);
  ADD ("sending-twice-makes-one", test_sending_twice_makes_one);
  ADD ("tombstones-remember-creates", test_tombstones_remember_creates);
  ADD ("texts-become-nfc", test_texts_become_nfc);
  ADD ("times-come-back-as-they-were", test_times_come_back_as_they_were);
  ADD ("queries-have-windows", test_queries_have_windows);
  ADD ("careless-requests-are-survived", test_careless_requests_are_survived);
  ADD ("the-session-says-what-can-be-done", test_the_session_says_what_can_be_done);

  return g_test_run ();
}
