/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-metrics.h"

#include <string.h>

#include "spico-metrics-private.h"
#include "spico-sql-connection.h"

static const double second_bounds[] = { 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10 };
static const double group_bounds[] = { 1, 2, 4, 8, 16, 32 };

G_STATIC_ASSERT (G_N_ELEMENTS (second_bounds) < SPICO_N_BUCKETS);
G_STATIC_ASSERT (SPICO_SQL_ERROR_TIMEOUT < SPICO_N_ERROR_KINDS);

static void
observe (SpicoHistogram *histogram,
         double          value)
{
  guint bucket = 0;

  while (bucket < histogram->n_bounds && value > histogram->bounds[bucket])
    bucket++;
  histogram->counts[bucket]++;
  histogram->sum += value;
  histogram->n++;
}

static void
route_free (gpointer data)
{
  SpicoRouteMetrics *self = data;

  g_free (self->path);
  g_hash_table_unref (self->requests);
  g_free (self);
}

/* A few routes: a list is as fast as a table. */
static SpicoRouteMetrics *
find_route (SpicoMetrics *self,
            const char   *path)
{
  SpicoRouteMetrics *route;

  for (guint i = 0; i < self->routes->len; i++)
    {
      route = g_ptr_array_index (self->routes, i);
      if (strcmp (route->path, path) == 0)
        return route;
    }

  route = g_new0 (SpicoRouteMetrics, 1);
  route->path = g_strdup (path);
  route->requests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  route->seconds.bounds = second_bounds;
  route->seconds.n_bounds = G_N_ELEMENTS (second_bounds);
  g_ptr_array_add (self->routes, route);

  return route;
}

/**
 * spico_metrics_new:
 *
 * Returns: (transfer full): counters that stand at zero
 */
SpicoMetrics *
spico_metrics_new (void)
{
  SpicoMetrics *self = g_new0 (SpicoMetrics, 1);

  g_mutex_init (&self->mutex);
  self->started_us = g_get_real_time ();
  self->routes = g_ptr_array_new_with_free_func (route_free);
  self->group_sizes.bounds = group_bounds;
  self->group_sizes.n_bounds = G_N_ELEMENTS (group_bounds);

  return self;
}

/**
 * spico_metrics_free:
 * @self: (transfer full) (nullable): counters
 */
void
spico_metrics_free (SpicoMetrics *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->routes);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * spico_metrics_count_request:
 * @self: counters
 * @route: the route's path, `-` for none; never what a client sent
 * @method: the method, one of those that are known, or `-`
 * @status: the status; 0 where the client left before its answer
 * @seconds: how long it took; negative for what is not to be measured
 */
void
spico_metrics_count_request (SpicoMetrics *self,
                             const char   *route,
                             const char   *method,
                             guint         status,
                             double        seconds)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  SpicoRouteMetrics *metrics = find_route (self, route);
  char labels[64];
  guint64 *count;

  g_snprintf (labels, sizeof labels, "method=\"%s\",status=\"%u\"", method, status);
  count = g_hash_table_lookup (metrics->requests, labels);
  if (count == NULL)
    {
      count = g_new0 (guint64, 1);
      g_hash_table_insert (metrics->requests, g_strdup (labels), count);
    }
  (*count)++;
  if (seconds >= 0)
    observe (&metrics->seconds, seconds);
}

/**
 * spico_metrics_count_group:
 * @self: counters
 * @n_tasks: how many writes were committed at once
 */
void
spico_metrics_count_group (SpicoMetrics *self,
                           guint         n_tasks)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  observe (&self->group_sizes, n_tasks);
}

/**
 * spico_metrics_count_database_error:
 * @self: counters
 * @error: what a transaction ended with; only errors of the database count
 * @is_tried_again: whether the transaction is
 */
void
spico_metrics_count_database_error (SpicoMetrics *self,
                                    const GError *error,
                                    gboolean      is_tried_again)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (error == NULL || error->domain != SPICO_SQL_ERROR || (guint) error->code >= SPICO_N_ERROR_KINDS)
    return;

  locker = g_mutex_locker_new (&self->mutex);
  self->errors[error->code]++;
  self->n_retries += is_tried_again;
}

/**
 * spico_metrics_count_seals:
 * @self: counters
 * @n_sealed: how many rows of the audit this process has sealed now
 */
void
spico_metrics_count_seals (SpicoMetrics *self,
                           guint         n_sealed)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_sealed += n_sealed;
}

/**
 * spico_metrics_set_seal_lag:
 * @self: counters
 * @seconds: for how long the oldest row of the audit has waited for its seal, as last seen
 */
void
spico_metrics_set_seal_lag (SpicoMetrics *self,
                            double        seconds)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->seal_lag = MAX (seconds, 0);
}

/**
 * spico_metrics_count_scan:
 * @self: counters
 * @verdict: what was said of an upload
 */
void
spico_metrics_count_scan (SpicoMetrics *self,
                          SpicoVerdict  verdict)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_scans[verdict]++;
}
