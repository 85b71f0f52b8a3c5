/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-client.h"

DexFuture *
spico_client_add_members (SpicoClient       *self,
                          const char        *account_id,
                          const char        *conversation_id,
                          const char *const *member_ids,
                          const char        *used_groups)
{
  return dex_future_new_take_string (g_strdup ("added"));
}

DexFuture *
spico_client_load_members_draft (SpicoClient *self,
                                 const char  *account_id,
                                 const char  *conversation_id)
{
  return dex_future_new_take_object (spico_draft_new_members (account_id, conversation_id, NULL));
}
