/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_CHIP (spico_chip_get_type ())
G_DECLARE_DERIVABLE_TYPE (SpicoChip, spico_chip, SPICO, CHIP, AdwBin)

/**
 * SpicoChipClass:
 * @update: shows the subject as it is now; it may be %NULL
 *
 * What a kind of chip adds: its `content`, in its template, and how the subject is shown in it.
 */
struct _SpicoChipClass {
  AdwBinClass parent_class;

  void (*update) (SpicoChip *self);
};

/**
 * SpicoChip:
 *
 * Something that was chosen, in a rounded box, with a cross where it may be taken away again; followed as it changes.
 *
 * Properties: `content` (#GtkWidget), `removable` (boolean, whether it has a cross). Signals: `removed`, when the cross is pressed; the chip itself changes nothing.
 */

/**
 * spico_chip_get_subject:
 * @self: a chip
 *
 * Returns: (transfer none) (nullable): what it stands for
 */
gpointer spico_chip_get_subject (SpicoChip *self);

/**
 * spico_chip_set_subject:
 * @self: a chip
 * @subject: (nullable): a #GObject, what it is to stand for
 */
void spico_chip_set_subject (SpicoChip *self,
                             gpointer   subject);

/**
 * spico_chip_set_name:
 * @self: a chip
 * @name: what a person calls the subject: the name of the chip, and in that of its cross
 */
void spico_chip_set_name (SpicoChip  *self,
                          const char *name);

G_END_DECLS
