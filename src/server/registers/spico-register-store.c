/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-register-store-private.h"

#include <string.h>

#include "spico-directory-sweep.h"
#include "spico-operator.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"
#include "spico-type.h"
#include "spico-uuid.h"

/* What one transaction holds while nobody sees it: it ends soon, so that others write in between. */
#define MAX_ENTRIES 1000
/* Values of one DELETE; those that are not needed are NULL. */
#define MAX_IDS 50
/* The words of so many who change go with the last transaction. */
#define FEW_CHANGED 200
/* How many rows of the index are swept after a load. */
#define MAX_SWEPT 20000
/* How often somebody else's lock is waited for, each time as long as the connection waits. */
#define MAX_TRIES 12

/* What a load of most of the country does without while it goes on: an index filled in its own order takes a tenth of the time, and where others stand behind, half the room. */
static const struct {
  const char *drop;
  const char *create;
} bulk_indexes[] = {
  { "DROP INDEX IF EXISTS principal_by_name", "CREATE INDEX IF NOT EXISTS principal_by_name ON principal (name_key, id)" },
  { "DROP INDEX IF EXISTS principal_by_national_id", "CREATE INDEX IF NOT EXISTS principal_by_national_id ON principal (national_id)" },
  { "DROP INDEX IF EXISTS principal_by_number", "CREATE INDEX IF NOT EXISTS principal_by_number ON principal (number, generation, has_account, name_key, id) WHERE is_listed = 1" },
  { "DROP INDEX IF EXISTS principal_by_structure", "CREATE INDEX IF NOT EXISTS principal_by_structure ON principal (structure_id)" },
  { "DROP INDEX IF EXISTS activity_by_structure", "CREATE INDEX IF NOT EXISTS activity_by_structure ON activity (structure_id, person_id)" },
};

/**
 * spico_register_store_new:
 * @connection: a connection that may write, without a transaction
 * @target: what is filled
 *
 * Returns: (transfer full): where a load writes
 */
SpicoRegisterStore *
spico_register_store_new (SpicoSqlConnection        *connection,
                          const SpicoRegisterTarget *target)
{
  SpicoRegisterStore *self = g_new0 (SpicoRegisterStore, 1);

  self->connection = connection;
  self->target = target;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_register_rows_free);
  self->ignored = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_register_rows_free);
  self->emptied = g_ptr_array_new_with_free_func (g_free);
  self->removed = g_ptr_array_new_with_free_func (g_free);
  self->withdrawn = g_ptr_array_new_with_free_func (g_free);
  self->numbers = spico_directory_numbers_new (connection);
  self->words = spico_directory_builder_new ();
  self->categories = spico_category_tally_new ();
  self->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * spico_register_store_rows:
 * @self: where a load writes
 * @table: a table
 *
 * Returns: (transfer none): the rows that wait for it; tables are written in the order in which they were first asked for
 */
SpicoRegisterRows *
spico_register_store_rows (SpicoRegisterStore       *self,
                           const SpicoRegisterTable *table)
{
  GPtrArray *all = self->is_ignoring ? self->ignored : self->rows;

  for (guint i = 0; i < all->len; i++)
    {
      if (spico_register_rows_get_table (g_ptr_array_index (all, i)) == table)
        return g_ptr_array_index (all, i);
    }

  g_ptr_array_add (all, spico_register_rows_new (table));
  return g_ptr_array_index (all, all->len - 1);
}

static void
clear_rows (GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    spico_register_rows_clear (g_ptr_array_index (all, i));
}

static gboolean
begin (SpicoRegisterStore *self,
       GError            **error)
{
  g_autoptr (GError) local_error = NULL;

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_clear_error (&local_error);
      if (spico_sql_connection_begin (self->connection, SPICO_SQL_TRANSACTION_WRITE, &local_error))
        return TRUE;
      if (!g_error_matches (local_error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_BUSY))
        break;
    }

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Of two loads of one register the later one goes on; the other finds that it no longer holds it, and writes nothing more. */
static gboolean
check_claim (SpicoRegisterStore *self,
             GError            **error)
{
  g_autofree char *sql = g_strconcat ("SELECT 1 FROM register_source WHERE source = $1 AND holder = $2", spico_sql_connection_for_update (self->connection), NULL);
  gboolean holds = FALSE;

  if (!spico_sql_query_exists (self->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->target->source), SPICO_SQL_TEXT (self->holder)), &holds, error))
    return FALSE;
  if (!holds)
    g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_CONFLICT, "Another load of this register has begun meanwhile");

  return holds;
}

/* What nobody sees need not be on the disk at once: both databases keep the order of what is committed, so that with the last transaction, which waits, all before it is there. */
static gboolean
wait_for_disk (SpicoRegisterStore *self,
               gboolean            waits,
               GError            **error)
{
  if (spico_sql_connection_is_postgresql (self->connection))
    return spico_sql_connection_run_script (self->connection, waits ? "RESET synchronous_commit" : "SET synchronous_commit = off", error);

  return spico_sql_connection_run_script (self->connection, waits ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL", error);
}

static gboolean
run_alone (SpicoRegisterStore *self,
           const char         *sql,
           GError            **error)
{
  if (!begin (self, error))
    return FALSE;
  if (spico_sql_connection_run_script (self->connection, sql, error))
    return spico_sql_connection_commit (self->connection, error);

  spico_sql_connection_rollback (self->connection);
  return FALSE;
}

static gboolean
drop_indexes (SpicoRegisterStore *self,
              GError            **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (bulk_indexes); i++)
    {
      if (!run_alone (self, bulk_indexes[i].drop, error))
        return FALSE;
    }

  return TRUE;
}

/* Also where a load that was cut short has left none. */
static gboolean
make_indexes (SpicoRegisterStore *self,
              GError            **error)
{
  self->lacks_indexes = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (bulk_indexes); i++)
    {
      if (!run_alone (self, bulk_indexes[i].create, error))
        return FALSE;
    }

  return TRUE;
}

static void
forget_old (SpicoRegisterStore *self)
{
  g_free (self->old.search_key);
  g_free (self->old.town_key);
  g_free (self->old.structure_id);
  g_free (self->old.profession_code);
  self->old = (SpicoRegisterOld) { 0 };
}

/**
 * spico_register_store_free:
 * @self: (transfer full) (nullable): where a load writes; what is not committed is undone
 */
void
spico_register_store_free (SpicoRegisterStore *self)
{
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return;

  if (self->is_applying)
    spico_sql_connection_rollback (self->connection);
  if (self->holder != NULL && !wait_for_disk (self, TRUE, &error))
    g_message ("The database no longer waits for the disk: %s", error->message);
  g_clear_error (&error);
  if (self->lacks_indexes && !make_indexes (self, &error))
    g_message ("The indexes of the directory are made by its next load: %s", error->message);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->ignored);
  g_ptr_array_unref (self->emptied);
  g_ptr_array_unref (self->removed);
  g_ptr_array_unref (self->withdrawn);
  spico_directory_numbers_free (self->numbers);
  spico_directory_builder_free (self->words);
  g_hash_table_unref (self->keys);
  g_array_unref (self->gone);
  spico_category_tally_free (self->categories);
  g_clear_error (&self->word_error);
  forget_old (self);
  g_free (self->holder);
  g_free (self);
}

#define CLAIM                                                                                                                  \
  "INSERT INTO register_source (source, generation, pending, holder) VALUES ($1, 0, $2, $3)"                                   \
  " ON CONFLICT (source) DO UPDATE SET pending = COALESCE(register_source.pending, excluded.pending), holder = excluded.holder RETURNING pending"
#define COUNT                                                                                                                  \
  "INSERT INTO register_source (source, generation, holder) VALUES ('', 1, '')"                                                \
  " ON CONFLICT (source) DO UPDATE SET generation = register_source.generation + 1 RETURNING generation"

static gboolean
claim_number (SpicoRegisterStore *self,
              gint64             *pending,
              GError            **error)
{
  gint64 number = 0;

  return spico_sql_query_int64 (self->connection, COUNT, NULL, 0, &number, error)
         && spico_sql_query_int64 (self->connection, CLAIM, SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->target->source), SPICO_SQL_INT (number), SPICO_SQL_TEXT (self->holder)), 0, pending, error);
}

/**
 * spico_register_store_claim:
 * @self: where a load writes
 * @is_bulk: whether most of what is to be there is still to be written
 * @pending: (out): the number of what it writes and nobody sees yet
 * @error: a #SpicoSqlError
 *
 * Makes the register this load's: another one of the same register that is under way fails from then on. What a load that was cut short has written is taken over with its number.
 *
 * Returns: whether it is ours
 */
gboolean
spico_register_store_claim (SpicoRegisterStore *self,
                            gboolean            is_bulk,
                            gint64             *pending,
                            GError            **error)
{
  self->holder = g_uuid_string_random ();
  self->lacks_indexes = is_bulk;

  if (!begin (self, error))
    return FALSE;
  if (!claim_number (self, pending, error))
    {
      spico_sql_connection_rollback (self->connection);
      return FALSE;
    }

  return spico_sql_connection_commit (self->connection, error) && (!is_bulk || drop_indexes (self, error)) && wait_for_disk (self, FALSE, error);
}

/* `… IN ($1, …, $50)`, fifty at a time. */
static gboolean
run_for_ids (SpicoRegisterStore *self,
             const char         *sql,
             GPtrArray          *ids,
             GError            **error)
{
  g_autoptr (GString) text = g_string_new (sql);
  g_autoptr (SpicoSqlStatement) statement = NULL;

  if (ids->len == 0)
    return TRUE;

  for (guint i = 0; i < MAX_IDS; i++)
    g_string_append_printf (text, "%s$%u", i > 0 ? ", " : " IN (", i + 1);
  g_string_append_c (text, ')');
  statement = spico_sql_connection_prepare (self->connection, text->str, error);

  for (guint first = 0; statement != NULL && first < ids->len; first += MAX_IDS)
    {
      spico_sql_statement_reset (statement);
      for (guint i = 0; i < MAX_IDS; i++)
        spico_sql_statement_bind_text (statement, i + 1, first + i < ids->len ? g_ptr_array_index (ids, first + i) : NULL);
      if (!spico_sql_statement_run_later (statement, error))
        return FALSE;
    }

  return statement != NULL;
}

static gboolean
empty_children (SpicoRegisterStore *self,
                GPtrArray          *ids,
                GError            **error)
{
  for (guint i = 0; self->target->children != NULL && self->target->children[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE person_id", self->target->children[i]);

      if (!run_for_ids (self, sql, ids, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
withdraw_all (SpicoRegisterStore *self,
              GError            **error)
{
  /* Their card says until when they stood in the register. */
  g_autofree char *sql = g_strdup_printf ("UPDATE %s SET is_listed = 0%s WHERE id", self->target->table,
                                          self->target->is_directory ? ", source_date = COALESCE((SELECT r.source_date FROM register_source r WHERE r.source = principal.source), source_date)" : "");

  return run_for_ids (self, sql, self->withdrawn, error);
}

static gboolean
remove_all (SpicoRegisterStore *self,
            GError            **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE id", self->target->table);

  return empty_children (self, self->removed, error) && run_for_ids (self, sql, self->removed, error);
}

/* Everything that waits, in the open transaction. */
static gboolean
write_all (SpicoRegisterStore *self,
           GError            **error)
{
  if (!empty_children (self, self->emptied, error) || !remove_all (self, error) || !withdraw_all (self, error))
    return FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (!spico_register_rows_write (g_ptr_array_index (self->rows, i), self->connection, error))
        return FALSE;
    }

  clear_rows (self->rows);
  g_ptr_array_set_size (self->emptied, 0);
  g_ptr_array_set_size (self->removed, 0);
  g_ptr_array_set_size (self->withdrawn, 0);
  self->n_waiting = 0;
  return TRUE;
}

static gboolean
write_batch (SpicoRegisterStore *self,
             GError            **error)
{
  self->n_batches++;
  if (!begin (self, error))
    return FALSE;
  if (check_claim (self, error) && write_all (self, error))
    return spico_sql_connection_commit_later (self->connection, error);

  spico_sql_connection_rollback (self->connection);
  return FALSE;
}

static gboolean
write_waiting (SpicoRegisterStore *self,
               GError            **error)
{
  return self->is_applying ? write_all (self, error) : write_batch (self, error);
}

static gboolean
note_waiting (SpicoRegisterStore *self,
              GError            **error)
{
  return ++self->n_waiting < MAX_ENTRIES || write_waiting (self, error);
}

/* By what a row was found until now. */
static gboolean
read_old (SpicoRegisterStore *self,
          const char         *id,
          GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row = FALSE;

  forget_old (self);
  if (!self->target->is_directory)
    return TRUE;

  statement = spico_sql_query (self->connection, "SELECT number, search_key, town_key, structure_id, profession_code FROM principal WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row || spico_sql_statement_column_is_null (statement, 0))
    return TRUE;

  self->old.number = spico_sql_statement_column_int64 (statement, 0);
  self->old.search_key = g_strdup (spico_sql_statement_column_text (statement, 1));
  self->old.town_key = g_strdup (spico_sql_statement_column_text (statement, 2));
  self->old.structure_id = g_strdup (spico_sql_statement_column_text (statement, 3));
  self->old.profession_code = g_strdup (spico_sql_statement_column_text (statement, 4));
  return TRUE;
}

/* The functions of a target cannot fail: what failed is told after them. */
static gboolean
check_words (SpicoRegisterStore *self,
             GError            **error)
{
  if (self->word_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->word_error));
  return FALSE;
}

/**
 * spico_register_store_add:
 * @self: where a load writes, with a claim
 * @entry: what nobody sees yet
 * @is_there: whether a load that was cut short has written it already, as it is now
 * @error: a #SpicoSqlError, or %SPICO_SERVER_ERROR_CONFLICT where another load has begun
 *
 * Returns: whether no error was met
 */
gboolean
spico_register_store_add (SpicoRegisterStore       *self,
                          const SpicoRegisterEntry *entry,
                          gboolean                  is_there,
                          GError                  **error)
{
  /* Its rows are there; of its words nobody knows how far they went. */
  self->is_ignoring = self->is_there = is_there;
  forget_old (self);
  if (is_there && !read_old (self, entry->id, error))
    return FALSE;
  self->target->put (self, entry);
  self->is_ignoring = self->is_there = FALSE;
  clear_rows (self->ignored);

  return check_words (self, error) && (is_there || note_waiting (self, error));
}

/**
 * spico_register_store_foresee:
 * @self: where a load writes, with a claim
 * @entry: what is there already, and will be otherwise
 * @number: (out): the number of the index that it will have; 0 where it has none
 * @error: a #SpicoSqlError
 *
 * Its words are written before the last transaction, where they lead nowhere yet.
 *
 * Returns: whether no error was met
 */
gboolean
spico_register_store_foresee (SpicoRegisterStore       *self,
                              const SpicoRegisterEntry *entry,
                              gint64                   *number,
                              GError                  **error)
{
  *number = 0;
  if (!self->target->is_directory)
    return TRUE;
  if (!read_old (self, entry->id, error))
    return FALSE;

  self->is_ignoring = TRUE;
  self->target->put (self, entry);
  self->is_ignoring = FALSE;
  clear_rows (self->ignored);
  self->n_foreseen++;
  *number = self->number;

  return check_words (self, error);
}

/**
 * spico_register_store_remove:
 * @self: where a load writes, with a claim
 * @id: what a load that was cut short has written, nobody has seen, and is now otherwise or not there at all
 * @error: as spico_register_store_add()
 *
 * Returns: whether no error was met
 */
gboolean
spico_register_store_remove (SpicoRegisterStore *self,
                             const char         *id,
                             GError            **error)
{
  if (!read_old (self, id, error))
    return FALSE;

  if (self->old.number != 0)
    g_array_append_val (self->gone, self->old.number);
  g_ptr_array_add (self->removed, g_strdup (id));
  return note_waiting (self, error);
}

/* Before the last transaction: some at a time, each time in one of its own. */
static gboolean
write_some_words (SpicoRegisterStore *self,
                  gboolean            is_bulk,
                  gboolean           *has_more,
                  GError            **error)
{
  if (!begin (self, error))
    return FALSE;
  if (check_claim (self, error) && spico_directory_builder_write (self->words, self->connection, is_bulk, has_more, error))
    return spico_sql_connection_commit_later (self->connection, error);

  spico_sql_connection_rollback (self->connection);
  return FALSE;
}

static gboolean
write_words (SpicoRegisterStore    *self,
             SpicoRegisterProgress  progress,
             gpointer               progress_data,
             GError               **error)
{
  gboolean has_more = TRUE;

  if (!spico_directory_builder_sort (self->words, error))
    return FALSE;

  while (has_more)
    {
      guint64 done, total;

      if (!write_some_words (self, self->lacks_indexes, &has_more, error))
        return FALSE;
      spico_directory_builder_get_progress (self->words, &done, &total);
      if (progress != NULL)
        progress (SPICO_REGISTER_INDEXES, done, total, progress_data);
    }

  spico_directory_builder_free (self->words);
  self->words = spico_directory_builder_new ();
  return TRUE;
}

/* With the last transaction. */
static gboolean
apply_words (SpicoRegisterStore *self,
             GError            **error)
{
  gboolean has_more = TRUE;

  if (spico_directory_builder_is_empty (self->words))
    return TRUE;
  if (!spico_directory_builder_sort (self->words, error))
    return FALSE;

  while (has_more)
    {
      if (!spico_directory_builder_write (self->words, self->connection, FALSE, &has_more, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_register_store_settle:
 * @self: where a load writes, with a claim
 * @progress: (nullable): hears how far it is
 * @progress_data: for @progress
 * @error: as spico_register_store_add()
 *
 * Writes what waits of what nobody sees yet, and the words by which it will be found. Where all of it is little, it goes with the last transaction.
 *
 * Returns: whether no error was met
 */
gboolean
spico_register_store_settle (SpicoRegisterStore    *self,
                             SpicoRegisterProgress  progress,
                             gpointer               progress_data,
                             GError               **error)
{
  if (self->n_batches > 0 && !write_batch (self, error))
    return FALSE;
  if ((self->n_batches > 0 || self->n_foreseen > FEW_CHANGED) && !write_words (self, progress, progress_data, error))
    return FALSE;

  return make_indexes (self, error);
}

/**
 * spico_register_store_begin_apply:
 * @self: where a load writes, settled
 * @error: as spico_register_store_add()
 *
 * Begins the transaction that makes the load visible, or joins that of another one.
 *
 * Returns: whether it is open
 */
gboolean
spico_register_store_begin_apply (SpicoRegisterStore *self,
                                  GError            **error)
{
  self->is_applying = spico_sql_connection_in_transaction (self->connection) || (wait_for_disk (self, TRUE, error) && begin (self, error));

  return self->is_applying && check_claim (self, error);
}

/**
 * spico_register_store_change:
 * @self: where a load writes, applying
 * @entry: what is there already, and now otherwise
 * @number: what spico_register_store_foresee() said
 * @error: a #SpicoSqlError
 *
 * Returns: whether no error was met
 */
gboolean
spico_register_store_change (SpicoRegisterStore       *self,
                             const SpicoRegisterEntry *entry,
                             gint64                    number,
                             GError                  **error)
{
  self->foreseen = number;
  self->target->put (self, entry);
  self->foreseen = 0;
  g_ptr_array_add (self->emptied, g_strdup (entry->id));
  return check_words (self, error) && note_waiting (self, error);
}

/**
 * spico_register_store_withdraw:
 * @self: where a load writes, applying
 * @id: what no longer stands in the register
 * @error: a #SpicoSqlError
 *
 * The row stays, with its words: whoever has to do with it still finds it, marked as no longer listed.
 *
 * Returns: whether no error was met
 */
gboolean
spico_register_store_withdraw (SpicoRegisterStore *self,
                               const char         *id,
                               GError            **error)
{
  g_ptr_array_add (self->withdrawn, g_strdup (id));

  return note_waiting (self, error);
}

/* Across a load nobody is told row by row: what is older than the new state cannot be calculated (design of the protocol, states). */
static gboolean
raise_state (SpicoRegisterStore *self,
             GError            **error)
{
  return spico_sql_run (self->connection,
                        "INSERT INTO state (account_id, type, modseq, oldest) VALUES ($1, $2, 1, 1)"
                        " ON CONFLICT (account_id, type) DO UPDATE SET modseq = state.modseq + 1, oldest = state.modseq + 1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (SPICO_REGION_ACCOUNT_ID), SPICO_SQL_TEXT (spico_type_principal.name)), error);
}

/**
 * spico_register_store_end_apply:
 * @self: where a load writes, applying
 * @source_date: (nullable): the day of the extraction
 * @now_us: the time, in microseconds since 1970
 * @is_different: whether anything is otherwise than before
 * @error: a #SpicoSqlError
 *
 * Says all that is left to say: with the transaction everyone will see the register as the file has it.
 *
 * Returns: whether no error was met
 */
gboolean
spico_register_store_end_apply (SpicoRegisterStore *self,
                                const char         *source_date,
                                gint64              now_us,
                                gboolean            is_different,
                                GError            **error)
{
  if ((self->target->end != NULL && !self->target->end (self, self->target->data, error)) || !write_all (self, error)
      || !apply_words (self, error) || !spico_directory_note_gone (self->connection, self->gone, error) || !spico_directory_numbers_give_back (self->numbers, error)
      || !spico_category_tally_write (self->categories, self->connection, error)
      || !spico_sql_run (self->connection,
                         "UPDATE register_source SET source_date = COALESCE($1, source_date), generation = pending, pending = NULL, holder = '', loaded_at = $2 WHERE source = $3",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (source_date), SPICO_SQL_INT (now_us), SPICO_SQL_TEXT (self->target->source)), error)
      || !spico_operator_trace (self->connection, SPICO_REGION_ACCOUNT_ID, "register.load", spico_type_principal.name, self->target->source, now_us, error)
      || (is_different && self->target->is_directory && !raise_state (self, error)))
    return FALSE;

  return TRUE;
}

/**
 * spico_register_store_commit:
 * @self: where a load writes, applying
 * @error: a #SpicoSqlError
 *
 * Ends the transaction, also for those that have joined it.
 *
 * Returns: whether it is done
 */
gboolean
spico_register_store_commit (SpicoRegisterStore *self,
                             GError            **error)
{
  g_autoptr (GError) local_error = NULL;

  self->is_applying = FALSE;
  if (!spico_sql_connection_commit (self->connection, error))
    return FALSE;

  if (self->target->is_directory && !spico_directory_sweep (self->connection, MAX_SWEPT, &local_error))
    g_message ("The index of the directory is swept by the next load: %s", local_error->message);
  return TRUE;
}
