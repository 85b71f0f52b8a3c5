/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-client.h"
#include "spico-client-templates.h"

/* Nobody has made any. */
GListModel *
spico_client_list_templates (SpicoClient *self,
                             const char  *account_id)
{
  return G_LIST_MODEL (g_list_store_new (SPICO_TYPE_MESSAGE_TEMPLATE));
}

DexFuture *
spico_client_save_template (SpicoClient *self,
                            const char  *account_id,
                            const char  *template_id,
                            const char  *name,
                            const char  *text)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_destroy_template (SpicoClient *self,
                               const char  *account_id,
                               const char  *template_id)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_keep_template (SpicoClient *self,
                            const char  *account_id,
                            const char  *template_id,
                            const char  *name,
                            const char  *text)
{
  return dex_future_new_true ();
}

char *
spico_client_new_template_id (void)
{
  return g_strdup ("new");
}
