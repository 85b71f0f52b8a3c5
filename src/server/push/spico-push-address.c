/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where pushes may go. Clients choose the address, and this server must not become their way into the operator's own network. */
#include "spico-push-address.h"

#include <string.h>

#define MAX_URL 2000

/* Of IPv4 everything but these (RFC 6890 and its registry). */
static const char *const not_public_v4[] = {
  "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
  "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
};

/* Of IPv6 only 2000::/3, and of that not what leads back into IPv4, or nowhere. */
static const char *const public_v6 = "2000::/3";
static const char *const not_public_v6[] = { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" };

static gboolean
is_in (GInetAddress *address,
       const char   *mask_text)
{
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (mask_text, NULL);

  return g_inet_address_mask_matches (mask, address);
}

/**
 * spico_push_address_is_public:
 * @address: an address
 *
 * Returns: whether it is one of the open Internet: not of this machine, nor of a network of the operator's
 */
gboolean
spico_push_address_is_public (GInetAddress *address)
{
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    {
      if (!is_in (address, public_v6))
        return FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (not_public_v6); i++)
        {
          if (is_in (address, not_public_v6[i]))
            return FALSE;
        }
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (not_public_v4); i++)
    {
      if (is_in (address, not_public_v4[i]))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_push_url_is_valid:
 * @url: an address, from anywhere
 * @allows_private: whether addresses that are not public may be reached
 *
 * What can be seen of the address alone; what a name leads to is looked at when connecting.
 *
 * Returns: whether something may be pushed there
 */
gboolean
spico_push_url_is_valid (const char *url,
                         gboolean    allows_private)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GInetAddress) address = NULL;
  const char *host;

  if (strlen (url) > MAX_URL)
    return FALSE;
  for (const char *at = url; *at != '\0'; at++)
    {
      if (!g_ascii_isgraph (*at))
        return FALSE;
    }

  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  host = uri != NULL ? g_uri_get_host (uri) : NULL;
  if (host == NULL || *host == '\0' || !g_str_equal (g_uri_get_scheme (uri), "https") || g_uri_get_userinfo (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return FALSE;
  if (allows_private)
    return TRUE;

  address = g_inet_address_new_from_string (host);
  return address != NULL ? spico_push_address_is_public (address) : g_ascii_strcasecmp (host, "localhost") != 0;
}
