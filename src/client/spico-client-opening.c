/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is signed in: opening the last store, signing in, signing out. */
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "spico-client-private.h"
#include "spico-json.h"
#include "spico-store-accounts.h"
#include "spico-store-objects.h"
#include "spico-store-reads.h"

#define KEY_SIZE 32
#define REVOKE_S 5

static DexFuture *
reject (SpicoClientError code,
        const char      *message)
{
  return dex_future_new_for_error (g_error_new_literal (SPICO_CLIENT_ERROR, code, message));
}

static GBytes *
parse_key (const char *hex)
{
  guint8 bytes[KEY_SIZE];

  if (hex == NULL || strlen (hex) != KEY_SIZE * 2)
    return NULL;
  for (guint i = 0; i < KEY_SIZE; i++)
    {
      int high = g_ascii_xdigit_value (hex[i * 2]);
      int low = g_ascii_xdigit_value (hex[i * 2 + 1]);

      if (high < 0 || low < 0)
        return NULL;
      bytes[i] = (guint8) (high << 4 | low);
    }

  return g_bytes_new (bytes, sizeof bytes);
}

static char *
make_key (void)
{
  guint8 bytes[KEY_SIZE];
  GString *hex = g_string_new (NULL);

  while (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    g_assert (errno == EINTR);
  for (guint i = 0; i < KEY_SIZE; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);

  return g_string_free (hex, FALSE);
}

typedef struct {
  SpicoClient *client;
  char *server_uri;
  char *login;
  char *password;
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
  if (opening->password != NULL)
    explicit_bzero (opening->password, strlen (opening->password));
  g_free (opening->password);
  g_free (opening);
}

/* Awaits. What the windows show first is read before anyone is told that the store is open. */
static gboolean
await_contents (SpicoClient *self,
                GError     **error)
{
  g_autoptr (SpicoRows) accounts = dex_await_boxed (spico_store_read (self->store, spico_read_accounts, NULL, NULL), error);
  g_autoptr (SpicoRows) waiting = accounts != NULL ? dex_await_boxed (spico_store_read (self->store, spico_read_waiting, NULL, NULL), error) : NULL;

  if (waiting == NULL)
    return FALSE;
  spico_client_apply_accounts (self, accounts);
  spico_client_apply_waiting (self, waiting);

  return TRUE;
}

/* Awaits. FALSE without an error where there is nobody. */
static gboolean
await_last (SpicoClient *self,
            GError     **error)
{
  g_autoptr (SpicoProfile) profile = dex_await_boxed (spico_profile_load_last (self->data_dir), error);
  g_autoptr (SpicoSession) session = NULL;
  g_autoptr (SpicoStore) store = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autofree char *hex = NULL;
  g_autofree char *path = NULL;
  g_autofree char *person_id = NULL;

  if (profile == NULL)
    return FALSE;
  hex = dex_await_string (spico_credentials_lookup (self->credentials, profile->server_uri, profile->login, SPICO_CREDENTIALS_STORE_KEY), error);
  key = parse_key (hex);
  if (key == NULL)
    return FALSE;

  path = spico_profile_get_store_path (profile);
  store = dex_await_object (spico_store_open (path, key), error);
  if (store == NULL)
    return FALSE;
  person_id = dex_await_string (spico_store_read (store, spico_read_setting, g_strdup ("person"), g_free), error);
  if (person_id == NULL)
    return FALSE;

  spico_client_take_store (self, store, profile);
  self->wanted_account_id = dex_await_string (spico_store_read (store, spico_read_setting, g_strdup ("account"), g_free), NULL);
  spico_client_take_person (self, person_id);
  if (!await_contents (self, error))
    return FALSE;

  session = spico_session_new (profile->server_uri, profile->login, self->credentials);
  spico_client_take_network (self, session);

  return TRUE;
}

static DexFuture *
open_last_fiber (gpointer data)
{
  SpicoClient *self = ((Opening *) data)->client;
  GError *error = NULL;
  gboolean is_open;

  spico_client_set_state (self, SPICO_CLIENT_OPENING);
  is_open = await_last (self, &error);
  if (!is_open)
    spico_client_await_drop_store (self);
  spico_client_set_state (self, is_open ? SPICO_CLIENT_READY : SPICO_CLIENT_SIGNED_OUT);

  return error != NULL ? dex_future_new_for_error (error) : dex_future_new_for_boolean (is_open);
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

/* Awaits. The person's store, with the key that the keyring has, or with a new one. */
static SpicoStore *
await_store (SpicoClient  *self,
             SpicoProfile *profile,
             GError      **error)
{
  GError *local_error = NULL;
  g_autofree char *path = spico_profile_get_store_path (profile);
  g_autofree char *hex = dex_await_string (spico_credentials_lookup (self->credentials, profile->server_uri, profile->login, SPICO_CREDENTIALS_STORE_KEY), &local_error);
  g_autoptr (GBytes) key = parse_key (hex);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }
  if (!dex_await (spico_profile_prepare (profile, key == NULL), error))
    return NULL;

  if (key == NULL)
    {
      g_autofree char *fresh = make_key ();

      if (!dex_await (spico_credentials_store (self->credentials, profile->server_uri, profile->login, SPICO_CREDENTIALS_STORE_KEY, fresh), error))
        return NULL;
      key = parse_key (fresh);
    }

  return dex_await_object (spico_store_open (path, key), error);
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

/* Awaits. */
static gboolean
await_sign_in (SpicoClient *self,
               Opening     *opening,
               GError     **error)
{
  g_autoptr (SpicoProfile) profile = spico_profile_new (self->data_dir, opening->server_uri, opening->login);
  g_autoptr (SpicoSession) session = spico_session_new (opening->server_uri, opening->login, self->credentials);
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (SpicoStore) store = NULL;
  g_autofree char *person_id = NULL;
  Welcome *welcome;

  if (!dex_await (spico_session_sign_in (session, opening->password, self->device_name != NULL ? self->device_name : ""), error))
    return FALSE;
  object = dex_await_boxed (spico_session_fetch (session), error);
  if (object == NULL)
    return FALSE;
  person_id = g_strdup (find_person (object));
  if (person_id == NULL)
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_A_SERVER, "The session has no person");
      return FALSE;
    }

  if (!is_same_person (self, profile))
    {
      spico_client_await_drop_store (self);
      store = await_store (self, profile, error);
      if (store == NULL)
        return FALSE;
      spico_client_take_store (self, store, profile);
    }
  spico_client_take_person (self, person_id);

  welcome = g_new0 (Welcome, 1);
  welcome->person_id = g_strdup (person_id);
  welcome->session = json_object_ref (object);
  if (!dex_await (spico_store_write (self->store, write_welcome, welcome, welcome_free), error) ||
      !dex_await (spico_session_save_tokens (session), error) ||
      !dex_await (spico_profile_save_last (profile), error) ||
      !await_contents (self, error))
    return FALSE;

  spico_client_take_network (self, session);

  return TRUE;
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  Opening *opening = data;
  SpicoClient *self = opening->client;
  gboolean was_open = self->state == SPICO_CLIENT_READY;
  GError *error = NULL;

  if (!was_open)
    spico_client_set_state (self, SPICO_CLIENT_OPENING);
  if (!await_sign_in (self, opening, &error))
    {
      if (!was_open)
        spico_client_await_drop_store (self);
      spico_client_set_state (self, self->store != NULL ? SPICO_CLIENT_READY : SPICO_CLIENT_SIGNED_OUT);
      return dex_future_new_for_error (error);
    }
  spico_client_set_state (self, SPICO_CLIENT_READY);

  return dex_future_new_true ();
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
    dex_await (dex_future_first (spico_session_revoke (self->session), dex_timeout_new_seconds (REVOKE_S), NULL), NULL);
  spico_client_await_drop_store (self);
  g_clear_pointer (&self->profile, spico_profile_free);
  spico_client_set_state (self, SPICO_CLIENT_SIGNED_OUT);

  if (!dex_await (spico_credentials_clear (self->credentials, profile->server_uri, profile->login, SPICO_CREDENTIALS_STORE_KEY), &error) ||
      !dex_await (spico_credentials_clear (self->credentials, profile->server_uri, profile->login, SPICO_CREDENTIALS_REFRESH_TOKEN), &error) ||
      !dex_await (spico_profile_erase (profile), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/* The key goes first: what is left of the store without it, nobody reads. Only what is gone is confirmed, so that a device that could not is told again. */
static DexFuture *
erase_fiber (gpointer data)
{
  SpicoClient *self = ((Opening *) data)->client;
  g_autoptr (SpicoProfile) profile = self->profile != NULL ? spico_profile_copy (self->profile) : NULL;
  g_autoptr (SpicoSession) session = NULL;
  gboolean is_erased;

  if (profile == NULL)
    return dex_future_new_true ();

  spico_client_await_drop_store (self);
  g_clear_pointer (&self->profile, spico_profile_free);
  is_erased = dex_await (spico_credentials_clear (self->credentials, profile->server_uri, profile->login, SPICO_CREDENTIALS_STORE_KEY), NULL);
  is_erased = dex_await (spico_profile_erase (profile), NULL) && is_erased;
  spico_client_set_state (self, SPICO_CLIENT_SIGNED_OUT);
  spico_client_tell_erased (self, is_erased);
  if (!is_erased)
    return dex_future_new_true ();

  session = spico_session_new (profile->server_uri, profile->login, self->credentials);
  dex_await (dex_future_first (spico_session_revoke (session), dex_timeout_new_seconds (REVOKE_S), NULL), NULL);
  dex_await (spico_credentials_clear (self->credentials, profile->server_uri, profile->login, SPICO_CREDENTIALS_REFRESH_TOKEN), NULL);

  return dex_future_new_true ();
}

static DexFuture *
close_fiber (gpointer data)
{
  SpicoClient *self = ((Opening *) data)->client;

  spico_client_await_drop_store (self);
  spico_client_set_state (self, SPICO_CLIENT_SIGNED_OUT);

  return dex_future_new_true ();
}

static DexFuture *
spawn (Opening      *opening,
       DexFiberFunc  func)
{
  return dex_scheduler_spawn (NULL, SPICO_VIEW_FIBER_STACK, func, opening, opening_free);
}

DexFuture *
spico_client_open_last (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  if (self->state != SPICO_CLIENT_SIGNED_OUT)
    return reject (SPICO_CLIENT_ERROR_STATE, "Somebody is signed in already");

  return spawn (opening_new (self), open_last_fiber);
}

DexFuture *
spico_client_sign_in (SpicoClient *self,
                      const char  *server_uri,
                      const char  *login,
                      const char  *password)
{
  GError *error = NULL;
  g_autofree char *normal = NULL;
  Opening *opening;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (server_uri != NULL && login != NULL && password != NULL, NULL);

  if (self->state == SPICO_CLIENT_OPENING)
    return reject (SPICO_CLIENT_ERROR_STATE, "A sign-in is under way");
  normal = spico_session_normalize_uri (server_uri, &error);
  if (normal == NULL)
    return dex_future_new_for_error (error);

  opening = opening_new (self);
  opening->server_uri = g_steal_pointer (&normal);
  opening->login = g_strstrip (g_strdup (login));
  opening->password = g_strdup (password);

  return spawn (opening, sign_in_fiber);
}

DexFuture *
spico_client_sign_out (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return spawn (opening_new (self), sign_out_fiber);
}

/* At the wish of the person, said on another device (B019). */
void
spico_client_erase (SpicoClient *self)
{
  dex_future_disown (spawn (opening_new (self), erase_fiber));
}

DexFuture *
spico_client_close (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return spawn (opening_new (self), close_fiber);
}
