/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

/* What may not be read while the server was not reached for too long (F030). */

/**
 * spico_client_get_contact_lost:
 * @self: a client
 *
 * The property `contact-lost` (F030): the server was not reached for longer than the operator lets one read without it, or the clock was set back
 * since. Until the next contact, lists and conversations of delegated accounts are empty, and so are dossiers and circles of all accounts; drafts
 * and what waits to be sent are kept.
 *
 * Returns: whether it is so
 */
gboolean spico_client_get_contact_lost (SpicoClient *self);

/** spico_client_get_contact_hours: Returns: for how many hours one may read without the server, as the operator has last said */
guint spico_client_get_contact_hours (SpicoClient *self);

/**
 * spico_client_is_locked:
 * @self: a client
 * @account: (nullable): one of its accounts
 *
 * Returns: whether nothing of that account may be read before the next contact: it is delegated, and `contact-lost`
 */
gboolean spico_client_is_locked (SpicoClient  *self,
                                 SpicoAccount *account);

G_END_DECLS
