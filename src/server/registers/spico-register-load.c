/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-register-load.h"

#include <sodium.h>
#include <string.h>

#include "spico-register-sorter.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"

#define LINES_MEMORY (32 * 1024 * 1024)
/* Of a person with more lines than anybody has, these are read. */
#define MAX_VALUES 500
#define PAGE_SIZE 2000
/* Before a number among the lines of somebody: none of theirs begins so. */
#define NUMBER '\x02'
#define DIGEST_SIZE 16
/* How often somebody who watches is told. */
#define LINES_BETWEEN_WORDS 5000
/* From so many records on, five times as many as there are rows, the indexes are made at the end. */
#define BULK 100000
/* A file that would withdraw more than a tenth of the register was cut, or is another one. */
#define FEW_WITHDRAWN 1000

/* A row that is there. */
typedef struct {
  char *id;
  char *digest;
  gint64 generation;
  gboolean is_listed;
  gboolean is_ours; /* of this register */
} Row;

struct _SpicoRegisterLoad {
  SpicoSqlConnection *connection;
  const SpicoRegisterTarget *target;
  SpicoRegisterOptions options;
  char *source_date;
  char *last_date; /* of what is loaded */
  gint64 pending;  /* the number of what a load has written that did not end */
  SpicoRegisterReport *report;
  SpicoRegisterSorter *records;
  SpicoRegisterStore *store;
  SpicoRegisterLoad *companion;
  guint64 n_good;
  guint64 n_done;

  /* The rows that are there, a page at a time */
  GArray *rows;
  guint row;
  char *last_id;
  gboolean has_all_rows;
  guint64 n_listed;

  /* What the file says about the next id */
  SpicoRegisterItem item;
  gboolean has_item;
  char *id;
  GPtrArray *values;
  gint64 number; /* that it will have in the index of the directory */

  SpicoRegisterSorter *changes;
};

static void
row_clear (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row->digest);
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

  /* C0, DEL, and C1, which UTF-8 writes as C2 and 80 to 9F. */
  *reason = SPICO_REGISTER_CONTROL;
  for (const guchar *c = (const guchar *) text; c < (const guchar *) text + length; c++)
    {
      if (*c < 0x20 || *c == 0x7f || (*c == 0xc2 && c[1] < 0xa0))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_register_is_day:
 * @text: a text
 *
 * Returns: whether it has the form `YYYY-MM-DD`
 */
gboolean
spico_register_is_day (const char *text)
{
  static const char shape[] = "0000-00-00";
  gsize i = 0;

  for (; text[i] != '\0' && shape[i] != '\0'; i++)
    {
      if (shape[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
        return FALSE;
    }

  return text[i] == '\0' && shape[i] == '\0';
}

/**
 * spico_register_load_new:
 * @connection: a connection that may write, without a transaction
 * @target: what the register fills
 * @options: (nullable): how it is loaded
 *
 * Returns: (transfer full): a load
 */
SpicoRegisterLoad *
spico_register_load_new (SpicoSqlConnection         *connection,
                         const SpicoRegisterTarget  *target,
                         const SpicoRegisterOptions *options)
{
  SpicoRegisterLoad *self = g_new0 (SpicoRegisterLoad, 1);

  self->connection = connection;
  self->target = target;
  if (options != NULL)
    self->options = *options;
  self->source_date = g_strdup (self->options.source_date);
  self->report = g_new0 (SpicoRegisterReport, 1);
  self->report->problems = g_array_new (FALSE, FALSE, sizeof (SpicoRegisterProblem));
  self->records = spico_register_sorter_new (LINES_MEMORY);
  self->changes = spico_register_sorter_new (LINES_MEMORY);
  self->store = spico_register_store_new (connection, target);
  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_array_set_clear_func (self->rows, row_clear);
  self->values = g_ptr_array_new_with_free_func (g_free);
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

  spico_register_store_free (self->store);
  spico_register_sorter_free (self->records);
  spico_register_sorter_free (self->changes);
  spico_register_report_free (self->report);
  g_array_unref (self->rows);
  g_ptr_array_unref (self->values);
  g_free (self->source_date);
  g_free (self->last_date);
  g_free (self->last_id);
  g_free (self->id);
  g_free (self);
}

/**
 * spico_register_load_set_source_date:
 * @self: a load
 * @source_date: the extraction date, `YYYY-MM-DD`, as the file says it
 */
void
spico_register_load_set_source_date (SpicoRegisterLoad *self,
                                     const char        *source_date)
{
  g_set_str (&self->source_date, source_date);
}

static void
tell (SpicoRegisterLoad *self,
      SpicoRegisterPhase phase,
      guint64            done,
      guint64            total)
{
  if (self->options.progress != NULL)
    self->options.progress (phase, done, total, self->options.progress_data);
}

/**
 * spico_register_load_set_companion:
 * @self: a load
 * @companion: another one, from the same file into another table, which outlives the end of this one
 *
 * With the end of the load that of its companion, if that has any line, becomes visible: in one transaction.
 */
void
spico_register_load_set_companion (SpicoRegisterLoad *self,
                                   SpicoRegisterLoad *companion)
{
  self->companion = companion;
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
 * spico_register_load_add:
 * @self: a load
 * @id: whom a line is about
 * @value: (array length=length): what it says about them, not empty
 * @length: in bytes
 * @error: an error of the disk
 *
 * Returns: whether no error was met
 */
gboolean
spico_register_load_add (SpicoRegisterLoad *self,
                         const char        *id,
                         const char        *value,
                         gsize              length,
                         GError           **error)
{
  self->n_good++;
  return spico_register_sorter_add (self->records, id, value, length, error);
}

/**
 * spico_register_load_note_good:
 * @self: a load
 *
 * Counts a line that is loaded by other means: a file that has one is not without a good line.
 */
void
spico_register_load_note_good (SpicoRegisterLoad *self)
{
  self->n_good++;
}

/**
 * spico_register_load_keep:
 * @self: a load
 * @id: who stands in the register, even if only on a damaged line: not to be withdrawn
 * @error: an error of the disk
 *
 * Returns: whether no error was met
 */
gboolean
spico_register_load_keep (SpicoRegisterLoad *self,
                          const char        *id,
                          GError           **error)
{
  return spico_register_sorter_add (self->records, id, "", 0, error);
}

/**
 * spico_register_load_each_line:
 * @self: a load
 * @lines: where lines come from
 * @read: takes each
 * @data: for @read
 * @error: an error of the stream, or what @read says
 *
 * Returns: whether the end was reached
 */
gboolean
spico_register_load_each_line (SpicoRegisterLoad  *self,
                               SpicoRegisterLines *lines,
                               gboolean (*read) (gpointer           data,
                                                 SpicoRegisterLine *line,
                                                 GError           **error),
                               gpointer            data,
                               GError            **error)
{
  g_autoptr (GError) local_error = NULL;
  SpicoRegisterLine line = { 0 };

  while (spico_register_lines_next (lines, &line, &local_error))
    {
      if (!read (data, &line, error))
        return FALSE;
      if (line.number % LINES_BETWEEN_WORDS == 0)
        tell (self, SPICO_REGISTER_READS, line.number, 0);
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* The next page of the rows that are there. */
static gboolean
read_page (SpicoRegisterLoad *self,
           GError           **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id, digest, generation, is_listed, source FROM %s WHERE id %s $1 AND id < $2 ORDER BY id LIMIT %d", self->target->table,
                                          self->last_id != NULL ? ">" : ">=", PAGE_SIZE);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (
    self->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->last_id != NULL ? self->last_id : self->target->first_id), SPICO_SQL_TEXT (self->target->last_id)), error);
  gboolean has_row = statement != NULL;

  g_array_set_size (self->rows, 0);
  self->row = 0;
  while (has_row)
    {
      Row *row;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      g_array_set_size (self->rows, self->rows->len + 1);
      row = &g_array_index (self->rows, Row, self->rows->len - 1);
      row->id = g_strdup (spico_sql_statement_column_text (statement, 0));
      row->digest = g_strdup (spico_sql_statement_column_text (statement, 1));
      row->generation = spico_sql_statement_column_int64 (statement, 2);
      row->is_listed = spico_sql_statement_column_boolean (statement, 3);
      row->is_ours = strcmp (spico_sql_statement_column_text (statement, 4), self->target->source) == 0;
    }

  self->has_all_rows = self->rows->len < PAGE_SIZE;
  if (self->rows->len > 0)
    g_set_str (&self->last_id, g_array_index (self->rows, Row, self->rows->len - 1).id);

  return statement != NULL;
}

static gboolean
find_row (SpicoRegisterLoad *self,
          Row              **row,
          GError           **error)
{
  if (self->row >= self->rows->len && !self->has_all_rows && !read_page (self, error))
    return FALSE;

  *row = self->row < self->rows->len ? &g_array_index (self->rows, Row, self->row) : NULL;
  return TRUE;
}

/* Gathers what the file says about the next id; self->id is NULL at its end. */
static gboolean
find_group (SpicoRegisterLoad   *self,
            SpicoRegisterSorter *from,
            GError             **error)
{
  g_clear_pointer (&self->id, g_free);
  g_ptr_array_set_size (self->values, 0);
  self->number = 0;

  if (self->has_item)
    self->id = g_strdup (self->item.key);

  while (self->has_item && strcmp (self->item.key, self->id) == 0)
    {
      if (self->item.length > 0 && self->item.value[0] == NUMBER)
        self->number = g_ascii_strtoll (self->item.value + 1, NULL, 10);
      else if (self->item.length > 0 && self->values->len < MAX_VALUES)
        g_ptr_array_add (self->values, g_strndup (self->item.value, self->item.length));
      if (!spico_register_sorter_next (from, &self->item, &self->has_item, error))
        return FALSE;
      self->n_done++;
    }

  return TRUE;
}

static gboolean
begin_groups (SpicoRegisterLoad   *self,
              SpicoRegisterSorter *from,
              GError             **error)
{
  self->n_done = 0;

  return spico_register_sorter_sort (from, error) && spico_register_sorter_next (from, &self->item, &self->has_item, error) && find_group (self, from, error);
}

static gint
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The same lines in another order have the same digest. */
static void
make_digest (SpicoRegisterLoad *self,
             char               digest[2 * DIGEST_SIZE + 1])
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (self->values, NULL, NULL);
  crypto_generichash_state state;
  guchar bytes[DIGEST_SIZE];

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_texts);
  crypto_generichash_init (&state, (const guchar *) &self->target->format, sizeof self->target->format, DIGEST_SIZE);
  for (guint i = 0; i < sorted->len; i++)
    {
      const char *value = g_ptr_array_index (sorted, i);

      crypto_generichash_update (&state, (const guchar *) value, strlen (value) + 1);
    }
  crypto_generichash_final (&state, bytes, DIGEST_SIZE);
  sodium_bin2hex (digest, 2 * DIGEST_SIZE + 1, bytes, DIGEST_SIZE);
}

static gboolean
note_added (SpicoRegisterLoad *self,
            const char        *digest,
            gboolean           is_there,
            GError           **error)
{
  SpicoRegisterEntry entry = { self->id, self->values, digest, self->pending };

  self->report->added++;
  return self->options.is_dry || spico_register_store_add (self->store, &entry, is_there, error);
}

static gboolean
foresee (SpicoRegisterLoad *self,
         const char        *digest,
         GError           **error)
{
  SpicoRegisterEntry entry = { self->id, self->values, digest, 0 };
  g_autofree char *text = NULL;
  gint64 number;

  if (!spico_register_store_foresee (self->store, &entry, &number, error))
    return FALSE;

  text = g_strdup_printf ("%c%" G_GINT64_FORMAT, NUMBER, number);
  return number == 0 || spico_register_sorter_add (self->changes, self->id, text, strlen (text), error);
}

/* Their lines wait until all is known; the words by which they will be found do not. */
static gboolean
note_changed (SpicoRegisterLoad *self,
              const char        *digest,
              GError           **error)
{
  self->report->changed++;

  for (guint i = 0; i < self->values->len; i++)
    {
      const char *value = g_ptr_array_index (self->values, i);

      if (!spico_register_sorter_add (self->changes, self->id, value, strlen (value), error))
        return FALSE;
    }

  return self->options.is_dry || foresee (self, digest, error);
}

static gboolean
is_pending (SpicoRegisterLoad *self,
            const Row         *row)
{
  return self->pending != 0 && row->generation == self->pending && row->is_ours;
}

static gboolean
remove_pending (SpicoRegisterLoad *self,
                const char        *id,
                GError           **error)
{
  return self->options.is_dry || spico_register_store_remove (self->store, id, error);
}

/* Somebody in the file who is there already. */
static gboolean
meet (SpicoRegisterLoad *self,
      const Row         *row,
      GError           **error)
{
  char digest[2 * DIGEST_SIZE + 1];
  gboolean is_same;

  make_digest (self, digest);
  is_same = strcmp (row->digest, digest) == 0 && row->is_listed && row->is_ours;
  if (is_pending (self, row))
    return (is_same || remove_pending (self, self->id, error)) && note_added (self, digest, is_same, error);

  if (!is_same)
    return note_changed (self, digest, error);

  self->report->unchanged++;
  return TRUE;
}

static gboolean
add_new (SpicoRegisterLoad *self,
         GError           **error)
{
  char digest[2 * DIGEST_SIZE + 1];

  make_digest (self, digest);
  return note_added (self, digest, FALSE, error);
}

/* Somebody who is there, and not in the file. */
static gboolean
miss (SpicoRegisterLoad *self,
      const Row         *row,
      GError           **error)
{
  if (!row->is_ours || !row->is_listed)
    return TRUE;
  if (is_pending (self, row))
    return remove_pending (self, row->id, error);

  self->report->withdrawn++;
  return spico_register_sorter_add (self->changes, row->id, "", 0, error);
}

/* One step through the file and the rows, both in the order of ids. */
static gboolean
compare_next (SpicoRegisterLoad *self,
              const Row         *row,
              GError           **error)
{
  int order = row == NULL ? -1 : self->id == NULL ? 1 : strcmp (self->id, row->id);
  gboolean is_kept_only = self->values->len == 0;

  if (row != NULL && order >= 0)
    {
      self->row++;
      self->n_listed += row->is_ours && row->is_listed ? 1 : 0;
    }
  if (order > 0)
    return miss (self, row, error);
  if (order == 0 && !is_kept_only && !meet (self, row, error))
    return FALSE;
  if (order < 0 && !is_kept_only && !add_new (self, error))
    return FALSE;

  return find_group (self, self->records, error);
}

static gboolean
compare_all (SpicoRegisterLoad *self,
             GError           **error)
{
  guint64 total = spico_register_sorter_get_n_items (self->records);
  guint64 steps = 0;
  Row *row = NULL;

  if (!begin_groups (self, self->records, error))
    return FALSE;

  while (TRUE)
    {
      if (!find_row (self, &row, error))
        return FALSE;
      if (row == NULL && self->id == NULL)
        return TRUE;
      if (!compare_next (self, row, error))
        return FALSE;
      if (++steps % LINES_BETWEEN_WORDS == 0)
        tell (self, SPICO_REGISTER_COMPARES, self->n_done, total);
    }
}

/* Those that are in the file by damaged lines only stay as they are; a group without values was withdrawn. */
static gboolean
apply_changes (SpicoRegisterLoad *self,
               GError           **error)
{
  guint64 total = spico_register_sorter_get_n_items (self->changes);
  guint64 steps = 0;

  if (!begin_groups (self, self->changes, error))
    return FALSE;

  while (self->id != NULL)
    {
      char digest[2 * DIGEST_SIZE + 1];
      SpicoRegisterEntry entry = { self->id, self->values, digest, 0 };

      make_digest (self, digest);
      if (self->values->len > 0 ? !spico_register_store_change (self->store, &entry, self->number, error) : !spico_register_store_withdraw (self->store, self->id, error))
        return FALSE;
      if (!find_group (self, self->changes, error))
        return FALSE;
      if (++steps % LINES_BETWEEN_WORDS == 0)
        tell (self, SPICO_REGISTER_APPLIES, self->n_done, total);
    }

  return TRUE;
}

static gboolean
refuse (GError    **error,
        const char *text)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, text);
  return FALSE;
}

static gboolean
read_source (SpicoRegisterLoad *self,
             GError           **error)
{
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (self->connection, "SELECT source_date, pending FROM register_source WHERE source = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->target->source)), error);
  gboolean has_row = FALSE;

  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  if (has_row)
    {
      self->last_date = g_strdup (spico_sql_statement_column_text (statement, 0));
      self->pending = spico_sql_statement_column_is_null (statement, 1) ? 0 : spico_sql_statement_column_int64 (statement, 1);
    }

  return TRUE;
}

static gboolean
check_date (SpicoRegisterLoad *self,
            GError           **error)
{
  if (self->options.is_forced || self->last_date == NULL || self->source_date == NULL || strcmp (self->source_date, self->last_date) >= 0)
    return TRUE;

  return refuse (error, "A later extraction of this register is loaded already");
}

/* Before anything is applied; what was written meanwhile nobody sees. */
static gboolean
check_withdrawn (SpicoRegisterLoad *self,
                 GError           **error)
{
  if (self->options.is_forced || self->report->withdrawn <= FEW_WITHDRAWN || self->report->withdrawn * 10 <= self->n_listed)
    return TRUE;

  return refuse (error, "More than a tenth of the register would be withdrawn: the file may have been cut");
}

static gboolean
find_bulk (SpicoRegisterLoad *self,
           gboolean          *is_bulk,
           GError           **error)
{
  gint64 limit = (gint64) (self->n_good / 5);
  gint64 n_rows = 0;

  *is_bulk = self->target->is_directory && self->n_good >= BULK;
  if (!*is_bulk)
    return TRUE;
  if (!spico_sql_query_int64 (self->connection, "SELECT COUNT(*) FROM (SELECT 1 FROM principal LIMIT $1) counted", SPICO_SQL_VALUES (SPICO_SQL_INT (limit)), 0, &n_rows, error))
    return FALSE;

  *is_bulk = n_rows < limit;
  return TRUE;
}

static gboolean
compare (SpicoRegisterLoad *self,
         GError           **error)
{
  gboolean is_bulk = FALSE;

  if (!find_bulk (self, &is_bulk, error) || (!self->options.is_dry && !spico_register_store_claim (self->store, is_bulk, &self->pending, error)))
    return FALSE;
  if (!compare_all (self, error) || !check_withdrawn (self, error))
    return FALSE;

  return self->options.is_dry || spico_register_store_settle (self->store, self->options.progress, self->options.progress_data, error);
}

static gboolean
apply (SpicoRegisterLoad *self,
       GError           **error)
{
  SpicoRegisterReport *report = self->report;
  gboolean is_new_date = self->source_date != NULL && g_strcmp0 (self->source_date, self->last_date) != 0;

  return spico_register_store_begin_apply (self->store, error) && apply_changes (self, error)
         && spico_register_store_end_apply (self->store, self->source_date, self->options.now_us, report->added + report->changed + report->withdrawn > 0 || is_new_date, error);
}

/* All but the last transaction. */
static gboolean
prepare (SpicoRegisterLoad *self,
         GError           **error)
{
  return read_source (self, error) && check_date (self, error) && compare (self, error);
}

/**
 * spico_register_load_finish:
 * @self: a load that has all its lines
 * @error: %SPICO_SERVER_ERROR_INVALID where the file named nobody, is older than what is loaded or would withdraw too many; %SPICO_SERVER_ERROR_CONFLICT where another load has begun;
 *   a #SpicoSqlError or an error of the disk
 *
 * Writes the difference between the file and what is there.
 *
 * Returns: (transfer full) (nullable): the report
 */
SpicoRegisterReport *
spico_register_load_finish (SpicoRegisterLoad *self,
                            GError           **error)
{
  SpicoRegisterLoad *companion = self->companion != NULL && self->companion->n_good > 0 ? self->companion : NULL;

  /* A file without a single good line would empty the directory. */
  if (self->n_good == 0)
    {
      refuse (error, "The file holds no line that can be loaded");
      return NULL;
    }

  if (!prepare (self, error) || (companion != NULL && !prepare (companion, error)))
    return NULL;
  if (!self->options.is_dry && (!apply (self, error) || (companion != NULL && !apply (companion, error)) || !spico_register_store_commit (self->store, error)))
    return NULL;

  return g_steal_pointer (&self->report);
}
