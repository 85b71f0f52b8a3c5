/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running a request, call by call: RFC 8620 sections 3.4 and 3.6.2. */
#include "spico-jmap-request-private.h"

typedef struct {
  yyjson_mut_val *object;
  char *key;
  char *account_id;
  const char *type_name;
  gint64 pending;
} StateSlot;

static void
state_slot_free (StateSlot *slot)
{
  g_free (slot->key);
  g_free (slot->account_id);
  g_free (slot);
}

struct _SpicoJmapGroup
{
  SpicoJournal *journal;
  GPtrArray *changes;
  guint journal_mark;
  guint changes_mark;
};

/**
 * spico_jmap_group_new:
 * @now_us: the time of the transaction, in microseconds since 1970
 *
 * Returns: (transfer full): a group without requests
 */
SpicoJmapGroup *
spico_jmap_group_new (gint64 now_us)
{
  SpicoJmapGroup *self = g_new0 (SpicoJmapGroup, 1);

  self->journal = spico_journal_new (now_us);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);

  return self;
}

/**
 * spico_jmap_group_free:
 * @self: (transfer full): a group, all of whose runs are freed
 */
void
spico_jmap_group_free (SpicoJmapGroup *self)
{
  spico_journal_free (self->journal);
  g_ptr_array_unref (self->changes);
  g_free (self);
}

/**
 * spico_jmap_group_mark:
 * @self: a group
 *
 * Notes where the group stands before its next request.
 */
void
spico_jmap_group_mark (SpicoJmapGroup *self)
{
  self->journal_mark = spico_journal_mark (self->journal);
  self->changes_mark = self->changes->len;
}

/**
 * spico_jmap_group_undo:
 * @self: a group
 *
 * Forgets what came after the mark: the request was rolled back.
 */
void
spico_jmap_group_undo (SpicoJmapGroup *self)
{
  spico_journal_rollback (self->journal, self->journal_mark);
  g_ptr_array_set_size (self->changes, (int) self->changes_mark);
}

/**
 * spico_jmap_group_write:
 * @self: a group, all of whose requests were started
 * @connection: their connection, in their transaction
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether what they change is written down; their answers can be finished then
 */
gboolean
spico_jmap_group_write (SpicoJmapGroup     *self,
                        SpicoSqlConnection *connection,
                        GError            **error)
{
  return spico_journal_write (self->journal, connection, self->changes, error);
}

/**
 * spico_jmap_group_get_changes:
 * @self: a group that was written
 *
 * Returns: (transfer none) (element-type SpicoStateChange): what to tell the event streams once the transaction is committed
 */
GPtrArray *
spico_jmap_group_get_changes (SpicoJmapGroup *self)
{
  return self->changes;
}

static void
move_changes (GPtrArray *from,
              GPtrArray *to)
{
  while (from->len > 0)
    g_ptr_array_add (to, g_ptr_array_steal_index (from, 0));
}

static SpicoJmapContext *
context_new (SpicoJmapRequest   *request,
             SpicoJmapGroup     *group,
             SpicoSqlConnection *connection,
             const SpicoActor   *actor,
             gint64              now_us)
{
  SpicoJmapContext *context = g_new0 (SpicoJmapContext, 1);

  context->connection = connection;
  context->actor = actor;
  context->now_us = now_us;
  context->limits = &request->limits;
  context->created_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  context->group = group;
  context->shares_journal = !spico_jmap_request_reads_after_writing (request);
  context->journal = context->shares_journal ? group->journal : spico_journal_new (now_us);
  context->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  context->document = yyjson_mut_doc_new (NULL);
  context->responses = yyjson_mut_arr (context->document);
  context->tells_created_ids = request->created_ids != NULL;
  context->state_slots = g_ptr_array_new_with_free_func ((GDestroyNotify) state_slot_free);

  return context;
}

/**
 * spico_jmap_run_free:
 * @self: (transfer full): a run
 */
void
spico_jmap_run_free (SpicoJmapRun *self)
{
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_hash_table_unref (self->created_ids);
  if (!self->shares_journal)
    spico_journal_free (self->journal);
  g_ptr_array_unref (self->changes);
  yyjson_mut_doc_free (self->document);
  g_ptr_array_unref (self->state_slots);
  spico_jmap_read_ahead_clear (&self->read_ahead);
  g_free (self);
}

/**
 * spico_jmap_context_account:
 * @context: a request under way
 * @account_id: an account, from anywhere
 *
 * Returns: (transfer none) (nullable): what the person may do with it; %NULL if nothing
 */
const SpicoAuthzAccount *
spico_jmap_context_account (SpicoJmapContext *context,
                            const char       *account_id)
{
  for (guint i = 0; i < context->accounts->len; i++)
    {
      const SpicoAuthzAccount *account = g_ptr_array_index (context->accounts, i);

      if (g_str_equal (account->account_id, account_id))
        return account;
    }

  return NULL;
}

/**
 * spico_jmap_context_promise_state:
 * @context: a request under way
 * @object: a response
 * @key: its member that will hold the state
 * @account_id: an account
 * @type_name: a type
 *
 * The state as it stands here in the request. It is filled in once the journal is written, which is when its number is known.
 */
void
spico_jmap_context_promise_state (SpicoJmapContext *context,
                                  yyjson_mut_val   *object,
                                  const char       *key,
                                  const char       *account_id,
                                  const char       *type_name)
{
  StateSlot *slot = g_new0 (StateSlot, 1);

  slot->object = object;
  slot->key = g_strdup (key);
  slot->account_id = g_strdup (account_id);
  slot->type_name = type_name;
  slot->pending = spico_journal_pending (context->journal, account_id, type_name);
  yyjson_mut_obj_add (object, yyjson_mut_strcpy (context->document, key), yyjson_mut_null (context->document));
  g_ptr_array_add (context->state_slots, slot);
}

/* What was not raised stands as it is. */
static gboolean
find_state_before (SpicoJmapContext *context,
                   const StateSlot  *slot,
                   gint64           *state,
                   GError          **error)
{
  if (spico_journal_raised (context->journal, slot->account_id, slot->type_name, state))
    return TRUE;

  return spico_sql_query_int64 (context->connection, "SELECT modseq FROM state WHERE account_id = $1 AND type = $2",
                                SPICO_SQL_VALUES (SPICO_SQL_TEXT (slot->account_id), SPICO_SQL_TEXT (slot->type_name)), 0, state, error);
}

/* The journal is written: the states that were promised are known. */
static gboolean
fill_slots (SpicoJmapContext *context,
            GError          **error)
{
  for (guint i = 0; i < context->state_slots->len; i++)
    {
      const StateSlot *slot = g_ptr_array_index (context->state_slots, i);
      g_autofree char *text = NULL;
      gint64 before;

      if (!find_state_before (context, slot, &before, error))
        return FALSE;

      text = g_strdup_printf ("%" G_GINT64_FORMAT, before + slot->pending);
      yyjson_mut_obj_put (slot->object, yyjson_mut_strcpy (context->document, slot->key), yyjson_mut_strcpy (context->document, text));
    }

  g_ptr_array_set_size (context->state_slots, 0);
  return TRUE;
}

static gboolean
write_own_journal (SpicoJmapContext *context,
                   GError          **error)
{
  return context->shares_journal
         || (spico_journal_write (context->journal, context->connection, context->changes, error) && fill_slots (context, error));
}

static gboolean
fail (GError     **error,
      int          code,
      const char  *description)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, code, description);
  return FALSE;
}

/* The account, and what the person may do with it. What may not be used does not exist. */
static gboolean
check_account (SpicoJmapCall         *call,
               const SpicoJmapMethod *method,
               GError               **error)
{
  const SpicoAuthzAccount *account;

  if (method->rules == NULL)
    return TRUE;
  if (!spico_jmap_call_string (call, "accountId", TRUE, &call->account_id, error))
    return FALSE;

  account = spico_jmap_context_account (call->context, call->account_id);
  if (account == NULL)
    return fail (error, SPICO_JMAP_ERROR_ACCOUNT_NOT_FOUND, "There is no such account.");
  if ((account->scope & spico_action_scope (method->action)) == 0)
    return fail (error, SPICO_JMAP_ERROR_ACCOUNT_NOT_SUPPORTED, "The account does not have this type of data.");
  if (method->run == spico_jmap_call_set && method->rules->type->in_region)
    return fail (error, SPICO_JMAP_ERROR_ACCOUNT_READ_ONLY, "The account is read-only.");

  return TRUE;
}

/* Whether a call is a /get of all the results of a /query, for the same account. */
static gboolean
gets_results_of (yyjson_val            *call,
                 const SpicoJmapMethod *query,
                 yyjson_val            *query_call)
{
  const SpicoJmapMethod *method = spico_jmap_method_find (spico_jmap_key (yyjson_arr_get (call, 0)));
  yyjson_val *arguments = yyjson_arr_get (call, 1);
  yyjson_val *reference = yyjson_obj_get (arguments, "#ids");

  return method != NULL && method->run == spico_jmap_call_get && method->rules == query->rules
         && yyjson_equals_str (yyjson_obj_get (reference, "path"), "/ids")
         && yyjson_equals_str (yyjson_obj_get (reference, "name"), query->name)
         && yyjson_equals (yyjson_obj_get (reference, "resultOf"), yyjson_arr_get (query_call, 2))
         && yyjson_equals (yyjson_obj_get (arguments, "accountId"), yyjson_obj_get (yyjson_arr_get (query_call, 1), "accountId"));
}

/* The properties that the call after a /query asks for, of its results; 0 if it does not. */
static guint64
find_to_be_read (const SpicoJmapMethod *method,
                 yyjson_val            *call,
                 yyjson_val            *next)
{
  guint64 wanted = 0;

  if (method->run != spico_jmap_call_query || !method->rules->reads_ahead || next == NULL || !gets_results_of (next, method, call))
    return 0;

  return spico_jmap_parse_properties (method->rules->type, yyjson_obj_get (yyjson_arr_get (next, 1), "properties"), &wanted) ? wanted : 0;
}

static gboolean
run_resolved (SpicoJmapContext      *context,
              const SpicoJmapMethod *method,
              yyjson_val            *arguments,
              guint64                to_be_read,
              yyjson_mut_val       **result,
              GError               **error)
{
  SpicoJmapCall call = { .context = context, .rules = method->rules, .arguments = arguments, .to_be_read = to_be_read };

  call.result = yyjson_mut_obj (context->document);
  if (!check_account (&call, method, error) || !method->run (&call, error))
    return FALSE;

  *result = call.result;
  return TRUE;
}

static gboolean
run_method (SpicoJmapRequest *request,
            SpicoJmapContext *context,
            const char       *name,
            yyjson_val       *call,
            yyjson_val       *next,
            yyjson_mut_val  **result,
            GError          **error)
{
  const SpicoJmapMethod *method = spico_jmap_method_find (name);
  yyjson_val *arguments = yyjson_arr_get (call, 1);
  yyjson_doc *resolved;
  gboolean has_references;
  gboolean done;
  GError *reference_error = NULL;

  if (method == NULL || !spico_jmap_request_uses (request, method->capability))
    return fail (error, SPICO_JMAP_ERROR_UNKNOWN_METHOD, "There is no such method, or its capability is not used.");
  if (method->run != spico_jmap_call_set && !write_own_journal (context, error))
    return FALSE;

  resolved = spico_jmap_reference_resolve (arguments, context->responses, &context->n_reference_bytes, &has_references, &reference_error);
  if (reference_error != NULL)
    {
      g_propagate_error (error, reference_error);
      return FALSE;
    }

  done = run_resolved (context, method, has_references ? yyjson_doc_get_root (resolved) : arguments, find_to_be_read (method, call, next), result, error);
  if (resolved != NULL)
    yyjson_doc_free (resolved);
  return done;
}

static yyjson_mut_val *
error_result (SpicoJmapContext *context,
              const GError     *error)
{
  yyjson_mut_val *result = yyjson_mut_obj (context->document);

  yyjson_mut_obj_add_str (context->document, result, "type", spico_jmap_error_type (error->code));
  yyjson_mut_obj_add_strcpy (context->document, result, "description", error->message);
  return result;
}

static gboolean
run_call (SpicoJmapRequest *request,
          SpicoJmapContext *context,
          yyjson_val       *call,
          yyjson_val       *next,
          GError          **error)
{
  const char *name = spico_jmap_key (yyjson_arr_get (call, 0));
  const char *call_id = spico_jmap_key (yyjson_arr_get (call, 2));
  yyjson_mut_val *response;
  yyjson_mut_val *result = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!run_method (request, context, name, call, next, &result, &local_error))
    {
      if (local_error->domain != SPICO_JMAP_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      name = "error";
      result = error_result (context, local_error);
    }

  response = yyjson_mut_arr_add_arr (context->document, context->responses);
  yyjson_mut_arr_add_strcpy (context->document, response, name);
  yyjson_mut_arr_append (response, result);
  yyjson_mut_arr_add_strcpy (context->document, response, call_id);
  return TRUE;
}

static void
read_created_ids (SpicoJmapContext *context,
                  yyjson_val       *created_ids)
{
  yyjson_obj_iter iterator;
  yyjson_val *key;

  if (created_ids == NULL)
    return;

  iterator = yyjson_obj_iter_with (created_ids);
  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    g_hash_table_insert (context->created_ids, g_strdup (spico_jmap_key (key)), g_strdup (spico_jmap_key (yyjson_obj_iter_get_val (key))));
}

static void
write_created_ids (SpicoJmapContext *context,
                   yyjson_mut_val   *root)
{
  yyjson_mut_val *object = yyjson_mut_obj_add_obj (context->document, root, "createdIds");
  GHashTableIter iterator;
  gpointer key, value;

  g_hash_table_iter_init (&iterator, context->created_ids);
  while (g_hash_table_iter_next (&iterator, &key, &value))
    yyjson_mut_obj_add (object, yyjson_mut_strcpy (context->document, key), yyjson_mut_strcpy (context->document, value));
}

static GBytes *
write_response (SpicoJmapContext *context)
{
  yyjson_mut_val *root = yyjson_mut_obj (context->document);
  g_autofree char *state = spico_jmap_session_state (context->accounts, context->limits);
  char *text;
  gsize length;

  yyjson_mut_doc_set_root (context->document, root);
  yyjson_mut_obj_add_val (context->document, root, "methodResponses", context->responses);
  if (context->tells_created_ids)
    write_created_ids (context, root);
  yyjson_mut_obj_add_strcpy (context->document, root, "sessionState", state);
  text = yyjson_mut_write (context->document, YYJSON_WRITE_NOFLAG, &length);
  g_assert (text != NULL);

  return g_bytes_new_with_free_func (text, length, free, text);
}

static gboolean
run_calls (SpicoJmapRequest *request,
           SpicoJmapContext *context,
           GError          **error)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (request->calls);
  yyjson_val *call = yyjson_arr_iter_next (&iterator);

  context->accounts = spico_authz_accounts (context->connection, context->actor->person_id, context->now_us, error);
  if (context->accounts == NULL)
    return FALSE;

  read_created_ids (context, request->created_ids);
  while (call != NULL)
    {
      yyjson_val *next = yyjson_arr_iter_next (&iterator);

      if (!run_call (request, context, call, next, error))
        return FALSE;
      call = next;
    }

  return write_own_journal (context, error);
}

/**
 * spico_jmap_request_start:
 * @request: a request; it is left as it was, so that it can be run again
 * @group: the group of the transaction
 * @connection: a connection in a transaction, one that writes if spico_jmap_request_writes() says so
 * @actor: who asks, lent until the run is freed
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError: what the request did must be rolled back, in the group too (spico_jmap_group_undo()), and after %SPICO_SQL_ERROR_BUSY may be tried again
 *
 * Returns: (transfer full) (nullable): the run, to be finished once the group was written
 */
SpicoJmapRun *
spico_jmap_request_start (SpicoJmapRequest   *request,
                          SpicoJmapGroup     *group,
                          SpicoSqlConnection *connection,
                          const SpicoActor   *actor,
                          gint64              now_us,
                          GError            **error)
{
  g_autoptr (SpicoJmapRun) context = context_new (request, group, connection, actor, now_us);

  if (!run_calls (request, context, error))
    return NULL;

  move_changes (context->changes, group->changes);
  return g_steal_pointer (&context);
}

/**
 * spico_jmap_run_finish:
 * @self: a run, whose group was written
 * @error: return location for a #SpicoSqlError
 *
 * Returns: (transfer full) (nullable): the body of the answer
 */
GBytes *
spico_jmap_run_finish (SpicoJmapRun *self,
                       GError      **error)
{
  return fill_slots (self, error) ? write_response (self) : NULL;
}

/**
 * spico_jmap_request_run:
 * @request: a request; it is left as it was, so that it can be run again
 * @connection: a connection in a transaction, one that writes if spico_jmap_request_writes() says so
 * @actor: who asks
 * @now_us: the time, in microseconds since 1970
 * @changes: (element-type SpicoStateChange): told what to tell the event streams once the transaction is committed
 * @error: return location for a #SpicoSqlError: the transaction must be rolled back, and after %SPICO_SQL_ERROR_BUSY may be tried again
 *
 * Runs a request that is the only one of its transaction.
 *
 * Returns: (transfer full) (nullable): the body of the answer
 */
GBytes *
spico_jmap_request_run (SpicoJmapRequest   *request,
                        SpicoSqlConnection *connection,
                        const SpicoActor   *actor,
                        gint64              now_us,
                        GPtrArray          *changes,
                        GError            **error)
{
  g_autoptr (SpicoJmapGroup) group = spico_jmap_group_new (now_us);
  g_autoptr (SpicoJmapRun) run = spico_jmap_request_start (request, group, connection, actor, now_us, error);

  if (run == NULL || !spico_jmap_group_write (group, connection, error))
    return NULL;

  move_changes (group->changes, changes);
  return spico_jmap_run_finish (run, error);
}
