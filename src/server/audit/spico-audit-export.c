/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-audit-export.h"

#include <yyjson.h>

#include "spico-audit-chain.h"
#include "spico-sql-query.h"

#define PAGE 1000

static char *
write_time (gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc_usec (at);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.%fZ") : g_strdup ("");
}

/* One object, one line; the names stand in docs/operations.md. */
static char *
write_line (const SpicoAuditRow *row)
{
  static const char *const names[SPICO_AUDIT_N_TEXTS] = { "person", "account", "session", "action", "type", "object", "rule" };
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  g_autofree char *time = write_time (row->at);
  char *json;

  yyjson_mut_doc_set_root (document, root);
  if (row->seal != 0)
    yyjson_mut_obj_add_sint (document, root, "seal", row->seal);
  yyjson_mut_obj_add_sint (document, root, "id", row->id);
  yyjson_mut_obj_add_str (document, root, "at", time);
  yyjson_mut_obj_add_sint (document, root, "atMicroseconds", row->at);
  for (guint i = 0; i < SPICO_AUDIT_N_TEXTS; i++)
    yyjson_mut_obj_add_str (document, root, names[i], row->texts[i] != NULL ? row->texts[i] : "");
  if (row->hash != NULL)
    yyjson_mut_obj_add_str (document, root, "hash", row->hash);

  json = yyjson_mut_write (document, YYJSON_WRITE_NEWLINE_AT_END, NULL);
  yyjson_mut_doc_free (document);

  return json;
}

static SpicoSqlStatement *
query_page (SpicoSqlConnection     *connection,
            const SpicoAuditFilter *filter,
            gint64                  after,
            GError                **error)
{
  return spico_sql_query (connection,
                          "SELECT " SPICO_AUDIT_COLUMNS " FROM audit WHERE id > $1 AND at >= $2 AND at < $3"
                          " AND ($4 = '' OR person_id = $4) AND ($5 = '' OR account_id = $5)"
                          " AND ($6 = '' OR object_id = $6 OR object_id IN (SELECT c.id FROM conversation c WHERE c.dossier_id = $6)"
                          "      OR object_id IN (SELECT m.id FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE c.dossier_id = $6))"
                          " ORDER BY id LIMIT $7",
                          SPICO_SQL_VALUES (SPICO_SQL_INT (after), SPICO_SQL_INT (filter->from_us), SPICO_SQL_INT (filter->until_us),
                                            SPICO_SQL_TEXT (filter->person_id != NULL ? filter->person_id : ""), SPICO_SQL_TEXT (filter->account_id != NULL ? filter->account_id : ""),
                                            SPICO_SQL_TEXT (filter->dossier_id != NULL ? filter->dossier_id : ""), SPICO_SQL_INT (PAGE)),
                          error);
}

static gboolean
export_page (SpicoSqlConnection     *connection,
             const SpicoAuditFilter *filter,
             GOutputStream          *stream,
             gint64                 *after,
             guint                  *n_rows,
             GError                **error)
{
  g_autoptr (SpicoSqlStatement) statement = query_page (connection, filter, *after, error);
  gboolean has_row = statement != NULL;

  *n_rows = 0;
  while (has_row)
    {
      g_autofree char *line = NULL;
      SpicoAuditRow row;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      spico_audit_row_read (&row, statement);
      line = write_line (&row);
      if (!g_output_stream_printf (stream, NULL, NULL, error, "%s", line))
        return FALSE;
      *after = row.id;
      (*n_rows)++;
    }

  return statement != NULL;
}

/**
 * spico_audit_export:
 * @connection: a connection in a reading transaction
 * @filter: which rows
 * @stream: where they go
 * @n_rows: (out): how many there were
 * @error: a #SpicoSqlError or a #GIOErrorEnum
 *
 * Writes rows of the audit as JSON Lines, in the order in which they were written.
 *
 * Returns: whether all were written
 */
gboolean
spico_audit_export (SpicoSqlConnection     *connection,
                    const SpicoAuditFilter *filter,
                    GOutputStream          *stream,
                    guint64                *n_rows,
                    GError                **error)
{
  gint64 after = G_MININT64;
  guint n = PAGE;

  *n_rows = 0;
  while (n == PAGE)
    {
      if (!export_page (connection, filter, stream, &after, &n, error))
        return FALSE;
      *n_rows += n;
    }

  return TRUE;
}
