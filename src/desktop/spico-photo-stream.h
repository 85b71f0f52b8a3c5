/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SPICO_TYPE_PHOTO_STREAM (spico_photo_stream_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPhotoStream, spico_photo_stream, SPICO, PHOTO_STREAM, GFilterInputStream)

/**
 * spico_photo_stream_new:
 * @file: a file as it is on this computer
 *
 * Returns: (transfer full): the same without what a photograph says besides what it shows (#SpicoPhotoFilter); reading fails with %G_IO_ERROR_INVALID_DATA where it is a damaged one. It closes @file
 */
GInputStream *spico_photo_stream_new (GInputStream *file);

/**
 * spico_photo_stream_is_photo:
 *
 * Returns: whether it turned out to be a picture that is filtered, once something was read
 */
gboolean spico_photo_stream_is_photo (SpicoPhotoStream *self);

G_END_DECLS
