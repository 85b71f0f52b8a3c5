/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SPICO_TYPE_ITEM (spico_item_get_type ())
G_DECLARE_DERIVABLE_TYPE (SpicoItem, spico_item, SPICO, ITEM, GObject)

/**
 * SpicoItem:
 *
 * What the lists of the client hold: an object whose properties the client alone sets, and that notifies each change. All its
 * properties are read-only to others. Main thread only.
 */
struct _SpicoItemClass {
  GObjectClass parent_class;

  /*< private >*/
  GParamSpec **pspecs;
  guint n_pspecs;
};

G_END_DECLS
