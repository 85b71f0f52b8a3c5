/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-account.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ACCOUNT_BUTTON (spico_account_button_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAccountButton, spico_account_button, SPICO, ACCOUNT_BUTTON, AdwBin)

/**
 * SpicoAccountButton:
 *
 * A drop-down of accounts with their unread messages: « Agir en tant que » in the header (F003), the mailbox of Discussions (F065).
 *
 * Properties: `title` (string), `accounts` (#GListModel of #SpicoAccount), `selected` (#SpicoAccount), `shows-count` (boolean: the
 * unread messages of the selected account). Signal: `chosen` (#SpicoAccount), when a person chooses one; `selected` is then already
 * changed.
 */

void spico_account_button_set_accounts (SpicoAccountButton *self,
                                        GListModel         *accounts);
SpicoAccount *spico_account_button_get_selected (SpicoAccountButton *self);
void spico_account_button_set_selected (SpicoAccountButton *self,
                                        SpicoAccount       *account);

G_END_DECLS
