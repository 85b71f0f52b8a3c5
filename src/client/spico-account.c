/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-account-private.h"

struct _SpicoAccount {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoAccount, spico_account, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_ACCOUNT_PROP_LAST];

static void
spico_account_class_init (SpicoAccountClass *klass)
{
  properties[SPICO_ACCOUNT_PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_ACCOUNT_PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_ACCOUNT_PROP_IS_PERSONAL] = g_param_spec_boolean ("is-personal", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_ACCOUNT_PROP_HAS_DISCUSSIONS] = g_param_spec_boolean ("has-discussions", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_ACCOUNT_PROP_HAS_DOSSIERS] = g_param_spec_boolean ("has-dossiers", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_ACCOUNT_PROP_UNREAD_COUNT] = g_param_spec_uint ("unread-count", NULL, NULL, 0, G_MAXUINT, 0, SPICO_ITEM_READ);
  properties[SPICO_ACCOUNT_PROP_IS_ENDED] = g_param_spec_boolean ("is-ended", NULL, NULL, FALSE, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_ACCOUNT_PROP_LAST);
}

static void
spico_account_init (SpicoAccount *self)
{
}

const char *
spico_account_get_id (SpicoAccount *self)
{
  g_return_val_if_fail (SPICO_IS_ACCOUNT (self), NULL);

  return spico_item_get_string (self, SPICO_ACCOUNT_PROP_ID);
}

const char *
spico_account_get_name (SpicoAccount *self)
{
  g_return_val_if_fail (SPICO_IS_ACCOUNT (self), NULL);

  return spico_item_get_string (self, SPICO_ACCOUNT_PROP_NAME);
}

gboolean
spico_account_is_personal (SpicoAccount *self)
{
  g_return_val_if_fail (SPICO_IS_ACCOUNT (self), FALSE);

  return spico_item_get_boolean (self, SPICO_ACCOUNT_PROP_IS_PERSONAL);
}

gboolean
spico_account_has_discussions (SpicoAccount *self)
{
  g_return_val_if_fail (SPICO_IS_ACCOUNT (self), FALSE);

  return spico_item_get_boolean (self, SPICO_ACCOUNT_PROP_HAS_DISCUSSIONS);
}

gboolean
spico_account_has_dossiers (SpicoAccount *self)
{
  g_return_val_if_fail (SPICO_IS_ACCOUNT (self), FALSE);

  return spico_item_get_boolean (self, SPICO_ACCOUNT_PROP_HAS_DOSSIERS);
}

guint
spico_account_get_unread_count (SpicoAccount *self)
{
  g_return_val_if_fail (SPICO_IS_ACCOUNT (self), 0);

  return spico_item_get_uint (self, SPICO_ACCOUNT_PROP_UNREAD_COUNT);
}

gboolean
spico_account_is_ended (SpicoAccount *self)
{
  g_return_val_if_fail (SPICO_IS_ACCOUNT (self), FALSE);

  return spico_item_get_boolean (self, SPICO_ACCOUNT_PROP_IS_ENDED);
}
