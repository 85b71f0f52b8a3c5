/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * spico_former_password_dialog_new:
 * @is_own_lock: whether what is asked for was chosen for this computer; otherwise it is the former password of a login that has another one now
 * @is_wrong: whether one was typed already that does not open it
 *
 * Asks for what unlocks what this computer keeps, of somebody who has just signed in. Nothing of it is erased unasked.
 *
 * Responses: `unlock`, `erase`, `cancel`.
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *spico_former_password_dialog_new (gboolean is_own_lock,
                                             gboolean is_wrong);

/** spico_former_password_dialog_present: with the cursor where the password is typed */
void spico_former_password_dialog_present (AdwDialog *dialog,
                                           GtkWidget *parent);

/** spico_former_password_dialog_get_password: Returns: (transfer none): what was typed */
const char *spico_former_password_dialog_get_password (AdwDialog *dialog);

G_END_DECLS
