/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a search asks for, as words of the index. */
#include "spico-directory-search-private.h"

#include <string.h>

#include "spico-directory-memory.h"
#include "spico-directory-spelling.h"
#include "spico-sql-query.h"

/* A text above every text with the prefix that it follows. */
#define LAST "\xf4\x8f\xbf\xbf"

/* Numbers of one filter, and principals whose national numbers begin with the digits that were typed. */
#define MAX_NUMBERS 100000
#define MAX_ALIKE 200
/* The beginning of more words than these is too short to be looked for far away, but for its first areas. */
#define MAX_BROAD 500
/* So many letters of the last word say little yet, where so many numbers have a word that begins with them. */
#define BEGUN_LETTERS 2
#define MANY_BEGUN 500
/* Digits from which on a word may be a national number: a postcode has five. */
#define MIN_NUMBER 6

static void
range_free (gpointer data)
{
  SpicoDirectoryRange *range = data;

  g_free (range->word);
  g_free (range);
}

static void
condition_free (SpicoDirectoryCondition *condition)
{
  g_ptr_array_unref (condition->ranges);
  g_clear_pointer (&condition->numbers, g_array_unref);
  g_free (condition);
}

static SpicoDirectoryCondition *
condition_new (void)
{
  SpicoDirectoryCondition *condition = g_new0 (SpicoDirectoryCondition, 1);

  condition->ranges = g_ptr_array_new_with_free_func (range_free);
  return condition;
}

static void
add_range (SpicoDirectoryCondition *condition,
           const char              *word,
           gboolean                 is_prefix,
           gboolean                 is_correction,
           int                      field)
{
  SpicoDirectoryRange *range = g_new0 (SpicoDirectoryRange, 1);

  range->word = g_strdup (word);
  range->is_prefix = is_prefix;
  range->is_correction = is_correction;
  range->field = field;
  g_ptr_array_add (condition->ranges, range);
}

static gboolean
add_numbers (SpicoSqlConnection      *connection,
             SpicoDirectoryCondition *condition,
             const char              *sql,
             const SpicoSqlValue     *values,
             GError                 **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, sql, values, error);
  gboolean has_row = statement != NULL;

  if (condition->numbers == NULL)
    condition->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (has_row)
    {
      gint64 number;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      number = spico_sql_statement_column_int64 (statement, 0);
      g_array_append_val (condition->numbers, number);
      spico_directory_areas_add (&condition->areas, SPICO_DIRECTORY_AREA_OF (number));
      condition->n++;
    }

  return FALSE;
}

/* As registers write them, or without the digit that tells RPPS from ADELI. */
static gboolean
add_national_numbers (SpicoSqlConnection      *connection,
                      SpicoDirectoryCondition *condition,
                      const char              *word,
                      GError                 **error)
{
  static const char *const begins[] = { "", "8", "0" };
  g_autofree char *upper = g_ascii_strup (word, -1);

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    {
      g_autofree char *from = g_strconcat (begins[i], upper, NULL);
      g_autofree char *to = g_strconcat (from, LAST, NULL);

      if (!add_numbers (connection, condition, "SELECT n.number FROM principal n WHERE n.number IS NOT NULL AND n.national_id >= $2 AND n.national_id < $3 ORDER BY n.national_id LIMIT $1",
                        SPICO_SQL_VALUES (SPICO_SQL_INT (MAX_ALIKE), SPICO_SQL_TEXT (from), SPICO_SQL_TEXT (to)), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_corrections (SpicoSqlConnection      *connection,
                 SpicoDirectoryCondition *condition,
                 const char              *word,
                 GError                 **error)
{
  g_auto (GStrv) corrections = NULL;

  if (!spico_directory_correct (connection, word, &corrections, error))
    return FALSE;

  for (guint i = 0; corrections[i] != NULL; i++)
    add_range (condition, corrections[i], FALSE, TRUE, -1);

  return TRUE;
}

static SpicoDirectoryCondition *
add_condition (GPtrArray *conditions)
{
  SpicoDirectoryCondition *condition = condition_new ();

  g_ptr_array_add (conditions, condition);
  return condition;
}

/* « St » may be the beginning of a word, or « Saint ». */
static void
add_beginning (SpicoDirectoryCondition *condition,
               const char              *word,
               int                      field)
{
  add_range (condition, word, TRUE, FALSE, field);
  if (strcmp (word, "st") == 0)
    add_range (condition, "saint", FALSE, FALSE, field);
  else if (strcmp (word, "ste") == 0)
    add_range (condition, "sainte", FALSE, FALSE, field);
}

static gboolean
add_typed (SpicoSqlConnection *connection,
           GPtrArray          *conditions,
           const char         *word,
           gboolean            is_corrected,
           GError            **error)
{
  SpicoDirectoryCondition *condition = add_condition (conditions);
  g_auto (GStrv) forms = spico_directory_forms (word);

  condition->is_typed = TRUE;
  add_beginning (condition, word, -1);
  for (guint i = 0; forms[i] != NULL; i++)
    add_range (condition, forms[i], FALSE, TRUE, SPICO_DIRECTORY_LABEL);

  if (g_ascii_isdigit (word[0]) && strlen (word) >= MIN_NUMBER)
    return add_national_numbers (connection, condition, word, error);

  return !is_corrected || add_corrections (connection, condition, word, error);
}

static void
add_fact (GPtrArray  *conditions,
          char        what,
          const char *value)
{
  g_autofree char *fact = value != NULL ? spico_directory_fact (what, value) : NULL;

  if (fact != NULL)
    add_range (add_condition (conditions), fact, FALSE, FALSE, SPICO_DIRECTORY_FACT);
}

/* People have no fact of their kind: they are nearly everybody. */
static void
add_kinds (const SpicoDirectoryAsk *ask,
           GPtrArray               *conditions)
{
  SpicoDirectoryCondition *condition;
  gboolean is_negative = ask->has_people;

  if (ask->has_people && ask->has_structures && ask->has_units)
    return;

  condition = add_condition (conditions);
  condition->is_negative = is_negative;
  if (ask->has_structures != is_negative)
    add_range (condition, "!structure", FALSE, FALSE, SPICO_DIRECTORY_FACT);
  if (ask->has_units != is_negative)
    add_range (condition, "!unit", FALSE, FALSE, SPICO_DIRECTORY_FACT);
}

static gboolean
add_filters (SpicoSqlConnection      *connection,
             const SpicoDirectoryAsk *ask,
             GPtrArray               *conditions,
             GError                 **error)
{
  add_fact (conditions, '#', ask->profession_code);
  if (ask->postal_code != NULL)
    add_range (add_condition (conditions), ask->postal_code, FALSE, FALSE, SPICO_DIRECTORY_TOWN);
  for (guint i = 0; ask->town_words != NULL && ask->town_words[i] != NULL && i < SPICO_DIRECTORY_MAX_WORDS; i++)
    add_beginning (add_condition (conditions), ask->town_words[i], SPICO_DIRECTORY_TOWN);

  if (ask->structure_id != NULL
      && !add_numbers (connection, add_condition (conditions),
                        "SELECT p.number FROM principal p WHERE p.structure_id = $2 AND p.number IS NOT NULL"
                        " UNION SELECT q.number FROM attachment a JOIN principal q ON q.id = a.person_id WHERE a.structure_id = $2 AND q.number IS NOT NULL"
                        " UNION SELECT r.number FROM activity y JOIN principal r ON r.id = y.person_id WHERE y.structure_id = $2 AND r.number IS NOT NULL LIMIT $1",
                        SPICO_SQL_VALUES (SPICO_SQL_INT (MAX_NUMBERS), SPICO_SQL_TEXT (ask->structure_id)), error))
    return FALSE;
  if (ask->has_account
      && !add_numbers (connection, add_condition (conditions), "SELECT p.number FROM principal p WHERE p.has_account = 1 AND p.number IS NOT NULL ORDER BY p.number LIMIT $1",
                       SPICO_SQL_VALUES (SPICO_SQL_INT (MAX_NUMBERS)), error))
    return FALSE;

  add_kinds (ask, conditions);
  return TRUE;
}

/* A word of letters that is still typed, behind others. */
static void
note_begun (const SpicoDirectoryAsk *ask,
            GPtrArray               *conditions,
            guint                    place)
{
  SpicoDirectoryCondition *condition = g_ptr_array_index (conditions, place);

  condition->is_begun = place > 0 && ask->words[place + 1] == NULL && strlen (ask->words[place]) <= BEGUN_LETTERS && !g_ascii_isdigit (ask->words[place][0]) && condition->ranges->len == 1;
}

static SpicoSqlStatement *
query_range (SpicoSqlConnection        *connection,
             const SpicoDirectoryRange *range,
             GError                   **error)
{
  g_autofree char *end = g_strconcat (range->word, range->is_prefix ? LAST : "", NULL);

  return spico_sql_query (connection, "SELECT n, areas FROM directory_word WHERE word >= $1 AND word <= $2 LIMIT $3",
                          SPICO_SQL_VALUES (SPICO_SQL_TEXT (range->word), SPICO_SQL_TEXT (end), SPICO_SQL_INT (MAX_BROAD + 1)), error);
}

/* What the dictionary says of a range. */
typedef struct {
  gint64 n;
  gboolean is_broad;
  SpicoDirectoryAreas areas;
} Known;

static char *
dup_range_key (const SpicoDirectoryRange *range)
{
  return g_strdup_printf ("?%c%s", range->is_prefix ? '*' : '=', range->word);
}

static void
announce_ranges (SpicoSqlConnection            *connection,
                 const SpicoDirectoryCondition *condition)
{
  for (guint i = 0; i < condition->ranges->len && spico_sql_connection_is_announced_to (connection); i++)
    {
      const SpicoDirectoryRange *range = g_ptr_array_index (condition->ranges, i);
      g_autofree char *key = dup_range_key (range);
      g_autoptr (GBytes) row = spico_directory_memory_find_row (connection, SPICO_DIRECTORY_SHELF_LISTS, key);
      g_autoptr (SpicoSqlStatement) statement = row == NULL ? query_range (connection, range, NULL) : NULL;

      if (statement != NULL)
        spico_sql_statement_announce (statement);
    }
}

/**
 * spico_directory_conditions_new:
 * @connection: a connection, in a transaction
 * @ask: what is searched for
 * @is_corrected: whether what may have been meant is searched for too
 * @error: a #SpicoSqlError
 *
 * What spico_directory_conditions_look_up() will ask is announced: see spico_sql_statement_announce().
 *
 * Returns: (transfer full) (nullable) (element-type SpicoDirectoryCondition): what whoever is found must meet
 */
GPtrArray *
spico_directory_conditions_new (SpicoSqlConnection      *connection,
                                const SpicoDirectoryAsk *ask,
                                gboolean                 is_corrected,
                                GError                 **error)
{
  g_autoptr (GPtrArray) conditions = g_ptr_array_new_with_free_func ((GDestroyNotify) condition_free);

  for (guint i = 0; is_corrected && i < SPICO_DIRECTORY_MAX_WORDS && ask->words[i] != NULL; i++)
    spico_directory_announce_correct (connection, ask->words[i]);

  for (guint i = 0; i < SPICO_DIRECTORY_MAX_WORDS && ask->words[i] != NULL; i++)
    {
      if (!add_typed (connection, conditions, ask->words[i], is_corrected, error))
        return NULL;
      note_begun (ask, conditions, i);
    }

  if (!add_filters (connection, ask, conditions, error))
    return NULL;

  for (guint i = 0; i < conditions->len; i++)
    announce_ranges (connection, g_ptr_array_index (conditions, i));
  return g_steal_pointer (&conditions);
}

static gboolean
ask_dictionary (SpicoSqlConnection        *connection,
                const SpicoDirectoryRange *range,
                Known                     *known,
                GError                   **error)
{
  g_autoptr (SpicoSqlStatement) statement = query_range (connection, range, error);
  gboolean has_row = statement != NULL;
  guint n_words = 0;

  while (has_row)
    {
      g_autoptr (GBytes) areas = NULL;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      known->n += spico_sql_statement_column_int64 (statement, 0);
      areas = spico_sql_statement_column_blob (statement, 1);
      spico_directory_areas_unpack (&known->areas, areas);
      n_words++;
    }

  known->is_broad = n_words > MAX_BROAD;
  if (known->is_broad)
    {
      known->n = G_MAXINT64 / 2;
      memset (&known->areas, 0xff, sizeof known->areas);
    }

  return statement != NULL;
}

static gboolean
know_range (SpicoSqlConnection        *connection,
            const SpicoDirectoryRange *range,
            Known                     *known,
            GError                   **error)
{
  g_autofree char *key = dup_range_key (range);
  g_autoptr (GBytes) row = spico_directory_memory_find_row (connection, SPICO_DIRECTORY_SHELF_LISTS, key);

  if (row != NULL)
    {
      memcpy (known, g_bytes_get_data (row, NULL), sizeof *known);
      return TRUE;
    }
  if (!ask_dictionary (connection, range, known, error))
    return FALSE;

  row = g_bytes_new (known, sizeof *known);
  spico_directory_memory_keep_row (connection, SPICO_DIRECTORY_SHELF_LISTS, key, row);
  return TRUE;
}

static gboolean
look_up_range (SpicoSqlConnection      *connection,
               SpicoDirectoryCondition *condition,
               SpicoDirectoryRange     *range,
               GError                 **error)
{
  Known known = { 0 };

  if (!know_range (connection, range, &known, error))
    return FALSE;

  range->areas = known.areas;
  range->is_broad = known.is_broad;
  condition->n = known.is_broad ? known.n : condition->n + known.n;
  condition->is_begun = condition->is_begun && condition->n > MANY_BEGUN;
  for (guint i = 0; i < G_N_ELEMENTS (range->areas.bits); i++)
    condition->areas.bits[i] |= range->areas.bits[i];

  return TRUE;
}

static gint
compare_conditions (gconstpointer a,
                    gconstpointer b)
{
  const SpicoDirectoryCondition *one = *(const SpicoDirectoryCondition *const *) a;
  const SpicoDirectoryCondition *other = *(const SpicoDirectoryCondition *const *) b;

  if (one->is_negative != other->is_negative)
    return one->is_negative ? 1 : -1;

  return one->n < other->n ? -1 : one->n > other->n;
}

/**
 * spico_directory_conditions_look_up:
 * @connection: a connection, in a transaction
 * @conditions: conditions, put in the order in which they are best looked at: first those that few meet, last the negative ones
 * @areas: (out): where somebody may meet all of them
 * @error: a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_directory_conditions_look_up (SpicoSqlConnection  *connection,
                                    GPtrArray           *conditions,
                                    SpicoDirectoryAreas *areas,
                                    GError             **error)
{
  memset (areas, 0xff, sizeof *areas);

  for (guint i = 0; i < conditions->len; i++)
    {
      SpicoDirectoryCondition *condition = g_ptr_array_index (conditions, i);

      for (guint j = 0; j < condition->ranges->len; j++)
        {
          if (!look_up_range (connection, condition, g_ptr_array_index (condition->ranges, j), error))
            return FALSE;
        }
      for (guint j = 0; j < G_N_ELEMENTS (areas->bits) && !condition->is_negative; j++)
        areas->bits[j] &= condition->areas.bits[j];
    }

  g_ptr_array_sort (conditions, compare_conditions);
  return TRUE;
}
