/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Mes appareils »: what is kept on one is erased from another, and only then (B019). */
#include "spico-client-forms.h"
#include "spico-client-lock.h"
#include "spico-test-clients.h"

static GListModel *
list (SpicoClient *client)
{
  return spico_test_await_object (spico_client_list_devices (client));
}

static void
sign_in_as (SpicoTestClients *fixture,
            SpicoClient      *client,
            const char       *device_name)
{
  g_autofree char *uri = spico_test_uri_of (fixture, client);

  spico_client_set_device_name (client, device_name);
  spico_test_succeeds (spico_client_sign_in (client, uri, "mauger", SPICO_TEST_PASSWORD));
  spico_test_wait_for (spico_test_is_settled (client));
}

static void
count_cb (SpicoClient *client,
          gboolean     is_erased,
          guint       *n_erased)
{
  g_assert_true (is_erased);
  (*n_erased)++;
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n_files = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n_files++;

  return n_files;
}

static SpicoDevice *
find_other (GListModel *devices)
{
  g_assert_cmpuint (g_list_model_get_n_items (devices), ==, 2);
  return g_list_model_get_item (devices, 1);
}

static gboolean
has_left (SpicoClient *client)
{
  g_autoptr (GListModel) devices = list (client);

  return g_list_model_get_n_items (devices) == 1;
}

static char *
dup_secret (SpicoTestClients *fixture,
            const char       *purpose)
{
  g_autofree char *uri = spico_test_uri_of (fixture, fixture->b);

  return spico_test_await_string (spico_credentials_lookup (fixture->keyring, uri, "mauger", purpose));
}

static void
test_devices_are_listed_and_renamed (SpicoTestClients *fixture,
                                     gconstpointer     data)
{
  g_autoptr (GListModel) devices = NULL;
  g_autoptr (GListModel) renamed = NULL;
  g_autoptr (SpicoDevice) device = NULL;
  g_autoptr (SpicoDevice) after = NULL;

  sign_in_as (fixture, fixture->a, "Poste du secrétariat");
  devices = list (fixture->a);
  g_assert_cmpuint (g_list_model_get_n_items (devices), ==, 1);
  device = g_list_model_get_item (devices, 0);
  g_assert_cmpstr (spico_device_get_name (device), ==, "Poste du secrétariat");
  g_assert_true (spico_device_is_current (device));
  g_assert_false (spico_device_must_erase (device));

  spico_test_succeeds (spico_client_rename_device (fixture->a, spico_device_get_id (device), "Poste de garde"));
  renamed = list (fixture->a);
  after = g_list_model_get_item (renamed, 0);
  g_assert_cmpstr (spico_device_get_name (after), ==, "Poste de garde");
  spico_test_fails (spico_client_erase_device (fixture->a, spico_device_get_id (device)), SPICO_CLIENT_ERROR_INVALID);
}

static void
test_a_device_is_erased (SpicoTestClients *fixture,
                         gconstpointer     data)
{
  SpicoClient *lost = fixture->b;
  g_autoptr (GListModel) devices = NULL;
  g_autoptr (SpicoDevice) device = NULL;
  g_autofree char *key = NULL;
  g_autofree char *token = NULL;
  guint n_erased = 0;

  sign_in_as (fixture, lost, "Portable");
  sign_in_as (fixture, fixture->a, "Poste");
  g_signal_connect (lost, "erased", G_CALLBACK (count_cb), &n_erased);
  devices = list (fixture->a);
  device = find_other (devices);
  g_assert_cmpstr (spico_device_get_name (device), ==, "Portable");
  g_assert_cmpuint (count_files (fixture->folder_b), >, 0);

  spico_test_succeeds (spico_client_erase_device (fixture->a, spico_device_get_id (device)));
  spico_test_wait_for (n_erased == 1);
  g_assert_cmpint (spico_client_get_state (lost), ==, SPICO_CLIENT_SIGNED_OUT);
  g_assert_cmpuint (count_files (fixture->folder_b), ==, 0);
  key = dup_secret (fixture, SPICO_CREDENTIALS_STORE_KEY);
  g_assert_null (key);

  /* It says that it is done, and the other one goes on. */
  spico_test_wait_for (has_left (fixture->a));
  spico_test_wait_for ((g_free (token), token = dup_secret (fixture, SPICO_CREDENTIALS_REFRESH_TOKEN)) == NULL);
  g_assert_false (spico_client_get_session_ended (fixture->a));
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_READY);
}

/* Off line when it was asked, the device erases when it next reaches the server, even in another run. */
static void
test_a_device_that_was_off_line_is_erased_later (SpicoTestClients *fixture,
                                                 gconstpointer     data)
{
  g_autoptr (GListModel) devices = NULL;
  g_autoptr (SpicoDevice) device = NULL;
  g_autoptr (SpicoClient) again = NULL;
  guint n_erased = 0;

  sign_in_as (fixture, fixture->b, "Portable");
  sign_in_as (fixture, fixture->a, "Poste");
  spico_test_let_go (&fixture->b);
  devices = list (fixture->a);
  device = find_other (devices);
  spico_test_succeeds (spico_client_erase_device (fixture->a, spico_device_get_id (device)));
  g_assert_false (has_left (fixture->a));

  again = spico_client_new (fixture->folder_b, fixture->keyring);
  g_signal_connect (again, "erased", G_CALLBACK (count_cb), &n_erased);
  spico_test_succeeds (spico_client_open_last (again));
  spico_test_wait_for (n_erased == 1);
  g_assert_cmpuint (count_files (fixture->folder_b), ==, 0);
  spico_test_wait_for (has_left (fixture->a));
}

/* Locked, the device has no token; it asks all the same, and nobody has to unlock it. */
static void
test_a_locked_device_is_erased (SpicoTestClients *fixture,
                                gconstpointer     data)
{
  SpicoClient *lost = fixture->b;
  g_autoptr (GListModel) devices = NULL;
  g_autoptr (SpicoDevice) device = NULL;
  g_autofree char *digest = NULL;
  guint n_erased = 0;

  sign_in_as (fixture, lost, "Portable");
  sign_in_as (fixture, fixture->a, "Poste");
  g_signal_connect (lost, "erased", G_CALLBACK (count_cb), &n_erased);
  spico_test_succeeds (spico_client_lock (lost));
  devices = list (fixture->a);
  device = find_other (devices);
  spico_client_reconnect (lost);
  spico_test_succeeds (spico_client_erase_device (fixture->a, spico_device_get_id (device)));

  spico_test_wait_for ((spico_client_reconnect (lost), n_erased == 1));
  g_assert_cmpint (spico_client_get_state (lost), ==, SPICO_CLIENT_SIGNED_OUT);
  g_assert_cmpuint (count_files (fixture->folder_b), ==, 0);
  spico_test_wait_for (has_left (fixture->a));
  digest = dup_secret (fixture, SPICO_CREDENTIALS_TOKEN_DIGEST);
  g_assert_null (digest);
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_READY);
}

/* So does what is somebody's who is not before the screen, at the next start, and what is another's stays. */
static void
test_what_is_another_persons_stays (SpicoTestClients *fixture,
                                    gconstpointer     data)
{
  g_autofree char *uri = spico_test_uri_of (fixture, fixture->b);
  g_autoptr (GListModel) devices = NULL;
  g_autoptr (GListModel) people = NULL;
  g_autoptr (SpicoDevice) device = NULL;

  sign_in_as (fixture, fixture->b, "Portable");
  sign_in_as (fixture, fixture->a, "Poste");
  spico_test_succeeds (spico_client_lock (fixture->b));
  spico_test_succeeds (spico_client_sign_in (fixture->b, uri, "totaro", SPICO_TEST_PASSWORD));
  spico_test_let_go (&fixture->b);
  devices = list (fixture->a);
  device = find_other (devices);
  spico_test_succeeds (spico_client_erase_device (fixture->a, spico_device_get_id (device)));

  fixture->b = spico_client_new (fixture->folder_b, fixture->keyring);
  people = spico_client_list_other_people (fixture->b);
  spico_test_succeeds (spico_client_open_last (fixture->b));
  spico_test_wait_for (has_left (fixture->a));
  g_assert_cmpuint (g_list_model_get_n_items (people), ==, 0);
  g_assert_cmpstr (spico_client_get_login (fixture->b), ==, "totaro");
  spico_test_succeeds (spico_client_unlock (fixture->b, SPICO_TEST_PASSWORD));
  spico_test_wait_for (spico_test_is_settled (fixture->b));
}

/* Whoever signs in before the device has heard of it finds nothing of what was to be erased. */
static void
test_signing_in_erases_first (SpicoTestClients *fixture,
                              gconstpointer     data)
{
  static const char *const words[] = { "Gardé", NULL };
  g_autofree char *uri = spico_test_uri_of (fixture, fixture->b);
  g_autoptr (GListModel) devices = NULL;
  g_autoptr (GListModel) after = NULL;
  g_autoptr (SpicoDevice) device = NULL;
  g_auto (GStrv) kept = NULL;
  g_auto (GStrv) erased = NULL;

  sign_in_as (fixture, fixture->b, "Portable");
  sign_in_as (fixture, fixture->a, "Poste");
  spico_test_succeeds (spico_client_save_form (fixture->b, MAUGER, "form", words));
  kept = spico_test_await_boxed (spico_client_load_form (fixture->b, MAUGER, "form", 1));
  g_assert_cmpstrv (kept, words);
  spico_test_let_go (&fixture->b);
  devices = list (fixture->a);
  device = find_other (devices);
  spico_test_succeeds (spico_client_erase_device (fixture->a, spico_device_get_id (device)));

  fixture->b = spico_client_new (fixture->folder_b, fixture->keyring);
  spico_test_succeeds (spico_client_sign_in (fixture->b, uri, "mauger", SPICO_TEST_PASSWORD));
  erased = spico_test_await_boxed (spico_client_load_form (fixture->b, MAUGER, "form", 1));
  g_assert_null (erased);
  after = list (fixture->a);
  g_assert_cmpuint (g_list_model_get_n_items (after), ==, 2);
}

/* An end that is nobody's wish keeps everything: one signs in again. */
static void
test_an_expired_session_erases_nothing (SpicoTestClients *fixture,
                                        gconstpointer     data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = NULL;
  guint n_files;

  sign_in_as (fixture, fixture->a, "Poste");
  n_files = count_files (fixture->folder_a);
  spico_test_region_kill (fixture->region);
  connection = spico_sql_connection_open (fixture->region->database, SPICO_SQL_OPEN_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (spico_sql_run (connection, "UPDATE auth_session SET expires_at = 1", NULL, &error));
  g_assert_true (spico_sql_run (connection, "DELETE FROM access_token", NULL, &error));
  g_clear_pointer (&connection, spico_sql_connection_free);
  spico_test_region_start (fixture->region);
  spico_client_reconnect (fixture->a);
  spico_test_wait_for (spico_client_get_session_ended (fixture->a));

  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_READY);
  g_assert_cmpuint (count_files (fixture->folder_a), ==, n_files);
  spico_test_sign_in (fixture, fixture->a, "mauger");
  g_assert_false (spico_client_get_session_ended (fixture->a));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  SPICO_TEST_ADD ("devices/are-listed-and-renamed", test_devices_are_listed_and_renamed);
  SPICO_TEST_ADD ("devices/one-is-erased-from-another", test_a_device_is_erased);
  SPICO_TEST_ADD ("devices/one-that-was-off-line-is-erased-later", test_a_device_that_was_off_line_is_erased_later);
  SPICO_TEST_ADD ("devices/one-that-is-locked-is-erased", test_a_locked_device_is_erased);
  SPICO_TEST_ADD ("devices/what-is-another-persons-stays", test_what_is_another_persons_stays);
  SPICO_TEST_ADD ("devices/signing-in-erases-first", test_signing_in_erases_first);
  SPICO_TEST_ADD ("devices/an-expired-session-erases-nothing", test_an_expired_session_erases_nothing);

  return g_test_run ();
}
