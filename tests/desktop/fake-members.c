/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-conversation-changes.h"

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

DexFuture *
spico_client_set_subject (SpicoClient *self,
                          const char  *account_id,
                          const char  *conversation_id,
                          const char  *subject)
{
  return dex_future_new_for_string ("retitled");
}

DexFuture *
spico_client_attach_patient (SpicoClient *self,
                             const char  *account_id,
                             const char  *conversation_id,
                             const char  *dossier_id)
{
  return dex_future_new_for_string ("attached");
}

DexFuture *
spico_client_detach_patient (SpicoClient *self,
                             const char  *account_id,
                             const char  *conversation_id,
                             const char  *dossier_id)
{
  return dex_future_new_for_string ("detached");
}

DexFuture *
spico_client_remove_members (SpicoClient       *self,
                             const char        *account_id,
                             const char        *conversation_id,
                             const char *const *member_ids)
{
  return dex_future_new_for_string ("removed");
}
