/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SPICO_UUID_LENGTH 36
#define SPICO_UUID_RANDOM_SIZE 8

char *spico_uuid_make (gint64       now_us,
                       const guint8 random[SPICO_UUID_RANDOM_SIZE]);
char *spico_uuid_new (gint64 now_us);
gboolean spico_uuid_is_valid (const char *text);

G_END_DECLS
