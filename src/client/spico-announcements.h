/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-store.h"

G_BEGIN_DECLS

#define SPICO_TYPE_ANNOUNCEMENTS (spico_announcements_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAnnouncements, spico_announcements, SPICO, ANNOUNCEMENTS, GObject)

/*
 * The announcements that the store has, the newest first: a #GListModel of #SpicoAnnouncement that follows the store. @store: (nullable): without one, there is none.
 */
SpicoAnnouncements *spico_announcements_new (SpicoStore *store);

G_END_DECLS
