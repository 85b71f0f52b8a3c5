/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clamd, asked by INSTREAM: the file goes there in pieces, each with its length in front, and one answer comes. Whatever is not that answer, word for word, is none. */
#include "spico-clamd.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

#include "spico-server-error.h"

#define UNIX_PREFIX "unix:"
/* z: what is asked, and answered, ends with a zero byte. */
#define COMMAND "zINSTREAM"
#define ANSWER_START "stream: "
#define FOUND_END " FOUND"

struct _SpicoClamd {
  GSocketConnection *connection;
  GSocket *socket;
  GCancellable *cancellable;
  gint64 until_us;
};

/**
 * spico_clamd_parse_address:
 * @text: `unix:/path`, or `host:port`, of the configuration
 * @error: return location for a #SpicoServerError
 *
 * Returns: (transfer full) (nullable): where clamd listens
 */
GSocketConnectable *
spico_clamd_parse_address (const char *text,
                           GError    **error)
{
  GSocketConnectable *address = NULL;

  if (g_str_has_prefix (text, UNIX_PREFIX "/"))
    return G_SOCKET_CONNECTABLE (g_unix_socket_address_new (text + strlen (UNIX_PREFIX)));
  if (strrchr (text, ':') != NULL && !g_str_has_prefix (text, UNIX_PREFIX))
    address = g_network_address_parse (text, 0, NULL);
  if (address != NULL && g_network_address_get_port (G_NETWORK_ADDRESS (address)) > 0)
    return address;

  g_clear_object (&address);
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "[attachments] clamd must be unix:/path or host:port");
  return NULL;
}

/**
 * spico_clamd_read_answer:
 * @answer: (array length=length): all that came, from anywhere
 * @length: how much
 *
 * Returns: what it says; %SPICO_VERDICT_UNKNOWN unless it is one whole answer, and nothing else
 */
SpicoVerdict
spico_clamd_read_answer (const char *answer,
                         gsize       length)
{
  const char *rest;

  if (length < strlen (ANSWER_START) + 1 || length > SPICO_CLAMD_ANSWER_MAX || memchr (answer, '\0', length) != answer + length - 1
      || !g_str_has_prefix (answer, ANSWER_START))
    return SPICO_VERDICT_UNKNOWN;

  rest = answer + strlen (ANSWER_START);
  if (g_str_equal (rest, "OK"))
    return SPICO_VERDICT_CLEAN;

  return g_str_has_suffix (rest, FOUND_END) && strlen (rest) > strlen (FOUND_END) && strchr (rest, '\n') == NULL ? SPICO_VERDICT_FOUND : SPICO_VERDICT_UNKNOWN;
}

static gboolean
too_late (GError **error)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_OVERLOADED, "clamd takes too long");
  return FALSE;
}

/* However little at a time it takes or gives, it has so long and no longer. */
static gboolean
prepare_wait (SpicoClamd *self,
              GError    **error)
{
  gint64 left_us = self->until_us - g_get_monotonic_time ();

  if (left_us <= 0)
    return too_late (error);

  g_socket_set_timeout (self->socket, (guint) (left_us / G_USEC_PER_SEC) + 1);
  return TRUE;
}

static gboolean
send_all (SpicoClamd *self,
          const char *data,
          gsize       length,
          GError    **error)
{
  while (length > 0)
    {
      gssize n = prepare_wait (self, error) ? g_socket_send (self->socket, data, length, self->cancellable, error) : -1;

      if (n < 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }

  return TRUE;
}

static gboolean
send_length (SpicoClamd *self,
             gsize       length,
             GError    **error)
{
  guint32 big_endian = GUINT32_TO_BE ((guint32) length);

  return send_all (self, (const char *) &big_endian, sizeof big_endian, error);
}

/**
 * spico_clamd_open:
 * @address: where it listens
 * @seconds: how long all of it may take, from now
 * @cancellable: (nullable): ends it
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a file that begins
 */
SpicoClamd *
spico_clamd_open (GSocketConnectable *address,
                  guint               seconds,
                  GCancellable       *cancellable,
                  GError            **error)
{
  g_autoptr (SpicoClamd) self = g_new0 (SpicoClamd, 1);
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  self->until_us = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  g_socket_client_set_timeout (client, seconds);
  /* What patients' files go to is where the operator says, not an environment. */
  g_socket_client_set_enable_proxy (client, FALSE);
  self->connection = g_socket_client_connect (client, address, cancellable, error);
  if (self->connection == NULL)
    return NULL;

  self->socket = g_socket_connection_get_socket (self->connection);
  if (!send_all (self, COMMAND, sizeof COMMAND, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * spico_clamd_free:
 * @self: (transfer full): a file
 *
 * Closes its connection.
 */
void
spico_clamd_free (SpicoClamd *self)
{
  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/**
 * spico_clamd_send:
 * @self: a file
 * @piece: what follows of it
 * @error: return location for an error
 *
 * Returns: whether it is sent
 */
gboolean
spico_clamd_send (SpicoClamd *self,
                  GBytes     *piece,
                  GError    **error)
{
  gsize length;
  const char *data = g_bytes_get_data (piece, &length);

  /* A piece of nothing would be the end. */
  return length == 0 || (send_length (self, length, error) && send_all (self, data, length, error));
}

/* All until it closes the connection, as it does after the answer. */
static gboolean
receive_answer (SpicoClamd *self,
                char       *answer,
                gsize      *length,
                GError    **error)
{
  gssize n = 1;

  *length = 0;
  while (n > 0 && *length <= SPICO_CLAMD_ANSWER_MAX)
    {
      if (!prepare_wait (self, error))
        return FALSE;
      n = g_socket_receive (self->socket, answer + *length, SPICO_CLAMD_ANSWER_MAX + 1 - *length, self->cancellable, error);
      if (n < 0)
        return FALSE;
      *length += (gsize) n;
    }

  return TRUE;
}

/**
 * spico_clamd_finish:
 * @self: a file, all of which was sent
 * @error: return location for an error
 *
 * Returns: what clamd says of it; with %SPICO_VERDICT_UNKNOWN, @error says why
 */
SpicoVerdict
spico_clamd_finish (SpicoClamd *self,
                    GError    **error)
{
  char answer[SPICO_CLAMD_ANSWER_MAX + 1];
  SpicoVerdict verdict;
  gsize length;

  if (!send_length (self, 0, error) || !receive_answer (self, answer, &length, error))
    return SPICO_VERDICT_UNKNOWN;

  verdict = spico_clamd_read_answer (answer, length);
  /* Its words may come from a file: they are not repeated. */
  if (verdict == SPICO_VERDICT_UNKNOWN)
    g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_FAILED, "clamd does not say whether anything was found");
  return verdict;
}
