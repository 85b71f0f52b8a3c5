/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-client-kept.h"

#include "spico-client-forms.h"
#include "spico-client-private.h"
#include "spico-store-kept.h"
#include "spico-store-list.h"

static const SpicoStoreListKind kept_kind = {
  spico_kept_get_type,
  spico_store_read_kept,
  (GEqualFunc) spico_kept_equal,
  SPICO_CHANGE_KEPT | SPICO_CHANGE_GROUPS | SPICO_CHANGE_ACCOUNTS,
};

GListModel *
spico_client_list_kept (SpicoClient *self,
                        const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);

  return spico_store_list_new (self->store, &kept_kind, account_id != NULL ? account_id : "");
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
