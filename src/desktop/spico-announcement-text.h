/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-announcement.h"

G_BEGIN_DECLS

/* What is said of announcements, and when (F008). Functions that return a char * return (transfer full). */

/**
 * spico_announcement_is_current:
 * @now: now
 *
 * Returns: whether it is worth showing: a maintenance, or an incident of which one knows the end, is not once that is over
 */
gboolean spico_announcement_is_current (SpicoAnnouncement *announcement,
                                        GDateTime         *now);

/**
 * spico_announcement_find_due:
 * @announcements: #SpicoAnnouncement, the newest first
 * @now: now
 *
 * What stands over the window: an incident, else a maintenance that is under way, else the next one of the coming day, else the newest release note; nothing that was read.
 *
 * Returns: (transfer full) (nullable): the announcement
 */
SpicoAnnouncement *spico_announcement_find_due (GListModel *announcements,
                                                GDateTime  *now);

/** spico_announcement_awaits_time: Returns: whether the clock alone may change what is due: a maintenance is still to come, or under way, or an incident has an end */
gboolean spico_announcement_awaits_time (GListModel *announcements,
                                         GDateTime  *now);

/** spico_announcement_format_banner: « Maintenance le lundi 30 novembre 2026, de 22:00 à 23:00 : titre », « Maintenance en cours jusqu’à 23:00 : titre », « Incident depuis 14:05 : titre », « Nouveautés : titre » */
char *spico_announcement_format_banner (SpicoAnnouncement *announcement,
                                        GDateTime         *now);

/** spico_announcement_format_when: « Maintenance le lundi 30 novembre 2026, de 22:00 à 23:00 », « Incident depuis le lundi 30 novembre 2026 à 14:05 », « Nouveautés, lundi 30 novembre 2026 » */
char *spico_announcement_format_when (SpicoAnnouncement *announcement);

G_END_DECLS
