/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-store.h"

G_BEGIN_DECLS

#define SPICO_TYPE_SCHEDULED (spico_scheduled_get_type ())
G_DECLARE_FINAL_TYPE (SpicoScheduled, spico_scheduled, SPICO, SCHEDULED, GObject)

/*
 * What is sent later in a conversation, in the order in which it leaves: a #GListModel of #SpicoScheduledMessage that follows the store. @store: (nullable): without one, there is none. Main thread.
 */
SpicoScheduled *spico_scheduled_new (SpicoStore *store,
                                     const char *conversation_id);

G_END_DECLS
