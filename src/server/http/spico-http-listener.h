/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

int spico_http_listen (const char *address,
                       int         backlog,
                       char      **bound,
                       GError    **error);

G_END_DECLS
