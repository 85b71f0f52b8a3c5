/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-json.h"
#include "spico-store.h"

G_BEGIN_DECLS

/*
 * The profiles of the accounts, each in one piece, and what was typed of one and not sent. Every function that takes a transaction runs in a thread of the store.
 */

char *spico_profile_setting_name (const char *account_id);
char *spico_profile_typed_setting_name (const char *account_id);
gpointer spico_profile_setting_new (const char *account_id,
                                    JsonObject *got);

DexFuture *spico_store_write_profile (SpicoTransaction *transaction,
                                      gpointer          data);
gboolean spico_store_end_profiles (SpicoTransaction *transaction,
                                   GError          **error);

G_END_DECLS
