/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the programs that load a server share: loopback connections, requests to /jmap/api, delays. */
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "spico-uuid.h"

#define MARK "@clientId@"
#define LENGTH "\r\nContent-Length: "
#define BLANK "\r\n\r\n"

/**
 * wire_connect:
 * @port: a port of loopback
 *
 * Returns: a connection
 */
int
wire_connect (int port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((guint16) port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int one = 1;

  if (fd < 0 || connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    g_error ("cannot connect: %s", g_strerror (errno));
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);

  return fd;
}

/**
 * wire_send:
 * @fd: a connection
 * @text: a request, which a socket's buffer holds whole
 */
void
wire_send (int         fd,
           const char *text)
{
  gsize length = strlen (text);

  if (send (fd, text, length, MSG_NOSIGNAL) != (gssize) length)
    g_error ("a request was not taken whole: %s", g_strerror (errno));
}

/**
 * wire_read:
 * @fd: a connection with something to read
 * @in: where it goes
 *
 * Returns: whether the connection is open
 */
gboolean
wire_read (int      fd,
           GString *in)
{
  char buffer[65536];
  gssize n = recv (fd, buffer, sizeof buffer, 0);

  if (n > 0)
    g_string_append_len (in, buffer, n);

  return n > 0;
}

/**
 * wire_request:
 * @token: an access token
 * @body: the calls
 *
 * Returns: (transfer full): the request
 */
char *
wire_request (const char *token,
              const char *body)
{
  return g_strdup_printf ("POST /jmap/api HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer %s" LENGTH "%" G_GSIZE_FORMAT BLANK "%s", token,
                          strlen (body), body);
}

/**
 * wire_body:
 * @in: what has come of an answer
 *
 * Returns: (nullable): its body, once it is there whole
 */
const char *
wire_body (GString *in)
{
  const char *body = strstr (in->str, BLANK);
  const char *length = strcasestr (in->str, LENGTH);
  gsize head;

  if (body == NULL)
    return NULL;
  g_assert (length != NULL && length < body);
  body += strlen (BLANK);
  head = (gsize) (body - in->str);

  return in->len >= head + strtoul (length + strlen (LENGTH), NULL, 10) ? body : NULL;
}

/**
 * wire_is_ok:
 * @in: an answer
 *
 * Returns: whether its status is 200
 */
gboolean
wire_is_ok (GString *in)
{
  return g_str_has_prefix (in->str, "HTTP/1.1 200");
}

/**
 * wire_read_plan:
 * @path: a file
 *
 * Returns: (transfer full) (element-type GStrv): its lines, each split at its tabs
 */
GPtrArray *
wire_read_plan (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *plan = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_ptr_array_add (plan, g_strsplit (lines[i], "\t", -1));

  return plan;
}

/**
 * wire_make_id:
 * @text: a request
 * @id: (out) (transfer full): a new id
 *
 * Returns: (transfer full): the request, with the id in the place of the mark
 */
char *
wire_make_id (const char *text,
              char      **id)
{
  g_auto (GStrv) parts = g_strsplit (text, MARK, -1);

  *id = spico_uuid_new (g_get_real_time ());

  return g_strjoinv (*id, parts);
}

static int
compare_delays (gconstpointer first,
                gconstpointer second)
{
  const gint64 *a = first;
  const gint64 *b = second;

  return (*a > *b) - (*a < *b);
}

/**
 * wire_percentile:
 * @delays: delays, which are sorted
 * @percent: 0 to 100
 *
 * Returns: the delay that so many do not pass
 */
gint64
wire_percentile (GArray *delays,
                 guint   percent)
{
  g_array_sort (delays, compare_delays);

  return delays->len > 0 ? g_array_index (delays, gint64, (delays->len - 1) * (guint64) percent / 100) : 0;
}
