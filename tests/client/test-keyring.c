/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real keyring, which may be locked. */
#include <libsecret/secret.h>

#include "spico-credentials.h"
#include "spico-test-region.h"

#define SERVER "https://spico.example"

static char *
await_secret (DexFuture *future)
{
  const GValue *value;
  char *secret;

  spico_test_wait_for (!dex_future_is_pending (future));
  value = dex_future_get_value (future, NULL);
  g_assert_nonnull (value);
  secret = g_value_dup_string (value);
  dex_unref (future);

  return secret;
}

static void
lock_keyring (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = secret_service_get_sync (SECRET_SERVICE_LOAD_COLLECTIONS, NULL, &error);
  g_autolist (SecretCollection) collections = NULL;

  g_assert_no_error (error);
  collections = secret_service_get_collections (service);
  secret_service_lock_sync (service, collections, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* A key that cannot be read now is not a key that is lost: the store that it opens would be erased. */
static void
test_locked (void)
{
  g_autoptr (SpicoCredentials) keyring = spico_keyring_new ();
  g_autofree char *nothing = NULL;
  g_autofree char *secret = NULL;

  nothing = await_secret (spico_credentials_lookup (keyring, SERVER, "mauger", SPICO_CREDENTIALS_STORE_KEY));
  g_assert_null (nothing);

  spico_test_succeeds (spico_credentials_store (keyring, SERVER, "mauger", SPICO_CREDENTIALS_STORE_KEY, "0123"));
  secret = await_secret (spico_credentials_lookup (keyring, SERVER, "mauger", SPICO_CREDENTIALS_STORE_KEY));
  g_assert_cmpstr (secret, ==, "0123");

  lock_keyring ();
  spico_test_fails (spico_credentials_lookup (keyring, SERVER, "mauger", SPICO_CREDENTIALS_STORE_KEY), SPICO_CLIENT_ERROR_KEYRING);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/client/keyring/locked", test_locked);

  return g_test_run ();
}
