/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in with a provider (F002), and the lock of whoever has no other password (X018). The sign-in itself is in spico-client-opening.c. */
#include "spico-client-sign-in.h"

#include "spico-client-keys.h"
#include "spico-client-private.h"
#include "spico-secret.h"

static DexFuture *
reject (SpicoClientError code,
        const char      *message)
{
  return dex_future_new_for_error (g_error_new_literal (SPICO_CLIENT_ERROR, code, message));
}

gboolean
spico_client_is_lock_password (const char *password)
{
  g_return_val_if_fail (password != NULL, FALSE);

  return g_utf8_validate (password, -1, NULL) && g_utf8_strlen (password, -1) >= SPICO_LOCK_PASSWORD_MIN;
}

/* The ways */

static DexFuture *
metadata_cb (DexFuture *future,
             gpointer   data)
{
  const char *server_uri = data;
  g_autoptr (GError) failure = NULL;
  const GValue *value = dex_future_get_value (future, &failure);
  SpicoSignInWays *ways;
  GError *error = NULL;

  if (value != NULL)
    ways = spico_sign_in_ways_parse (server_uri, json_node_get_object (g_value_get_boxed (value)), &error);
  else if (g_error_matches (failure, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND))
    ways = spico_sign_in_ways_new_password (server_uri);
  else
    return dex_future_new_for_error (g_steal_pointer (&failure));

  return ways != NULL ? dex_future_new_take_object (ways) : dex_future_new_for_error (error);
}

DexFuture *
spico_client_ask_sign_in_ways (SpicoClient *self,
                               const char  *server_uri)
{
  g_autofree char *normal = NULL;
  g_autoptr (SpicoSession) session = NULL;
  GError *error = NULL;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (server_uri != NULL, NULL);

  normal = spico_session_normalize_uri (server_uri, &error);
  if (normal == NULL)
    return dex_future_new_for_error (error);

  session = spico_session_new (normal, "", self->credentials);

  return dex_future_finally (spico_session_ask_metadata (session), metadata_cb, g_strdup (normal), g_free);
}

SpicoAuthorization *
spico_client_authorize (SpicoClient     *self,
                        SpicoSignInWays *ways,
                        const char      *expected_login)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_SIGN_IN_WAYS (ways), NULL);

  return spico_authorization_new (ways, spico_session_new (spico_sign_in_ways_get_server_uri (ways), "", self->credentials), expected_login, self->device_name);
}

gboolean
spico_client_uses_provider (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), FALSE);

  return self->profile != NULL && self->profile->uses_provider;
}

gboolean
spico_client_has_own_lock (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), FALSE);

  return self->profile != NULL && self->profile->has_own_lock;
}

/* Another password */

typedef struct {
  SpicoClient *client;
  char *password;
  char *new_password;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->client);
  spico_secret_free (change->password);
  spico_secret_free (change->new_password);
  g_free (change);
}

/* Awaits. Whoever finds it open does not thereby know what unlocks it. */
static gboolean
await_change (SpicoClient *self,
              Change      *change,
              GError     **error)
{
  g_autoptr (SpicoProfile) profile = spico_profile_copy (self->profile);
  g_autoptr (GBytes) own_key = g_bytes_ref (self->key);
  GError *local_error = NULL;
  g_autoptr (GBytes) key = spico_client_await_try_password (self, profile, change->password, &local_error);

  if (key == NULL && local_error == NULL)
    g_set_error_literal (&local_error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_KEYRING, "The key is not there");
  /* What was counted. */
  if (self->state == SPICO_CLIENT_READY)
    spico_client_take_profile (self, profile);
  else if (local_error == NULL)
    g_set_error_literal (&local_error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STATE, "It was locked meanwhile");
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  if (!spico_keys_await_keep (self->credentials, profile, own_key, change->new_password, error))
    return FALSE;
  self->profile->has_own_lock = TRUE;

  return spico_client_await_save_profile (self, error);
}

static DexFuture *
change_fiber (gpointer data)
{
  Change *change = data;
  GError *error = NULL;

  if (change->client->state != SPICO_CLIENT_READY)
    return reject (SPICO_CLIENT_ERROR_STATE, "Nothing is open");

  return await_change (change->client, change, &error) ? dex_future_new_true () : dex_future_new_for_error (error);
}

DexFuture *
spico_client_change_lock_password (SpicoClient *self,
                                   const char  *password,
                                   const char  *new_password)
{
  Change *change;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (password != NULL && new_password != NULL, NULL);

  if (!spico_client_is_lock_password (new_password))
    return reject (SPICO_CLIENT_ERROR_INVALID, "The password is too short");

  change = g_new0 (Change, 1);
  change->client = g_object_ref (self);
  change->password = g_strdup (password);
  change->new_password = g_strdup (new_password);

  return dex_scheduler_spawn (NULL, SPICO_VIEW_FIBER_STACK, change_fiber, change, change_free);
}
