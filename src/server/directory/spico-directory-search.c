/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching the directory: in the asker's department first, then everywhere; what was typed first, then what it may have meant. */
#include "spico-directory-search-private.h"

#include <string.h>

#include "spico-directory-memory.h"
#include "spico-sql-query.h"
#include "spico-type.h"

/* Principals that are read for one search. */
#define MAX_READ 2000
/* Fewer where they are read for what their names begin with: with the next letter all are found. */
#define MAX_READ_BEGUN 1000
/* Of a class of equals that is larger, so many at a time are put in the order of accounts and names; classes that are smaller are read together. */
#define MAX_SORTED 200
#define MAX_ACCOUNTS 5000
/* With fewer found than this, what may have been meant is looked for too. */
#define FEW 5

#define RANKS_OF_A_TIER (SPICO_DIRECTORY_MAX_WORDS * SPICO_DIRECTORY_QUALITIES)

typedef enum {
  FAR,
  SAME_DEPARTMENT,
  SAME_TOWN,
  SAME_STRUCTURE,
  N_TIERS,
} Tier;

#define N_RANKS (N_TIERS * RANKS_OF_A_TIER + 1)

typedef struct {
  SpicoSqlConnection *connection;
  const SpicoDirectoryAsk *ask;
  SpicoDirectoryKeep keep;
  gpointer data;
  GPtrArray *ids;

  gint64 version; /* of the directory */
  guint own_area;
  char *own_town;
  char *own_structure;
  gboolean has_place;

  GPtrArray *pools; /* all areas, ascending */
  GArray *tried; /* numbers, put in order before what may have been meant is looked for */
  gboolean is_corrected;
  GHashTable *read; /* by number; nothing where nobody is seen who has it */
  const char *begun; /* the last word, where only names are looked at for it */
} Search;

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->own_town, g_free);
  g_clear_pointer (&self->own_structure, g_free);
  g_clear_pointer (&self->pools, g_ptr_array_unref);
  g_clear_pointer (&self->tried, g_array_unref);
  g_clear_pointer (&self->read, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

#define ASKER "SELECT number, town_key, structure_id FROM principal WHERE id = $1"

static gboolean
find_asker (Search  *self,
            GError **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (self->connection, ASKER, SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->ask->person_id)), error);
  gboolean has_row;

  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row || spico_sql_statement_column_is_null (statement, 0))
    return TRUE;

  self->own_area = SPICO_DIRECTORY_AREA_OF (spico_sql_statement_column_int64 (statement, 0));
  self->has_place = self->own_area != 0;
  self->own_town = g_strdup (spico_sql_statement_column_text (statement, 1));
  self->own_structure = g_strdup (spico_sql_statement_column_text (statement, 2));
  return TRUE;
}

/* Each account that is made, and each load that changes anything, raises it. */
#define VERSION "SELECT modseq FROM state WHERE account_id = $1 AND type = $2"
#define VERSION_VALUES SPICO_SQL_VALUES (SPICO_SQL_TEXT (SPICO_REGION_ACCOUNT_ID), SPICO_SQL_TEXT (spico_type_principal.name))

#define TOWN '='
#define STRUCTURE '@'

static gboolean
put_nearer (Search             *self,
            SpicoDirectoryPool *pool,
            char                what,
            const char         *value,
            Tier                tier,
            GError            **error)
{
  return spico_directory_pool_raise (self->connection, pool, what, value, RANKS_OF_A_TIER, tier * RANKS_OF_A_TIER, error);
}

static gboolean
rank_near (Search    *self,
           GPtrArray *pools,
           GError   **error)
{
  SpicoDirectoryPool *pool = g_ptr_array_index (pools, 0);

  for (guint i = 0; i < pool->candidates->len; i++)
    g_array_index (pool->candidates, SpicoDirectoryCandidate, i).rank += SAME_DEPARTMENT * RANKS_OF_A_TIER;

  return pool->candidates->len == 0 || (put_nearer (self, pool, TOWN, self->own_town, SAME_TOWN, error) && put_nearer (self, pool, STRUCTURE, self->own_structure, SAME_STRUCTURE, error));
}

static gint
compare_found (gconstpointer a,
               gconstpointer b)
{
  const SpicoDirectoryFound *one = *(const SpicoDirectoryFound *const *) a;
  const SpicoDirectoryFound *other = *(const SpicoDirectoryFound *const *) b;
  int order = (int) other->has_account - (int) one->has_account;

  if (order == 0)
    order = strcmp (one->name_key, other->name_key);

  return order != 0 ? order : strcmp (one->id, other->id);
}

static gboolean
is_full (Search *self)
{
  return self->ids->len >= self->ask->limit || g_hash_table_size (self->read) >= (self->begun != NULL ? MAX_READ_BEGUN : MAX_READ);
}

/* Whether a name begins like the word that is still typed. */
static gboolean
is_named (Search                    *self,
          const SpicoDirectoryFound *found)
{
  const char *at = found->name_key;

  if (self->begun == NULL)
    return TRUE;

  while (at != NULL && !g_str_has_prefix (at, self->begun))
    {
      at = strchr (at, ' ');
      at += at != NULL ? 1 : 0;
    }

  return at != NULL;
}

static void
found_clear (gpointer data)
{
  if (data != NULL)
    spico_directory_found_unref (data);
}

/* Those of whom nothing was read yet, and nothing is remembered. */
static GArray *
list_unread (Search       *self,
             const gint64 *numbers,
             guint         n_numbers)
{
  GArray *unread = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < n_numbers; i++)
    {
      SpicoDirectoryFound *one = NULL;

      if (g_hash_table_contains (self->read, SPICO_DIRECTORY_KEY (numbers[i])))
        continue;
      if (self->ask->is_alike && spico_directory_memory_find_person (self->connection, numbers[i], &one))
        g_hash_table_insert (self->read, SPICO_DIRECTORY_KEY (numbers[i]), one);
      else
        g_array_append_val (unread, numbers[i]);
    }

  return unread;
}

static gboolean
read_numbers (Search       *self,
              const gint64 *numbers,
              guint         n_numbers,
              GError      **error)
{
  g_autoptr (GArray) unread = list_unread (self, numbers, n_numbers);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (found_clear);

  if (unread->len == 0)
    return TRUE;
  if (!self->keep (self->data, (const gint64 *) (gpointer) unread->data, unread->len, found, error))
    return FALSE;

  for (guint i = 0; i < unread->len; i++)
    g_hash_table_insert (self->read, SPICO_DIRECTORY_KEY (g_array_index (unread, gint64, i)), NULL);
  for (guint i = 0; i < found->len; i++)
    {
      SpicoDirectoryFound *one = g_steal_pointer (&g_ptr_array_index (found, i));

      g_hash_table_insert (self->read, SPICO_DIRECTORY_KEY (one->number), one);
    }
  for (guint i = 0; i < unread->len && self->ask->is_alike; i++)
    {
      gint64 number = g_array_index (unread, gint64, i);

      spico_directory_memory_keep_person (self->connection, number, g_hash_table_lookup (self->read, SPICO_DIRECTORY_KEY (number)));
    }

  return TRUE;
}

/* Of numbers of one rank, those who are there, in their order. */
static gboolean
take_some (Search       *self,
           const gint64 *numbers,
           guint         n_numbers,
           GError      **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  if (!read_numbers (self, numbers, n_numbers, error))
    return FALSE;

  for (guint i = 0; i < n_numbers; i++)
    {
      SpicoDirectoryFound *one = g_hash_table_lookup (self->read, SPICO_DIRECTORY_KEY (numbers[i]));

      if (one != NULL && is_named (self, one))
        g_ptr_array_add (found, one);
    }
  g_ptr_array_sort (found, compare_found);
  for (guint i = 0; i < found->len && self->ids->len < self->ask->limit; i++)
    g_ptr_array_add (self->ids, g_strdup (((const SpicoDirectoryFound *) g_ptr_array_index (found, i))->id));

  return TRUE;
}

static gboolean
read_accounts (Search  *self,
               guint    first,
               guint    last,
               GArray  *accounts,
               GError **error)
{
  gint64 from = SPICO_DIRECTORY_NUMBER (first, 0);
  gint64 to = SPICO_DIRECTORY_NUMBER (last + 1, 0);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (self->connection, "SELECT number FROM principal WHERE has_account = 1 AND number >= $1 AND number < $2 ORDER BY number LIMIT $3",
                                                             SPICO_SQL_VALUES (SPICO_SQL_INT (from), SPICO_SQL_INT (to), SPICO_SQL_INT (MAX_ACCOUNTS)), error);
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      gint64 number;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      number = has_row ? spico_sql_statement_column_int64 (statement, 0) : 0;
      if (has_row)
        g_array_append_val (accounts, number);
    }

  return statement != NULL;
}

/* The numbers that have accounts, by the areas from where to where they are asked for, ascending: they are thousands, and the same for all searches until the directory is otherwise. */
static GBytes *
find_accounts (Search    *self,
               GPtrArray *pools,
               GError   **error)
{
  guint first = ((const SpicoDirectoryPool *) g_ptr_array_index (pools, 0))->area;
  guint last = ((const SpicoDirectoryPool *) g_ptr_array_index (pools, pools->len - 1))->area;
  g_autofree char *key = g_strdup_printf ("%u-%u", first, last);
  GBytes *row = spico_directory_memory_find_row (self->connection, SPICO_DIRECTORY_SHELF_PEOPLE, key);
  g_autoptr (GArray) accounts = NULL;

  if (row != NULL)
    return row;

  accounts = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!read_accounts (self, first, last, accounts, error))
    return NULL;

  row = g_bytes_new (accounts->data, accounts->len * sizeof (gint64));
  spico_directory_memory_keep_row (self->connection, SPICO_DIRECTORY_SHELF_PEOPLE, key, row);
  return row;
}

/* Whoever has an account is put before the others of a class that is too large to be read. Both ascend. */
static gboolean
put_accounts_first (Search    *self,
                    GPtrArray *pools,
                    GArray    *numbers,
                    GError   **error)
{
  g_autoptr (GBytes) rows = find_accounts (self, pools, error);
  const gint64 *accounts = rows != NULL ? g_bytes_get_data (rows, NULL) : NULL;
  gsize n_accounts = rows != NULL ? g_bytes_get_size (rows) / sizeof *accounts : 0;
  gsize place = 0;
  guint n_first = 0;

  for (guint i = 0; i < numbers->len && place < n_accounts; i++)
    {
      gint64 number = g_array_index (numbers, gint64, i);

      while (place < n_accounts && accounts[place] < number)
        place++;
      if (place == n_accounts || accounts[place] != number)
        continue;
      g_array_index (numbers, gint64, i) = g_array_index (numbers, gint64, n_first);
      g_array_index (numbers, gint64, n_first++) = number;
    }

  return rows != NULL;
}

/* Far away, and while a word is still typed, they are too many for it to matter who of them comes first. */
static gboolean
are_accounts_first (Search   *self,
                    gboolean  is_near,
                    guint     rank)
{
  return is_near || rank >= SPICO_DIRECTORY_WHOLE * MIN (g_strv_length ((char **) self->ask->words), SPICO_DIRECTORY_MAX_WORDS);
}

/* How many of a class are read at once. While a word is still typed, few of those who are read may have a name that begins like it: the last ones tell how many it takes, so that they are not waited for one handful after the other. */
static guint
count_next (Search *self,
            guint   n_left,
            guint   n_last,
            guint   n_taken)
{
  guint n = MAX_SORTED;

  if (self->begun != NULL && n_last > 0)
    {
      n = (self->ask->limit - self->ids->len) * n_last / MAX (n_taken, 1);
      n = CLAMP (n, MAX_SORTED, MAX_READ_BEGUN - g_hash_table_size (self->read));
    }

  return MIN (n, n_left);
}

/* Those of one rank. */
static gboolean
take_class (Search    *self,
            GPtrArray *pools,
            gboolean   is_near,
            guint      rank,
            GArray    *numbers,
            GError   **error)
{
  guint n_last = 0;
  guint n_taken = 0;

  if (numbers->len > MAX_SORTED && are_accounts_first (self, is_near, rank) && !put_accounts_first (self, pools, numbers, error))
    return FALSE;

  for (guint first = 0; first < numbers->len && !is_full (self); first += n_last)
    {
      guint n_before = self->ids->len;

      n_last = count_next (self, numbers->len - first, n_last, n_taken);
      if (!take_some (self, &g_array_index (numbers, gint64, first), n_last, error))
        return FALSE;
      n_taken = self->ids->len - n_before;
    }

  return TRUE;
}

static gint
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

/* What was tried as it was typed is not tried again as what may have been meant. */
static gboolean
is_tried (Search *self,
          gint64  number)
{
  return self->is_corrected && g_array_binary_search (self->tried, &number, compare_numbers, NULL);
}

/* Those of the ranks from @lowest on and below @end. */
static void
list_ranks (Search    *self,
            GPtrArray *pools,
            guint      lowest,
            guint      end,
            GArray    *numbers)
{
  g_array_set_size (numbers, 0);
  for (guint i = 0; i < pools->len; i++)
    {
      const SpicoDirectoryPool *pool = g_ptr_array_index (pools, i);

      for (guint j = 0; j < pool->candidates->len; j++)
        {
          const SpicoDirectoryCandidate *candidate = &g_array_index (pool->candidates, SpicoDirectoryCandidate, j);
          gint64 number = SPICO_DIRECTORY_NUMBER (pool->area, candidate->serial);

          if (candidate->rank >= lowest && candidate->rank < end && !is_tried (self, number))
            g_array_append_val (numbers, number);
        }
    }
}

/* The next classes that are small, until as many as are wanted: each by itself would be a wait for the database. */
static gboolean
read_ahead (Search      *self,
            GPtrArray   *pools,
            const guint *counts,
            guint        end,
            GError     **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_wanted = self->ask->limit - self->ids->len;
  guint lowest = end;
  guint n = 0;

  while (lowest > 0 && n < n_wanted && n + counts[lowest - 1] <= MAX_SORTED)
    n += counts[--lowest];
  list_ranks (self, pools, lowest, end, numbers);

  return read_numbers (self, (const gint64 *) (gpointer) numbers->data, numbers->len, error);
}

static gboolean
is_read (Search *self,
         GArray *numbers)
{
  return numbers->len == 0 || g_hash_table_contains (self->read, SPICO_DIRECTORY_KEY (g_array_index (numbers, gint64, 0)));
}

static gboolean
take_candidates (Search    *self,
                 GPtrArray *pools,
                 gboolean   is_near,
                 GError   **error)
{
  g_autofree guint *counts = g_new0 (guint, N_RANKS);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < pools->len; i++)
    {
      const SpicoDirectoryPool *pool = g_ptr_array_index (pools, i);

      for (guint j = 0; j < pool->candidates->len; j++)
        counts[g_array_index (pool->candidates, SpicoDirectoryCandidate, j).rank]++;
    }

  for (guint rank = N_RANKS; rank > 0 && !is_full (self); rank--)
    {
      if (counts[rank - 1] == 0)
        continue;
      list_ranks (self, pools, rank - 1, rank, numbers);
      if (numbers->len <= MAX_SORTED && !is_read (self, numbers) && !read_ahead (self, pools, counts, rank, error))
        return FALSE;
      if (!take_class (self, pools, is_near, rank - 1, numbers, error))
        return FALSE;
      if (!self->is_corrected)
        g_array_append_vals (self->tried, numbers->data, numbers->len);
    }

  return TRUE;
}

static gboolean
search_in (Search    *self,
           GPtrArray *pools,
           GPtrArray *conditions,
           gboolean   is_near,
           GError   **error)
{
  if (pools->len == 0)
    return TRUE;

  if (is_near)
    {
      spico_directory_pool_announce_raise (self->connection, g_ptr_array_index (pools, 0), TOWN, self->own_town);
      spico_directory_pool_announce_raise (self->connection, g_ptr_array_index (pools, 0), STRUCTURE, self->own_structure);
    }
  return spico_directory_pools_find (self->connection, pools, conditions, error) && (!is_near || rank_near (self, pools, error)) && take_candidates (self, pools, is_near, error);
}

/* Far away a letter or two of a last word would cost more than all before it. */
static gboolean
search_far (Search    *self,
            GPtrArray *pools,
            GPtrArray *conditions,
            GError   **error)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  gboolean is_found;

  for (guint i = 0; i < conditions->len; i++)
    {
      SpicoDirectoryCondition *condition = g_ptr_array_index (conditions, i);

      if (condition->is_begun)
        self->begun = ((const SpicoDirectoryRange *) g_ptr_array_index (condition->ranges, 0))->word;
      else
        g_ptr_array_add (others, condition);
    }

  is_found = search_in (self, pools, others, FALSE, error);
  self->begun = NULL;
  return is_found;
}

/* Where all that there are would not be enough, those far away will be looked for too. */
static void
announce_far (Search    *self,
              GPtrArray *far,
              GPtrArray *conditions)
{
  const SpicoDirectoryCondition *first = conditions->len > 0 ? g_ptr_array_index (conditions, 0) : NULL;

  if (first != NULL && far->len > 1 && !first->is_begun && first->n < (gint64) self->ask->limit)
    spico_directory_pools_announce_find (self->connection, far, first);
}

static gboolean
search_everywhere (Search    *self,
                   GPtrArray *conditions,
                   GError   **error)
{
  g_autoptr (GPtrArray) near = g_ptr_array_new ();
  g_autoptr (GPtrArray) far = g_ptr_array_new ();
  SpicoDirectoryAreas areas;

  if (!spico_directory_conditions_look_up (self->connection, conditions, &areas, error))
    return FALSE;

  for (guint i = 0; i < self->pools->len; i++)
    {
      SpicoDirectoryPool *pool = g_ptr_array_index (self->pools, i);

      if (spico_directory_areas_have (&areas, pool->area))
        g_ptr_array_add (self->has_place && pool->area == self->own_area ? near : far, pool);
    }

  announce_far (self, far, conditions);
  return search_in (self, near, conditions, TRUE, error) && (is_full (self) || search_far (self, far, conditions, error));
}

/* All that can be known before any word was looked up is asked for with the words. */
static gboolean
search (Search  *self,
        GError **error)
{
  g_autoptr (GPtrArray) conditions = NULL;

  if (!self->is_corrected)
    {
      spico_sql_announce (self->connection, ASKER, SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->ask->person_id)));
      spico_directory_pools_announce (self->connection);
      spico_sql_announce (self->connection, VERSION, VERSION_VALUES);
    }

  conditions = spico_directory_conditions_new (self->connection, self->ask, self->is_corrected, error);
  if (conditions == NULL)
    return FALSE;
  if (self->pools == NULL
      && (!find_asker (self, error) || !spico_directory_pools_read (self->connection, &self->pools, error)
          || !spico_sql_query_int64 (self->connection, VERSION, VERSION_VALUES, 0, &self->version, error)))
    return FALSE;

  spico_directory_memory_open (self->connection, SPICO_DIRECTORY_SHELF_PEOPLE, self->version);
  return search_everywhere (self, conditions, error);
}

/**
 * spico_directory_search:
 * @connection: a connection, in a transaction
 * @ask: what is searched for: with a word, a town, a postcode, a profession or a structure
 * @keep: reads principals
 * @data: for @keep
 * @ids: (element-type utf8): told the ids of those who were found, who comes first being first
 * @error: return location for an error
 *
 * Returns: whether the database answered
 */
gboolean
spico_directory_search (SpicoSqlConnection      *connection,
                        const SpicoDirectoryAsk *ask,
                        SpicoDirectoryKeep       keep,
                        gpointer                 data,
                        GPtrArray               *ids,
                        GError                 **error)
{
  g_auto (Search) self = { .connection = connection, .ask = ask, .keep = keep, .data = data, .ids = ids };

  self.tried = g_array_new (FALSE, FALSE, sizeof (gint64));
  self.read = g_hash_table_new_full (NULL, NULL, NULL, found_clear);
  if (!search (&self, error))
    return FALSE;
  if (ask->words[0] == NULL || ids->len >= MIN (FEW, ask->limit))
    return TRUE;

  g_array_sort (self.tried, compare_numbers);
  self.is_corrected = TRUE;
  return search (&self, error);
}
