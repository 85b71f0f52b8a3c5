/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delegations of the client in memory: one that is in force, and one that is asked for; what is set is set. */
#include "fake-client.h"
#include "fake-lists.h"
#include "spico-delegation-private.h"

static void
add (SpicoClient          *client,
     GListStore           *store,
     const char           *id,
     const char           *delegator_id,
     const char           *delegate_id,
     SpicoDelegationStatus status)
{
  g_autoptr (SpicoDelegation) delegation = g_object_new (SPICO_TYPE_DELEGATION, NULL);
  g_autoptr (SpicoPrincipal) delegator = spico_client_get_principal (client, delegator_id);
  g_autoptr (SpicoPrincipal) delegate = spico_client_get_principal (client, delegate_id);

  spico_item_set_string (delegation, SPICO_DELEGATION_PROP_ID, id);
  spico_item_set_string (delegation, SPICO_DELEGATION_PROP_ACCOUNT_ID, "p1");
  spico_item_set_object (delegation, SPICO_DELEGATION_PROP_DELEGATOR, delegator);
  spico_item_set_object (delegation, SPICO_DELEGATION_PROP_DELEGATE, delegate);
  spico_item_set_enum (delegation, SPICO_DELEGATION_PROP_STATUS, (int) status);
  spico_item_set_time (delegation, SPICO_DELEGATION_PROP_CREATED_AT, G_GINT64_CONSTANT (1767225600000000));
  spico_item_set_boolean (delegation, SPICO_DELEGATION_PROP_IS_TO_ANSWER, status == SPICO_DELEGATION_REQUESTED);
  g_list_store_append (store, delegation);
}

SpicoList *
spico_client_list_delegations (SpicoClient        *self,
                               const char         *account_id,
                               SpicoDelegationList which)
{
  g_autoptr (GListStore) store = g_list_store_new (SPICO_TYPE_DELEGATION);

  if (which == SPICO_DELEGATIONS_DELEGATORS)
    add (self, store, "d1", "p3", "p1", SPICO_DELEGATION_ACCEPTED);
  else
    add (self, store, "d2", "p1", "p2", SPICO_DELEGATION_REQUESTED);

  return fake_list_new (store);
}

static DexFuture *
note (SpicoClient *self,
      const char  *what,
      const char  *of)
{
  g_object_set_data_full (G_OBJECT (self), what, g_strdup (of), g_free);

  return dex_future_new_true ();
}

DexFuture *
spico_client_ask_delegation (SpicoClient         *self,
                             const char          *delegator_id,
                             SpicoDelegationScope scope)
{
  return note (self, "asked", delegator_id);
}

DexFuture *
spico_client_offer_delegation (SpicoClient         *self,
                               const char          *delegate_id,
                               SpicoDelegationScope scope,
                               const char          *ends_on)
{
  return note (self, "offered", delegate_id);
}

DexFuture *
spico_client_set_delegation (SpicoClient          *self,
                             const char           *account_id,
                             const char           *delegation_id,
                             SpicoDelegationStatus status)
{
  return note (self, "set", delegation_id);
}
