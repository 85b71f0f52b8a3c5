/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client-enums.h"
#include "spico-item.h"
#include "spico-patient.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DOSSIER (spico_dossier_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDossier, spico_dossier, SPICO, DOSSIER, SpicoItem)

/**
 * SpicoDossier:
 *
 * A coordination dossier that an account may open: its identity header (F074, F081, X012).
 */

/**
 * spico_dossier_get_id:
 *
 * Returns: (transfer none): the dossier
 */
const char *spico_dossier_get_id (SpicoDossier *self);

/**
 * spico_dossier_get_account_id:
 *
 * Returns: (transfer none): the account through which it is seen
 */
const char *spico_dossier_get_account_id (SpicoDossier *self);

/**
 * spico_dossier_get_patient:
 *
 * Returns: (transfer none): the identity chip
 */
SpicoPatient *spico_dossier_get_patient (SpicoDossier *self);

/**
 * spico_dossier_get_used_name:
 *
 * Returns: (transfer none): the name used, where it differs; may be empty
 */
const char *spico_dossier_get_used_name (SpicoDossier *self);

/**
 * spico_dossier_get_birth_place_code:
 *
 * Returns: (transfer none): INSEE code of the place of birth; may be empty
 */
const char *spico_dossier_get_birth_place_code (SpicoDossier *self);

/**
 * spico_dossier_get_ins_matricule:
 *
 * Returns: (transfer none) (nullable): the INS number, %NULL where unknown
 */
const char *spico_dossier_get_ins_matricule (SpicoDossier *self);

/**
 * spico_dossier_get_ins_status:
 *
 * Returns: status of the identity
 */
SpicoInsStatus spico_dossier_get_ins_status (SpicoDossier *self);

/**
 * spico_dossier_get_role:
 *
 * Returns: (transfer none): the account's role in the circle (F083); may be empty
 */
const char *spico_dossier_get_role (SpicoDossier *self);

/**
 * spico_dossier_in_active_list:
 *
 * Returns: whether it stands in the account's active list (F074)
 */
gboolean spico_dossier_in_active_list (SpicoDossier *self);

/**
 * spico_dossier_is_loaded:
 *
 * Returns: whether more than its place in the list is known
 */
gboolean spico_dossier_is_loaded (SpicoDossier *self);

G_END_DECLS
