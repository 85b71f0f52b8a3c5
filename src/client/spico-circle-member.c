/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-circle-member-private.h"

struct _SpicoCircleMember {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoCircleMember, spico_circle_member, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_CIRCLE_MEMBER_PROP_LAST];

static void
spico_circle_member_class_init (SpicoCircleMemberClass *klass)
{
  properties[SPICO_CIRCLE_MEMBER_PROP_PRINCIPAL] = g_param_spec_object ("principal", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_CIRCLE_MEMBER_PROP_ROLE] = g_param_spec_string ("role", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_CIRCLE_MEMBER_PROP_IS_REFUSED] = g_param_spec_boolean ("is-refused", NULL, NULL, FALSE, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_CIRCLE_MEMBER_PROP_LAST);
}

static void
spico_circle_member_init (SpicoCircleMember *self)
{
}

SpicoPrincipal *
spico_circle_member_get_principal (SpicoCircleMember *self)
{
  g_return_val_if_fail (SPICO_IS_CIRCLE_MEMBER (self), NULL);

  return spico_item_get_object (self, SPICO_CIRCLE_MEMBER_PROP_PRINCIPAL);
}

const char *
spico_circle_member_get_role (SpicoCircleMember *self)
{
  g_return_val_if_fail (SPICO_IS_CIRCLE_MEMBER (self), NULL);

  return spico_item_get_string (self, SPICO_CIRCLE_MEMBER_PROP_ROLE);
}

gboolean
spico_circle_member_is_refused (SpicoCircleMember *self)
{
  g_return_val_if_fail (SPICO_IS_CIRCLE_MEMBER (self), FALSE);

  return spico_item_get_boolean (self, SPICO_CIRCLE_MEMBER_PROP_IS_REFUSED);
}
