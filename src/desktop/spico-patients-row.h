/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-dossier.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PATIENTS_ROW (spico_patients_row_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPatientsRow, spico_patients_row, SPICO, PATIENTS_ROW, AdwBin)

/**
 * SpicoPatientsRow:
 *
 * A patient of an active list: birth name, first names, birth date, sex and age (F068, F074).
 *
 * Properties: `description` (read-only: all of it in one sentence, for assistive technology).
 */

GtkWidget *spico_patients_row_new (void);
void spico_patients_row_set_dossier (SpicoPatientsRow *self,
                                     SpicoDossier     *dossier);

G_END_DECLS
