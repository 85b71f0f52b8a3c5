/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-http-listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "spico-server-error.h"

#define UNIX_PREFIX "unix:"

static void
set_errno (GError    **error,
           const char *what)
{
  int code = errno;

  g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_ADDRESS, "%s: %s", what, g_strerror (code));
}

static int
listen_on (const struct sockaddr *address,
           socklen_t              length,
           int                    backlog,
           GError               **error)
{
  int fd = socket (address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int yes = 1;

  if (fd < 0)
    {
      set_errno (error, "Cannot make a socket");
      return -1;
    }

  if (address->sa_family != AF_UNIX)
    {
      setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
      /* Inherited by every connection: answers are whole, so waiting for more to send only costs time. */
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }
  if (bind (fd, address, length) != 0 || listen (fd, backlog) != 0)
    {
      set_errno (error, "Cannot listen on this address");
      close (fd);
      return -1;
    }

  return fd;
}

/* A socket left behind by a server that was killed is taken over; one that answers is not. */
static gboolean
remove_stale_socket (const struct sockaddr_un *address,
                     GError                  **error)
{
  struct stat info;
  int fd;
  gboolean answers;

  if (lstat (address->sun_path, &info) != 0)
    return TRUE;
  if (!S_ISSOCK (info.st_mode))
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_ADDRESS, "There is a file in the socket's place");
      return FALSE;
    }

  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  answers = fd >= 0 && (connect (fd, (const struct sockaddr *) address, sizeof *address) == 0 || errno == EAGAIN);
  if (fd >= 0)
    close (fd);
  if (answers)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_ADDRESS, "A server listens on this socket already");
      return FALSE;
    }

  unlink (address->sun_path);

  return TRUE;
}

static int
listen_unix (const char *path,
             int         backlog,
             char      **bound,
             GError    **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  mode_t previous;
  int fd;

  if (*path == '\0' || g_strlcpy (address.sun_path, path, sizeof address.sun_path) >= sizeof address.sun_path)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_ADDRESS, "The socket's path is empty or too long");
      return -1;
    }
  if (!remove_stale_socket (&address, error))
    return -1;

  /* The owner, and a group that the operator may give to nginx. */
  previous = umask (0117);
  fd = listen_on ((const struct sockaddr *) &address, sizeof address, backlog, error);
  umask (previous);
  if (fd >= 0)
    *bound = g_strconcat (UNIX_PREFIX, path, NULL);

  return fd;
}

/* `ADDRESS:PORT`, `[ADDRESS]:PORT` for IPv6, or `localhost:PORT`. */
static GInetAddress *
parse_tcp (const char *text,
           guint16    *port)
{
  g_autofree char *host = NULL;
  const char *colon = strrchr (text, ':');
  guint64 number;

  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &number, NULL))
    return NULL;

  *port = (guint16) number;
  host = g_strndup (text, (gsize) (colon - text));
  if (strcmp (host, "localhost") == 0)
    return g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  if (host[0] == '[' && g_str_has_suffix (host, "]"))
    {
      host[strlen (host) - 1] = '\0';
      return g_inet_address_new_from_string (host + 1);
    }

  return strchr (host, ':') == NULL ? g_inet_address_new_from_string (host) : NULL;
}

static char *
describe_bound (int fd)
{
  struct sockaddr_storage native = { 0 };
  socklen_t length = sizeof native;
  g_autoptr (GSocketAddress) address = NULL;

  if (getsockname (fd, (struct sockaddr *) &native, &length) != 0)
    return g_strdup ("");

  address = g_socket_address_new_from_native (&native, length);

  return g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}

static int
listen_tcp (const char *text,
            int         backlog,
            char      **bound,
            GError    **error)
{
  struct sockaddr_storage native = { 0 };
  g_autoptr (GInetAddress) address = NULL;
  g_autoptr (GSocketAddress) socket_address = NULL;
  guint16 port = 0;
  int fd;

  address = parse_tcp (text, &port);
  if (address == NULL)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_ADDRESS, "An address is ADDRESS:PORT, [IPV6]:PORT or unix:PATH");
      return -1;
    }
  if (!g_inet_address_get_is_loopback (address))
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_ADDRESS,
                           "Plain HTTP is only served on loopback addresses and Unix sockets: let nginx, with TLS, listen on the others");
      return -1;
    }

  socket_address = g_inet_socket_address_new (address, port);
  if (!g_socket_address_to_native (socket_address, &native, sizeof native, error))
    return -1;

  fd = listen_on ((const struct sockaddr *) &native, (socklen_t) g_socket_address_get_native_size (socket_address), backlog, error);
  if (fd >= 0)
    *bound = describe_bound (fd);

  return fd;
}

/**
 * spico_http_listen:
 * @address: `ADDRESS:PORT`, `[IPV6]:PORT`, `localhost:PORT` or `unix:PATH`; port 0 takes a free one
 * @backlog: how many connections may wait to be accepted
 * @bound: (out) (transfer full): the address with the port that was taken
 * @error: return location for a #SpicoServerError
 *
 * Opens the socket that the server listens on. Addresses other than loopback are refused: TLS is nginx's.
 *
 * Returns: the socket, or -1
 */
int
spico_http_listen (const char *address,
                   int         backlog,
                   char      **bound,
                   GError    **error)
{
  if (g_str_has_prefix (address, UNIX_PREFIX))
    return listen_unix (address + strlen (UNIX_PREFIX), backlog, bound, error);

  return listen_tcp (address, backlog, bound, error);
}
