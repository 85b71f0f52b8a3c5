/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsecret/secret.h>

#include "spico-client-error.h"
#include "spico-credentials.h"

struct _SpicoKeyring {
  GObject parent_instance;
};

static void credentials_init (SpicoCredentialsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoKeyring, spico_keyring, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (SPICO_TYPE_CREDENTIALS, credentials_init))

static const SecretSchema schema = {
  SPICO_APPLICATION_ID,
  SECRET_SCHEMA_NONE,
  {
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "login", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "purpose", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
  0, 0, 0, 0, 0, 0, 0, 0
};

static void
reject (DexPromise *promise,
        GError     *error)
{
  dex_promise_reject (promise, g_error_new (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_KEYRING, "The keyring failed: %s", error->message));
  g_error_free (error);
}

typedef struct {
  DexPromise *promise;
  char *server_uri;
  char *login;
  const char *purpose;
} Lookup;

static void
lookup_free (Lookup *lookup)
{
  dex_unref (lookup->promise);
  g_free (lookup->server_uri);
  g_free (lookup->login);
  g_free (lookup);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lookup, lookup_free)

static void
searched_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (Lookup) lookup = data;
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error != NULL)
    reject (lookup->promise, error);
  else if (items != NULL)
    dex_promise_reject (lookup->promise, g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_KEYRING, "The keyring is locked"));
  else
    dex_promise_resolve_string (lookup->promise, NULL);
  g_list_free_full (items, g_object_unref);
}

/* A keyring that stays locked gives no secret and no error: what it keeps is not to be taken for lost, and written over. */
static void
looked_up_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (Lookup) lookup = data;
  GError *error = NULL;
  char *secret = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    {
      reject (lookup->promise, error);
    }
  else if (secret != NULL)
    {
      dex_promise_resolve_string (lookup->promise, g_strdup (secret));
      secret_password_free (secret);
    }
  else
    {
      const char *server_uri = lookup->server_uri;
      const char *login = lookup->login;
      const char *purpose = lookup->purpose;

      secret_password_search (&schema, SECRET_SEARCH_NONE, NULL, searched_cb, g_steal_pointer (&lookup), "server", server_uri, "login", login, "purpose", purpose, NULL);
    }
}

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (DexPromise) promise = data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    reject (promise, error);
}

static void
cleared_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (DexPromise) promise = data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    reject (promise, error);
  else
    dex_promise_resolve_boolean (promise, TRUE);
}

static DexFuture *
spico_keyring_lookup (SpicoCredentials *credentials,
                      const char       *server_uri,
                      const char       *login,
                      const char       *purpose)
{
  DexPromise *promise = dex_promise_new ();
  Lookup *lookup = g_new0 (Lookup, 1);

  lookup->promise = dex_ref (promise);
  lookup->server_uri = g_strdup (server_uri);
  lookup->login = g_strdup (login);
  lookup->purpose = g_intern_string (purpose);
  secret_password_lookup (&schema, NULL, looked_up_cb, lookup, "server", server_uri, "login", login, "purpose", purpose, NULL);

  return DEX_FUTURE (promise);
}

/* The label is seen in the keyring's own program. */
static DexFuture *
spico_keyring_store (SpicoCredentials *credentials,
                     const char       *server_uri,
                     const char       *login,
                     const char       *purpose,
                     const char       *secret)
{
  DexPromise *promise = dex_promise_new ();
  g_autofree char *label = g_strdup_printf ("Spico: %s", purpose);

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, secret, NULL, stored_cb, dex_ref (promise),
                         "server", server_uri, "login", login, "purpose", purpose, NULL);

  return DEX_FUTURE (promise);
}

static DexFuture *
spico_keyring_clear (SpicoCredentials *credentials,
                     const char       *server_uri,
                     const char       *login,
                     const char       *purpose)
{
  DexPromise *promise = dex_promise_new ();

  secret_password_clear (&schema, NULL, cleared_cb, dex_ref (promise), "server", server_uri, "login", login, "purpose", purpose, NULL);

  return DEX_FUTURE (promise);
}

static void
credentials_init (SpicoCredentialsInterface *iface)
{
  iface->lookup = spico_keyring_lookup;
  iface->store = spico_keyring_store;
  iface->clear = spico_keyring_clear;
}

static void
spico_keyring_class_init (SpicoKeyringClass *klass)
{
}

static void
spico_keyring_init (SpicoKeyring *self)
{
}

SpicoCredentials *
spico_keyring_new (void)
{
  return g_object_new (SPICO_TYPE_KEYRING, NULL);
}
