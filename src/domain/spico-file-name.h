/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** The bytes of UTF-8 that a file system takes for a name. */
#define SPICO_FILE_NAME_MAX 255
/** The characters of a media type. */
#define SPICO_MEDIA_TYPE_MAX 127

gboolean spico_file_name_takes (gunichar character);
gboolean spico_file_name_is_harmless (const char *name);
gboolean spico_media_type_is_valid (const char *type);

G_END_DECLS
