/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-openid-options.h"

#include <gio/gio.h>
#include <string.h>

#include "spico-server-error.h"

#define MAX_URL 500
#define MAX_TEXT 100
#define MAX_SCOPE 200

/**
 * spico_openid_options_clear:
 * @options: options
 *
 * Frees what they hold.
 */
void
spico_openid_options_clear (SpicoOpenidOptions *options)
{
  if (options->client_secret != NULL)
    explicit_bzero (options->client_secret, strlen (options->client_secret));
  g_free (options->issuer);
  g_free (options->client_id);
  g_free (options->client_secret);
  g_free (options->name);
  g_free (options->scope);
  g_free (options->acr_values);
  g_free (options->identity_claim);
  g_free (options->ca_file);
}

static gboolean
is_plain_loopback (GUri *uri)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (g_uri_get_host (uri));

  return g_str_equal (g_uri_get_scheme (uri), "http") && address != NULL && g_inet_address_get_is_loopback (address);
}

static GUri *
parse_url (const char *url)
{
  g_autoptr (GUri) uri = NULL;

  if (strlen (url) > MAX_URL)
    return NULL;
  for (const char *at = url; *at != '\0'; at++)
    {
      if (!g_ascii_isgraph (*at))
        return NULL;
    }

  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' || g_uri_get_userinfo (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return NULL;

  return g_steal_pointer (&uri);
}

/**
 * spico_openid_url_is_valid:
 * @url: an address, from anywhere
 * @allows_loopback: whether it may be one of this machine, in clear
 *
 * Returns: whether the provider can be there: over TLS, but on this machine where that is allowed
 */
gboolean
spico_openid_url_is_valid (const char *url,
                           gboolean    allows_loopback)
{
  g_autoptr (GUri) uri = parse_url (url);

  return uri != NULL && (g_str_equal (g_uri_get_scheme (uri), "https") || (allows_loopback && is_plain_loopback (uri)));
}

/**
 * spico_openid_url_is_loopback:
 * @url: an address
 *
 * Returns: whether it is one of this machine, in clear
 */
gboolean
spico_openid_url_is_loopback (const char *url)
{
  g_autoptr (GUri) uri = parse_url (url);

  return uri != NULL && is_plain_loopback (uri);
}

static gboolean
wrong (GError    **error,
       const char *message)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, message);
  return FALSE;
}

/* Printable ASCII, and spaces between words where there may be several. */
static gboolean
is_token (const char *text,
          gsize       most,
          gboolean    may_be_several)
{
  if (text == NULL || *text == '\0' || strlen (text) > most)
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    {
      if (!g_ascii_isgraph (*at) && !(may_be_several && *at == ' '))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_openid (const char *scope)
{
  g_auto (GStrv) words = g_strsplit (scope, " ", -1);

  return g_strv_contains ((const char *const *) words, "openid");
}

static gboolean
is_name (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL) || *text == '\0' || g_utf8_strlen (text, -1) > MAX_TEXT)
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (!g_unichar_isprint (g_utf8_get_char (at)))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_openid_options_check:
 * @options: what the operator says
 * @error: return location for a #SpicoServerError
 *
 * Returns: whether it can be a provider
 */
gboolean
spico_openid_options_check (const SpicoOpenidOptions *options,
                            GError                  **error)
{
  if (options->issuer == NULL)
    return options->client_id == NULL || wrong (error, "[openid] issuer is missing");
  if (!spico_openid_url_is_valid (options->issuer, TRUE) || strchr (options->issuer, '?') != NULL)
    return wrong (error, "[openid] issuer must be like https://provider.example/realm");
  if (!is_token (options->client_id, MAX_TEXT, FALSE))
    return wrong (error, "[openid] client-id is missing, or too long");
  if (options->client_secret == NULL)
    return wrong (error, "[openid] client-secret-file is missing");
  if (!is_token (options->client_secret, MAX_URL, TRUE))
    return wrong (error, "[openid] client-secret-file must hold a secret, on one line");
  if (!is_token (options->scope, MAX_SCOPE, TRUE) || !has_openid (options->scope))
    return wrong (error, "[openid] scope must have openid among its words");
  if (options->acr_values != NULL && !is_token (options->acr_values, MAX_TEXT, TRUE))
    return wrong (error, "[openid] acr-values is too long");
  if (!is_token (options->identity_claim, MAX_TEXT, FALSE))
    return wrong (error, "[openid] identity-claim must be the name of a claim");
  if (!is_name (options->name))
    return wrong (error, "[openid] name must be a few words");

  return TRUE;
}
