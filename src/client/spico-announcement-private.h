/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "spico-announcement.h"

G_BEGIN_DECLS

/* Times are in microseconds since 1970; 0 where there is none. */
SpicoAnnouncement *spico_announcement_new (const char           *id,
                                           SpicoAnnouncementKind kind,
                                           const char           *title,
                                           const char           *text,
                                           gint64                starts_at,
                                           gint64                ends_at,
                                           gint64                created_at,
                                           gboolean              is_read);
/* @object: an `Announcement`, as a server tells it. Returns: (transfer full) (nullable): NULL where it is not as described, or of a kind that is not known here */
SpicoAnnouncement *spico_announcement_parse (JsonObject *object,
                                             gboolean    is_read);
int spico_announcement_compare (SpicoAnnouncement *a,
                                SpicoAnnouncement *b);

G_END_DECLS
