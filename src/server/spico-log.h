/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoLogLevel:
 * @SPICO_LOG_ERROR: something failed that should not
 * @SPICO_LOG_WARNING: the operator may want to look
 * @SPICO_LOG_INFO: what happens
 *
 * How much an event matters, as syslog counts.
 */
typedef enum {
  SPICO_LOG_ERROR = 3,
  SPICO_LOG_WARNING = 4,
  SPICO_LOG_INFO = 6,
} SpicoLogLevel;

void spico_log_set_level (SpicoLogLevel level);
gboolean spico_log_parse_level (const char    *name,
                                SpicoLogLevel *level);
void spico_log (SpicoLogLevel level,
                const char   *event,
                const char   *format,
                ...) G_GNUC_PRINTF (3, 4);
void spico_log_failure (const char   *what,
                        const char   *request_id,
                        const GError *error);

G_END_DECLS
