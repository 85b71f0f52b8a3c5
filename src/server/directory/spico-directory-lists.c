/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading lists of the index, and who stands in all of them. */
#include "spico-directory-search-private.h"

#include <string.h>

#include "spico-directory-block.h"
#include "spico-directory-memory.h"
#include "spico-sql-query.h"

/* A text above every text with the prefix that it follows. */
#define LAST "\xf4\x8f\xbf\xbf"

/* Rows of the index for one range of words; and for one that is broad, where it is looked for everywhere. Those of PostgreSQL are twice as large. */
#define MAX_BLOCKS 2000
#define MAX_BROAD_BLOCKS 150
/* More marks than these stand in an array of all serials: they are cheaper to find there than to put in order. */
#define MANY_MARKS 64
/* So few areas are gone into by themselves; else everywhere is, which is one place. */
#define FEW_AREAS 6

static void
pool_free (gpointer data)
{
  SpicoDirectoryPool *pool = data;

  g_array_unref (pool->marks);
  g_free (pool->best);
  g_array_unref (pool->candidates);
  g_free (pool);
}

#define AREAS "SELECT area, next FROM directory_area WHERE area >= 0 ORDER BY area"
#define MARK_OF_LISTS "SELECT next FROM directory_area WHERE area = -1"
#define AREAS_KEY "areas"

typedef struct {
  guint32 area;
  guint32 size;
} Area;

/* Returns: (element-type Area) */
static GBytes *
query_areas (SpicoSqlConnection *connection,
             GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, AREAS, NULL, error);
  g_autoptr (GByteArray) areas = g_byte_array_new ();
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      Area one;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      one = (Area) { (guint32) spico_sql_statement_column_int64 (statement, 0), (guint32) spico_sql_statement_column_int64 (statement, 1) };
      g_byte_array_append (areas, (const guint8 *) &one, sizeof one);
    }

  return statement != NULL ? g_byte_array_free_to_bytes (g_steal_pointer (&areas)) : NULL;
}

static GBytes *
read_areas (SpicoSqlConnection *connection,
            GError            **error)
{
  GBytes *areas = spico_directory_memory_find_row (connection, SPICO_DIRECTORY_SHELF_LISTS, AREAS_KEY);

  if (areas != NULL)
    return areas;

  areas = query_areas (connection, error);
  if (areas != NULL)
    spico_directory_memory_keep_row (connection, SPICO_DIRECTORY_SHELF_LISTS, AREAS_KEY, areas);
  return areas;
}

static SpicoDirectoryPool *
pool_new (const Area *area)
{
  SpicoDirectoryPool *pool = g_new0 (SpicoDirectoryPool, 1);

  pool->area = area->area;
  pool->size = area->size;
  pool->marks = g_array_new (FALSE, FALSE, sizeof (guint32));
  pool->candidates = g_array_new (FALSE, FALSE, sizeof (SpicoDirectoryCandidate));

  return pool;
}

/**
 * spico_directory_pools_announce:
 * @connection: a connection, in a transaction
 *
 * Says that spico_directory_pools_read() will soon be called: see spico_sql_statement_announce().
 */
void
spico_directory_pools_announce (SpicoSqlConnection *connection)
{
  g_autoptr (GBytes) areas = spico_directory_memory_find_row (connection, SPICO_DIRECTORY_SHELF_LISTS, AREAS_KEY);

  spico_sql_announce (connection, MARK_OF_LISTS, NULL);
  if (areas == NULL)
    spico_sql_announce (connection, AREAS, NULL);
}

/**
 * spico_directory_pools_read:
 * @connection: a connection, in a transaction
 * @pools: (out) (transfer full) (element-type SpicoDirectoryPool): all areas, ascending
 * @error: a #SpicoSqlError
 *
 * From here on what the connection remembers of lists is true.
 *
 * Returns: whether the database answered
 */
gboolean
spico_directory_pools_read (SpicoSqlConnection *connection,
                            GPtrArray         **pools,
                            GError            **error)
{
  g_autoptr (GBytes) areas = NULL;
  const Area *all;
  gsize n_bytes;
  gint64 mark;

  if (!spico_sql_query_int64 (connection, MARK_OF_LISTS, NULL, 0, &mark, error))
    return FALSE;
  spico_directory_memory_open (connection, SPICO_DIRECTORY_SHELF_LISTS, mark);
  areas = read_areas (connection, error);
  if (areas == NULL)
    return FALSE;

  *pools = g_ptr_array_new_with_free_func (pool_free);
  all = g_bytes_get_data (areas, &n_bytes);
  for (gsize i = 0; i < n_bytes / sizeof *all; i++)
    g_ptr_array_add (*pools, pool_new (&all[i]));
  return TRUE;
}

static SpicoDirectoryPool *
find_pool (GPtrArray *pools,
           guint      area)
{
  guint low = 0;
  guint high = pools->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      SpicoDirectoryPool *pool = g_ptr_array_index (pools, middle);

      if (pool->area == area)
        return pool;
      if (pool->area < area)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

#define MARK(serial, quality) ((serial) << 3 | (quality))
#define SERIAL_OF(mark) ((mark) >> 3)
#define QUALITY_OF(mark) ((mark) & 7)

/* Serials are looked through eight at a time. */
#define WORDS_OF(pool) (((gsize) (pool)->size + sizeof (guint64) - 1) / sizeof (guint64))

/* Who is marked again has the better mark. */
static inline void
mark_best (SpicoDirectoryPool *pool,
           guint32             serial,
           guint8              quality)
{
  pool->best[serial] = MAX (pool->best[serial], quality);
}

/* Marks that become many go by serial. */
static void
spill (SpicoDirectoryPool *pool)
{
  pool->best = g_new0 (guint8, WORDS_OF (pool) * sizeof (guint64));
  for (guint i = 0; i < pool->marks->len; i++)
    {
      guint32 this = g_array_index (pool->marks, guint32, i);

      mark_best (pool, SERIAL_OF (this), QUALITY_OF (this));
    }
  g_array_set_size (pool->marks, 0);
}

static inline void
mark (SpicoDirectoryPool *pool,
      guint32             serial,
      guint8              quality)
{
  guint32 made = MARK (serial, quality);

  if (serial >= pool->size)
    return;
  if (pool->best != NULL)
    {
      mark_best (pool, serial, quality);
      return;
    }

  g_array_append_val (pool->marks, made);
  if (pool->marks->len > MANY_MARKS)
    spill (pool);
}

static void
clear_marks (SpicoDirectoryPool *pool)
{
  g_array_set_size (pool->marks, 0);
  g_clear_pointer (&pool->best, g_free);
}

static gint
compare_marks (gconstpointer a,
               gconstpointer b)
{
  guint32 one = *(const guint32 *) a;
  guint32 other = *(const guint32 *) b;

  return one < other ? -1 : one > other;
}

/* Ascending, of each serial the best. */
static void
sort_few (GArray *marks)
{
  guint n = 0;

  g_array_sort (marks, compare_marks);
  for (guint i = 0; i < marks->len; i++)
    {
      guint32 this = g_array_index (marks, guint32, i);

      if (n > 0 && SERIAL_OF (g_array_index (marks, guint32, n - 1)) == SERIAL_OF (this))
        n--;
      g_array_index (marks, guint32, n++) = this;
    }
  g_array_set_size (marks, n);
}

static guint8
quality_of (const SpicoDirectoryRange *range,
            gboolean                   is_whole,
            SpicoDirectoryField        field)
{
  guint8 quality = field == SPICO_DIRECTORY_FAMILY ? 3 : field == SPICO_DIRECTORY_GIVEN ? 2 : 1;

  if (field == SPICO_DIRECTORY_FACT)
    return 1;

  return range->is_correction ? quality : is_whole ? quality + SPICO_DIRECTORY_WHOLE - 1 : quality;
}

/* The place of the first candidate from @place on whose serial is not below: near by, or in ever larger steps. */
static guint
leap (const SpicoDirectoryPool *pool,
      guint                     place,
      guint32                   serial)
{
  const SpicoDirectoryCandidate *candidates = (const SpicoDirectoryCandidate *) (gconstpointer) pool->candidates->data;
  guint end = place;
  guint step = 1;

  while (end < pool->candidates->len && candidates[end].serial < serial)
    {
      place = end + 1;
      end += step;
      step *= 2;
    }
  end = MIN (end, pool->candidates->len);
  while (place < end)
    {
      guint middle = (place + end) / 2;

      if (candidates[middle].serial < serial)
        place = middle + 1;
      else
        end = middle;
    }

  return place;
}

/* Once there are candidates, nobody else matters; they ascend, as the list does, which may have few of many. */
static void
mark_candidates (SpicoDirectoryPool *pool,
                 const guchar       *at,
                 const guchar       *end,
                 guint8              quality)
{
  guint place = 0;
  guint32 serial = 0;

  while (place < pool->candidates->len && spico_directory_unpack (&at, end, &serial))
    {
      place = leap (pool, place, serial);
      if (place < pool->candidates->len && g_array_index (pool->candidates, SpicoDirectoryCandidate, place).serial == serial)
        mark (pool, serial, quality);
    }
}

/* The rest of a list, where marks go by serial: nothing in the loop is looked up again, as lists have thousands. */
static void
mark_many (SpicoDirectoryPool *pool,
           const guchar       *at,
           const guchar       *end,
           guint32             serial,
           guint8              quality)
{
  guint8 *best = pool->best;
  guint32 size = pool->size;

  while (spico_directory_unpack (&at, end, &serial))
    {
      if (serial < size)
        best[serial] = MAX (best[serial], quality);
    }
}

static void
mark_list (SpicoDirectoryPool *pool,
           const guchar       *at,
           gsize               length,
           guint8              quality)
{
  const guchar *end = at + length;
  guint32 serial = 0;

  if (pool->candidates->len > 0)
    {
      mark_candidates (pool, at, end, quality);
      return;
    }

  while (pool->best == NULL && spico_directory_unpack (&at, end, &serial))
    mark (pool, serial, quality);
  if (pool->best != NULL)
    mark_many (pool, at, end, serial, quality);
}

static guint
read_area (const char *digits)
{
  guint area = 0;

  for (; g_ascii_isdigit (*digits) && area < SPICO_DIRECTORY_N_AREAS; digits++)
    area = area * 10 + (guint) (*digits - '0');

  return area;
}

/* « martin|0 », or « martin|0|031 » where the block has lists of all areas; there are thousands of them. @length: of the word that is looked for, with which the key begins. */
static void
mark_entry (GPtrArray                       *pools,
            const SpicoDirectoryRange       *range,
            gsize                            length,
            const SpicoDirectoryBlockReader *reader,
            SpicoDirectoryPool              *only)
{
  const char *unit = strchr (reader->key + length, SPICO_DIRECTORY_UNIT);
  SpicoDirectoryPool *pool = only;

  if (unit == NULL || !g_ascii_isdigit (unit[1]) || (range->field >= 0 && unit[1] - '0' != range->field))
    return;

  if (pool == NULL && unit[2] == SPICO_DIRECTORY_UNIT)
    pool = find_pool (pools, read_area (unit + 3));
  if (pool != NULL)
    mark_list (pool, reader->data, reader->length, quality_of (range, unit == reader->key + length, (SpicoDirectoryField) (unit[1] - '0')));
}

/* Keys of the range have a word that begins with, or is, the one that is looked for. */
static gboolean
is_within (const SpicoDirectoryRange *range,
           gsize                      length,
           const char                *key)
{
  return strncmp (key, range->word, length) == 0 && (range->is_prefix || key[length] == SPICO_DIRECTORY_UNIT);
}

#define BLOCKS                                                                                                                 \
  "SELECT b.lists FROM directory_block b WHERE b.place = $1 AND b.first < $3"                                                  \
  " AND b.first >= COALESCE((SELECT MAX(m.first) FROM directory_block m WHERE m.place = $1 AND m.first <= $2), '') ORDER BY b.first LIMIT $4"

/* @only: the one area of the place; everywhere, %NULL. */
static SpicoSqlStatement *
query_place (SpicoSqlConnection        *connection,
             const SpicoDirectoryRange *range,
             const SpicoDirectoryPool  *only,
             GError                   **error)
{
  g_autofree char *to = range->is_prefix ? g_strconcat (range->word, LAST, NULL) : g_strdup_printf ("%s%c", range->word, SPICO_DIRECTORY_UNIT + 1);
  gint64 place = only != NULL ? (gint64) only->area : SPICO_DIRECTORY_EVERYWHERE;
  gint64 most = (only == NULL && range->is_broad ? MAX_BROAD_BLOCKS : MAX_BLOCKS) / (spico_sql_connection_is_postgresql (connection) ? 2 : 1);
  SpicoSqlStatement *statement =
    spico_sql_query (connection, BLOCKS, SPICO_SQL_VALUES (SPICO_SQL_INT (place), SPICO_SQL_TEXT (range->word), SPICO_SQL_TEXT (to), SPICO_SQL_INT (most)), error);

  if (statement != NULL)
    spico_sql_statement_take_raw (statement);
  return statement;
}

static char *
dup_place_key (const SpicoDirectoryRange *range,
               const SpicoDirectoryPool  *only)
{
  return g_strdup_printf ("%d%c%s", only != NULL ? (int) only->area : (int) SPICO_DIRECTORY_EVERYWHERE, range->is_prefix ? '*' : '=', range->word);
}

static GPtrArray *
query_blocks (SpicoSqlConnection        *connection,
              const SpicoDirectoryRange *range,
              const SpicoDirectoryPool  *only,
              GError                   **error)
{
  g_autoptr (SpicoSqlStatement) statement = query_place (connection, range, only, error);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return NULL;
      if (has_row)
        g_ptr_array_add (blocks, spico_sql_statement_column_blob (statement, 0));
    }

  return statement != NULL ? g_steal_pointer (&blocks) : NULL;
}

static GPtrArray *
read_blocks (SpicoSqlConnection        *connection,
             const SpicoDirectoryRange *range,
             const SpicoDirectoryPool  *only,
             GError                   **error)
{
  g_autofree char *key = dup_place_key (range, only);
  GPtrArray *blocks = spico_directory_memory_find (connection, SPICO_DIRECTORY_SHELF_LISTS, key);

  if (blocks != NULL)
    return blocks;

  blocks = query_blocks (connection, range, only, error);
  if (blocks != NULL)
    spico_directory_memory_keep (connection, SPICO_DIRECTORY_SHELF_LISTS, key, blocks);
  return blocks;
}

static void
announce_place (SpicoSqlConnection        *connection,
                const SpicoDirectoryRange *range,
                const SpicoDirectoryPool  *only)
{
  g_autofree char *key = dup_place_key (range, only);
  g_autoptr (GPtrArray) blocks = spico_directory_memory_find (connection, SPICO_DIRECTORY_SHELF_LISTS, key);
  g_autoptr (SpicoSqlStatement) statement = blocks == NULL ? query_place (connection, range, only, NULL) : NULL;

  if (statement != NULL)
    spico_sql_statement_announce (statement);
}

static gboolean
mark_place (SpicoSqlConnection        *connection,
            GPtrArray                 *pools,
            const SpicoDirectoryRange *range,
            SpicoDirectoryPool        *only,
            GError                   **error)
{
  g_autoptr (GPtrArray) blocks = read_blocks (connection, range, only, error);
  gsize length = strlen (range->word);

  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    {
      SpicoDirectoryBlockReader reader;

      spico_directory_block_reader_init (&reader, g_ptr_array_index (blocks, i));
      while (spico_directory_block_reader_next (&reader))
        {
          if (is_within (range, length, reader.key))
            mark_entry (pools, range, length, &reader, only);
        }
    }

  return blocks != NULL;
}

/* Of some areas, those that have words of the range. */
static GPtrArray *
list_having (GPtrArray                 *pools,
             const SpicoDirectoryRange *range)
{
  GPtrArray *some = g_ptr_array_new ();

  for (guint i = 0; i < pools->len; i++)
    {
      SpicoDirectoryPool *pool = g_ptr_array_index (pools, i);

      if (spico_directory_areas_have (&range->areas, pool->area))
        g_ptr_array_add (some, pool);
    }

  return some;
}

/* As mark_range() will ask. */
static void
announce_range (SpicoSqlConnection        *connection,
                GPtrArray                 *pools,
                const SpicoDirectoryRange *range)
{
  g_autoptr (GPtrArray) some = list_having (pools, range);
  gboolean is_everywhere = some->len > FEW_AREAS;

  for (guint i = 0; i < (is_everywhere ? 1 : some->len); i++)
    announce_place (connection, range, is_everywhere ? NULL : g_ptr_array_index (some, i));
}

static void
announce_condition (SpicoSqlConnection            *connection,
                    GPtrArray                     *pools,
                    const SpicoDirectoryCondition *condition)
{
  for (guint i = 0; i < condition->ranges->len && spico_sql_connection_is_announced_to (connection); i++)
    announce_range (connection, pools, g_ptr_array_index (condition->ranges, i));
}

static gboolean
mark_range (SpicoSqlConnection        *connection,
            GPtrArray                 *pools,
            const SpicoDirectoryRange *range,
            GError                   **error)
{
  g_autoptr (GPtrArray) some = list_having (pools, range);

  if (some->len > FEW_AREAS)
    return mark_place (connection, some, range, NULL, error);

  for (guint i = 0; i < some->len; i++)
    {
      if (!mark_place (connection, some, range, g_ptr_array_index (some, i), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
mark_condition (SpicoSqlConnection            *connection,
                GPtrArray                     *pools,
                const SpicoDirectoryCondition *condition,
                GError                       **error)
{
  for (guint i = 0; i < condition->ranges->len; i++)
    {
      if (!mark_range (connection, pools, g_ptr_array_index (condition->ranges, i), error))
        return FALSE;
    }

  for (guint i = 0; condition->numbers != NULL && i < condition->numbers->len; i++)
    {
      gint64 number = g_array_index (condition->numbers, gint64, i);
      SpicoDirectoryPool *pool = find_pool (pools, SPICO_DIRECTORY_AREA_OF (number));

      if (pool != NULL)
        mark (pool, SPICO_DIRECTORY_SERIAL_OF (number), SPICO_DIRECTORY_QUALITIES - 1);
    }

  return TRUE;
}

/* Eight marks, of the lowest serial in the lowest byte. */
static inline guint64
read_eight (const SpicoDirectoryPool *pool,
            gsize                     place)
{
  guint64 word;

  memcpy (&word, pool->best + place * sizeof word, sizeof word);
  return GUINT64_FROM_LE (word);
}

#define EACH_BYTE G_GUINT64_CONSTANT (0x0101010101010101)

/* Qualities are small: what is added reaches the highest bit of a byte where it is not 0. */
static guint
count_best (const SpicoDirectoryPool *pool)
{
  guint n = 0;

  for (gsize i = 0; i < WORDS_OF (pool); i++)
    n += (guint) (((((read_eight (pool, i) + 0x7f * EACH_BYTE) >> 7) & EACH_BYTE) * EACH_BYTE) >> 56);

  return n;
}

static void
take_best (SpicoDirectoryPool            *pool,
           const SpicoDirectoryCondition *condition)
{
  SpicoDirectoryCandidate *next;

  g_array_set_size (pool->candidates, count_best (pool));
  next = (SpicoDirectoryCandidate *) (gpointer) pool->candidates->data;
  for (gsize i = 0; i < WORDS_OF (pool); i++)
    {
      guint64 word = read_eight (pool, i);

      while (word != 0)
        {
          guint shift = (guint) __builtin_ctzll (word) & ~7u;
          guint8 quality = (guint8) (word >> shift);

          *next++ = (SpicoDirectoryCandidate) { (guint32) (i * sizeof word + shift / 8), condition->is_typed ? quality : 0 };
          word &= ~(G_GUINT64_CONSTANT (0xff) << shift);
        }
    }
}

static void
take_first (SpicoDirectoryPool            *pool,
            const SpicoDirectoryCondition *condition)
{
  if (pool->best != NULL)
    take_best (pool, condition);

  for (guint i = 0; i < pool->marks->len; i++)
    {
      guint32 this = g_array_index (pool->marks, guint32, i);
      SpicoDirectoryCandidate candidate = { SERIAL_OF (this), condition->is_typed ? (guint16) QUALITY_OF (this) : 0 };

      g_array_append_val (pool->candidates, candidate);
    }
}

/* The mark of a serial, from @place on; 0 where there is none. Both marks and those who are asked for ascend. */
static guint
find_mark (const SpicoDirectoryPool *pool,
           guint32                   serial,
           guint                    *place)
{
  if (pool->best != NULL)
    return serial < pool->size ? pool->best[serial] : 0;

  while (*place < pool->marks->len && SERIAL_OF (g_array_index (pool->marks, guint32, *place)) < serial)
    (*place)++;
  if (*place == pool->marks->len || SERIAL_OF (g_array_index (pool->marks, guint32, *place)) != serial)
    return 0;

  return QUALITY_OF (g_array_index (pool->marks, guint32, *place));
}

static void
narrow (SpicoDirectoryPool            *pool,
        const SpicoDirectoryCondition *condition)
{
  guint place = 0;
  guint n = 0;

  for (guint i = 0; i < pool->candidates->len; i++)
    {
      SpicoDirectoryCandidate candidate = g_array_index (pool->candidates, SpicoDirectoryCandidate, i);
      guint quality = find_mark (pool, candidate.serial, &place);

      if ((quality != 0) == condition->is_negative)
        continue;
      candidate.rank = (guint16) (candidate.rank + (condition->is_typed ? quality : 0));
      g_array_index (pool->candidates, SpicoDirectoryCandidate, n++) = candidate;
    }

  g_array_set_size (pool->candidates, n);
}

static void
apply_condition (GPtrArray                     *pools,
                 const SpicoDirectoryCondition *condition,
                 gboolean                       is_first)
{
  for (guint i = 0; i < pools->len; i++)
    {
      SpicoDirectoryPool *pool = g_ptr_array_index (pools, i);

      sort_few (pool->marks);
      if (is_first)
        take_first (pool, condition);
      else
        narrow (pool, condition);
      clear_marks (pool);
    }
}

/* Of some areas, those where anybody is left. */
static GPtrArray *
list_inhabited (GPtrArray *pools)
{
  GPtrArray *inhabited = g_ptr_array_new ();

  for (guint i = 0; i < pools->len; i++)
    {
      SpicoDirectoryPool *pool = g_ptr_array_index (pools, i);

      if (pool->candidates->len > 0)
        g_ptr_array_add (inhabited, pool);
    }

  return inhabited;
}

/**
 * spico_directory_pools_announce_find:
 * @connection: a connection, in a transaction
 * @pools: some areas
 * @condition: a condition
 *
 * Says that spico_directory_pools_find() will soon be called with this condition first: see spico_sql_statement_announce().
 */
void
spico_directory_pools_announce_find (SpicoSqlConnection            *connection,
                                     GPtrArray                     *pools,
                                     const SpicoDirectoryCondition *condition)
{
  announce_condition (connection, pools, condition);
}

/**
 * spico_directory_pools_find:
 * @connection: a connection, in a transaction
 * @pools: some areas, told their candidates
 * @conditions: what they must meet, the first being one that is not negative
 * @error: a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_directory_pools_find (SpicoSqlConnection *connection,
                            GPtrArray          *pools,
                            GPtrArray          *conditions,
                            GError            **error)
{
  g_autoptr (GPtrArray) left = g_ptr_array_ref (pools);

  for (guint i = 0; i < pools->len; i++)
    g_array_set_size (((SpicoDirectoryPool *) g_ptr_array_index (pools, i))->candidates, 0);

  /* In one area all is little, and asked for at once; else what is read depends on where anybody is left. */
  for (guint i = 0; i < conditions->len && pools->len == 1; i++)
    announce_condition (connection, pools, g_ptr_array_index (conditions, i));

  for (guint i = 0; i < conditions->len && left->len > 0; i++)
    {
      const SpicoDirectoryCondition *condition = g_ptr_array_index (conditions, i);

      if (pools->len > 1)
        announce_condition (connection, left, condition);
      if (!mark_condition (connection, left, condition, error))
        return FALSE;
      apply_condition (left, condition, i == 0);
      g_ptr_array_unref (left);
      left = list_inhabited (pools);
    }

  return TRUE;
}

static gboolean
fact_range_init (SpicoDirectoryRange      *range,
                 const SpicoDirectoryPool *pool,
                 char                      what,
                 const char               *value)
{
  *range = (SpicoDirectoryRange) { .field = SPICO_DIRECTORY_FACT };
  if (value == NULL || value[0] == '\0')
    return FALSE;

  range->word = spico_directory_fact (what, value);
  spico_directory_areas_add (&range->areas, pool->area);
  return TRUE;
}

/**
 * spico_directory_pool_announce_raise:
 * @connection: a connection, in a transaction
 * @pool: an area
 * @what: as for spico_directory_fact()
 * @value: (nullable): likewise
 *
 * Says that spico_directory_pool_raise() will soon be called: see spico_sql_statement_announce().
 */
void
spico_directory_pool_announce_raise (SpicoSqlConnection *connection,
                                     SpicoDirectoryPool *pool,
                                     char                what,
                                     const char         *value)
{
  SpicoDirectoryRange range;

  if (!spico_sql_connection_is_announced_to (connection) || !fact_range_init (&range, pool, what, value))
    return;

  announce_place (connection, &range, pool);
  g_free (range.word);
}

/**
 * spico_directory_pool_raise:
 * @connection: a connection, in a transaction
 * @pool: an area with its candidates
 * @what: as for spico_directory_fact()
 * @value: (nullable): likewise
 * @below: what ranks are taken modulo
 * @raised: what is added to the ranks of those of whom the fact holds
 * @error: a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_directory_pool_raise (SpicoSqlConnection *connection,
                            SpicoDirectoryPool *pool,
                            char                what,
                            const char         *value,
                            guint               below,
                            guint               raised,
                            GError            **error)
{
  g_autoptr (GPtrArray) pools = g_ptr_array_new ();
  SpicoDirectoryRange range;
  gboolean is_marked;

  if (!fact_range_init (&range, pool, what, value))
    return TRUE;
  g_ptr_array_add (pools, pool);
  is_marked = mark_range (connection, pools, &range, error);
  g_free (range.word);
  if (!is_marked)
    return FALSE;

  sort_few (pool->marks);
  for (guint i = 0, place = 0; i < pool->candidates->len; i++)
    {
      SpicoDirectoryCandidate *candidate = &g_array_index (pool->candidates, SpicoDirectoryCandidate, i);

      if (find_mark (pool, candidate->serial, &place) != 0)
        candidate->rank = (guint16) (candidate->rank % below + raised);
    }
  clear_marks (pool);

  return TRUE;
}
