/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ANNOUNCEMENTS_DIALOG (spico_announcements_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAnnouncementsDialog, spico_announcements_dialog, SPICO, ANNOUNCEMENTS_DIALOG, AdwDialog)

/** spico_announcements_dialog_new: Returns: (transfer full): « Annonces »: all that is current, the newest first (F008); what it has shown is read */
AdwDialog *spico_announcements_dialog_new (SpicoClient *client);

/**
 * spico_announcements_dialog_new_for:
 * @announcements: #SpicoAnnouncement, the newest first
 *
 * Returns: (transfer full): « Annonces » where nobody has signed in: nothing is noted as read
 */
AdwDialog *spico_announcements_dialog_new_for (GListModel *announcements);

G_END_DECLS
