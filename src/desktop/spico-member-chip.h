/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-chip.h"
#include "spico-principal.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MEMBER_CHIP (spico_member_chip_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMemberChip, spico_member_chip, SPICO, MEMBER_CHIP, SpicoChip)

/**
 * SpicoMemberChip:
 *
 * A chip whose subject is a member of a conversation: avatar, name and presence, with a mark where there is no account (F068, F073).
 */

GtkWidget *spico_member_chip_new (SpicoPrincipal *principal,
                                  gboolean        removable);

G_END_DECLS
