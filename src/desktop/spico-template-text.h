/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-message-template.h"

G_BEGIN_DECLS

/** spico_template_text_reason: Returns: (transfer none): why what was typed of a template is not saved, in a sentence for people */
const char *spico_template_text_reason (SpicoTemplateReason reason);

/** spico_template_text_name: Returns: (transfer none): what a template is called, or what was typed of that */
const char *spico_template_text_name (SpicoMessageTemplate *template);

/** spico_template_text_preview: Returns: (transfer full): the beginning of what it says, in one line */
char *spico_template_text_preview (SpicoMessageTemplate *template);

G_END_DECLS
