/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_THREAD_VIEW (spico_thread_view_get_type ())
G_DECLARE_FINAL_TYPE (SpicoThreadView, spico_thread_view, SPICO, THREAD_VIEW, AdwBin)

/**
 * SpicoThreadView:
 *
 * A conversation: its messages and where to write. It stays at the bottom while one is there; what is shown at the bottom of an
 * active window is read (B004).
 */

void spico_thread_view_set_client (SpicoThreadView *self,
                                   SpicoClient     *client);

/**
 * spico_thread_view_set_conversation:
 * @conversation: (nullable): what to show
 */
void spico_thread_view_set_conversation (SpicoThreadView   *self,
                                         SpicoConversation *conversation);

/**
 * spico_thread_view_show_message:
 * @message: of the conversation that is shown, perhaps known by its id alone
 *
 * Goes there, as soon as it can, and marks it for a moment; the keyboard stays where it is.
 */
void spico_thread_view_show_message (SpicoThreadView *self,
                                     SpicoMessage    *message);

/** spico_thread_view_shows: Returns: whether that conversation of that account stands open there */
gboolean spico_thread_view_shows (SpicoThreadView *self,
                                  const char      *account_id,
                                  const char      *conversation_id);

/** spico_thread_view_focus_messages: moves the keyboard to the messages. Returns: whether it could */
gboolean spico_thread_view_focus_messages (SpicoThreadView *self);

/** spico_thread_view_focus_composer: moves the keyboard to the composer. Returns: whether it could */
gboolean spico_thread_view_focus_composer (SpicoThreadView *self);

/** spico_thread_view_composer_has_focus: Returns: whether the keyboard is in the composer */
gboolean spico_thread_view_composer_has_focus (SpicoThreadView *self);

/** spico_thread_view_save: Returns: (transfer full): a future that resolves once the draft is in the store */
DexFuture *spico_thread_view_save (SpicoThreadView *self);

G_END_DECLS
