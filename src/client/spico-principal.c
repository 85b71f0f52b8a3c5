/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-principal-private.h"

struct _SpicoPrincipal {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoPrincipal, spico_principal, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_PRINCIPAL_PROP_LAST];

static void
spico_principal_class_init (SpicoPrincipalClass *klass)
{
  properties[SPICO_PRINCIPAL_PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, SPICO_TYPE_PRINCIPAL_KIND, SPICO_PRINCIPAL_PERSON, SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_FAMILY_NAME] = g_param_spec_string ("family-name", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_GIVEN_NAME] = g_param_spec_string ("given-name", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_PROFESSION] = g_param_spec_string ("profession", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_SKILL] = g_param_spec_string ("skill", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_STRUCTURE_NAME] = g_param_spec_string ("structure-name", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_POSTAL_CODE] = g_param_spec_string ("postal-code", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_TOWN] = g_param_spec_string ("town", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_TELEPHONE] = g_param_spec_string ("telephone", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_NATIONAL_ID] = g_param_spec_string ("national-id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_SOURCE_DATE] = g_param_spec_string ("source-date", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_IS_LISTED] = g_param_spec_boolean ("is-listed", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_PRESENCE] = g_param_spec_enum ("presence", NULL, NULL, SPICO_TYPE_PRESENCE, SPICO_PRESENCE_INACTIVE, SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_CONNECTION] = g_param_spec_enum ("connection", NULL, NULL, SPICO_TYPE_PRESENCE, SPICO_PRESENCE_INACTIVE, SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_ABSENT_UNTIL] = g_param_spec_string ("absent-until", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_STAND_IN_NAME] = g_param_spec_string ("stand-in-name", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_HAS_ACCOUNT] = g_param_spec_boolean ("has-account", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_PRINCIPAL_PROP_IS_LOADED] = g_param_spec_boolean ("is-loaded", NULL, NULL, FALSE, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_PRINCIPAL_PROP_LAST);
}

static void
spico_principal_init (SpicoPrincipal *self)
{
}

const char *
spico_principal_get_id (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_ID);
}

SpicoPrincipalKind
spico_principal_get_kind (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), 0);

  return spico_item_get_enum (self, SPICO_PRINCIPAL_PROP_KIND);
}

const char *
spico_principal_get_name (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_NAME);
}

const char *
spico_principal_get_family_name (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_FAMILY_NAME);
}

const char *
spico_principal_get_given_name (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_GIVEN_NAME);
}

const char *
spico_principal_get_profession (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_PROFESSION);
}

const char *
spico_principal_get_skill (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_SKILL);
}

const char *
spico_principal_get_structure_name (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_STRUCTURE_NAME);
}

const char *
spico_principal_get_postal_code (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_POSTAL_CODE);
}

const char *
spico_principal_get_town (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_TOWN);
}

const char *
spico_principal_get_telephone (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_TELEPHONE);
}

const char *
spico_principal_get_address (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_ADDRESS);
}

const char *
spico_principal_get_national_id (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_NATIONAL_ID);
}

const char *
spico_principal_get_source (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_SOURCE);
}

const char *
spico_principal_get_source_date (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_SOURCE_DATE);
}

gboolean
spico_principal_is_listed (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), FALSE);

  return spico_item_get_boolean (self, SPICO_PRINCIPAL_PROP_IS_LISTED);
}

SpicoPresence
spico_principal_get_presence (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), 0);

  return spico_item_get_enum (self, SPICO_PRINCIPAL_PROP_PRESENCE);
}

const char *
spico_principal_get_absent_until (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_ABSENT_UNTIL);
}

const char *
spico_principal_get_stand_in_name (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), NULL);

  return spico_item_get_string (self, SPICO_PRINCIPAL_PROP_STAND_IN_NAME);
}

gboolean
spico_principal_has_account (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), FALSE);

  return spico_item_get_boolean (self, SPICO_PRINCIPAL_PROP_HAS_ACCOUNT);
}

gboolean
spico_principal_is_loaded (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), FALSE);

  return spico_item_get_boolean (self, SPICO_PRINCIPAL_PROP_IS_LOADED);
}

SpicoPresence
spico_principal_get_connection (SpicoPrincipal *self)
{
  g_return_val_if_fail (SPICO_IS_PRINCIPAL (self), SPICO_PRESENCE_INACTIVE);

  return spico_item_get_enum (self, SPICO_PRINCIPAL_PROP_CONNECTION);
}
