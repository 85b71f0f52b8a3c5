/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-delegation-private.h"

struct _SpicoDelegation {
  SpicoItem parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoDelegation, spico_delegation, SPICO_TYPE_ITEM)

static GParamSpec *properties[SPICO_DELEGATION_PROP_LAST];

static void
spico_delegation_class_init (SpicoDelegationClass *klass)
{
  properties[SPICO_DELEGATION_PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_DELEGATOR] = g_param_spec_object ("delegator", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_DELEGATE] = g_param_spec_object ("delegate", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_SCOPE] = g_param_spec_enum ("scope", NULL, NULL, SPICO_TYPE_DELEGATION_SCOPE, SPICO_DELEGATION_ALL, SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, SPICO_TYPE_DELEGATION_STATUS, SPICO_DELEGATION_REQUESTED, SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_CREATED_AT] = g_param_spec_boxed ("created-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_ANSWERED_AT] = g_param_spec_boxed ("answered-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_ANSWERED_BY] = g_param_spec_object ("answered-by", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_ENDED_AT] = g_param_spec_boxed ("ended-at", NULL, NULL, G_TYPE_DATE_TIME, SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_ENDED_BY] = g_param_spec_object ("ended-by", NULL, NULL, SPICO_TYPE_PRINCIPAL, SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_ENDS_ON] = g_param_spec_string ("ends-on", NULL, NULL, NULL, SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_REFERENT] = g_param_spec_string ("referent", NULL, NULL, "", SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_IS_SUSPENDED] = g_param_spec_boolean ("is-suspended", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_IS_TO_ANSWER] = g_param_spec_boolean ("is-to-answer", NULL, NULL, FALSE, SPICO_ITEM_READ);
  properties[SPICO_DELEGATION_PROP_IS_LAST] = g_param_spec_boolean ("is-last", NULL, NULL, FALSE, SPICO_ITEM_READ);
  spico_item_class_install (SPICO_ITEM_CLASS (klass), properties, SPICO_DELEGATION_PROP_LAST);
}

static void
spico_delegation_init (SpicoDelegation *self)
{
}

const char *
spico_delegation_get_id (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), NULL);

  return spico_item_get_string (self, SPICO_DELEGATION_PROP_ID);
}

const char *
spico_delegation_get_account_id (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), NULL);

  return spico_item_get_string (self, SPICO_DELEGATION_PROP_ACCOUNT_ID);
}

SpicoPrincipal *
spico_delegation_get_delegator (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), NULL);

  return spico_item_get_object (self, SPICO_DELEGATION_PROP_DELEGATOR);
}

SpicoPrincipal *
spico_delegation_get_delegate (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), NULL);

  return spico_item_get_object (self, SPICO_DELEGATION_PROP_DELEGATE);
}

SpicoDelegationScope
spico_delegation_get_scope (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), SPICO_DELEGATION_ALL);

  return (SpicoDelegationScope) spico_item_get_enum (self, SPICO_DELEGATION_PROP_SCOPE);
}

SpicoDelegationStatus
spico_delegation_get_status (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), SPICO_DELEGATION_ENDED);

  return (SpicoDelegationStatus) spico_item_get_enum (self, SPICO_DELEGATION_PROP_STATUS);
}

GDateTime *
spico_delegation_get_created_at (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), NULL);

  return spico_item_get_boxed (self, SPICO_DELEGATION_PROP_CREATED_AT);
}

GDateTime *
spico_delegation_get_answered_at (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), NULL);

  return spico_item_get_boxed (self, SPICO_DELEGATION_PROP_ANSWERED_AT);
}

SpicoPrincipal *
spico_delegation_get_answered_by (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), NULL);

  return spico_item_get_object (self, SPICO_DELEGATION_PROP_ANSWERED_BY);
}

GDateTime *
spico_delegation_get_ended_at (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), NULL);

  return spico_item_get_boxed (self, SPICO_DELEGATION_PROP_ENDED_AT);
}

SpicoPrincipal *
spico_delegation_get_ended_by (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), NULL);

  return spico_item_get_object (self, SPICO_DELEGATION_PROP_ENDED_BY);
}

const char *
spico_delegation_get_ends_on (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), NULL);

  return spico_item_get_string (self, SPICO_DELEGATION_PROP_ENDS_ON);
}

const char *
spico_delegation_get_referent (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), NULL);

  return spico_item_get_string (self, SPICO_DELEGATION_PROP_REFERENT);
}

gboolean
spico_delegation_get_is_suspended (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), FALSE);

  return spico_item_get_boolean (self, SPICO_DELEGATION_PROP_IS_SUSPENDED);
}

gboolean
spico_delegation_get_is_to_answer (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), FALSE);

  return spico_item_get_boolean (self, SPICO_DELEGATION_PROP_IS_TO_ANSWER);
}

gboolean
spico_delegation_get_is_last (SpicoDelegation *self)
{
  g_return_val_if_fail (SPICO_IS_DELEGATION (self), FALSE);

  return spico_item_get_boolean (self, SPICO_DELEGATION_PROP_IS_LAST);
}
