/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-auth-hash.h"

#include <sodium.h>
#include <string.h>

#include "spico-server-error.h"

/* libsodium's own choice for people who wait: 2 passes over 64 MiB. */
#define OPERATIONS crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEMORY crypto_pwhash_MEMLIMIT_INTERACTIVE

struct _SpicoAuthHasher {
  GThreadPool *pool;
  guint max_waiting;
  /* What the passwords of unknown logins are checked against, so that they take as long as known ones. */
  char *decoy;
};

typedef struct {
  char *password_hash;
  char *password;
  gboolean is_decoy;
  SpicoAuthVerifiedFunc verified;
  gpointer data;
} Check;

static void
wipe (char *text)
{
  if (text == NULL)
    return;

  sodium_memzero (text, strlen (text));
  g_free (text);
}

static void
check_free (Check *check)
{
  g_free (check->password_hash);
  wipe (check->password);
  g_free (check);
}

/* The same characters typed on two systems may come composed or not (RFC 8265 section 4.2.2). */
static char *
normalise_password (const char *password)
{
  return g_utf8_normalize (password, -1, G_NORMALIZE_NFC);
}

/**
 * spico_auth_hash_password:
 * @password: a password, in UTF-8
 * @error: return location for a #SpicoServerError
 *
 * Returns: (transfer full) (nullable): its argon2id hash with its salt and parameters
 */
char *
spico_auth_hash_password (const char *password,
                          GError    **error)
{
  char hash[crypto_pwhash_STRBYTES];
  char *normal = normalise_password (password);
  int result = -1;

  if (normal != NULL)
    result = crypto_pwhash_str_alg (hash, normal, strlen (normal), OPERATIONS, MEMORY, crypto_pwhash_ALG_ARGON2ID13);
  wipe (normal);

  if (result != 0)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_FAILED, "The password cannot be hashed");
      return NULL;
    }

  return g_strdup (hash);
}

/**
 * spico_auth_verify_password:
 * @password_hash: what spico_auth_hash_password() gave
 * @password: a password, in UTF-8
 *
 * Takes about 0.1 s.
 *
 * Returns: whether they belong together
 */
gboolean
spico_auth_verify_password (const char *password_hash,
                            const char *password)
{
  char *normal = normalise_password (password);
  gboolean matches;

  matches = normal != NULL && crypto_pwhash_str_verify (password_hash, normal, strlen (normal)) == 0;
  wipe (normal);

  return matches;
}

static void
run_check (gpointer item,
           gpointer data)
{
  Check *check = item;
  gboolean matches;

  matches = spico_auth_verify_password (check->password_hash, check->password) && !check->is_decoy;
  check->verified (matches, check->data);
  check_free (check);
}

/**
 * spico_auth_hasher_new:
 * @n_threads: how many passwords are checked at once
 * @max_waiting: how many more may wait
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a hasher
 */
SpicoAuthHasher *
spico_auth_hasher_new (guint    n_threads,
                       guint    max_waiting,
                       GError **error)
{
  g_autoptr (SpicoAuthHasher) self = g_new0 (SpicoAuthHasher, 1);

  self->max_waiting = max_waiting;
  self->decoy = spico_auth_hash_password ("nobody has this password", error);
  if (self->decoy == NULL)
    return NULL;

  self->pool = g_thread_pool_new (run_check, self, (int) n_threads, TRUE, error);
  if (self->pool == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * spico_auth_hasher_free:
 * @self: (transfer full): a hasher
 *
 * Waits for the checks under way, and for those that wait.
 */
void
spico_auth_hasher_free (SpicoAuthHasher *self)
{
  if (self == NULL)
    return;

  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, TRUE);
  g_free (self->decoy);
  g_free (self);
}

/**
 * spico_auth_hasher_verify:
 * @self: a hasher
 * @password_hash: (nullable): what the password is checked against; %NULL for an unknown login, which takes as long and never matches
 * @password: a password, in UTF-8
 * @verified: called with the outcome, in another thread
 * @data: for @verified
 *
 * Returns: whether it will be checked; too many wait otherwise, and @verified is not called
 */
gboolean
spico_auth_hasher_verify (SpicoAuthHasher      *self,
                          const char           *password_hash,
                          const char           *password,
                          SpicoAuthVerifiedFunc verified,
                          gpointer              data)
{
  Check *check;

  if (g_thread_pool_unprocessed (self->pool) >= self->max_waiting)
    return FALSE;

  check = g_new0 (Check, 1);
  check->is_decoy = password_hash == NULL;
  check->password_hash = g_strdup (password_hash != NULL ? password_hash : self->decoy);
  check->password = g_strdup (password);
  check->verified = verified;
  check->data = data;

  /* With exclusive threads, pushing cannot fail. */
  return g_thread_pool_push (self->pool, check, NULL);
}
