/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "spico-client.h"

G_BEGIN_DECLS

/**
 * spico_conversation_export:
 * @view: a widget of the window that asks
 * @conversation: what is exported
 *
 * Asks whether the conversation is to be a PDF outside Spico, and where; traces it on the server, reads all of it, and writes the PDF. What becomes of it is said in the window.
 */
void spico_conversation_export (GtkWidget         *view,
                                SpicoClient       *client,
                                SpicoConversation *conversation);

G_END_DECLS
