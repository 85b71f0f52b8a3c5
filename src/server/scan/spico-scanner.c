/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-scanner.h"

/* clamd has twelve threads unless its operator says otherwise, and may have other clients. */
#define N_THREADS 4
#define MAX_WAITING 64

struct _SpicoScanner {
  GSocketConnectable *address;
  guint seconds;
  GCancellable *cancellable;
  GThreadPool *pool;
};

typedef struct {
  SpicoScanReadFunc read;
  SpicoScannedFunc scanned;
  gpointer data;
} Scan;

static gboolean
send_file (SpicoClamd *clamd,
           Scan       *scan,
           GError    **error)
{
  while (TRUE)
    {
      g_autoptr (GBytes) piece = NULL;

      if (!scan->read (&piece, scan->data, error))
        return FALSE;
      if (piece == NULL)
        return TRUE;
      if (!spico_clamd_send (clamd, piece, error))
        return FALSE;
    }
}

static void
run_scan (gpointer item,
          gpointer data)
{
  g_autofree Scan *scan = item;
  SpicoScanner *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoClamd) clamd = spico_clamd_open (self->address, self->seconds, self->cancellable, &error);
  SpicoVerdict verdict = SPICO_VERDICT_UNKNOWN;

  if (clamd != NULL && send_file (clamd, scan, &error))
    verdict = spico_clamd_finish (clamd, &error);
  scan->scanned (verdict, error, scan->data);
}

/**
 * spico_scanner_new:
 * @clamd: where clamd listens: `unix:/path` or `host:port`
 * @seconds: how long one file may take
 * @error: return location for a #SpicoServerError
 *
 * Returns: (transfer full) (nullable): a scanner
 */
SpicoScanner *
spico_scanner_new (const char *clamd,
                   guint       seconds,
                   GError    **error)
{
  g_autoptr (SpicoScanner) self = g_new0 (SpicoScanner, 1);

  self->seconds = seconds;
  self->cancellable = g_cancellable_new ();
  self->address = spico_clamd_parse_address (clamd, error);
  if (self->address == NULL)
    return NULL;

  self->pool = g_thread_pool_new (run_scan, self, N_THREADS, TRUE, error);
  if (self->pool == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * spico_scanner_stop:
 * @self: (nullable): a scanner
 *
 * Ends what is under way, and what comes: nobody knows what would have been found.
 */
void
spico_scanner_stop (SpicoScanner *self)
{
  if (self != NULL)
    g_cancellable_cancel (self->cancellable);
}

/**
 * spico_scanner_free:
 * @self: (transfer full): a scanner
 *
 * Waits for what is under way.
 */
void
spico_scanner_free (SpicoScanner *self)
{
  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, TRUE);
  g_clear_object (&self->address);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/**
 * spico_scanner_scan:
 * @self: a scanner
 * @read: reads the file
 * @scanned: called with the outcome
 * @data: for both
 *
 * Returns: whether it will be scanned; too many wait otherwise, and @scanned is not called
 */
gboolean
spico_scanner_scan (SpicoScanner     *self,
                    SpicoScanReadFunc read,
                    SpicoScannedFunc  scanned,
                    gpointer          data)
{
  Scan *scan;

  if (g_thread_pool_unprocessed (self->pool) >= MAX_WAITING)
    return FALSE;

  scan = g_new0 (Scan, 1);
  scan->read = read;
  scan->scanned = scanned;
  scan->data = data;

  /* With exclusive threads, pushing cannot fail. */
  return g_thread_pool_push (self->pool, scan, NULL);
}
