/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-principal.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MEMBER_CHIP (spico_member_chip_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMemberChip, spico_member_chip, SPICO, MEMBER_CHIP, AdwBin)

/**
 * SpicoMemberChip:
 *
 * A member of a conversation: avatar, name and presence, with a mark where there is no account (F068, F073).
 *
 * Signals: `removed`, when the cross is pressed; the chip itself changes nothing.
 */

GtkWidget *spico_member_chip_new (SpicoPrincipal *principal,
                                  gboolean        removable);
SpicoPrincipal *spico_member_chip_get_principal (SpicoMemberChip *self);

G_END_DECLS
