/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-chip.h"
#include "spico-patient.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PATIENT_CHIP (spico_patient_chip_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPatientChip, spico_patient_chip, SPICO, PATIENT_CHIP, SpicoChip)

/**
 * SpicoPatientChip:
 *
 * A chip whose subject is a patient, in one line: birth name, first names, birth date and sex (F064, F068).
 */

GtkWidget *spico_patient_chip_new (SpicoPatient *patient,
                                   gboolean      removable);

G_END_DECLS
