/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an account is told of what happens: shown from the store, changed on line only. */
#include "spico-account-profile-private.h"
#include "spico-calls.h"
#include "spico-client-private.h"
#include "spico-json.h"
#include "spico-store-profiles.h"
#include "spico-store-pull.h"
#include "spico-store-reads.h"

typedef struct {
  SpicoStore *store;
  char *account_id;
  gboolean is_code;
} Update;

static void
update_free (gpointer data)
{
  Update *update = data;

  g_object_unref (update->store);
  g_free (update->account_id);
  g_free (update);
}

static GError *
find_refusal (JsonObject *answer)
{
  const char *type = spico_calls_find_refusal (answer, "notUpdated");

  if (type == NULL)
    return NULL;
  if (g_str_equal (type, "rateLimit"))
    return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CONFLICT, "It was asked for too often");
  if (g_str_equal (type, "forbidden"))
    return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_FORBIDDEN, "The region does not do that");

  return g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, "The server refuses it");
}

static DexFuture *
say_proved_cb (DexFuture *future,
               gpointer   data)
{
  return dex_future_new_for_boolean (GPOINTER_TO_INT (data));
}

/* Nothing is pending any more once the code was the right one. */
static gboolean
is_proved (JsonObject *got)
{
  JsonArray *list = spico_json_get_array (got, "list");
  JsonObject *object = list != NULL && json_array_get_length (list) > 0 ? spico_json_get_element_object (list, 0) : NULL;

  return object != NULL && g_strcmp0 (spico_json_get_string (object, "pendingMail"), "") == 0;
}

/* What the server has now is in the store before anybody is told that it was done. */
static DexFuture *
answered_cb (DexFuture *future,
             gpointer   data)
{
  Update *update = data;
  JsonObject *response = g_value_get_boxed (dex_future_get_value (future, NULL));
  GError *error = NULL;
  DexFuture *written;
  JsonObject *answer = spico_calls_find (response, "s", 0, &error);
  JsonObject *got = answer != NULL ? spico_calls_find (response, "g", 0, &error) : NULL;

  if (got != NULL)
    error = find_refusal (answer);
  if (error != NULL)
    return dex_future_new_for_error (error);

  written = spico_store_write (update->store, spico_store_write_profile, spico_profile_setting_new (update->account_id, got), spico_setting_free);
  return update->is_code ? dex_future_then (written, say_proved_cb, GINT_TO_POINTER (is_proved (got)), NULL) : written;
}

static JsonArray *
make_calls (const char *account_id,
            JsonObject *patch)
{
  JsonArray *calls = json_array_new ();
  JsonObject *set = spico_arguments_new (account_id);
  JsonObject *get = spico_arguments_new (account_id);
  JsonObject *updates = json_object_new ();

  json_object_set_object_member (updates, account_id, patch);
  json_object_set_object_member (set, "update", updates);
  json_object_set_null_member (get, "ids");
  spico_calls_add (calls, spico_type_profile.name, "set", set, "s", 0);
  spico_calls_add (calls, spico_type_profile.name, "get", get, "g", 0);

  return calls;
}

/* Takes the patch. */
static DexFuture *
update (SpicoClient *self,
        const char  *account_id,
        JsonObject  *patch,
        gboolean     is_code)
{
  JsonArray *calls = make_calls (account_id, patch);
  Update *update;

  if (self->sync == NULL || self->store == NULL)
    {
      json_array_unref (calls);
      return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");
    }

  update = g_new0 (Update, 1);
  update->store = g_object_ref (self->store);
  update->account_id = g_strdup (account_id);
  update->is_code = is_code;

  return dex_future_then (spico_sync_call (self->sync, calls), answered_cb, update, update_free);
}

DexFuture *
spico_client_set_profile_text (SpicoClient *self,
                               const char  *account_id,
                               const char  *property,
                               const char  *text)
{
  JsonObject *patch;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && property != NULL && text != NULL, NULL);

  patch = json_object_new ();
  json_object_set_string_member (patch, property, text);

  return update (self, account_id, patch, FALSE);
}

DexFuture *
spico_client_try_profile_code (SpicoClient *self,
                               const char  *account_id,
                               const char  *code)
{
  JsonObject *patch;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && code != NULL, NULL);

  patch = json_object_new ();
  json_object_set_string_member (patch, "code", code);

  return update (self, account_id, patch, TRUE);
}

DexFuture *
spico_client_set_profile_switch (SpicoClient *self,
                                 const char  *account_id,
                                 const char  *property,
                                 gboolean     is_on)
{
  JsonObject *patch;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && property != NULL, NULL);

  patch = json_object_new ();
  json_object_set_boolean_member (patch, property, is_on);

  return update (self, account_id, patch, FALSE);
}

SpicoAccountProfile *
spico_client_get_account_profile (SpicoClient *self,
                                  const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  return spico_account_profile_new (self->store, account_id);
}

DexFuture *
spico_client_load_typed_profile (SpicoClient *self,
                                 const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  if (self->store == NULL)
    return dex_future_new_take_string (NULL);

  return spico_store_read (self->store, spico_read_setting, spico_profile_typed_setting_name (account_id), g_free);
}

DexFuture *
spico_client_save_typed_profile (SpicoClient *self,
                                 const char  *account_id,
                                 const char  *text)
{
  SpicoSetting *setting;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && text != NULL, NULL);

  if (self->store == NULL)
    return dex_future_new_true ();

  setting = g_new0 (SpicoSetting, 1);
  setting->name = spico_profile_typed_setting_name (account_id);
  setting->value = g_strdup (text);

  return spico_store_write (self->store, spico_store_write_setting, setting, spico_setting_free);
}
