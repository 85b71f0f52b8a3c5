/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sign-in-ways.h"

#include <libsoup/soup.h>

#include "spico-client-error.h"
#include "spico-http.h"
#include "spico-json.h"

#define MAX_PROVIDER 60
#define MAX_ENDPOINT 500

struct _SpicoSignInWays {
  GObject parent_instance;

  char *server_uri;
  gboolean takes_password;
  char *provider;
  char *endpoint;
  gboolean says_issuer;
};

G_DEFINE_FINAL_TYPE (SpicoSignInWays, spico_sign_in_ways, G_TYPE_OBJECT)

static void
spico_sign_in_ways_finalize (GObject *object)
{
  SpicoSignInWays *self = SPICO_SIGN_IN_WAYS (object);

  g_free (self->server_uri);
  g_free (self->provider);
  g_free (self->endpoint);

  G_OBJECT_CLASS (spico_sign_in_ways_parent_class)->finalize (object);
}

static void
spico_sign_in_ways_class_init (SpicoSignInWaysClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_sign_in_ways_finalize;
}

static void
spico_sign_in_ways_init (SpicoSignInWays *self)
{
}

SpicoSignInWays *
spico_sign_in_ways_new_password (const char *server_uri)
{
  SpicoSignInWays *self;

  g_return_val_if_fail (server_uri != NULL, NULL);

  self = g_object_new (SPICO_TYPE_SIGN_IN_WAYS, NULL);
  self->server_uri = g_strdup (server_uri);
  self->takes_password = TRUE;

  return self;
}

static gboolean
has (JsonObject *metadata,
     const char *member,
     const char *value)
{
  JsonArray *values = spico_json_get_array (metadata, member);

  for (guint i = 0; values != NULL && i < json_array_get_length (values); i++)
    if (g_strcmp0 (spico_json_get_element_string (values, i), value) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_of_server (const char *server_uri,
              const char *endpoint)
{
  g_autoptr (GUri) base = g_uri_parse (server_uri, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (SoupMessage) message = base != NULL && endpoint != NULL && strlen (endpoint) <= MAX_ENDPOINT ? spico_http_make_message (base, "GET", endpoint) : NULL;

  return message != NULL && g_uri_get_query (soup_message_get_uri (message)) == NULL;
}

/* It stands on a button. */
static gboolean
is_name (const char *text)
{
  if (text == NULL || *text == '\0' || !g_utf8_validate (text, -1, NULL) || g_utf8_strlen (text, -1) > MAX_PROVIDER)
    return FALSE;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isprint (g_utf8_get_char (c)))
      return FALSE;

  return TRUE;
}

/* A browser cannot reach a socket of the file system. */
static void
take_provider (SpicoSignInWays *self,
               JsonObject      *metadata)
{
  const char *endpoint = spico_json_get_string (metadata, "authorization_endpoint");
  const char *name = spico_json_get_string (metadata, "spico_provider_name");

  if (!has (metadata, "grant_types_supported", "authorization_code") || !has (metadata, "response_types_supported", "code") ||
      !has (metadata, "code_challenge_methods_supported", "S256") || !is_of_server (self->server_uri, endpoint) || !is_name (name))
    return;

  self->provider = g_strdup (name);
  self->endpoint = g_strdup (endpoint);
  self->says_issuer = spico_json_get_boolean (metadata, "authorization_response_iss_parameter_supported");
}

SpicoSignInWays *
spico_sign_in_ways_parse (const char *server_uri,
                          JsonObject *metadata,
                          GError    **error)
{
  SpicoSignInWays *self;
  gboolean is_unix;

  g_return_val_if_fail (server_uri != NULL && metadata != NULL, NULL);

  is_unix = g_str_has_prefix (server_uri, "unix:");
  if (!is_unix && g_strcmp0 (spico_json_get_string (metadata, "issuer"), server_uri) != 0)
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_A_SERVER, "What it says is of another server");
      return NULL;
    }

  self = g_object_new (SPICO_TYPE_SIGN_IN_WAYS, NULL);
  self->server_uri = g_strdup (server_uri);
  self->takes_password = has (metadata, "grant_types_supported", "password");
  if (!is_unix)
    take_provider (self, metadata);

  return self;
}

const char *
spico_sign_in_ways_get_server_uri (SpicoSignInWays *self)
{
  g_return_val_if_fail (SPICO_IS_SIGN_IN_WAYS (self), NULL);

  return self->server_uri;
}

gboolean
spico_sign_in_ways_takes_password (SpicoSignInWays *self)
{
  g_return_val_if_fail (SPICO_IS_SIGN_IN_WAYS (self), FALSE);

  return self->takes_password;
}

const char *
spico_sign_in_ways_get_provider (SpicoSignInWays *self)
{
  g_return_val_if_fail (SPICO_IS_SIGN_IN_WAYS (self), NULL);

  return self->provider;
}

const char *
spico_sign_in_ways_get_endpoint (SpicoSignInWays *self)
{
  g_return_val_if_fail (SPICO_IS_SIGN_IN_WAYS (self), NULL);

  return self->endpoint;
}

gboolean
spico_sign_in_ways_is_issuer (SpicoSignInWays *self,
                              const char      *iss)
{
  g_return_val_if_fail (SPICO_IS_SIGN_IN_WAYS (self), FALSE);

  return iss != NULL ? g_str_equal (iss, self->server_uri) : !self->says_issuer;
}
