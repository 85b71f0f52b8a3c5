/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ABSENCE_DIALOG (spico_absence_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAbsenceDialog, spico_absence_dialog, SPICO, ABSENCE_DIALOG, AdwDialog)

/**
 * SpicoAbsenceDialog:
 *
 * Declares and takes back the absences of an account: days, who stands in, a message (F014, B016). On line only: it says so.
 */

/**
 * spico_absence_dialog_new:
 * @client: the client
 * @account: whose absences: oneself, or a delegated account
 *
 * Returns: (transfer floating): a new dialog
 */
AdwDialog *spico_absence_dialog_new (SpicoClient  *client,
                                     SpicoAccount *account);


G_END_DECLS
