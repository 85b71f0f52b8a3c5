/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-favourite-group-private.h"

struct _SpicoFavouriteGroup {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoFavouriteGroup, spico_favourite_group, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_FAVOURITE_GROUP_PROP_LAST];

static void
spico_favourite_group_class_init (SpicoFavouriteGroupClass *klass)
{
  properties[SPICO_FAVOURITE_GROUP_PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_MEMBERS] = g_param_spec_object ("members", NULL, NULL, G_TYPE_LIST_MODEL, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_CREATOR] = g_param_spec_object ("creator", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_CREATOR_PERSON] = g_param_spec_object ("creator-person", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_CREATED_AT] = g_param_spec_boxed ("created-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_IS_ACTIVE] = g_param_spec_boolean ("is-active", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_IS_PUBLIC] = g_param_spec_boolean ("is-public", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_IS_ADMINISTRATOR] = g_param_spec_boolean ("is-administrator", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_IS_ACCEPTED] = g_param_spec_boolean ("is-accepted", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_IS_TO_ANSWER] = g_param_spec_boolean ("is-to-answer", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_ACCEPTED_AT] = g_param_spec_boxed ("accepted-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_ACCEPTED_BY] = g_param_spec_object ("accepted-by", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_IS_WAITING] = g_param_spec_boolean ("is-waiting", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_IS_LOCAL] = g_param_spec_boolean ("is-local", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_FAVOURITE_GROUP_PROP_HAS_DRAFT] = g_param_spec_boolean ("has-draft", NULL, NULL, FALSE, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_FAVOURITE_GROUP_PROP_LAST);
}

static void
spico_favourite_group_init (SpicoFavouriteGroup *self)
{
}

const char *
spico_favourite_group_get_id (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), NULL);

  return spico_item_get_string (self, SPICO_FAVOURITE_GROUP_PROP_ID);
}

const char *
spico_favourite_group_get_account_id (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), NULL);

  return spico_item_get_string (self, SPICO_FAVOURITE_GROUP_PROP_ACCOUNT_ID);
}

const char *
spico_favourite_group_get_name (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), NULL);

  return spico_item_get_string (self, SPICO_FAVOURITE_GROUP_PROP_NAME);
}

const char *
spico_favourite_group_get_description (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), NULL);

  return spico_item_get_string (self, SPICO_FAVOURITE_GROUP_PROP_DESCRIPTION);
}

GListModel *
spico_favourite_group_get_members (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), NULL);

  return spico_item_get_object (self, SPICO_FAVOURITE_GROUP_PROP_MEMBERS);
}

SpicoPrincipal *
spico_favourite_group_get_creator (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), NULL);

  return spico_item_get_object (self, SPICO_FAVOURITE_GROUP_PROP_CREATOR);
}

SpicoPrincipal *
spico_favourite_group_get_creator_person (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), NULL);

  return spico_item_get_object (self, SPICO_FAVOURITE_GROUP_PROP_CREATOR_PERSON);
}

GDateTime *
spico_favourite_group_get_created_at (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), NULL);

  return spico_item_get_boxed (self, SPICO_FAVOURITE_GROUP_PROP_CREATED_AT);
}

gboolean
spico_favourite_group_get_is_active (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), FALSE);

  return spico_item_get_boolean (self, SPICO_FAVOURITE_GROUP_PROP_IS_ACTIVE);
}

gboolean
spico_favourite_group_get_is_public (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), FALSE);

  return spico_item_get_boolean (self, SPICO_FAVOURITE_GROUP_PROP_IS_PUBLIC);
}

gboolean
spico_favourite_group_get_is_administrator (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), FALSE);

  return spico_item_get_boolean (self, SPICO_FAVOURITE_GROUP_PROP_IS_ADMINISTRATOR);
}

gboolean
spico_favourite_group_get_is_accepted (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), FALSE);

  return spico_item_get_boolean (self, SPICO_FAVOURITE_GROUP_PROP_IS_ACCEPTED);
}

gboolean
spico_favourite_group_get_is_to_answer (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), FALSE);

  return spico_item_get_boolean (self, SPICO_FAVOURITE_GROUP_PROP_IS_TO_ANSWER);
}

GDateTime *
spico_favourite_group_get_accepted_at (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), NULL);

  return spico_item_get_boxed (self, SPICO_FAVOURITE_GROUP_PROP_ACCEPTED_AT);
}

SpicoPrincipal *
spico_favourite_group_get_accepted_by (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), NULL);

  return spico_item_get_object (self, SPICO_FAVOURITE_GROUP_PROP_ACCEPTED_BY);
}

gboolean
spico_favourite_group_get_is_waiting (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), FALSE);

  return spico_item_get_boolean (self, SPICO_FAVOURITE_GROUP_PROP_IS_WAITING);
}

gboolean
spico_favourite_group_is_local (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), FALSE);

  return spico_item_get_boolean (self, SPICO_FAVOURITE_GROUP_PROP_IS_LOCAL);
}

gboolean
spico_favourite_group_get_has_draft (SpicoFavouriteGroup *self)
{
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (self), FALSE);

  return spico_item_get_boolean (self, SPICO_FAVOURITE_GROUP_PROP_HAS_DRAFT);
}
