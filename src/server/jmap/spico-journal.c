/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-journal.h"

#include <string.h>

#include "spico-sql-query.h"

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

static gboolean
raise_state (SpicoSqlConnection *connection,
             const char         *account_id,
             const char         *type_name,
             gint64              by,
             gint64             *state,
             GError            **error)
{
  return spico_sql_query_int64 (connection,
                                "INSERT INTO state (account_id, type, modseq, oldest) VALUES ($1, $2, $3, 0)"
                                " ON CONFLICT (account_id, type) DO UPDATE SET modseq = state.modseq + excluded.modseq RETURNING modseq",
                                SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (type_name), SPICO_SQL_INT (by)),
                                0, state, error);
}

#define WRITE_CHANGE                                                                                                           \
  "INSERT INTO change (account_id, type, object_id, modseq, created_modseq, destroyed, changed_at)"                            \
  " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account_id, type, object_id)"                                             \
  " DO UPDATE SET modseq = excluded.modseq, destroyed = excluded.destroyed, changed_at = excluded.changed_at"

static gboolean
write_change (SpicoJournal       *self,
              SpicoSqlConnection *connection,
              const Entry        *entry,
              gint64              modseq,
              gint64              created_modseq,
              GError            **error)
{
  return spico_sql_run (connection, created_modseq > 0 ? WRITE_CHANGE ", created_modseq = excluded.created_modseq" : WRITE_CHANGE,
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (entry->account_id),
                                          SPICO_SQL_TEXT (entry->type_name),
                                          SPICO_SQL_TEXT (entry->object_id),
                                          SPICO_SQL_INT (modseq),
                                          SPICO_SQL_INT (created_modseq),
                                          SPICO_SQL_BOOLEAN (entry->kind == SPICO_JOURNAL_DESTROYED),
                                          SPICO_SQL_INT (self->now_us)),
                        error);
}

/* The entries of one (account, type), from @start to @end: one row for each object. */
static gboolean
write_group (SpicoJournal       *self,
             SpicoSqlConnection *connection,
             guint               start,
             guint               end,
             gint64             *state,
             GError            **error)
{
  const Entry *first = g_ptr_array_index (self->entries, start);
  gint64 created_modseq = 0;
  gint64 base;

  if (!raise_state (connection, first->account_id, first->type_name, end - start, state, error))
    return FALSE;
  base = *state - (gint64) (end - start);

  for (guint i = start; i < end; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);
      const Entry *next = i + 1 < end ? g_ptr_array_index (self->entries, i + 1) : NULL;

      if (entry->kind == SPICO_JOURNAL_CREATED)
        created_modseq = base + entry->number;
      if (next != NULL && g_str_equal (next->object_id, entry->object_id))
        continue;
      if (!write_change (self, connection, entry, base + entry->number, created_modseq, error))
        return FALSE;
      created_modseq = 0;
    }

  return TRUE;
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
  guint start = 0;

  number_entries (self);
  g_ptr_array_sort (self->entries, compare_entries_cb);

  while (start < self->entries->len)
    {
      const Entry *first = g_ptr_array_index (self->entries, start);
      guint end = start + 1;
      gint64 state;

      while (end < self->entries->len && compare_groups (first, g_ptr_array_index (self->entries, end)) == 0)
        end++;
      if (!write_group (self, connection, start, end, &state, error))
        return FALSE;
      if (changes != NULL)
        tell_change (changes, first->account_id, first->type_name, state);
      start = end;
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

  if (!raise_state (connection, account_id, type_name, 1, &state, error)
      || !spico_sql_run (connection, "UPDATE state SET oldest = modseq WHERE account_id = $1 AND type = $2",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (type_name)), error)
      || !spico_sql_run (connection, "DELETE FROM change WHERE account_id = $1 AND type = $2",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (type_name)), error))
    return FALSE;

  if (changes != NULL)
    tell_change (changes, account_id, type_name, state);
  return TRUE;
}
