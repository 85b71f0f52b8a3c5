/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-window.h"

G_BEGIN_DECLS

#define SPICO_TYPE_NOTIFIER (spico_notifier_get_type ())
G_DECLARE_FINAL_TYPE (SpicoNotifier, spico_notifier, SPICO, NOTIFIER, GObject)

/**
 * SpicoNotifier:
 *
 * Tells through the desktop what came while the person looked elsewhere (B005, F006): one notification for all that is new, replaced by the next one, and
 * withdrawn once it is read here or elsewhere, and whenever nobody is signed in or the store is locked. Main thread only.
 */

/**
 * spico_notifier_new:
 * @application: the application, which shows the notifications
 * @window: where the person may be looking; borrowed: it is to live longer
 * @client: the client
 *
 * Returns: (transfer full): a notifier, that works until it is let go of
 */
SpicoNotifier *spico_notifier_new (GApplication *application,
                                   SpicoWindow  *window,
                                   SpicoClient  *client);

G_END_DECLS
