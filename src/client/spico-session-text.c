/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a session reads and writes: the address of a server, as people type it, and the body of a request. */
#include "spico-session.h"

#include <gio/gio.h>
#include <string.h>

#include "spico-client-error.h"
#include "spico-type.h"

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

/* The body of a request, for all the capabilities that are used here (RFC 8620 section 3.3). */
GBytes *
spico_session_make_body (JsonArray *calls)
{
  static const char *const capabilities[] = { SPICO_CAPABILITY_CORE, SPICO_CAPABILITY_DIRECTORY, SPICO_CAPABILITY_DISCUSSIONS, SPICO_CAPABILITY_DOSSIERS, SPICO_CAPABILITY_RELATIONS };
  g_autoptr (JsonObject) request = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *using = json_array_new ();
  char *text;

  for (guint i = 0; i < G_N_ELEMENTS (capabilities); i++)
    json_array_add_string_element (using, capabilities[i]);
  json_object_set_array_member (request, "using", using);
  json_object_set_array_member (request, "methodCalls", json_array_ref (calls));
  json_node_set_object (node, request);
  text = json_to_string (node, FALSE);

  return g_bytes_new_take (text, strlen (text));
}
