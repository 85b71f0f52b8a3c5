/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_PROGRESS_BUTTON (spico_progress_button_get_type ())
G_DECLARE_FINAL_TYPE (SpicoProgressButton, spico_progress_button, SPICO, PROGRESS_BUTTON, AdwBin)

/**
 * SpicoProgressButton:
 *
 * The button that a form ends with, and what it began turning in its place.
 *
 * Properties: `text` (string: what it does), `busy-text` (string: what assistive technology says meanwhile), `suggested` (boolean: whether it stands out; %TRUE at first). Signal: `clicked`.
 */

/**
 * spico_progress_button_set_state:
 * @is_ready: whether it can be pressed
 * @is_busy: whether what it began is under way; then it cannot
 */
void spico_progress_button_set_state (SpicoProgressButton *self,
                                      gboolean             is_ready,
                                      gboolean             is_busy);

G_END_DECLS
