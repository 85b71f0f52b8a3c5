/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-composer.h"

G_BEGIN_DECLS

/*
 * What one does with a message that the server refused: again, or otherwise. What goes wrong is shown by the window (`win.error`).
 */

/** spico_failed_message_retry: tries to send @message again */
void spico_failed_message_retry (GtkWidget    *view,
                                 SpicoClient  *client,
                                 SpicoMessage *message);

/**
 * spico_failed_message_edit:
 * @view: where it is shown, with the actions `thread.add-members`, `thread.change-title`, `thread.attach-patient` and `thread.information`
 * @client: the client
 * @composer: where the conversation is written in
 * @message: a message that has failed
 *
 * Takes it back: its words join what is being written, and what it would have changed (F053, F072) is asked for again there where it was.
 */
void spico_failed_message_edit (GtkWidget     *view,
                                SpicoClient   *client,
                                SpicoComposer *composer,
                                SpicoMessage  *message);

G_END_DECLS
