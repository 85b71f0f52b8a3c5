/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "spico-store.h"

G_BEGIN_DECLS

/* Which mailboxes the person may use, as the session object tells. Runs in the store's writing thread. */

/* The setting that holds what people call the region. */
#define SPICO_REGION_SETTING "region"

/* How the support desk is reached: a JSON array of its mail address, its telephone and its hours. */
#define SPICO_SUPPORT_SETTING "support"
#define SPICO_MSSANTE_SETTING "mssante"

GStrv spico_support_read (JsonObject *support);
gboolean spico_store_put_accounts (SpicoTransaction *transaction,
                                   JsonObject       *session,
                                   GError          **error);

G_END_DECLS
