/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-account.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ACCOUNT_ROW (spico_account_row_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAccountRow, spico_account_row, SPICO, ACCOUNT_ROW, AdwBin)

/**
 * SpicoAccountRow:
 *
 * An account in a drop-down: name, whether it is one's own or delegated, unread messages (F003, F065).
 */

GtkWidget *spico_account_row_new (SpicoAccount *account);
SpicoAccount *spico_account_row_get_account (SpicoAccountRow *self);
void spico_account_row_set_checked (SpicoAccountRow *self,
                                    gboolean         checked);

/** spico_account_row_format: Returns: (transfer full): what a screen reader says of the account */
char *spico_account_row_format (SpicoAccount *account);

G_END_DECLS
