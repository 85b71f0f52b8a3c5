/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_KEPT_DIALOG (spico_kept_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoKeptDialog, spico_kept_dialog, SPICO, KEPT_DIALOG, AdwDialog)

/**
 * spico_kept_dialog_new:
 * @account: one that ended
 *
 * What was typed for it about groups and absences, and could not be saved (F030): to be read, copied, and deleted. It closes where nothing of it is left.
 *
 * Returns: (transfer floating): a dialog
 */
AdwDialog *spico_kept_dialog_new (SpicoClient  *client,
                                  SpicoAccount *account);

G_END_DECLS
