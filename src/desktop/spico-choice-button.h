/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_CHOICE_BUTTON (spico_choice_button_get_type ())
G_DECLARE_FINAL_TYPE (SpicoChoiceButton, spico_choice_button, SPICO, CHOICE_BUTTON, AdwBin)

/**
 * SpicoChoiceButton:
 *
 * A small button that says what is chosen, and opens a list of what can be, with a search where it is long.
 *
 * Properties: `title`, what is chosen, such as « Patient »; `none`, what says that nothing is, such as « Tous les patients ».
 *
 * Signals: `opened`, when the list opens: it may be filled then; `changed`, when another one was chosen by the user.
 */

/** spico_choice_button_clear: Takes all choices away; what is chosen stays */
void spico_choice_button_clear (SpicoChoiceButton *self);

/**
 * spico_choice_button_add:
 * @id: which one it is
 * @name: what it is called
 * @detail: (nullable): what tells it from another of that name
 *
 * Adds a choice behind those that there are.
 */
void spico_choice_button_add (SpicoChoiceButton *self,
                              const char        *id,
                              const char        *name,
                              const char        *detail);

/** spico_choice_button_show: Shows the choices that were added */
void spico_choice_button_show (SpicoChoiceButton *self);

/** spico_choice_button_get_chosen: Returns: (transfer none) (nullable): which one is chosen, or %NULL where none is */
const char *spico_choice_button_get_chosen (SpicoChoiceButton *self);

/** spico_choice_button_reset: Nothing is chosen any more; `changed` is not emitted */
void spico_choice_button_reset (SpicoChoiceButton *self);

G_END_DECLS
