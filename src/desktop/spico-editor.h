/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_EDITOR (spico_editor_get_type ())
G_DECLARE_FINAL_TYPE (SpicoEditor, spico_editor, SPICO, EDITOR, AdwBin)

/**
 * SpicoEditor:
 *
 * Where a message is written: several lines, French spell-check, a placeholder that is also its accessible name. Tab always leaves it;
 * Ctrl+Enter emits `send`.
 *
 * Properties: `placeholder` (string), `is-empty` (boolean, read-only: nothing but blanks), `spell-check` (boolean, follows the settings),
 * `max-length` (uint, characters, 20,000), `length` (uint, read-only).
 * Signals: `send`, `changed`. Neither is emitted by spico_editor_set_text().
 */


/** spico_editor_get_text: Returns: (transfer full): the text as typed */
char *spico_editor_get_text (SpicoEditor *self);

/**
 * spico_editor_set_text:
 * @text: what to show instead; cannot be undone
 */
void spico_editor_set_text (SpicoEditor *self,
                            const char  *text);

/**
 * spico_editor_insert:
 * @text: what comes where the cursor is, beside what is selected; undone at once
 */
void spico_editor_insert (SpicoEditor *self,
                          const char  *text);

gboolean spico_editor_is_empty (SpicoEditor *self);
guint spico_editor_get_length (SpicoEditor *self);
guint spico_editor_get_max_length (SpicoEditor *self);

G_END_DECLS
