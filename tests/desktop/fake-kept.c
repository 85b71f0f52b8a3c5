/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the client in memory keeps: what a test has given it, for whichever account. */
#include "fake-kept.h"

static GListStore *kept;

void
fake_kept_set (GListStore *list)
{
  g_set_object (&kept, list);
}

GListModel *
spico_client_list_kept (SpicoClient *self,
                        const char  *account_id)
{
  return kept != NULL ? g_object_ref (G_LIST_MODEL (kept)) : G_LIST_MODEL (g_list_store_new (SPICO_TYPE_KEPT));
}

DexFuture *
spico_client_discard_kept (SpicoClient *self,
                           SpicoKept   *one)
{
  guint position;

  if (kept != NULL && g_list_store_find (kept, one, &position))
    g_list_store_remove (kept, position);

  return dex_future_new_true ();
}

DexFuture *
spico_client_count_unsaved (SpicoClient *self)
{
  return dex_future_new_for_uint (kept != NULL ? g_list_model_get_n_items (G_LIST_MODEL (kept)) : 0);
}
