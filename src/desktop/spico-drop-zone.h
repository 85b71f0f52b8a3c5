/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_DROP_ZONE (spico_drop_zone_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDropZone, spico_drop_zone, SPICO, DROP_ZONE, AdwBin)

/**
 * SpicoDropZone:
 *
 * What covers a view while files are held over it, and says that they may be let go of there.
 *
 * Signals: `dropped` (#GdkFileList).
 */

/**
 * spico_drop_zone_watch:
 * @view: what files are dropped on; the zone lies over it
 */
void spico_drop_zone_watch (SpicoDropZone *self,
                            GtkWidget     *view);

/**
 * spico_drop_zone_set_is_open:
 * @is_open: whether files may be dropped now
 */
void spico_drop_zone_set_is_open (SpicoDropZone *self,
                                  gboolean       is_open);

G_END_DECLS
