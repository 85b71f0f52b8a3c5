/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-window.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DESTINATION (spico_destination_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDestination, spico_destination, SPICO, DESTINATION, GObject)

/**
 * SpicoDestination:
 *
 * Where a notification leads (B005): the actions `app.open-conversation` (account, conversation), `app.open-unread`,
 * `app.open-relations`, `app.open-groups` and `app.open-announcements` (account). Whatever the
 * program was doing, and if it was not even running, its window comes; the place is shown once there is somebody who may see it, after the lock page or
 * the sign-in where there is one. A place of an account that whoever comes does not have is forgotten. Main thread only.
 */

/**
 * spico_destination_new:
 * @application: the application, which gets the actions
 *
 * Returns: (transfer full): one that leads nowhere yet
 */
SpicoDestination *spico_destination_new (GApplication *application);

/**
 * spico_destination_set_window:
 * @window: where the places are; borrowed: it is to live longer
 * @client: the client that it shows; the window follows it already
 */
void spico_destination_set_window (SpicoDestination *self,
                                   SpicoWindow      *window,
                                   SpicoClient      *client);

G_END_DECLS
