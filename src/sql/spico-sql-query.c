/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sql-query.h"

static void
bind_values (SpicoSqlStatement   *statement,
             const SpicoSqlValue *values)
{
  for (guint i = 0; values != NULL && values[i].kind != SPICO_SQL_VALUE_END; i++)
    {
      switch (values[i].kind)
        {
        case SPICO_SQL_VALUE_TEXT:
          spico_sql_statement_bind_text (statement, i + 1, values[i].text);
          break;
        case SPICO_SQL_VALUE_INT:
          spico_sql_statement_bind_int64 (statement, i + 1, values[i].number);
          break;
        case SPICO_SQL_VALUE_BLOB:
          spico_sql_statement_bind_blob (statement, i + 1, values[i].bytes);
          break;
        case SPICO_SQL_VALUE_NULL:
        case SPICO_SQL_VALUE_END:
          spico_sql_statement_bind_null (statement, i + 1);
          break;
        }
    }
}

/* The first row of a query, if any. */
static gboolean
query_row (SpicoSqlConnection  *connection,
           const char          *sql,
           const SpicoSqlValue *values,
           SpicoSqlStatement  **statement,
           gboolean            *has_row,
           GError             **error)
{
  *statement = spico_sql_query (connection, sql, values, error);

  return *statement != NULL && spico_sql_statement_step (*statement, has_row, error);
}

/**
 * spico_sql_query:
 * @connection: a connection
 * @sql: one statement
 * @values: (nullable): SPICO_SQL_VALUES()
 * @error: a #SpicoSqlError
 *
 * Returns: (transfer full) (nullable): the statement, bound and ready for spico_sql_statement_step()
 */
SpicoSqlStatement *
spico_sql_query (SpicoSqlConnection  *connection,
                 const char          *sql,
                 const SpicoSqlValue *values,
                 GError             **error)
{
  SpicoSqlStatement *statement = spico_sql_connection_prepare (connection, sql, error);

  if (statement != NULL)
    bind_values (statement, values);

  return statement;
}

/**
 * spico_sql_collect_texts:
 * @statement: a statement, ready to step
 * @texts: (element-type utf8): an array that owns its elements, told the first column of each row
 * @error: a #SpicoSqlError
 *
 * Returns: whether no error was met
 */
gboolean
spico_sql_collect_texts (SpicoSqlStatement *statement,
                         GPtrArray         *texts,
                         GError           **error)
{
  gboolean has_row = TRUE;

  while (spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      g_ptr_array_add (texts, g_strdup (spico_sql_statement_column_text (statement, 0)));
    }

  return FALSE;
}

/**
 * spico_sql_run:
 * @connection: a connection
 * @sql: one statement
 * @values: (nullable): SPICO_SQL_VALUES()
 * @error: a #SpicoSqlError
 *
 * Runs a statement whose rows, if any, do not matter; spico_sql_connection_changes() says how many it touched.
 *
 * Returns: whether it succeeded
 */
gboolean
spico_sql_run (SpicoSqlConnection  *connection,
               const char          *sql,
               const SpicoSqlValue *values,
               GError             **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, sql, values, error);
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
    }

  return statement != NULL;
}

/**
 * spico_sql_run_later:
 * @connection: a connection
 * @sql: one statement
 * @values: (nullable): SPICO_SQL_VALUES()
 * @error: a #SpicoSqlError
 *
 * As spico_sql_run(), where nobody asks how many rows it touched: see spico_sql_statement_run_later() for when an error is met.
 *
 * Returns: whether no error was met yet
 */
gboolean
spico_sql_run_later (SpicoSqlConnection  *connection,
                     const char          *sql,
                     const SpicoSqlValue *values,
                     GError             **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, sql, values, error);

  return statement != NULL && spico_sql_statement_run_later (statement, error);
}

/**
 * spico_sql_announce:
 * @connection: a connection
 * @sql: a query
 * @values: (nullable): SPICO_SQL_VALUES()
 *
 * Says that the same will be asked soon: see spico_sql_statement_announce().
 */
void
spico_sql_announce (SpicoSqlConnection  *connection,
                    const char          *sql,
                    const SpicoSqlValue *values)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;

  if (!spico_sql_connection_is_announced_to (connection))
    return;

  statement = spico_sql_query (connection, sql, values, NULL);
  if (statement != NULL)
    spico_sql_statement_announce (statement);
}

/**
 * spico_sql_query_int64:
 * @connection: a connection
 * @sql: a query
 * @values: (nullable): SPICO_SQL_VALUES()
 * @fallback: what @number becomes without a row, or with NULL in it
 * @number: (out): the first column of the first row
 * @error: a #SpicoSqlError
 *
 * Returns: whether no error was met
 */
gboolean
spico_sql_query_int64 (SpicoSqlConnection  *connection,
                       const char          *sql,
                       const SpicoSqlValue *values,
                       gint64               fallback,
                       gint64              *number,
                       GError             **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row = FALSE;

  *number = fallback;
  if (!query_row (connection, sql, values, &statement, &has_row, error))
    return FALSE;

  if (has_row && !spico_sql_statement_column_is_null (statement, 0))
    *number = spico_sql_statement_column_int64 (statement, 0);

  return TRUE;
}

/**
 * spico_sql_query_text:
 * @connection: a connection
 * @sql: a query
 * @values: (nullable): SPICO_SQL_VALUES()
 * @text: (out) (transfer full) (nullable): the first column of the first row; %NULL without a row, or with NULL in it
 * @error: a #SpicoSqlError
 *
 * Returns: whether no error was met
 */
gboolean
spico_sql_query_text (SpicoSqlConnection  *connection,
                      const char          *sql,
                      const SpicoSqlValue *values,
                      char               **text,
                      GError             **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row = FALSE;

  *text = NULL;
  if (!query_row (connection, sql, values, &statement, &has_row, error))
    return FALSE;

  if (has_row)
    *text = g_strdup (spico_sql_statement_column_text (statement, 0));

  return TRUE;
}

/**
 * spico_sql_query_exists:
 * @connection: a connection
 * @sql: a query
 * @values: (nullable): SPICO_SQL_VALUES()
 * @exists: (out): whether it gives a row
 * @error: a #SpicoSqlError
 *
 * Returns: whether no error was met
 */
gboolean
spico_sql_query_exists (SpicoSqlConnection  *connection,
                        const char          *sql,
                        const SpicoSqlValue *values,
                        gboolean            *exists,
                        GError             **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;

  *exists = FALSE;
  return query_row (connection, sql, values, &statement, exists, error);
}
