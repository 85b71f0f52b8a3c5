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
 * Stands over the window while a maintenance is near or under way, or a release note is unread (F008); « Lire » opens « Annonces » (`win.announcements`).
 */

/** spico_announcement_banner_set_client: shows what is due of the announcements of whoever is signed in */
void spico_announcement_banner_set_client (SpicoAnnouncementBanner *self,
                                           SpicoClient             *client);

G_END_DECLS
