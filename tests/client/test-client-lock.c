/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several people share a computer, each behind their own lock (X018, B001), against a real server and a real keyring. */
#include <glib/gstdio.h>
#include <sodium.h>

#include "spico-client-lock.h"
#include "spico-lock.h"
#include "spico-test-clients.h"

#define NEW_PASSWORD "un autre mot de passe"
#define BEFORE "Écrit avant le verrouillage"

static char *
dup_secret (SpicoTestClients *fixture,
            const char       *login,
            const char       *purpose)
{
  return spico_test_await_string (spico_credentials_lookup (fixture->keyring, fixture->region->uri, login, purpose));
}

static gboolean
is_in_clear (SpicoTestClients *fixture,
             const char       *login)
{
  g_autofree char *key = dup_secret (fixture, login, SPICO_CREDENTIALS_STORE_KEY);
  g_autofree char *token = dup_secret (fixture, login, SPICO_CREDENTIALS_REFRESH_TOKEN);

  g_assert_cmpint (key == NULL, ==, token == NULL);

  return key != NULL;
}

static void
reopen (SpicoTestClients *fixture,
        SpicoClientState  state)
{
  spico_test_let_go (&fixture->a);
  fixture->a = spico_client_new (fixture->folder_a, fixture->keyring);
  spico_client_set_lock_delay (fixture->a, 600);
  spico_test_succeeds (spico_client_open_last (fixture->a));
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, state);
}

static SpicoKnownPerson *
find_other (SpicoTestClients *fixture)
{
  g_autoptr (GListModel) people = spico_client_list_other_people (fixture->a);

  g_assert_cmpuint (g_list_model_get_n_items (people), ==, 1);
  return g_list_model_get_item (people, 0);
}

/* As the file on disk is. */
static void
change_profile (SpicoTestClients *fixture,
                const char       *key,
                gint64            value)
{
  g_autofree char *path = g_build_filename (fixture->folder_a, "people.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    g_key_file_set_int64 (file, groups[i], key, value);
  g_assert_true (g_key_file_save_to_file (file, path, NULL));
}

static void
change_password (SpicoTestClients *fixture,
                 const char       *password)
{
  char hash[crypto_pwhash_STRBYTES];
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (fixture->region->database, SPICO_SQL_OPEN_NONE, NULL, &error);
  g_autofree char *sql = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (crypto_pwhash_str (hash, password, strlen (password), crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN), ==, 0);
  sql = g_strdup_printf ("UPDATE login SET password_hash = '%s' WHERE login = 'mauger'", hash);
  g_assert_true (spico_sql_run (connection, sql, NULL, &error));
}

/* Nothing of what is locked can be reached: not the store, nor the session; then everything is there again, and what waited leaves. */
static void
test_locked_and_unlocked (SpicoTestClients *fixture,
                          gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  g_autoptr (SpicoMessageList) messages = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Verrou", "Un");
  messages = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (messages, "Un", SPICO_MESSAGE_SENT));
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  g_clear_object (&messages);
  spico_test_region_kill (fixture->region);
  g_free (spico_test_await_string (spico_client_send_message (fixture->a, MAUGER, MAUGER, id, NULL, BEFORE)));
  spico_test_wait_for (spico_client_get_pending_count (fixture->a) == 1);
  g_assert_true (is_in_clear (fixture, "mauger"));

  spico_test_succeeds (spico_client_lock (fixture->a));
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_LOCKED);
  g_assert_false (is_in_clear (fixture, "mauger"));
  g_assert_null (spico_client_get_store (fixture->a));
  g_assert_cmpuint (spico_test_n_items (spico_client_get_accounts (fixture->a)), ==, 0);
  g_assert_null (spico_client_get_person (fixture->a));
  g_assert_cmpuint (spico_client_get_waiting (fixture->a)->n_messages, ==, 1);
  g_assert_nonnull (strstr (spico_client_get_chosen_name (fixture->a), "MAUGER"));
  spico_test_fails (spico_client_lock (fixture->a), SPICO_CLIENT_ERROR_STATE);
  spico_test_fails (spico_client_unlock (fixture->a, "spico-dem"), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_LOCKED);
  g_assert_false (is_in_clear (fixture, "mauger"));

  spico_test_succeeds (spico_client_unlock (fixture->a, SPICO_TEST_PASSWORD));
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_READY);
  g_assert_true (is_in_clear (fixture, "mauger"));
  text = dup_secret (fixture, "mauger", SPICO_CREDENTIALS_LOCKED_TOKEN);
  g_assert_null (text);
  messages = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (messages, BEFORE, SPICO_MESSAGE_QUEUED));
  spico_test_region_start (fixture->region);
  spico_client_reconnect (fixture->a);
  spico_test_wait_for (spico_test_last_is (messages, BEFORE, SPICO_MESSAGE_SENT));
}

/* Ending the program is no way around, nor is being away from it. */
static void
test_starting_again (SpicoTestClients *fixture,
                     gconstpointer     data)
{
  spico_test_sign_in (fixture, fixture->a, "mauger");
  reopen (fixture, SPICO_CLIENT_READY);

  spico_test_succeeds (spico_client_lock (fixture->a));
  reopen (fixture, SPICO_CLIENT_LOCKED);
  spico_test_succeeds (spico_client_unlock (fixture->a, SPICO_TEST_PASSWORD));
  reopen (fixture, SPICO_CLIENT_READY);

  spico_test_let_go (&fixture->a);
  change_profile (fixture, "used-at", g_get_real_time () - 601 * G_USEC_PER_SEC);
  reopen (fixture, SPICO_CLIENT_LOCKED);
  g_assert_false (is_in_clear (fixture, "mauger"));
  spico_test_succeeds (spico_client_unlock (fixture->a, SPICO_TEST_PASSWORD));

  spico_test_let_go (&fixture->a);
  change_profile (fixture, "used-at", g_get_real_time () + 601 * G_USEC_PER_SEC);
  reopen (fixture, SPICO_CLIENT_LOCKED);
  spico_test_succeeds (spico_client_unlock (fixture->a, SPICO_TEST_PASSWORD));
  g_assert_false (spico_client_get_session_ended (fixture->a));
  spico_test_wait_for (spico_test_is_settled (fixture->a));
}

static void
test_guessing_is_slowed_down (SpicoTestClients *fixture,
                              gconstpointer     data)
{
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_succeeds (spico_client_lock (fixture->a));
  for (guint i = 0; i < 5; i++)
    {
      g_assert_cmpuint (spico_client_get_unlock_wait (fixture->a), ==, 0);
      spico_test_fails (spico_client_unlock (fixture->a, "faux"), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
    }
  spico_test_fails (spico_client_unlock (fixture->a, SPICO_TEST_PASSWORD), SPICO_CLIENT_ERROR_TOO_MANY_ATTEMPTS);

  /* Another start does not begin the count anew, nor does another clock make one wait for ever. */
  reopen (fixture, SPICO_CLIENT_LOCKED);
  g_assert_cmpuint (spico_client_get_unlock_wait (fixture->a), >, 0);
  spico_test_let_go (&fixture->a);
  change_profile (fixture, "failed-at", g_get_real_time () + G_TIME_SPAN_DAY);
  reopen (fixture, SPICO_CLIENT_LOCKED);
  g_assert_cmpuint (spico_client_get_unlock_wait (fixture->a), <=, 10);

  spico_test_let_go (&fixture->a);
  change_profile (fixture, "failed-at", g_get_real_time () - 11 * G_USEC_PER_SEC);
  reopen (fixture, SPICO_CLIENT_LOCKED);
  spico_test_fails (spico_client_unlock (fixture->a, "faux"), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  g_assert_cmpuint (spico_client_get_unlock_wait (fixture->a), >, 10);

  spico_test_let_go (&fixture->a);
  change_profile (fixture, "failed-at", 0);
  reopen (fixture, SPICO_CLIENT_LOCKED);
  spico_test_succeeds (spico_client_unlock (fixture->a, SPICO_TEST_PASSWORD));
  spico_test_succeeds (spico_client_lock (fixture->a));
  spico_test_fails (spico_client_unlock (fixture->a, "faux"), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  g_assert_cmpuint (spico_client_get_unlock_wait (fixture->a), ==, 0);
}

/* Two on one computer: neither sees, or loses, what is the other's. */
static void
test_two_people (SpicoTestClients *fixture,
                 gconstpointer     data)
{
  g_autofree char *id = NULL;
  g_autoptr (SpicoKnownPerson) mauger = NULL;
  g_autoptr (SpicoKnownPerson) totaro = NULL;
  g_autoptr (SpicoMessageList) messages = NULL;
  g_autoptr (GListModel) nobody = spico_client_list_other_people (fixture->a);

  spico_test_sign_in (fixture, fixture->a, "mauger");
  g_assert_cmpuint (g_list_model_get_n_items (nobody), ==, 0);
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Relève", BEFORE);

  spico_test_succeeds (spico_client_lock (fixture->a));
  spico_test_sign_in (fixture, fixture->a, "totaro");
  g_assert_cmpstr (spico_principal_get_id (spico_client_get_person (fixture->a)), ==, TOTARO);
  g_assert_false (is_in_clear (fixture, "mauger"));
  mauger = find_other (fixture);
  g_assert_cmpstr (spico_known_person_get_login (mauger), ==, "mauger");
  g_assert_nonnull (strstr (spico_known_person_get_name (mauger), "MAUGER"));

  /* One's password does not open the other's. */
  spico_test_succeeds (spico_client_choose_person (fixture->a, mauger));
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_LOCKED);
  g_assert_cmpstr (spico_client_get_login (fixture->a), ==, "mauger");
  g_assert_false (is_in_clear (fixture, "totaro"));
  spico_test_succeeds (spico_client_unlock (fixture->a, SPICO_TEST_PASSWORD));
  g_assert_cmpstr (spico_principal_get_id (spico_client_get_person (fixture->a)), ==, MAUGER);
  messages = spico_client_list_messages (fixture->a, MAUGER, id);
  spico_test_wait_for (spico_test_last_is (messages, BEFORE, SPICO_MESSAGE_SENT) || spico_test_last_is (messages, BEFORE, SPICO_MESSAGE_READ));
  totaro = find_other (fixture);
  g_assert_cmpstr (spico_known_person_get_login (totaro), ==, "totaro");

  /* Who comes next finds it locked, whoever closed it. */
  reopen (fixture, SPICO_CLIENT_LOCKED);
  g_assert_cmpstr (spico_client_get_login (fixture->a), ==, "mauger");
  g_assert_false (is_in_clear (fixture, "mauger"));
  spico_test_succeeds (spico_client_unlock (fixture->a, SPICO_TEST_PASSWORD));

  /* Whoever signs out leaves the other's where it is. */
  spico_test_succeeds (spico_client_sign_out (fixture->a));
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_SIGNED_OUT);
  g_clear_object (&totaro);
  totaro = find_other (fixture);
  g_assert_cmpstr (spico_known_person_get_login (totaro), ==, "totaro");
  spico_test_succeeds (spico_client_choose_person (fixture->a, totaro));
  spico_test_succeeds (spico_client_unlock (fixture->a, SPICO_TEST_PASSWORD));
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  reopen (fixture, SPICO_CLIENT_READY);
}

/* Somebody who signs in while another's is open locks it first; one who cannot sign in changes nothing. */
static void
test_signing_in_beside (SpicoTestClients *fixture,
                        gconstpointer     data)
{
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_fails (spico_client_sign_in (fixture->a, fixture->region->uri, "totaro", "faux"), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_READY);
  g_assert_cmpstr (spico_client_get_login (fixture->a), ==, "mauger");

  spico_test_sign_in (fixture, fixture->a, "totaro");
  g_assert_false (is_in_clear (fixture, "mauger"));

  spico_test_succeeds (spico_client_lock (fixture->a));
  spico_test_fails (spico_client_sign_in (fixture->a, fixture->region->uri, "bonnefous", "faux"), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_LOCKED);
  g_assert_cmpstr (spico_client_get_login (fixture->a), ==, "totaro");
}

static guint
count_devices (SpicoClient *client)
{
  g_autoptr (GListModel) devices = spico_test_await_object (spico_client_list_devices (client));

  return g_list_model_get_n_items (devices);
}

/* Locks with a message that never left, then changes the password on the server. */
static void
lock_with_a_draft (SpicoTestClients *fixture)
{
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_test_region_kill (fixture->region);
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Jamais parti", BEFORE);
  spico_test_wait_for (spico_client_get_pending_count (fixture->a) == 1);
  spico_test_succeeds (spico_client_lock (fixture->a));
  change_password (fixture, NEW_PASSWORD);
  spico_test_region_start (fixture->region);
}

/* The words that were typed under the former password are not lost with it. */
static void
test_changed_password_and_the_former_one (SpicoTestClients *fixture,
                                          gconstpointer     data)
{
  SpicoClient *a = fixture->a;
  const char *uri = fixture->region->uri;
  g_autoptr (SpicoList) list = NULL;
  g_autoptr (SpicoConversation) conversation = NULL;

  lock_with_a_draft (fixture);
  spico_test_fails (spico_client_unlock (a, NEW_PASSWORD), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  spico_test_fails (spico_client_sign_in (a, uri, "mauger", NEW_PASSWORD), SPICO_CLIENT_ERROR_LOCKED);
  g_assert_cmpint (spico_client_get_state (a), ==, SPICO_CLIENT_LOCKED);
  spico_test_fails (spico_client_sign_in_again (a, uri, "mauger", NEW_PASSWORD, "faux"), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  g_assert_cmpint (spico_client_get_state (a), ==, SPICO_CLIENT_LOCKED);

  spico_test_succeeds (spico_client_sign_in_again (a, uri, "mauger", NEW_PASSWORD, SPICO_TEST_PASSWORD));
  list = spico_test_list_filled (a, MAUGER);
  spico_test_wait_for ((conversation = spico_test_find_conversation (list, "Jamais parti")) != NULL);
  spico_test_wait_for (spico_test_is_settled (a));
  g_assert_cmpstr (spico_conversation_get_preview (conversation), ==, BEFORE);

  g_assert_cmpuint (count_devices (a), ==, 1);

  /* From then on it is the new one that opens. */
  spico_test_succeeds (spico_client_lock (a));
  spico_test_fails (spico_client_unlock (a, SPICO_TEST_PASSWORD), SPICO_CLIENT_ERROR_WRONG_PASSWORD);
  spico_test_succeeds (spico_client_unlock (a, NEW_PASSWORD));
}

/* Whoever has forgotten it begins anew, and only when they say so. */
static void
test_changed_password_and_a_forgotten_one (SpicoTestClients *fixture,
                                           gconstpointer     data)
{
  SpicoClient *a = fixture->a;
  g_autoptr (SpicoList) list = NULL;

  lock_with_a_draft (fixture);
  spico_test_fails (spico_client_sign_in (a, fixture->region->uri, "mauger", NEW_PASSWORD), SPICO_CLIENT_ERROR_LOCKED);
  spico_test_succeeds (spico_client_sign_in_again (a, fixture->region->uri, "mauger", NEW_PASSWORD, NULL));
  list = spico_test_list_filled (a, MAUGER);
  spico_test_wait_for (spico_test_is_settled (a));
  g_assert_null (spico_test_find_conversation (list, "Jamais parti"));
  /* Sessions that nobody uses were ended: there is this one, and the one whose token was lost with the key. */
  g_assert_cmpuint (count_devices (a), ==, 2);
}

/* On the disk nothing that was written can be read, locked or not. */
static gboolean
folder_holds (const char *path,
              const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *content = NULL;
      gsize length = 0;

      if (g_file_test (child, G_FILE_TEST_IS_DIR) ? folder_holds (child, text)
                                                  : g_file_get_contents (child, &content, &length, NULL) && memmem (content, length, text, strlen (text)) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
test_disk_and_signing_out (SpicoTestClients *fixture,
                           gconstpointer     data)
{
  static const char *const purposes[] = { SPICO_CREDENTIALS_STORE_KEY, SPICO_CREDENTIALS_REFRESH_TOKEN, SPICO_CREDENTIALS_LOCKED_KEY, SPICO_CREDENTIALS_LOCKED_TOKEN, SPICO_CREDENTIALS_TOKEN_DIGEST };
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  id = spico_test_start (fixture->a, MAUGER, TOTARO, "Disque", BEFORE);
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  spico_test_succeeds (spico_client_lock (fixture->a));
  g_assert_true (folder_holds (fixture->folder_a, "mauger"));
  g_assert_false (folder_holds (fixture->folder_a, BEFORE));
  g_assert_false (folder_holds (fixture->folder_a, RETURN_HOME));
  g_assert_false (folder_holds (fixture->folder_a, SPICO_TEST_PASSWORD));

  spico_test_succeeds (spico_client_unlock (fixture->a, SPICO_TEST_PASSWORD));
  spico_test_succeeds (spico_client_sign_out (fixture->a));
  g_assert_false (folder_holds (fixture->folder_a, "\n"));
  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++)
    {
      g_autofree char *secret = dup_secret (fixture, "mauger", purposes[i]);

      g_assert_null (secret);
    }
}

/* A file that somebody has written over, or a key that is gone, is no end: one signs in. */
static void
test_what_is_damaged (SpicoTestClients *fixture,
                      gconstpointer     data)
{
  g_autofree char *path = g_build_filename (fixture->folder_a, "people.ini", NULL);
  g_autofree char *rubbish = g_strnfill (200000, '[');

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_succeeds (spico_client_lock (fixture->a));
  spico_test_succeeds (spico_credentials_store (fixture->keyring, fixture->region->uri, "mauger", SPICO_CREDENTIALS_LOCKED_KEY, "argon2id-1$rien"));
  spico_test_fails (spico_client_unlock (fixture->a, SPICO_TEST_PASSWORD), SPICO_CLIENT_ERROR_KEYRING);
  spico_test_succeeds (spico_credentials_clear (fixture->keyring, fixture->region->uri, "mauger", SPICO_CREDENTIALS_LOCKED_KEY));
  spico_test_fails (spico_client_unlock (fixture->a, SPICO_TEST_PASSWORD), SPICO_CLIENT_ERROR_KEYRING);
  g_assert_cmpint (spico_client_get_state (fixture->a), ==, SPICO_CLIENT_LOCKED);
  spico_test_sign_in (fixture, fixture->a, "mauger");

  spico_test_let_go (&fixture->a);
  g_assert_true (g_file_set_contents (path, rubbish, -1, NULL));
  reopen (fixture, SPICO_CLIENT_SIGNED_OUT);
  spico_test_sign_in (fixture, fixture->a, "mauger");
  /* The session before this one was ended; that of the lost key ends by itself. */
  g_assert_cmpuint (count_devices (fixture->a), ==, 2);
  reopen (fixture, SPICO_CLIENT_READY);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("X018-locked-and-unlocked", test_locked_and_unlocked);
  SPICO_TEST_ADD ("X018-starting-again", test_starting_again);
  SPICO_TEST_ADD ("X018-guessing-is-slowed-down", test_guessing_is_slowed_down);
  SPICO_TEST_ADD ("X018-changed-password-and-the-former-one", test_changed_password_and_the_former_one);
  SPICO_TEST_ADD ("X018-changed-password-and-a-forgotten-one", test_changed_password_and_a_forgotten_one);
  SPICO_TEST_ADD ("X018-disk-and-signing-out", test_disk_and_signing_out);
  SPICO_TEST_ADD ("X018-what-is-damaged", test_what_is_damaged);
  SPICO_TEST_ADD ("B001-two-people", test_two_people);
  SPICO_TEST_ADD ("B001-signing-in-beside", test_signing_in_beside);

  return g_test_run ();
}
