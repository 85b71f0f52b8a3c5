/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_TOASTS (spico_toasts_get_type ())
G_DECLARE_FINAL_TYPE (SpicoToasts, spico_toasts, SPICO, TOASTS, GObject)

/**
 * SpicoToasts:
 *
 * What a window says in passing, and what one must not miss.
 */

/**
 * spico_toasts_new:
 * @overlay: where they are shown; it outlives them
 * @actions: is given `toast` and `error`, for whatever stands in the window; both take a sentence; `undoable`, which takes `(ssv)`: a sentence, and the action that takes it back, with its target; and `undo`, which takes back what was last said so, once, however long ago, or the writing where the focus is in a text that was written
 *
 * Returns: (transfer full): the toasts of a window
 */
SpicoToasts *spico_toasts_new (AdwToastOverlay *overlay,
                               GActionMap      *actions);

/** spico_toasts_show: says @text for a while */
void spico_toasts_show (SpicoToasts *self,
                        const char  *text);

/** spico_toasts_show_undoable: says @text for a while, with « Annuler », which activates @action_name of the window with @target */
void spico_toasts_show_undoable (SpicoToasts *self,
                                 const char  *text,
                                 const char  *action_name,
                                 GVariant    *target);

/** spico_toasts_show_error: says @text until it was read, the last one if there are several */
void spico_toasts_show_error (SpicoToasts *self,
                              const char  *text);

/** spico_toasts_clear: takes away all that is said, and what could be undone: somebody else may come next */
void spico_toasts_clear (SpicoToasts *self);

G_END_DECLS
