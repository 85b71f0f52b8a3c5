/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-client-keys.h"

#include "spico-lock.h"
#include "spico-secret.h"

static SpicoSecret *
await_lookup (SpicoCredentials *credentials,
              SpicoProfile     *profile,
              const char       *purpose,
              GError          **error)
{
  return dex_await_string (spico_credentials_lookup (credentials, profile->server_uri, profile->login, purpose), error);
}

static gboolean
await_store (SpicoCredentials *credentials,
             SpicoProfile     *profile,
             const char       *purpose,
             const char       *secret,
             GError          **error)
{
  return dex_await (spico_credentials_store (credentials, profile->server_uri, profile->login, purpose, secret), error);
}

static gboolean
await_clear (SpicoCredentials *credentials,
             SpicoProfile     *profile,
             const char       *purpose,
             GError          **error)
{
  return dex_await (spico_credentials_clear (credentials, profile->server_uri, profile->login, purpose), error);
}

GBytes *
spico_keys_await_clear (SpicoCredentials *credentials,
                        SpicoProfile     *profile,
                        GError          **error)
{
  g_autoptr (SpicoSecret) text = await_lookup (credentials, profile, SPICO_CREDENTIALS_STORE_KEY, error);

  return spico_lock_parse_key (text);
}

gboolean
spico_keys_await_is_lockable (SpicoCredentials *credentials,
                              SpicoProfile     *profile,
                              GError          **error)
{
  g_autoptr (SpicoSecret) text = await_lookup (credentials, profile, SPICO_CREDENTIALS_LOCKED_KEY, error);

  return text != NULL;
}

gboolean
spico_keys_await_keep (SpicoCredentials *credentials,
                       SpicoProfile     *profile,
                       GBytes           *key,
                       const char       *password,
                       GError          **error)
{
  g_autoptr (SpicoSecret) clear = spico_lock_format_key (key);
  g_autoptr (SpicoSecret) wrapped = NULL;

  if (!await_store (credentials, profile, SPICO_CREDENTIALS_STORE_KEY, clear, error))
    return FALSE;
  wrapped = dex_await_string (spico_lock_wrap (key, password), error);

  return wrapped != NULL && await_store (credentials, profile, SPICO_CREDENTIALS_LOCKED_KEY, wrapped, error);
}

/* As the server keeps it. */
static char *
digest_of (const char *token)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}

/* Without a token there is nothing to lock: the session had ended. */
static gboolean
await_lock_token (SpicoCredentials *credentials,
                  SpicoProfile     *profile,
                  GBytes           *key,
                  GError          **error)
{
  GError *local_error = NULL;
  g_autoptr (SpicoSecret) token = await_lookup (credentials, profile, SPICO_CREDENTIALS_REFRESH_TOKEN, &local_error);
  g_autoptr (SpicoSecret) sealed = NULL;
  g_autofree char *digest = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (token == NULL)
    return TRUE;

  sealed = spico_lock_seal (key, token);
  digest = digest_of (token);

  return await_store (credentials, profile, SPICO_CREDENTIALS_TOKEN_DIGEST, digest, error) &&
         await_store (credentials, profile, SPICO_CREDENTIALS_LOCKED_TOKEN, sealed, error) &&
         await_clear (credentials, profile, SPICO_CREDENTIALS_REFRESH_TOKEN, error);
}

gboolean
spico_keys_await_lock (SpicoCredentials *credentials,
                       SpicoProfile     *profile,
                       GBytes           *key,
                       GError          **error)
{
  return await_lock_token (credentials, profile, key, error) && await_clear (credentials, profile, SPICO_CREDENTIALS_STORE_KEY, error);
}

GBytes *
spico_keys_await_open (SpicoCredentials *credentials,
                       SpicoProfile     *profile,
                       const char       *password,
                       GError          **error)
{
  g_autoptr (SpicoSecret) wrapped = await_lookup (credentials, profile, SPICO_CREDENTIALS_LOCKED_KEY, error);

  return wrapped != NULL ? dex_await_boxed (spico_lock_unwrap (wrapped, password), error) : NULL;
}

/* A token in clear is newer than a locked one: the locking, or the unlocking, was cut short. */
static gboolean
await_unlock_token (SpicoCredentials *credentials,
                    SpicoProfile     *profile,
                    GBytes           *key,
                    GError          **error)
{
  GError *local_error = NULL;
  g_autoptr (SpicoSecret) clear = await_lookup (credentials, profile, SPICO_CREDENTIALS_REFRESH_TOKEN, &local_error);
  g_autoptr (SpicoSecret) sealed = local_error == NULL ? await_lookup (credentials, profile, SPICO_CREDENTIALS_LOCKED_TOKEN, &local_error) : NULL;
  g_autoptr (SpicoSecret) token = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (sealed == NULL)
    return TRUE;

  /* What cannot be opened is of another key: its session is lost, and one signs in again. */
  token = clear == NULL ? spico_lock_unseal (key, sealed) : NULL;
  if (token != NULL && !await_store (credentials, profile, SPICO_CREDENTIALS_REFRESH_TOKEN, token, error))
    return FALSE;

  return await_clear (credentials, profile, SPICO_CREDENTIALS_LOCKED_TOKEN, error) && await_clear (credentials, profile, SPICO_CREDENTIALS_TOKEN_DIGEST, error);
}

gboolean
spico_keys_await_unlock (SpicoCredentials *credentials,
                         SpicoProfile     *profile,
                         GBytes           *key,
                         GError          **error)
{
  g_autoptr (SpicoSecret) clear = spico_lock_format_key (key);

  return await_unlock_token (credentials, profile, key, error) && await_store (credentials, profile, SPICO_CREDENTIALS_STORE_KEY, clear, error);
}

gboolean
spico_keys_await_forget (SpicoCredentials *credentials,
                         SpicoProfile     *profile,
                         GError          **error)
{
  return await_clear (credentials, profile, SPICO_CREDENTIALS_STORE_KEY, error) && await_clear (credentials, profile, SPICO_CREDENTIALS_LOCKED_KEY, error) &&
         await_clear (credentials, profile, SPICO_CREDENTIALS_LOCKED_TOKEN, error) && await_clear (credentials, profile, SPICO_CREDENTIALS_TOKEN_DIGEST, error);
}

char *
spico_keys_await_digest (SpicoCredentials *credentials,
                         SpicoProfile     *profile)
{
  g_autoptr (SpicoSecret) token = await_lookup (credentials, profile, SPICO_CREDENTIALS_REFRESH_TOKEN, NULL);

  return token != NULL ? digest_of (token) : await_lookup (credentials, profile, SPICO_CREDENTIALS_TOKEN_DIGEST, NULL);
}
