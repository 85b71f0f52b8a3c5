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

/* Of one account and type: by how much its state will rise, and how it rose when the journal was last written. */
typedef struct {
  gint64 n_pending;
  gint64 n_raised;
  gint64 state; /* 0 before it was raised */
} Count;

struct _SpicoJournal
{
  gint64 now_us;
  GPtrArray *entries;
  GHashTable *counts; /* of the Count, by account and type */
};

static char *
make_key (const char *account_id,
          const char *type_name)
{
  return g_strconcat (account_id, " ", type_name, NULL);
}

static Count *
find_count (SpicoJournal *self,
            const char   *account_id,
            const char   *type_name)
{
  g_autofree char *key = make_key (account_id, type_name);

  return g_hash_table_lookup (self->counts, key);
}

static Count *
ensure_count (SpicoJournal *self,
              const char   *account_id,
              const char   *type_name)
{
  Count *count = find_count (self, account_id, type_name);

  if (count != NULL)
    return count;

  count = g_new0 (Count, 1);
  g_hash_table_insert (self->counts, make_key (account_id, type_name), count);
  return count;
}

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
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

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
  g_hash_table_unref (self->counts);
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
  /* Its number in the order of time, inside its account and type: what spico_journal_pending() promises. */
  entry->number = ++ensure_count (self, account_id, type_name)->n_pending;
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
  for (guint i = mark; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      ensure_count (self, entry->account_id, entry->type_name)->n_pending--;
    }
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
  const Count *count = find_count (self, account_id, type_name);

  return count != NULL ? count->n_pending : 0;
}

/**
 * spico_journal_raised:
 * @self: a journal that was written
 * @account_id: an account
 * @type_name: a type
 * @before: (out): the state before the last writing
 *
 * Returns: whether this journal has raised the state, and so knows it: nobody else raises it before the end of the transaction
 */
gboolean
spico_journal_raised (SpicoJournal *self,
                      const char   *account_id,
                      const char   *type_name,
                      gint64       *before)
{
  const Count *count = find_count (self, account_id, type_name);

  if (count == NULL || count->state == 0)
    return FALSE;

  *before = count->state - count->n_raised;
  return TRUE;
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

static SpicoQuery *
new_raise (SpicoJournal *self,
           const Group  *groups,
           guint         n_groups)
{
  SpicoQuery *query = spico_query_new (NULL, NULL, 0);

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

  return query;
}

static gboolean
read_raised (SpicoJournal       *self,
             SpicoQuery         *query,
             SpicoSqlConnection *connection,
             GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_query_run (query, connection, error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      ensure_count (self, spico_sql_statement_column_text (statement, 0), spico_sql_statement_column_text (statement, 1))->state
        = spico_sql_statement_column_int64 (statement, 2);
    }

  return FALSE;
}

/* The rows are locked in the order in which the groups stand. */
static gboolean
raise_states (SpicoJournal       *self,
              SpicoSqlConnection *connection,
              GArray             *groups,
              GError            **error)
{
  g_autoptr (GPtrArray) queries = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_query_free);

  for (guint i = 0, n = 0; i < groups->len; i += n)
    {
      n = batch_size (groups->len - i);
      g_ptr_array_add (queries, new_raise (self, &g_array_index (groups, Group, i), n));
    }

  for (guint i = 0; queries->len > 1 && i < queries->len; i++)
    spico_query_announce (g_ptr_array_index (queries, i), connection);
  for (guint i = 0; i < queries->len; i++)
    {
      if (!read_raised (self, g_ptr_array_index (queries, i), connection, error))
        return FALSE;
    }

  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = &g_array_index (groups, Group, i);

      group->state = ensure_count (self, first_of (self, group)->account_id, first_of (self, group)->type_name)->state;
    }

  return TRUE;
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

/* A group of requests may change a great deal at once: what was not told before need not be looked for. */
static void
tell_changes (SpicoJournal *self,
              GArray       *groups,
              GPtrArray    *changes)
{
  gboolean is_first = changes->len == 0;

  for (guint i = 0; i < groups->len; i++)
    {
      const Group *group = &g_array_index (groups, Group, i);
      const Entry *entry = first_of (self, group);

      if (is_first)
        g_ptr_array_add (changes, spico_state_change_new (entry->account_id, entry->type_name, group->state));
      else
        tell_change (changes, entry->account_id, entry->type_name, group->state);
    }
}

/* What was promised is given. */
static void
settle_counts (SpicoJournal *self)
{
  GHashTableIter iterator;
  gpointer value;

  g_hash_table_iter_init (&iterator, self->counts);
  while (g_hash_table_iter_next (&iterator, NULL, &value))
    {
      Count *count = value;

      count->n_raised = count->n_pending;
      count->n_pending = 0;
    }
}

/**
 * spico_journal_write:
 * @self: a journal
 * @connection: a connection, in the transaction that did the changes
 * @changes: (element-type SpicoStateChange) (nullable): told what to tell once the transaction is committed
 * @error: return location for a #SpicoSqlError
 *
 * Raises the states, writes the change rows, and leaves the journal empty, but for what spico_journal_raised() tells.
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

  g_ptr_array_sort (self->entries, compare_entries_cb);
  groups = list_groups (self);
  if (!raise_states (self, connection, groups, error))
    return FALSE;

  for (guint i = 0; i < groups->len; i++)
    list_rows (self, &g_array_index (groups, Group, i), rows);
  for (guint i = 0, n = 0; i < rows->len; i += n)
    {
      n = batch_size (rows->len - i);
      if (!write_rows (self, connection, &g_array_index (rows, Row, i), n, error))
        return FALSE;
    }

  if (changes != NULL)
    tell_changes (self, groups, changes);
  settle_counts (self);
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
