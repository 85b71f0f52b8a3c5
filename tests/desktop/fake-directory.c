/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-client.h"

/* The search windows of the directory, over the few who are in memory. */

SpicoList *
spico_client_search_directory (SpicoClient                *self,
                               const char                 *text,
                               const SpicoPrincipalFilter *filter)
{
  return spico_client_find_principals (self, text, filter);
}

DexFuture *
spico_client_list_categories (SpicoClient       *self,
                              SpicoPrincipalKind kind)
{
  g_autoptr (GListStore) categories = g_list_store_new (SPICO_TYPE_CATEGORY);
  g_autoptr (SpicoCategory) first = spico_category_new (kind == SPICO_PRINCIPAL_PERSON ? "60" : "355", kind == SPICO_PRINCIPAL_PERSON ? "Infirmier" : "Centre Hospitalier (C.H.)");
  g_autoptr (SpicoCategory) second = spico_category_new (kind == SPICO_PRINCIPAL_PERSON ? "10" : "500", kind == SPICO_PRINCIPAL_PERSON ? "Médecin" : "Etablissement d'hébergement pour personnes âgées dépendantes");

  g_list_store_append (categories, first);
  g_list_store_append (categories, second);

  return dex_future_new_take_object (g_steal_pointer (&categories));
}
