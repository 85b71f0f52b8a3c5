/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The professions, and the categories of structures, that registers know: the choices of a search. */
#include "spico-category-tally.h"

#include <string.h>

#include "spico-register-schema.h"
#include "spico-sort-key.h"
#include "spico-sql-query.h"
#include "spico-type.h"

/* More labels than all registers have; what is beyond is not noted. */
#define MAX_LABELS 5000
#define MAX_CODE 10
#define MAX_LABEL 255
/* Longer than any key: kind, code and label, four bytes a character. */
#define MAX_KEY 1200

/* `id` is the kind and the code. Nothing is taken away but with its register: what nobody has any more finds nobody. */
const char spico_category_schema_sql[] =
  "CREATE TABLE category ("
  "  id TEXT PRIMARY KEY, kind TEXT NOT NULL, code TEXT NOT NULL, label TEXT NOT NULL, label_key TEXT NOT NULL);";

typedef struct {
  char *kind;
  char *code;
  char *label;
  guint64 n;
} Label;

struct _SpicoCategoryTally {
  GHashTable *labels;
};

static void
label_free (gpointer data)
{
  Label *label = data;

  g_free (label->kind);
  g_free (label->code);
  g_free (label->label);
  g_free (label);
}

/**
 * spico_category_tally_new:
 *
 * Returns: (transfer full): what notes the categories of a load
 */
SpicoCategoryTally *
spico_category_tally_new (void)
{
  SpicoCategoryTally *self = g_new0 (SpicoCategoryTally, 1);

  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, label_free);
  return self;
}

/**
 * spico_category_tally_free:
 * @self: (transfer full) (nullable): a tally
 */
void
spico_category_tally_free (SpicoCategoryTally *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->labels);
  g_free (self);
}

/* A code is a part of an id. */
static gboolean
is_code (const char *code)
{
  gsize length = strspn (code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

  return length > 0 && length <= MAX_CODE && code[length] == '\0';
}

/**
 * spico_category_tally_add:
 * @self: a tally
 * @kind: what the principals are: `person`, `structure` or `unit`
 * @code: (nullable): the code of their profession or category
 * @label: (nullable): its label
 * @n: how many they are
 *
 * Notes what somebody is. What has no code cannot be searched for by it, and is not noted.
 */
void
spico_category_tally_add (SpicoCategoryTally *self,
                          const char         *kind,
                          const char         *code,
                          const char         *label,
                          guint64             n)
{
  char key[MAX_KEY];
  Label *noted;

  if (code == NULL || label == NULL || label[0] == '\0' || !is_code (code) || g_utf8_strlen (label, -1) > MAX_LABEL)
    return;

  g_snprintf (key, sizeof key, "%s %s %s", kind, code, label);
  noted = g_hash_table_lookup (self->labels, key);
  if (noted == NULL && g_hash_table_size (self->labels) < MAX_LABELS)
    {
      noted = g_new0 (Label, 1);
      noted->kind = g_strdup (kind);
      noted->code = g_strdup (code);
      noted->label = g_strdup (label);
      g_hash_table_insert (self->labels, g_strdup (key), noted);
    }
  if (noted != NULL)
    noted->n += n;
}

/* What most have comes first; the order is the same whatever the file's is. */
static gint
compare_labels (gconstpointer a,
                gconstpointer b)
{
  const Label *one = *(const Label *const *) a;
  const Label *other = *(const Label *const *) b;
  int order = strcmp (one->kind, other->kind);

  if (one->n != other->n)
    return one->n > other->n ? -1 : 1;
  if (order == 0)
    order = strcmp (one->code, other->code);

  return order != 0 ? order : strcmp (one->label, other->label);
}

static guint
most_of (const char *kind)
{
  return g_str_equal (kind, "person") ? SPICO_CATEGORY_MAX_PEOPLE : g_str_equal (kind, "structure") ? SPICO_CATEGORY_MAX_STRUCTURES : 0;
}

#define PUT                                                                                                                    \
  "INSERT INTO category (id, kind, code, label, label_key) VALUES ($1, $2, $3, $4, $5)"                                        \
  " ON CONFLICT (id) DO UPDATE SET label = excluded.label, label_key = excluded.label_key"

static gboolean
put (SpicoSqlConnection *connection,
     const char         *id,
     const Label        *label,
     GError            **error)
{
  g_autofree char *key = spico_sort_key (label->label);

  return spico_sql_run (connection, PUT, SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (label->kind), SPICO_SQL_TEXT (label->code), SPICO_SQL_TEXT (label->label), SPICO_SQL_TEXT (key)), error);
}

/* @is_different: (inout): set where anything was written */
static gboolean
put_where_new (SpicoSqlConnection *connection,
               const Label        *label,
               gboolean           *is_different,
               GError            **error)
{
  g_autofree char *id = g_strdup_printf ("%s_%s", label->kind, label->code);
  g_autofree char *before = NULL;
  gint64 n = 0;

  if (!spico_sql_query_text (connection, "SELECT label FROM category WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), &before, error))
    return FALSE;
  if (g_strcmp0 (before, label->label) == 0)
    return TRUE;
  if (before == NULL && !spico_sql_query_int64 (connection, "SELECT COUNT(*) FROM category WHERE kind = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (label->kind)), 0, &n, error))
    return FALSE;
  if (before == NULL && n >= most_of (label->kind))
    return TRUE;

  *is_different = TRUE;
  return put (connection, id, label, error);
}

/* As across a load of a register: what is older cannot be calculated. */
static gboolean
raise_state (SpicoSqlConnection *connection,
             GError            **error)
{
  return spico_sql_run (connection,
                        "INSERT INTO state (account_id, type, modseq, oldest) VALUES ($1, $2, 1, 1)"
                        " ON CONFLICT (account_id, type) DO UPDATE SET modseq = state.modseq + 1, oldest = state.modseq + 1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (SPICO_REGION_ACCOUNT_ID), SPICO_SQL_TEXT (spico_type_category.name)), error);
}

/* Of several labels of one code, that of most is kept. */
static gboolean
write_labels (SpicoCategoryTally *self,
              SpicoSqlConnection *connection,
              gboolean           *is_different,
              GError            **error)
{
  g_autoptr (GPtrArray) labels = g_hash_table_get_values_as_ptr_array (self->labels);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  *is_different = FALSE;
  g_ptr_array_sort (labels, compare_labels);
  for (guint i = 0; i < labels->len; i++)
    {
      const Label *label = g_ptr_array_index (labels, i);

      if (g_hash_table_add (seen, g_strdup_printf ("%s %s", label->kind, label->code)) && !put_where_new (connection, label, is_different, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_category_tally_write:
 * @self: a tally
 * @connection: a connection, in a transaction that writes
 * @error: a #SpicoSqlError
 *
 * Keeps what was noted; where anything is otherwise than before, the state changes.
 *
 * Returns: whether it is kept
 */
gboolean
spico_category_tally_write (SpicoCategoryTally *self,
                            SpicoSqlConnection *connection,
                            GError            **error)
{
  gboolean is_different;

  return write_labels (self, connection, &is_different, error) && (!is_different || raise_state (connection, error));
}

#define NOTED                                                                                                                  \
  "SELECT t.kind, t.profession_code, t.profession, COUNT(*) FROM principal t"                                                  \
  " WHERE t.profession_code <> '' AND t.is_listed = 1 AND " SPICO_REGISTER_IS_THERE ("t") " GROUP BY t.kind, t.profession_code, t.profession"

static gboolean
read_principals (SpicoCategoryTally *tally,
                 SpicoSqlConnection *connection,
                 GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, NOTED, NULL, error);
  gboolean has_row = statement != NULL;

  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (has_row)
        spico_category_tally_add (tally, spico_sql_statement_column_text (statement, 0), spico_sql_statement_column_text (statement, 1),
                                  spico_sql_statement_column_text (statement, 2), (guint64) spico_sql_statement_column_int64 (statement, 3));
    }

  return statement != NULL;
}

/**
 * spico_categories_fill:
 * @connection: a connection that may write, without a transaction
 * @error: a #SpicoSqlError
 *
 * In a region that was made before there were categories, those of its principals are noted. Nobody has a state of them yet.
 *
 * Returns: whether they are there
 */
gboolean
spico_categories_fill (SpicoSqlConnection *connection,
                       GError            **error)
{
  g_autoptr (SpicoCategoryTally) tally = spico_category_tally_new ();
  gboolean is_filled = FALSE;
  gboolean is_different;

  if (!spico_sql_query_exists (connection, "SELECT 1 FROM category LIMIT 1", NULL, &is_filled, error))
    return FALSE;
  if (is_filled)
    return TRUE;
  if (!spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, error))
    return FALSE;
  if (read_principals (tally, connection, error) && write_labels (tally, connection, &is_different, error))
    return spico_sql_connection_commit (connection, error);

  spico_sql_connection_rollback (connection);
  return FALSE;
}
