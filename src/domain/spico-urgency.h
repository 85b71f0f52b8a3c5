/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** After how long who sent an urgent message, and gave no time, is told that nobody has read it (B015). */
#define SPICO_URGENT_MINUTES 15

/** How far ahead an answer may be expected. */
#define SPICO_REPLY_DAYS 30

/** How many accounts a conversation may have for its senders to be told so: in a larger one, who has read is not told as it happens (docs/protocol.md). */
#define SPICO_URGENT_ACCOUNTS 20

/**
 * SpicoUrgency:
 * @is_urgent: « Urgent »
 * @reply_by: « Réponse attendue avant… », in microseconds since 1970; 0 for no time
 *
 * How a message presses whoever reads it (B015).
 */
typedef struct {
  gboolean is_urgent;
  gint64 reply_by;
} SpicoUrgency;

/** SPICO_NOT_URGENT: it does not */
#define SPICO_NOT_URGENT ((SpicoUrgency) { FALSE, 0 })

G_END_DECLS
