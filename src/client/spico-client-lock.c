/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of this computer, each behind a lock of their own (X018, B001). */
#include "spico-client-lock.h"

#include "spico-client-keys.h"
#include "spico-client-private.h"
#include "spico-secret.h"
#include "spico-store-kept.h"

/* Whoever mistypes is not kept waiting; whoever guesses is. */
#define FREE_ATTEMPTS 5
#define FIRST_WAIT_S 10
#define MAX_WAIT_S 300

static DexFuture *
reject (SpicoClientError code,
        const char      *message)
{
  return dex_future_new_for_error (g_error_new_literal (SPICO_CLIENT_ERROR, code, message));
}

/* The people */

static gboolean
is_chosen (SpicoClient  *self,
           SpicoProfile *profile)
{
  return self->profile != NULL && g_str_equal (self->profile->folder, profile->folder);
}

static void
update_other_people (SpicoClient *self)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; self->profiles != NULL && i < self->profiles->len; i++)
    {
      SpicoProfile *profile = g_ptr_array_index (self->profiles, i);

      if (!is_chosen (self, profile))
        g_ptr_array_add (people, spico_known_person_new (profile->server_uri, profile->login, profile->name));
    }
  g_list_store_splice (self->other_people, 0, g_list_model_get_n_items (G_LIST_MODEL (self->other_people)), people->pdata, people->len);
}

void
spico_client_take_profile (SpicoClient  *self,
                           SpicoProfile *profile)
{
  SpicoProfile *taken = profile != NULL ? spico_profile_copy (profile) : NULL;

  g_clear_pointer (&self->profile, spico_profile_free);
  self->profile = taken;
  update_other_people (self);
  g_object_notify (G_OBJECT (self), "server-uri");
  g_object_notify (G_OBJECT (self), "login");
}

/* Awaits. */
gboolean
spico_client_await_profiles (SpicoClient *self,
                             GError     **error)
{
  GPtrArray *profiles = dex_await_boxed (spico_profile_load_all (self->data_dir), error);

  if (profiles == NULL)
    return FALSE;

  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  self->profiles = profiles;
  update_other_people (self);

  return TRUE;
}

/* Awaits. Who is signed in, or locked, was here now. */
gboolean
spico_client_await_save_profile (SpicoClient *self,
                                 GError     **error)
{
  self->profile->used_at = g_get_real_time ();

  return dex_await (spico_profile_save (self->profile), error) && spico_client_await_profiles (self, error);
}

const char *
spico_client_get_chosen_name (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  if (self->profile == NULL)
    return "";

  return *self->profile->name != '\0' ? self->profile->name : self->profile->login;
}

GListModel *
spico_client_list_other_people (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (g_object_ref (self->other_people));
}

void
spico_client_set_lock_delay (SpicoClient *self,
                             guint        seconds)
{
  g_return_if_fail (SPICO_IS_CLIENT (self));

  self->lock_delay = seconds;
}

const SpicoWaiting *
spico_client_get_waiting (SpicoClient *self)
{
  static const SpicoWaiting nothing = { 0 };

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return self->profile != NULL ? &self->profile->waiting : &nothing;
}

/* Trying passwords */

static guint
wait_of (SpicoProfile *profile)
{
  guint n_beyond = profile->failed_count > FREE_ATTEMPTS ? MIN (profile->failed_count - FREE_ATTEMPTS, 10) : 0;
  gint64 wait = profile->failed_count >= FREE_ATTEMPTS ? MIN (FIRST_WAIT_S << n_beyond, MAX_WAIT_S) : 0;
  gint64 passed = MAX ((g_get_real_time () - profile->failed_at) / G_USEC_PER_SEC, 0);

  /* A clock that was set back does not make one wait for longer. */
  return (guint) (wait - MIN (passed, wait));
}

guint
spico_client_get_unlock_wait (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), 0);

  return self->profile != NULL ? wait_of (self->profile) : 0;
}

/* Before it is told, so that ending the program does not begin the count anew. */
static void
await_count_failure (SpicoProfile *profile)
{
  profile->failed_count++;
  profile->failed_at = g_get_real_time ();
  dex_await (spico_profile_save (profile), NULL);
}

/* Awaits. The key of @profile, whose failures are counted. %NULL without an error where no password opens anything. */
GBytes *
spico_client_await_try_password (SpicoClient  *self,
                                 SpicoProfile *profile,
                                 const char   *password,
                                 GError      **error)
{
  GError *local_error = NULL;
  GBytes *key;

  if (wait_of (profile) > 0)
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_TOO_MANY_ATTEMPTS, "Too many passwords were tried");
      return NULL;
    }

  key = spico_keys_await_open (self->credentials, profile, password, &local_error);
  if (g_error_matches (local_error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD))
    await_count_failure (profile);
  else if (key != NULL)
    profile->failed_count = 0;
  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return key;
}

/* Locking */

/* Awaits. Among what is written, behind what was being typed: a reader might not see that yet. */
static void
await_count_left (SpicoClient *self)
{
  g_autoptr (SpicoRows) rows = dex_await_boxed (spico_store_write (self->store, spico_store_count_left, NULL, NULL), NULL);

  self->profile->waiting = (SpicoWaiting) {
    .n_messages = self->pending_count,
    .n_changes = rows != NULL ? (guint) spico_rows_get_int (rows, 0, 0) : 0,
    .n_drafts = rows != NULL ? (guint) spico_rows_get_int (rows, 0, 1) : 0,
  };
}

/* Awaits. The store is closed whatever the keyring says: nobody who comes by is to read on. */
gboolean
spico_client_await_lock (SpicoClient *self,
                         GError     **error)
{
  g_autoptr (SpicoProfile) profile = spico_profile_copy (self->profile);
  g_autoptr (GBytes) key = g_bytes_ref (self->key);

  await_count_left (self);
  spico_client_await_drop_store (self);

  return spico_keys_await_lock (self->credentials, profile, key, error) && spico_client_await_save_profile (self, error);
}

typedef struct {
  SpicoClient *client;
  SpicoProfile *profile;
  char *password;
} Locking;

static void
locking_free (gpointer data)
{
  Locking *locking = data;

  g_object_unref (locking->client);
  g_clear_pointer (&locking->profile, spico_profile_free);
  spico_secret_free (locking->password);
  g_free (locking);
}

static DexFuture *
spawn (SpicoClient  *self,
       DexFiberFunc  func,
       SpicoProfile *profile,
       const char   *password)
{
  Locking *locking = g_new0 (Locking, 1);

  locking->client = g_object_ref (self);
  locking->profile = profile;
  locking->password = g_strdup (password);

  return dex_scheduler_spawn (NULL, SPICO_VIEW_FIBER_STACK, func, locking, locking_free);
}

/* What nobody could open again stays open: its person signs in anew first. */
static gboolean
await_lock_if_it_opens (SpicoClient *self,
                        GError     **error)
{
  GError *local_error = NULL;
  gboolean is_lockable = spico_keys_await_is_lockable (self->credentials, self->profile, &local_error);

  if (local_error == NULL && !is_lockable)
    g_set_error_literal (&local_error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_KEYRING, "No password opens it again");
  if (self->store != NULL && local_error == NULL && spico_client_await_lock (self, &local_error))
    return TRUE;
  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return FALSE;
}

static DexFuture *
lock_fiber (gpointer data)
{
  Locking *locking = data;
  SpicoClient *self = locking->client;
  GError *error = NULL;
  gboolean is_open = self->state == SPICO_CLIENT_READY;

  if (is_open)
    {
      spico_client_set_state (self, SPICO_CLIENT_OPENING);
      if (!await_lock_if_it_opens (self, &error) && self->store != NULL)
        {
          spico_client_set_state (self, SPICO_CLIENT_READY);
          return dex_future_new_for_error (error);
        }
    }
  if (locking->profile != NULL)
    spico_client_take_profile (self, locking->profile);
  spico_client_set_state (self, SPICO_CLIENT_LOCKED);
  spico_client_ask_erasure (self);

  return error != NULL ? dex_future_new_for_error (error) : dex_future_new_true ();
}

DexFuture *
spico_client_lock (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  if (self->state != SPICO_CLIENT_READY)
    return reject (SPICO_CLIENT_ERROR_STATE, "Nothing is open");

  return spawn (self, lock_fiber, NULL, NULL);
}

static SpicoProfile *
find_profile (SpicoClient      *self,
              SpicoKnownPerson *person)
{
  for (guint i = 0; self->profiles != NULL && i < self->profiles->len; i++)
    {
      SpicoProfile *profile = g_ptr_array_index (self->profiles, i);

      if (g_str_equal (profile->server_uri, spico_known_person_get_server_uri (person)) && g_str_equal (profile->login, spico_known_person_get_login (person)))
        return spico_profile_copy (profile);
    }

  return NULL;
}

DexFuture *
spico_client_choose_person (SpicoClient      *self,
                            SpicoKnownPerson *person)
{
  SpicoProfile *profile;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_KNOWN_PERSON (person), NULL);

  if (self->state == SPICO_CLIENT_OPENING)
    return reject (SPICO_CLIENT_ERROR_STATE, "Something is being opened");
  profile = find_profile (self, person);
  if (profile == NULL)
    return reject (SPICO_CLIENT_ERROR_NOT_FOUND, "Nobody of that name is known here");

  return spawn (self, lock_fiber, profile, NULL);
}

/* Unlocking */

static gboolean
await_unlock (SpicoClient *self,
              const char  *password,
              GError     **error)
{
  GError *local_error = NULL;
  g_autoptr (SpicoProfile) profile = spico_profile_copy (self->profile);
  g_autoptr (GBytes) key = spico_client_await_try_password (self, profile, password, &local_error);

  /* What was counted. */
  spico_client_take_profile (self, profile);
  if (key == NULL && local_error == NULL)
    g_set_error_literal (&local_error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_KEYRING, "The key is not there");
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  if (spico_keys_await_unlock (self->credentials, profile, key, error) && spico_client_await_open_store (self, profile, key, error)
      && spico_client_await_save_profile (self, error))
    return TRUE;

  spico_keys_await_lock (self->credentials, profile, key, NULL);
  return FALSE;
}

static DexFuture *
unlock_fiber (gpointer data)
{
  Locking *locking = data;
  SpicoClient *self = locking->client;
  GError *error = NULL;
  gboolean is_open;

  if (self->state != SPICO_CLIENT_LOCKED)
    return reject (SPICO_CLIENT_ERROR_STATE, "Nothing is locked");

  spico_client_set_state (self, SPICO_CLIENT_OPENING);
  is_open = await_unlock (self, locking->password, &error);
  if (!is_open)
    spico_client_await_drop_store (self);
  spico_client_set_state (self, is_open ? SPICO_CLIENT_READY : SPICO_CLIENT_LOCKED);

  return error != NULL ? dex_future_new_for_error (error) : dex_future_new_true ();
}

DexFuture *
spico_client_unlock (SpicoClient *self,
                     const char  *password)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (password != NULL, NULL);

  return spawn (self, unlock_fiber, NULL, password);
}
