/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-lock.h"

#include <sodium.h>
#include <string.h>

#include "spico-client-error.h"
#include "spico-main-thread.h"
#include "spico-secret.h"

/* What a guess costs: on a workstation of 2025 some 0.2 s, and 128 MiB. It stands in the text, so that it can grow. */
#define OPERATIONS 3U
#define MEMORY_MIB 128U
#define MAX_OPERATIONS 10
#define MAX_MEMORY_MIB 1024

#define VERSION "argon2id-1"
#define N_PARTS 5
#define MAX_TEXT 8192

/* Keys of their own for each use of the store's key. */
#define TOKEN_CONTEXT "SpicoTok"

static void
initialize (void)
{
  if (sodium_init () < 0)
    g_error ("libsodium cannot be used");
}

typedef struct {
  guint8 bytes[SPICO_LOCK_KEY_SIZE];
} Key;

static void
key_free (gpointer data)
{
  sodium_memzero (data, sizeof (Key));
  g_free (data);
}

/* @bytes are overwritten here. */
static GBytes *
take_key (Key *bytes)
{
  Key *key = g_new (Key, 1);

  *key = *bytes;
  sodium_memzero (bytes, sizeof *bytes);

  return g_bytes_new_with_free_func (key, sizeof *key, key_free, key);
}

GBytes *
spico_lock_make_key (void)
{
  Key key;

  initialize ();
  randombytes_buf (&key, sizeof key);

  return take_key (&key);
}

char *
spico_lock_format_key (GBytes *key)
{
  char *text = g_new (char, SPICO_LOCK_KEY_SIZE * 2 + 1);

  g_assert (g_bytes_get_size (key) == SPICO_LOCK_KEY_SIZE);
  return sodium_bin2hex (text, SPICO_LOCK_KEY_SIZE * 2 + 1, g_bytes_get_data (key, NULL), SPICO_LOCK_KEY_SIZE);
}

GBytes *
spico_lock_parse_key (const char *text)
{
  Key key;
  gsize length;

  if (text == NULL || strlen (text) != sizeof key * 2)
    return NULL;
  if (sodium_hex2bin (key.bytes, sizeof key, text, sizeof key * 2, NULL, &length, NULL) != 0 || length != sizeof key)
    return NULL;

  return take_key (&key);
}

/* A nonce, then the box, in base64. */
static char *
seal (const guint8 *key,
      const guint8 *data,
      gsize         length)
{
  gsize size = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + length;
  g_autofree guint8 *box = g_malloc (size);

  randombytes_buf (box, crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy (box + crypto_secretbox_NONCEBYTES, data, length, box, key);

  return g_base64_encode (box, size);
}

/* Returns: (transfer full) (nullable): what was sealed, with a zero after it */
static guint8 *
unseal (const guint8 *key,
        const char   *text,
        gsize        *length)
{
  gsize size;
  g_autofree guint8 *box = g_base64_decode (text, &size);
  guint8 *data;

  if (size < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES)
    return NULL;

  *length = size - crypto_secretbox_NONCEBYTES - crypto_secretbox_MACBYTES;
  data = g_malloc0 (*length + 1);
  if (crypto_secretbox_open_easy (data, box + crypto_secretbox_NONCEBYTES, size - crypto_secretbox_NONCEBYTES, box, key) == 0)
    return data;

  g_free (data);
  return NULL;
}

/* The wrapping */

typedef struct {
  GBytes *key;
  char *text;
  char *password;
} Work;

/* The same characters typed on two systems may come composed or not (RFC 8265 section 4.2.2). */
static char *
normalise (const char *password)
{
  return g_utf8_validate (password, -1, NULL) ? g_utf8_normalize (password, -1, G_NORMALIZE_NFC) : g_strdup (password);
}

static Work *
work_new (GBytes     *key,
          const char *text,
          const char *password)
{
  Work *work = g_new0 (Work, 1);

  initialize ();
  work->key = key != NULL ? g_bytes_ref (key) : NULL;
  work->text = g_strdup (text);
  work->password = normalise (password);

  return work;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->key, g_bytes_unref);
  spico_secret_free (work->password);
  g_free (work->text);
  g_free (work);
}

static gboolean
derive (guint8       *key,
        const char   *password,
        const guint8 *salt,
        guint         operations,
        guint         memory_mib)
{
  return crypto_pwhash (key, crypto_secretbox_KEYBYTES, password, strlen (password), salt, operations, (gsize) memory_mib * 1024 * 1024, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

static DexFuture *
memory_error (void)
{
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STORE, "There is no memory for the lock");
}

static DexFuture *
wrap (gpointer data)
{
  Work *work = data;
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 key[crypto_secretbox_KEYBYTES];
  g_autofree char *shown_salt = NULL;
  g_autofree char *box = NULL;

  randombytes_buf (salt, sizeof salt);
  if (!derive (key, work->password, salt, OPERATIONS, MEMORY_MIB))
    return memory_error ();

  shown_salt = g_base64_encode (salt, sizeof salt);
  box = seal (key, g_bytes_get_data (work->key, NULL), g_bytes_get_size (work->key));
  sodium_memzero (key, sizeof key);

  return dex_future_new_take_string (g_strdup_printf ("%s$%u$%u$%s$%s", VERSION, OPERATIONS, MEMORY_MIB, shown_salt, box));
}

DexFuture *
spico_lock_wrap (GBytes     *key,
                 const char *password)
{
  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (password != NULL, NULL);

  return spico_main_thread_run (wrap, work_new (key, NULL, password), work_free);
}

static gboolean
parse_number (const char *text,
              guint       most,
              guint      *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 1, most, &value, NULL))
    return FALSE;
  *number = (guint) value;

  return TRUE;
}

/* The keyring is open to other programs: what stands there is believed no more than what comes over a network. */
static gboolean
parse (const char  *text,
       char      ***parts,
       guint       *operations,
       guint       *memory_mib,
       guint8      *salt)
{
  g_autofree guint8 *bytes = NULL;
  gsize size;

  if (strlen (text) > MAX_TEXT)
    return FALSE;
  *parts = g_strsplit (text, "$", N_PARTS + 1);
  if (g_strv_length (*parts) != N_PARTS || !g_str_equal ((*parts)[0], VERSION) || !parse_number ((*parts)[1], MAX_OPERATIONS, operations) ||
      !parse_number ((*parts)[2], MAX_MEMORY_MIB, memory_mib))
    return FALSE;

  bytes = g_base64_decode ((*parts)[3], &size);
  if (size != crypto_pwhash_SALTBYTES)
    return FALSE;
  memcpy (salt, bytes, size);

  return TRUE;
}

static DexFuture *
unwrap (gpointer data)
{
  Work *work = data;
  g_auto (GStrv) parts = NULL;
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 key[crypto_secretbox_KEYBYTES];
  g_autofree guint8 *opened = NULL;
  guint operations;
  guint memory_mib;
  gsize length;

  if (!parse (work->text, &parts, &operations, &memory_mib, salt))
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_KEYRING, "What the keyring holds is no lock");
  if (!derive (key, work->password, salt, operations, memory_mib))
    return memory_error ();

  opened = unseal (key, parts[4], &length);
  sodium_memzero (key, sizeof key);
  if (opened == NULL || length != SPICO_LOCK_KEY_SIZE)
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD, "Another password locked it");

  return dex_future_new_take_boxed (G_TYPE_BYTES, take_key ((Key *) opened));
}

DexFuture *
spico_lock_unwrap (const char *text,
                   const char *password)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (password != NULL, NULL);

  return spico_main_thread_run (unwrap, work_new (NULL, text, password), work_free);
}

/* The sealing of what is secret beside the store */

static void
derive_token_key (guint8 *derived,
                  GBytes *key)
{
  initialize ();
  g_assert (g_bytes_get_size (key) == crypto_kdf_KEYBYTES);
  crypto_kdf_derive_from_key (derived, crypto_secretbox_KEYBYTES, 1, TOKEN_CONTEXT, g_bytes_get_data (key, NULL));
}

char *
spico_lock_seal (GBytes     *key,
                 const char *secret)
{
  guint8 derived[crypto_secretbox_KEYBYTES];
  char *text;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (secret != NULL, NULL);

  derive_token_key (derived, key);
  text = seal (derived, (const guint8 *) secret, strlen (secret));
  sodium_memzero (derived, sizeof derived);

  return text;
}

char *
spico_lock_unseal (GBytes     *key,
                   const char *text)
{
  guint8 derived[crypto_secretbox_KEYBYTES];
  gsize length;
  char *secret;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > MAX_TEXT)
    return NULL;
  derive_token_key (derived, key);
  secret = (char *) unseal (derived, text, &length);
  sodium_memzero (derived, sizeof derived);

  return secret;
}
