/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SPICO_TYPE_ZIP_STREAM (spico_zip_stream_get_type ())
G_DECLARE_FINAL_TYPE (SpicoZipStream, spico_zip_stream, SPICO, ZIP_STREAM, GInputStream)

GInputStream *spico_zip_stream_new (GInputStream *base,
                                    guint64       compressed_size,
                                    gboolean      is_deflated,
                                    guint32       crc);

GInputStream *spico_gzip_stream_new (GInputStream *base);

G_END_DECLS
