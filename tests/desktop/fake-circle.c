/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The circle of every patient of the client in memory. */
#include "fake-client.h"
#include "fake-lists.h"
#include "spico-circle-member-private.h"

static GListStore *
circle_of (SpicoClient *client)
{
  GListStore *circle = g_object_get_data (G_OBJECT (client), "circle");

  if (circle == NULL)
    {
      circle = g_list_store_new (SPICO_TYPE_CIRCLE_MEMBER);
      g_object_set_data_full (G_OBJECT (client), "circle", circle, g_object_unref);
    }

  return circle;
}

SpicoList *
spico_client_list_circle (SpicoClient *self,
                          const char  *account_id,
                          const char  *dossier_id)
{
  return fake_list_new (circle_of (self));
}

void
fake_client_add_to_circle (SpicoClient *self,
                           const char  *principal_id,
                           const char  *role,
                           gboolean     is_refused)
{
  g_autoptr (SpicoPrincipal) principal = spico_client_get_principal (self, principal_id);
  g_autoptr (SpicoCircleMember) member = g_object_new (SPICO_TYPE_CIRCLE_MEMBER, NULL);

  spico_item_set_object (member, SPICO_CIRCLE_MEMBER_PROP_PRINCIPAL, principal);
  spico_item_set_string (member, SPICO_CIRCLE_MEMBER_PROP_ROLE, role);
  spico_item_set_boolean (member, SPICO_CIRCLE_MEMBER_PROP_IS_REFUSED, is_refused);
  g_list_store_append (circle_of (self), member);
}
