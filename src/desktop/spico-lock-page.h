/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client-lock.h"

G_BEGIN_DECLS

#define SPICO_TYPE_LOCK_PAGE (spico_lock_page_get_type ())
G_DECLARE_FINAL_TYPE (SpicoLockPage, spico_lock_page, SPICO, LOCK_PAGE, AdwBin)

/**
 * SpicoLockPage:
 *
 * What stands before a locked store (X018): whose it is, their password, and the others who share the computer (B001); over it, what the operator says stands in the way of work (F008).
 *
 * Signals: `forgotten`, where the password does not serve any more; `somebody-else`, for one who is not known here.
 */

void spico_lock_page_set_client (SpicoLockPage *self,
                                 SpicoClient   *client);

/**
 * spico_lock_page_show_error:
 * @text: (nullable): what went wrong while it was locked
 */
void spico_lock_page_show_error (SpicoLockPage *self,
                                 const char    *text);

G_END_DECLS
