/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client-enums.h"
#include "spico-item.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PATIENT (spico_patient_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPatient, spico_patient, SPICO, PATIENT, SpicoItem)

/**
 * SpicoPatient:
 *
 * The identity chip of a patient: what every member of a conversation sees (F064, F068).
 */

/**
 * spico_patient_get_dossier_id:
 *
 * Returns: (transfer none) (nullable): the dossier, that this account may have no right to open
 */
const char *spico_patient_get_dossier_id (SpicoPatient *self);

/**
 * spico_patient_get_birth_name:
 *
 * Returns: (transfer none): birth name (INS trait, X012)
 */
const char *spico_patient_get_birth_name (SpicoPatient *self);

/**
 * spico_patient_get_first_names:
 *
 * Returns: (transfer none): first names of birth
 */
const char *spico_patient_get_first_names (SpicoPatient *self);

/**
 * spico_patient_get_birth_date:
 *
 * Returns: (transfer none): birth date, `YYYY-MM-DD`; days may be `00` where unknown
 */
const char *spico_patient_get_birth_date (SpicoPatient *self);

/**
 * spico_patient_get_sex:
 *
 * Returns: sex (INS trait)
 */
SpicoSex spico_patient_get_sex (SpicoPatient *self);

G_END_DECLS
