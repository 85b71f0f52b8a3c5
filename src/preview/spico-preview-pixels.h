/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoPreviewPixels:
 * @data: (owned): red, green, blue and opacity of each, row by row
 *
 * A picture that is small enough to be shown.
 */
typedef struct {
  guint32 width;
  guint32 height;
  guint8 *data;
} SpicoPreviewPixels;

SpicoPreviewPixels *spico_preview_pixels_new (guint width,
                                              guint height);
void spico_preview_pixels_free (SpicoPreviewPixels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoPreviewPixels, spico_preview_pixels_free)

/**
 * spico_preview_fit:
 * @width: of what there is, more than 0
 * @height: likewise
 * @side: of the square in which it is to be shown
 *
 * Returns: by how much its sides are to be multiplied
 */
double spico_preview_fit (double width,
                          double height,
                          guint  side);

/**
 * spico_preview_read_picture:
 * @file: a picture, from anybody
 * @side: the most pixels of a side
 *
 * Returns: (transfer full) (nullable): it, as its photographer held the camera, the first of several; %NULL with @error where it is damaged or too large, or of no type that is shown
 */
SpicoPreviewPixels *spico_preview_read_picture (GBytes  *file,
                                                guint    side,
                                                GError **error);

/**
 * spico_preview_read_page:
 * @file: what begins as a PDF, from anybody
 * @side: the most pixels of a side
 *
 * Returns: (transfer full) (nullable): its first page on white paper; %NULL with @error where it is damaged, has a password, or no page
 */
SpicoPreviewPixels *spico_preview_read_page (GBytes  *file,
                                             guint    side,
                                             GError **error);

/** spico_preview_prepare_pictures: Loads what reads pictures, which cannot be done any more once nothing is opened. */
void spico_preview_prepare_pictures (void);

/** spico_preview_prepare_pages: Returns: (transfer full): what reading pages opens, the fonts of this computer */
GStrv spico_preview_prepare_pages (void);

G_END_DECLS
