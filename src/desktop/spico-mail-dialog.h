/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MAIL_DIALOG (spico_mail_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMailDialog, spico_mail_dialog, SPICO, MAIL_DIALOG, AdwDialog)

/**
 * SpicoMailDialog:
 *
 * « Nouveau courrier MSSanté » (F066, F054). What is typed is kept as it is typed, and is found again the next time, until one says that the mail was sent. It is handed to the program that opens mails on this computer.
 */

/**
 * spico_mail_dialog_new:
 * @client: a client that is ready
 * @account_id: (nullable): the account to begin as; %NULL for the one that is shown
 * @members: (nullable): #SpicoPrincipals to begin with, as the members of a group
 * @text: (nullable): the text to begin with, as a message that is passed on
 *
 * Returns: (transfer floating): the form; where another mail was left in it, it asks first
 */
AdwDialog *spico_mail_dialog_new (SpicoClient *client,
                                  const char  *account_id,
                                  GListModel  *members,
                                  const char  *text);

G_END_DECLS
