/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpicoPhotoFilter:
 *
 * Takes out of a photograph what it says besides what it shows: where and when it was taken, with what, by whom, its earlier versions (EXIF, XMP, IPTC, comments, thumbnails, what follows its end). Its colours and which way up it is stay.
 * Nothing is decoded: parts that a picture needs are kept, all others are left out. JPEG, PNG and WebP, told by their first bytes; any other file is passed on as it is. For one thread at a time.
 */
typedef struct _SpicoPhotoFilter SpicoPhotoFilter;

SpicoPhotoFilter *spico_photo_filter_new (void);
void spico_photo_filter_free (SpicoPhotoFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoPhotoFilter, spico_photo_filter_free)

/**
 * spico_photo_filter_push:
 * @data: what comes next of the file
 * @output: to which it appends what goes on
 *
 * Returns: %FALSE with @error (%G_IO_ERROR_INVALID_DATA) where it is damaged, so that nobody knows what it holds
 */
gboolean spico_photo_filter_push (SpicoPhotoFilter *self,
                                  const guint8     *data,
                                  gsize             length,
                                  GByteArray       *output,
                                  GError          **error);

/**
 * spico_photo_filter_finish:
 * @output: to which it appends what was still to come
 *
 * Returns: %FALSE with @error (%G_IO_ERROR_INVALID_DATA) where the file is not whole
 */
gboolean spico_photo_filter_finish (SpicoPhotoFilter *self,
                                    GByteArray       *output,
                                    GError          **error);

/**
 * spico_photo_filter_is_photo:
 *
 * Returns: whether it is a picture of those that are filtered
 */
gboolean spico_photo_filter_is_photo (SpicoPhotoFilter *self);

G_END_DECLS
