/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-thread-scroll.h"

G_BEGIN_DECLS

#define SPICO_TYPE_THREAD_SEEK (spico_thread_seek_get_type ())
G_DECLARE_FINAL_TYPE (SpicoThreadSeek, spico_thread_seek, SPICO, THREAD_SEEK, GObject)

/**
 * SpicoThreadSeek:
 *
 * Goes to a message of the conversation that is shown, however far up it is, and marks it for a moment.
 *
 * Signals: `changed`, when another message is marked, or none; `failed` (string), when a message could not be reached: a sentence for people.
 */

/**
 * spico_thread_seek_new:
 * @scroll: (transfer none): what scrolls the messages; it outlives the object
 */
SpicoThreadSeek *spico_thread_seek_new (SpicoThreadScroll *scroll);

/**
 * spico_thread_seek_set_messages:
 * @messages: (nullable): the messages that are shown; what was sought among others is given up
 */
void spico_thread_seek_set_messages (SpicoThreadSeek  *self,
                                     SpicoMessageList *messages);

/**
 * spico_thread_seek_show:
 * @message: what to show, perhaps known by its id alone
 * @takes_keyboard: whether it then has the keyboard
 *
 * Where the conversation is not laid out yet, it is shown as soon as it is.
 */
void spico_thread_seek_show (SpicoThreadSeek *self,
                             SpicoMessage    *message,
                             gboolean         takes_keyboard);

/** spico_thread_seek_is_marked: Returns: whether @message was just shown */
gboolean spico_thread_seek_is_marked (SpicoThreadSeek *self,
                                      SpicoMessage    *message);

G_END_DECLS
