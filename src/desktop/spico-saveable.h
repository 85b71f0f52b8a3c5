/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

G_BEGIN_DECLS

#define SPICO_TYPE_SAVEABLE (spico_saveable_get_type ())
G_DECLARE_INTERFACE (SpicoSaveable, spico_saveable, SPICO, SAVEABLE, GtkWidget)

/**
 * SpicoSaveable:
 *
 * A dialog in which people write. The window saves all that are open before it closes, or locks.
 */
struct _SpicoSaveableInterface {
  GTypeInterface parent;

  DexFuture *(*save) (SpicoSaveable *self);
};

/**
 * spico_saveable_save:
 *
 * Keeps what was typed since it was last kept, without waiting any longer.
 *
 * Returns: (transfer full): a future of a boolean, once it is safely in the store; it fails where it is not
 */
DexFuture *spico_saveable_save (SpicoSaveable *self);

G_END_DECLS
