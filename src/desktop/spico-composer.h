/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_COMPOSER (spico_composer_get_type ())
G_DECLARE_FINAL_TYPE (SpicoComposer, spico_composer, SPICO, COMPOSER, AdwBin)

/**
 * SpicoComposer:
 *
 * Writes in a conversation. What is typed is a draft of the conversation, saved 3 s after the last key, when another conversation is
 * shown and when the window closes; it is never lost (B003).
 *
 * Signals: `sent`, when a message is on its way to the store; `failed` (string), when something could not be kept: a sentence for people.
 */

void spico_composer_set_client (SpicoComposer *self,
                                SpicoClient   *client);

/**
 * spico_composer_set_conversation:
 * @conversation: (nullable): where to write; the draft of the one before is saved, and this one's is shown
 */
void spico_composer_set_conversation (SpicoComposer     *self,
                                      SpicoConversation *conversation);

/**
 * spico_composer_set_is_open:
 * @is_open: whether the mailbox still takes part in the conversation; if not, what was written stays, and nothing is sent
 */
void spico_composer_set_is_open (SpicoComposer *self,
                                 gboolean       is_open);

/**
 * spico_composer_reply:
 * @message: a message of the conversation, which what is written answers from now on
 */
void spico_composer_reply (SpicoComposer *self,
                           SpicoMessage  *message);

/**
 * spico_composer_correct:
 * @message: one's own message of the conversation
 *
 * What is written from now on is what the message is to say, until it is saved or given up; the draft that stood here comes back then. Where the conversation is left meanwhile, or the program ends, the draft
 * has both.
 */
void spico_composer_correct (SpicoComposer *self,
                             SpicoMessage  *message);

/**
 * spico_composer_give_back:
 * @message: a message that was written, and is none any more
 * @text: what it said
 *
 * Puts the words where they were written: into the editor, or into the draft of a conversation that is not shown any more.
 */
void spico_composer_give_back (SpicoComposer *self,
                               SpicoMessage  *message,
                               const char    *text);

/**
 * spico_composer_attach:
 * @files: of #GFile, which were dropped on the conversation
 */
void spico_composer_attach (SpicoComposer *self,
                            GSList        *files);

/**
 * spico_composer_is_empty:
 *
 * Returns: whether nothing is written or attached, nor waits in the store as a draft
 */
gboolean spico_composer_is_empty (SpicoComposer *self);

/**
 * spico_composer_reload:
 *
 * Shows the draft as the store has it, after something else than typing has changed it.
 */
void spico_composer_reload (SpicoComposer *self);

/**
 * spico_composer_save:
 *
 * Returns: (transfer full): a future that resolves once the draft is in the store
 */
DexFuture *spico_composer_save (SpicoComposer *self);

G_END_DECLS
