/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nomenclatures of health (NOS), « JDV_… » or « TRE_… » as CSV: separator `;`, quotes used, columns found by name: the code, the table that it is of, the label, perhaps the day on which it ended. */
#include <string.h>

#include "spico-operator.h"
#include "spico-register-cells.h"
#include "spico-register-lines.h"
#include "spico-register-load.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"
#include "spico-type.h"

/* More than all of the nomenclatures hold. */
#define MAX_CODES 200000

/* Files name their columns in one of these ways. */
static const char *const code_names[] = { "code", "Code", NULL };
static const char *const system_names[] = { "table", "codeSystem", "system", NULL };
static const char *const label_names[] = { "display", "displayName", "Libellé", "libelle", NULL };
static const char *const end_names[] = { "dateFin", "DateFin", NULL };

typedef struct {
  SpicoSqlConnection *connection;
  SpicoRegisterReport *report;
  GPtrArray *cells;
  guint n_cells;
  int code;
  int system;
  int label;
  int end;
  const char *source_date;
} Reader;

static gboolean
refuse (GError    **error,
        const char *text)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, text);
  return FALSE;
}

static int
find_column (Reader            *self,
             const char *const *names)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      if (g_strv_contains (names, g_ptr_array_index (self->cells, i)))
        return (int) i;
    }

  return -1;
}

static gboolean
read_header (Reader             *self,
             SpicoRegisterLines *lines,
             GError            **error)
{
  g_autoptr (GError) local_error = NULL;
  SpicoRegisterLine line = { 0 };
  SpicoRegisterReason reason;
  char *text;

  if (!spico_register_lines_next (lines, &line, &local_error))
    {
      if (local_error == NULL)
        return refuse (error, "The file is empty");
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  text = line.text != NULL && spico_register_is_text (line.text, line.length, &reason) ? line.text : NULL;
  if (text != NULL && g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  if (text != NULL && spico_register_split_quoted (self->cells, text))
    {
      self->n_cells = self->cells->len;
      self->code = find_column (self, code_names);
      self->system = find_column (self, system_names);
      self->label = find_column (self, label_names);
      self->end = find_column (self, end_names);
      if (self->code >= 0 && self->system >= 0 && self->label >= 0)
        return TRUE;
    }

  return refuse (error, "The file is not a nomenclature: its first line does not name the columns code, table and display");
}

static void
note (Reader             *self,
      guint64             line,
      SpicoRegisterReason reason)
{
  SpicoRegisterProblem problem = { line, reason };

  self->report->refused++;
  if (self->report->problems->len < SPICO_REGISTER_MAX_PROBLEMS)
    g_array_append_val (self->report->problems, problem);
}

static char *
clean_cell (Reader *self,
            int     column)
{
  return column >= 0 ? spico_register_clean (g_ptr_array_index (self->cells, column)) : g_strdup ("");
}

#define UPSERT                                                                                                                 \
  "INSERT INTO nomenclature (system, code, label, ended_on, source_date) VALUES ($1, $2, $3, $4, $5)"                          \
  " ON CONFLICT (system, code) DO UPDATE SET label = excluded.label, ended_on = excluded.ended_on, source_date = COALESCE(excluded.source_date, nomenclature.source_date)"

/* Codes are never taken away: what was written with one is still to be read. */
static gboolean
put_code (Reader     *self,
          const char *system,
          const char *code,
          const char *label,
          const char *end,
          GError    **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (self->connection, "SELECT label, ended_on FROM nomenclature WHERE system = $1 AND code = $2",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (system), SPICO_SQL_TEXT (code)), error);
  gboolean exists = FALSE;

  if (statement == NULL || !spico_sql_statement_step (statement, &exists, error))
    return FALSE;

  if (exists && strcmp (spico_sql_statement_column_text (statement, 0), label) == 0 && g_strcmp0 (spico_sql_statement_column_text (statement, 1), end) == 0)
    self->report->unchanged++;
  else if (exists)
    self->report->changed++;
  else
    self->report->added++;

  spico_sql_statement_reset (statement);
  return spico_sql_run (self->connection, UPSERT,
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (system), SPICO_SQL_TEXT (code), SPICO_SQL_TEXT (label), SPICO_SQL_TEXT (end), SPICO_SQL_TEXT (self->source_date)), error);
}

static gboolean
read_cells (Reader  *self,
            guint64  number,
            GError **error)
{
  g_autofree char *system = clean_cell (self, self->system);
  g_autofree char *code = clean_cell (self, self->code);
  g_autofree char *label = clean_cell (self, self->label);
  g_autofree char *end = clean_cell (self, self->end);

  if (system[0] == '\0' || code[0] == '\0')
    note (self, number, SPICO_REGISTER_IDENTIFIER);
  else if (label[0] == '\0')
    note (self, number, SPICO_REGISTER_NAME);
  else if (g_utf8_strlen (system, -1) > 255 || g_utf8_strlen (code, -1) > 40 || g_utf8_strlen (label, -1) > 500)
    note (self, number, SPICO_REGISTER_VALUE_TOO_LONG);
  else
    return put_code (self, system, code, label, spico_register_is_day (end) ? end : NULL, error);

  return TRUE;
}

static gboolean
read_line (Reader            *self,
           SpicoRegisterLine *line,
           GError           **error)
{
  SpicoRegisterReason reason = SPICO_REGISTER_LINE_TOO_LONG;

  if (line->text == NULL || !spico_register_is_text (line->text, line->length, &reason))
    note (self, line->number, reason);
  else if (line->length == 0)
    return TRUE;
  else if (!spico_register_split_quoted (self->cells, line->text))
    note (self, line->number, SPICO_REGISTER_QUOTES);
  else if (self->cells->len != self->n_cells)
    note (self, line->number, SPICO_REGISTER_CELLS);
  else
    return read_cells (self, line->number, error);

  return TRUE;
}

static gboolean
read_lines (Reader             *self,
            SpicoRegisterLines *lines,
            GError            **error)
{
  g_autoptr (GError) local_error = NULL;
  SpicoRegisterLine line = { 0 };

  while (spico_register_lines_next (lines, &line, &local_error))
    {
      if (line.number > MAX_CODES)
        return refuse (error, "The file is too large for a nomenclature");
      if (!read_line (self, &line, error))
        return FALSE;
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return self->report->added + self->report->changed + self->report->unchanged > 0 || refuse (error, "The file holds no line that can be loaded");
}

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->report, spico_register_report_free);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static gboolean
end (Reader                     *self,
     const SpicoRegisterOptions *options,
     GError                    **error)
{
  if (options != NULL && options->is_dry)
    {
      spico_sql_connection_rollback (self->connection);
      return TRUE;
    }

  return spico_operator_trace (self->connection, SPICO_REGION_ACCOUNT_ID, "register.load", "Nomenclature", "NOS", options != NULL ? options->now_us : 0, error)
         && spico_sql_connection_commit (self->connection, error);
}

/**
 * spico_nos_import:
 * @connection: a connection that may write, without a transaction
 * @stream: a nomenclature as CSV
 * @options: (nullable): how it is loaded
 * @error: %SPICO_SERVER_ERROR_INVALID where the file is something else (nothing is loaded then), an error of the stream, or a #SpicoSqlError
 *
 * Loads codes and their labels, each of its table, in one transaction: they are some thousands. A code that ended, or that the file no longer has, is kept.
 *
 * Returns: (transfer full) (nullable): what was done
 */
SpicoRegisterReport *
spico_nos_import (SpicoSqlConnection         *connection,
                  GInputStream               *stream,
                  const SpicoRegisterOptions *options,
                  GError                    **error)
{
  g_autoptr (SpicoRegisterLines) lines = spico_register_lines_new (stream);
  g_auto (Reader) reader = { .connection = connection, .source_date = options != NULL ? options->source_date : NULL };

  reader.cells = g_ptr_array_new ();
  reader.report = g_new0 (SpicoRegisterReport, 1);
  reader.report->problems = g_array_new (FALSE, FALSE, sizeof (SpicoRegisterProblem));
  if (!read_header (&reader, lines, error) || !spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, error))
    return NULL;

  if (read_lines (&reader, lines, error) && end (&reader, options, error))
    return g_steal_pointer (&reader.report);

  spico_sql_connection_rollback (connection);
  return NULL;
}
