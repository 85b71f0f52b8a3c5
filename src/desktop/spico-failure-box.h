/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-message.h"

G_BEGIN_DECLS

#define SPICO_TYPE_FAILURE_BOX (spico_failure_box_get_type ())
G_DECLARE_FINAL_TYPE (SpicoFailureBox, spico_failure_box, SPICO, FAILURE_BOX, AdwBin)

/**
 * SpicoFailureBox:
 *
 * Why the server does not take a message, or what it was to say instead, and what can be done (F033). A row makes one when it first shows such a message: most never do.
 *
 * Signals: `retry`, `rewrite`: what was pressed.
 */

/** spico_failure_box_new: Returns: (transfer floating): one that is hidden */
GtkWidget *spico_failure_box_new (void);

/** spico_failure_box_has: Returns: whether there is something to say of @message */
gboolean spico_failure_box_has (SpicoMessage *message);

/**
 * spico_failure_box_set_message:
 * @message: whose failure is shown; it is hidden where it has none
 * @is_closed: whether nothing can be sent any more: it can be copied
 * @is_trace: whether it stands between the bubbles
 */
void spico_failure_box_set_message (SpicoFailureBox *self,
                                    SpicoMessage    *message,
                                    gboolean         is_closed,
                                    gboolean         is_trace);

G_END_DECLS
