/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_LOCK_PASSWORD_FORM (spico_lock_password_form_get_type ())
G_DECLARE_FINAL_TYPE (SpicoLockPasswordForm, spico_lock_password_form, SPICO, LOCK_PASSWORD_FORM, AdwBin)

/**
 * SpicoLockPasswordForm:
 *
 * A password that is chosen to lock what this computer keeps (X018), typed twice.
 *
 * Signal: `chosen`, with the password.
 */

/** spico_lock_password_form_set_busy: whether what was chosen is being kept */
void spico_lock_password_form_set_busy (SpicoLockPasswordForm *self,
                                        gboolean               is_busy);

/** spico_lock_password_form_set_is_change: whether there is one already */
void spico_lock_password_form_set_is_change (SpicoLockPasswordForm *self,
                                             gboolean               is_change);

/** spico_lock_password_form_clear: nothing of what was typed stays */
void spico_lock_password_form_clear (SpicoLockPasswordForm *self);

G_END_DECLS
