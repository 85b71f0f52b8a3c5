/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PROFILE_NOTIFICATIONS (spico_profile_notifications_get_type ())
G_DECLARE_FINAL_TYPE (SpicoProfileNotifications, spico_profile_notifications, SPICO, PROFILE_NOTIFICATIONS, AdwBin)

/**
 * SpicoProfileNotifications:
 *
 * « Notifications » (F004, F006): which mails the account is sent and, of oneself, what this computer tells (B005).
 */

/**
 * spico_profile_notifications_new:
 * @client: the client
 * @account: whose profile
 *
 * Returns: (transfer floating): the tab
 */
GtkWidget *spico_profile_notifications_new (SpicoClient  *client,
                                            SpicoAccount *account);

G_END_DECLS
