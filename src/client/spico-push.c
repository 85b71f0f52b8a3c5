/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-push.h"

#include <string.h>

#include "spico-json.h"
#include "spico-store-corrections.h"
#include "spico-store-groups.h"
#include "spico-store-scheduled.h"
#include "spico-store-templates.h"

static gboolean
is_message (SpicoOperation *operation)
{
  return g_str_equal (operation->kind, "message");
}

static void
tell (SpicoPush *push,
      GPtrArray *operations,
      gboolean   is_sending)
{
  for (guint i = 0; i < operations->len; i++)
    {
      SpicoOperation *operation = g_ptr_array_index (operations, i);

      if (is_message (operation) && operation->arguments != NULL)
        push->sending (push, operation->object_id, is_sending, push->data);
    }
}

static JsonArray *
make_calls (GPtrArray *operations)
{
  JsonArray *calls = json_array_new ();

  for (guint i = 0; i < operations->len; i++)
    {
      SpicoOperation *operation = g_ptr_array_index (operations, i);
      g_autofree char *call_id = g_strdup_printf ("o%u", i);
      JsonArray *call;

      if (operation->arguments == NULL)
        continue;
      call = json_array_new ();
      json_array_add_string_element (call, operation->method);
      json_array_add_object_element (call, json_object_ref (operation->arguments));
      json_array_add_string_element (call, call_id);
      json_array_add_array_element (calls, call);
    }

  return calls;
}

static gboolean
is_passing (const char *type)
{
  static const char *const passing[] = { "serverUnavailable", "serverFail", "serverPartialFail", "rateLimit", "stateMismatch", NULL };

  return type == NULL || g_strv_contains (passing, type);
}

static void
refuse (SpicoSettlement    *settlement,
        SpicoMessageFailure failure)
{
  settlement->outcome = SPICO_OUTCOME_REFUSED;
  settlement->failure = failure;
  if (settlement->group_reason == SPICO_KEPT_NOT_SAVED)
    settlement->group_reason = SPICO_KEPT_REFUSED;
}

static gboolean
names_property (JsonObject *set_error,
                const char *name)
{
  JsonArray *names = spico_json_get_array (set_error, "properties");

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      if (g_strcmp0 (spico_json_get_element_string (names, i), name) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What is said to whoever made the group, or edited it. */
static SpicoKeptReason
find_group_reason (const char *type,
                   JsonObject *set_error)
{
  if (g_strcmp0 (type, "overQuota") == 0)
    return SPICO_KEPT_TOO_MANY;
  if (g_strcmp0 (type, "notFound") == 0)
    return SPICO_KEPT_GONE;
  if (g_strcmp0 (type, "forbidden") == 0)
    return SPICO_KEPT_NOT_ADMINISTRATOR;

  return names_property (set_error, "memberIds") ? SPICO_KEPT_MEMBERS : SPICO_KEPT_REFUSED;
}

/* The method as a whole failed (RFC 8620 section 3.6.2). */
static void
judge_method_error (SpicoSettlement *settlement,
                    const char      *type)
{
  static const char *const no_account[] = { "accountNotFound", "accountNotSupportedByMethod", "accountReadOnly", "forbidden", NULL };

  if (is_passing (type))
    settlement->outcome = SPICO_OUTCOME_LATER;
  else if (g_strv_contains (no_account, type))
    {
      settlement->group_reason = SPICO_KEPT_ENDED;
      refuse (settlement, SPICO_MESSAGE_FAILURE_DELEGATION_ENDED);
    }
  else if (g_str_equal (type, "requestTooLarge"))
    refuse (settlement, SPICO_MESSAGE_FAILURE_TOO_LARGE);
  else
    refuse (settlement, SPICO_MESSAGE_FAILURE_REFUSED);
}

static GStrv
take_strv (JsonArray *texts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; texts != NULL && i < json_array_get_length (texts); i++)
    {
      const char *text = spico_json_get_element_string (texts, i);

      if (text != NULL)
        g_strv_builder_add (builder, text);
    }

  return g_strv_builder_end (builder);
}

static gboolean
has_attachments (SpicoOperation *operation)
{
  JsonObject *create = spico_operation_has_files (operation) ? spico_json_get_object (operation->arguments, "create") : NULL;

  return create != NULL && spico_json_get_array (spico_json_get_object (create, "o"), "attachments") != NULL;
}

static void
refuse_attachments (SpicoSettlement       *settlement,
                    SpicoAttachmentFailure failure)
{
  refuse (settlement, SPICO_MESSAGE_FAILURE_ATTACHMENT);
  settlement->attachment_failure = failure;
}

/* @ids: (nullable): those that may not be used */
static void
refuse_groups (SpicoSettlement *settlement,
               JsonArray       *ids)
{
  refuse (settlement, SPICO_MESSAGE_FAILURE_GROUPS);
  if (ids != NULL)
    settlement->refused_group_ids = take_strv (ids);
}

static gboolean
is_removal (SpicoOperation *operation)
{
  static const char *const kinds[] = { "unfavourite", SPICO_OUTBOX_UNGROUP, SPICO_OUTBOX_UNTEMPLATE, SPICO_OUTBOX_UNSCHEDULED, NULL };

  return g_strv_contains (kinds, operation->kind);
}

/* Whom the patient refuses is not kept: the circle says it to whoever may know (F087). */
static void
refuse_patient (SpicoSettlement *settlement,
                JsonObject      *set_error)
{
  refuse (settlement, spico_json_get_array (set_error, "refusedIds") != NULL ? SPICO_MESSAGE_FAILURE_PATIENT_REFUSES : SPICO_MESSAGE_FAILURE_PATIENT);
}

/* The object was refused (RFC 8620 section 5.3). What exists already, or is gone already, is done. */
static void
judge_set_error (SpicoSettlement *settlement,
                 JsonObject      *set_error)
{
  SpicoOperation *operation = settlement->operation;
  const char *type = spico_json_get_string (set_error, "type");
  const char *existing_id = spico_json_get_string (set_error, "existingId");

  settlement->group_reason = find_group_reason (type, set_error);
  if (is_passing (type))
    settlement->outcome = SPICO_OUTCOME_LATER;
  else if (g_str_equal (type, "alreadyExists") && (g_str_equal (operation->kind, "favourite") || g_str_equal (operation->kind, SPICO_OUTBOX_JOIN) || g_strcmp0 (existing_id, operation->object_id) == 0))
    settlement->existing_id = g_strdup (existing_id);
  else if (is_removal (operation) && g_str_equal (type, "notFound"))
    settlement->outcome = SPICO_OUTCOME_DONE;
  else if (g_str_equal (operation->kind, SPICO_OUTBOX_CORRECTION) && g_str_equal (type, "forbidden"))
    refuse (settlement, SPICO_MESSAGE_FAILURE_TOO_LATE);
  else if (names_property (set_error, "sendAt"))
    refuse (settlement, SPICO_MESSAGE_FAILURE_SEND_AT);
  else if (g_str_equal (operation->kind, SPICO_OUTBOX_SCHEDULED) && g_str_equal (type, "overQuota"))
    refuse (settlement, SPICO_MESSAGE_FAILURE_TOO_MANY);
  else if (g_str_equal (type, "blobNotFound") && has_attachments (operation))
    {
      settlement->outcome = SPICO_OUTCOME_LATER;
      settlement->lost_blob_ids = take_strv (spico_json_get_array (set_error, "notFound"));
    }
  else if (g_str_equal (type, "tooLarge") && has_attachments (operation))
    refuse_attachments (settlement, SPICO_ATTACHMENT_FAILURE_TOO_LARGE);
  else if (names_property (set_error, "attachments"))
    refuse_attachments (settlement, SPICO_ATTACHMENT_FAILURE_REFUSED);
  else if (g_str_equal (type, "tooLarge") || names_property (set_error, "text"))
    refuse (settlement, SPICO_MESSAGE_FAILURE_TOO_LARGE);
  else if (names_property (set_error, "groupIds"))
    refuse_groups (settlement, spico_json_get_array (set_error, "groupIds"));
  else if (names_property (set_error, "addedIds"))
    refuse (settlement, SPICO_MESSAGE_FAILURE_MEMBERS);
  else if (names_property (set_error, "attachedDossierId"))
    refuse_patient (settlement, set_error);
  else if (names_property (set_error, "detachedDossierId"))
    refuse (settlement, SPICO_MESSAGE_FAILURE_OTHER_PATIENT);
  else if (names_property (set_error, "newSubject") || names_property (set_error, "removedIds"))
    refuse (settlement, SPICO_MESSAGE_FAILURE_INITIATOR);
  else if (g_str_equal (type, "notFound") || g_str_equal (type, "forbidden") || names_property (set_error, "conversationId"))
    refuse (settlement, SPICO_MESSAGE_FAILURE_NO_ACCESS);
  else
    refuse (settlement, SPICO_MESSAGE_FAILURE_REFUSED);
  settlement->is_over_quota = g_strcmp0 (type, "overQuota") == 0;
  settlement->is_gone = g_strcmp0 (type, "notFound") == 0;
}

static JsonObject *
find_set_error (SpicoSettlement *settlement,
                JsonObject      *arguments)
{
  static const char *const members[] = { "notCreated", "notUpdated", "notDestroyed" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonObject *errors = spico_json_get_object (arguments, members[i]);
      JsonObject *set_error = errors != NULL ? spico_json_get_object (errors, i == 0 ? "o" : settlement->operation->object_id) : NULL;

      if (set_error != NULL)
        return set_error;
    }

  return NULL;
}

static SpicoSettlement *
judge (SpicoOperation *operation,
       guint           index,
       JsonObject     *response)
{
  SpicoSettlement *settlement = g_new0 (SpicoSettlement, 1);
  g_autofree char *call_id = g_strdup_printf ("o%u", index);
  const char *name = NULL;
  JsonObject *arguments;
  JsonObject *set_error;
  JsonObject *created;

  settlement->operation = operation;
  settlement->outcome = SPICO_OUTCOME_DONE;
  if (operation->arguments == NULL)
    return settlement;

  arguments = spico_session_find_response (response, call_id, &name);
  if (arguments == NULL || name == NULL)
    {
      settlement->outcome = SPICO_OUTCOME_LATER;
      return settlement;
    }
  if (g_str_equal (name, "error"))
    {
      judge_method_error (settlement, spico_json_get_string (arguments, "type"));
      return settlement;
    }

  set_error = find_set_error (settlement, arguments);
  created = spico_json_get_object (arguments, "created");
  if (set_error != NULL)
    judge_set_error (settlement, set_error);
  else if (created != NULL && spico_json_get_object (created, "o") != NULL)
    settlement->created = json_object_ref (spico_json_get_object (created, "o"));

  return settlement;
}

static GPtrArray *
settlements_new (void)
{
  return g_ptr_array_new_with_free_func (spico_settlement_free);
}

static void
unref_array (gpointer data)
{
  g_ptr_array_unref (data);
}

/* What goes with files among them may have been taken back since they were read, and cannot be any more from now on. */
static gboolean
await_begin (SpicoPush *push,
             GPtrArray *operations,
             GError   **error)
{
  for (guint i = 0; i < operations->len; i++)
    {
      if (spico_operation_has_files (g_ptr_array_index (operations, i)))
        return dex_await (spico_store_write (push->store, spico_outbox_begin, g_ptr_array_ref (operations), unref_array), error);
    }

  return TRUE;
}

static gboolean
await_settle (SpicoPush *push,
              GPtrArray *settlements,
              GError   **error)
{
  return dex_await (spico_store_write (push->store, spico_outbox_settle, settlements, unref_array), error);
}

/* What a group or a template is here, where the server does not take what was made of it; what it is there, where it may be what nobody saw here. */
static void
note_unread (GPtrArray       *refused,
             GPtrArray       *outdated,
             SpicoSettlement *settlement)
{
  SpicoOperation *operation = settlement->operation;
  const char *slash = operation->method != NULL ? strchr (operation->method, '/') : NULL;
  GPtrArray *unread = settlement->outcome == SPICO_OUTCOME_REFUSED ? refused : settlement->outcome == SPICO_OUTCOME_LATER ? outdated : NULL;

  if (unread != NULL && slash != NULL && (spico_outbox_is_of_group (operation) || spico_outbox_is_of_template (operation)))
    g_ptr_array_add (unread, g_strdup_printf ("%s %.*s", operation->account_id, (int) (slash - operation->method), operation->method));
}

/* It has left meanwhile, or somebody else cancelled it: the messages say which, so they are read first. */
static void
note_left (GPtrArray       *outdated,
           SpicoSettlement *settlement)
{
  SpicoOperation *operation = settlement->operation;

  if (!settlement->is_gone || !spico_outbox_is_of_scheduled (operation))
    return;
  g_ptr_array_add (outdated, g_strconcat (operation->account_id, " Message", NULL));
  g_ptr_array_add (outdated, g_strconcat (operation->account_id, " ScheduledMessage", NULL));
}

/* Takes the operations. */
static gboolean
settle_all (SpicoPush  *push,
            GPtrArray  *operations,
            JsonObject *response,
            GError    **error)
{
  GPtrArray *settlements = settlements_new ();
  g_autoptr (GPtrArray) refused = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) outdated = g_ptr_array_new_with_free_func (g_free);
  gboolean is_later = FALSE;
  guint n = operations->len;
  g_autofree gpointer *taken = g_ptr_array_steal (operations, NULL);

  for (guint i = 0; i < n; i++)
    {
      SpicoSettlement *settlement = judge (taken[i], i, response);

      g_ptr_array_add (settlements, settlement);
      note_unread (refused, outdated, settlement);
      note_left (outdated, settlement);
      is_later |= settlement->outcome == SPICO_OUTCOME_LATER;
    }
  if (!await_settle (push, settlements, error))
    return FALSE;
  for (guint i = 0; i < refused->len; i++)
    push->refused (push, g_ptr_array_index (refused, i), push->data);
  for (guint i = 0; i < outdated->len; i++)
    push->outdated (push, g_ptr_array_index (outdated, i), push->data);
  if (is_later)
    g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_SERVER, "The server puts us off");

  return !is_later;
}

/* A single operation that the server takes for no valid request will never be one. */
static gboolean
refuse_only (SpicoPush *push,
             GPtrArray *operations,
             GError   **error)
{
  GPtrArray *settlements = settlements_new ();
  SpicoSettlement *settlement = g_new0 (SpicoSettlement, 1);

  settlement->operation = g_ptr_array_steal_index (operations, 0);
  refuse (settlement, is_message (settlement->operation) ? SPICO_MESSAGE_FAILURE_TOO_LARGE : SPICO_MESSAGE_FAILURE_REFUSED);
  g_ptr_array_add (settlements, settlement);

  return await_settle (push, settlements, error);
}

/**
 * spico_push:
 * @has_more: (out): whether there may be more to tell
 *
 * Tells the server the first operation of each lane, in one request, and settles each. Awaits: for fibers with SPICO_FIBER_STACK.
 *
 * Returns: %FALSE with @error set where some is to be tried again later
 */
gboolean
spico_push (SpicoPush *push,
            gboolean  *has_more,
            GError   **error)
{
  g_autoptr (GPtrArray) operations = dex_await_boxed (spico_store_read (push->store, spico_outbox_read_heads, NULL, NULL), error);
  g_autoptr (JsonObject) response = NULL;
  g_autoptr (JsonArray) calls = NULL;
  g_autoptr (GPtrArray) told = NULL;
  GError *local_error = NULL;
  guint most;
  gboolean ok;

  if (operations == NULL)
    return FALSE;
  *has_more = operations->len > 0;
  if (!*has_more)
    return TRUE;
  most = push->one_by_one ? 1 : spico_session_get_limit (push->session, "maxCallsInRequest", operations->len);
  g_ptr_array_set_size (operations, (gint) MIN (operations->len, most));

  if (!await_begin (push, operations, error))
    return FALSE;

  calls = make_calls (operations);
  if (json_array_get_length (calls) == 0)
    return settle_all (push, operations, NULL, error);

  told = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < operations->len; i++)
    {
      SpicoOperation *operation = g_ptr_array_index (operations, i);

      if (is_message (operation))
        g_ptr_array_add (told, g_strdup (operation->object_id));
    }
  tell (push, operations, TRUE);
  response = dex_await_boxed (spico_session_call (push->session, g_steal_pointer (&calls)), &local_error);

  if (response != NULL)
    ok = settle_all (push, operations, response, error);
  else if (g_error_matches (local_error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID) && operations->len == 1)
    {
      g_clear_error (&local_error);
      ok = refuse_only (push, operations, error);
    }
  else if (g_error_matches (local_error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID))
    {
      g_clear_error (&local_error);
      push->one_by_one = TRUE;
      ok = TRUE;
    }
  else
    {
      g_propagate_error (error, local_error);
      ok = FALSE;
    }

  for (guint i = 0; i < told->len; i++)
    push->sending (push, g_ptr_array_index (told, i), FALSE, push->data);

  return ok;
}
