/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-principal.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MEMBER_ROW (spico_member_row_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMemberRow, spico_member_row, SPICO, MEMBER_ROW, AdwActionRow)

/**
 * SpicoMemberRow:
 *
 * A row that says who somebody is: avatar, name, profession and presence, as these become known.
 */

/** spico_member_row_new: Returns: (transfer floating): a row of @member */
GtkWidget *spico_member_row_new (SpicoPrincipal *member);

/** spico_member_row_get_member: Returns: (transfer none): whose row it is */
SpicoPrincipal *spico_member_row_get_member (SpicoMemberRow *self);

G_END_DECLS
