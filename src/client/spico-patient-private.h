/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item-private.h"
#include "spico-patient.h"

G_BEGIN_DECLS

/* The properties of SpicoPatient, for spico_item_set_*(). */
enum {
  SPICO_PATIENT_PROP_0,
  SPICO_PATIENT_PROP_DOSSIER_ID,
  SPICO_PATIENT_PROP_BIRTH_NAME,
  SPICO_PATIENT_PROP_FIRST_NAMES,
  SPICO_PATIENT_PROP_BIRTH_DATE,
  SPICO_PATIENT_PROP_SEX,
  SPICO_PATIENT_PROP_LAST,
};

G_END_DECLS
