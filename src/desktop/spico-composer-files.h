/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_COMPOSER_FILES (spico_composer_files_get_type ())
G_DECLARE_FINAL_TYPE (SpicoComposerFiles, spico_composer_files, SPICO, COMPOSER_FILES, AdwBin)

/**
 * SpicoComposerFiles:
 *
 * The files that are attached to what is being written, above it: added by a dialog, dropped or pasted, each with what becomes of it. They are the draft's, and wait with it (B003). A photograph loses its place and time on the way.
 *
 * Signals: `changed`, when what spico_composer_files_get_count() or spico_composer_files_may_send() says may be another; `failed` (string): a sentence for people.
 */

void spico_composer_files_set_client (SpicoComposerFiles *self,
                                      SpicoClient        *client);

/**
 * spico_composer_files_set_place:
 * @mailbox_id: (nullable): of the conversation; %NULL for the form of a new one
 * @conversation_id: (nullable): likewise
 *
 * Shows what is attached there.
 */
void spico_composer_files_set_place (SpicoComposerFiles *self,
                                     const char         *mailbox_id,
                                     const char         *conversation_id);

/** spico_composer_files_clear_place: Shows nothing: nothing is written anywhere. */
void spico_composer_files_clear_place (SpicoComposerFiles *self);

/**
 * spico_composer_files_set_account:
 * @account_id: (nullable): « Agir en tant que »; without one nothing is attached
 */
void spico_composer_files_set_account (SpicoComposerFiles *self,
                                       const char         *account_id);

/** spico_composer_files_get_client: Returns: (transfer none) (nullable): the client */
SpicoClient *spico_composer_files_get_client (SpicoComposerFiles *self);

/** spico_composer_files_get_account: Returns: (transfer none) (nullable): « Agir en tant que » */
const char *spico_composer_files_get_account (SpicoComposerFiles *self);

/**
 * spico_composer_files_serve:
 * @writer: where one writes: Ctrl+V there attaches what is no text; Ctrl+Maj+A from anywhere in its window asks which files
 * @button: does so too, says what one may attach, and is there as long as one may
 *
 * Once.
 */
void spico_composer_files_serve (SpicoComposerFiles *self,
                                 GtkWidget          *writer,
                                 GtkWidget          *button);

/**
 * spico_composer_files_add:
 * @files: of #GFile, as somebody dropped or pasted them
 */
void spico_composer_files_add (SpicoComposerFiles *self,
                               GSList             *files);

/**
 * spico_composer_files_forward:
 * @draft: what is written begins so
 *
 * Attaches what goes with the message that it forwards (F054), if any does.
 */
void spico_composer_files_forward (SpicoComposerFiles *self,
                                   SpicoDraft         *draft);

/** spico_composer_files_get_count: Returns: how many files go with the message */
guint spico_composer_files_get_count (SpicoComposerFiles *self);

/** spico_composer_files_may_send: Returns: whether all of them are kept, and none was refused: else one would leave without what it speaks of */
gboolean spico_composer_files_may_send (SpicoComposerFiles *self);

G_END_DECLS
