/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An upload that has come whole goes to the operator's scanner before anybody sees it. It is read back piece by piece, each by a reader: the writer has nothing to do with it, and a client who sends slowly
 * holds none of the scanner's threads. */
#include "spico-http-server-private.h"

#include "spico-server-error.h"

typedef struct {
  SpicoTask task;
  SpicoHttpServer *server;
  const SpicoBlob *blob;
  SpicoScannedFunc scanned;
  gpointer data;

  gint64 number;
  gint64 n_read;
  GBytes *piece;

  GMutex mutex;
  GCond cond;
  gboolean is_done;
  GError *error;
} Scan;

static SpicoTaskResult
run_read (SpicoTask          *task,
          SpicoSqlConnection *connection,
          gboolean            can_write,
          GError            **error)
{
  Scan *self = (Scan *) task;

  g_clear_pointer (&self->piece, g_bytes_unref);
  self->piece = spico_blob_read (connection, self->blob, self->number, error);

  return self->piece != NULL ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
read_done (SpicoTask    *task,
           const GError *error)
{
  Scan *self = (Scan *) task;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->is_done = TRUE;
  g_cond_signal (&self->cond);
}

static gboolean
await_read (Scan    *self,
            GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (!self->is_done)
    g_cond_wait (&self->cond, &self->mutex);
  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

static gboolean
read_piece (GBytes **piece,
            gpointer data,
            GError **error)
{
  Scan *self = data;

  if (self->n_read >= self->blob->size)
    return TRUE;

  self->is_done = FALSE;
  if (!spico_executor_read (self->server->executor, &self->task))
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_OVERLOADED, "Too much waits for the readers");
      return FALSE;
    }
  if (!await_read (self, error))
    return FALSE;

  self->number++;
  self->n_read += (gint64) g_bytes_get_size (self->piece);
  *piece = g_steal_pointer (&self->piece);
  return TRUE;
}

static void
scan_free (Scan *self)
{
  g_clear_pointer (&self->piece, g_bytes_unref);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

static void
scanned (SpicoVerdict  verdict,
         const GError *error,
         gpointer      data)
{
  Scan *self = data;

  spico_metrics_count_scan (self->server->metrics, verdict);
  self->scanned (verdict, error, self->data);
  scan_free (self);
}

/**
 * spico_http_scan:
 * @server: a server that has a scanner
 * @blob: a blob whose pieces have all come, with its size; it stays until @done
 * @done: called with the outcome, in another thread
 * @data: for @done
 *
 * Returns: whether it will be scanned; too many wait otherwise, and @done is not called
 */
gboolean
spico_http_scan (SpicoHttpServer *server,
                 const SpicoBlob *blob,
                 SpicoScannedFunc done,
                 gpointer         data)
{
  Scan *self = g_new0 (Scan, 1);

  self->task.run = run_read;
  self->task.done = read_done;
  self->server = server;
  self->blob = blob;
  self->scanned = done;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  if (spico_scanner_scan (server->scanner, read_piece, scanned, self))
    return TRUE;

  scan_free (self);
  return FALSE;
}
