/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean spico_push_address_is_public (GInetAddress *address);
gboolean spico_push_url_is_valid (const char *url,
                                  gboolean    allows_private);

G_END_DECLS
