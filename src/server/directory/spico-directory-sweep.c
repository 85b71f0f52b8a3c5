/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes numbers that nobody has any more out of the lists: once they are many, in a cycle through all rows of the index that goes on a little after each load. */
#include "spico-directory-sweep.h"

#include <string.h>

#include "spico-directory-block.h"
#include "spico-directory-numbers.h"
#include "spico-sql-query.h"

/* A cycle begins once one number in so many is gone: what is left until then costs a search little. */
#define GONE_SHARE 20
/* Rows that one transaction goes through. */
#define BLOCKS_AT_ONCE 100

/* The rows of this place: what is gone, an area a row, and how far the cycle is. */
#define GONE_PLACE (-2)
/* Gone since the cycle began; taken out by it. */
#define NEWLY_GONE 'n'
#define SWEPT 's'
#define CURSOR "cursor"

/* The serials of an area that are taken out, a bit each. */
typedef struct {
  guint32 size;
  guint8 *bits;
} Gone;

/* A word of the dictionary, and how many numbers it loses. */
typedef struct {
  char *word;
  gint64 n;
} Loss;

/* A row that was read. */
typedef struct {
  gint64 place;
  char *first;
  GBytes *lists;
} Row;

typedef struct {
  SpicoSqlConnection *connection;
  GHashTable *gone; /* by area */
  GPtrArray *rows;
  GArray *losses;
  gint64 place; /* of the row that comes next */
  char *first;
  gboolean is_over;
} Sweep;

static void
gone_free (gpointer data)
{
  Gone *gone = data;

  g_free (gone->bits);
  g_free (gone);
}

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->first);
  g_bytes_unref (row->lists);
  g_free (row);
}

static void
loss_clear (gpointer data)
{
  g_free (((Loss *) data)->word);
}

static void
sweep_clear (Sweep *self)
{
  g_clear_pointer (&self->gone, g_hash_table_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->losses, g_array_unref);
  g_clear_pointer (&self->first, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sweep, sweep_clear)

/* ---- What is gone ---- */

static gint
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

static gboolean
read_list (SpicoSqlConnection *connection,
           const char         *key,
           GBytes            **list,
           GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (connection, "SELECT lists FROM directory_block WHERE place = $1 AND first = $2", SPICO_SQL_VALUES (SPICO_SQL_INT (GONE_PLACE), SPICO_SQL_TEXT (key)), error);
  gboolean has_row;

  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  *list = has_row ? spico_sql_statement_column_blob (statement, 0) : NULL;
  return TRUE;
}

static gboolean
write_list (SpicoSqlConnection *connection,
            const char         *key,
            GBytes             *list,
            GError            **error)
{
  return spico_sql_run_later (connection, "INSERT INTO directory_block (place, first, lists) VALUES ($1, $2, $3) ON CONFLICT (place, first) DO UPDATE SET lists = excluded.lists",
                              SPICO_SQL_VALUES (SPICO_SQL_INT (GONE_PLACE), SPICO_SQL_TEXT (key), SPICO_SQL_BLOB (list)), error);
}

/* As lists are, but with the serial itself where it does not ascend: the numbers of several loads stand one behind the other. */
static gboolean
note_of_area (SpicoSqlConnection *connection,
              guint               area,
              const gint64       *numbers,
              guint               n_numbers,
              GError            **error)
{
  g_autofree char *key = g_strdup_printf ("%c%03u", NEWLY_GONE, area);
  g_autoptr (GBytes) old = NULL;
  g_autoptr (GBytes) list = NULL;
  GByteArray *bytes = g_byte_array_new ();

  if (read_list (connection, key, &old, error))
    {
      if (old != NULL)
        g_byte_array_append (bytes, g_bytes_get_data (old, NULL), (guint) g_bytes_get_size (old));
      for (guint i = 0; i < n_numbers; i++)
        spico_directory_pack (bytes, SPICO_DIRECTORY_SERIAL_OF (numbers[i]));
      list = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
    }
  g_clear_pointer (&bytes, g_byte_array_unref);

  return list != NULL && write_list (connection, key, list, error);
}

/**
 * spico_directory_note_gone:
 * @connection: a connection in a transaction that writes
 * @numbers: (element-type gint64): numbers that nobody has from the end of the transaction on; put in order
 * @error: a #SpicoSqlError
 *
 * Returns: whether they will be swept
 */
gboolean
spico_directory_note_gone (SpicoSqlConnection *connection,
                           GArray             *numbers,
                           GError            **error)
{
  if (numbers->len == 0)
    return TRUE;
  if (!spico_directory_lock (connection, error))
    return FALSE;

  g_array_sort (numbers, compare_numbers);
  for (guint first = 0, end; first < numbers->len; first = end)
    {
      guint area = SPICO_DIRECTORY_AREA_OF (g_array_index (numbers, gint64, first));

      for (end = first + 1; end < numbers->len && SPICO_DIRECTORY_AREA_OF (g_array_index (numbers, gint64, end)) == area; end++)
        ;
      if (!note_of_area (connection, area, &g_array_index (numbers, gint64, first), end - first, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
next_serial (const guchar **at,
             const guchar  *end,
             guint32       *serial)
{
  *serial = 0;
  return spico_directory_unpack (at, end, serial);
}

static guint
count_serials (GBytes *list)
{
  gsize length = 0;
  const guchar *at = g_bytes_get_data (list, &length);
  const guchar *end = at + length;
  guint32 serial;
  guint n = 0;

  while (next_serial (&at, end, &serial))
    n++;

  return n;
}

static Gone *
gone_new (GBytes *list)
{
  Gone *gone = g_new0 (Gone, 1);
  gsize length = 0;
  const guchar *begin = g_bytes_get_data (list, &length);
  const guchar *end = begin + length;
  guint32 serial;

  for (const guchar *at = begin; next_serial (&at, end, &serial);)
    gone->size = MAX (gone->size, serial + 1);
  gone->bits = g_new0 (guint8, gone->size / 8 + 1);
  for (const guchar *at = begin; next_serial (&at, end, &serial);)
    gone->bits[serial / 8] |= (guint8) (1 << serial % 8);

  return gone;
}

static gboolean
is_gone (const Gone *gone,
         guint32     serial)
{
  return gone != NULL && serial < gone->size && (gone->bits[serial / 8] >> serial % 8 & 1) != 0;
}

/* The rows of what is gone: those of a letter. */
static SpicoSqlStatement *
query_gone (SpicoSqlConnection *connection,
            char                letter,
            GError            **error)
{
  const char from[2] = { letter, '\0' };
  const char to[2] = { (char) (letter + 1), '\0' };

  return spico_sql_query (connection, "SELECT first, lists FROM directory_block WHERE place = $1 AND first >= $2 AND first < $3 ORDER BY first",
                          SPICO_SQL_VALUES (SPICO_SQL_INT (GONE_PLACE), SPICO_SQL_TEXT (from), SPICO_SQL_TEXT (to)), error);
}

static gboolean
read_gone (Sweep   *self,
           GError **error)
{
  g_autoptr (SpicoSqlStatement) statement = query_gone (self->connection, SWEPT, error);
  gboolean has_row = statement != NULL;

  self->gone = g_hash_table_new_full (NULL, NULL, NULL, gone_free);
  while (has_row)
    {
      g_autoptr (GBytes) list = NULL;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      list = spico_sql_statement_column_blob (statement, 1);
      g_hash_table_insert (self->gone, GUINT_TO_POINTER ((guint) g_ascii_strtoull (spico_sql_statement_column_text (statement, 0) + 1, NULL, 10)), gone_new (list));
    }

  return FALSE;
}

/* ---- A cycle ---- */

static gboolean
count_gone (SpicoSqlConnection *connection,
            gint64             *n,
            GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = query_gone (connection, NEWLY_GONE, error);
  gboolean has_row = statement != NULL;

  *n = 0;
  while (has_row)
    {
      g_autoptr (GBytes) list = NULL;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      list = spico_sql_statement_column_blob (statement, 1);
      *n += count_serials (list);
    }

  return FALSE;
}

static gboolean
write_cursor (Sweep   *self,
              GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT "%c%s", self->place, SPICO_DIRECTORY_UNIT, self->first);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return write_list (self->connection, CURSOR, bytes, error);
}

/* Where the cycle is; it begins where enough is gone, and @is_over tells that it has not. */
static gboolean
begin_cycle (Sweep   *self,
             GError **error)
{
  gint64 n_gone = 0;
  gint64 n_all = 0;

  if (!count_gone (self->connection, &n_gone, error)
      || !spico_sql_query_int64 (self->connection, "SELECT CAST(SUM(next) AS BIGINT) FROM directory_area WHERE area >= 0", NULL, 0, &n_all, error))
    return FALSE;

  self->is_over = n_gone == 0 || n_gone * GONE_SHARE < n_all;
  if (self->is_over)
    return TRUE;

  self->place = SPICO_DIRECTORY_EVERYWHERE;
  g_set_str (&self->first, "");
  return spico_sql_run (self->connection, "UPDATE directory_block SET first = $1 || SUBSTR(first, 2) WHERE place = $2 AND first >= $3 AND first < $4",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT ("s"), SPICO_SQL_INT (GONE_PLACE), SPICO_SQL_TEXT ("n"), SPICO_SQL_TEXT ("o")), error)
         && write_cursor (self, error);
}

static gboolean
find_cursor (Sweep   *self,
             GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  char *unit;

  if (!read_list (self->connection, CURSOR, &bytes, error))
    return FALSE;
  if (bytes == NULL)
    return begin_cycle (self, error);

  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  unit = strchr (text, SPICO_DIRECTORY_UNIT);
  self->place = g_ascii_strtoll (text, NULL, 10);
  g_set_str (&self->first, unit != NULL ? unit + 1 : "");
  return TRUE;
}

static gboolean
end_cycle (Sweep   *self,
           GError **error)
{
  self->is_over = TRUE;
  return spico_sql_run_later (self->connection, "DELETE FROM directory_block WHERE place = $1 AND (first = $2 OR (first >= $3 AND first < $4))",
                              SPICO_SQL_VALUES (SPICO_SQL_INT (GONE_PLACE), SPICO_SQL_TEXT (CURSOR), SPICO_SQL_TEXT ("s"), SPICO_SQL_TEXT ("t")), error);
}

static gboolean
read_rows (Sweep   *self,
           GError **error)
{
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (self->connection, "SELECT place, first, lists FROM directory_block WHERE (place, first) >= ($1, $2) ORDER BY place, first LIMIT $3",
                     SPICO_SQL_VALUES (SPICO_SQL_INT (self->place), SPICO_SQL_TEXT (self->first), SPICO_SQL_INT (BLOCKS_AT_ONCE + 1)), error);
  gboolean has_row = statement != NULL;

  g_ptr_array_set_size (self->rows, 0);
  while (has_row)
    {
      Row *row;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      row = g_new0 (Row, 1);
      row->place = spico_sql_statement_column_int64 (statement, 0);
      row->first = g_strdup (spico_sql_statement_column_text (statement, 1));
      row->lists = spico_sql_statement_column_blob (statement, 2);
      g_ptr_array_add (self->rows, row);
    }

  return FALSE;
}

/* ---- Rows ---- */

/* Returns: how many serials are left out of @kept */
static guint
filter_list (const Gone   *gone,
             const guchar *at,
             gsize         length,
             GByteArray   *kept)
{
  const guchar *end = at + length;
  guint32 serial = 0;
  guint32 last = 0;
  guint n = 0;

  g_byte_array_set_size (kept, 0);
  while (spico_directory_unpack (&at, end, &serial))
    {
      if (is_gone (gone, serial))
        {
          n++;
          continue;
        }
      spico_directory_pack (kept, serial - last);
      last = serial;
    }

  return n;
}

static void
note_loss (Sweep      *self,
           const char *key,
           guint       n)
{
  gsize length = strcspn (key, "\x1f");
  Loss *last = self->losses->len > 0 ? &g_array_index (self->losses, Loss, self->losses->len - 1) : NULL;

  if (last == NULL || strlen (last->word) != length || strncmp (last->word, key, length) != 0)
    {
      Loss loss = { g_strndup (key, length), 0 };

      g_array_append_val (self->losses, loss);
      last = &g_array_index (self->losses, Loss, self->losses->len - 1);
    }

  last->n += n;
}

/* The lists of a row without what is gone. Returns: whether it is otherwise than before */
static gboolean
filter_row (Sweep      *self,
            const Row  *row,
            GByteArray **lists)
{
  g_autoptr (GByteArray) kept = g_byte_array_new ();
  gboolean is_everywhere = row->place == SPICO_DIRECTORY_EVERYWHERE;
  SpicoDirectoryBlockReader reader;
  SpicoDirectoryBlockWriter writer;
  guint n_all = 0;

  spico_directory_block_reader_init (&reader, row->lists);
  spico_directory_block_writer_start (&writer);
  while (spico_directory_block_reader_next (&reader))
    {
      guint area = is_everywhere ? (guint) g_ascii_strtoull (strrchr (reader.key, SPICO_DIRECTORY_UNIT) + 1, NULL, 10) : (guint) row->place;
      guint n = filter_list (g_hash_table_lookup (self->gone, GUINT_TO_POINTER (area)), reader.data, reader.length, kept);

      n_all += n;
      if (n > 0 && is_everywhere)
        note_loss (self, reader.key, n);
      if (kept->len > 0)
        spico_directory_block_writer_add (&writer, reader.key, kept->data, kept->len);
    }

  *lists = writer.bytes;
  return n_all > 0;
}

static gboolean
write_row (Sweep      *self,
           const Row  *row,
           GByteArray *lists,
           GError    **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (lists->data, lists->len);

  if (lists->len == 0)
    return spico_sql_run_later (self->connection, "DELETE FROM directory_block WHERE place = $1 AND first = $2", SPICO_SQL_VALUES (SPICO_SQL_INT (row->place), SPICO_SQL_TEXT (row->first)), error);

  return spico_sql_run_later (self->connection, "UPDATE directory_block SET lists = $3 WHERE place = $1 AND first = $2",
                              SPICO_SQL_VALUES (SPICO_SQL_INT (row->place), SPICO_SQL_TEXT (row->first), SPICO_SQL_BLOB (bytes)), error);
}

static gboolean
sweep_row (Sweep     *self,
           const Row *row,
           GError   **error)
{
  GByteArray *lists = NULL;
  gboolean is_written = !filter_row (self, row, &lists) || write_row (self, row, lists, error);

  g_byte_array_unref (lists);
  return is_written;
}

/* A word that nobody has any more is no longer proposed. */
static gboolean
write_losses (Sweep   *self,
              GError **error)
{
  const Loss *first = self->losses->len > 0 ? &g_array_index (self->losses, Loss, 0) : NULL;
  const Loss *last = first != NULL ? &g_array_index (self->losses, Loss, self->losses->len - 1) : NULL;

  for (guint i = 0; i < self->losses->len; i++)
    {
      const Loss *loss = &g_array_index (self->losses, Loss, i);

      if (!spico_sql_run_later (self->connection, "UPDATE directory_word SET n = n - $1 WHERE word = $2", SPICO_SQL_VALUES (SPICO_SQL_INT (loss->n), SPICO_SQL_TEXT (loss->word)), error))
        return FALSE;
    }
  if (first != NULL
      && !spico_sql_run_later (self->connection, "DELETE FROM directory_word WHERE word >= $1 AND word <= $2 AND n <= 0", SPICO_SQL_VALUES (SPICO_SQL_TEXT (first->word), SPICO_SQL_TEXT (last->word)), error))
    return FALSE;

  g_array_set_size (self->losses, 0);
  return TRUE;
}

static gboolean
sweep_rows (Sweep   *self,
            GError **error)
{
  guint n = MIN (self->rows->len, BLOCKS_AT_ONCE);

  for (guint i = 0; i < n; i++)
    {
      if (!sweep_row (self, g_ptr_array_index (self->rows, i), error))
        return FALSE;
    }
  if (!write_losses (self, error))
    return FALSE;
  if (self->rows->len == n)
    return end_cycle (self, error);

  self->place = ((const Row *) g_ptr_array_index (self->rows, n))->place;
  g_set_str (&self->first, ((const Row *) g_ptr_array_index (self->rows, n))->first);
  return write_cursor (self, error);
}

/* In one transaction: where the cycle is, and the next rows. Somebody else may have gone on with it meanwhile. */
static gboolean
go_on (Sweep   *self,
       GError **error)
{
  g_autofree char *first = g_strdup (self->first);
  gint64 place = self->place;

  if (!spico_directory_lock (self->connection, error) || !find_cursor (self, error))
    return FALSE;
  if (self->is_over)
    return TRUE;
  if (place != self->place || g_strcmp0 (first, self->first) != 0)
    g_clear_pointer (&self->gone, g_hash_table_unref);
  if (self->gone == NULL && !read_gone (self, error))
    return FALSE;

  return read_rows (self, error) && sweep_rows (self, error);
}

/**
 * spico_directory_sweep:
 * @connection: a connection that may write, without a transaction
 * @max_blocks: how many rows of the index are gone through, at most
 * @error: a #SpicoSqlError
 *
 * Takes numbers that are gone out of the lists, where they are many: some rows a transaction, each for some milliseconds.
 *
 * Returns: whether no error was met
 */
gboolean
spico_directory_sweep (SpicoSqlConnection *connection,
                       guint               max_blocks,
                       GError            **error)
{
  g_auto (Sweep) self = { .connection = connection };

  self.rows = g_ptr_array_new_with_free_func (row_free);
  self.losses = g_array_new (FALSE, FALSE, sizeof (Loss));
  g_array_set_clear_func (self.losses, loss_clear);
  for (guint n = 0; n < max_blocks && !self.is_over; n += BLOCKS_AT_ONCE)
    {
      if (!spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, error))
        return FALSE;
      if (!go_on (&self, error) || !spico_sql_connection_commit (connection, error))
        {
          spico_sql_connection_rollback (connection);
          return FALSE;
        }
    }

  return TRUE;
}
