/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-saveable.h"

G_DEFINE_INTERFACE (SpicoSaveable, spico_saveable, GTK_TYPE_WIDGET)

static void
spico_saveable_default_init (SpicoSaveableInterface *iface)
{
}

DexFuture *
spico_saveable_save (SpicoSaveable *self)
{
  g_return_val_if_fail (SPICO_IS_SAVEABLE (self), NULL);

  return SPICO_SAVEABLE_GET_IFACE (self)->save (self);
}
