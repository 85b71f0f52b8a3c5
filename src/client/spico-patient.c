/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-patient-private.h"

struct _SpicoPatient {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoPatient, spico_patient, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_PATIENT_PROP_LAST];

static void
spico_patient_class_init (SpicoPatientClass *klass)
{
  properties[SPICO_PATIENT_PROP_DOSSIER_ID] = g_param_spec_string ("dossier-id", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_PATIENT_PROP_BIRTH_NAME] = g_param_spec_string ("birth-name", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PATIENT_PROP_FIRST_NAMES] = g_param_spec_string ("first-names", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PATIENT_PROP_BIRTH_DATE] = g_param_spec_string ("birth-date", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PATIENT_PROP_SEX] = g_param_spec_enum ("sex", NULL, NULL, SPICO_TYPE_SEX, SPICO_SEX_UNKNOWN, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_PATIENT_PROP_LAST);
}

static void
spico_patient_init (SpicoPatient *self)
{
}

const char *
spico_patient_get_dossier_id (SpicoPatient *self)
{
  g_return_val_if_fail (SPICO_IS_PATIENT (self), NULL);

  return spico_item_get_string (self, SPICO_PATIENT_PROP_DOSSIER_ID);
}

const char *
spico_patient_get_birth_name (SpicoPatient *self)
{
  g_return_val_if_fail (SPICO_IS_PATIENT (self), NULL);

  return spico_item_get_string (self, SPICO_PATIENT_PROP_BIRTH_NAME);
}

const char *
spico_patient_get_first_names (SpicoPatient *self)
{
  g_return_val_if_fail (SPICO_IS_PATIENT (self), NULL);

  return spico_item_get_string (self, SPICO_PATIENT_PROP_FIRST_NAMES);
}

const char *
spico_patient_get_birth_date (SpicoPatient *self)
{
  g_return_val_if_fail (SPICO_IS_PATIENT (self), NULL);

  return spico_item_get_string (self, SPICO_PATIENT_PROP_BIRTH_DATE);
}

SpicoSex
spico_patient_get_sex (SpicoPatient *self)
{
  g_return_val_if_fail (SPICO_IS_PATIENT (self), 0);

  return spico_item_get_enum (self, SPICO_PATIENT_PROP_SEX);
}
