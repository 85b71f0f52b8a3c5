/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_SHORTCUTS_DIALOG (spico_shortcuts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoShortcutsDialog, spico_shortcuts_dialog, SPICO, SHORTCUTS_DIALOG, AdwDialog)

/** spico_shortcuts_dialog_new: Returns: (transfer full): every keyboard shortcut, with what it does (B010) */
AdwDialog *spico_shortcuts_dialog_new (void);

G_END_DECLS
