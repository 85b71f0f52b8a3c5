/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-jmap-world.h"

#include <string.h>

#include "spico-journal.h"
#include "spico-directory-index.h"
#include "spico-schema.h"
#include "spico-sort-key.h"

void
spico_jmap_world_sql (SpicoJmapWorld      *self,
                      const char          *sql,
                      const SpicoSqlValue *values)
{
  g_autoptr (GError) error = NULL;

  spico_sql_run (self->connection, sql, values, &error);
  g_assert_no_error (error);
}

void
spico_jmap_world_add_principal (SpicoJmapWorld *self,
                                const char     *id,
                                const char     *kind,
                                const char     *name,
                                gboolean        has_account)
{
  g_autofree char *key = spico_sort_key (name);
  g_autoptr (GError) error = NULL;

  spico_jmap_world_sql (self,
                        "INSERT INTO principal (id, kind, name, family_name, given_name, national_id, profession_code, profession, skill, structure_id,"
                        " structure_name, address, postal_code, town, telephone, source, source_date, is_listed, has_account, name_key, town_key, search_key)"
                        " VALUES ($1, $2, $3, '', '', '', '', '', '', NULL, '', '', '31000', 'Ville', '', 'operator', NULL, 1, $4, $5, 'ville', ' ' || $5 || ' ')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (kind), SPICO_SQL_TEXT (name), SPICO_SQL_BOOLEAN (has_account),
                                          SPICO_SQL_TEXT (key)));
  spico_directory_index_missing (self->connection, &error);
  g_assert_no_error (error);
}

void
spico_jmap_world_delegate (SpicoJmapWorld *self,
                           const char     *account_id,
                           const char     *person_id,
                           const char     *scope)
{
  g_autofree char *id = g_strjoin ("-", account_id, person_id, scope, NULL);

  spico_jmap_world_sql (self,
                        "INSERT INTO delegation (id, account_id, delegate_id, scope, set_by, referent, created_at, ended_at)"
                        " VALUES ($1, $2, $3, $4, 'operator', '', 0, NULL)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (person_id), SPICO_SQL_TEXT (scope)));
}

void
spico_jmap_world_set_up (SpicoJmapWorld *self,
                         gconstpointer   data)
{
  g_autoptr (GError) error = NULL;

  self->database = spico_test_database_new ();
  self->connection = spico_test_database_connect (self->database);
  self->now_us = G_GINT64_CONSTANT (1767225600000000);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  spico_schema_migrate (self->connection, self->now_us, &error);
  g_assert_no_error (error);

  spico_jmap_world_add_principal (self, "pa", "person", "Mme Anne Ablon", TRUE);
  spico_jmap_world_add_principal (self, "pb", "person", "M. Bruno Bély", TRUE);
  spico_jmap_world_add_principal (self, "pc", "person", "Mme Chloé Caumont", TRUE);
  spico_jmap_world_add_principal (self, "pd", "person", "Mme Denise Dutilh", TRUE);
  spico_jmap_world_add_principal (self, "pn", "person", "M. Noël Nègre", FALSE);
  spico_jmap_world_add_principal (self, "fs", "structure", "EHPAD Les Saules", TRUE);
  spico_jmap_world_add_principal (self, "fo", "structure", "SSIAD de l'Orb", TRUE);
  spico_jmap_world_delegate (self, "fs", "pd", "all");
  spico_jmap_world_sql (self, "INSERT INTO attachment (person_id, structure_id) VALUES ('pc', 'fs')", NULL);
}

static void
forget_changes (SpicoJmapWorld *self)
{
  g_ptr_array_set_size (self->changes, 0);
}

void
spico_jmap_world_tear_down (SpicoJmapWorld *self,
                            gconstpointer   data)
{
  forget_changes (self);
  g_ptr_array_unref (self->changes);
  spico_sql_connection_free (self->connection);
  spico_test_database_free (self->database);
}

/* The same region through a connection of one's own, for another thread. */
void
spico_jmap_world_join (SpicoJmapWorld *self,
                       SpicoJmapWorld *other)
{
  self->database = other->database;
  self->connection = spico_test_database_connect (other->database);
  spico_sql_connection_set_busy_timeout (self->connection, 30000);
  self->now_us = other->now_us;
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
}

void
spico_jmap_world_leave (SpicoJmapWorld *self)
{
  forget_changes (self);
  g_ptr_array_unref (self->changes);
  spico_sql_connection_free (self->connection);
}

static yyjson_doc *
parse_answer (GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  yyjson_doc *document = yyjson_read (text, length, 0);

  g_assert_nonnull (document);
  return document;
}

/* One transaction. %NULL where another stood in the way, as the executor meets it: it is then tried again. */
static GBytes *
run_once (SpicoJmapWorld   *self,
          SpicoJmapRequest *request,
          const SpicoActor *actor)
{
  SpicoSqlTransaction mode = spico_jmap_request_writes (request) ? SPICO_SQL_TRANSACTION_WRITE : SPICO_SQL_TRANSACTION_READ;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (spico_sql_connection_begin (self->connection, mode, &error))
    answer = spico_jmap_request_run (request, self->connection, actor, self->now_us, self->changes, &error);
  if (answer != NULL && spico_sql_connection_commit (self->connection, &error))
    return g_steal_pointer (&answer);

  g_assert_error (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_BUSY);
  spico_sql_connection_rollback (self->connection);
  return NULL;
}

/* A region with a relay, and an operator who is reached by mail. */
SpicoJmapLimits
spico_jmap_world_limits (void)
{
  static const char *const domains[] = { "mssante.example", NULL };
  SpicoJmapLimits limits = spico_jmap_default_limits;

  limits.sends_mail = TRUE;
  limits.support_mail = "assistance@region.example";
  limits.sends_emails = TRUE;
  limits.mssante_domains = domains;
  limits.max_emails_a_day = 3;

  return limits;
}

/* Runs method calls, written with single quotes for double ones. */
yyjson_doc *
spico_jmap_world_ask (SpicoJmapWorld *self,
                      const char     *person_id,
                      const char     *calls,
                      ...)
{
  g_autoptr (GString) text = g_string_new ("{'using':['urn:ietf:params:jmap:core','https://spico.esante.com/jmap/directory',"
                                           "'https://spico.esante.com/jmap/discussions','https://spico.esante.com/jmap/dossiers','https://spico.esante.com/jmap/relations'],'methodCalls':[");
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) problem = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (SpicoJmapRequest) request = NULL;
  SpicoActor actor = { (char *) person_id, (char *) "session" };
  SpicoJmapLimits limits = spico_jmap_world_limits ();
  va_list arguments;

  va_start (arguments, calls);
  g_string_append_vprintf (text, calls, arguments);
  va_end (arguments);
  g_string_append (text, "]}");
  g_strdelimit (text->str, "'", '"');

  body = g_bytes_new (text->str, text->len);
  request = spico_jmap_request_parse (body, &limits, &problem);
  g_assert_nonnull (request);

  forget_changes (self);
  self->now_us += G_USEC_PER_SEC;
  while ((answer = run_once (self, request, &actor)) == NULL)
    forget_changes (self);

  return parse_answer (answer);
}

/* The problem that a body is answered with. */
yyjson_doc *
spico_jmap_world_problem (const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GBytes) problem = NULL;

  g_assert_null (spico_jmap_request_parse (bytes, &spico_jmap_default_limits, &problem));
  return parse_answer (problem);
}

yyjson_val *
spico_jmap_world_value (yyjson_doc *answer,
                        const char *pointer)
{
  g_autofree char *full = pointer[0] == '/' ? g_strdup (pointer) : g_strconcat ("/methodResponses/", pointer, NULL);

  return yyjson_doc_ptr_get (answer, full);
}

const char *
spico_jmap_world_text (yyjson_doc *answer,
                       const char *pointer)
{
  return yyjson_get_str (spico_jmap_world_value (answer, pointer));
}

gint64
spico_jmap_world_number (yyjson_doc *answer,
                         const char *pointer)
{
  yyjson_val *value = spico_jmap_world_value (answer, pointer);

  return yyjson_is_bool (value) ? yyjson_get_bool (value) : yyjson_is_int (value) ? yyjson_get_sint (value) : -1;
}

gsize
spico_jmap_world_size (yyjson_doc *answer,
                       const char *pointer)
{
  yyjson_val *value = spico_jmap_world_value (answer, pointer);

  return yyjson_is_arr (value) ? yyjson_arr_size (value) : yyjson_obj_size (value);
}

gboolean
spico_jmap_world_has (yyjson_doc *answer,
                      const char *pointer)
{
  return spico_jmap_world_value (answer, pointer) != NULL;
}

gboolean
spico_jmap_world_lists (yyjson_doc *answer,
                        const char *pointer,
                        const char *text)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (spico_jmap_world_value (answer, pointer));
  yyjson_val *item;

  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      if (yyjson_equals_str (item, text))
        return TRUE;
    }

  return FALSE;
}

gboolean
spico_jmap_world_told (SpicoJmapWorld *self,
                       const char     *account_id,
                       const char     *type_name)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      const SpicoStateChange *change = g_ptr_array_index (self->changes, i);

      if (g_str_equal (change->account_id, account_id) && g_str_equal (change->type_name, type_name))
        return TRUE;
    }

  return FALSE;
}

static char *
created_id (yyjson_doc *answer)
{
  char *id = g_strdup (spico_jmap_world_text (answer, "0/1/created/x/id"));

  yyjson_doc_free (answer);
  g_assert_nonnull (id);
  return id;
}

char *
spico_jmap_world_converse (SpicoJmapWorld *self,
                           const char     *person_id,
                           const char     *account_id,
                           const char     *participants)
{
  return created_id (spico_jmap_world_ask (self, person_id,
                                           "['Conversation/set',{'accountId':'%s','create':{'x':{'subject':'Retour à domicile','participantIds':[%s]}}},'0']",
                                           account_id, participants));
}

char *
spico_jmap_world_say (SpicoJmapWorld *self,
                      const char     *person_id,
                      const char     *account_id,
                      const char     *conversation_id,
                      const char     *text)
{
  return created_id (spico_jmap_world_ask (self, person_id, "['Message/set',{'accountId':'%s','create':{'x':{'conversationId':'%s','text':'%s'}}},'0']",
                                           account_id, conversation_id, text));
}

char *
spico_jmap_world_open_dossier (SpicoJmapWorld *self,
                               const char     *person_id,
                               const char     *account_id)
{
  return created_id (spico_jmap_world_ask (self, person_id,
                                           "['Dossier/set',{'accountId':'%s','create':{'x':{'birthName':'LAPRUNE','firstNames':'ALBA',"
                                           "'birthDate':'1938-03-12','sex':'female'}}},'0']",
                                           account_id));
}

SpicoAnswer *
spico_jmap_world_post (SpicoJmapWorld *world,
                       const char     *person_id,
                       const char     *account_id,
                       const char     *conversation_id,
                       const char     *more)
{
  return spico_jmap_world_ask (world, person_id, "['Message/set',{'accountId':'%s','create':{'x':{'conversationId':'%s',%s}}},'0']", account_id, conversation_id, more);
}

void
spico_jmap_world_assert_posted (SpicoAnswer *answer)
{
  g_assert_nonnull (spico_jmap_world_text (answer, "0/1/created/x/id"));
}

void
spico_jmap_world_assert_refused (SpicoAnswer *answer,
                                 const char  *property)
{
  assert_text (answer, "0/1/notCreated/x/type", "invalidProperties");
  assert_text (answer, "0/1/notCreated/x/properties/0", property);
}
