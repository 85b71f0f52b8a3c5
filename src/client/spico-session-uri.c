/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address of a server, as people type it. */
#include "spico-session.h"

#include <gio/gio.h>
#include <string.h>

#include "spico-client-error.h"

/* Returns: whether @host is this machine */
gboolean
spico_session_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address) : g_ascii_strcasecmp (host, "localhost") == 0;
}

/**
 * spico_session_normalize_uri:
 * @server_uri: what was typed: `spico.example`, `https://spico.example:8443`, `http://127.0.0.1:8080`, `unix:/run/spico.sock`
 *
 * Returns: (transfer full): the address without a path; %NULL with %SPICO_CLIENT_ERROR_INVALID, or with %SPICO_CLIENT_ERROR_INSECURE for plain HTTP to
 *   another machine
 */
char *
spico_session_normalize_uri (const char *server_uri,
                             GError    **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (server_uri));
  g_autofree char *full = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *scheme;
  const char *host;

  if (g_str_has_prefix (trimmed, "unix:/"))
    return g_steal_pointer (&trimmed);

  full = strstr (trimmed, "://") != NULL ? g_strdup (trimmed) : g_strconcat ("https://", trimmed, NULL);
  uri = g_uri_parse (full, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL);
  scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http")) || g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, "This is not the address of a server");
      return NULL;
    }
  if (g_str_equal (scheme, "http") && !spico_session_is_loopback (host))
    {
      g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INSECURE, "Plain HTTP is for this machine alone");
      return NULL;
    }

  return g_uri_join (G_URI_FLAGS_ENCODED, scheme, NULL, host, g_uri_get_port (uri), "", NULL, NULL);
}
