/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ID tokens (OpenID Connect Core 1.0 sections 2 and 3.1.3.7). */
#include "spico-openid-token.h"

#include <cjose/jws.h>
#include <sodium.h>
#include <string.h>

#include "spico-openid-private.h"
#include "spico-openid-reader.h"
#include "spico-server-error.h"

#define MAX_HEADER 4096
#define MAX_NAME 255
#define MAX_URL 500
/* How far clocks may be apart, in seconds; and how old a token may be that was made for a code a moment ago. */
#define LEEWAY 60
#define MAX_AGE 600

/* Half of a SHA-256, in base64url. */
#define HALF_HASH_LENGTH 22

typedef struct {
  char *algorithm;
  char *key_id;
} Header;

static void
header_clear (Header *header)
{
  g_free (header->algorithm);
  g_free (header->key_id);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Header, header_clear)

static yyjson_doc *
parse_header (const char *token,
              GError    **error)
{
  const char *end = strchr (token, '.');
  guint8 json[MAX_HEADER];
  gsize length;

  if (end == NULL || sodium_base642bin (json, sizeof json, token, (gsize) (end - token), NULL, &length, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
    {
      spico_openid_fail (error, "The ID token is no JWS");
      return NULL;
    }

  return spico_openid_parse ((const char *) json, length, error);
}

static gboolean
is_accepted (const char *algorithm)
{
  static const char *const accepted[] = { "RS256", "PS256", "ES256", NULL };

  return algorithm != NULL && g_strv_contains (accepted, algorithm);
}

/* What the signature is made with is looked at before the library sees any of it: it would take shared secrets too, and knows nothing of `crit`. */
static gboolean
read_header (const char *token,
             Header     *header,
             GError    **error)
{
  yyjson_doc *document = parse_header (token, error);
  yyjson_val *root = yyjson_doc_get_root (document);
  gboolean is_good;

  if (document == NULL)
    return FALSE;

  header->algorithm = g_strdup (spico_openid_text (root, "alg", MAX_NAME));
  header->key_id = g_strdup (spico_openid_text (root, "kid", MAX_NAME));
  is_good = is_accepted (header->algorithm) && yyjson_obj_get (root, "crit") == NULL && (header->key_id != NULL || yyjson_obj_get (root, "kid") == NULL);
  yyjson_doc_free (document);

  return is_good || spico_openid_fail (error, "The ID token is signed in a way that is not accepted");
}

/* @claims: (out): what the signature covers. */
static gboolean
verify (const char        *token,
        const cjose_jwk_t *key,
        yyjson_doc       **claims,
        GError           **error)
{
  cjose_jws_t *jws = cjose_jws_import (token, strlen (token), NULL);
  guint8 *text = NULL;
  gsize length = 0;

  /* The text belongs to the signature, which must outlive its reading. */
  if (jws == NULL || !cjose_jws_verify (jws, key, NULL) || !cjose_jws_get_plaintext (jws, &text, &length, NULL))
    spico_openid_fail (error, "The ID token's signature is wrong");
  else
    *claims = spico_openid_parse ((const char *) text, length, error);
  cjose_jws_release (jws);

  return *claims != NULL;
}

/* One or several; of several, `azp` says for whom it was made. */
static gboolean
is_for (yyjson_val *root,
        const char *client_id)
{
  yyjson_val *audience = yyjson_obj_get (root, "aud");
  yyjson_val *party = yyjson_obj_get (root, "azp");
  gboolean is_among = yyjson_equals_str (audience, client_id);
  gboolean is_several = yyjson_arr_size (audience) > 1;
  yyjson_arr_iter iter;
  yyjson_val *value;

  yyjson_arr_iter_init (audience, &iter);
  while (!is_among && (value = yyjson_arr_iter_next (&iter)) != NULL)
    is_among = yyjson_equals_str (value, client_id);

  return is_among && (party != NULL ? yyjson_equals_str (party, client_id) : !is_several);
}

static gboolean
is_of_now (yyjson_val *root,
           gint64      now_s)
{
  yyjson_val *expires = yyjson_obj_get (root, "exp");
  yyjson_val *issued = yyjson_obj_get (root, "iat");
  yyjson_val *begins = yyjson_obj_get (root, "nbf");

  return yyjson_is_num (expires) && yyjson_get_num (expires) > (double) (now_s - LEEWAY) && yyjson_is_num (issued) && yyjson_get_num (issued) < (double) (now_s + LEEWAY)
         && yyjson_get_num (issued) > (double) (now_s - MAX_AGE) && (begins == NULL || (yyjson_is_num (begins) && yyjson_get_num (begins) < (double) (now_s + LEEWAY)));
}

static gboolean
is_same_secret (yyjson_val *value,
                const char *expected)
{
  gsize length = strlen (expected);

  return yyjson_is_str (value) && yyjson_get_len (value) == length && sodium_memcmp (yyjson_get_str (value), expected, length) == 0;
}

/* The access token that came along is the one that was made with it. All that is accepted here hashes with SHA-256. */
static gboolean
goes_with (yyjson_val *root,
           const char *access_token)
{
  yyjson_val *value = yyjson_obj_get (root, "at_hash");
  guint8 hash[crypto_hash_sha256_BYTES];
  char half[HALF_HASH_LENGTH + 1];

  if (value == NULL || access_token == NULL)
    return TRUE;

  crypto_hash_sha256 (hash, (const unsigned char *) access_token, strlen (access_token));
  sodium_bin2base64 (half, sizeof half, hash, sizeof hash / 2, sodium_base64_VARIANT_URLSAFE_NO_PADDING);

  return is_same_secret (value, half);
}

/* A provider may answer what was asked for with less, and say so. */
static gboolean
is_proved (yyjson_val *root,
           const char *acr_values)
{
  const char *acr = spico_openid_text (root, "acr", MAX_NAME);
  g_auto (GStrv) wanted = NULL;

  if (acr_values == NULL || *acr_values == '\0')
    return TRUE;
  if (acr == NULL || *acr == '\0')
    return FALSE;

  wanted = g_strsplit (acr_values, " ", -1);
  return g_strv_contains ((const char *const *) wanted, acr);
}

static gboolean
check_claims (yyjson_val                   *root,
              const SpicoOpenidExpectation *expectation,
              GError                      **error)
{
  if (g_strcmp0 (spico_openid_text (root, "iss", MAX_URL), expectation->issuer) != 0)
    return spico_openid_fail (error, "The ID token is somebody else's");
  if (!is_for (root, expectation->client_id))
    return spico_openid_fail (error, "The ID token is for somebody else");
  if (!is_of_now (root, expectation->now_s))
    return spico_openid_fail (error, "The ID token is of another time");
  if (!is_same_secret (yyjson_obj_get (root, "nonce"), expectation->nonce))
    return spico_openid_fail (error, "The ID token is of another sign-in");
  if (!goes_with (root, expectation->access_token))
    return spico_openid_fail (error, "The ID token goes with another access token");
  if (!is_proved (root, expectation->acr_values))
    return spico_openid_fail (error, "The ID token does not say that they proved who they are as was asked for");

  return spico_openid_text (root, "sub", MAX_NAME) != NULL || spico_openid_fail (error, "The ID token says of nobody that they signed in");
}

/**
 * spico_openid_token_read:
 * @token: an ID token, from anywhere
 * @keys: the provider's keys
 * @expectation: what it must fit
 * @subject: (out) (transfer full): whom it speaks of, to the provider
 * @identity: (out) (transfer full) (nullable): the identity claim, if it has it
 * @error: return location for a #SpicoServerError (`NOT_FOUND` where none of the keys can have signed it, `INVALID`)
 *
 * Checks who signed it, and with what: RSA or P-256 with SHA-256 and nothing else; then what it says.
 *
 * Returns: whether it can be believed
 */
gboolean
spico_openid_token_read (const char                   *token,
                         SpicoOpenidKeys              *keys,
                         const SpicoOpenidExpectation *expectation,
                         char                        **subject,
                         char                        **identity,
                         GError                      **error)
{
  g_auto (Header) header = { 0 };
  const cjose_jwk_t *key;
  yyjson_doc *claims = NULL;
  yyjson_val *root;
  gboolean is_good;

  *subject = NULL;
  *identity = NULL;
  if (strlen (token) > SPICO_OPENID_TOKEN_MAX)
    return spico_openid_fail (error, "The ID token is too long");
  if (!read_header (token, &header, error))
    return FALSE;

  key = spico_openid_keys_find (keys, header.key_id, header.algorithm);
  if (key == NULL)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND, "The ID token is signed with a key that the provider does not have");
      return FALSE;
    }
  if (!verify (token, key, &claims, error))
    return FALSE;

  root = yyjson_doc_get_root (claims);
  is_good = check_claims (root, expectation, error);
  if (is_good)
    {
      *subject = g_strdup (spico_openid_text (root, "sub", MAX_NAME));
      *identity = g_strdup (spico_openid_text (root, expectation->identity_claim, SPICO_OPENID_IDENTITY_MAX));
    }
  yyjson_doc_free (claims);

  return is_good;
}
