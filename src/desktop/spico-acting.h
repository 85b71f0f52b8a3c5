/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

/**
 * spico_acting_text:
 * @person: who acted; empty where that is not known, or is whose act it was
 * @account: whose act it was
 *
 * Returns: (transfer full): the name, or both: « Mme X pour le compte de Y » (F022)
 */
char *spico_acting_text (const char *person,
                         const char *account);

/**
 * spico_acting_show:
 * @row: its subtitle is the name, also when names come later
 * @account: whose act it was
 * @person: (nullable): who acted, where that is known
 *
 * Says who did something, with both names where somebody did it for another account: « Mme X pour le compte de Y » (F022). It may be said anew.
 */
void spico_acting_show (AdwActionRow   *row,
                        SpicoPrincipal *account,
                        SpicoPrincipal *person);

/** spico_acting_list_accounts: Returns: (transfer full): the #SpicoAccounts that one can act as (F003): not one that only keeps what was not sent */
GListModel *spico_acting_list_accounts (SpicoClient *client);

G_END_DECLS
