/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int wire_connect (int port);
void wire_send (int         fd,
                const char *text);
gboolean wire_read (int      fd,
                    GString *in);
char *wire_request (const char *token,
                    const char *body);
const char *wire_body (GString *in);
gboolean wire_is_ok (GString *in);
GPtrArray *wire_read_plan (const char *path);
char *wire_make_id (const char *text,
                    char      **id);
gint64 wire_percentile (GArray *delays,
                        guint   percent);

G_END_DECLS
