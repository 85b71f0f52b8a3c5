/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client-enums.h"

G_BEGIN_DECLS

char *spico_patient_format_date (const char *date);
char *spico_patient_format_name (const char *birth_name,
                                 const char *first_names);
char *spico_patient_format_identity (const char *birth_name,
                                     const char *first_names,
                                     const char *birth_date,
                                     SpicoSex    sex);
char *spico_patient_format_birth (const char *birth_date,
                                  SpicoSex    sex);
const char *spico_patient_sex_label (SpicoSex sex);
const char *spico_patient_sex_letter (SpicoSex sex);
char *spico_patient_format_age (const char  *birth_date,
                                const GDate *today);
char *spico_patient_format_matricule (const char *matricule);
const char *spico_patient_ins_status_label (SpicoInsStatus status);

G_END_DECLS
