/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-pages.h"

G_BEGIN_DECLS

/* What was printed, read back with poppler's tools. */

/** spico_printed_write: Returns: (transfer full): where the PDF of @pages stands; the test takes it away */
char *spico_printed_write (SpicoPages *pages);

/** spico_printed_ask: Returns: (transfer full): what a tool says of the PDF */
char *spico_printed_ask (const char *path,
                         const char *tool,
                         const char *option,
                         const char *value,
                         const char *last);

/** spico_printed_read_page: Returns: (transfer full): the text of a page, the first being 1 */
char *spico_printed_read_page (const char *path,
                               guint       page);

/** spico_printed_says: Returns: whether @wanted stands in @text, wherever its lines break */
gboolean spico_printed_says (const char *text,
                             const char *wanted);

guint spico_printed_count_pages (const char *path);

G_END_DECLS
