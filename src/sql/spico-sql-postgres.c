/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The PostgreSQL backend, through libpq. */
#include <libpq-fe.h>
#include <string.h>

#include "spico-sql-private.h"

/* Of PostgreSQL's catalogue, where they never change. */
#define TYPE_BOOLEAN 16
#define TYPE_BYTEA 17
#define TYPE_BIGINT 20
#define TYPE_TEXT 25

static SpicoSqlError
error_code (const char *state)
{
  static const struct {
    const char *prefix;
    SpicoSqlError code;
  } codes[] = {
    { "40001", SPICO_SQL_ERROR_BUSY },
    { "40P01", SPICO_SQL_ERROR_BUSY },
    { "55P03", SPICO_SQL_ERROR_BUSY },
    { "57014", SPICO_SQL_ERROR_TIMEOUT },
    { "23505", SPICO_SQL_ERROR_UNIQUE },
    { "23", SPICO_SQL_ERROR_CONSTRAINT },
    { "53100", SPICO_SQL_ERROR_FULL },
    { "08", SPICO_SQL_ERROR_IO },
    { "57P", SPICO_SQL_ERROR_IO },
    { "58", SPICO_SQL_ERROR_IO },
    { "XX001", SPICO_SQL_ERROR_CORRUPT },
    { "XX002", SPICO_SQL_ERROR_CORRUPT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (g_str_has_prefix (state, codes[i].prefix))
        return codes[i].code;
    }

  return SPICO_SQL_ERROR_FAILED;
}

/* PostgreSQL's own words can quote a value; those about the SQL itself (class 42) and the names of constraints cannot. */
static gboolean
set_error (GError        **error,
           const PGresult *result)
{
  const char *state = result != NULL ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;
  const char *detail = NULL;

  /* It is libpq that speaks: of a connection that is lost, though its status may say so only later, or in a state that nobody foresaw. Neither can be used again. */
  if (state == NULL)
    {
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_IO, "The connection to PostgreSQL is lost");
      return FALSE;
    }

  detail = g_str_has_prefix (state, "42") ? PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY) : PQresultErrorField (result, PG_DIAG_CONSTRAINT_NAME);
  g_set_error (error, SPICO_SQL_ERROR, error_code (state), "PostgreSQL refused a statement: %s%s%s", state, detail != NULL ? ", " : "", detail != NULL ? detail : "");
  return FALSE;
}

static gboolean
is_success (const PGresult *result)
{
  ExecStatusType status = PQresultStatus (result);

  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

/* ---- The pipeline: what was sent, and is answered in the same order ---- */

/* What was sent: a sync, any command, one that was announced, or, by its name, the preparation of a statement. */
#define SYNC NULL
#define COMMAND ""
#define ANNOUNCED "?"

/* What was asked before anybody wants to know. */
typedef struct {
  char *sql;
  GArray *parameters;
  guint n_savepoints; /* in which it stands */
  gboolean is_answered;
  gboolean is_forgotten;
  PGresult *result;
} Announced;

/* So much may be sent without reading: PostgreSQL's answers to it fit into the socket, so that neither side waits for the other. */
#define MAX_UNREAD 256

/* libpq's own words, which have no SQLSTATE: nothing more can be read. */
static gboolean
is_lost (const PGresult *result)
{
  return result == NULL || (PQresultStatus (result) == PGRES_FATAL_ERROR && PQresultErrorField (result, PG_DIAG_SQLSTATE) == NULL);
}

/* A command's one result, and the NULL that ends it. */
static PGresult *
read_command (SpicoSqlConnection *connection)
{
  PGresult *result = PQgetResult (connection->postgres);

  if (!is_lost (result))
    PQclear (PQgetResult (connection->postgres));

  return result;
}

static void
announced_free (gpointer data)
{
  Announced *announced = data;

  g_free (announced->sql);
  g_array_unref (announced->parameters);
  PQclear (announced->result);
  g_free (announced);
}

/* Takes @result, if that is an answer. */
static void
answer_announced (SpicoSqlConnection *connection,
                  PGresult          **result)
{
  GList *link = connection->announced.head;
  Announced *announced;

  while (((Announced *) link->data)->is_answered)
    link = link->next;

  announced = link->data;
  announced->is_answered = TRUE;
  if (is_success (*result) && !announced->is_forgotten)
    {
      announced->result = g_steal_pointer (result);
      return;
    }
  g_queue_delete_link (&connection->announced, link);
  announced_free (announced);
}

/* A name whose preparation failed, or was passed over behind something that did, stands for nothing. */
static void
note_prepared (SpicoSqlConnection *connection,
               char               *name,
               gboolean            succeeded)
{
  if (name[0] == 's' && !succeeded)
    g_hash_table_add (connection->unprepared, g_strdup (name));
}

/* @result is told the answer to the last command; an error is that of the first one that failed since the last sync. */
static gboolean
read_answers (SpicoSqlConnection *connection,
              PGresult          **result,
              GError            **error)
{
  g_autoptr (GError) first_error = NULL;
  PGresult *last = NULL;
  gboolean is_connected = TRUE;

  while (is_connected && !g_queue_is_empty (&connection->unread))
    {
      g_autofree char *what = g_queue_pop_head (&connection->unread);
      PGresult *answer = what != SYNC ? read_command (connection) : PQgetResult (connection->postgres);

      is_connected = !is_lost (answer);
      if (what != SYNC)
        note_prepared (connection, what, is_connected && is_success (answer));
      else if (is_connected)
        {
          PQclear (answer);
          /* What failed before an earlier sync was rolled back: nobody waits for it. */
          if (!g_queue_is_empty (&connection->unread))
            g_clear_error (&first_error);
          continue;
        }
      if (first_error == NULL && (!is_connected || !is_success (answer)))
        set_error (&first_error, is_connected ? answer : NULL);
      if (is_connected && g_strcmp0 (what, ANNOUNCED) == 0)
        answer_announced (connection, &answer);
      PQclear (last);
      last = answer;
    }

  g_queue_clear_full (&connection->unread, g_free);
  if (first_error == NULL && result != NULL)
    *result = g_steal_pointer (&last);
  PQclear (last);
  if (first_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&first_error));
  return FALSE;
}

static gboolean
send_sync (SpicoSqlConnection *connection,
           GError            **error)
{
  if (PQpipelineSync (connection->postgres) == 0)
    return set_error (error, NULL);

  g_queue_push_tail (&connection->unread, SYNC);
  return TRUE;
}

static gboolean
wait_for_answers (SpicoSqlConnection *connection,
                  PGresult          **result,
                  GError            **error)
{
  return send_sync (connection, error) && read_answers (connection, result, error);
}

static gboolean
note_sent (SpicoSqlConnection *connection,
           int                 is_sent,
           const char         *what,
           GError            **error)
{
  if (is_sent == 0)
    return set_error (error, NULL);

  g_queue_push_tail (&connection->unread, g_strdup (what));
  return TRUE;
}

static gboolean
send_command (SpicoSqlConnection *connection,
              const char         *sql,
              GError            **error)
{
  return note_sent (connection, PQsendQueryParams (connection->postgres, sql, 0, NULL, NULL, NULL, NULL, 0), COMMAND, error);
}

static gboolean
postgres_run_command (SpicoSqlConnection *connection,
                      const char         *sql,
                      SpicoSqlAnswer      answer,
                      GError            **error)
{
  gboolean is_rollback = g_str_has_prefix (sql, "ROLLBACK");

  /* Behind something that failed it would be passed over. */
  if (is_rollback && !g_queue_is_empty (&connection->unread) && !send_sync (connection, error))
    return FALSE;
  if (!send_command (connection, sql, error))
    return FALSE;

  switch (answer)
    {
    case SPICO_SQL_ANSWER_NOW:
      return wait_for_answers (connection, NULL, error);
    case SPICO_SQL_ANSWER_UNREAD:
      return send_sync (connection, error);
    case SPICO_SQL_ANSWER_SENT:
      return PQflush (connection->postgres) >= 0 || set_error (error, NULL);
    case SPICO_SQL_ANSWER_LATER:
    default:
      return TRUE;
    }
}

/* Several statements at once are more than a pipeline takes. */
static gboolean
postgres_run_script (SpicoSqlConnection *connection,
                     const char         *sql,
                     GError            **error)
{
  PGresult *result;
  gboolean succeeded;

  if (!g_queue_is_empty (&connection->unread) && !wait_for_answers (connection, NULL, error))
    return FALSE;

  PQexitPipelineMode (connection->postgres);
  result = PQexec (connection->postgres, sql);
  succeeded = is_success (result) || set_error (error, result);
  PQclear (result);
  PQenterPipelineMode (connection->postgres);
  return succeeded;
}

/* Bytewise order is what both databases have in common; PostgreSQL's builtin provider compares code points, which is the same order in UTF-8. */
static gboolean
check_database (SpicoSqlConnection *connection,
                GError            **error)
{
  PGresult *result = NULL;
  gboolean has_answered = send_command (connection,
                                        "SELECT 1 FROM pg_database WHERE datname = current_database() AND pg_encoding_to_char(encoding) = 'UTF8'"
                                        " AND (datlocprovider = 'b' OR (datlocprovider = 'c' AND datcollate IN ('C', 'POSIX')))",
                                        error)
                          && wait_for_answers (connection, &result, error);
  gboolean is_fit = has_answered && PQntuples (result) == 1;

  PQclear (result);

  if (has_answered && !is_fit)
    g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_FAILED, "The PostgreSQL database must be made with TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");

  return is_fit;
}

static void
ignore_notice (void           *data,
               const PGresult *result)
{
}

gboolean
spico_sql_postgres_open (SpicoSqlConnection *connection,
                         const char         *uri,
                         SpicoSqlOpenFlags   flags,
                         GError            **error)
{
  g_queue_init (&connection->unread);
  g_queue_init (&connection->announced);
  connection->unprepared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  connection->postgres = PQconnectdb (uri);

  if (PQstatus (connection->postgres) != CONNECTION_OK)
    {
      /* libpq's words would show the address, and with it perhaps a password. */
      g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_IO, "PostgreSQL cannot be reached, or refused the connection");
      return FALSE;
    }

  PQsetNoticeReceiver (connection->postgres, ignore_notice, NULL);

  if (!postgres_run_script (connection, "SET client_encoding = 'UTF8'; SET timezone = 'UTC'; SET bytea_output = 'hex'", error) || !check_database (connection, error))
    return FALSE;

  return (flags & SPICO_SQL_OPEN_READ_ONLY) == 0 || postgres_run_script (connection, "SET default_transaction_read_only = on", error);
}

static void
postgres_close (SpicoSqlConnection *connection)
{
  g_queue_clear_full (&connection->unread, g_free);
  g_queue_clear_full (&connection->announced, announced_free);
  g_clear_pointer (&connection->unprepared, g_hash_table_unref);
  PQfinish (connection->postgres);
}

static void
postgres_set_busy_timeout (SpicoSqlConnection *connection,
                           guint               milliseconds)
{
  g_autofree char *sql = g_strdup_printf ("SET lock_timeout = %u", MAX (milliseconds, 1));

  postgres_run_script (connection, sql, NULL);
}

static void
postgres_set_time_limit (SpicoSqlConnection *connection,
                         guint               milliseconds)
{
  g_autofree char *sql = g_strdup_printf ("SET statement_timeout = %u", milliseconds);

  postgres_run_script (connection, sql, NULL);
}

static const char *
postgres_begin_statement (SpicoSqlTransaction mode)
{
  return mode == SPICO_SQL_TRANSACTION_WRITE ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
}

static gboolean
postgres_is_open_transaction (SpicoSqlConnection *connection)
{
  /* PostgreSQL ends no transaction by itself, unless the connection goes with it. */
  return PQstatus (connection->postgres) == CONNECTION_OK;
}

static void
parameter_clear (gpointer data)
{
  SpicoSqlParameter *parameter = data;

  g_clear_pointer (&parameter->text, g_free);
  g_clear_pointer (&parameter->bytes, g_bytes_unref);
  parameter->is_null = TRUE;
}

static SpicoSqlParameter *
parameter_at (SpicoSqlStatement *statement,
              guint              index)
{
  g_assert (index >= 1 && index <= 32766);

  while (statement->parameters->len < index)
    {
      SpicoSqlParameter parameter = { .is_null = TRUE };

      g_array_append_val (statement->parameters, parameter);
    }

  return &g_array_index (statement->parameters, SpicoSqlParameter, index - 1);
}

/* A parameter that is never bound is NULL, as on SQLite. */
static void
find_parameters (SpicoSqlStatement *statement)
{
  for (const char *place = strchr (statement->sql, '$'); place != NULL; place = strchr (place + 1, '$'))
    {
      guint64 number = g_ascii_strtoull (place + 1, NULL, 10);

      if (number >= 1 && number <= 32766)
        parameter_at (statement, (guint) number);
    }
}

/* Nothing is sent yet: the types of the parameters are those of the first values bound. */
static gboolean
postgres_prepare (SpicoSqlStatement *statement,
                  GError           **error)
{
  statement->parameters = g_array_new (FALSE, TRUE, sizeof (SpicoSqlParameter));
  g_array_set_clear_func (statement->parameters, parameter_clear);
  find_parameters (statement);
  return TRUE;
}

static void
forget_prepared (SpicoSqlStatement *statement)
{
  SpicoSqlConnection *connection = statement->connection;

  if (statement->name != NULL && !g_hash_table_remove (connection->unprepared, statement->name))
    note_sent (connection, PQsendClosePrepared (connection->postgres, statement->name), COMMAND, NULL);

  g_clear_pointer (&statement->name, g_free);
}

static void
postgres_rewind (SpicoSqlStatement *statement)
{
  g_clear_pointer (&statement->result, PQclear);
}

static void
postgres_finalize (SpicoSqlStatement *statement)
{
  postgres_rewind (statement);
  forget_prepared (statement);
  g_clear_pointer (&statement->parameters, g_array_unref);
}

static void
postgres_clear_bindings (SpicoSqlStatement *statement)
{
  for (guint i = 0; i < statement->parameters->len; i++)
    parameter_clear (&g_array_index (statement->parameters, SpicoSqlParameter, i));
}

static SpicoSqlParameter *
clear_parameter_at (SpicoSqlStatement *statement,
                    guint              index)
{
  SpicoSqlParameter *parameter = parameter_at (statement, index);

  parameter_clear (parameter);
  return parameter;
}

static void
set_type (SpicoSqlStatement *statement,
          SpicoSqlParameter *parameter,
          Oid                type)
{
  statement->types_changed |= parameter->type != type;
  parameter->type = type;
  parameter->is_null = FALSE;
}

static void
postgres_bind_text (SpicoSqlStatement *statement,
                    guint              index,
                    const char        *text)
{
  SpicoSqlParameter *parameter = clear_parameter_at (statement, index);

  parameter->text = g_strdup (text);
  set_type (statement, parameter, TYPE_TEXT);
}

static void
postgres_bind_int64 (SpicoSqlStatement *statement,
                     guint              index,
                     gint64             number)
{
  SpicoSqlParameter *parameter = clear_parameter_at (statement, index);

  parameter->text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  set_type (statement, parameter, TYPE_BIGINT);
}

static void
postgres_bind_blob (SpicoSqlStatement *statement,
                    guint              index,
                    GBytes            *bytes)
{
  SpicoSqlParameter *parameter = clear_parameter_at (statement, index);

  parameter->bytes = g_bytes_ref (bytes);
  set_type (statement, parameter, TYPE_BYTEA);
}

static void
postgres_bind_null (SpicoSqlStatement *statement,
                    guint              index)
{
  clear_parameter_at (statement, index);
}

static gboolean
send_prepare (SpicoSqlStatement *statement,
              GError           **error)
{
  SpicoSqlConnection *connection = statement->connection;
  guint n = statement->parameters->len;
  g_autofree Oid *types = g_new0 (Oid, n + 1);

  for (guint i = 0; i < n; i++)
    types[i] = g_array_index (statement->parameters, SpicoSqlParameter, i).type;

  forget_prepared (statement);
  statement->name = g_strdup_printf ("s%u", ++connection->last_name);
  statement->types_changed = FALSE;
  return note_sent (connection, PQsendPrepare (connection->postgres, statement->name, statement->sql, (int) n, types), statement->name, error);
}

static gboolean
send_prepared (SpicoSqlStatement *statement,
               GError           **error)
{
  guint n = statement->parameters->len;
  g_autofree const char **values = g_new0 (const char *, n + 1);
  g_autofree int *lengths = g_new0 (int, n + 1);
  g_autofree int *formats = g_new0 (int, n + 1);

  for (guint i = 0; i < n; i++)
    {
      SpicoSqlParameter *parameter = &g_array_index (statement->parameters, SpicoSqlParameter, i);

      if (parameter->bytes != NULL)
        {
          gsize size = 0;
          const char *data = g_bytes_get_data (parameter->bytes, &size);

          values[i] = size > 0 ? data : "";
          lengths[i] = (int) size;
          formats[i] = 1;
        }
      else if (!parameter->is_null)
        values[i] = parameter->text;
    }

  return note_sent (statement->connection, PQsendQueryPrepared (statement->connection->postgres, statement->name, (int) n, values, lengths, formats, statement->is_raw ? 1 : 0), COMMAND, error);
}

static gboolean
send_statement (SpicoSqlStatement *statement,
                GError           **error)
{
  gboolean is_prepared = statement->name != NULL && !g_hash_table_contains (statement->connection->unprepared, statement->name);

  if ((!is_prepared || statement->types_changed) && !send_prepare (statement, error))
    return FALSE;

  return send_prepared (statement, error);
}

static gboolean
postgres_send (SpicoSqlStatement *statement,
               GError           **error)
{
  SpicoSqlConnection *connection = statement->connection;

  return send_statement (statement, error) && (g_queue_get_length (&connection->unread) < MAX_UNREAD || wait_for_answers (connection, NULL, error));
}

static void
copy_parameter (SpicoSqlParameter       *copy,
                const SpicoSqlParameter *parameter)
{
  *copy = *parameter;
  copy->text = g_strdup (parameter->text);
  copy->bytes = parameter->bytes != NULL ? g_bytes_ref (parameter->bytes) : NULL;
}

static gboolean
is_same_parameter (const SpicoSqlParameter *a,
                   const SpicoSqlParameter *b)
{
  if (a->is_null || b->is_null)
    return a->is_null == b->is_null;
  if (a->type != b->type || (a->bytes == NULL) != (b->bytes == NULL))
    return FALSE;

  return a->bytes != NULL ? g_bytes_equal (a->bytes, b->bytes) : g_str_equal (a->text, b->text);
}

static void
postgres_announce (SpicoSqlStatement *statement)
{
  SpicoSqlConnection *connection = statement->connection;
  guint n = statement->parameters->len;
  Announced *announced;

  if (g_queue_get_length (&connection->unread) >= MAX_UNREAD || !send_statement (statement, NULL))
    return;

  /* What was sent last is the statement itself. */
  g_free (g_queue_pop_tail (&connection->unread));
  g_queue_push_tail (&connection->unread, g_strdup (ANNOUNCED));

  announced = g_new0 (Announced, 1);
  announced->sql = g_strdup (statement->sql);
  announced->n_savepoints = connection->savepoints->len;
  announced->parameters = g_array_new (FALSE, TRUE, sizeof (SpicoSqlParameter));
  g_array_set_clear_func (announced->parameters, parameter_clear);
  g_array_set_size (announced->parameters, n);
  for (guint i = 0; i < n; i++)
    copy_parameter (&g_array_index (announced->parameters, SpicoSqlParameter, i), &g_array_index (statement->parameters, SpicoSqlParameter, i));
  g_queue_push_tail (&connection->announced, announced);
}

/* The answer to what is under way is still to be read. */
static void
postgres_forget_announced (SpicoSqlConnection *connection,
                           guint               n_savepoints)
{
  GList *next;

  for (GList *link = connection->announced.head; link != NULL; link = next)
    {
      Announced *announced = link->data;

      next = link->next;
      if (announced->n_savepoints < n_savepoints)
        continue;
      announced->is_forgotten = TRUE;
      if (!announced->is_answered)
        continue;
      g_queue_delete_link (&connection->announced, link);
      announced_free (announced);
    }
}

static gboolean
is_announced_as (SpicoSqlStatement *statement,
                 const Announced   *announced)
{
  if (announced->is_forgotten || announced->parameters->len != statement->parameters->len || strcmp (announced->sql, statement->sql) != 0)
    return FALSE;

  for (guint i = 0; i < statement->parameters->len; i++)
    {
      if (!is_same_parameter (&g_array_index (announced->parameters, SpicoSqlParameter, i), &g_array_index (statement->parameters, SpicoSqlParameter, i)))
        return FALSE;
    }

  return TRUE;
}

static GList *
find_announced (SpicoSqlStatement *statement)
{
  GList *link = statement->connection->announced.head;

  while (link != NULL && !is_announced_as (statement, link->data))
    link = link->next;

  return link;
}

/* What was sent before is answered with all that is under way. */
static gboolean
take_announced (SpicoSqlStatement *statement,
                GError           **error)
{
  SpicoSqlConnection *connection = statement->connection;
  GList *link = find_announced (statement);

  if (link != NULL && !((Announced *) link->data)->is_answered)
    {
      if (!wait_for_answers (connection, NULL, error))
        return FALSE;
      link = find_announced (statement);
    }
  if (link == NULL)
    return TRUE;

  statement->result = g_steal_pointer (&((Announced *) link->data)->result);
  announced_free (link->data);
  g_queue_delete_link (&connection->announced, link);
  return TRUE;
}

static gboolean
run_statement (SpicoSqlStatement *statement,
               GError           **error)
{
  SpicoSqlConnection *connection = statement->connection;

  if (!take_announced (statement, error))
    return FALSE;
  if (statement->result == NULL && (!send_statement (statement, error) || !wait_for_answers (connection, &statement->result, error)))
    return FALSE;

  statement->row = -1;
  if (PQcmdTuples (statement->result)[0] != '\0' && !g_str_has_prefix (PQcmdStatus (statement->result), "SELECT"))
    connection->changes = g_ascii_strtoll (PQcmdTuples (statement->result), NULL, 10);

  return TRUE;
}

static gboolean
postgres_step (SpicoSqlStatement *statement,
               gboolean          *has_row,
               GError           **error)
{
  if (statement->result == NULL && !run_statement (statement, error))
    return FALSE;

  statement->row++;
  *has_row = statement->row < PQntuples (statement->result);
  return TRUE;
}

static guint
postgres_column_count (SpicoSqlStatement *statement)
{
  return (guint) PQnfields (statement->result);
}

static const char *
postgres_column_name (SpicoSqlStatement *statement,
                      guint              column)
{
  return PQfname (statement->result, (int) column);
}

static gboolean
postgres_column_is_null (SpicoSqlStatement *statement,
                         guint              column)
{
  return PQgetisnull (statement->result, statement->row, (int) column) != 0;
}

static const char *
postgres_column_text (SpicoSqlStatement *statement,
                      guint              column)
{
  return postgres_column_is_null (statement, column) ? NULL : PQgetvalue (statement->result, statement->row, (int) column);
}

static gint64
postgres_column_int64 (SpicoSqlStatement *statement,
                       guint              column)
{
  const char *text = PQgetvalue (statement->result, statement->row, (int) column);

  if (PQftype (statement->result, (int) column) == TYPE_BOOLEAN)
    return text[0] == 't' ? 1 : 0;

  return g_ascii_strtoll (text, NULL, 10);
}

static GBytes *
postgres_column_blob (SpicoSqlStatement *statement,
                      guint              column)
{
  const char *text = PQgetvalue (statement->result, statement->row, (int) column);
  unsigned char *data;
  GBytes *bytes;
  size_t size = 0;

  if (postgres_column_is_null (statement, column))
    return NULL;

  if (PQfformat (statement->result, (int) column) == 1)
    return g_bytes_new (text, (gsize) PQgetlength (statement->result, statement->row, (int) column));
  if (PQftype (statement->result, (int) column) != TYPE_BYTEA)
    return g_bytes_new (text, strlen (text));

  data = PQunescapeBytea ((const unsigned char *) text, &size);
  bytes = g_bytes_new (data, size);
  PQfreemem (data);
  return bytes;
}

const SpicoSqlBackend spico_sql_postgres_backend = {
  .close = postgres_close,
  .set_busy_timeout = postgres_set_busy_timeout,
  .set_time_limit = postgres_set_time_limit,
  .run_script = postgres_run_script,
  .run_command = postgres_run_command,
  .begin_statement = postgres_begin_statement,
  .is_open_transaction = postgres_is_open_transaction,
  .prepare = postgres_prepare,
  .finalize = postgres_finalize,
  .clear_bindings = postgres_clear_bindings,
  .rewind = postgres_rewind,
  .step = postgres_step,
  .send = postgres_send,
  .announce = postgres_announce,
  .forget_announced = postgres_forget_announced,
  .bind_text = postgres_bind_text,
  .bind_int64 = postgres_bind_int64,
  .bind_blob = postgres_bind_blob,
  .bind_null = postgres_bind_null,
  .column_count = postgres_column_count,
  .column_name = postgres_column_name,
  .column_is_null = postgres_column_is_null,
  .column_text = postgres_column_text,
  .column_int64 = postgres_column_int64,
  .column_blob = postgres_column_blob,
  .for_update = " FOR UPDATE",
  .for_update_of_free = " FOR UPDATE SKIP LOCKED",
  .change_mark = "SELECT pg_current_snapshot()::text",
};
