/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom no load has put into the index: the principals of a region that was made by an earlier version. */
#include "spico-directory-index.h"

#include <string.h>

#include "spico-directory-builder.h"
#include "spico-directory-numbers.h"
#include "spico-sort-key.h"
#include "spico-sql-query.h"

/* What one transaction takes. */
#define PAGE_SIZE 20000

#define MISSING                                                                                                                \
  "SELECT id, kind, name, family_name, given_name, structure_name, profession, skill, town, postal_code, profession_code, structure_id, search_key FROM principal"                                  \
  " WHERE number IS NULL ORDER BY id LIMIT $1"

typedef enum {
  ID,
  KIND,
  NAME,
  FAMILY_NAME,
  GIVEN_NAME,
  STRUCTURE_NAME,
  PROFESSION,
  SKILL,
  TOWN,
  POSTAL_CODE,
  PROFESSION_CODE,
  STRUCTURE_ID,
  SEARCH_KEY,
  N_COLUMNS,
} Column;

typedef struct {
  char *id;
  gint64 number;
} Given;

static void
given_clear (gpointer data)
{
  g_free (((Given *) data)->id);
}

static char *
key_of (SpicoSqlStatement *statement,
        Column             column)
{
  const char *text = spico_sql_statement_column_text (statement, column);

  return spico_sort_key (text != NULL ? text : "");
}

/* A person's name begins with their civility. */
static char *
label_of (SpicoSqlStatement *statement)
{
  const char *name = spico_sql_statement_column_text (statement, NAME);
  g_autofree char *first = g_strndup (name, strcspn (name, " "));
  static const char *const civilities[] = { "Dr", "Pr", "M.", "Mme", NULL };

  return spico_sort_key (g_strv_contains (civilities, first) ? first : "");
}

/* What stands in no column is among the words that were searched until then: those that the columns do not give. */
static char *
find_others (SpicoSqlStatement *statement,
             const char *const *keys)
{
  g_autofree char *joined = g_strjoinv (" ", (char **) keys);
  g_autofree char *spaced = g_strconcat (" ", joined, " ", NULL);
  g_auto (GStrv) words = g_strsplit (spico_sql_statement_column_text (statement, SEARCH_KEY), " ", -1);
  GString *others = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = g_strconcat (" ", words[i], " ", NULL);

      /* A national number is found by its column. */
      if (words[i][0] != '\0' && !g_ascii_isdigit (words[i][0]) && strstr (spaced, word) == NULL)
        g_string_append (others, word);
    }

  return g_string_free (others, FALSE);
}

static gboolean
add_row (SpicoSqlStatement     *statement,
         SpicoDirectoryNumbers *numbers,
         SpicoDirectoryBuilder *builder,
         GArray                *all_given,
         GError               **error)
{
  gboolean has_family = spico_sql_statement_column_text (statement, FAMILY_NAME)[0] != '\0';
  g_autofree char *family = key_of (statement, has_family ? FAMILY_NAME : NAME);
  g_autofree char *given = key_of (statement, GIVEN_NAME);
  g_autofree char *place = key_of (statement, STRUCTURE_NAME);
  g_autofree char *civility = label_of (statement);
  g_autofree char *profession = key_of (statement, PROFESSION);
  g_autofree char *skill = key_of (statement, SKILL);
  g_autofree char *town = key_of (statement, TOWN);
  g_autofree char *others = find_others (statement, (const char *const[]) { family, given, place, civility, profession, skill, town, NULL });
  SpicoDirectoryEntry entry = {
    .kind = spico_sql_statement_column_text (statement, KIND),
    .family = family,
    .given = given,
    .places = { place, others },
    .labels = { civility, profession, skill },
    .town = town,
    .postal_code = spico_sql_statement_column_text (statement, POSTAL_CODE),
    .profession_code = spico_sql_statement_column_text (statement, PROFESSION_CODE),
    .structure_id = spico_sql_statement_column_text (statement, STRUCTURE_ID),
  };
  Given one = { g_strdup (spico_sql_statement_column_text (statement, ID)), 0 };
  gboolean is_taken = spico_directory_numbers_take (numbers, spico_directory_area (entry.postal_code), &one.number, error) && spico_directory_builder_add (builder, one.number, &entry, error);

  g_array_append_val (all_given, one);
  return is_taken;
}

static gboolean
read_page (SpicoSqlConnection    *connection,
           SpicoDirectoryNumbers *numbers,
           SpicoDirectoryBuilder *builder,
           GArray                *given,
           GError               **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, MISSING, SPICO_SQL_VALUES (SPICO_SQL_INT (PAGE_SIZE)), error);
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error) || (has_row && !add_row (statement, numbers, builder, given, error)))
        return FALSE;
    }

  return statement != NULL;
}

static gboolean
write_page (SpicoSqlConnection    *connection,
            SpicoDirectoryNumbers *numbers,
            SpicoDirectoryBuilder *builder,
            GArray                *given,
            GError               **error)
{
  gboolean has_more = TRUE;

  for (guint i = 0; i < given->len; i++)
    {
      const Given *one = &g_array_index (given, Given, i);

      if (!spico_sql_run_later (connection, "UPDATE principal SET number = $1 WHERE id = $2", SPICO_SQL_VALUES (SPICO_SQL_INT (one->number), SPICO_SQL_TEXT (one->id)), error))
        return FALSE;
    }

  if (!spico_directory_builder_sort (builder, error))
    return FALSE;
  while (has_more)
    {
      if (!spico_directory_builder_write (builder, connection, FALSE, &has_more, error))
        return FALSE;
    }

  return spico_directory_numbers_give_back (numbers, error);
}

static gboolean
index_page (SpicoSqlConnection *connection,
            guint              *n_given,
            GError            **error)
{
  g_autoptr (SpicoDirectoryNumbers) numbers = spico_directory_numbers_new (connection);
  g_autoptr (SpicoDirectoryBuilder) builder = spico_directory_builder_new ();
  g_autoptr (GArray) given = g_array_new (FALSE, FALSE, sizeof (Given));
  gboolean is_done;

  g_array_set_clear_func (given, given_clear);
  is_done = spico_directory_lock (connection, error) && read_page (connection, numbers, builder, given, error) && (given->len == 0 || write_page (connection, numbers, builder, given, error));
  *n_given = given->len;
  return is_done;
}

/**
 * spico_directory_index_missing:
 * @connection: a connection that may write, without a transaction
 * @error: a #SpicoSqlError
 *
 * Puts whoever has no number yet into the index, some thousands a transaction.
 *
 * Returns: whether nobody is missing
 */
gboolean
spico_directory_index_missing (SpicoSqlConnection *connection,
                               GError            **error)
{
  gboolean is_missing = TRUE;

  while (is_missing)
    {
      guint n_given = 0;

      if (!spico_sql_query_exists (connection, "SELECT 1 FROM principal WHERE number IS NULL LIMIT 1", NULL, &is_missing, error))
        return FALSE;
      if (!is_missing)
        return TRUE;
      if (!spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, error))
        return FALSE;
      if (!index_page (connection, &n_given, error) || !spico_sql_connection_commit (connection, error))
        {
          spico_sql_connection_rollback (connection);
          return FALSE;
        }
    }

  return TRUE;
}
