/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a provider answers, read and bounded. It is trusted to say who people are, and with nothing else. */
#include "spico-openid-reader.h"

#include <string.h>

#include "spico-openid-options.h"
#include "spico-openid-private.h"
#include "spico-server-error.h"

#define MAX_URL 500
#define MAX_ENDPOINT 300
#define MAX_SUBJECT 255

/**
 * spico_openid_fail:
 * @error: return location for a #SpicoServerError (`INVALID`)
 * @message: what is wrong with what the provider said; nothing of it
 *
 * Returns: %FALSE
 */
gboolean
spico_openid_fail (GError    **error,
                   const char *message)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, message);
  return FALSE;
}

/**
 * spico_openid_parse:
 * @json: what was answered
 * @length: its length
 * @error: return location for a #SpicoServerError (`INVALID`)
 *
 * Returns: (transfer full) (nullable): it, an object
 */
yyjson_doc *
spico_openid_parse (const char *json,
                    gsize       length,
                    GError    **error)
{
  yyjson_doc *document = length <= SPICO_OPENID_ANSWER_MAX ? yyjson_read (json, length, YYJSON_READ_NOFLAG) : NULL;

  if (document != NULL && yyjson_is_obj (yyjson_doc_get_root (document)))
    return document;

  yyjson_doc_free (document);
  spico_openid_fail (error, "The provider's answer is no JSON object");
  return NULL;
}

/**
 * spico_openid_text:
 * @object: an object
 * @name: a member
 * @most: the longest that is taken, in bytes
 *
 * Returns: (transfer none) (nullable): its text; %NULL where there is none, or it is empty, too long, or holds a NUL
 */
const char *
spico_openid_text (yyjson_val *object,
                   const char *name,
                   gsize       most)
{
  yyjson_val *value = yyjson_obj_get (object, name);
  gsize length = yyjson_get_len (value);

  if (!yyjson_is_str (value) || length == 0 || length > most || strlen (yyjson_get_str (value)) != length)
    return NULL;

  return yyjson_get_str (value);
}

static char *
read_endpoint (yyjson_val *root,
               const char *name,
               gboolean    allows_loopback)
{
  const char *url = spico_openid_text (root, name, MAX_ENDPOINT);

  return url != NULL && spico_openid_url_is_valid (url, allows_loopback) ? g_strdup (url) : NULL;
}

static gboolean
has_text (yyjson_val *array,
          const char *text)
{
  yyjson_arr_iter iter;
  yyjson_val *value;

  yyjson_arr_iter_init (array, &iter);
  while ((value = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (yyjson_equals_str (value, text))
        return TRUE;
    }

  return FALSE;
}

/* Where nothing is said, it is the header (OpenID Connect Discovery 1.0 section 3). */
static gboolean
posts_secret (yyjson_val *root)
{
  yyjson_val *methods = yyjson_obj_get (root, "token_endpoint_auth_methods_supported");

  return yyjson_is_arr (methods) && !has_text (methods, "client_secret_basic") && has_text (methods, "client_secret_post");
}

/**
 * spico_openid_metadata_ref:
 * @self: metadata
 *
 * Returns: (transfer full): the same
 */
SpicoOpenidMetadata *
spico_openid_metadata_ref (SpicoOpenidMetadata *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_metadata (gpointer data)
{
  SpicoOpenidMetadata *self = data;

  g_free (self->authorization_endpoint);
  g_free (self->token_endpoint);
  g_free (self->userinfo_endpoint);
  g_free (self->jwks_uri);
}

/**
 * spico_openid_metadata_unref:
 * @self: (transfer full): metadata
 */
void
spico_openid_metadata_unref (SpicoOpenidMetadata *self)
{
  g_atomic_rc_box_release_full (self, clear_metadata);
}

/**
 * spico_openid_metadata_read:
 * @json: what the provider says of itself
 * @length: its length
 * @issuer: who it must be
 * @error: return location for a #SpicoServerError (`INVALID`)
 *
 * Reads OpenID Connect Discovery 1.0's document. All endpoints are under TLS, unless the issuer is on this machine.
 *
 * Returns: (transfer full) (nullable): what matters here
 */
SpicoOpenidMetadata *
spico_openid_metadata_read (const char *json,
                            gsize       length,
                            const char *issuer,
                            GError    **error)
{
  g_autoptr (SpicoOpenidMetadata) self = g_atomic_rc_box_new0 (SpicoOpenidMetadata);
  gboolean allows_loopback = spico_openid_url_is_loopback (issuer);
  yyjson_doc *document = spico_openid_parse (json, length, error);
  yyjson_val *root = yyjson_doc_get_root (document);
  gboolean is_issuer = g_strcmp0 (spico_openid_text (root, "issuer", MAX_URL), issuer) == 0;
  gboolean is_whole;

  if (document == NULL)
    return NULL;

  self->authorization_endpoint = read_endpoint (root, "authorization_endpoint", allows_loopback);
  self->token_endpoint = read_endpoint (root, "token_endpoint", allows_loopback);
  self->userinfo_endpoint = read_endpoint (root, "userinfo_endpoint", allows_loopback);
  self->jwks_uri = read_endpoint (root, "jwks_uri", allows_loopback);
  self->posts_secret = posts_secret (root);
  self->says_issuer = yyjson_is_true (yyjson_obj_get (root, "authorization_response_iss_parameter_supported"));
  is_whole = self->authorization_endpoint != NULL && self->token_endpoint != NULL && self->jwks_uri != NULL;
  yyjson_doc_free (document);

  if (!is_issuer && !spico_openid_fail (error, "The provider calls itself otherwise than [openid] issuer does"))
    return NULL;
  if (!is_whole && !spico_openid_fail (error, "The provider's metadata lack an endpoint"))
    return NULL;

  return g_steal_pointer (&self);
}

static void
wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

/**
 * spico_openid_tokens_free:
 * @self: (transfer full) (nullable): tokens
 */
void
spico_openid_tokens_free (SpicoOpenidTokens *self)
{
  if (self == NULL)
    return;

  wipe (self->id_token);
  wipe (self->access_token);
  g_free (self);
}

/**
 * spico_openid_tokens_read:
 * @json: what the token endpoint answered
 * @length: its length
 * @error: return location for a #SpicoServerError (`INVALID`)
 *
 * Returns: (transfer full) (nullable): its tokens
 */
SpicoOpenidTokens *
spico_openid_tokens_read (const char *json,
                          gsize       length,
                          GError    **error)
{
  g_autoptr (SpicoOpenidTokens) self = g_new0 (SpicoOpenidTokens, 1);
  yyjson_doc *document = spico_openid_parse (json, length, error);
  yyjson_val *root = yyjson_doc_get_root (document);
  const char *type;
  gboolean is_bearer;

  if (document == NULL)
    return NULL;

  type = spico_openid_text (root, "token_type", MAX_SUBJECT);
  is_bearer = type != NULL && g_ascii_strcasecmp (type, "Bearer") == 0;
  self->id_token = g_strdup (spico_openid_text (root, "id_token", SPICO_OPENID_TOKEN_MAX));
  self->access_token = g_strdup (spico_openid_text (root, "access_token", SPICO_OPENID_TOKEN_MAX));
  yyjson_doc_free (document);

  for (const char *at = self->access_token; at != NULL && *at != '\0'; at++)
    is_bearer = is_bearer && g_ascii_isgraph (*at);
  if ((!is_bearer || self->id_token == NULL || self->access_token == NULL) && !spico_openid_fail (error, "The provider gave no ID token, or no bearer token"))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * spico_openid_userinfo_read:
 * @json: what the userinfo endpoint answered
 * @length: its length
 * @subject: who the ID token speaks of
 * @identity_claim: the claim that says who somebody is
 * @identity: (out) (transfer full) (nullable): that claim; %NULL where it is not there
 * @error: return location for a #SpicoServerError (`INVALID`)
 *
 * Returns: whether it speaks of the same person (OpenID Connect Core 1.0 section 5.3.2)
 */
gboolean
spico_openid_userinfo_read (const char *json,
                            gsize       length,
                            const char *subject,
                            const char *identity_claim,
                            char      **identity,
                            GError    **error)
{
  yyjson_doc *document = spico_openid_parse (json, length, error);
  yyjson_val *root = yyjson_doc_get_root (document);
  gboolean is_same = g_strcmp0 (spico_openid_text (root, "sub", MAX_SUBJECT), subject) == 0;

  *identity = NULL;
  if (document == NULL)
    return FALSE;

  if (is_same)
    *identity = g_strdup (spico_openid_text (root, identity_claim, SPICO_OPENID_IDENTITY_MAX));
  yyjson_doc_free (document);

  return is_same || spico_openid_fail (error, "The userinfo speaks of somebody else than the ID token");
}
