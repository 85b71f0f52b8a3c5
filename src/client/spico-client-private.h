/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-store.h"

G_BEGIN_DECLS

SpicoStore *spico_client_get_store (SpicoClient *self);
const char *spico_client_get_person_id (SpicoClient *self);
SpicoPrincipal *spico_client_intern (SpicoClient *self,
                                     const char  *principal_id);
SpicoPrincipal *spico_client_fill_principal (SpicoClient *self,
                                             SpicoRows   *rows,
                                             guint        row);
void spico_client_fill_principals (SpicoClient *self,
                                   SpicoRows   *rows);
gboolean spico_client_is_sending (SpicoClient *self,
                                  const char  *message_id);
DexFuture *spico_client_fetch_older (SpicoClient *self,
                                     const char  *account_id,
                                     const char  *conversation_id,
                                     gint64       before_seq);

G_END_DECLS
