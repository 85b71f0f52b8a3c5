/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "spico-store-reads.h"

G_BEGIN_DECLS

gboolean spico_store_put_delegation (SpicoTransaction *transaction,
                                     const char       *account_id,
                                     JsonObject       *object,
                                     GHashTable       *seen,
                                     GError          **error);
gboolean spico_store_end_delegations (SpicoTransaction *transaction,
                                      const char       *account_id,
                                      GError          **error);
SpicoRows *spico_store_delegation_keys (SpicoTransaction *transaction,
                                        SpicoReadQuery   *query,
                                        GError          **error);
gboolean spico_store_load_delegations (SpicoTransaction *transaction,
                                       const char       *keys,
                                       SpicoPage        *page,
                                       GError          **error);
void spico_store_list_delegation_people (SpicoPage  *page,
                                         GHashTable *ids);

G_END_DECLS
