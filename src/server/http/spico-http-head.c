/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the head of a request says, once it has come: its size, and what of its headers is of use here. */
#include "spico-http-server-private.h"

#include <gio/gio.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* libmicrohttpd's note of one header, or of one parameter of the address. */
#define NOTE_BYTES 56

static enum MHD_Result
measure_value (void              *data,
               enum MHD_ValueKind kind,
               const char        *name,
               const char        *value)
{
  gsize *size = data;

  *size += NOTE_BYTES;
  /* Cookies are copied. */
  if (kind == MHD_HEADER_KIND && value != NULL && g_ascii_strcasecmp (name, "Cookie") == 0)
    *size += strlen (value);

  return MHD_YES;
}

/**
 * spico_http_head_is_too_large:
 * @exchange: an exchange whose head has come
 *
 * Returns: whether too little is left of the connection's memory for an answer
 */
gboolean
spico_http_head_is_too_large (SpicoHttpExchange *exchange)
{
  gsize size = MHD_get_connection_info (exchange->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;

  MHD_get_connection_values (exchange->connection, MHD_HEADER_KIND | MHD_COOKIE_KIND | MHD_GET_ARGUMENT_KIND, measure_value, &size);

  return size > SPICO_HTTP_HEAD_MAX;
}

/**
 * spico_http_head_refuse:
 * @exchange: an exchange whose head is too large
 *
 * Answers past libmicrohttpd, which may have no room for the head of an answer; nothing else is being sent.
 *
 * Returns: that the connection does not go on
 */
enum MHD_Result
spico_http_head_refuse (SpicoHttpExchange *exchange)
{
  static const char body[] = "{\"type\":\"about:blank\",\"status\":431,\"title\":\"The head of the request is too large\"}";
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Type: application/problem+json\r\nContent-Length: %zu\r\n"
                                           "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Request-Id: %s\r\nConnection: close\r\n\r\n%s",
                                           strlen (body), exchange->id, exchange->is_head ? "" : body);

  exchange->answer = spico_http_answer_new_text (MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE, body);
  send (MHD_get_connection_info (exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd, text, strlen (text), MSG_NOSIGNAL | MSG_DONTWAIT);

  return MHD_NO;
}

typedef struct {
  guint n_authorization;
  guint n_content_type;
  guint n_content_length;
  guint n_host;
} HeaderCount;

static enum MHD_Result
count_header (void              *data,
              enum MHD_ValueKind kind,
              const char        *name,
              const char        *value)
{
  HeaderCount *count = data;

  count->n_authorization += g_ascii_strcasecmp (name, "Authorization") == 0;
  count->n_content_type += g_ascii_strcasecmp (name, "Content-Type") == 0;
  count->n_content_length += g_ascii_strcasecmp (name, "Content-Length") == 0 || g_ascii_strcasecmp (name, "Transfer-Encoding") == 0;
  count->n_host += g_ascii_strcasecmp (name, "Host") == 0;

  return MHD_YES;
}

/**
 * spico_http_head_is_ambiguous:
 * @exchange: an exchange
 *
 * Returns: whether there are two of what there may be one of, or what there may not be: whoever stands in front may have believed the other one
 */
gboolean
spico_http_head_is_ambiguous (SpicoHttpExchange *exchange)
{
  HeaderCount count = { 0 };

  MHD_get_connection_values (exchange->connection, MHD_HEADER_KIND, count_header, &count);

  /* Chunks came with HTTP/1.1: whoever speaks 1.0 in front may not have seen where the body ends (RFC 9112 section 6.1). */
  if (exchange->is_old && MHD_lookup_connection_value (exchange->connection, MHD_HEADER_KIND, "Transfer-Encoding") != NULL)
    return TRUE;

  return count.n_authorization > 1 || count.n_content_type > 1 || count.n_content_length > 1 || count.n_host > 1;
}

/**
 * spico_http_head_bearer:
 * @exchange: an exchange
 *
 * Returns: (transfer full) (nullable): its bearer token
 */
char *
spico_http_head_bearer (SpicoHttpExchange *exchange)
{
  const char *value = MHD_lookup_connection_value (exchange->connection, MHD_HEADER_KIND, "Authorization");

  if (value == NULL || g_ascii_strncasecmp (value, "Bearer ", 7) != 0)
    return NULL;

  value += 7;
  while (*value == ' ')
    value++;

  return *value != '\0' && strlen (value) <= 256 ? g_strdup (value) : NULL;
}

/**
 * spico_http_head_accepts_gzip:
 * @exchange: an exchange
 *
 * Returns: whether the answer may be compressed
 */
gboolean
spico_http_head_accepts_gzip (SpicoHttpExchange *exchange)
{
  const char *value = MHD_lookup_connection_value (exchange->connection, MHD_HEADER_KIND, "Accept-Encoding");
  g_auto (GStrv) codings = NULL;

  if (value == NULL)
    return FALSE;

  codings = g_strsplit (value, ",", 16);
  for (guint i = 0; codings[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (codings[i], ";", 2);

      if (parts[0] == NULL || g_ascii_strcasecmp (g_strstrip (parts[0]), "gzip") != 0)
        continue;
      /* `q=0`, `q=0.0`… is a refusal. */
      return parts[1] == NULL || strspn (g_strstrip (parts[1]), "q=0. ") != strlen (parts[1]);
    }

  return FALSE;
}

/**
 * spico_http_head_has_content_type:
 * @exchange: an exchange
 * @wanted: a media type
 *
 * Returns: whether its body is said to be of that type
 */
gboolean
spico_http_head_has_content_type (SpicoHttpExchange *exchange,
                                  const char        *wanted)
{
  g_autofree char *value = g_strdup (MHD_lookup_connection_value (exchange->connection, MHD_HEADER_KIND, "Content-Type"));
  char *semicolon;

  if (value == NULL)
    return FALSE;

  semicolon = strchr (value, ';');
  if (semicolon != NULL)
    *semicolon = '\0';

  return g_ascii_strcasecmp (g_strstrip (value), wanted) == 0;
}

/* Where guesses come from: of an IPv6 address the network, as one client has all of it. */
static char *
describe_address (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    return g_strdup_printf ("%02x%02x:%02x%02x:%02x%02x:%02x%02x", bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]);

  return g_inet_address_to_string (address);
}

/**
 * spico_http_head_address:
 * @exchange: an exchange
 *
 * Returns: (transfer full) (nullable): where guesses come from
 */
char *
spico_http_head_address (SpicoHttpExchange *exchange)
{
  g_autoptr (GInetAddress) address = NULL;
  const union MHD_ConnectionInfo *info;

  if (exchange->server->options.trusts_proxy)
    {
      const char *value = MHD_lookup_connection_value (exchange->connection, MHD_HEADER_KIND, "X-Real-IP");

      address = value != NULL ? g_inet_address_new_from_string (value) : NULL;
      return address != NULL ? describe_address (address) : NULL;
    }

  info = MHD_get_connection_info (exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (info != NULL && info->client_addr != NULL && info->client_addr->sa_family == AF_INET)
    address = g_inet_address_new_from_bytes ((const guint8 *) &((const struct sockaddr_in *) (gconstpointer) info->client_addr)->sin_addr, G_SOCKET_FAMILY_IPV4);
  else if (info != NULL && info->client_addr != NULL && info->client_addr->sa_family == AF_INET6)
    address = g_inet_address_new_from_bytes ((const guint8 *) &((const struct sockaddr_in6 *) (gconstpointer) info->client_addr)->sin6_addr, G_SOCKET_FAMILY_IPV6);

  return address != NULL ? describe_address (address) : NULL;
}

/**
 * spico_http_head_length:
 * @exchange: an exchange
 *
 * Returns: how long its body is said to be; 0 where nothing is said
 */
guint64
spico_http_head_length (SpicoHttpExchange *exchange)
{
  const char *value = MHD_lookup_connection_value (exchange->connection, MHD_HEADER_KIND, "Content-Length");
  guint64 length = 0;

  /* libmicrohttpd has refused what is not a number. */
  if (value != NULL && !g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT64, &length, NULL))
    return G_MAXUINT64;

  return length;
}

/**
 * spico_http_head_base_url:
 * @exchange: an exchange
 *
 * Tells where the client has found us, unless the operator says where that is. Both headers are the client's own word or its front server's: nobody else gets the answer.
 *
 * Returns: (transfer full): it, without a slash at its end; empty where it is not known
 */
char *
spico_http_head_base_url (SpicoHttpExchange *exchange)
{
  const char *host = MHD_lookup_connection_value (exchange->connection, MHD_HEADER_KIND, "Host");
  const char *scheme = MHD_lookup_connection_value (exchange->connection, MHD_HEADER_KIND, "X-Forwarded-Proto");
  gsize length;

  if (exchange->server->options.public_url != NULL)
    return g_strdup (exchange->server->options.public_url);
  if (host == NULL)
    return g_strdup ("");

  length = strspn (host, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:[]");
  if (length == 0 || length > 255 || host[length] != '\0')
    return g_strdup ("");

  return g_strconcat (g_strcmp0 (scheme, "https") == 0 ? "https://" : "http://", host, NULL);
}
