/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * spico_text_found_excerpt:
 * @text: a message
 * @searched: what was searched in it
 *
 * Returns: (transfer full): Pango markup: a line of the message from a few words before the first that was found, and those that were found in bold
 */
char *spico_text_found_excerpt (const char *text,
                                const char *searched);

/**
 * spico_text_has_words:
 * @text: a text
 * @searched: what was searched in it
 *
 * Returns: whether every word of @searched begins a word of @text, accents and case forgiven
 */
gboolean spico_text_has_words (const char *text,
                               const char *searched);

G_END_DECLS
