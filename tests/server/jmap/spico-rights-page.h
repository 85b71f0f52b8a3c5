/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *spico_rights_page_render (const char *table,
                                const char *words,
                                GError    **error);
gboolean spico_rights_page_check_quotes (const char *words,
                                         const char *translation,
                                         GError    **error);

G_END_DECLS
