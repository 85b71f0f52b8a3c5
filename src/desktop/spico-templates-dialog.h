/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_TEMPLATES_DIALOG (spico_templates_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoTemplatesDialog, spico_templates_dialog, SPICO, TEMPLATES_DIALOG, AdwDialog)

/**
 * spico_templates_dialog_new:
 * @client: a client that is ready
 * @account: (nullable): the account that one acts for, where that is not oneself
 *
 * « Modèles de message » (B021): one's own, and those of the account, to make, edit and delete: whoever writes for it may.
 *
 * Returns: (transfer floating): a new dialog
 */
AdwDialog *spico_templates_dialog_new (SpicoClient  *client,
                                       SpicoAccount *account);

/**
 * spico_templates_dialog_new_from:
 * @text: what a new one begins with
 *
 * Returns: (transfer floating): a new dialog, in which a template is being made
 */
AdwDialog *spico_templates_dialog_new_from (SpicoClient  *client,
                                            SpicoAccount *account,
                                            const char   *text);

G_END_DECLS
