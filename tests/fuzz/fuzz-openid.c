/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an OpenID provider says (F002). A line each: its metadata, its keys, an ID token, what an ID token that it has signed claims, what it says of somebody. Nothing is believed that it
 * has not signed, and what is believed can be used. */
#include <cjose/cjose.h>
#include <sodium.h>
#include <string.h>

#include "spico-fuzz.h"
#include "spico-openid-options.h"
#include "spico-openid-reader.h"
#include "spico-openid-token.h"
#include "spico-server-error.h"

#define ISSUER "https://provider.example/realm"
#define NONCE "nonce"
#define NOW 1800000000

/* Made for this test; of nobody. */
#define PRIVATE_KEY "{\"kty\":\"EC\",\"x\":\"DrzPQUeTAKpyGRT30p_riPCWI9gglAVCYjH_qEUhOPU\",\"y\":\"XR-SOAOB3u2jJA3Cf02qKGhFMcum4KlNFIV6wfKB6tw\",\"crv\":\"P-256\",\"d\":\"cERMFUqQ6_YbzzenRk3nfsjU_PO0ZiKMC-4gMRk8WXM\"}"
#define PUBLIC_KEYS "{\"keys\":[{\"kty\":\"EC\",\"x\":\"DrzPQUeTAKpyGRT30p_riPCWI9gglAVCYjH_qEUhOPU\",\"y\":\"XR-SOAOB3u2jJA3Cf02qKGhFMcum4KlNFIV6wfKB6tw\",\"crv\":\"P-256\"},{\"kty\":\"RSA\",\"n\":\"0ipDXAKt2dMNOLCSJNKNkiSUgJoQWZFum4wdumeAU95MhuWAD3rXduB0G7cfNBmmBG51bnIw9S_O0FvedmQYUXuYuQGrN857EKjnlVk-NREtPCEckT2qiyWtXhJxVqJ9I_hVWaEwrOKTxcd3a5WF6ZsyJiQwN_z3hnYbKPObYSkJ8cNxf0gZIovrkYx5Uw1ygCkkCfMzAg5W8pF7A_iYHFBVTVWcN361DHIJeJo8XcM8OkVe2_IdgU30j-WymiiT-ZWtvxYqicyOUPrAEPWphgTgU4sWT1p_42TE8TdPRTlOwJkfkLJT4a70fQlZkscTXS-VQVgnZ6zoH1A_PHBPOQ\",\"e\":\"AQAB\"}]}"

static const SpicoOpenidExpectation expectation = {
  .issuer = ISSUER,
  .client_id = "spico",
  .nonce = NONCE,
  .access_token = "access",
  .identity_claim = "SubjectNameID",
  .now_s = NOW,
};

static SpicoOpenidKeys *known_keys;
static cjose_jwk_t *private_key;
static cjose_header_t *header;

static void
set_up (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sodium_init (), >=, 0);
  known_keys = spico_openid_keys_read (PUBLIC_KEYS, strlen (PUBLIC_KEYS), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (spico_openid_keys_size (known_keys), ==, 2);
  private_key = cjose_jwk_import (PRIVATE_KEY, strlen (PRIVATE_KEY), NULL);
  header = cjose_header_new (NULL);
  g_assert_true (cjose_header_set (header, CJOSE_HDR_ALG, CJOSE_HDR_ALG_ES256, NULL));
}

static void
check_text (const char *text)
{
  g_assert_cmpuint (strlen (text), >, 0);
  g_assert_cmpuint (strlen (text), <=, SPICO_OPENID_IDENTITY_MAX);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
read_metadata (const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoOpenidMetadata) metadata = spico_openid_metadata_read (line, strlen (line), ISSUER, &error);

  g_assert_true ((metadata == NULL) == (error != NULL));
  if (metadata == NULL)
    return;

  g_assert_true (spico_openid_url_is_valid (metadata->authorization_endpoint, FALSE));
  g_assert_true (spico_openid_url_is_valid (metadata->token_endpoint, FALSE));
  g_assert_true (spico_openid_url_is_valid (metadata->jwks_uri, FALSE));
  g_assert_true (metadata->userinfo_endpoint == NULL || spico_openid_url_is_valid (metadata->userinfo_endpoint, FALSE));
}

static void
read_keys (const char *line,
           const char *token)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoOpenidKeys) keys = spico_openid_keys_read (line, strlen (line), &error);
  g_autofree char *subject = NULL;
  g_autofree char *identity = NULL;

  g_assert_true ((keys == NULL) == (error != NULL));
  if (keys == NULL)
    return;

  g_assert_cmpuint (spico_openid_keys_size (keys), >, 0);
  spico_openid_token_read (token, keys, &expectation, &subject, &identity, NULL);
}

/* Whatever it is, nobody has signed it. */
static void
read_token (const char *token)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *identity = NULL;

  g_assert_false (spico_openid_token_read (token, known_keys, &expectation, &subject, &identity, &error));
  g_assert_true (error->domain == SPICO_SERVER_ERROR);
  g_assert_null (subject);
  g_assert_null (identity);
}

static void
read_claims (const char *claims)
{
  cjose_jws_t *jws = cjose_jws_sign (private_key, header, (const uint8_t *) claims, strlen (claims), NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *identity = NULL;
  const char *token;

  if (jws == NULL)
    return;

  g_assert_true (cjose_jws_export (jws, &token, NULL));
  if (spico_openid_token_read (token, known_keys, &expectation, &subject, &identity, &error))
    {
      check_text (subject);
      if (identity != NULL)
        check_text (identity);
      g_assert_nonnull (strstr (claims, "iss"));
    }
  else
    {
      g_assert_nonnull (error);
    }
  cjose_jws_release (jws);
}

static void
read_answers (const char *line)
{
  g_autoptr (SpicoOpenidTokens) tokens = spico_openid_tokens_read (line, strlen (line), NULL);
  g_autofree char *identity = NULL;

  if (spico_openid_userinfo_read (line, strlen (line), "subject", "SubjectNameID", &identity, NULL) && identity != NULL)
    check_text (identity);
  g_assert_true (tokens == NULL || (tokens->id_token != NULL && strpbrk (tokens->access_token, "\r\n ") == NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 6);

  if (known_keys == NULL)
    set_up ();
  if (g_strv_length (lines) < 5)
    return 0;

  read_metadata (lines[0]);
  read_keys (lines[1], lines[2]);
  read_token (lines[2]);
  if (*lines[3] != '\0')
    read_claims (lines[3]);
  read_answers (lines[4]);

  return 0;
}
