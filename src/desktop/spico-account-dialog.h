/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

/**
 * spico_account_dialog_follow:
 * @dialog: a dialog of what is an account's; it keeps by itself what is typed in it, when it is closed
 * @client: a client
 * @account_id: whose
 *
 * From then on @dialog closes, with whatever stands over it, once its account is lost (the delegation ends, F030) or locks as the server was not reached for too
 * long. The window says why. Once a dialog.
 */
void spico_account_dialog_follow (AdwDialog   *dialog,
                                  SpicoClient *client,
                                  const char  *account_id);

G_END_DECLS
