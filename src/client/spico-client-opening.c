/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is signed in: opening the last store, signing in, signing out. */
#include "spico-client-keys.h"
#include "spico-client-lock.h"
#include "spico-client-private.h"
#include "spico-client-sign-in.h"
#include "spico-json.h"
#include "spico-lock.h"
#include "spico-secret.h"
#include "spico-store-accounts.h"
#include "spico-store-contact.h"
#include "spico-store-objects.h"
#include "spico-store-reads.h"

#define REVOKE_S 5

static DexFuture *
reject (SpicoClientError code,
        const char      *message)
{
  return dex_future_new_for_error (g_error_new_literal (SPICO_CLIENT_ERROR, code, message));
}

typedef struct {
  SpicoClient *client;
  char *server_uri;
  char *login;
  char *password;
  char *former_password;
  gboolean is_afresh;                /* what is kept here under another password is erased; of a provider, their password is a new one */
  SpicoAuthorization *authorization; /* who comes from a provider; their password is that of this computer's lock alone */
} Opening;

static Opening *
opening_new (SpicoClient *self)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->client = g_object_ref (self);

  return opening;
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->client);
  g_free (opening->server_uri);
  g_free (opening->login);
  spico_secret_free (opening->password);
  spico_secret_free (opening->former_password);
  g_clear_object (&opening->authorization);
  g_free (opening);
}

/* Awaits. What the windows show first is read before anyone is told that the store is open. */
static gboolean
await_contents (SpicoClient *self,
                GError     **error)
{
  g_autoptr (SpicoRows) accounts = dex_await_boxed (spico_store_read (self->store, spico_read_accounts, NULL, NULL), error);
  g_autoptr (SpicoRows) waiting = accounts != NULL ? dex_await_boxed (spico_store_read (self->store, spico_read_waiting, NULL, NULL), error) : NULL;
  g_autoptr (SpicoRows) contact = waiting != NULL ? dex_await_boxed (spico_store_read (self->store, spico_read_contact, NULL, NULL), error) : NULL;

  if (contact == NULL)
    return FALSE;
  spico_client_apply_contact (self, contact);
  spico_client_apply_accounts (self, accounts);
  spico_client_apply_waiting (self, waiting);

  return TRUE;
}

/* How the person is called is known once their accounts are. */
static void
note_person (SpicoClient *self)
{
  g_autoptr (SpicoAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);

  if (account != NULL)
    g_set_str (&self->profile->name, spico_account_get_name (account));
  self->profile->failed_count = 0;
}

/* Awaits. The store of somebody who has signed in before, and then the network. That they were here is still to be kept. */
gboolean
spico_client_await_open_store (SpicoClient  *self,
                               SpicoProfile *profile,
                               GBytes       *key,
                               GError      **error)
{
  g_autoptr (SpicoStore) store = NULL;
  g_autoptr (SpicoSession) session = NULL;
  g_autofree char *path = spico_profile_get_store_path (profile);
  g_autofree char *person_id = NULL;

  store = dex_await_object (spico_store_open (path, key), error);
  if (store == NULL)
    return FALSE;
  person_id = dex_await_string (spico_store_read (store, spico_read_setting, g_strdup ("person"), g_free), error);
  if (person_id == NULL)
    return FALSE;

  spico_client_take_profile (self, profile);
  spico_client_take_store (self, store, key);
  self->wanted_account_id = dex_await_string (spico_store_read (store, spico_read_setting, g_strdup ("account"), g_free), NULL);
  spico_client_take_person (self, person_id);
  if (!await_contents (self, error))
    return FALSE;

  note_person (self);
  session = spico_session_new (profile->server_uri, profile->login, self->credentials);
  spico_client_take_network (self, session);

  return TRUE;
}

/* Where several share the computer, each finds it locked; so does whoever was away for longer than one may be, whatever their clock says. */
static gboolean
must_lock (SpicoClient  *self,
           SpicoProfile *profile)
{
  gint64 away = (g_get_real_time () - profile->used_at) / G_USEC_PER_SEC;

  return self->profiles->len > 1 || (self->lock_delay > 0 && (away < 0 || away > self->lock_delay));
}

/* Awaits. The state in which whoever was here last finds it. */
static SpicoClientState
await_last (SpicoClient *self,
            GError     **error)
{
  GError *local_error = NULL;
  g_autoptr (SpicoProfile) profile = NULL;
  g_autoptr (GBytes) key = NULL;
  gboolean is_lockable;

  if (!spico_client_await_profiles (self, error) || self->profiles->len == 0)
    return SPICO_CLIENT_SIGNED_OUT;

  profile = spico_profile_copy (g_ptr_array_index (self->profiles, 0));
  key = spico_keys_await_clear (self->credentials, profile, &local_error);
  /* Whoever finds it open does not wait for what only a lock needs. */
  is_lockable = local_error == NULL && (key == NULL || must_lock (self, profile)) && spico_keys_await_is_lockable (self->credentials, profile, &local_error);
  if (local_error == NULL && key != NULL && is_lockable && spico_keys_await_lock (self->credentials, profile, key, &local_error))
    g_clear_pointer (&key, g_bytes_unref);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return SPICO_CLIENT_SIGNED_OUT;
    }

  if (key != NULL)
    return spico_client_await_open_store (self, profile, key, error) ? SPICO_CLIENT_READY : SPICO_CLIENT_SIGNED_OUT;
  if (is_lockable)
    spico_client_take_profile (self, profile);

  return is_lockable ? SPICO_CLIENT_LOCKED : SPICO_CLIENT_SIGNED_OUT;
}

static DexFuture *
spawn (Opening      *opening,
       DexFiberFunc  func)
{
  return dex_scheduler_spawn (NULL, SPICO_VIEW_FIBER_STACK, func, opening, opening_free);
}

/* The disk may take its time, or take nothing: whoever was here before is found here again all the same, behind the lock at worst. */
static DexFuture *
keep_use_fiber (gpointer data)
{
  SpicoClient *self = ((Opening *) data)->client;

  if (self->profile != NULL)
    spico_client_await_save_profile (self, NULL);

  return dex_future_new_true ();
}

static DexFuture *
open_last_fiber (gpointer data)
{
  SpicoClient *self = ((Opening *) data)->client;
  GError *error = NULL;
  SpicoClientState state;

  spico_client_set_state (self, SPICO_CLIENT_OPENING);
  state = await_last (self, &error);
  if (state != SPICO_CLIENT_READY)
    spico_client_await_drop_store (self);
  spico_client_set_state (self, state);
  if (state == SPICO_CLIENT_READY)
    dex_future_disown (spawn (opening_new (self), keep_use_fiber));
  /* A keyring that stays locked is not asked again and again: each time it would ask its person. */
  if (error == NULL)
    spico_client_ask_erasure (self);

  return error != NULL ? dex_future_new_for_error (error) : dex_future_new_for_boolean (state != SPICO_CLIENT_SIGNED_OUT);
}

static const char *
find_person (JsonObject *session)
{
  JsonObject *accounts = spico_json_get_object (session, "accounts");
  g_autoptr (GList) ids = accounts != NULL ? json_object_get_members (accounts) : NULL;

  for (GList *link = ids; link != NULL; link = link->next)
    {
      if (spico_json_get_boolean (spico_json_get_object (accounts, link->data), "isPersonal"))
        return link->data;
    }

  return NULL;
}

static void
set_locked_error (SpicoProfile *profile,
                  GError      **error)
{
  if (profile->has_own_lock)
    g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OWN_LOCK, "The password of this computer locks what is kept here");
  else
    g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_LOCKED, "Another password locks what is kept here");
}

/* Awaits. The key of what is kept here, that one of the passwords opens. %NULL without an error where nothing is kept that is worth it. */
static GBytes *
await_locked_key (SpicoClient  *self,
                  SpicoProfile *profile,
                  Opening      *opening,
                  GError      **error)
{
  GError *local_error = NULL;
  GBytes *key = spico_keys_await_open (self->credentials, profile, opening->password, &local_error);

  if (!g_error_matches (local_error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD))
    {
      if (local_error != NULL)
        g_propagate_error (error, local_error);
      return key;
    }
  g_error_free (local_error);

  if (opening->former_password != NULL)
    return spico_client_await_try_password (self, profile, opening->former_password, error);
  if (!opening->is_afresh)
    set_locked_error (profile, error);

  return NULL;
}

/* Awaits. Of somebody who comes from a provider: the password of this computer. %NULL without an error where what is kept here is erased. */
static GBytes *
await_own_key (SpicoClient  *self,
               SpicoProfile *profile,
               Opening      *opening,
               GError      **error)
{
  return opening->is_afresh ? NULL : spico_client_await_try_password (self, profile, opening->password, error);
}

/* Awaits. A lock that is there already stays as it is. */
static gboolean
await_keep_key (SpicoClient  *self,
                SpicoProfile *profile,
                Opening      *opening,
                GBytes       *key,
                GError      **error)
{
  if (opening->authorization != NULL && !opening->is_afresh)
    return spico_keys_await_unlock (self->credentials, profile, key, error);

  return spico_keys_await_keep (self->credentials, profile, key, opening->password, error);
}

/* Awaits. The key that the keyring has, or a new one for a store that is begun anew; the password that was typed now locks it. */
static GBytes *
await_key (SpicoClient  *self,
           SpicoProfile *profile,
           Opening      *opening,
           GError      **error)
{
  GError *local_error = NULL;
  g_autoptr (GBytes) key = spico_keys_await_clear (self->credentials, profile, &local_error);
  gboolean is_afresh;

  if (key == NULL && local_error == NULL)
    key = opening->authorization != NULL ? await_own_key (self, profile, opening, &local_error) : await_locked_key (self, profile, opening, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }

  is_afresh = key == NULL;
  if (!dex_await (spico_profile_prepare (profile, is_afresh), error))
    return NULL;
  if (is_afresh)
    key = spico_lock_make_key ();
  if (!await_keep_key (self, profile, opening, key, error))
    return NULL;

  return g_steal_pointer (&key);
}

/* Awaits. The person's store, in the place of what is open. */
static gboolean
await_store (SpicoClient  *self,
             SpicoProfile *profile,
             Opening      *opening,
             GError      **error)
{
  g_autofree char *path = spico_profile_get_store_path (profile);
  g_autoptr (GBytes) key = NULL;
  g_autoptr (SpicoStore) store = NULL;

  /* Somebody else's is locked; that the keyring failed then will be said in a moment, of this one. */
  if (self->store != NULL && spico_keys_await_is_lockable (self->credentials, self->profile, NULL))
    spico_client_await_lock (self, NULL);
  else
    spico_client_await_drop_store (self);

  key = await_key (self, profile, opening, error);
  store = key != NULL ? dex_await_object (spico_store_open (path, key), error) : NULL;
  if (store == NULL)
    return FALSE;
  spico_client_take_profile (self, profile);
  spico_client_take_store (self, store, key);

  return TRUE;
}

typedef struct {
  char *person_id;
  JsonObject *session;
} Welcome;

static void
welcome_free (gpointer data)
{
  Welcome *welcome = data;

  g_free (welcome->person_id);
  json_object_unref (welcome->session);
  g_free (welcome);
}

static DexFuture *
write_welcome (SpicoTransaction *transaction,
               gpointer          data)
{
  Welcome *welcome = data;
  GError *error = NULL;

  if (!spico_store_put_setting (transaction, "person", welcome->person_id, &error) || !spico_store_put_accounts (transaction, welcome->session, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static gboolean
is_same_person (SpicoClient  *self,
                SpicoProfile *profile)
{
  return self->store != NULL && g_str_equal (self->profile->folder, profile->folder);
}

/* With what is noted of somebody who is known here. */
static SpicoProfile *
find_profile (SpicoClient *self,
              Opening     *opening)
{
  for (guint i = 0; self->profiles != NULL && i < self->profiles->len; i++)
    {
      SpicoProfile *profile = g_ptr_array_index (self->profiles, i);

      if (g_str_equal (profile->server_uri, opening->server_uri) && g_str_equal (profile->login, opening->login))
        return spico_profile_copy (profile);
    }

  return spico_profile_new (self->data_dir, opening->server_uri, opening->login);
}

/* Awaits. Before anybody makes room for whoever comes from a provider: what is kept here opens by the password of this computer, and what will be kept needs one. */
static gboolean
await_check_lock (SpicoClient  *self,
                  SpicoProfile *profile,
                  Opening      *opening,
                  GError      **error)
{
  GError *local_error = NULL;
  gboolean is_lockable = spico_keys_await_is_lockable (self->credentials, profile, &local_error);
  g_autoptr (GBytes) key = local_error == NULL && !is_same_person (self, profile) ? spico_keys_await_clear (self->credentials, profile, &local_error) : NULL;
  gboolean is_open = key != NULL || is_same_person (self, profile);

  if (local_error == NULL && !is_lockable && !opening->is_afresh)
    g_set_error_literal (&local_error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NO_LOCK, "Nothing would lock what is kept here");
  else if (local_error == NULL && !is_open && opening->password == NULL)
    set_locked_error (profile, &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, local_error);
  return FALSE;
}

/* Awaits. Nobody will use that session, or nobody any more. */
static void
await_revoke (SpicoSession *session)
{
  dex_await (dex_future_first (spico_session_revoke (session), dex_timeout_new_seconds (REVOKE_S), NULL), NULL);
}

/* Awaits. The session that this device had before is of no use any more: it would stand in « Mes appareils » until it ends by itself (B019). */
static void
await_end_former (SpicoClient  *self,
                  SpicoProfile *profile)
{
  g_autoptr (SpicoSession) former = spico_session_new (profile->server_uri, profile->login, self->credentials);

  /* Where it is locked, its token is in clear then. */
  spico_keys_await_unlock (self->credentials, profile, self->key, NULL);
  await_revoke (former);
}

/* Awaits. The session object of who signs in: with a password now, or with a provider a moment ago. */
static JsonObject *
await_session_object (SpicoClient  *self,
                      Opening      *opening,
                      SpicoSession *session,
                      GError      **error)
{
  if (opening->authorization != NULL)
    return json_object_ref (spico_session_get_object (session));
  if (!dex_await (spico_session_sign_in (session, opening->password, self->device_name != NULL ? self->device_name : ""), error))
    return NULL;

  return dex_await_boxed (spico_session_fetch (session), error);
}

/* Awaits. Whoever is open stays so; somebody else comes in their place. */
static gboolean
await_take_place (SpicoClient  *self,
                  SpicoProfile *profile,
                  Opening      *opening,
                  GError      **error)
{
  if (opening->authorization != NULL && !await_check_lock (self, profile, opening, error))
    return FALSE;
  if (!is_same_person (self, profile))
    return await_store (self, profile, opening, error);
  if (opening->authorization != NULL && !opening->is_afresh)
    return TRUE;

  return spico_keys_await_keep (self->credentials, profile, self->key, opening->password, error);
}

/* By which way one came is the one that is offered first when one comes back. */
static void
note_way (SpicoClient *self,
          Opening     *opening)
{
  self->profile->uses_provider = opening->authorization != NULL;
  self->profile->has_own_lock = opening->authorization != NULL && (opening->is_afresh || self->profile->has_own_lock);
}

/* Awaits. */
static gboolean
await_sign_in (SpicoClient  *self,
               Opening      *opening,
               SpicoSession *session,
               GError      **error)
{
  g_autoptr (SpicoProfile) profile = find_profile (self, opening);
  g_autoptr (JsonObject) object = await_session_object (self, opening, session, error);
  g_autofree char *person_id = NULL;
  Welcome *welcome;

  if (object == NULL)
    return FALSE;
  person_id = g_strdup (find_person (object));
  if (person_id == NULL)
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_A_SERVER, "The session has no person");
      return FALSE;
    }

  spico_client_await_erase_if_asked (self, profile);
  if (!await_take_place (self, profile, opening, error))
    return FALSE;
  spico_client_take_person (self, person_id);
  await_end_former (self, profile);

  welcome = g_new0 (Welcome, 1);
  welcome->person_id = g_strdup (person_id);
  welcome->session = json_object_ref (object);
  note_way (self, opening);
  if (!dex_await (spico_store_write (self->store, write_welcome, welcome, welcome_free), error) ||
      !dex_await (spico_session_save_tokens (session), error) ||
      !await_contents (self, error))
    return FALSE;
  note_person (self);
  if (!spico_client_await_save_profile (self, error))
    return FALSE;

  spico_client_take_network (self, session);

  return TRUE;
}

static SpicoSession *
take_session (SpicoClient *self,
              Opening     *opening)
{
  if (opening->authorization != NULL)
    return g_object_ref (spico_authorization_get_session (opening->authorization));

  return spico_session_new (opening->server_uri, opening->login, self->credentials);
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  Opening *opening = data;
  SpicoClient *self = opening->client;
  SpicoClientState former = self->state;
  g_autoptr (SpicoProfile) former_profile = self->profile != NULL ? spico_profile_copy (self->profile) : NULL;
  g_autoptr (SpicoSession) session = take_session (self, opening);
  GError *error = NULL;

  if (former != SPICO_CLIENT_READY)
    spico_client_set_state (self, SPICO_CLIENT_OPENING);
  if (await_sign_in (self, opening, session, &error))
    {
      if (opening->authorization != NULL)
        spico_authorization_set_used (opening->authorization);
      spico_client_set_state (self, SPICO_CLIENT_READY);
      return dex_future_new_true ();
    }

  /* The server has begun it; what a provider's word began may still serve, once there is a lock. */
  if (opening->authorization == NULL && spico_session_get_object (session) != NULL)
    await_revoke (session);
  /* What was counted. */
  spico_client_await_profiles (self, NULL);
  /* Whoever is open stays so, unless it is they who had to make room. */
  if (former != SPICO_CLIENT_READY || !is_same_person (self, former_profile))
    {
      spico_client_await_drop_store (self);
      spico_client_take_profile (self, former_profile);
      spico_client_set_state (self, former == SPICO_CLIENT_READY ? SPICO_CLIENT_LOCKED : former);
    }

  return dex_future_new_for_error (error);
}

/* Awaits. Nobody is chosen any more; the others who are known here may come. */
void
spico_client_await_leave (SpicoClient *self)
{
  spico_client_await_drop_store (self);
  spico_client_take_profile (self, NULL);
}

static DexFuture *
sign_out_fiber (gpointer data)
{
  SpicoClient *self = ((Opening *) data)->client;
  g_autoptr (SpicoProfile) profile = self->profile != NULL ? spico_profile_copy (self->profile) : NULL;
  GError *error = NULL;

  if (profile == NULL)
    return dex_future_new_true ();

  /* Off line, the tokens are forgotten here, and end by themselves there. */
  if (self->session != NULL)
    await_revoke (self->session);
  spico_client_await_leave (self);
  spico_client_set_state (self, SPICO_CLIENT_SIGNED_OUT);

  if (!spico_keys_await_forget (self->credentials, profile, &error) ||
      !dex_await (spico_credentials_clear (self->credentials, profile->server_uri, profile->login, SPICO_CREDENTIALS_REFRESH_TOKEN), &error) ||
      !dex_await (spico_profile_erase (profile), &error) || !spico_client_await_profiles (self, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/* Where several share the computer, whoever leaves locks. */
static void
await_close (SpicoClient *self)
{
  if (self->store != NULL && self->profiles->len > 1 && spico_keys_await_is_lockable (self->credentials, self->profile, NULL))
    spico_client_await_lock (self, NULL);
  else if (self->store != NULL)
    spico_client_await_save_profile (self, NULL);
  spico_client_await_drop_store (self);
}

static DexFuture *
close_fiber (gpointer data)
{
  SpicoClient *self = ((Opening *) data)->client;

  await_close (self);
  spico_client_set_state (self, SPICO_CLIENT_SIGNED_OUT);

  return dex_future_new_true ();
}

DexFuture *
spico_client_open_last (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  if (self->state != SPICO_CLIENT_SIGNED_OUT)
    return reject (SPICO_CLIENT_ERROR_STATE, "Somebody is signed in already");

  return spawn (opening_new (self), open_last_fiber);
}

/* Takes @opening. */
static DexFuture *
sign_in (Opening    *opening,
         const char *server_uri,
         const char *login,
         const char *password)
{
  GError *error = NULL;

  opening->server_uri = spico_session_normalize_uri (server_uri, &error);
  opening->login = g_strstrip (g_strdup (login));
  opening->password = g_strdup (password);
  if (opening->client->state == SPICO_CLIENT_OPENING && error == NULL)
    error = g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STATE, "A sign-in is under way");
  if (error == NULL)
    return spawn (opening, sign_in_fiber);

  opening_free (opening);
  return dex_future_new_for_error (error);
}

DexFuture *
spico_client_sign_in (SpicoClient *self,
                      const char  *server_uri,
                      const char  *login,
                      const char  *password)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (server_uri != NULL && login != NULL && password != NULL, NULL);

  return sign_in (opening_new (self), server_uri, login, password);
}

DexFuture *
spico_client_sign_in_again (SpicoClient *self,
                            const char  *server_uri,
                            const char  *login,
                            const char  *password,
                            const char  *former_password)
{
  Opening *opening;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (server_uri != NULL && login != NULL && password != NULL, NULL);

  opening = opening_new (self);
  opening->former_password = g_strdup (former_password);
  opening->is_afresh = former_password == NULL;

  return sign_in (opening, server_uri, login, password);
}

DexFuture *
spico_client_sign_in_authorized (SpicoClient        *self,
                                 SpicoAuthorization *authorization,
                                 const char         *lock_password,
                                 gboolean            is_new)
{
  SpicoSession *session;
  Opening *opening;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_AUTHORIZATION (authorization), NULL);
  g_return_val_if_fail (lock_password != NULL || !is_new, NULL);

  session = spico_authorization_get_session (authorization);
  if (!spico_authorization_has_session (authorization) || self->state == SPICO_CLIENT_OPENING)
    return reject (SPICO_CLIENT_ERROR_STATE, "Nobody has signed in with it, or a sign-in is under way");
  if (is_new && !spico_client_is_lock_password (lock_password))
    return reject (SPICO_CLIENT_ERROR_INVALID, "The password is too short");

  opening = opening_new (self);
  opening->authorization = g_object_ref (authorization);
  opening->server_uri = g_strdup (spico_session_get_server_uri (session));
  opening->login = g_strdup (spico_session_get_login (session));
  opening->password = g_strdup (lock_password);
  opening->is_afresh = is_new;

  return spawn (opening, sign_in_fiber);
}

DexFuture *
spico_client_sign_out (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return spawn (opening_new (self), sign_out_fiber);
}

DexFuture *
spico_client_close (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return spawn (opening_new (self), close_fiber);
}
