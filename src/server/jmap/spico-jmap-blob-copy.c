/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blob/copy: RFC 8620 section 6.3. */
#include "spico-jmap-private.h"

#include "spico-blob.h"
#include "spico-server-error.h"

static gboolean
fail (GError    **error,
      int         code,
      const char *description)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, code, description);
  return FALSE;
}

/* The account that gets the blobs must take them; from which they come must be one that the person may use. */
static gboolean
check_accounts (SpicoJmapCall *call,
                const char   **from_id,
                GError       **error)
{
  const SpicoAuthzAccount *account;

  if (!spico_jmap_call_string (call, "accountId", TRUE, &call->account_id, error) || !spico_jmap_call_string (call, "fromAccountId", TRUE, from_id, error))
    return FALSE;

  account = spico_jmap_context_account (call->context, call->account_id);
  if (account == NULL)
    return fail (error, SPICO_JMAP_ERROR_ACCOUNT_NOT_FOUND, "There is no such account.");
  if (g_str_equal (account->rule, "region"))
    return fail (error, SPICO_JMAP_ERROR_ACCOUNT_READ_ONLY, "The account is read-only.");
  if ((account->scope & spico_action_scope (SPICO_ACTION_BLOB_CREATE)) == 0)
    return fail (error, SPICO_JMAP_ERROR_ACCOUNT_NOT_SUPPORTED, "The account has no blobs.");
  if (spico_jmap_context_account (call->context, *from_id) == NULL)
    return fail (error, SPICO_JMAP_ERROR_FROM_ACCOUNT_NOT_FOUND, "There is no such account to copy from.");

  return TRUE;
}

static gboolean
check_ids (SpicoJmapCall *call,
           yyjson_val    *ids,
           GError       **error)
{
  yyjson_arr_iter iterator = yyjson_arr_iter_with (ids);
  yyjson_val *item;

  if (yyjson_arr_size (ids) > call->context->limits->max_objects_in_set)
    return fail (error, SPICO_JMAP_ERROR_REQUEST_TOO_LARGE, "More blobs are to be copied than maxObjectsInSet.");

  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      if (spico_jmap_text (item) == NULL)
        break;
    }

  return (yyjson_is_arr (ids) && item == NULL) || fail (error, SPICO_JMAP_ERROR_INVALID_ARGUMENTS, "\"blobIds\" must be an array of ids.");
}

static gboolean
may_read (SpicoJmapCall *call,
          const char    *from_id,
          const char    *id,
          GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision;

  if (!spico_authz_check (context->connection, context->actor, context->now_us, from_id, SPICO_ACTION_BLOB_READ, id, &decision, error))
    return FALSE;

  return decision.allow || fail (error, SPICO_JMAP_ERROR_NOT_FOUND, "There is no such blob.");
}

static gboolean
copy_one (SpicoJmapCall *call,
          const char    *from_id,
          const char    *id,
          GError       **error)
{
  SpicoJmapContext *context = call->context;
  const char *person_id = context->actor->person_id;
  g_autoptr (SpicoBlob) blob = NULL;
  g_autoptr (GError) find_error = NULL;
  SpicoAuthzDecision decision;
  gboolean has_room, exists;

  if (!may_read (call, from_id, id, error))
    return FALSE;
  blob = spico_blob_find (context->connection, from_id, id, &find_error);
  if (g_error_matches (find_error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND))
    return fail (error, SPICO_JMAP_ERROR_NOT_FOUND, "There is no such blob.");
  if (blob == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&find_error));
      return FALSE;
    }

  if (!spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_BLOB_CREATE, NULL, &decision, error)
      || !spico_blob_has_room (context->connection, person_id, blob->size, &has_room, error))
    return FALSE;
  if (!decision.allow)
    return fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "Nothing may be copied into that account.");
  if (!has_room)
    return fail (error, SPICO_JMAP_ERROR_OVER_QUOTA, "The person holds too much that nothing refers to.");
  if (!spico_blob_copy (context->connection, blob, call->account_id, person_id, context->now_us, &exists, error))
    return FALSE;
  if (!exists)
    return fail (error, SPICO_JMAP_ERROR_NOT_FOUND, "There is no such blob.");

  return spico_audit_add (context->connection, context->actor, context->now_us, call->account_id, SPICO_ACTION_BLOB_CREATE, "Blob", id, decision.rule, error);
}

/**
 * spico_jmap_call_blob_copy:
 * @call: the call
 * @error: return location for an error
 *
 * Returns: whether it is answered
 */
gboolean
spico_jmap_call_blob_copy (SpicoJmapCall *call,
                           GError       **error)
{
  static const char *const names[] = { "fromAccountId", "blobIds", NULL };
  yyjson_mut_doc *document = call->context->document;
  yyjson_val *ids = yyjson_obj_get (call->arguments, "blobIds");
  yyjson_mut_val *copied = yyjson_mut_obj (document);
  yyjson_mut_val *refused = yyjson_mut_obj (document);
  yyjson_arr_iter iterator;
  yyjson_val *item;
  const char *from_id;

  if (!spico_jmap_call_check_arguments (call, names, error) || !check_accounts (call, &from_id, error) || !check_ids (call, ids, error))
    return FALSE;

  iterator = yyjson_arr_iter_with (ids);
  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      const char *id = spico_jmap_key (item);
      g_autoptr (GError) local_error = NULL;

      if (copy_one (call, from_id, id, &local_error))
        {
          yyjson_mut_obj_put (copied, spico_jmap_call_text (call, id), spico_jmap_call_text (call, id));
          continue;
        }
      if (local_error->domain != SPICO_JMAP_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      yyjson_mut_obj_put (refused, spico_jmap_call_text (call, id), spico_jmap_call_describe_error (call, local_error));
    }

  spico_jmap_call_put (call, call->result, "fromAccountId", spico_jmap_call_text (call, from_id));
  spico_jmap_call_put (call, call->result, "accountId", spico_jmap_call_text (call, call->account_id));
  spico_jmap_call_put (call, call->result, "copied", yyjson_mut_obj_size (copied) > 0 ? copied : yyjson_mut_null (document));
  spico_jmap_call_put (call, call->result, "notCopied", yyjson_mut_obj_size (refused) > 0 ? refused : yyjson_mut_null (document));
  return TRUE;
}
