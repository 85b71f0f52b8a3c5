/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-client-private.h"

#include "spico-account-private.h"
#include "spico-known-person.h"
#include "spico-store-reads.h"
#include "spico-store-writes.h"

#define MAX_PRESENCES 100

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
  PROP_CONTACT_LOST,
  N_PROPS,
};

enum {
  MESSAGE_SENDING,
  REQUESTS_CHANGED,
  PULLED,
  ERASED,
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

/* Returns: (transfer full): what is told to whoever asks while nobody is signed in */
DexFuture *
spico_client_nobody (void)
{
  return reject (SPICO_CLIENT_ERROR_STATE, "Nobody is signed in");
}

static void
notify (SpicoClient *self,
        guint        prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

void
spico_client_set_state (SpicoClient     *self,
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

void
spico_client_set_contact_lost (SpicoClient *self,
                               gboolean     is_lost)
{
  if (self->contact_lost == is_lost)
    return;
  self->contact_lost = is_lost;
  notify (self, PROP_CONTACT_LOST);
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

static SpicoAccount *
make_account (SpicoRows *rows,
              guint      row)
{
  SpicoAccount *account = g_object_new (SPICO_TYPE_ACCOUNT, NULL);

  spico_item_set_string (account, SPICO_ACCOUNT_PROP_ID, spico_rows_get_string (rows, row, 0));

  return account;
}

/* What a filter over the accounts looks at; it sees a change only in a list that changes. */
static gboolean
has_same_rights (SpicoAccount *account,
                 SpicoRows    *rows,
                 guint         row)
{
  return spico_account_has_discussions (account) == (spico_rows_get_int (rows, row, 3) != 0) &&
         spico_account_has_dossiers (account) == (spico_rows_get_int (rows, row, 4) != 0) &&
         spico_account_is_ended (account) == (spico_rows_get_int (rows, row, 6) != 0);
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
  spico_item_set_boolean (account, SPICO_ACCOUNT_PROP_IS_ENDED, spico_rows_get_int (rows, row, 6) != 0);
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
  notify (self, PROP_ACCOUNT);
}

/* The one that was shown last, while it is there; else the person's own. */
static void
reselect_account (SpicoClient *self)
{
  SpicoAccount *wanted = self->wanted_account_id != NULL ? spico_client_find_account (self, self->wanted_account_id) : NULL;
  g_autoptr (SpicoAccount) first = g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);

  select_account (self, wanted != NULL && !spico_account_is_ended (wanted) ? wanted : first);
}

void
spico_client_apply_accounts (SpicoClient *self,
                             SpicoRows   *rows)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_same = TRUE;

  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      SpicoAccount *known = spico_client_find_account (self, spico_rows_get_string (rows, i, 0));
      SpicoAccount *account = known != NULL ? g_object_ref (known) : make_account (rows, i);

      is_same = is_same && known != NULL && has_same_rights (known, rows, i);
      fill_account (account, rows, i);
      g_ptr_array_add (accounts, account);
    }
  if (!is_same || !same_accounts (self, accounts))
    g_list_store_splice (self->accounts, 0, g_list_model_get_n_items (G_LIST_MODEL (self->accounts)), accounts->pdata, accounts->len);
  reselect_account (self);
}

static DexFuture *
accounts_read_cb (DexFuture *future,
                  gpointer   data)
{
  g_autoptr (SpicoClient) self = spico_client_reading_get (data);
  const GValue *value = dex_future_get_value (future, NULL);

  if (self == NULL)
    return dex_future_new_true ();

  self->is_reading_accounts = FALSE;
  if (value != NULL)
    spico_client_apply_accounts (self, g_value_get_boxed (value));
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
  dex_future_disown (dex_future_finally (spico_store_read (self->store, spico_read_accounts, NULL, NULL), accounts_read_cb, spico_client_reading_new (self), spico_client_reading_free));
}

void
spico_client_apply_waiting (SpicoClient *self,
                            SpicoRows   *rows)
{
  set_count (self, &self->pending_count, (guint) spico_rows_get_int (rows, 0, 0), PROP_PENDING_COUNT);
  set_count (self, &self->failed_count, (guint) spico_rows_get_int (rows, 0, 1), PROP_FAILED_COUNT);
}

static DexFuture *
waiting_read_cb (DexFuture *future,
                 gpointer   data)
{
  g_autoptr (SpicoClient) self = spico_client_reading_get (data);
  const GValue *value = dex_future_get_value (future, NULL);

  if (self == NULL)
    return dex_future_new_true ();

  self->is_reading_waiting = FALSE;
  if (value != NULL)
    spico_client_apply_waiting (self, g_value_get_boxed (value));
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
  dex_future_disown (dex_future_finally (spico_store_read (self->store, spico_read_waiting, NULL, NULL), waiting_read_cb, spico_client_reading_new (self), spico_client_reading_free));
}

static gboolean
refresh_presence_cb (gpointer data)
{
  SpicoClient *self = data;
  g_auto (GStrv) ids = NULL;

  spico_client_check_contact (self, g_get_real_time ());
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
  g_autoptr (SpicoClient) self = spico_client_reading_get (data);
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

  what = spico_write_new (NULL, NULL, NULL);
  what->ids = spico_people_take_wanted (self->people);
  dex_future_disown (dex_future_finally (spico_store_read (self->store, spico_read_principals, what, spico_write_free), people_read_cb, spico_client_reading_new (self), spico_client_reading_free));
}

static void
store_changed_cb (SpicoStore   *store,
                  SpicoChanges *changes,
                  gpointer      data)
{
  SpicoClient *self = data;

  if (changes->flags & SPICO_CHANGE_PRINCIPALS)
    spico_people_want_again (self->people, changes->principals);
  if (changes->flags & (SPICO_CHANGE_ACCOUNTS | SPICO_CHANGE_CONTACT))
    spico_client_read_contact (self);
  if (changes->flags & (SPICO_CHANGE_ACCOUNTS | SPICO_CHANGE_CONVERSATIONS | SPICO_CHANGE_KEPT))
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
sync_requests_changed_cb (gpointer data)
{
  g_signal_emit (data, signals[REQUESTS_CHANGED], 0);
}

static void
sync_pulled_cb (gpointer data)
{
  g_signal_emit (data, signals[PULLED], 0);
}

static void
sync_notify_cb (SpicoSync  *sync,
                GParamSpec *pspec,
                gpointer    data)
{
  notify (data, g_str_equal (pspec->name, "connection") ? PROP_CONNECTION : PROP_IS_SYNCING);
}

/* What has merely expired erases nothing. */
static void
session_ended_cb (SpicoSession *session,
                  gboolean      must_erase,
                  gpointer      data)
{
  set_session_ended (data, TRUE);
  if (must_erase)
    spico_client_erase (data);
}

void
spico_client_tell_erased (SpicoClient *self,
                          gboolean     is_erased)
{
  g_signal_emit (self, signals[ERASED], 0, is_erased);
}

void
spico_client_set_device_name (SpicoClient *self,
                              const char  *name)
{
  g_return_if_fail (SPICO_IS_CLIENT (self));
  g_return_if_fail (name != NULL);

  g_set_str (&self->device_name, name);
}

static DexFuture *
drop_network (SpicoClient *self)
{
  DexFuture *stopped = NULL;

  if (self->sync != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->sync, self);
      stopped = spico_sync_stop (self->sync);
      g_clear_object (&self->sync);
      notify (self, PROP_CONNECTION);
      notify (self, PROP_IS_SYNCING);
    }
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);

  return stopped != NULL ? stopped : dex_future_new_true ();
}

void
spico_client_take_network (SpicoClient  *self,
                           SpicoSession *session)
{
  dex_future_disown (drop_network (self));
  self->session = g_object_ref (session);
  self->sync = spico_sync_new (session, self->store);
  g_signal_connect (session, "ended", G_CALLBACK (session_ended_cb), self);
  g_signal_connect (self->sync, "sending", G_CALLBACK (sync_sending_cb), self);
  g_signal_connect_swapped (self->sync, "requests-changed", G_CALLBACK (sync_requests_changed_cb), self);
  g_signal_connect_swapped (self->sync, "pulled", G_CALLBACK (sync_pulled_cb), self);
  g_signal_connect (self->sync, "notify::connection", G_CALLBACK (sync_notify_cb), self);
  g_signal_connect (self->sync, "notify::is-syncing", G_CALLBACK (sync_notify_cb), self);
  set_session_ended (self, FALSE);
  spico_sync_start (self->sync);
}

void
spico_client_take_store (SpicoClient *self,
                         SpicoStore  *store,
                         GBytes      *key)
{
  g_set_object (&self->store, store);
  g_clear_pointer (&self->key, g_bytes_unref);
  self->key = g_bytes_ref (key);
  g_clear_object (&self->drafts);
  self->drafts = spico_drafts_new (store);
  g_clear_object (&self->attachments);
  self->attachments = spico_attachments_new (self, self->profile->folder, key);
  g_signal_connect (store, "changed", G_CALLBACK (store_changed_cb), self);
  self->presence_source = g_timeout_add_seconds (5, refresh_presence_cb, self);
}

void
spico_client_take_person (SpicoClient *self,
                          const char  *person_id)
{
  g_set_str (&self->person_id, person_id);
  spico_store_set_person (self->store, person_id);
  g_clear_object (&self->person);
  self->person = spico_people_intern (self->people, person_id);
  notify (self, PROP_PERSON);
}

/* Awaits. */
void
spico_client_await_drop_store (SpicoClient *self)
{
  g_autoptr (SpicoStore) store = g_steal_pointer (&self->store);
  g_autoptr (SpicoAttachments) attachments = g_steal_pointer (&self->attachments);

  if (store != NULL)
    g_signal_handlers_disconnect_by_data (store, self);
  g_clear_object (&self->drafts);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_clear_handle_id (&self->presence_source, g_source_remove);
  if (attachments != NULL)
    dex_await (spico_attachments_stop (attachments), NULL);
  dex_await (drop_network (self), NULL);
  if (store == NULL)
    return;
  dex_await (spico_store_close (store), NULL);

  self->is_reading_accounts = FALSE;
  self->is_reading_waiting = FALSE;
  spico_client_set_contact_lost (self, FALSE);
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
    case PROP_CONTACT_LOST:
      g_value_set_boolean (value, self->contact_lost);
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
  g_clear_handle_id (&self->erasure_source, g_source_remove);
  if (self->sync != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->sync, self);
      dex_future_disown (spico_sync_stop (self->sync));
    }
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->attachments != NULL)
    dex_future_disown (spico_attachments_stop (self->attachments));
  if (self->store != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->store, self);
      dex_future_disown (spico_store_close (self->store));
    }
  if (self->people != NULL)
    g_signal_handlers_disconnect_by_data (self->people, self);
  dex_clear (&self->last_search);
  g_clear_object (&self->sync);
  g_clear_object (&self->session);
  g_clear_object (&self->drafts);
  g_clear_object (&self->attachments);
  g_clear_object (&self->store);
  g_clear_object (&self->person);
  g_clear_object (&self->account);
  g_clear_object (&self->accounts);
  g_clear_object (&self->people);
  g_clear_object (&self->other_people);
  g_clear_object (&self->credentials);

  G_OBJECT_CLASS (spico_client_parent_class)->dispose (object);
}

static void
spico_client_finalize (GObject *object)
{
  SpicoClient *self = SPICO_CLIENT (object);

  g_clear_pointer (&self->profile, spico_profile_free);
  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_free (self->data_dir);
  g_free (self->device_name);
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
  properties[PROP_CONTACT_LOST] = g_param_spec_boolean ("contact-lost", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[MESSAGE_SENDING] = g_signal_new ("message-sending", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[REQUESTS_CHANGED] = g_signal_new ("group-requests-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PULLED] = g_signal_new ("pulled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ERASED] = g_signal_new ("erased", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
spico_client_init (SpicoClient *self)
{
  self->accounts = g_list_store_new (SPICO_TYPE_ACCOUNT);
  self->other_people = g_list_store_new (SPICO_TYPE_KNOWN_PERSON);
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

const GError *
spico_client_get_obstacle (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return self->sync != NULL ? spico_sync_get_obstacle (self->sync) : NULL;
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

void
spico_client_reconnect (SpicoClient *self)
{
  g_return_if_fail (SPICO_IS_CLIENT (self));

  if (self->sync != NULL)
    spico_sync_reconnect (self->sync);
  else
    spico_client_ask_erasure (self);
}
