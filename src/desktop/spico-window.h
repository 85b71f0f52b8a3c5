/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_WINDOW (spico_window_get_type ())
G_DECLARE_FINAL_TYPE (SpicoWindow, spico_window, SPICO, WINDOW, AdwApplicationWindow)

/**
 * SpicoWindow:
 *
 * The one window: opening, sign-in, the lock, or the pages. Its actions, for whatever stands in it: `win.new-conversation`,
 * `win.open-conversation` (account id, conversation id), `win.open-unread` (account id), `win.absence`, `win.devices`, `win.show-card` (principal id, whether one can write from there), `win.page` (name, or `relations`),
 * `win.toast` and `win.error` (a sentence), `win.lock`, `win.choose-person` (server, login).
 *
 * Signal: `ready`, when there is something to show: conversations, or the sign-in page.
 */

/**
 * spico_window_new:
 * @application: the application
 * @client: the client that it shows
 * @server: (nullable): the address that the sign-in page proposes
 * @login: (nullable): the login that it proposes
 */
GtkWidget *spico_window_new (GtkApplication *application,
                             SpicoClient    *client,
                             const char     *server,
                             const char     *login);

/** spico_window_show_error: shows the sign-in page with a sentence that says why */
void spico_window_show_error (SpicoWindow *self,
                              const char  *text);

/** spico_window_shows_conversation: Returns: whether that conversation of that account stands open in it */
gboolean spico_window_shows_conversation (SpicoWindow *self,
                                          const char  *account_id,
                                          const char  *conversation_id);

/** spico_window_save: Returns: (transfer full): a future that resolves once all that is being written is in the store; it fails where some of it is not */
DexFuture *spico_window_save (SpicoWindow *self);

G_END_DECLS
