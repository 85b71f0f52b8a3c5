/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-journal.h"

#include <string.h>

#include "spico-query.h"

typedef struct {
  char *account_id;
  const char *type_name;
  char *object_id;
  SpicoJournalKind kind;
  gint64 number;
} Entry;

struct _SpicoJournal
{
  gint64 now_us;
  GPtrArray *entries;
};

static void
entry_free (Entry *entry)
{
  g_free (entry->account_id);
  g_free (entry->object_id);
  g_free (entry);
}

/**
 * spico_state_change_new:
 * @account_id: an account
 * @type_name: a type
 * @state: its new state
 *
 * Returns: (transfer full): what the event streams are told
 */
SpicoStateChange *
spico_state_change_new (const char *account_id,
                        const char *type_name,
                        gint64      state)
{
  SpicoStateChange *change = g_new0 (SpicoStateChange, 1);

  change->account_id = g_strdup (account_id);
  change->type_name = g_strdup (type_name);
  change->state = state;

  return change;
}

/**
 * spico_state_change_free:
 * @change: (transfer full): a change
 */
void
spico_state_change_free (SpicoStateChange *change)
{
  g_free (change->account_id);
  g_free (change->type_name);
  g_free (change);
}

/**
 * spico_journal_new:
 * @now_us: the time of the transaction, in microseconds since 1970
 *
 * Returns: (transfer full): an empty journal
 */
SpicoJournal *
spico_journal_new (gint64 now_us)
{
  SpicoJournal *self = g_new0 (SpicoJournal, 1);

  self->now_us = now_us;
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);

  return self;
}

/**
 * spico_journal_free:
 * @self: (transfer full): a journal
 */
void
spico_journal_free (SpicoJournal *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/**
 * spico_journal_add:
 * @self: a journal
 * @account_id: the account that holds the object
 * @type_name: its type
 * @object_id: the object
 * @kind: what happens to it
 */
void
spico_journal_add (SpicoJournal    *self,
                   const char      *account_id,
                   const char      *type_name,
                   const char      *object_id,
                   SpicoJournalKind kind)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->account_id = g_strdup (account_id);
  entry->type_name = g_intern_string (type_name);
  entry->object_id = g_strdup (object_id);
  entry->kind = kind;
  g_ptr_array_add (self->entries, entry);
}

/**
 * spico_journal_mark:
 * @self: a journal
 *
 * Returns: where the journal stands, to come back to with a savepoint
 */
guint
spico_journal_mark (SpicoJournal *self)
{
  return self->entries->len;
}

/**
 * spico_journal_rollback:
 * @self: a journal
 * @mark: a mark taken since the last writing
 *
 * Forgets what came after the mark.
 */
void
spico_journal_rollback (SpicoJournal *self,
                        guint         mark)
{
  g_ptr_array_set_size (self->entries, (int) mark);
}

/**
 * spico_journal_pending:
 * @self: a journal
 * @account_id: an account
 * @type_name: a type
 *
 * Returns: by how much the state will rise
 */
gint64
spico_journal_pending (SpicoJournal *self,
                       const char   *account_id,
                       const char   *type_name)
{
  const char *type = g_intern_string (type_name);
  gint64 pending = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->type_name == type && g_str_equal (entry->account_id, account_id))
        pending++;
    }

  return pending;
}

static int
compare_groups (const Entry *a,
                const Entry *b)
{
  int order = strcmp (a->account_id, b->account_id);

  return order != 0 ? order : strcmp (a->type_name, b->type_name);
}

/* By account, type and object, and in the order of what happened for each object. */
static int
compare_entries_cb (gconstpointer first,
                    gconstpointer second)
{
  const Entry *a = *(const Entry *const *) first;
  const Entry *b = *(const Entry *const *) second;
  int order = compare_groups (a, b);

  if (order == 0)
    order = strcmp (a->object_id, b->object_id);
  return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

/* Numbers each entry inside its (account, type), in the order of time: what spico_journal_pending() has promised. */
static void
number_entries (SpicoJournal *self)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);
      g_autofree char *key = g_strconcat (entry->account_id, " ", entry->type_name, NULL);
      gint64 *count = g_hash_table_lookup (counts, key);

      if (count == NULL)
        {
          count = g_new0 (gint64, 1);
          g_hash_table_insert (counts, g_steal_pointer (&key), count);
        }
      entry->number = ++*count;
    }
}

/* Rows are written by so many at once: a few texts serve any number of them, what an ordinary message changes takes one statement, and one to a hundred accounts a few. */
static guint
batch_size (guint n_left)
{
  return n_left >= 64 ? 64 : n_left >= 16 ? 16 : n_left;
}

/* The entries of one (account, type), and the state that they lead to. */
typedef struct {
  guint start;
  guint end;
  gint64 state;
} Group;

static const Entry *
first_of (SpicoJournal *self,
          const Group  *group)
{
  return g_ptr_array_index (self->entries, group->start);
}

static GArray *
list_groups (SpicoJournal *self)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (Group));
  guint start = 0;

  while (start < self->entries->len)
    {
      Group group = { .start = start, .end = start + 1 };

      while (group.end < self->entries->len && compare_groups (g_ptr_array_index (self->entries, start), g_ptr_array_index (self->entries, group.end)) == 0)
        group.end++;
      g_array_append_val (groups, group);
      start = group.end;
    }

  return groups;
}

static Group *
find_group (SpicoJournal *self,
            Group        *groups,
            guint         n_groups,
            const char   *account_id,
            const char   *type_name)
{
  for (guint i = 0; i < n_groups; i++)
    {
      const Entry *entry = first_of (self, &groups[i]);

      if (g_str_equal (entry->account_id, account_id) && g_str_equal (entry->type_name, type_name))
        return &groups[i];
    }

  g_assert_not_reached ();
}

/* The rows are locked in the order in which they stand here. */
static gboolean
raise_states (SpicoJournal       *self,
              SpicoSqlConnection *connection,
              Group              *groups,
              guint               n_groups,
              GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (NULL, NULL, 0);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query, "INSERT INTO state (account_id, type, modseq, oldest) VALUES ");
  for (guint i = 0; i < n_groups; i++)
    {
      const Entry *entry = first_of (self, &groups[i]);

      spico_query_add (query, i > 0 ? ", (" : "(");
      spico_query_add_text (query, entry->account_id);
      spico_query_add (query, ", ");
      spico_query_add_text (query, entry->type_name);
      spico_query_add (query, ", ");
      spico_query_add_int64 (query, groups[i].end - groups[i].start);
      spico_query_add (query, ", 0)");
    }
  spico_query_add (query, " ON CONFLICT (account_id, type) DO UPDATE SET modseq = state.modseq + excluded.modseq RETURNING account_id, type, modseq");

  statement = spico_query_run (query, connection, error);
  if (statement == NULL)
    return FALSE;
  while (spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      find_group (self, groups, n_groups, spico_sql_statement_column_text (statement, 0), spico_sql_statement_column_text (statement, 1))->state
        = spico_sql_statement_column_int64 (statement, 2);
    }

  return FALSE;
}

typedef struct {
  const Entry *entry;
  gint64 modseq;
  gint64 created_modseq;
} Row;

/* One row for each object of a group: what happened last, under the number that it was given then. */
static void
list_rows (SpicoJournal *self,
           const Group  *group,
           GArray       *rows)
{
  gint64 base = group->state - (gint64) (group->end - group->start);
  gint64 created_modseq = 0;

  for (guint i = group->start; i < group->end; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);
      const Entry *next = i + 1 < group->end ? g_ptr_array_index (self->entries, i + 1) : NULL;

      if (entry->kind == SPICO_JOURNAL_CREATED)
        created_modseq = base + entry->number;
      if (next == NULL || !g_str_equal (next->object_id, entry->object_id))
        {
          Row row = { entry, base + entry->number, created_modseq };

          g_array_append_val (rows, row);
          created_modseq = 0;
        }
    }
}

static void
add_row (SpicoJournal *self,
         SpicoQuery   *query,
         const Row    *row)
{
  spico_query_add_text (query, row->entry->account_id);
  spico_query_add (query, ", ");
  spico_query_add_text (query, row->entry->type_name);
  spico_query_add (query, ", ");
  spico_query_add_text (query, row->entry->object_id);
  spico_query_add (query, ", ");
  spico_query_add_int64 (query, row->modseq);
  spico_query_add (query, ", ");
  spico_query_add_int64 (query, row->created_modseq);
  spico_query_add (query, ", ");
  spico_query_add_int64 (query, row->entry->kind == SPICO_JOURNAL_DESTROYED);
  spico_query_add (query, ", ");
  spico_query_add_int64 (query, self->now_us);
}

static gboolean
write_rows (SpicoJournal       *self,
            SpicoSqlConnection *connection,
            const Row          *rows,
            guint               n_rows,
            GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (NULL, NULL, 0);

  spico_query_add (query, "INSERT INTO change (account_id, type, object_id, modseq, created_modseq, destroyed, changed_at) VALUES ");
  for (guint i = 0; i < n_rows; i++)
    {
      spico_query_add (query, i > 0 ? ", (" : "(");
      add_row (self, query, &rows[i]);
      spico_query_add (query, ")");
    }
  spico_query_add (query,
                   " ON CONFLICT (account_id, type, object_id) DO UPDATE SET modseq = excluded.modseq, destroyed = excluded.destroyed,"
                   " changed_at = excluded.changed_at, created_modseq ="
                   " CASE WHEN excluded.created_modseq > 0 THEN excluded.created_modseq ELSE change.created_modseq END");

  return spico_query_run_later (query, connection, error);
}

static void
tell_change (GPtrArray  *changes,
             const char *account_id,
             const char *type_name,
             gint64      state)
{
  for (guint i = 0; i < changes->len; i++)
    {
      SpicoStateChange *change = g_ptr_array_index (changes, i);

      if (g_str_equal (change->account_id, account_id) && g_str_equal (change->type_name, type_name))
        {
          change->state = state;
          return;
        }
    }

  g_ptr_array_add (changes, spico_state_change_new (account_id, type_name, state));
}

/**
 * spico_journal_write:
 * @self: a journal
 * @connection: a connection, in the transaction that did the changes
 * @changes: (element-type SpicoStateChange) (nullable): told what to tell once the transaction is committed
 * @error: return location for a #SpicoSqlError
 *
 * Raises the states, writes the change rows, and leaves the journal empty.
 *
 * Returns: whether it is written
 */
gboolean
spico_journal_write (SpicoJournal       *self,
                     SpicoSqlConnection *connection,
                     GPtrArray          *changes,
                     GError            **error)
{
  g_autoptr (GArray) groups = NULL;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));

  number_entries (self);
  g_ptr_array_sort (self->entries, compare_entries_cb);
  groups = list_groups (self);

  for (guint i = 0, n = 0; i < groups->len; i += n)
    {
      n = batch_size (groups->len - i);
      if (!raise_states (self, connection, &g_array_index (groups, Group, i), n, error))
        return FALSE;
    }
  for (guint i = 0; i < groups->len; i++)
    list_rows (self, &g_array_index (groups, Group, i), rows);
  for (guint i = 0, n = 0; i < rows->len; i += n)
    {
      n = batch_size (rows->len - i);
      if (!write_rows (self, connection, &g_array_index (rows, Row, i), n, error))
        return FALSE;
    }

  for (guint i = 0; changes != NULL && i < groups->len; i++)
    {
      const Group *group = &g_array_index (groups, Group, i);

      tell_change (changes, first_of (self, group)->account_id, first_of (self, group)->type_name, group->state);
    }
  g_ptr_array_set_size (self->entries, 0);
  return TRUE;
}

/**
 * spico_journal_restart:
 * @connection: a connection, in the transaction that changed a great deal
 * @account_id: an account
 * @type_name: a type
 * @changes: (element-type SpicoStateChange) (nullable): told what to tell once the transaction is committed
 * @error: return location for a #SpicoSqlError
 *
 * Raises a state once, whatever changed; from an older state `/changes` answers `cannotCalculateChanges`. For the load of a register.
 *
 * Returns: whether it is written
 */
gboolean
spico_journal_restart (SpicoSqlConnection *connection,
                       const char         *account_id,
                       const char         *type_name,
                       GPtrArray          *changes,
                       GError            **error)
{
  gint64 state;

  if (!spico_sql_query_int64 (connection,
                              "INSERT INTO state (account_id, type, modseq, oldest) VALUES ($1, $2, 1, 1)"
                              " ON CONFLICT (account_id, type) DO UPDATE SET modseq = state.modseq + 1, oldest = state.modseq + 1 RETURNING modseq",
                              SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (type_name)), 0, &state, error)
      || !spico_sql_run (connection, "DELETE FROM change WHERE account_id = $1 AND type = $2",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (type_name)), error))
    return FALSE;

  if (changes != NULL)
    tell_change (changes, account_id, type_name, state);
  return TRUE;
}
