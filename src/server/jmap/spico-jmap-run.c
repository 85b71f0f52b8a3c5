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

static SpicoJmapContext *
context_new (SpicoJmapRequest   *request,
             SpicoSqlConnection *connection,
             const SpicoActor   *actor,
             gint64              now_us,
             GPtrArray          *changes)
{
  SpicoJmapContext *context = g_new0 (SpicoJmapContext, 1);

  context->connection = connection;
  context->actor = actor;
  context->now_us = now_us;
  context->limits = &request->limits;
  context->created_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  context->journal = spico_journal_new (now_us);
  context->changes = changes;
  context->document = yyjson_mut_doc_new (NULL);
  context->state_slots = g_ptr_array_new_with_free_func ((GDestroyNotify) state_slot_free);

  return context;
}

static void
context_free (SpicoJmapContext *context)
{
  g_clear_pointer (&context->accounts, g_ptr_array_unref);
  g_hash_table_unref (context->created_ids);
  spico_journal_free (context->journal);
  yyjson_mut_doc_free (context->document);
  g_ptr_array_unref (context->state_slots);
  spico_jmap_read_ahead_clear (&context->read_ahead);
  g_free (context);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoJmapContext, context_free)

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

/* What this request has raised, it knows: nobody else can raise it before the end. */
static gboolean
find_state (SpicoJmapContext *context,
            const StateSlot  *slot,
            gint64           *state,
            GError          **error)
{
  for (guint i = 0; i < context->changes->len; i++)
    {
      const SpicoStateChange *change = g_ptr_array_index (context->changes, i);

      if (g_str_equal (change->account_id, slot->account_id) && g_str_equal (change->type_name, slot->type_name))
        {
          *state = change->state;
          return TRUE;
        }
    }

  return spico_sql_query_int64 (context->connection, "SELECT modseq FROM state WHERE account_id = $1 AND type = $2",
                                SPICO_SQL_VALUES (SPICO_SQL_TEXT (slot->account_id), SPICO_SQL_TEXT (slot->type_name)), 0, state, error);
}

static gboolean
fill_slot (SpicoJmapContext *context,
           StateSlot        *slot,
           gint64            total,
           GError          **error)
{
  g_autofree char *text = NULL;
  gint64 state;

  if (!find_state (context, slot, &state, error))
    return FALSE;

  text = g_strdup_printf ("%" G_GINT64_FORMAT, state - total + slot->pending);
  yyjson_mut_obj_put (slot->object, yyjson_mut_strcpy (context->document, slot->key), yyjson_mut_strcpy (context->document, text));
  return TRUE;
}

/**
 * spico_jmap_context_write_journal:
 * @context: a request under way
 * @error: return location for a #SpicoSqlError
 *
 * Writes the journal and fills in the states that were promised.
 *
 * Returns: whether it is done
 */
gboolean
spico_jmap_context_write_journal (SpicoJmapContext *context,
                                  GError          **error)
{
  g_autoptr (GArray) totals = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < context->state_slots->len; i++)
    {
      const StateSlot *slot = g_ptr_array_index (context->state_slots, i);
      gint64 total = spico_journal_pending (context->journal, slot->account_id, slot->type_name);

      g_array_append_val (totals, total);
    }

  if (!spico_journal_write (context->journal, context->connection, context->changes, error))
    return FALSE;

  for (guint i = 0; i < context->state_slots->len; i++)
    {
      if (!fill_slot (context, g_ptr_array_index (context->state_slots, i), g_array_index (totals, gint64, i), error))
        return FALSE;
    }

  g_ptr_array_set_size (context->state_slots, 0);
  return TRUE;
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
            yyjson_mut_val   *responses,
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
  if (method->run != spico_jmap_call_set && !spico_jmap_context_write_journal (context, error))
    return FALSE;

  resolved = spico_jmap_reference_resolve (arguments, responses, &context->n_reference_bytes, &has_references, &reference_error);
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
          yyjson_mut_val   *responses,
          GError          **error)
{
  const char *name = spico_jmap_key (yyjson_arr_get (call, 0));
  const char *call_id = spico_jmap_key (yyjson_arr_get (call, 2));
  yyjson_mut_val *response;
  yyjson_mut_val *result = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!run_method (request, context, name, call, next, responses, &result, &local_error))
    {
      if (local_error->domain != SPICO_JMAP_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      name = "error";
      result = error_result (context, local_error);
    }

  response = yyjson_mut_arr_add_arr (context->document, responses);
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
write_response (SpicoJmapContext *context,
                yyjson_mut_val   *responses,
                gboolean          with_created_ids)
{
  yyjson_mut_val *root = yyjson_mut_obj (context->document);
  g_autofree char *state = spico_jmap_session_state (context->accounts, context->limits);
  char *text;
  gsize length;

  yyjson_mut_doc_set_root (context->document, root);
  yyjson_mut_obj_add_val (context->document, root, "methodResponses", responses);
  if (with_created_ids)
    write_created_ids (context, root);
  yyjson_mut_obj_add_strcpy (context->document, root, "sessionState", state);
  text = yyjson_mut_write (context->document, YYJSON_WRITE_NOFLAG, &length);
  g_assert (text != NULL);

  return g_bytes_new_with_free_func (text, length, free, text);
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
  g_autoptr (SpicoJmapContext) context = context_new (request, connection, actor, now_us, changes);
  yyjson_mut_val *responses = yyjson_mut_arr (context->document);
  yyjson_arr_iter iterator = yyjson_arr_iter_with (request->calls);
  yyjson_val *call = yyjson_arr_iter_next (&iterator);

  context->accounts = spico_authz_accounts (connection, actor->person_id, now_us, error);
  if (context->accounts == NULL)
    return NULL;

  read_created_ids (context, request->created_ids);
  while (call != NULL)
    {
      yyjson_val *next = yyjson_arr_iter_next (&iterator);

      if (!run_call (request, context, call, next, responses, error))
        return NULL;
      call = next;
    }

  if (!spico_jmap_context_write_journal (context, error))
    return NULL;
  return write_response (context, responses, request->created_ids != NULL);
}
