/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-message.h"

G_BEGIN_DECLS

#define SPICO_TYPE_EARLIER_DIALOG (spico_earlier_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoEarlierDialog, spico_earlier_dialog, SPICO, EARLIER_DIALOG, AdwDialog)

/**
 * SpicoEarlierDialog:
 *
 * « Versions précédentes »: what a message said before its author corrected it, the first first. It follows the message, and closes once that is withdrawn.
 */

/**
 * spico_earlier_dialog_new:
 * @message: a message that was corrected
 *
 * Returns: (transfer floating): the dialog, to be presented
 */
AdwDialog *spico_earlier_dialog_new (SpicoMessage *message);

G_END_DECLS
