/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-client-private.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "spico-account-private.h"
#include "spico-json.h"
#include "spico-list-items.h"
#include "spico-list-private.h"
#include "spico-message-list-private.h"
#include "spico-people.h"
#include "spico-principal-private.h"
#include "spico-profile.h"
#include "spico-store-objects.h"
#include "spico-store-reads.h"
#include "spico-store-writes.h"
#include "spico-sync.h"
#include "spico-type.h"
#include "spico-uuid.h"

#define KEY_SIZE 32
#define MAX_SUBJECT 200
#define MAX_TEXT 20000
#define SEARCH_DELAY_MS 150
#define MIN_SEARCH 2
#define MAX_PRESENCES 100

struct _SpicoClient {
  GObject parent_instance;

  char *data_dir;
  SpicoCredentials *credentials;

  SpicoClientState state;
  gboolean session_ended;
  SpicoProfile *profile;
  SpicoStore *store;
  SpicoSession *session;
  SpicoSync *sync;
  SpicoPeople *people;

  char *person_id;
  SpicoPrincipal *person;
  char *wanted_account_id;
  GListStore *accounts;
  SpicoAccount *account;
  guint pending_count;
  guint failed_count;

  gboolean is_reading_accounts;
  gboolean accounts_are_stale;
  gboolean is_reading_waiting;
  gboolean waiting_is_stale;
  guint presence_source;
};

enum {
  PROP_0,
  PROP_STATE,
  PROP_CONNECTION,
  PROP_SESSION_ENDED,
  PROP_IS_SYNCING,
  PROP_PENDING_COUNT,
  PROP_FAILED_COUNT,
  PROP_ACCOUNTS,
  PROP_ACCOUNT,
  PROP_PERSON,
  PROP_SERVER_URI,
  PROP_LOGIN,
  N_PROPS,
};

enum {
  MESSAGE_SENDING,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SpicoClient, spico_client, G_TYPE_OBJECT)

static void read_accounts (SpicoClient *self);
static void read_waiting (SpicoClient *self);

static DexFuture *
reject (SpicoClientError code,
        const char      *message)
{
  return dex_future_new_for_error (g_error_new_literal (SPICO_CLIENT_ERROR, code, message));
}

static void
notify (SpicoClient *self,
        guint        prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static void
set_state (SpicoClient     *self,
           SpicoClientState state)
{
  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

static void
set_session_ended (SpicoClient *self,
                   gboolean     ended)
{
  if (self->session_ended == ended)
    return;
  self->session_ended = ended;
  notify (self, PROP_SESSION_ENDED);
}

static void
set_count (SpicoClient *self,
           guint       *count,
           guint        value,
           guint        prop)
{
  if (*count == value)
    return;
  *count = value;
  notify (self, prop);
}

/* The calls below outlive neither the client nor the store that they were made for. */
typedef struct {
  GWeakRef client;
  SpicoStore *store;
} Reading;

static Reading *
reading_new (SpicoClient *self)
{
  Reading *reading = g_new0 (Reading, 1);

  g_weak_ref_init (&reading->client, self);
  reading->store = g_object_ref (self->store);

  return reading;
}

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_weak_ref_clear (&reading->client);
  g_object_unref (reading->store);
  g_free (reading);
}

static SpicoClient *
reading_get (Reading *reading)
{
  g_autoptr (SpicoClient) self = g_weak_ref_get (&reading->client);

  return self != NULL && self->store == reading->store ? g_steal_pointer (&self) : NULL;
}

static SpicoAccount *
make_account (SpicoRows *rows,
              guint      row)
{
  SpicoAccount *account = g_object_new (SPICO_TYPE_ACCOUNT, NULL);

  spico_item_set_string (account, SPICO_ACCOUNT_PROP_ID, spico_rows_get_string (rows, row, 0));

  return account;
}

static void
fill_account (SpicoAccount *account,
              SpicoRows    *rows,
              guint         row)
{
  spico_item_set_string (account, SPICO_ACCOUNT_PROP_NAME, spico_rows_get_string (rows, row, 1));
  spico_item_set_boolean (account, SPICO_ACCOUNT_PROP_IS_PERSONAL, spico_rows_get_int (rows, row, 2) != 0);
  spico_item_set_boolean (account, SPICO_ACCOUNT_PROP_HAS_DISCUSSIONS, spico_rows_get_int (rows, row, 3) != 0);
  spico_item_set_boolean (account, SPICO_ACCOUNT_PROP_HAS_DOSSIERS, spico_rows_get_int (rows, row, 4) != 0);
  spico_item_set_uint (account, SPICO_ACCOUNT_PROP_UNREAD_COUNT, (guint) spico_rows_get_int (rows, row, 5));
}

static gboolean
same_accounts (SpicoClient *self,
               GPtrArray   *accounts)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) != accounts->len)
    return FALSE;
  for (guint i = 0; i < accounts->len; i++)
    {
      g_autoptr (GObject) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if ((gpointer) account != g_ptr_array_index (accounts, i))
        return FALSE;
    }

  return TRUE;
}

static void
select_account (SpicoClient  *self,
                SpicoAccount *account)
{
  if (!g_set_object (&self->account, account))
    return;
  spico_people_want_again (self->people, NULL);
  notify (self, PROP_ACCOUNT);
}

/* The one that was shown last, while it is there; else the person's own. */
static void
reselect_account (SpicoClient *self)
{
  SpicoAccount *account = self->wanted_account_id != NULL ? spico_client_find_account (self, self->wanted_account_id) : NULL;
  g_autoptr (SpicoAccount) first = g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);

  select_account (self, account != NULL ? account : first);
}

static void
apply_accounts (SpicoClient *self,
                SpicoRows   *rows)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      SpicoAccount *known = spico_client_find_account (self, spico_rows_get_string (rows, i, 0));
      SpicoAccount *account = known != NULL ? g_object_ref (known) : make_account (rows, i);

      fill_account (account, rows, i);
      g_ptr_array_add (accounts, account);
    }
  if (!same_accounts (self, accounts))
    g_list_store_splice (self->accounts, 0, g_list_model_get_n_items (G_LIST_MODEL (self->accounts)), accounts->pdata, accounts->len);
  reselect_account (self);
}

static DexFuture *
accounts_read_cb (DexFuture *future,
                  gpointer   data)
{
  g_autoptr (SpicoClient) self = reading_get (data);
  const GValue *value = dex_future_get_value (future, NULL);

  if (self == NULL)
    return dex_future_new_true ();

  self->is_reading_accounts = FALSE;
  if (value != NULL)
    apply_accounts (self, g_value_get_boxed (value));
  if (self->accounts_are_stale)
    read_accounts (self);

  return dex_future_new_true ();
}

static void
read_accounts (SpicoClient *self)
{
  self->accounts_are_stale = self->is_reading_accounts;
  if (self->is_reading_accounts)
    return;

  self->is_reading_accounts = TRUE;
  dex_future_disown (dex_future_finally (spico_store_read (self->store, spico_read_accounts, NULL, NULL), accounts_read_cb, reading_new (self), reading_free));
}

static void
apply_waiting (SpicoClient *self,
               SpicoRows   *rows)
{
  set_count (self, &self->pending_count, (guint) spico_rows_get_int (rows, 0, 0), PROP_PENDING_COUNT);
  set_count (self, &self->failed_count, (guint) spico_rows_get_int (rows, 0, 1), PROP_FAILED_COUNT);
}

static DexFuture *
waiting_read_cb (DexFuture *future,
                 gpointer   data)
{
  g_autoptr (SpicoClient) self = reading_get (data);
  const GValue *value = dex_future_get_value (future, NULL);

  if (self == NULL)
    return dex_future_new_true ();

  self->is_reading_waiting = FALSE;
  if (value != NULL)
    apply_waiting (self, g_value_get_boxed (value));
  if (self->waiting_is_stale)
    read_waiting (self);

  return dex_future_new_true ();
}

static void
read_waiting (SpicoClient *self)
{
  self->waiting_is_stale = self->is_reading_waiting;
  if (self->is_reading_waiting)
    return;

  self->is_reading_waiting = TRUE;
  dex_future_disown (dex_future_finally (spico_store_read (self->store, spico_read_waiting, NULL, NULL), waiting_read_cb, reading_new (self), reading_free));
}

static gboolean
refresh_presence_cb (gpointer data)
{
  SpicoClient *self = data;
  g_auto (GStrv) ids = NULL;

  if (self->sync == NULL || spico_sync_get_connection (self->sync) != SPICO_CONNECTION_ONLINE)
    return G_SOURCE_CONTINUE;

  ids = spico_people_list_unfresh (self->people, MAX_PRESENCES);
  if (ids[0] != NULL)
    dex_future_disown (spico_sync_fetch_principals (self->sync, (const char *const *) ids));

  return G_SOURCE_CONTINUE;
}

static DexFuture *
people_read_cb (DexFuture *future,
                gpointer   data)
{
  g_autoptr (SpicoClient) self = reading_get (data);
  const GValue *value = dex_future_get_value (future, NULL);

  if (self != NULL && value != NULL)
    spico_client_fill_principals (self, g_value_get_boxed (value));

  return dex_future_new_true ();
}

static void
people_wanted_cb (SpicoPeople *people,
                  gpointer     data)
{
  SpicoClient *self = data;
  SpicoWrite *what;

  if (self->store == NULL)
    return;

  what = spico_write_new (self->account != NULL ? spico_account_get_id (self->account) : "", NULL, NULL);
  what->ids = spico_people_take_wanted (self->people);
  dex_future_disown (dex_future_finally (spico_store_read (self->store, spico_read_principals, what, spico_write_free), people_read_cb, reading_new (self), reading_free));
}

static void
store_changed_cb (SpicoStore   *store,
                  SpicoChanges *changes,
                  gpointer      data)
{
  SpicoClient *self = data;

  if (changes->flags & (SPICO_CHANGE_PRINCIPALS | SPICO_CHANGE_FAVOURITES))
    spico_people_want_again (self->people, changes->principals);
  if (changes->flags & (SPICO_CHANGE_ACCOUNTS | SPICO_CHANGE_CONVERSATIONS))
    read_accounts (self);
  if (changes->flags & (SPICO_CHANGE_OUTBOX | SPICO_CHANGE_CONVERSATIONS))
    read_waiting (self);
  if ((changes->flags & SPICO_CHANGE_OUTBOX) && self->sync != NULL)
    spico_sync_flush (self->sync);
}

static void
sync_sending_cb (SpicoSync  *sync,
                 const char *message_id,
                 gboolean    is_sending,
                 gpointer    data)
{
  g_signal_emit (data, signals[MESSAGE_SENDING], 0, message_id, is_sending);
}

static void
sync_notify_cb (SpicoSync  *sync,
                GParamSpec *pspec,
                gpointer    data)
{
  notify (data, g_str_equal (pspec->name, "connection") ? PROP_CONNECTION : PROP_IS_SYNCING);
}

static void
session_ended_cb (SpicoSession *session,
                  gpointer      data)
{
  set_session_ended (data, TRUE);
}

static void
drop_network (SpicoClient *self)
{
  if (self->sync != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->sync, self);
      spico_sync_stop (self->sync);
      g_clear_object (&self->sync);
      notify (self, PROP_CONNECTION);
      notify (self, PROP_IS_SYNCING);
    }
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
}

static void
take_network (SpicoClient  *self,
              SpicoSession *session)
{
  drop_network (self);
  self->session = g_object_ref (session);
  self->sync = spico_sync_new (session, self->store);
  g_signal_connect (session, "ended", G_CALLBACK (session_ended_cb), self);
  g_signal_connect (self->sync, "sending", G_CALLBACK (sync_sending_cb), self);
  g_signal_connect (self->sync, "notify::connection", G_CALLBACK (sync_notify_cb), self);
  g_signal_connect (self->sync, "notify::is-syncing", G_CALLBACK (sync_notify_cb), self);
  set_session_ended (self, FALSE);
  spico_sync_start (self->sync);
}

static void
take_store (SpicoClient  *self,
            SpicoStore   *store,
            SpicoProfile *profile)
{
  g_set_object (&self->store, store);
  g_clear_pointer (&self->profile, spico_profile_free);
  self->profile = spico_profile_copy (profile);
  g_signal_connect (store, "changed", G_CALLBACK (store_changed_cb), self);
  self->presence_source = g_timeout_add_seconds (5, refresh_presence_cb, self);
  notify (self, PROP_SERVER_URI);
  notify (self, PROP_LOGIN);
}

static void
take_person (SpicoClient *self,
             const char  *person_id)
{
  g_set_str (&self->person_id, person_id);
  spico_store_set_person (self->store, person_id);
  g_clear_object (&self->person);
  self->person = spico_people_intern (self->people, person_id);
  notify (self, PROP_PERSON);
}

/* Awaits. */
static void
await_drop_store (SpicoClient *self)
{
  g_autoptr (SpicoStore) store = g_steal_pointer (&self->store);

  drop_network (self);
  g_clear_handle_id (&self->presence_source, g_source_remove);
  if (store == NULL)
    return;

  g_signal_handlers_disconnect_by_data (store, self);
  dex_await (spico_store_close (store), NULL);

  self->is_reading_accounts = FALSE;
  self->is_reading_waiting = FALSE;
  g_list_store_remove_all (self->accounts);
  g_clear_object (&self->account);
  g_clear_object (&self->person);
  g_clear_pointer (&self->person_id, g_free);
  g_clear_pointer (&self->wanted_account_id, g_free);
  spico_people_clear (self->people);
  set_count (self, &self->pending_count, 0, PROP_PENDING_COUNT);
  set_count (self, &self->failed_count, 0, PROP_FAILED_COUNT);
  set_session_ended (self, FALSE);
  notify (self, PROP_ACCOUNT);
  notify (self, PROP_PERSON);
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
  apply_accounts (self, accounts);
  apply_waiting (self, waiting);

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

  take_store (self, store, profile);
  self->wanted_account_id = dex_await_string (spico_store_read (store, spico_read_setting, g_strdup ("account"), g_free), NULL);
  take_person (self, person_id);
  if (!await_contents (self, error))
    return FALSE;

  session = spico_session_new (profile->server_uri, profile->login, self->credentials);
  take_network (self, session);

  return TRUE;
}

static DexFuture *
open_last_fiber (gpointer data)
{
  SpicoClient *self = ((Opening *) data)->client;
  GError *error = NULL;
  gboolean is_open;

  set_state (self, SPICO_CLIENT_OPENING);
  is_open = await_last (self, &error);
  if (!is_open)
    await_drop_store (self);
  set_state (self, is_open ? SPICO_CLIENT_READY : SPICO_CLIENT_SIGNED_OUT);

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

  if (!dex_await (spico_session_sign_in (session, opening->password), error))
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
      await_drop_store (self);
      store = await_store (self, profile, error);
      if (store == NULL)
        return FALSE;
      take_store (self, store, profile);
    }
  take_person (self, person_id);

  welcome = g_new0 (Welcome, 1);
  welcome->person_id = g_strdup (person_id);
  welcome->session = json_object_ref (object);
  if (!dex_await (spico_store_write (self->store, write_welcome, welcome, welcome_free), error) ||
      !dex_await (spico_session_save_tokens (session), error) ||
      !dex_await (spico_profile_save_last (profile), error) ||
      !await_contents (self, error))
    return FALSE;

  take_network (self, session);

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
    set_state (self, SPICO_CLIENT_OPENING);
  if (!await_sign_in (self, opening, &error))
    {
      if (!was_open)
        await_drop_store (self);
      set_state (self, self->store != NULL ? SPICO_CLIENT_READY : SPICO_CLIENT_SIGNED_OUT);
      return dex_future_new_for_error (error);
    }
  set_state (self, SPICO_CLIENT_READY);

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
    dex_await (spico_session_revoke (self->session), NULL);
  await_drop_store (self);
  g_clear_pointer (&self->profile, spico_profile_free);
  set_state (self, SPICO_CLIENT_SIGNED_OUT);

  if (!dex_await (spico_credentials_clear (self->credentials, profile->server_uri, profile->login, SPICO_CREDENTIALS_STORE_KEY), &error) ||
      !dex_await (spico_credentials_clear (self->credentials, profile->server_uri, profile->login, SPICO_CREDENTIALS_REFRESH_TOKEN), &error) ||
      !dex_await (spico_profile_erase (profile), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static DexFuture *
close_fiber (gpointer data)
{
  SpicoClient *self = ((Opening *) data)->client;

  await_drop_store (self);
  set_state (self, SPICO_CLIENT_SIGNED_OUT);

  return dex_future_new_true ();
}

static DexFuture *
spawn (Opening      *opening,
       DexFiberFunc  func)
{
  return dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, func, opening, opening_free);
}

static void
spico_client_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SpicoClient *self = SPICO_CLIENT (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_CONNECTION:
      g_value_set_enum (value, spico_client_get_connection (self));
      break;
    case PROP_SESSION_ENDED:
      g_value_set_boolean (value, self->session_ended);
      break;
    case PROP_IS_SYNCING:
      g_value_set_boolean (value, spico_client_is_syncing (self));
      break;
    case PROP_PENDING_COUNT:
      g_value_set_uint (value, self->pending_count);
      break;
    case PROP_FAILED_COUNT:
      g_value_set_uint (value, self->failed_count);
      break;
    case PROP_ACCOUNTS:
      g_value_set_object (value, self->accounts);
      break;
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    case PROP_PERSON:
      g_value_set_object (value, self->person);
      break;
    case PROP_SERVER_URI:
      g_value_set_string (value, spico_client_get_server_uri (self));
      break;
    case PROP_LOGIN:
      g_value_set_string (value, spico_client_get_login (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_client_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  if (prop_id == PROP_ACCOUNT)
    spico_client_set_account (SPICO_CLIENT (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
spico_client_dispose (GObject *object)
{
  SpicoClient *self = SPICO_CLIENT (object);

  g_clear_handle_id (&self->presence_source, g_source_remove);
  if (self->sync != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->sync, self);
      spico_sync_stop (self->sync);
    }
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->store != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->store, self);
      dex_future_disown (spico_store_close (self->store));
    }
  if (self->people != NULL)
    g_signal_handlers_disconnect_by_data (self->people, self);
  g_clear_object (&self->sync);
  g_clear_object (&self->session);
  g_clear_object (&self->store);
  g_clear_object (&self->person);
  g_clear_object (&self->account);
  g_clear_object (&self->accounts);
  g_clear_object (&self->people);
  g_clear_object (&self->credentials);

  G_OBJECT_CLASS (spico_client_parent_class)->dispose (object);
}

static void
spico_client_finalize (GObject *object)
{
  SpicoClient *self = SPICO_CLIENT (object);

  g_clear_pointer (&self->profile, spico_profile_free);
  g_free (self->data_dir);
  g_free (self->person_id);
  g_free (self->wanted_account_id);

  G_OBJECT_CLASS (spico_client_parent_class)->finalize (object);
}

static void
spico_client_class_init (SpicoClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = spico_client_dispose;
  object_class->finalize = spico_client_finalize;
  object_class->get_property = spico_client_get_property;
  object_class->set_property = spico_client_set_property;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, SPICO_TYPE_CLIENT_STATE, SPICO_CLIENT_SIGNED_OUT, flags);
  properties[PROP_CONNECTION] = g_param_spec_enum ("connection", NULL, NULL, SPICO_TYPE_CONNECTION, SPICO_CONNECTION_OFFLINE, flags);
  properties[PROP_SESSION_ENDED] = g_param_spec_boolean ("session-ended", NULL, NULL, FALSE, flags);
  properties[PROP_IS_SYNCING] = g_param_spec_boolean ("is-syncing", NULL, NULL, FALSE, flags);
  properties[PROP_PENDING_COUNT] = g_param_spec_uint ("pending-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FAILED_COUNT] = g_param_spec_uint ("failed-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ACCOUNTS] = g_param_spec_object ("accounts", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, SPICO_TYPE_ACCOUNT, flags | G_PARAM_WRITABLE);
  properties[PROP_PERSON] = g_param_spec_object ("person", NULL, NULL, SPICO_TYPE_PRINCIPAL, flags);
  properties[PROP_SERVER_URI] = g_param_spec_string ("server-uri", NULL, NULL, NULL, flags);
  properties[PROP_LOGIN] = g_param_spec_string ("login", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[MESSAGE_SENDING] = g_signal_new ("message-sending", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
spico_client_init (SpicoClient *self)
{
  self->accounts = g_list_store_new (SPICO_TYPE_ACCOUNT);
  self->people = spico_people_new ();
  g_signal_connect (self->people, "wanted", G_CALLBACK (people_wanted_cb), self);
}

SpicoClient *
spico_client_new (const char       *data_dir,
                  SpicoCredentials *credentials)
{
  SpicoClient *self;

  g_return_val_if_fail (data_dir != NULL, NULL);
  g_return_val_if_fail (SPICO_IS_CREDENTIALS (credentials), NULL);

  dex_init ();
  self = g_object_new (SPICO_TYPE_CLIENT, NULL);
  self->data_dir = g_strdup (data_dir);
  self->credentials = g_object_ref (credentials);

  return self;
}

SpicoClientState
spico_client_get_state (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), SPICO_CLIENT_SIGNED_OUT);

  return self->state;
}

SpicoConnection
spico_client_get_connection (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), SPICO_CONNECTION_OFFLINE);

  return self->sync != NULL ? spico_sync_get_connection (self->sync) : SPICO_CONNECTION_OFFLINE;
}

gboolean
spico_client_get_session_ended (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), FALSE);

  return self->session_ended;
}

gboolean
spico_client_is_syncing (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), FALSE);

  return self->sync != NULL && spico_sync_is_syncing (self->sync);
}

guint
spico_client_get_pending_count (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), 0);

  return self->pending_count;
}

guint
spico_client_get_failed_count (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), 0);

  return self->failed_count;
}

GListModel *
spico_client_get_accounts (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (self->accounts);
}

SpicoAccount *
spico_client_get_account (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return self->account;
}

SpicoPrincipal *
spico_client_get_person (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return self->person;
}

const char *
spico_client_get_server_uri (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return self->profile != NULL ? self->profile->server_uri : NULL;
}

const char *
spico_client_get_login (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return self->profile != NULL ? self->profile->login : NULL;
}

void
spico_client_set_account (SpicoClient  *self,
                          SpicoAccount *account)
{
  SpicoWrite *write;

  g_return_if_fail (SPICO_IS_CLIENT (self));
  g_return_if_fail (SPICO_IS_ACCOUNT (account));

  if (self->account == account || self->store == NULL)
    return;

  g_set_str (&self->wanted_account_id, spico_account_get_id (account));
  write = spico_write_new (NULL, NULL, "account");
  write->text = g_strdup (self->wanted_account_id);
  dex_future_disown (spico_store_write (self->store, spico_write_setting, write, spico_write_free));
  select_account (self, account);
}

SpicoAccount *
spico_client_find_account (SpicoClient *self,
                           const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (SpicoAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (g_strcmp0 (spico_account_get_id (account), account_id) == 0)
        return account;
    }

  return NULL;
}

SpicoPrincipal *
spico_client_get_principal (SpicoClient *self,
                            const char  *principal_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (principal_id != NULL, NULL);

  return spico_people_intern (self->people, principal_id);
}

SpicoStore *
spico_client_get_store (SpicoClient *self)
{
  return self->store;
}

const char *
spico_client_get_person_id (SpicoClient *self)
{
  return self->person_id != NULL ? self->person_id : "";
}

SpicoPrincipal *
spico_client_intern (SpicoClient *self,
                     const char  *principal_id)
{
  return spico_people_intern (self->people, principal_id);
}

SpicoPrincipal *
spico_client_fill_principal (SpicoClient *self,
                             SpicoRows   *rows,
                             guint        row)
{
  return spico_people_fill (self->people, rows, row);
}

void
spico_client_fill_principals (SpicoClient *self,
                              SpicoRows   *rows)
{
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    g_object_unref (spico_people_fill (self->people, rows, i));
}

gboolean
spico_client_is_sending (SpicoClient *self,
                         const char  *message_id)
{
  return self->sync != NULL && spico_sync_is_sending (self->sync, message_id);
}

DexFuture *
spico_client_fetch_older (SpicoClient *self,
                          const char  *account_id,
                          const char  *conversation_id,
                          gint64       before_seq)
{
  if (self->sync == NULL)
    return reject (SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");

  return spico_sync_fetch_older (self->sync, account_id, conversation_id, before_seq);
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

DexFuture *
spico_client_close (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return spawn (opening_new (self), close_fiber);
}

void
spico_client_reconnect (SpicoClient *self)
{
  g_return_if_fail (SPICO_IS_CLIENT (self));

  if (self->sync != NULL)
    spico_sync_reconnect (self->sync);
}

static DexFuture *
nobody (void)
{
  return reject (SPICO_CLIENT_ERROR_STATE, "Nobody is signed in");
}

static DexFuture *
submit (SpicoClient   *self,
        SpicoStoreFunc func,
        SpicoWrite    *write)
{
  if (self->store != NULL)
    return spico_store_write (self->store, func, write, spico_write_free);

  spico_write_free (write);

  return nobody ();
}

/* The server keeps text in NFC, and counts its characters. */
static char *
normalize (const char *text,
           glong       max)
{
  g_autofree char *normal = text != NULL && g_utf8_validate (text, -1, NULL) ? g_utf8_normalize (text, -1, G_NORMALIZE_NFC) : NULL;

  if (normal == NULL || g_utf8_strlen (normal, -1) > max)
    return NULL;

  return g_steal_pointer (&normal);
}

static gboolean
is_blank (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return *stripped == '\0';
}

SpicoList *
spico_client_list_conversations (SpicoClient *self,
                                 const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  return spico_list_new (self, spico_read_query_new (SPICO_READ_CONVERSATIONS, account_id));
}

SpicoList *
spico_client_search_conversations (SpicoClient *self,
                                   const char  *account_id,
                                   const char  *text)
{
  SpicoReadQuery *query;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && text != NULL, NULL);

  query = spico_read_query_new (SPICO_READ_CONVERSATIONS, account_id);
  query->text = g_strdup (text);

  return spico_list_new (self, query);
}

/* What a one-row page becomes, with the client and the query that it was asked with. */
typedef struct {
  SpicoClient *client;
  SpicoReadQuery *query;
} One;

static void
one_free (gpointer data)
{
  One *one = data;

  g_object_unref (one->client);
  spico_read_query_unref (one->query);
  g_free (one);
}

static DexFuture *
one_read_cb (DexFuture *future,
             gpointer   data)
{
  One *one = data;
  SpicoPage *page = g_value_get_boxed (dex_future_get_value (future, NULL));

  if (spico_rows_get_n_rows (page->rows) == 0)
    return reject (SPICO_CLIENT_ERROR_NOT_FOUND, "There is no such object");
  if (page->principals != NULL)
    spico_client_fill_principals (one->client, page->principals);

  return dex_future_new_take_object (spico_list_items_apply (NULL, one->client, one->query, page, 0));
}

static DexFuture *
read_one (SpicoClient  *self,
          SpicoReadKind kind,
          const char   *account_id,
          const char   *id)
{
  SpicoReadRequest *request;
  One *one;

  if (self->store == NULL)
    return nobody ();

  one = g_new0 (One, 1);
  one->client = g_object_ref (self);
  one->query = spico_read_query_new (kind, account_id);
  one->query->id = g_strdup (id);
  request = g_new0 (SpicoReadRequest, 1);
  request->query = spico_read_query_ref (one->query);
  request->with_keys = TRUE;
  request->n_first = 1;

  return dex_future_then (spico_store_read (self->store, spico_read_list, request, spico_read_request_free), one_read_cb, one, one_free);
}

DexFuture *
spico_client_get_conversation (SpicoClient *self,
                               const char  *account_id,
                               const char  *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  return read_one (self, SPICO_READ_CONVERSATIONS, account_id, conversation_id);
}

SpicoMessageList *
spico_client_list_messages (SpicoClient *self,
                            const char  *account_id,
                            const char  *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  return spico_message_list_new (self, account_id, conversation_id);
}

DexFuture *
spico_client_send_message (SpicoClient *self,
                           const char  *account_id,
                           const char  *conversation_id,
                           const char  *text)
{
  g_autofree char *normal = normalize (text, MAX_TEXT);
  gint64 now = g_get_real_time ();
  g_autofree char *id = spico_uuid_new (now);
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  if (normal == NULL || is_blank (normal))
    return reject (SPICO_CLIENT_ERROR_INVALID, "A message has 1 to 20,000 characters");

  write = spico_write_new (account_id, conversation_id, id);
  write->text = g_steal_pointer (&normal);
  write->number = now;

  return submit (self, spico_write_message, write);
}

DexFuture *
spico_client_retry (SpicoClient *self,
                    const char  *message_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (message_id != NULL, NULL);

  return submit (self, spico_write_retry, spico_write_new (NULL, NULL, message_id));
}

static DexFuture *
withdrawn_cb (DexFuture *future,
              gpointer   data)
{
  g_auto (GStrv) parts = g_strsplit (g_value_get_string (dex_future_get_value (future, NULL)), " ", 2);

  return spico_client_load_draft (data, parts[0], parts[1]);
}

DexFuture *
spico_client_withdraw_failed (SpicoClient *self,
                              const char  *message_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (message_id != NULL, NULL);

  return dex_future_then (submit (self, spico_write_withdraw, spico_write_new (NULL, NULL, message_id)), withdrawn_cb, g_object_ref (self), g_object_unref);
}

DexFuture *
spico_client_start_conversation (SpicoClient       *self,
                                 const char        *account_id,
                                 const char *const *participant_ids,
                                 const char        *dossier_id,
                                 const char        *subject,
                                 const char        *text)
{
  g_autofree char *normal_subject = normalize (subject, MAX_SUBJECT);
  g_autofree char *normal_text = normalize (text, MAX_TEXT);
  gint64 now = g_get_real_time ();
  g_autofree char *conversation_id = spico_uuid_new (now);
  g_autofree char *message_id = spico_uuid_new (now);
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && participant_ids != NULL, NULL);

  if (normal_subject == NULL || is_blank (normal_subject) || normal_text == NULL || is_blank (normal_text) || participant_ids[0] == NULL)
    return reject (SPICO_CLIENT_ERROR_INVALID, "A conversation has members, a subject and a first message");

  write = spico_write_new (account_id, conversation_id, message_id);
  write->ids = g_strdupv ((char **) participant_ids);
  write->dossier_id = g_strdup (dossier_id);
  write->subject = g_steal_pointer (&normal_subject);
  write->text = g_steal_pointer (&normal_text);
  write->number = now;

  return submit (self, spico_write_conversation, write);
}

/* The form's draft belongs to no conversation, and to no account: « Agir en tant que » is a part of it. */
static SpicoWrite *
draft_place (const char *account_id,
             const char *conversation_id)
{
  return spico_write_new (conversation_id != NULL && account_id != NULL ? account_id : "", conversation_id != NULL ? conversation_id : "", NULL);
}

static DexFuture *
draft_read_cb (DexFuture *future,
               gpointer   data)
{
  SpicoWrite *place = data;
  SpicoRows *rows = g_value_get_boxed (dex_future_get_value (future, NULL));
  const char *conversation_id = *place->conversation_id != '\0' ? place->conversation_id : NULL;
  g_auto (GStrv) ids = NULL;

  if (spico_rows_get_n_rows (rows) == 0)
    return dex_future_new_take_object (spico_draft_new (conversation_id != NULL ? place->account_id : NULL, conversation_id, NULL, NULL, NULL, NULL));

  ids = *spico_rows_get_string (rows, 0, 1) != '\0' ? g_strsplit (spico_rows_get_string (rows, 0, 1), " ", 0) : NULL;

  return dex_future_new_take_object (spico_draft_new (conversation_id != NULL ? place->account_id : spico_rows_get_text (rows, 0, 0), conversation_id, (const char *const *) ids,
                                                      spico_rows_get_text (rows, 0, 2), spico_rows_get_text (rows, 0, 3), spico_rows_get_text (rows, 0, 4)));
}

DexFuture *
spico_client_load_draft (SpicoClient *self,
                         const char  *account_id,
                         const char  *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  if (self->store == NULL)
    return nobody ();

  return dex_future_then (spico_store_read (self->store, spico_read_draft, draft_place (account_id, conversation_id), spico_write_free),
                          draft_read_cb, draft_place (account_id, conversation_id), spico_write_free);
}

DexFuture *
spico_client_save_draft (SpicoClient *self,
                         SpicoDraft  *draft)
{
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_DRAFT (draft), NULL);

  write = draft_place (spico_draft_get_account_id (draft), spico_draft_get_conversation_id (draft));
  write->id = g_strdup (spico_draft_get_account_id (draft));
  write->ids = g_strdupv ((char **) spico_draft_get_participant_ids (draft));
  write->dossier_id = g_strdup (spico_draft_get_dossier_id (draft));
  write->subject = g_strdup (spico_draft_get_subject (draft));
  write->text = g_strdup (spico_draft_get_text (draft));
  write->number = g_get_real_time ();
  write->flag = spico_draft_is_empty (draft);

  return submit (self, spico_write_draft, write);
}

DexFuture *
spico_client_discard_draft (SpicoClient *self,
                            const char  *account_id,
                            const char  *conversation_id)
{
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  write = draft_place (account_id, conversation_id);
  write->flag = TRUE;

  return submit (self, spico_write_draft, write);
}

DexFuture *
spico_client_mark_read (SpicoClient *self,
                        const char  *account_id,
                        const char  *conversation_id,
                        gint64       seq)
{
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  write = spico_write_new (account_id, conversation_id, NULL);
  write->number = seq;

  return submit (self, spico_write_read_marker, write);
}

DexFuture *
spico_client_mark_unread (SpicoClient *self,
                          const char  *account_id,
                          const char  *conversation_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  return submit (self, spico_write_unread, spico_write_new (account_id, conversation_id, NULL));
}

DexFuture *
spico_client_set_pinned (SpicoClient *self,
                         const char  *account_id,
                         const char  *conversation_id,
                         gboolean     pinned)
{
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  write = spico_write_new (account_id, conversation_id, NULL);
  write->flag = !!pinned;

  return submit (self, spico_write_pinned, write);
}

DexFuture *
spico_client_set_muted (SpicoClient *self,
                        const char  *account_id,
                        const char  *conversation_id,
                        gboolean     muted)
{
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && conversation_id != NULL, NULL);

  write = spico_write_new (account_id, conversation_id, NULL);
  write->flag = !!muted;

  return submit (self, spico_write_muted, write);
}

/* A search of the directory under way: only a list that is still held asks the server. */
typedef struct {
  SpicoClient *client;
  GWeakRef list;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->client);
  g_weak_ref_clear (&search->list);
  g_free (search);
}

static JsonObject *
search_filter (SpicoReadQuery *query)
{
  JsonObject *filter = json_object_new ();
  JsonArray *kinds = json_array_new ();

  for (guint i = 0; query->kinds[i] != NULL; i++)
    json_array_add_string_element (kinds, query->kinds[i]);
  json_object_set_array_member (filter, "kinds", kinds);
  if (query->text != NULL && !is_blank (query->text))
    json_object_set_string_member (filter, "text", query->text);
  if (query->postal_code != NULL)
    json_object_set_string_member (filter, "postalCode", query->postal_code);
  if (query->town != NULL)
    json_object_set_string_member (filter, "town", query->town);

  return filter;
}

static DexFuture *
search_fiber (gpointer data)
{
  Search *search = data;
  g_autoptr (SpicoList) list = NULL;
  JsonObject *filter;
  GError *error = NULL;
  GStrv ids;

  /* Who goes on typing makes another list. */
  dex_await (dex_timeout_new_msec (SEARCH_DELAY_MS), NULL);
  list = g_weak_ref_get (&search->list);
  if (list == NULL || search->client->sync == NULL)
    return reject (SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");

  filter = search_filter (spico_list_get_query (list));
  g_clear_object (&list);
  ids = dex_await_boxed (spico_sync_find_principals (search->client->sync, filter), &error);

  return ids != NULL ? dex_future_new_take_boxed (G_TYPE_STRV, ids) : dex_future_new_for_error (error);
}

static DexFuture *
searched_cb (DexFuture *future,
             gpointer   data)
{
  Search *search = data;
  g_autoptr (SpicoList) list = g_weak_ref_get (&search->list);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (list == NULL)
    return dex_future_new_true ();
  if (value != NULL)
    spico_list_set_found (list, g_value_get_boxed (value));
  else
    spico_list_set_error (list, error);
  spico_list_set_searching (list, FALSE);

  return dex_future_new_true ();
}

static Search *
search_new (SpicoClient *self,
            SpicoList   *list)
{
  Search *search = g_new0 (Search, 1);

  search->client = g_object_ref (self);
  g_weak_ref_init (&search->list, list);

  return search;
}

static void
start_search (SpicoClient *self,
              SpicoList   *list)
{
  spico_list_set_searching (list, TRUE);
  dex_future_disown (dex_future_finally (dex_scheduler_spawn (NULL, SPICO_FIBER_STACK, search_fiber, search_new (self, list), search_free),
                                         searched_cb, search_new (self, list), search_free));
}

static GStrv
kinds_of (const SpicoPrincipalFilter *filter)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (filter == NULL || filter->persons)
    g_strv_builder_add (builder, "person");
  if (filter == NULL || filter->structures)
    g_strv_builder_add (builder, "structure");
  if (filter != NULL && filter->units)
    g_strv_builder_add (builder, "unit");

  return g_strv_builder_end (builder);
}

SpicoList *
spico_client_find_principals (SpicoClient                *self,
                              const char                 *text,
                              const SpicoPrincipalFilter *filter)
{
  SpicoReadQuery *query;
  SpicoList *list;
  gboolean is_narrow;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  query = spico_read_query_new (SPICO_READ_PRINCIPALS, self->account != NULL ? spico_account_get_id (self->account) : "");
  query->text = g_strdup (text);
  query->kinds = kinds_of (filter);
  if (filter != NULL && filter->postal_code != NULL && *filter->postal_code != '\0')
    query->postal_code = g_strdup (filter->postal_code);
  if (filter != NULL && filter->town != NULL && *filter->town != '\0')
    query->town = g_strdup (filter->town);
  is_narrow = g_utf8_strlen (text, -1) >= MIN_SEARCH || query->postal_code != NULL || query->town != NULL;

  list = spico_list_new (self, query);
  if (is_narrow && self->store != NULL)
    start_search (self, list);

  return list;
}

SpicoList *
spico_client_list_favourites (SpicoClient *self,
                              const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  return spico_list_new (self, spico_read_query_new (SPICO_READ_FAVOURITES, account_id));
}

DexFuture *
spico_client_add_favourite (SpicoClient *self,
                            const char  *account_id,
                            const char  *principal_id)
{
  gint64 now = g_get_real_time ();
  g_autofree char *id = spico_uuid_new (now);
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && principal_id != NULL, NULL);

  write = spico_write_new (account_id, NULL, id);
  write->text = g_strdup (principal_id);
  write->number = now;

  return submit (self, spico_write_favourite, write);
}

DexFuture *
spico_client_remove_favourite (SpicoClient *self,
                               const char  *account_id,
                               const char  *principal_id)
{
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && principal_id != NULL, NULL);

  write = spico_write_new (account_id, NULL, NULL);
  write->text = g_strdup (principal_id);

  return submit (self, spico_write_unfavourite, write);
}

SpicoList *
spico_client_list_recent_searches (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return spico_list_new (self, spico_read_query_new (SPICO_READ_SEARCHES, ""));
}

DexFuture *
spico_client_remember_search (SpicoClient *self,
                              const char  *text)
{
  g_autofree char *normal = normalize (text, MAX_SUBJECT);
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  if (normal == NULL || is_blank (normal))
    return reject (SPICO_CLIENT_ERROR_INVALID, "There is nothing to remember");

  write = spico_write_new (NULL, NULL, NULL);
  write->text = g_strdup (g_strstrip (normal));
  write->number = g_get_real_time ();

  return submit (self, spico_write_search, write);
}

SpicoList *
spico_client_list_dossiers (SpicoClient *self,
                            const char  *account_id,
                            const char  *text)
{
  SpicoReadQuery *query;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  query = spico_read_query_new (SPICO_READ_DOSSIERS, account_id);
  query->text = g_strdup (text);

  return spico_list_new (self, query);
}

DexFuture *
spico_client_get_dossier (SpicoClient *self,
                          const char  *account_id,
                          const char  *dossier_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && dossier_id != NULL, NULL);

  return read_one (self, SPICO_READ_DOSSIERS, account_id, dossier_id);
}

SpicoList *
spico_client_list_dossier_conversations (SpicoClient *self,
                                         const char  *account_id,
                                         const char  *dossier_id)
{
  SpicoReadQuery *query;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && dossier_id != NULL, NULL);

  query = spico_read_query_new (SPICO_READ_CONVERSATIONS, account_id);
  query->dossier_id = g_strdup (dossier_id);

  return spico_list_new (self, query);
}
