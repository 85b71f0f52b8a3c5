/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-preview-pixels.h"

SpicoPreviewPixels *
spico_preview_pixels_new (guint width,
                          guint height)
{
  SpicoPreviewPixels *self = g_new0 (SpicoPreviewPixels, 1);

  self->width = width;
  self->height = height;
  self->data = g_malloc_n ((gsize) width * height, 4);

  return self;
}

void
spico_preview_pixels_free (SpicoPreviewPixels *self)
{
  g_free (self->data);
  g_free (self);
}

double
spico_preview_fit (double width,
                   double height,
                   guint  side)
{
  return side / MAX (width, height);
}
