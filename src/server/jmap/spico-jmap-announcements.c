/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operator announces to whoever cannot sign in: why, perhaps (F005, F008). */
#include "spico-jmap-private.h"

#include "spico-operator-announcement.h"

/* The same as where one has signed in: a maintenance is told the day before. */
#define PUBLIC                                                                                                                 \
  "SELECT id, kind, title, text, starts_at, ends_at, created_at FROM announcement WHERE kind IN ('incident', 'maintenance')"   \
  " AND starts_at <= $2 AND (ends_at IS NULL OR ends_at > $1) ORDER BY created_at DESC, id DESC LIMIT $3"

static void
add_text (yyjson_mut_doc    *document,
          yyjson_mut_val    *object,
          const char        *name,
          SpicoSqlStatement *statement,
          int                column)
{
  yyjson_mut_obj_add_strcpy (document, object, name, spico_sql_statement_column_text (statement, column));
}

static void
add_time (yyjson_mut_doc    *document,
          yyjson_mut_val    *object,
          const char        *name,
          SpicoSqlStatement *statement,
          int                column)
{
  g_autofree char *time = NULL;

  if (spico_sql_statement_column_is_null (statement, column))
    {
      yyjson_mut_obj_add_null (document, object, name);
      return;
    }

  time = spico_utc_date_format (spico_sql_statement_column_int64 (statement, column));
  yyjson_mut_obj_add_strcpy (document, object, name, time);
}

static void
add_announcement (yyjson_mut_doc    *document,
                  yyjson_mut_val    *list,
                  SpicoSqlStatement *statement)
{
  yyjson_mut_val *object = yyjson_mut_arr_add_obj (document, list);

  add_text (document, object, "id", statement, 0);
  add_text (document, object, "kind", statement, 1);
  add_text (document, object, "title", statement, 2);
  add_text (document, object, "text", statement, 3);
  add_time (document, object, "startsAt", statement, 4);
  add_time (document, object, "endsAt", statement, 5);
  add_time (document, object, "createdAt", statement, 6);
}

static GBytes *
take_json (yyjson_mut_doc *document)
{
  gsize length;
  char *text = yyjson_mut_write (document, YYJSON_WRITE_NOFLAG, &length);

  return g_bytes_new_with_free_func (text, length, free, text);
}

static gboolean
fill (yyjson_mut_doc     *document,
      SpicoSqlConnection *connection,
      gint64              now_us,
      GError            **error)
{
  yyjson_mut_val *root = yyjson_mut_obj (document);
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (document, root, "list");
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (connection, PUBLIC, SPICO_SQL_VALUES (SPICO_SQL_INT (now_us), SPICO_SQL_INT (now_us + G_TIME_SPAN_DAY), SPICO_SQL_INT (SPICO_OPERATOR_MAX_ANNOUNCEMENTS)), error);
  gboolean has_row;

  yyjson_mut_doc_set_root (document, root);
  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      add_announcement (document, list, statement);
    }

  return FALSE;
}

/**
 * spico_jmap_public_announcements:
 * @connection: a connection, in a transaction
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Returns: (transfer full) (nullable): the incidents that stand, and the maintenances that are under way or come within a day, for whoever cannot sign in too
 */
GBytes *
spico_jmap_public_announcements (SpicoSqlConnection *connection,
                                 gint64              now_us,
                                 GError            **error)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  GBytes *json = fill (document, connection, now_us, error) ? take_json (document) : NULL;

  yyjson_mut_doc_free (document);

  return json;
}
