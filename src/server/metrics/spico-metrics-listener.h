/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoMetricsFunc:
 * @data: what was given with it
 *
 * Called in the listener's thread.
 *
 * Returns: (transfer full): the page
 */
typedef char *(*SpicoMetricsFunc) (gpointer data);

/**
 * SpicoMetricsListener:
 *
 * Serves `/metrics`, and nothing else, at an address of its own, so that no front server ever gives it out by mistake.
 */
typedef struct _SpicoMetricsListener SpicoMetricsListener;

SpicoMetricsListener *spico_metrics_listener_new (const char      *address,
                                                  SpicoMetricsFunc write,
                                                  gpointer         data,
                                                  GError         **error);
const char *spico_metrics_listener_get_address (SpicoMetricsListener *self);
void spico_metrics_listener_free (SpicoMetricsListener *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoMetricsListener, spico_metrics_listener_free)

G_END_DECLS
