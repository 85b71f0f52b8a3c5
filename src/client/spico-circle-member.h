/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item.h"
#include "spico-principal.h"

G_BEGIN_DECLS

#define SPICO_TYPE_CIRCLE_MEMBER (spico_circle_member_get_type ())
G_DECLARE_FINAL_TYPE (SpicoCircleMember, spico_circle_member, SPICO, CIRCLE_MEMBER, SpicoItem)

/**
 * SpicoCircleMember:
 *
 * A member of a patient's care circle (F017, F078).
 */

/**
 * spico_circle_member_get_principal:
 *
 * Returns: (transfer none): the person or structure
 */
SpicoPrincipal *spico_circle_member_get_principal (SpicoCircleMember *self);

/**
 * spico_circle_member_get_role:
 *
 * Returns: (transfer none): their role, which grants nothing (F083); empty where none was given
 */
const char *spico_circle_member_get_role (SpicoCircleMember *self);

/**
 * spico_circle_member_is_refused:
 *
 * Returns: whether the patient refuses that anything is shared with them: they cannot be written to about the patient (F087)
 */
gboolean spico_circle_member_is_refused (SpicoCircleMember *self);

G_END_DECLS
