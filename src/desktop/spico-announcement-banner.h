/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ANNOUNCEMENT_BANNER (spico_announcement_banner_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAnnouncementBanner, spico_announcement_banner, SPICO, ANNOUNCEMENT_BANNER, AdwBin)

/**
 * SpicoAnnouncementBanner:
 *
 * Stands over the window while something does not work, a maintenance is near or under way, or a release note is unread (F005, F008); « Lire » opens « Annonces ».
 */

/** spico_announcement_banner_set_client: shows what is due of the announcements of whoever is signed in */
void spico_announcement_banner_set_client (SpicoAnnouncementBanner *self,
                                           SpicoClient             *client);

/**
 * spico_announcement_banner_ask:
 * @client: who asks
 * @server: (nullable): the server's address, as typed; %NULL for none
 *
 * Shows what @server announces to whoever cannot sign in: asked now, and again and again while the banner is on the screen. « Lire » opens all of it. For a banner without a client.
 */
void spico_announcement_banner_ask (SpicoAnnouncementBanner *self,
                                    SpicoClient             *client,
                                    const char              *server);

G_END_DECLS
