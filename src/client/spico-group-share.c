/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-share-private.h"

struct _SpicoGroupShare {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoGroupShare, spico_group_share, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_GROUP_SHARE_PROP_LAST];

static void
spico_group_share_class_init (SpicoGroupShareClass *klass)
{
  properties[SPICO_GROUP_SHARE_PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_GROUP_SHARE_PROP_PRINCIPAL] = g_param_spec_object ("principal", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_GROUP_SHARE_PROP_IS_ADMINISTRATOR] = g_param_spec_boolean ("is-administrator", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_GROUP_SHARE_PROP_IS_ACCEPTED] = g_param_spec_boolean ("is-accepted", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_GROUP_SHARE_PROP_SHARED_AT] = g_param_spec_boxed ("shared-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_GROUP_SHARE_PROP_ACCEPTED_BY] = g_param_spec_object ("accepted-by", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_GROUP_SHARE_PROP_LAST);
}

static void
spico_group_share_init (SpicoGroupShare *self)
{
}

const char *
spico_group_share_get_id (SpicoGroupShare *self)
{
  g_return_val_if_fail (SPICO_IS_GROUP_SHARE (self), NULL);

  return spico_item_get_string (self, SPICO_GROUP_SHARE_PROP_ID);
}

SpicoPrincipal *
spico_group_share_get_principal (SpicoGroupShare *self)
{
  g_return_val_if_fail (SPICO_IS_GROUP_SHARE (self), NULL);

  return spico_item_get_object (self, SPICO_GROUP_SHARE_PROP_PRINCIPAL);
}

gboolean
spico_group_share_get_is_administrator (SpicoGroupShare *self)
{
  g_return_val_if_fail (SPICO_IS_GROUP_SHARE (self), FALSE);

  return spico_item_get_boolean (self, SPICO_GROUP_SHARE_PROP_IS_ADMINISTRATOR);
}

gboolean
spico_group_share_get_is_accepted (SpicoGroupShare *self)
{
  g_return_val_if_fail (SPICO_IS_GROUP_SHARE (self), FALSE);

  return spico_item_get_boolean (self, SPICO_GROUP_SHARE_PROP_IS_ACCEPTED);
}

GDateTime *
spico_group_share_get_shared_at (SpicoGroupShare *self)
{
  g_return_val_if_fail (SPICO_IS_GROUP_SHARE (self), NULL);

  return spico_item_get_boxed (self, SPICO_GROUP_SHARE_PROP_SHARED_AT);
}

SpicoPrincipal *
spico_group_share_get_accepted_by (SpicoGroupShare *self)
{
  g_return_val_if_fail (SPICO_IS_GROUP_SHARE (self), NULL);

  return spico_item_get_object (self, SPICO_GROUP_SHARE_PROP_ACCEPTED_BY);
}
