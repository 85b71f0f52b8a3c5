/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * spico_text_forward:
 * @author: who wrote it, with « pour le compte de »
 * @sent_at: (nullable): when, local time
 * @text: what they wrote
 *
 * Returns: (transfer full): what a new conversation begins with, that passes a message on (F054): who wrote it and when, each of its lines behind « > », and an
 *   empty line for one's own words
 */
char *spico_text_forward (const char *author,
                          GDateTime  *sent_at,
                          const char *text);

/** spico_text_has_quote: Returns: whether a line of @text is quoted as spico_text_forward() does */
gboolean spico_text_has_quote (const char *text);

G_END_DECLS
