/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-client-enums.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ANNOUNCEMENT (spico_announcement_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAnnouncement, spico_announcement, SPICO, ANNOUNCEMENT, GObject)

/**
 * SpicoAnnouncement:
 *
 * What the operator announces to everyone (F008), as it was when it was read. It never changes.
 */

/** spico_announcement_get_id: Returns: (transfer none): its identifier */
const char *spico_announcement_get_id (SpicoAnnouncement *self);

/** spico_announcement_get_kind: Returns: what is announced */
SpicoAnnouncementKind spico_announcement_get_kind (SpicoAnnouncement *self);

/** spico_announcement_get_title: Returns: (transfer none): one line */
const char *spico_announcement_get_title (SpicoAnnouncement *self);

/** spico_announcement_get_text: Returns: (transfer none): plain text, perhaps empty */
const char *spico_announcement_get_text (SpicoAnnouncement *self);

/** spico_announcement_get_starts_at: Returns: (transfer none) (nullable): when the window of a maintenance begins, or an incident began, local time */
GDateTime *spico_announcement_get_starts_at (SpicoAnnouncement *self);

/** spico_announcement_get_ends_at: Returns: (transfer none) (nullable): when it ends, local time; %NULL of an incident whose end nobody knows */
GDateTime *spico_announcement_get_ends_at (SpicoAnnouncement *self);

/** spico_announcement_get_created_at: Returns: (transfer none): when it was announced, local time */
GDateTime *spico_announcement_get_created_at (SpicoAnnouncement *self);

/** spico_announcement_is_read: Returns: whether the person has read it on this computer */
gboolean spico_announcement_is_read (SpicoAnnouncement *self);

G_END_DECLS
