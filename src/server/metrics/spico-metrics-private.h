/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-metrics.h"

G_BEGIN_DECLS

#define SPICO_N_BUCKETS 14

/* How often a value fell at or below each bound; the last one has no bound. */
typedef struct {
  const double *bounds;
  guint n_bounds;
  guint64 counts[SPICO_N_BUCKETS];
  double sum;
  guint64 n;
} SpicoHistogram;

/* Of one route: its requests by method and status, and how long they took. */
typedef struct {
  char *path;
  GHashTable *requests; /* `method="GET",status="200"` → guint64 */
  SpicoHistogram seconds;
} SpicoRouteMetrics;

#define SPICO_N_ERROR_KINDS 12

struct _SpicoMetrics {
  GMutex mutex;
  gint64 started_us;
  GPtrArray *routes;
  SpicoHistogram group_sizes;
  guint64 errors[SPICO_N_ERROR_KINDS];
  guint64 n_retries;
  guint64 n_sealed;
  guint64 n_scans[SPICO_VERDICT_FOUND + 1];
  double seal_lag;
};

G_END_DECLS
