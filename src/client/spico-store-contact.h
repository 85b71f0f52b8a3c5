/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "spico-store-reads.h"

G_BEGIN_DECLS

/* For how long what is kept here may be read without the server (F030). Runs in the store's threads, but for spico_contact_is_lost(). */

gboolean spico_contact_is_lost (gint64 contact_at,
                                guint  hours,
                                gint64 now_us);
gboolean spico_store_put_contact (SpicoTransaction *transaction,
                                  JsonObject       *session,
                                  GError          **error);
gboolean spico_store_may_read (SpicoTransaction *transaction,
                               SpicoReadKind     kind,
                               const char       *account_id,
                               gboolean         *may_read,
                               GError          **error);
DexFuture *spico_store_note_contact (SpicoTransaction *transaction,
                                     gpointer          data);
DexFuture *spico_store_tell_contact (SpicoTransaction *transaction,
                                     gpointer          data);
DexFuture *spico_read_contact (SpicoTransaction *transaction,
                               gpointer          data);

G_END_DECLS
