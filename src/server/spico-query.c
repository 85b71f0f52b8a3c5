/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-query.h"

#include <string.h>

#include "spico-region-zone.h"

typedef enum {
  NAME_ACCOUNT,
  NAME_PERSON,
  NAME_SESSION,
  NAME_NOW,
  NAME_TODAY,
  NAME_JOIN,
  N_NAMES,
} Name;

static const char *const names[N_NAMES] = { "{account}", "{person}", "{session}", "{now}", "{today}", "{join}" };

struct _SpicoQuery
{
  char *account_id;
  char *person_id;
  char *session_id;
  gint64 now_us;
  const char *join;

  GString *text;
  GArray *values;
  GPtrArray *kept;
  guint places[N_NAMES];
};

/**
 * spico_query_new:
 * @account_id: (nullable): what `{account}` stands for
 * @person_id: (nullable): what `{person}` stands for
 * @now_us: what `{now}` stands for, in microseconds since 1970, and `{today}` the day in the region
 *
 * Returns: (transfer full): an empty statement
 */
SpicoQuery *
spico_query_new (const char *account_id,
                 const char *person_id,
                 gint64      now_us)
{
  SpicoQuery *self = g_new0 (SpicoQuery, 1);

  self->account_id = g_strdup (account_id);
  self->person_id = g_strdup (person_id);
  self->now_us = now_us;
  self->join = "JOIN";
  self->text = g_string_sized_new (512);
  self->values = g_array_new (FALSE, FALSE, sizeof (SpicoSqlValue));
  self->kept = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * spico_query_set_session:
 * @self: a statement in the making
 * @session_id: what `{session}` stands for
 */
void
spico_query_set_session (SpicoQuery *self,
                         const char *session_id)
{
  g_set_str (&self->session_id, session_id);
}

/**
 * spico_query_free:
 * @self: (transfer full): a statement in the making
 */
void
spico_query_free (SpicoQuery *self)
{
  g_free (self->account_id);
  g_free (self->person_id);
  g_free (self->session_id);
  g_string_free (self->text, TRUE);
  g_array_unref (self->values);
  g_ptr_array_unref (self->kept);
  g_free (self);
}

static const char *
keep (SpicoQuery *self,
      char       *text)
{
  g_ptr_array_add (self->kept, text);
  return text;
}

/* The day is that of the region, where absences are declared. */
static char *
day_of (gint64 now_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, spico_region_zone_get ());

  return g_date_time_format (local, "%Y-%m-%d");
}

static void
place_value (SpicoQuery   *self,
             SpicoSqlValue value)
{
  g_array_append_val (self->values, value);
  g_string_append_printf (self->text, "$%u", self->values->len);
}

static void
place_name (SpicoQuery *self,
            Name        name)
{
  if (name == NAME_JOIN)
    {
      g_string_append (self->text, self->join);
      return;
    }
  if (self->places[name] != 0)
    {
      g_string_append_printf (self->text, "$%u", self->places[name]);
      return;
    }

  switch (name)
    {
    case NAME_ACCOUNT:
      place_value (self, SPICO_SQL_TEXT (self->account_id));
      break;
    case NAME_PERSON:
      place_value (self, SPICO_SQL_TEXT (self->person_id));
      break;
    case NAME_SESSION:
      place_value (self, SPICO_SQL_TEXT (self->session_id));
      break;
    case NAME_NOW:
      place_value (self, SPICO_SQL_INT (self->now_us));
      break;
    case NAME_TODAY:
      place_value (self, SPICO_SQL_TEXT (keep (self, day_of (self->now_us))));
      break;
    case NAME_JOIN:
    case N_NAMES:
    default:
      g_assert_not_reached ();
    }
  self->places[name] = self->values->len;
}

/**
 * spico_query_keep_order:
 * @self: a statement in the making, still empty
 * @connection: the connection that it is for
 *
 * The rows of the first table are looked up by their ids: SQLite, which guesses from the number of ids alone, is told not to begin with the other tables. (There a CROSS JOIN keeps
 * the order of the text; PostgreSQL has statistics.)
 */
void
spico_query_keep_order (SpicoQuery         *self,
                        SpicoSqlConnection *connection)
{
  if (!spico_sql_connection_is_postgresql (connection))
    self->join = "CROSS JOIN";
}

/**
 * spico_query_add:
 * @self: a statement in the making
 * @fragment: SQL of ours, never anything from outside
 */
void
spico_query_add (SpicoQuery *self,
                 const char *fragment)
{
  const char *at = fragment;

  while (*at != '\0')
    {
      const char *brace = strchrnul (at, '{');
      Name name = 0;

      g_string_append_len (self->text, at, brace - at);
      if (*brace == '\0')
        return;

      while (name < N_NAMES && !g_str_has_prefix (brace, names[name]))
        name++;
      g_assert (name < N_NAMES);
      place_name (self, name);
      at = brace + strlen (names[name]);
    }
}

/**
 * spico_query_add_text:
 * @self: a statement in the making
 * @text: (nullable): a value, from anywhere
 */
void
spico_query_add_text (SpicoQuery *self,
                      const char *text)
{
  place_value (self, SPICO_SQL_TEXT (keep (self, g_strdup (text))));
}

/**
 * spico_query_add_int64:
 * @self: a statement in the making
 * @number: a value, from anywhere
 */
void
spico_query_add_int64 (SpicoQuery *self,
                       gint64      number)
{
  place_value (self, SPICO_SQL_INT (number));
}

/**
 * spico_query_add_list:
 * @self: a statement in the making
 * @texts: (array length=n_texts): values, from anywhere
 * @n_texts: how many, at least one
 *
 * Adds `($4, $5…)`. The list is filled up to a power of two with its last value, so that ten texts serve all lengths.
 */
void
spico_query_add_list (SpicoQuery        *self,
                      const char *const *texts,
                      gsize              n_texts)
{
  gsize n_places = 1;

  g_assert (n_texts > 0);
  while (n_places < n_texts)
    n_places *= 2;

  g_string_append_c (self->text, '(');
  for (gsize i = 0; i < n_places; i++)
    {
      if (i > 0)
        g_string_append_c (self->text, ',');
      if (i < n_texts)
        spico_query_add_text (self, texts[i]);
      else
        place_value (self, SPICO_SQL_TEXT (self->kept->pdata[self->kept->len - 1]));
    }
  g_string_append_c (self->text, ')');
}

/**
 * spico_query_run:
 * @self: a statement
 * @connection: a connection
 * @error: return location for a #SpicoSqlError
 *
 * Returns: (transfer full) (nullable): the statement, ready to step; it must go before @self
 */
SpicoSqlStatement *
spico_query_run (SpicoQuery         *self,
                 SpicoSqlConnection *connection,
                 GError            **error)
{
  static const SpicoSqlValue end = { .kind = SPICO_SQL_VALUE_END };

  g_array_append_val (self->values, end);
  return spico_sql_query (connection, self->text->str, (const SpicoSqlValue *) (gpointer) self->values->data, error);
}

/**
 * spico_query_run_later:
 * @self: a statement whose rows nobody wants
 * @connection: a connection
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether no error was met yet: see spico_sql_statement_run_later()
 */
gboolean
spico_query_run_later (SpicoQuery         *self,
                       SpicoSqlConnection *connection,
                       GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_query_run (self, connection, error);

  return statement != NULL && spico_sql_statement_run_later (statement, error);
}

/**
 * spico_query_announce:
 * @self: a statement that will be run soon
 * @connection: a connection
 *
 * Announces it: see spico_sql_statement_announce().
 */
void
spico_query_announce (SpicoQuery         *self,
                      SpicoSqlConnection *connection)
{
  g_autoptr (SpicoSqlStatement) statement = spico_query_run (self, connection, NULL);

  if (statement != NULL)
    spico_sql_statement_announce (statement);
}

/**
 * spico_query_run_exists:
 * @self: a statement
 * @connection: a connection
 * @exists: (out): whether it gives a row
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_query_run_exists (SpicoQuery         *self,
                        SpicoSqlConnection *connection,
                        gboolean           *exists,
                        GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_query_run (self, connection, error);

  return statement != NULL && spico_sql_statement_step (statement, exists, error);
}
