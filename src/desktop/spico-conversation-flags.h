/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "spico-client.h"

G_BEGIN_DECLS

/*
 * What the menu of a conversation keeps about it for the account (B004): pinned, « sans notification », « traité », archived. Each is two actions of the view, of which one is there.
 */

/** spico_conversation_flags_install: adds the actions to a class whose instances @activated is told */
void spico_conversation_flags_install (GtkWidgetClass             *widget_class,
                                       GtkWidgetActionActivateFunc activated);

/** spico_conversation_flags_update: lets @view do what can be done with @conversation now */
void spico_conversation_flags_update (GtkWidget         *view,
                                      SpicoConversation *conversation);

/**
 * spico_conversation_flags_activate:
 * @view: in a window with `win.undoable` and `win.flag-conversation`
 * @client: the client
 * @conversation: a conversation
 * @action_name: one of the actions
 *
 * Does it. What takes the conversation out of sight, or says that it is done, can be undone from a toast.
 *
 * Returns: whether it now belongs into another list
 */
gboolean spico_conversation_flags_activate (GtkWidget         *view,
                                            SpicoClient       *client,
                                            SpicoConversation *conversation,
                                            const char        *action_name);

/** spico_conversation_flags_undo: does what @parameter says, `(ssub)`: mailbox, conversation, #SpicoConversationFlag, on */
void spico_conversation_flags_undo (SpicoClient *client,
                                    GVariant    *parameter);

G_END_DECLS
