/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of a provider (RFC 7517): public ones, for signatures, of the sorts that are accepted here; others are passed over. */
#include <string.h>

#include "spico-openid-private.h"

#define MAX_KEYS 32
#define MAX_KEY_ID 255
/* The digits of a key of 8192 bits, in base64url. */
#define MAX_DIGITS 1400
#define MIN_RSA_BITS 2048
#define MAX_RSA_BITS 8192

typedef struct {
  char *id;        /* NULL where it has none */
  char *algorithm; /* NULL where it is for any that fits it */
  gboolean is_rsa;
  cjose_jwk_t *jwk;
} Key;

struct _SpicoOpenidKeys {
  GPtrArray *keys; /* of Key */
};

static void
key_free (gpointer data)
{
  Key *key = data;

  cjose_jwk_release (key->jwk);
  g_free (key->id);
  g_free (key->algorithm);
  g_free (key);
}

/* Its public members and nothing else, so that nothing else reaches the library. */
static char *
write_public (yyjson_val        *object,
              const char *const *names)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  gboolean is_whole = TRUE;
  char *json;

  yyjson_mut_doc_set_root (document, root);
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *value = spico_openid_text (object, names[i], MAX_DIGITS);

      is_whole = is_whole && value != NULL && yyjson_mut_obj_add_str (document, root, names[i], value);
    }
  json = is_whole ? yyjson_mut_write (document, 0, NULL) : NULL;
  yyjson_mut_doc_free (document);

  return json;
}

static gboolean
is_strong (const cjose_jwk_t *jwk,
           gboolean           is_rsa)
{
  gsize bits = cjose_jwk_get_keysize (jwk, NULL);

  return is_rsa ? bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS : cjose_jwk_EC_get_curve (jwk, NULL) == CJOSE_JWK_EC_P_256;
}

static cjose_jwk_t *
import_jwk (yyjson_val *object,
            gboolean    is_rsa)
{
  static const char *const rsa[] = { "kty", "n", "e", NULL };
  static const char *const ec[] = { "kty", "crv", "x", "y", NULL };
  g_autofree char *json = write_public (object, is_rsa ? rsa : ec);
  cjose_jwk_t *jwk = json != NULL ? cjose_jwk_import (json, strlen (json), NULL) : NULL;

  if (jwk != NULL && is_strong (jwk, is_rsa))
    return jwk;

  cjose_jwk_release (jwk);
  return NULL;
}

static Key *
read_key (yyjson_val *object)
{
  yyjson_val *id = yyjson_obj_get (object, "kid");
  yyjson_val *use = yyjson_obj_get (object, "use");
  gboolean is_rsa = yyjson_equals_str (yyjson_obj_get (object, "kty"), "RSA");
  cjose_jwk_t *jwk;
  Key *key;

  if ((use != NULL && !yyjson_equals_str (use, "sig")) || (!is_rsa && !yyjson_equals_str (yyjson_obj_get (object, "kty"), "EC"))
      || (id != NULL && spico_openid_text (object, "kid", MAX_KEY_ID) == NULL))
    return NULL;

  jwk = import_jwk (object, is_rsa);
  if (jwk == NULL)
    return NULL;

  key = g_new0 (Key, 1);
  key->id = g_strdup (spico_openid_text (object, "kid", MAX_KEY_ID));
  key->algorithm = g_strdup (spico_openid_text (object, "alg", MAX_KEY_ID));
  key->is_rsa = is_rsa;
  key->jwk = jwk;

  return key;
}

/**
 * spico_openid_keys_read:
 * @json: a JWK set
 * @length: its length
 * @error: return location for a #SpicoServerError (`INVALID`)
 *
 * Returns: (transfer full) (nullable): its keys that can be used
 */
SpicoOpenidKeys *
spico_openid_keys_read (const char *json,
                        gsize       length,
                        GError    **error)
{
  yyjson_doc *document = spico_openid_parse (json, length, error);
  yyjson_val *array = yyjson_obj_get (yyjson_doc_get_root (document), "keys");
  SpicoOpenidKeys *self;
  yyjson_arr_iter iter;
  yyjson_val *value;

  if (document == NULL)
    return NULL;

  self = g_atomic_rc_box_new0 (SpicoOpenidKeys);
  self->keys = g_ptr_array_new_with_free_func (key_free);
  yyjson_arr_iter_init (array, &iter);
  while (self->keys->len < MAX_KEYS && (value = yyjson_arr_iter_next (&iter)) != NULL)
    {
      Key *key = read_key (value);

      if (key != NULL)
        g_ptr_array_add (self->keys, key);
    }
  yyjson_doc_free (document);

  if (self->keys->len == 0 && !spico_openid_fail (error, "The provider has no key that can be used"))
    g_clear_pointer (&self, spico_openid_keys_unref);

  return self;
}

/**
 * spico_openid_keys_ref:
 * @self: keys
 *
 * Returns: (transfer full): the same
 */
SpicoOpenidKeys *
spico_openid_keys_ref (SpicoOpenidKeys *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_keys (gpointer data)
{
  SpicoOpenidKeys *self = data;

  g_ptr_array_unref (self->keys);
}

/**
 * spico_openid_keys_unref:
 * @self: (transfer full): keys
 */
void
spico_openid_keys_unref (SpicoOpenidKeys *self)
{
  g_atomic_rc_box_release_full (self, clear_keys);
}

/**
 * spico_openid_keys_size:
 * @self: keys
 *
 * Returns: how many there are
 */
guint
spico_openid_keys_size (SpicoOpenidKeys *self)
{
  return self->keys->len;
}

/**
 * spico_openid_keys_find:
 * @self: keys
 * @key_id: (nullable): which one a token names
 * @algorithm: `RS256`, `PS256` or `ES256`
 *
 * A token that names none is taken where there is one key for its algorithm, and no more.
 *
 * Returns: (transfer none) (nullable): the key
 */
const cjose_jwk_t *
spico_openid_keys_find (SpicoOpenidKeys *self,
                        const char      *key_id,
                        const char      *algorithm)
{
  gboolean is_rsa = !g_str_equal (algorithm, "ES256");
  const Key *found = NULL;

  for (guint i = 0; i < self->keys->len; i++)
    {
      const Key *key = g_ptr_array_index (self->keys, i);

      if (key->is_rsa != is_rsa || (key->algorithm != NULL && !g_str_equal (key->algorithm, algorithm)) || (key_id != NULL && g_strcmp0 (key->id, key_id) != 0))
        continue;
      if (found != NULL)
        return NULL;
      found = key;
    }

  return found != NULL ? found->jwk : NULL;
}
