/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-dossier-private.h"

struct _SpicoDossier {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoDossier, spico_dossier, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_DOSSIER_PROP_LAST];

static void
spico_dossier_class_init (SpicoDossierClass *klass)
{
  properties[SPICO_DOSSIER_PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_DOSSIER_PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_DOSSIER_PROP_PATIENT] = g_param_spec_object ("patient", NULL, NULL, SPICO_TYPE_PATIENT, SPICO_ITEM_READ);
  properties[SPICO_DOSSIER_PROP_USED_NAME] = g_param_spec_string ("used-name", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_DOSSIER_PROP_BIRTH_PLACE_CODE] = g_param_spec_string ("birth-place-code", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_DOSSIER_PROP_INS_MATRICULE] = g_param_spec_string ("ins-matricule", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_DOSSIER_PROP_INS_STATUS] = g_param_spec_enum ("ins-status", NULL, NULL, SPICO_TYPE_INS_STATUS, SPICO_INS_PROVISIONAL, SPICO_ITEM_READ);
  properties[SPICO_DOSSIER_PROP_ROLE] = g_param_spec_string ("role", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_DOSSIER_PROP_IN_ACTIVE_LIST] = g_param_spec_boolean ("in-active-list", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_DOSSIER_PROP_IS_LOADED] = g_param_spec_boolean ("is-loaded", NULL, NULL, FALSE, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_DOSSIER_PROP_LAST);
}

static void
spico_dossier_init (SpicoDossier *self)
{
}

const char *
spico_dossier_get_id (SpicoDossier *self)
{
  g_return_val_if_fail (SPICO_IS_DOSSIER (self), NULL);

  return spico_item_get_string (self, SPICO_DOSSIER_PROP_ID);
}

const char *
spico_dossier_get_account_id (SpicoDossier *self)
{
  g_return_val_if_fail (SPICO_IS_DOSSIER (self), NULL);

  return spico_item_get_string (self, SPICO_DOSSIER_PROP_ACCOUNT_ID);
}

SpicoPatient *
spico_dossier_get_patient (SpicoDossier *self)
{
  g_return_val_if_fail (SPICO_IS_DOSSIER (self), NULL);

  return spico_item_get_object (self, SPICO_DOSSIER_PROP_PATIENT);
}

const char *
spico_dossier_get_used_name (SpicoDossier *self)
{
  g_return_val_if_fail (SPICO_IS_DOSSIER (self), NULL);

  return spico_item_get_string (self, SPICO_DOSSIER_PROP_USED_NAME);
}

const char *
spico_dossier_get_birth_place_code (SpicoDossier *self)
{
  g_return_val_if_fail (SPICO_IS_DOSSIER (self), NULL);

  return spico_item_get_string (self, SPICO_DOSSIER_PROP_BIRTH_PLACE_CODE);
}

const char *
spico_dossier_get_ins_matricule (SpicoDossier *self)
{
  g_return_val_if_fail (SPICO_IS_DOSSIER (self), NULL);

  return spico_item_get_string (self, SPICO_DOSSIER_PROP_INS_MATRICULE);
}

SpicoInsStatus
spico_dossier_get_ins_status (SpicoDossier *self)
{
  g_return_val_if_fail (SPICO_IS_DOSSIER (self), 0);

  return spico_item_get_enum (self, SPICO_DOSSIER_PROP_INS_STATUS);
}

const char *
spico_dossier_get_role (SpicoDossier *self)
{
  g_return_val_if_fail (SPICO_IS_DOSSIER (self), NULL);

  return spico_item_get_string (self, SPICO_DOSSIER_PROP_ROLE);
}

gboolean
spico_dossier_in_active_list (SpicoDossier *self)
{
  g_return_val_if_fail (SPICO_IS_DOSSIER (self), FALSE);

  return spico_item_get_boolean (self, SPICO_DOSSIER_PROP_IN_ACTIVE_LIST);
}

gboolean
spico_dossier_is_loaded (SpicoDossier *self)
{
  g_return_val_if_fail (SPICO_IS_DOSSIER (self), FALSE);

  return spico_item_get_boolean (self, SPICO_DOSSIER_PROP_IS_LOADED);
}
