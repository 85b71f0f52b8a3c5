/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "spico-clamd.h"

G_BEGIN_DECLS

/**
 * SpicoMetrics:
 *
 * What the server has done since it started, counted. Safe from any thread. Labels are routes, statuses and kinds of errors: never an id, a login or an address.
 */
typedef struct _SpicoMetrics SpicoMetrics;

/**
 * SpicoGauges:
 * @connections: how many clients are connected
 * @streams: how many event streams are open
 * @reads_waiting: how many requests wait for a reader
 * @writes_waiting: how many wait for the writer
 * @body_bytes: what the bodies being received take
 * @can_write: whether the last commit was done
 *
 * What is so now; read when the page is asked for.
 */
typedef struct {
  guint connections;
  guint streams;
  guint reads_waiting;
  guint writes_waiting;
  gsize body_bytes;
  gboolean can_write;
} SpicoGauges;

SpicoMetrics *spico_metrics_new (void);
void spico_metrics_free (SpicoMetrics *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoMetrics, spico_metrics_free)

void spico_metrics_count_request (SpicoMetrics *self,
                                  const char   *route,
                                  const char   *method,
                                  guint         status,
                                  double        seconds);
void spico_metrics_count_group (SpicoMetrics *self,
                                guint         n_tasks);
void spico_metrics_count_database_error (SpicoMetrics *self,
                                         const GError *error,
                                         gboolean      is_tried_again);
void spico_metrics_count_seals (SpicoMetrics *self,
                                guint         n_sealed);
void spico_metrics_set_seal_lag (SpicoMetrics *self,
                                 double        seconds);
void spico_metrics_count_scan (SpicoMetrics *self,
                               SpicoVerdict  verdict);
char *spico_metrics_write (SpicoMetrics      *self,
                           const SpicoGauges *gauges);

G_END_DECLS
