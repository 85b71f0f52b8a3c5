/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_LOCK_PASSWORD_DIALOG (spico_lock_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoLockPasswordDialog, spico_lock_password_dialog, SPICO, LOCK_PASSWORD_DIALOG, AdwDialog)

/**
 * spico_lock_password_dialog_new:
 *
 * Another password to unlock with (X018), for whoever signs in with a provider.
 *
 * Signal: `changed`, once it is.
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *spico_lock_password_dialog_new (SpicoClient *client);

G_END_DECLS
