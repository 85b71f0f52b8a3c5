/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-directory-builder.h"

#include <stdio.h>
#include <string.h>

#include "spico-directory-block.h"
#include "spico-directory-numbers.h"
#include "spico-directory-spelling.h"
#include "spico-register-sorter.h"
#include "spico-sql-query.h"

/* Lists that grow in memory; then they go to the sorter. */
#define MAX_BYTES (20 * 1024 * 1024)
#define SORTER_MEMORY (16 * 1024 * 1024)
/* What a list, its key and its place among the others take beside its bytes. */
#define LIST_OVERHEAD 96
/* What one transaction writes. */
#define MAX_LISTS 2000
#define MAX_WRITTEN (512 * 1024)
/* A block is ended where it has so many bytes: with its key it stays below the 1,002 that SQLite keeps of a row of such a table in its page, and the 2,032 that PostgreSQL keeps of any: the rest of it
 * would go to a page of its own. */
#define BLOCK_SIZE 900
#define POSTGRESQL_BLOCK_SIZE 1850
#define BLOCKS_AT_ONCE 50
/* Blocks that are read together; so many may be read in vain for one that is not. */
#define MAX_BLOCKS_READ 256
#define BLOCKS_READ_FOR_ONE 6
#define WORDS_AT_ONCE 100

/* A part of a list: the serials of one word, of one area, in one field. */
typedef struct {
  guint32 last;
  guint32 length;
  guint32 size;
  guchar *bytes;
} Part;

/* A word of the dictionary. */
typedef struct {
  char *word;
  gint64 n;
  SpicoDirectoryAreas areas;
} Word;

/* A list on its way to the database. */
typedef struct {
  char *key;
  GArray *serials;
} List;

/* A row on its way to the database. */
typedef struct {
  char *first;
  GBytes *lists;
} Block;

struct _SpicoDirectoryBuilder {
  GHashTable *parts; /* by word, field and area in one text */
  gsize n_bytes;
  SpicoRegisterSorter *sorter;
  GError *error; /* met where nothing can be said */
  gint64 number; /* whose words are added */

  gsize block_size;
  gint64 place;      /* of the lists that are written */
  GPtrArray *lists;  /* by their keys */
  GPtrArray *words;  /* of these lists */
  GPtrArray *blocks; /* that they are written in */
  SpicoRegisterItem item;
  gboolean is_sorted;
  gboolean has_item;
  guint64 n_done;
};

static void
part_free (gpointer data)
{
  Part *part = data;

  g_free (part->bytes);
  g_free (part);
}

static void
list_free (gpointer data)
{
  List *list = data;

  g_array_unref (list->serials);
  g_free (list->key);
  g_free (list);
}

static void
block_free (gpointer data)
{
  Block *block = data;

  g_bytes_unref (block->lists);
  g_free (block->first);
  g_free (block);
}

static void
word_free (gpointer data)
{
  Word *word = data;

  g_free (word->word);
  g_free (word);
}

/**
 * spico_directory_builder_new:
 *
 * Returns: (transfer full): a builder without words
 */
SpicoDirectoryBuilder *
spico_directory_builder_new (void)
{
  SpicoDirectoryBuilder *self = g_new0 (SpicoDirectoryBuilder, 1);

  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, part_free);
  self->sorter = spico_register_sorter_new (SORTER_MEMORY);
  self->lists = g_ptr_array_new_with_free_func (list_free);
  self->words = g_ptr_array_new_with_free_func (word_free);
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  return self;
}

/**
 * spico_directory_builder_free:
 * @self: (transfer full): a builder
 */
void
spico_directory_builder_free (SpicoDirectoryBuilder *self)
{
  g_hash_table_unref (self->parts);
  spico_register_sorter_free (self->sorter);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->lists);
  g_ptr_array_unref (self->words);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/* « martin|0|031 » of all areas, and « martin|0 » of area 31; everywhere comes before the areas. */
static gboolean
flush_part (SpicoDirectoryBuilder *self,
            const char            *key,
            const Part            *part)
{
  const char *area = strrchr (key, SPICO_DIRECTORY_UNIT) + 1;
  g_autofree char *everywhere = g_strdup_printf ("%c%s", SPICO_DIRECTORY_UNIT, key);
  g_autofree char *here = g_strdup_printf ("%s%c%.*s", area, SPICO_DIRECTORY_UNIT, (int) (area - 1 - key), key);

  return self->error == NULL && spico_register_sorter_add (self->sorter, everywhere, (const char *) part->bytes, part->length, &self->error)
         && spico_register_sorter_add (self->sorter, here, (const char *) part->bytes, part->length, &self->error);
}

static void
flush (SpicoDirectoryBuilder *self)
{
  GHashTableIter iterator;
  gpointer key, part;

  g_hash_table_iter_init (&iterator, self->parts);
  while (g_hash_table_iter_next (&iterator, &key, &part) && flush_part (self, key, part))
    ;

  g_hash_table_remove_all (self->parts);
  self->n_bytes = 0;
}

static void
append (SpicoDirectoryBuilder *self,
        Part                  *part,
        guint32                serial)
{
  guint32 difference = serial - part->last;

  if (part->length + 5 > part->size)
    {
      self->n_bytes += part->size == 0 ? 8 : part->size;
      part->size = part->size == 0 ? 8 : part->size * 2;
      part->bytes = g_realloc (part->bytes, part->size);
    }
  for (; difference > 0x7f; difference >>= 7)
    part->bytes[part->length++] = (guchar) (difference | 0x80);
  part->bytes[part->length++] = (guchar) difference;
  part->last = serial;
}

static void
add_word (gpointer            data,
          const char         *word,
          SpicoDirectoryField field)
{
  SpicoDirectoryBuilder *self = data;
  guint32 serial = SPICO_DIRECTORY_SERIAL_OF (self->number);
  char key[SPICO_DIRECTORY_MAX_WORD + 32];
  Part *part;

  g_snprintf (key, sizeof key, "%s%c%d%c%03u", word, SPICO_DIRECTORY_UNIT, (int) field, SPICO_DIRECTORY_UNIT, SPICO_DIRECTORY_AREA_OF (self->number));
  part = g_hash_table_lookup (self->parts, key);
  if (part != NULL && part->last == serial)
    return;

  /* Numbers that were given out before may come again. */
  if (part != NULL && part->last > serial)
    {
      flush_part (self, key, part);
      part->length = 0;
      part->last = 0;
    }
  if (part == NULL)
    {
      part = g_new0 (Part, 1);
      g_hash_table_insert (self->parts, g_strdup (key), part);
      self->n_bytes += LIST_OVERHEAD;
    }
  append (self, part, serial);
}

static gboolean
check (SpicoDirectoryBuilder *self,
       GError               **error)
{
  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

/**
 * spico_directory_builder_add:
 * @self: a builder that is not sorted
 * @number: the number of somebody
 * @entry: what they are found by
 * @error: an error of the disk
 *
 * Returns: whether no error was met
 */
gboolean
spico_directory_builder_add (SpicoDirectoryBuilder     *self,
                             gint64                     number,
                             const SpicoDirectoryEntry *entry,
                             GError                   **error)
{
  self->number = number;
  spico_directory_each_word (entry, add_word, self);
  if (self->n_bytes > MAX_BYTES)
    flush (self);

  return check (self, error);
}

/**
 * spico_directory_builder_is_empty:
 * @self: a builder
 *
 * Returns: whether it was never given anybody
 */
gboolean
spico_directory_builder_is_empty (SpicoDirectoryBuilder *self)
{
  return self->number == 0;
}

/**
 * spico_directory_builder_sort:
 * @self: a builder that has everybody
 * @error: an error of the disk
 *
 * Returns: whether it can be written
 */
gboolean
spico_directory_builder_sort (SpicoDirectoryBuilder *self,
                              GError               **error)
{
  flush (self);
  self->is_sorted = TRUE;

  return check (self, error) && spico_register_sorter_sort (self->sorter, error) && spico_register_sorter_next (self->sorter, &self->item, &self->has_item, error);
}

/**
 * spico_directory_builder_get_progress:
 * @self: a sorted builder
 * @done: (out): what is written
 * @total: (out): of how much
 */
void
spico_directory_builder_get_progress (SpicoDirectoryBuilder *self,
                                      guint64               *done,
                                      guint64               *total)
{
  *done = self->n_done;
  *total = spico_register_sorter_get_n_items (self->sorter);
}

static guint
add_serials (GArray       *serials,
             const guchar *bytes,
             gsize         length)
{
  const guchar *end = bytes + length;
  guint n_before = serials->len;
  guint32 serial = 0;

  while (spico_directory_unpack (&bytes, end, &serial))
    g_array_append_val (serials, serial);

  return serials->len - n_before;
}

static void
note_word (SpicoDirectoryBuilder *self,
           const char            *key,
           guint                  n)
{
  gsize length = strcspn (key, "\x1f");
  Word *word = self->words->len > 0 ? g_ptr_array_index (self->words, self->words->len - 1) : NULL;

  if (word == NULL || strlen (word->word) != length || strncmp (word->word, key, length) != 0)
    {
      word = g_new0 (Word, 1);
      word->word = g_strndup (key, length);
      g_ptr_array_add (self->words, word);
    }

  word->n += n;
  spico_directory_areas_add (&word->areas, (guint) g_ascii_strtoull (strrchr (key, SPICO_DIRECTORY_UNIT) + 1, NULL, 10));
}

static gint64
place_of (const char *sorted)
{
  return sorted[0] == SPICO_DIRECTORY_UNIT ? SPICO_DIRECTORY_EVERYWHERE : (gint64) g_ascii_strtoull (sorted, NULL, 10);
}

static List *
open_list (const char *key)
{
  List *list = g_new0 (List, 1);

  list->key = g_strdup (key);
  list->serials = g_array_new (FALSE, FALSE, sizeof (guint32));
  return list;
}

static List *
last_list (SpicoDirectoryBuilder *self)
{
  return self->lists->len > 0 ? g_ptr_array_index (self->lists, self->lists->len - 1) : NULL;
}

/* The next lists of one place that go to the database together, each whole. */
static gboolean
gather (SpicoDirectoryBuilder *self,
        GError               **error)
{
  gsize n_bytes = 0;

  g_ptr_array_set_size (self->lists, 0);
  g_ptr_array_set_size (self->words, 0);
  self->place = self->has_item ? place_of (self->item.key) : 0;
  while (self->has_item && place_of (self->item.key) == self->place)
    {
      const char *key = strchr (self->item.key, SPICO_DIRECTORY_UNIT) + 1;
      List *list = last_list (self);
      guint n;

      if (list == NULL || strcmp (list->key, key) != 0)
        {
          if (self->lists->len == MAX_LISTS || n_bytes > MAX_WRITTEN)
            return TRUE;
          list = open_list (key);
          g_ptr_array_add (self->lists, list);
        }
      n = add_serials (list->serials, (const guchar *) self->item.value, self->item.length);
      if (self->place == SPICO_DIRECTORY_EVERYWHERE)
        note_word (self, key, n);
      n_bytes += self->item.length;
      self->n_done++;
      if (!spico_register_sorter_next (self->sorter, &self->item, &self->has_item, error))
        return FALSE;
    }

  return TRUE;
}

static Word *
find_word (SpicoDirectoryBuilder *self,
           const char            *text)
{
  guint low = 0;
  guint high = self->words->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      Word *word = g_ptr_array_index (self->words, middle);
      int order = strcmp (word->word, text);

      if (order == 0)
        return word;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

static gboolean
take_words (SpicoDirectoryBuilder *self,
            SpicoSqlStatement     *statement,
            GError               **error)
{
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      g_autoptr (GBytes) areas = NULL;
      Word *word;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      word = find_word (self, spico_sql_statement_column_text (statement, 0));
      if (word == NULL)
        continue;
      word->n += spico_sql_statement_column_int64 (statement, 1);
      areas = spico_sql_statement_column_blob (statement, 2);
      spico_directory_areas_unpack (&word->areas, areas);
    }

  return FALSE;
}

/* Where the words are many, all between the first and the last. */
static gboolean
read_all_words (SpicoDirectoryBuilder *self,
                SpicoSqlConnection    *connection,
                GError               **error)
{
  const Word *first = g_ptr_array_index (self->words, 0);
  const Word *last = g_ptr_array_index (self->words, self->words->len - 1);
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (connection, "SELECT word, n, areas FROM directory_word WHERE word >= $1 AND word <= $2", SPICO_SQL_VALUES (SPICO_SQL_TEXT (first->word), SPICO_SQL_TEXT (last->word)), error);

  return take_words (self, statement, error);
}

static void
bind_words (SpicoDirectoryBuilder *self,
            SpicoSqlStatement     *statement,
            guint                  first)
{
  spico_sql_statement_reset (statement);
  for (guint i = 0; i < WORDS_AT_ONCE; i++)
    spico_sql_statement_bind_text (statement, i + 1, first + i < self->words->len ? ((const Word *) g_ptr_array_index (self->words, first + i))->word : NULL);
}

static gboolean
read_words (SpicoDirectoryBuilder *self,
            SpicoSqlConnection    *connection,
            GError               **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT word, n, areas FROM directory_word WHERE word IN (");
  g_autoptr (SpicoSqlStatement) statement = NULL;

  for (guint i = 0; i < WORDS_AT_ONCE; i++)
    g_string_append_printf (sql, "%s$%u", i > 0 ? ", " : "", i + 1);
  g_string_append_c (sql, ')');
  statement = spico_sql_connection_prepare (connection, sql->str, error);

  for (guint first = 0; statement != NULL && first < self->words->len && spico_sql_connection_is_announced_to (connection); first += WORDS_AT_ONCE)
    {
      bind_words (self, statement, first);
      spico_sql_statement_announce (statement);
    }
  for (guint first = 0; statement != NULL && first < self->words->len; first += WORDS_AT_ONCE)
    {
      bind_words (self, statement, first);
      if (!take_words (self, statement, error))
        return FALSE;
    }

  return statement != NULL;
}

static gint
compare_serials (gconstpointer a,
                 gconstpointer b)
{
  guint32 one = *(const guint32 *) a;
  guint32 other = *(const guint32 *) b;

  return one < other ? -1 : one > other;
}

static GBytes *
pack (GArray *serials)
{
  GByteArray *bytes = g_byte_array_new ();
  guint32 last = 0;
  gboolean is_sorted = TRUE;

  for (guint i = 1; i < serials->len && is_sorted; i++)
    is_sorted = g_array_index (serials, guint32, i - 1) < g_array_index (serials, guint32, i);
  if (!is_sorted)
    g_array_sort (serials, compare_serials);

  for (guint i = 0; i < serials->len; i++)
    {
      guint32 serial = g_array_index (serials, guint32, i);

      if (serial > last)
        spico_directory_pack (bytes, serial - last);
      last = serial;
    }

  return g_byte_array_free_to_bytes (bytes);
}

static char *
build_insert (const char *table,
              const char *columns,
              const char *end,
              guint       n_columns,
              guint       n_rows)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT INTO %s (%s) VALUES ", table, columns);
  for (guint i = 0; i < n_columns * n_rows; i++)
    g_string_append_printf (sql, "%s$%u", i == 0 ? "(" : i % n_columns == 0 ? "), (" : ", ", i + 1);
  g_string_append_printf (sql, ") %s", end);

  return g_string_free (sql, FALSE);
}

/* ---- Blocks ---- */

static void
end_block (SpicoDirectoryBuilder     *self,
           SpicoDirectoryBlockWriter *writer,
           char                     **first)
{
  Block *block;

  if (*first == NULL)
    {
      g_byte_array_unref (writer->bytes);
      return;
    }

  block = g_new0 (Block, 1);
  block->first = g_steal_pointer (first);
  block->lists = g_byte_array_free_to_bytes (writer->bytes);
  g_ptr_array_add (self->blocks, block);
}

static void
add_to_blocks (SpicoDirectoryBuilder     *self,
               SpicoDirectoryBlockWriter *writer,
               char                     **first,
               const char                *key,
               const guchar              *data,
               gsize                      length)
{
  if (*first != NULL && writer->bytes->len > 0 && writer->bytes->len + length > self->block_size)
    {
      end_block (self, writer, first);
      spico_directory_block_writer_start (writer);
    }
  if (*first == NULL)
    *first = g_strdup (key);

  spico_directory_block_writer_add (writer, key, data, length);
}

static void
add_list (SpicoDirectoryBuilder     *self,
          SpicoDirectoryBlockWriter *writer,
          char                     **first,
          const List                *list)
{
  g_autoptr (GBytes) numbers = pack (list->serials);
  gsize length = 0;
  const guchar *data = g_bytes_get_data (numbers, &length);

  add_to_blocks (self, writer, first, list->key, data, length);
}

static const List *
list_before (SpicoDirectoryBuilder *self,
             guint                  place,
             const char            *end)
{
  const List *list = place < self->lists->len ? g_ptr_array_index (self->lists, place) : NULL;

  return list != NULL && (end == NULL || strcmp (list->key, end) < 0) ? list : NULL;
}

/* The lists from @next on that belong before @end, into the block that begins with @first and has @old; both are nothing where nothing is there yet. Returns: the list behind them */
static guint
merge (SpicoDirectoryBuilder *self,
       guint                  next,
       char                  *first,
       GBytes                *old,
       const char            *end)
{
  SpicoDirectoryBlockReader reader;
  SpicoDirectoryBlockWriter writer;
  gboolean has_old;

  spico_directory_block_writer_start (&writer);
  if (old != NULL)
    spico_directory_block_reader_init (&reader, old);
  has_old = old != NULL && spico_directory_block_reader_next (&reader);

  while (TRUE)
    {
      const List *list = list_before (self, next, end);
      int order = list == NULL ? -1 : has_old ? strcmp (reader.key, list->key) : 1;

      if (list == NULL && !has_old)
        break;
      if (order < 0)
        add_to_blocks (self, &writer, &first, reader.key, reader.data, reader.length);
      if (order == 0)
        add_serials (list->serials, reader.data, reader.length);
      if (order >= 0)
        {
          add_list (self, &writer, &first, list);
          next++;
        }
      if (order <= 0)
        has_old = spico_directory_block_reader_next (&reader);
    }

  end_block (self, &writer, &first);
  return next;
}

/* The block that a key belongs to, if there is one, and those behind it. */
#define BLOCKS_FROM                                                                                                            \
  "SELECT b.first, b.lists FROM directory_block b WHERE b.place = $1 AND b.first <= $3"                                        \
  " AND b.first >= COALESCE((SELECT MAX(m.first) FROM directory_block m WHERE m.place = $1 AND m.first <= $2), '') ORDER BY b.first LIMIT $4"

static const char *
key_at (SpicoDirectoryBuilder *self,
        guint                  place)
{
  return ((const List *) g_ptr_array_index (self->lists, place))->key;
}

/* At most so many of the blocks that the lists from @next on may go to. */
static gboolean
read_blocks (SpicoDirectoryBuilder *self,
             SpicoSqlConnection    *connection,
             guint                  next,
             guint                  n,
             GPtrArray             *blocks,
             GError               **error)
{
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (connection, BLOCKS_FROM,
                     SPICO_SQL_VALUES (SPICO_SQL_INT (self->place), SPICO_SQL_TEXT (key_at (self, next)), SPICO_SQL_TEXT (key_at (self, self->lists->len - 1)), SPICO_SQL_INT (n)), error);
  gboolean has_row = statement != NULL;

  if (statement != NULL)
    spico_sql_statement_take_raw (statement);
  while (has_row)
    {
      Block *block;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      block = g_new0 (Block, 1);
      block->first = g_strdup (spico_sql_statement_column_text (statement, 0));
      block->lists = spico_sql_statement_column_blob (statement, 1);
      g_ptr_array_add (blocks, block);
    }

  return statement != NULL;
}

/* Where the block at @place of some ends; nothing where none is behind it. */
static const char *
end_of (GPtrArray *blocks,
        guint      place)
{
  return place + 1 < blocks->len ? ((const Block *) g_ptr_array_index (blocks, place + 1))->first : NULL;
}

/* What belongs into blocks that were read: of the last one it is not known where it ends, unless it is the last of all. Returns: how many blocks are otherwise than before */
static guint
merge_all (SpicoDirectoryBuilder *self,
           GPtrArray             *blocks,
           gboolean               has_last,
           guint                 *next)
{
  const Block *begin = blocks->len > 0 ? g_ptr_array_index (blocks, 0) : NULL;
  guint n_merged = 0;

  if (begin == NULL || strcmp (key_at (self, *next), begin->first) < 0)
    *next = merge (self, *next, NULL, NULL, begin != NULL ? begin->first : NULL);

  for (guint i = 0; i < blocks->len && (has_last || i + 1 < blocks->len); i++)
    {
      const Block *block = g_ptr_array_index (blocks, i);

      if (list_before (self, *next, end_of (blocks, i)) == NULL)
        continue;
      *next = merge (self, *next, g_strdup (block->first), block->lists, end_of (blocks, i));
      n_merged++;
    }

  return n_merged;
}

/* Each block that lists go to is read once, and becomes several where it grows too large. Where most blocks are gone to, many are read at once. */
static gboolean
make_blocks (SpicoDirectoryBuilder *self,
             SpicoSqlConnection    *connection,
             GError               **error)
{
  guint next = 0;
  guint n = 1;

  g_ptr_array_set_size (self->blocks, 0);
  while (next < self->lists->len)
    {
      g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (block_free);
      guint n_merged;

      if (!read_blocks (self, connection, next, n + 1, blocks, error))
        return FALSE;
      n_merged = merge_all (self, blocks, blocks->len <= n, &next);
      n = n_merged * BLOCKS_READ_FOR_ONE >= n ? MIN (n * 2, MAX_BLOCKS_READ) : MAX (n / 2, 1);
    }

  return TRUE;
}

static gboolean
write_some_blocks (SpicoDirectoryBuilder *self,
                   SpicoSqlConnection    *connection,
                   guint                 *first,
                   guint                  n,
                   GError               **error)
{
  g_autofree char *sql = build_insert ("directory_block", "place, first, lists", "ON CONFLICT (place, first) DO UPDATE SET lists = excluded.lists", 3, n);
  g_autoptr (SpicoSqlStatement) statement = self->blocks->len - *first >= n ? spico_sql_connection_prepare (connection, sql, error) : NULL;

  for (; statement != NULL && self->blocks->len - *first >= n; *first += n)
    {
      spico_sql_statement_reset (statement);
      for (guint i = 0; i < n; i++)
        {
          const Block *block = g_ptr_array_index (self->blocks, *first + i);

          spico_sql_statement_bind_int64 (statement, 3 * i + 1, self->place);
          spico_sql_statement_bind_text (statement, 3 * i + 2, block->first);
          spico_sql_statement_bind_blob (statement, 3 * i + 3, block->lists);
        }
      if (!spico_sql_statement_run_later (statement, error))
        return FALSE;
    }

  return self->blocks->len - *first < n;
}

/* ---- The dictionary ---- */

static gboolean
write_some_words (SpicoDirectoryBuilder *self,
                  SpicoSqlConnection    *connection,
                  guint                 *first,
                  guint                  n,
                  GError               **error)
{
  g_autofree char *sql = build_insert ("directory_word", "word, sound, n, areas", "ON CONFLICT (word) DO UPDATE SET n = excluded.n, areas = excluded.areas", 4, n);
  g_autoptr (SpicoSqlStatement) statement = self->words->len - *first >= n ? spico_sql_connection_prepare (connection, sql, error) : NULL;

  for (; statement != NULL && self->words->len - *first >= n; *first += n)
    {
      spico_sql_statement_reset (statement);
      for (guint i = 0; i < n; i++)
        {
          const Word *word = g_ptr_array_index (self->words, *first + i);
          g_autofree char *sound = spico_directory_is_spelt (word->word) ? spico_directory_sound (word->word) : g_strdup ("");
          g_autoptr (GBytes) areas = spico_directory_areas_pack (&word->areas);

          spico_sql_statement_bind_text (statement, 4 * i + 1, word->word);
          spico_sql_statement_bind_text (statement, 4 * i + 2, sound);
          spico_sql_statement_bind_int64 (statement, 4 * i + 3, word->n);
          spico_sql_statement_bind_blob (statement, 4 * i + 4, areas);
        }
      if (!spico_sql_statement_run_later (statement, error))
        return FALSE;
    }

  return self->words->len - *first < n;
}

static gboolean
write_words (SpicoDirectoryBuilder *self,
             SpicoSqlConnection    *connection,
             gboolean               is_bulk,
             GError               **error)
{
  guint n_words = 0;

  if (self->words->len == 0)
    return TRUE;

  return (is_bulk ? read_all_words (self, connection, error) : read_words (self, connection, error)) && write_some_words (self, connection, &n_words, WORDS_AT_ONCE, error)
         && write_some_words (self, connection, &n_words, 1, error);
}

static gboolean
write_lists (SpicoDirectoryBuilder *self,
             SpicoSqlConnection    *connection,
             GError               **error)
{
  guint n_blocks = 0;

  return make_blocks (self, connection, error) && write_some_blocks (self, connection, &n_blocks, BLOCKS_AT_ONCE, error) && write_some_blocks (self, connection, &n_blocks, 1, error);
}

/**
 * spico_directory_builder_write:
 * @self: a sorted builder
 * @connection: a connection in a transaction
 * @is_bulk: whether most words of the directory are to be written
 * @has_more: (out): whether there are still others
 * @error: a #SpicoSqlError, or an error of the disk
 *
 * Writes the next lists, some thousands.
 *
 * Returns: whether no error was met
 */
gboolean
spico_directory_builder_write (SpicoDirectoryBuilder *self,
                               SpicoSqlConnection    *connection,
                               gboolean               is_bulk,
                               gboolean              *has_more,
                               GError               **error)
{
  g_return_val_if_fail (self->is_sorted, FALSE);

  if (!gather (self, error))
    return FALSE;

  self->block_size = spico_sql_connection_is_postgresql (connection) ? POSTGRESQL_BLOCK_SIZE : BLOCK_SIZE;
  *has_more = self->has_item;
  if (self->lists->len == 0)
    return TRUE;

  return spico_directory_lock (connection, error) && write_words (self, connection, is_bulk, error) && write_lists (self, connection, error);
}
