/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-json.h"
#include "spico-store.h"
#include "spico-type.h"

G_BEGIN_DECLS

/*
 * What the server tells, written into the store. Every function runs in the store's writing thread, inside a transaction.
 */

gboolean spico_store_put_objects (SpicoTransaction *transaction,
                                  const char       *account_id,
                                  const SpicoType  *type,
                                  JsonArray        *list,
                                  GHashTable       *seen_principals,
                                  GError          **error);
gboolean spico_store_remove_objects (SpicoTransaction *transaction,
                                     const char       *account_id,
                                     const SpicoType  *type,
                                     JsonArray        *ids,
                                     GError          **error);
gboolean spico_store_retain_objects (SpicoTransaction *transaction,
                                     const char       *account_id,
                                     const SpicoType  *type,
                                     JsonArray        *ids,
                                     GError          **error);
gboolean spico_store_upsert (SpicoTransaction *transaction,
                             const char       *account_id,
                             const SpicoType  *type,
                             JsonObject       *object,
                             GError          **error);
char *spico_store_search_key (const char *text);
gboolean spico_store_put_state (SpicoTransaction *transaction,
                                const char       *account_id,
                                const char       *type_name,
                                const char       *state,
                                GError          **error);
gboolean spico_store_put_setting (SpicoTransaction *transaction,
                                  const char       *name,
                                  const char       *value,
                                  GError          **error);
GStrv spico_store_unknown_principals (SpicoTransaction *transaction,
                                      GHashTable       *principal_ids,
                                      GError          **error);
gboolean spico_store_remove_conversation (SpicoTransaction *transaction,
                                          const char       *account_id,
                                          const char       *id,
                                          GError          **error);
char *spico_store_marker_id (const char *conversation_id,
                             const char *account_id,
                             const char *person_id);

G_END_DECLS
