/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-patient.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PATIENT_CHIP (spico_patient_chip_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPatientChip, spico_patient_chip, SPICO, PATIENT_CHIP, AdwBin)

/**
 * SpicoPatientChip:
 *
 * A patient in one line: birth name, first names, birth date and sex (F064, F068).
 *
 * Signals: `removed`, when the cross is pressed; the chip itself changes nothing.
 */

GtkWidget *spico_patient_chip_new (SpicoPatient *patient,
                                   gboolean      removable);
SpicoPatient *spico_patient_chip_get_patient (SpicoPatientChip *self);
void spico_patient_chip_set_patient (SpicoPatientChip *self,
                                     SpicoPatient     *patient);

G_END_DECLS
