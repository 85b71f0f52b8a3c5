/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_TEMPLATES_BUTTON (spico_templates_button_get_type ())
G_DECLARE_FINAL_TYPE (SpicoTemplatesButton, spico_templates_button, SPICO, TEMPLATES_BUTTON, AdwBin)

/**
 * SpicoTemplatesButton:
 *
 * « Modèles » (B021): puts a template into what is being written, where the cursor is; from there one also makes a template of what is written, and manages them. Ctrl+Maj+M opens it from anywhere in its window.
 *
 * Properties: `editor` (#SpicoEditor), where one writes; `files` (#SpicoComposerFiles), which knows for whom.
 */

G_END_DECLS
