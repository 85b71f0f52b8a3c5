/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client-templates.h"

G_BEGIN_DECLS

#define SPICO_TYPE_TEMPLATE_EDITOR (spico_template_editor_get_type ())
G_DECLARE_FINAL_TYPE (SpicoTemplateEditor, spico_template_editor, SPICO, TEMPLATE_EDITOR, AdwNavigationPage)

/**
 * spico_template_editor_new:
 * @account_id: whose template
 * @template: (nullable): the template, or what was typed of a new one; %NULL for a new one
 * @text: (nullable): what a new one begins with
 * @other: (nullable): the account whose a new one may be instead
 *
 * Where a template is written (B021). What is typed is kept until it is saved. What somebody else saves meanwhile is told, and writes over nothing.
 *
 * Signal: `saved`, once it is in the store.
 *
 * Returns: (transfer floating): a new page
 */
GtkWidget *spico_template_editor_new (SpicoClient          *client,
                                      const char           *account_id,
                                      SpicoMessageTemplate *template,
                                      const char           *text,
                                      SpicoAccount         *other);

/** spico_template_editor_keep: Returns: (transfer full): a future of a boolean, once what is typed is safely in the store */
DexFuture *spico_template_editor_keep (SpicoTemplateEditor *self);

G_END_DECLS
