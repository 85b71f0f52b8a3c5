/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read and written on line only: the store keeps nothing of it. */
#include "spico-client-private.h"

#include <string.h>

#include "spico-calls.h"
#include "spico-client-group-requests.h"
#include "spico-client-messages.h"
#include "spico-json.h"
#include "spico-uuid.h"

/* More than an account may declare. */
#define MAX_ABSENCES 100
/* A person has 32 sessions at most, and 100 that are to be erased. */
#define MAX_DEVICES 150

/* Takes the calls. */
static DexFuture *
call (SpicoClient *self,
      JsonArray   *calls)
{
  if (self->sync != NULL)
    return spico_sync_call (self->sync, calls);

  json_array_unref (calls);
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");
}

/* Why the one object of a /set was refused. */
static GError *
find_refusal (JsonObject *answer)
{
  static const char *const members[] = { "notCreated", "notUpdated", "notDestroyed" };
  static const char *const conflicts[] = { "alreadyExists", "rateLimit", "overQuota", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *type = spico_calls_find_refusal (answer, members[i]);

      if (type != NULL)
        return g_error_new_literal (SPICO_CLIENT_ERROR, g_strv_contains (conflicts, type) ? SPICO_CLIENT_ERROR_CONFLICT : SPICO_CLIENT_ERROR_INVALID, "The server refuses it");
    }

  return NULL;
}

static DexFuture *
set_answered_cb (DexFuture *future,
                 gpointer   data)
{
  GError *error = NULL;
  JsonObject *answer = spico_calls_find (g_value_get_boxed (dex_future_get_value (future, NULL)), "s", 0, &error);

  if (answer != NULL)
    error = find_refusal (answer);

  return error != NULL ? dex_future_new_for_error (error) : dex_future_new_true ();
}

/* Takes the object; its clientId lets it be asked for twice. */
static DexFuture *
create (SpicoClient *self,
        const char  *account_id,
        const char  *type_name,
        JsonObject  *object)
{
  g_autofree char *client_id = spico_uuid_new (g_get_real_time ());
  JsonArray *calls = json_array_new ();
  JsonObject *arguments = spico_arguments_new (account_id);
  JsonObject *objects = json_object_new ();

  json_object_set_string_member (object, "clientId", client_id);
  json_object_set_object_member (objects, "one", object);
  json_object_set_object_member (arguments, "create", objects);
  spico_calls_add (calls, type_name, "set", arguments, "s", 0);

  return dex_future_then (call (self, calls), set_answered_cb, NULL, NULL);
}

static DexFuture *
destroy (SpicoClient *self,
         const char  *account_id,
         const char  *type_name,
         const char  *id)
{
  JsonArray *calls = json_array_new ();
  JsonObject *arguments = spico_arguments_new (account_id);
  JsonArray *ids = json_array_new ();

  json_array_add_string_element (ids, id);
  json_object_set_array_member (arguments, "destroy", ids);
  spico_calls_add (calls, type_name, "set", arguments, "s", 0);

  return dex_future_then (call (self, calls), set_answered_cb, NULL, NULL);
}

/* Presence is pulled: one's own, and what it says to oneself, is wanted at once. */
static DexFuture *
account_changed_cb (DexFuture *future,
                    gpointer   data)
{
  SpicoClient *self = SPICO_CLIENT (((gpointer *) data)[0]);
  const char *ids[] = { ((gpointer *) data)[1], NULL };

  return self->sync != NULL ? spico_sync_fetch_principals (self->sync, ids) : dex_future_new_true ();
}

static void
pair_free (gpointer data)
{
  gpointer *pair = data;

  g_object_unref (pair[0]);
  g_free (pair[1]);
  g_free (pair);
}

static DexFuture *
then_fetch (DexFuture   *future,
            SpicoClient *self,
            const char  *account_id)
{
  gpointer *pair = g_new (gpointer, 2);

  pair[0] = g_object_ref (self);
  pair[1] = g_strdup (account_id);

  return dex_future_then (future, account_changed_cb, pair, pair_free);
}

static SpicoAbsence *
read_absence (JsonObject *object)
{
  const char *id = spico_json_get_string (object, "id");
  const char *first_day = spico_json_get_string (object, "firstDay");
  const char *last_day = spico_json_get_string (object, "lastDay");
  const char *message = spico_json_get_string (object, "message");

  if (id == NULL || first_day == NULL || last_day == NULL)
    return NULL;

  return spico_absence_new (id, first_day, last_day, spico_json_get_string (object, "standInId"), message != NULL ? message : "",
                            spico_json_get_string (object, "declaredByPersonId"));
}

static DexFuture *
absences_read_cb (DexFuture *future,
                  gpointer   data)
{
  g_autoptr (GListStore) absences = g_list_store_new (SPICO_TYPE_ABSENCE);
  GError *error = NULL;
  JsonObject *got = spico_calls_find (g_value_get_boxed (dex_future_get_value (future, NULL)), "g", 0, &error);
  JsonArray *list = spico_json_get_array (got, "list");

  if (got == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; list != NULL && i < MIN (json_array_get_length (list), MAX_ABSENCES); i++)
    {
      g_autoptr (SpicoAbsence) absence = read_absence (spico_json_get_element_object (list, i));

      if (absence != NULL)
        g_list_store_append (absences, absence);
    }

  return dex_future_new_take_object (g_steal_pointer (&absences));
}

DexFuture *
spico_client_list_absences (SpicoClient *self,
                            const char  *account_id)
{
  JsonArray *calls;
  JsonObject *filter;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  calls = json_array_new ();
  filter = json_object_new ();
  json_object_set_boolean_member (filter, "isOver", FALSE);
  spico_calls_add_query (calls, "Absence", spico_query_new (account_id, filter, "firstDay", TRUE, MAX_ABSENCES), "q", "g", 0);

  return dex_future_then (call (self, calls), absences_read_cb, NULL, NULL);
}

DexFuture *
spico_client_declare_absence (SpicoClient *self,
                              const char  *account_id,
                              const char  *first_day,
                              const char  *last_day,
                              const char  *stand_in_id,
                              const char  *message)
{
  JsonObject *object;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && first_day != NULL && last_day != NULL && message != NULL, NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "firstDay", first_day);
  json_object_set_string_member (object, "lastDay", last_day);
  if (stand_in_id != NULL)
    json_object_set_string_member (object, "standInId", stand_in_id);
  json_object_set_string_member (object, "message", message);

  return then_fetch (create (self, account_id, "Absence", object), self, account_id);
}

DexFuture *
spico_client_withdraw_absence (SpicoClient *self,
                               const char  *account_id,
                               const char  *absence_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && absence_id != NULL, NULL);

  return then_fetch (destroy (self, account_id, "Absence", absence_id), self, account_id);
}

DexFuture *
spico_client_share_group (SpicoClient *self,
                          const char  *account_id,
                          const char  *group_id,
                          const char  *principal_id)
{
  JsonObject *object;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && group_id != NULL && principal_id != NULL, NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "groupId", group_id);
  json_object_set_string_member (object, "principalId", principal_id);

  return create (self, account_id, "FavouriteGroupShare", object);
}

/* Takes the patch. */
static DexFuture *
update (SpicoClient *self,
        const char  *account_id,
        const char  *type_name,
        const char  *id,
        JsonObject  *patch)
{
  JsonArray *calls = json_array_new ();
  JsonObject *arguments = spico_arguments_new (account_id);
  JsonObject *updates = json_object_new ();

  json_object_set_object_member (updates, id, patch);
  json_object_set_object_member (arguments, "update", updates);
  spico_calls_add (calls, type_name, "set", arguments, "s", 0);

  return dex_future_then (call (self, calls), set_answered_cb, NULL, NULL);
}

DexFuture *
spico_client_set_group_administrator (SpicoClient *self,
                                      const char  *account_id,
                                      const char  *share_id,
                                      gboolean     is_administrator)
{
  JsonObject *patch;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && share_id != NULL, NULL);

  patch = json_object_new ();
  json_object_set_boolean_member (patch, "isAdministrator", is_administrator);

  return update (self, account_id, "FavouriteGroupShare", share_id, patch);
}

DexFuture *
spico_client_withdraw_message (SpicoClient *self,
                               const char  *account_id,
                               const char  *message_id)
{
  JsonObject *patch;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && message_id != NULL, NULL);

  patch = json_object_new ();
  json_object_set_boolean_member (patch, "isWithdrawn", TRUE);

  return update (self, account_id, "Message", message_id, patch);
}

static DexFuture *
traced_cb (DexFuture *future,
           gpointer   data)
{
  JsonObject *response = g_value_get_boxed (dex_future_get_value (future, NULL));
  const char *type = spico_calls_error_type (response, "e", 0);
  GError *error = NULL;

  if (type != NULL && (g_str_equal (type, "notFound") || g_str_equal (type, "accountNotFound")))
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND, "There is no such conversation");

  return spico_calls_find (response, "e", 0, &error) != NULL ? dex_future_new_true () : dex_future_new_for_error (error);
}

DexFuture *
spico_client_trace_export (SpicoClient *self,
                           const char  *account_id,
                           const char  *conversation_id)
{
  JsonArray *calls;
  JsonObject *arguments;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  calls = json_array_new ();
  arguments = spico_arguments_new (account_id);
  json_object_set_string_member (arguments, "id", conversation_id);
  spico_calls_add (calls, "Conversation", "export", arguments, "e", 0);

  return dex_future_then (call (self, calls), traced_cb, NULL, NULL);
}

DexFuture *
spico_client_assign_conversation (SpicoClient *self,
                                  const char  *account_id,
                                  const char  *conversation_id,
                                  const char  *person_id)
{
  JsonObject *patch;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  patch = json_object_new ();
  if (person_id != NULL)
    json_object_set_string_member (patch, "assignedPersonId", person_id);
  else
    json_object_set_null_member (patch, "assignedPersonId");

  return update (self, account_id, "Conversation", conversation_id, patch);
}

DexFuture *
spico_client_withdraw_group_share (SpicoClient *self,
                                   const char  *account_id,
                                   const char  *share_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && share_id != NULL, NULL);

  return destroy (self, account_id, "FavouriteGroupShare", share_id);
}

DexFuture *
spico_client_notify (SpicoClient *self,
                     const char  *account_id,
                     const char  *principal_id)
{
  JsonObject *object;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && principal_id != NULL, NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "principalId", principal_id);

  return create (self, account_id, "Notification", object);
}

static const char *
nick_of (GType type,
         int   value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);

  return g_enum_get_value (klass, value)->value_nick;
}

static JsonObject *
make_delegation (const char          *delegator_id,
                 const char          *delegate_id,
                 SpicoDelegationScope scope)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "delegatorId", delegator_id);
  json_object_set_string_member (object, "delegateId", delegate_id);
  json_object_set_string_member (object, "scope", nick_of (SPICO_TYPE_DELEGATION_SCOPE, scope));

  return object;
}

DexFuture *
spico_client_ask_delegation (SpicoClient         *self,
                             const char          *delegator_id,
                             SpicoDelegationScope scope)
{
  const char *person_id;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (delegator_id != NULL, NULL);

  person_id = spico_client_get_person_id (self);

  return create (self, person_id, "Delegation", make_delegation (delegator_id, person_id, scope));
}

DexFuture *
spico_client_offer_delegation (SpicoClient         *self,
                               const char          *delegate_id,
                               SpicoDelegationScope scope,
                               const char          *ends_on)
{
  const char *person_id;
  JsonObject *object;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (delegate_id != NULL, NULL);

  person_id = spico_client_get_person_id (self);
  object = make_delegation (person_id, delegate_id, scope);
  if (ends_on != NULL)
    json_object_set_string_member (object, "endsOn", ends_on);

  return create (self, person_id, "Delegation", object);
}

DexFuture *
spico_client_set_delegation (SpicoClient          *self,
                             const char           *account_id,
                             const char           *delegation_id,
                             SpicoDelegationStatus status)
{
  JsonObject *patch;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && delegation_id != NULL, NULL);

  patch = json_object_new ();
  json_object_set_string_member (patch, "status", nick_of (SPICO_TYPE_DELEGATION_STATUS, status));

  return update (self, account_id, "Delegation", delegation_id, patch);
}

/* ---- What is asked of the operator about groups ---- */

static SpicoGroupRequest *
read_group_request (JsonObject *object)
{
  static const char *const statuses[] = {
    [SPICO_GROUP_REQUEST_PENDING] = "pending",
    [SPICO_GROUP_REQUEST_DONE] = "done",
    [SPICO_GROUP_REQUEST_REFUSED] = "refused",
  };
  const char *id = spico_json_get_string (object, "id");
  const char *successor_id = spico_json_get_string (object, "successorId");
  const char *status = spico_json_get_string (object, "status");
  const char *answered_at = spico_json_get_string (object, "answeredAt");
  gint64 at = spico_json_parse_time (answered_at != NULL ? answered_at : spico_json_get_string (object, "createdAt"));

  if (id == NULL || successor_id == NULL || at == 0)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (g_strcmp0 (status, statuses[i]) == 0)
        return spico_group_request_new (id, successor_id, (SpicoGroupRequestStatus) i, at);
    }

  return NULL;
}

static DexFuture *
group_requests_read_cb (DexFuture *future,
                        gpointer   data)
{
  g_autoptr (GListStore) requests = g_list_store_new (SPICO_TYPE_GROUP_REQUEST);
  g_autoptr (SpicoGroupRequest) request = NULL;
  GError *error = NULL;
  JsonObject *got = spico_calls_find (g_value_get_boxed (dex_future_get_value (future, NULL)), "g", 0, &error);
  JsonArray *list = spico_json_get_array (got, "list");

  if (got == NULL)
    return dex_future_new_for_error (error);

  if (list != NULL && json_array_get_length (list) > 0)
    request = read_group_request (spico_json_get_element_object (list, 0));
  if (request != NULL)
    g_list_store_append (requests, request);

  return dex_future_new_take_object (g_steal_pointer (&requests));
}

DexFuture *
spico_client_list_group_requests (SpicoClient *self,
                                  const char  *account_id,
                                  const char  *group_id)
{
  JsonArray *calls;
  JsonObject *filter;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && group_id != NULL, NULL);

  calls = json_array_new ();
  filter = json_object_new ();
  json_object_set_string_member (filter, "groupId", group_id);
  spico_calls_add_query (calls, "GroupRequest", spico_query_new (account_id, filter, "createdAt", FALSE, 1), "q", "g", 0);

  return dex_future_then (call (self, calls), group_requests_read_cb, NULL, NULL);
}

DexFuture *
spico_client_request_administrator (SpicoClient *self,
                                    const char  *account_id,
                                    const char  *group_id,
                                    const char  *successor_id)
{
  JsonObject *object;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && group_id != NULL && successor_id != NULL, NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "groupId", group_id);
  json_object_set_string_member (object, "successorId", successor_id);

  return create (self, account_id, "GroupRequest", object);
}

DexFuture *
spico_client_withdraw_group_request (SpicoClient *self,
                                     const char  *account_id,
                                     const char  *request_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && request_id != NULL, NULL);

  return destroy (self, account_id, "GroupRequest", request_id);
}

/* ---- Devices ---- */

static SpicoDevice *
read_device (JsonObject *object)
{
  const char *id = spico_json_get_string (object, "id");
  const char *name = spico_json_get_string (object, "name");
  SpicoDeviceTimes times = {
    spico_json_parse_time (spico_json_get_string (object, "createdAt")),
    spico_json_parse_time (spico_json_get_string (object, "lastUsedAt")),
    spico_json_parse_time (spico_json_get_string (object, "endedAt")),
  };

  if (id == NULL || name == NULL || times.signed_in_at == 0 || times.last_used_at == 0)
    return NULL;

  return spico_device_new (id, name, &times, spico_json_get_boolean (object, "isCurrent"), spico_json_get_boolean (object, "mustErase"));
}

/* This one, those that are in use, those that wait to be erased; each the latest first. */
static int
compare_devices (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  SpicoDevice *one = (SpicoDevice *) a;
  SpicoDevice *other = (SpicoDevice *) b;
  gint64 difference;

  if (spico_device_is_current (one) != spico_device_is_current (other))
    return spico_device_is_current (one) ? -1 : 1;
  if (spico_device_must_erase (one) != spico_device_must_erase (other))
    return spico_device_must_erase (one) ? 1 : -1;

  difference = spico_device_get_times (other)->last_used_at - spico_device_get_times (one)->last_used_at;
  if (difference == 0)
    difference = spico_device_get_times (other)->signed_in_at - spico_device_get_times (one)->signed_in_at;

  return difference < 0 ? -1 : difference > 0;
}

static DexFuture *
devices_read_cb (DexFuture *future,
                 gpointer   data)
{
  g_autoptr (GListStore) devices = g_list_store_new (SPICO_TYPE_DEVICE);
  GError *error = NULL;
  JsonObject *got = spico_calls_find (g_value_get_boxed (dex_future_get_value (future, NULL)), "g", 0, &error);
  JsonArray *list = spico_json_get_array (got, "list");

  if (got == NULL)
    return dex_future_new_for_error (error);

  for (guint i = 0; list != NULL && i < MIN (json_array_get_length (list), MAX_DEVICES); i++)
    {
      g_autoptr (SpicoDevice) device = read_device (spico_json_get_element_object (list, i));

      if (device != NULL)
        g_list_store_insert_sorted (devices, device, compare_devices, NULL);
    }

  return dex_future_new_take_object (g_steal_pointer (&devices));
}

DexFuture *
spico_client_list_devices (SpicoClient *self)
{
  JsonArray *calls;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (self->person_id != NULL, NULL);

  calls = json_array_new ();
  spico_calls_add_query (calls, "Device", spico_query_new (self->person_id, NULL, "createdAt", FALSE, MAX_DEVICES), "q", "g", 0);

  return dex_future_then (call (self, calls), devices_read_cb, NULL, NULL);
}

DexFuture *
spico_client_rename_device (SpicoClient *self,
                            const char  *device_id,
                            const char  *name)
{
  JsonObject *patch;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (self->person_id != NULL && device_id != NULL && name != NULL, NULL);

  patch = json_object_new ();
  json_object_set_string_member (patch, "name", name);

  return update (self, self->person_id, "Device", device_id, patch);
}

DexFuture *
spico_client_erase_device (SpicoClient *self,
                           const char  *device_id)
{
  JsonObject *patch;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (self->person_id != NULL && device_id != NULL, NULL);

  patch = json_object_new ();
  json_object_set_boolean_member (patch, "mustErase", TRUE);

  return update (self, self->person_id, "Device", device_id, patch);
}
