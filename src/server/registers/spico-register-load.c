/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-register-load.h"

#include <string.h>

#include "spico-schema.h"
#include "spico-server-error.h"
#include "spico-sort-key.h"
#include "spico-sql-builder.h"
#include "spico-sql-query.h"
#include "spico-type.h"

/* More words than any name and place have; what is beyond cannot be searched for. */
#define MAX_WORDS 32

/* What the load has seen of a principal. */
enum {
  SEEN_KEPT = 1,
  SEEN_PUT,
};

struct _SpicoRegisterLoad {
  SpicoSqlConnection *connection;
  char *kind;
  char *source;
  char *source_date;
  char *upsert;
  char *select;
  GPtrArray *properties;
  GHashTable *seen;
  SpicoRegisterReport *report;
  gboolean is_open;
};

static const struct {
  const char *column;
  gsize offset;
} fields[] = {
  { "id", G_STRUCT_OFFSET (SpicoRegisterRecord, id) },
  { "name", G_STRUCT_OFFSET (SpicoRegisterRecord, name) },
  { "family_name", G_STRUCT_OFFSET (SpicoRegisterRecord, family_name) },
  { "given_name", G_STRUCT_OFFSET (SpicoRegisterRecord, given_name) },
  { "national_id", G_STRUCT_OFFSET (SpicoRegisterRecord, national_id) },
  { "profession_code", G_STRUCT_OFFSET (SpicoRegisterRecord, profession_code) },
  { "profession", G_STRUCT_OFFSET (SpicoRegisterRecord, profession) },
  { "skill", G_STRUCT_OFFSET (SpicoRegisterRecord, skill) },
  { "structure_id", G_STRUCT_OFFSET (SpicoRegisterRecord, structure_id) },
  { "structure_name", G_STRUCT_OFFSET (SpicoRegisterRecord, structure_name) },
  { "address", G_STRUCT_OFFSET (SpicoRegisterRecord, address) },
  { "postal_code", G_STRUCT_OFFSET (SpicoRegisterRecord, postal_code) },
  { "town", G_STRUCT_OFFSET (SpicoRegisterRecord, town) },
  { "telephone", G_STRUCT_OFFSET (SpicoRegisterRecord, telephone) },
};

static const char *
record_value (const SpicoRegisterRecord *record,
              const char                *column)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (strcmp (fields[i].column, column) == 0)
        return G_STRUCT_MEMBER (char *, record, fields[i].offset);
    }

  return NULL;
}

/**
 * spico_register_record_clear:
 * @record: a record, whose values are freed
 */
void
spico_register_record_clear (SpicoRegisterRecord *record)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_clear_pointer (&G_STRUCT_MEMBER (char *, record, fields[i].offset), g_free);

  g_clear_pointer (&record->also, g_free);
}

/**
 * spico_register_record_fits:
 * @record: a record
 *
 * Returns: whether every value is as short as the descriptor of Principal wants it
 */
gboolean
spico_register_record_fits (const SpicoRegisterRecord *record)
{
  for (guint i = 0; i < spico_type_principal.n_properties; i++)
    {
      const SpicoProperty *property = &spico_type_principal.properties[i];
      const char *value = property->column != NULL ? record_value (record, property->column) : NULL;

      if (value != NULL && property->max > 0 && g_utf8_strlen (value, -1) > property->max)
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_register_report_free:
 * @report: (transfer full) (nullable): a report
 */
void
spico_register_report_free (SpicoRegisterReport *report)
{
  if (report == NULL)
    return;

  g_array_unref (report->problems);
  g_free (report);
}

/**
 * spico_register_clean:
 * @cell: UTF-8 text
 *
 * Returns: (transfer full): the text in NFC, without spaces at its ends and without two in a row
 */
char *
spico_register_clean (const char *cell)
{
  g_autofree char *composed = g_str_is_ascii (cell) ? g_strdup (cell) : g_utf8_normalize (cell, -1, G_NORMALIZE_NFC);
  char *out = composed;

  for (const char *in = composed; *in != '\0'; in++)
    {
      if (*in != ' ' || (out > composed && out[-1] != ' '))
        *out++ = *in;
    }

  if (out > composed && out[-1] == ' ')
    out--;
  *out = '\0';

  return g_steal_pointer (&composed);
}

/**
 * spico_register_is_text:
 * @text: a line
 * @length: its length in bytes
 * @reason: (out): why it is none
 *
 * Returns: whether it is UTF-8 without control characters
 */
gboolean
spico_register_is_text (const char          *text,
                        gsize                length,
                        SpicoRegisterReason *reason)
{
  *reason = SPICO_REGISTER_ENCODING;
  if (!g_utf8_validate_len (text, length, NULL))
    return FALSE;

  *reason = SPICO_REGISTER_CONTROL;
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_register_load_begin:
 * @connection: a connection that may write, without a transaction
 * @kind: what the principals are: `person` or `structure`
 * @source: the register's name
 * @source_date: (nullable): its extraction date, `YYYY-MM-DD`
 * @error: a #SpicoSqlError
 *
 * Returns: (transfer full) (nullable): a load; freeing it before it is finished undoes everything
 */
SpicoRegisterLoad *
spico_register_load_begin (SpicoSqlConnection *connection,
                           const char         *kind,
                           const char         *source,
                           const char         *source_date,
                           GError            **error)
{
  g_autofree char *columns = spico_sql_column_list (&spico_type_principal, SPICO_SQL_COLUMNS_SHARED, NULL);
  SpicoRegisterLoad *self;

  if (!spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, error))
    return NULL;

  self = g_new0 (SpicoRegisterLoad, 1);
  self->connection = connection;
  self->kind = g_strdup (kind);
  self->source = g_strdup (source);
  self->source_date = g_strdup (source_date);
  self->upsert = spico_sql_build_upsert (&spico_type_principal, SPICO_SQL_COLUMNS_SHARED, spico_schema_extra_columns (&spico_type_principal), NULL);
  self->select = g_strdup_printf ("SELECT %s FROM principal WHERE id = $1", columns);
  self->properties = spico_sql_properties (&spico_type_principal, SPICO_SQL_COLUMNS_SHARED);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->report = g_new0 (SpicoRegisterReport, 1);
  self->report->problems = g_array_new (FALSE, FALSE, sizeof (SpicoRegisterProblem));
  self->is_open = TRUE;
  return self;
}

/**
 * spico_register_load_free:
 * @self: (transfer full) (nullable): a load
 */
void
spico_register_load_free (SpicoRegisterLoad *self)
{
  if (self == NULL)
    return;

  if (self->is_open)
    spico_sql_connection_rollback (self->connection);

  g_free (self->kind);
  g_free (self->source);
  g_free (self->source_date);
  g_free (self->upsert);
  g_free (self->select);
  g_ptr_array_unref (self->properties);
  g_hash_table_unref (self->seen);
  spico_register_report_free (self->report);
  g_free (self);
}

/**
 * spico_register_load_note:
 * @self: a load
 * @line: a line's number
 * @reason: what is wrong with it
 */
void
spico_register_load_note (SpicoRegisterLoad  *self,
                          guint64             line,
                          SpicoRegisterReason reason)
{
  SpicoRegisterProblem problem = { .line = line, .reason = reason };

  if (reason == SPICO_REGISTER_WRONG_KEY)
    self->report->warned++;
  else
    self->report->refused++;

  if (self->report->problems->len < SPICO_REGISTER_MAX_PROBLEMS)
    g_array_append_val (self->report->problems, problem);
}

/**
 * spico_register_load_keep:
 * @self: a load
 * @id: a principal who stands in the register, even if only on a damaged line: not to be withdrawn
 */
void
spico_register_load_keep (SpicoRegisterLoad *self,
                          const char        *id)
{
  if (!g_hash_table_contains (self->seen, id))
    g_hash_table_insert (self->seen, g_strdup (id), GINT_TO_POINTER (SEEN_KEPT));
}

/**
 * spico_register_load_knows:
 * @self: a load
 * @id: a principal
 *
 * Returns: whether this load has put them already
 */
gboolean
spico_register_load_knows (SpicoRegisterLoad *self,
                           const char        *id)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->seen, id)) == SEEN_PUT;
}

/* What a load does not compare: the date of extraction is set on all at the end, and an account is not the register's affair. */
static gboolean
is_compared (const SpicoProperty *property)
{
  return strcmp (property->column, "source_date") != 0 && strcmp (property->column, "has_account") != 0;
}

/* The value that the load gives a column; NULL for one that is NULL. */
static const char *
text_for (SpicoRegisterLoad         *self,
          const SpicoRegisterRecord *record,
          const SpicoProperty       *property)
{
  const char *value = record_value (record, property->column);

  if (strcmp (property->column, "kind") == 0)
    return self->kind;
  if (strcmp (property->column, "source") == 0)
    return self->source;
  if (strcmp (property->column, "source_date") == 0)
    return self->source_date;

  return value == NULL && (property->flags & SPICO_PROPERTY_NULLABLE) == 0 ? "" : value;
}

typedef struct {
  gboolean exists;
  gboolean is_same;
  gboolean has_account;
} Comparison;

static void
compare_row (SpicoRegisterLoad         *self,
             const SpicoRegisterRecord *record,
             SpicoSqlStatement         *row,
             Comparison                *comparison)
{
  comparison->is_same = TRUE;

  for (guint i = 0; i < self->properties->len; i++)
    {
      const SpicoProperty *property = g_ptr_array_index (self->properties, i);

      if (strcmp (property->column, "has_account") == 0)
        comparison->has_account = spico_sql_statement_column_boolean (row, i);
      else if (property->kind == SPICO_KIND_BOOLEAN)
        comparison->is_same &= spico_sql_statement_column_boolean (row, i);
      else if (is_compared (property))
        comparison->is_same &= g_strcmp0 (spico_sql_statement_column_text (row, i), text_for (self, record, property)) == 0;
    }
}

static gboolean
compare (SpicoRegisterLoad         *self,
         const SpicoRegisterRecord *record,
         Comparison                *comparison,
         GError                   **error)
{
  g_autoptr (SpicoSqlStatement) row = spico_sql_query (self->connection, self->select, SPICO_SQL_VALUES (SPICO_SQL_TEXT (record->id)), error);

  memset (comparison, 0, sizeof *comparison);
  if (row == NULL || !spico_sql_statement_step (row, &comparison->exists, error))
    return FALSE;

  if (comparison->exists)
    compare_row (self, record, row, comparison);

  return TRUE;
}

/* People are sorted by family name, as in any directory. */
static char *
name_key (const SpicoRegisterRecord *record)
{
  g_autofree char *person = NULL;

  if (record->family_name == NULL)
    return spico_sort_key (record->name);

  person = g_strconcat (record->family_name, " ", record->given_name, NULL);
  return spico_sort_key (person);
}

static gboolean
write_row (SpicoRegisterLoad         *self,
           const SpicoRegisterRecord *record,
           gboolean                   has_account,
           GError                   **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_connection_prepare (self->connection, self->upsert, error);
  g_autofree char *by_name = name_key (record);
  g_autofree char *by_town = spico_sort_key (record->town != NULL ? record->town : "");
  guint n = self->properties->len;

  if (statement == NULL)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      const SpicoProperty *property = g_ptr_array_index (self->properties, i);

      if (property->kind == SPICO_KIND_BOOLEAN)
        spico_sql_statement_bind_boolean (statement, i + 1, strcmp (property->column, "has_account") != 0 || has_account);
      else
        spico_sql_statement_bind_text (statement, i + 1, text_for (self, record, property));
    }

  spico_sql_statement_bind_text (statement, n + 1, by_name);
  spico_sql_statement_bind_text (statement, n + 2, by_town);
  return spico_sql_statement_step (statement, NULL, error);
}

/* All that a principal is found by: name, profession, skill, place, town, and the numbers as people know them, without the digit that tells RPPS from ADELI. */
static GStrv
words_of (const SpicoRegisterRecord *record)
{
  const char *values[] = { record->name, record->profession, record->skill, record->structure_name, record->town, record->national_id, record->also };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      if (values[i] != NULL)
        g_string_append_printf (text, "%s ", values[i]);
    }

  if (record->family_name != NULL && record->national_id != NULL && record->national_id[0] != '\0')
    g_string_append_printf (text, "%s", record->national_id + 1);

  return spico_sort_key_words (text->str);
}

static gboolean
write_words (SpicoRegisterLoad         *self,
             const SpicoRegisterRecord *record,
             GError                   **error)
{
  g_auto (GStrv) words = words_of (record);
  guint n_words = MIN (g_strv_length (words), MAX_WORDS);
  g_autoptr (GString) sql = g_string_new ("INSERT INTO principal_word (principal_id, word) VALUES ");
  g_autoptr (SpicoSqlStatement) statement = NULL;

  if (n_words == 0)
    return TRUE;

  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (sql, "%s($1, $%u)", i > 0 ? ", " : "", i + 2);

  statement = spico_sql_connection_prepare (self->connection, sql->str, error);
  if (statement == NULL)
    return FALSE;

  spico_sql_statement_bind_text (statement, 1, record->id);
  for (guint i = 0; i < n_words; i++)
    spico_sql_statement_bind_text (statement, i + 2, words[i]);

  return spico_sql_statement_step (statement, NULL, error);
}

static gboolean
forget_words (SpicoRegisterLoad *self,
              const char        *id,
              GError           **error)
{
  return spico_sql_run (self->connection, "DELETE FROM principal_word WHERE principal_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
}

/**
 * spico_register_load_put:
 * @self: a load
 * @record: a principal, who fits and whom this load has not put yet
 * @error: a #SpicoSqlError
 *
 * Writes the principal if they are new or changed.
 *
 * Returns: whether no error was met
 */
gboolean
spico_register_load_put (SpicoRegisterLoad         *self,
                         const SpicoRegisterRecord *record,
                         GError                   **error)
{
  Comparison comparison;

  if (!compare (self, record, &comparison, error))
    return FALSE;

  g_hash_table_replace (self->seen, g_strdup (record->id), GINT_TO_POINTER (SEEN_PUT));

  if (comparison.exists && comparison.is_same)
    {
      self->report->unchanged++;
      return TRUE;
    }

  if (!write_row (self, record, comparison.has_account, error) || (comparison.exists && !forget_words (self, record->id, error)) || !write_words (self, record, error))
    return FALSE;

  if (comparison.exists)
    self->report->changed++;
  else
    self->report->added++;

  return TRUE;
}

/* The ids that stand in the directory as listed and were not in the file. */
static GPtrArray *
find_withdrawn (SpicoRegisterLoad *self,
                GError           **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (self->connection, "SELECT id FROM principal WHERE source = $1 AND is_listed = 1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->source)), error);
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return NULL;
      if (has_row && !g_hash_table_contains (self->seen, spico_sql_statement_column_text (statement, 0)))
        g_ptr_array_add (ids, g_strdup (spico_sql_statement_column_text (statement, 0)));
    }

  return statement != NULL ? g_steal_pointer (&ids) : NULL;
}

static gboolean
withdraw_missing (SpicoRegisterLoad *self,
                  GError           **error)
{
  g_autoptr (GPtrArray) ids = find_withdrawn (self, error);

  if (ids == NULL)
    return FALSE;

  /* They keep their row and their words: whoever talks with them still finds them, marked as no longer listed. */
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      if (!spico_sql_run (self->connection, "UPDATE principal SET is_listed = 0 WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error))
        return FALSE;
    }

  self->report->withdrawn = ids->len;
  return TRUE;
}

static gboolean
date_all (SpicoRegisterLoad *self,
          gint64            *n_dated,
          GError           **error)
{
  if (!spico_sql_run (self->connection, "UPDATE principal SET source_date = $1 WHERE source = $2 AND is_listed = 1 AND (source_date IS NULL OR source_date <> $1)",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->source_date), SPICO_SQL_TEXT (self->source)), error))
    return FALSE;

  *n_dated = spico_sql_connection_changes (self->connection);
  return TRUE;
}

/* Across a load nobody is told row by row: what is older than the new state cannot be calculated (design of the protocol, states). */
static gboolean
raise_state (SpicoRegisterLoad *self,
             GError           **error)
{
  return spico_sql_run (self->connection,
                        "INSERT INTO state (account_id, type, modseq, oldest) VALUES ($1, $2, 1, 1)"
                        " ON CONFLICT (account_id, type) DO UPDATE SET modseq = state.modseq + 1, oldest = state.modseq + 1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (SPICO_REGION_ACCOUNT_ID), SPICO_SQL_TEXT (spico_type_principal.name)), error);
}

/**
 * spico_register_load_finish:
 * @self: a load
 * @error: %SPICO_SERVER_ERROR_INVALID where the file named nobody, or a #SpicoSqlError
 *
 * Withdraws who is missing, raises the state and commits.
 *
 * Returns: (transfer full) (nullable): the report
 */
SpicoRegisterReport *
spico_register_load_finish (SpicoRegisterLoad *self,
                            GError           **error)
{
  SpicoRegisterReport *report = self->report;
  gint64 n_dated = 0;

  /* A file without a single good line would empty the directory. */
  if (report->added + report->changed + report->unchanged == 0)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The file holds no line that can be loaded");
      return NULL;
    }

  if (!withdraw_missing (self, error) || (self->source_date != NULL && !date_all (self, &n_dated, error)))
    return NULL;

  if (report->added + report->changed + report->withdrawn > 0 || n_dated > 0)
    {
      if (!raise_state (self, error))
        return NULL;
    }

  self->is_open = FALSE;
  return spico_sql_connection_commit (self->connection, error) ? g_steal_pointer (&self->report) : NULL;
}
