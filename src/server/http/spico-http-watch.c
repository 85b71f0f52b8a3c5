/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-http-watch.h"

#include <sys/socket.h>

struct _SpicoHttpWatch {
  GMutex mutex;
  GHashTable *expected; /* socket → gint64: until when, in microseconds */
};

/**
 * spico_http_watch_new:
 *
 * Returns: (transfer full): a watch over no connection
 */
SpicoHttpWatch *
spico_http_watch_new (void)
{
  SpicoHttpWatch *self = g_new0 (SpicoHttpWatch, 1);

  g_mutex_init (&self->mutex);
  self->expected = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  return self;
}

/**
 * spico_http_watch_free:
 * @self: (transfer full) (nullable): a watch
 */
void
spico_http_watch_free (SpicoHttpWatch *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->expected);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * spico_http_watch_expect:
 * @self: a watch
 * @fd: a connection's socket
 * @until_us: the monotonic time by which something must have come of it, in microseconds
 *
 * Something is awaited of the client; this holds until the next word about the connection.
 */
void
spico_http_watch_expect (SpicoHttpWatch *self,
                         int             fd,
                         gint64          until_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_insert (self->expected, GINT_TO_POINTER (fd), g_memdup2 (&until_us, sizeof until_us));
}

/**
 * spico_http_watch_forget:
 * @self: a watch
 * @fd: a connection's socket, still open
 *
 * Nothing is awaited any more, or the connection ends.
 */
void
spico_http_watch_forget (SpicoHttpWatch *self,
                         int             fd)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove (self->expected, GINT_TO_POINTER (fd));
}

/**
 * spico_http_watch_cut:
 * @self: a watch
 * @now_us: the monotonic time, in microseconds
 *
 * Shuts the connections that take too long; whose they are then closes them. A socket is forgotten before it is closed, so that no other connection can have its number.
 */
void
spico_http_watch_cut (SpicoHttpWatch *self,
                      gint64          now_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer fd, until;

  g_hash_table_iter_init (&iter, self->expected);
  while (g_hash_table_iter_next (&iter, &fd, &until))
    {
      if (now_us < *(gint64 *) until)
        continue;
      shutdown (GPOINTER_TO_INT (fd), SHUT_RDWR);
      g_hash_table_iter_remove (&iter);
    }
}
