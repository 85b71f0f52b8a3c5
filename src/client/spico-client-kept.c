/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-client-kept.h"

#include "spico-client-forms.h"
#include "spico-client-private.h"
#include "spico-kept-list.h"
#include "spico-store-kept.h"

GListModel *
spico_client_list_kept (SpicoClient *self,
                        const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (spico_kept_list_new (self->store, account_id));
}

DexFuture *
spico_client_discard_kept (SpicoClient *self,
                           SpicoKept   *kept)
{
  static const char *const nothing[] = { "", NULL };

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (SPICO_IS_KEPT (kept), NULL);

  if (spico_kept_get_kind (kept) == SPICO_KEPT_ABSENCE)
    return spico_client_save_form (self, spico_kept_get_account_id (kept), spico_kept_get_id (kept), nothing);

  return spico_client_discard_group_draft (self, spico_kept_get_account_id (kept), spico_kept_get_id (kept));
}

DexFuture *
spico_client_count_unsaved (SpicoClient *self)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return self->store != NULL ? spico_store_read (self->store, spico_store_count_unsaved, NULL, NULL) : spico_client_nobody ();
}
