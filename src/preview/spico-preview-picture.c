/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>
#include <string.h>

#include "spico-preview-pixels.h"

/* More than a telephone takes. */
#define PIXELS_MAX (120 * 1000 * 1000)

typedef struct {
  const char *loader;
  gsize offset;
  const char *word;
  gsize length;
} Kind;

/* What is read is told by the file, not by the name that somebody gave it. Drawings that are programs (SVG) are not among them. */
static const Kind kinds[] = {
  { "jpeg", 0, "\xff\xd8\xff", 3 },
  { "png", 0, "\x89PNG\r\n\x1a\n", 8 },
  { "gif", 0, "GIF8", 4 },
  { "webp", 8, "WEBP", 4 },
  { "tiff", 0, "II*\0", 4 },
  { "tiff", 0, "MM\0*", 4 },
};

typedef struct {
  guint side;
  gboolean is_too_large;
} Bounds;

static const char *
find_loader (GBytes *file)
{
  gsize size;
  const char *data = g_bytes_get_data (file, &size);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (size > kinds[i].offset + kinds[i].length && memcmp (data + kinds[i].offset, kinds[i].word, kinds[i].length) == 0)
        return kinds[i].loader;
    }

  return NULL;
}

/* Before a pixel is read. */
static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  Bounds          *bounds)
{
  double scale;

  bounds->is_too_large = width <= 0 || height <= 0 || (gint64) width * height > PIXELS_MAX;
  if (bounds->is_too_large)
    {
      gdk_pixbuf_loader_set_size (loader, 0, 0);
      return;
    }

  scale = MIN (spico_preview_fit (width, height, bounds->side), 1);
  gdk_pixbuf_loader_set_size (loader, MAX ((int) (width * scale), 1), MAX ((int) (height * scale), 1));
}

static gboolean
load (GdkPixbufLoader *loader,
      GBytes          *file,
      Bounds          *bounds,
      GError         **error)
{
  const guint8 *data;
  gsize size;

  data = g_bytes_get_data (file, &size);
  for (gsize at = 0; at < size && !bounds->is_too_large; at += 65536)
    {
      if (!gdk_pixbuf_loader_write (loader, data + at, MIN (size - at, 65536), error))
        return FALSE;
    }

  return TRUE;
}

static SpicoPreviewPixels *
copy_pixels (GdkPixbuf *picture)
{
  int width = gdk_pixbuf_get_width (picture);
  int height = gdk_pixbuf_get_height (picture);
  int n_channels = gdk_pixbuf_get_n_channels (picture);
  SpicoPreviewPixels *pixels = spico_preview_pixels_new ((guint) width, (guint) height);
  guint8 *to = pixels->data;

  for (int y = 0; y < height; y++)
    {
      const guint8 *from = gdk_pixbuf_read_pixels (picture) + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (picture);

      for (int x = 0; x < width; x++, from += n_channels, to += 4)
        {
          memcpy (to, from, 3);
          to[3] = n_channels == 4 ? from[3] : 0xff;
        }
    }

  return pixels;
}

/* Loaders that scale need not keep to what they were told. */
static GdkPixbuf *
bound (GdkPixbuf *picture,
       guint      side)
{
  double scale = spico_preview_fit (gdk_pixbuf_get_width (picture), gdk_pixbuf_get_height (picture), side);

  if (scale >= 1)
    return g_object_ref (picture);

  return gdk_pixbuf_scale_simple (picture, MAX ((int) (gdk_pixbuf_get_width (picture) * scale), 1), MAX ((int) (gdk_pixbuf_get_height (picture) * scale), 1), GDK_INTERP_BILINEAR);
}

SpicoPreviewPixels *
spico_preview_read_picture (GBytes  *file,
                            guint    side,
                            GError **error)
{
  const char *name = find_loader (file);
  Bounds bounds = { .side = side };
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autoptr (GdkPixbuf) bounded = NULL;
  g_autoptr (GdkPixbuf) upright = NULL;
  gboolean is_read;

  if (name == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "no picture that is shown");
      return NULL;
    }

  loader = gdk_pixbuf_loader_new_with_type (name, error);
  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &bounds);
  is_read = load (loader, file, &bounds, error);
  is_read = gdk_pixbuf_loader_close (loader, is_read ? error : NULL) && is_read;
  if (!is_read)
    return NULL;
  if (bounds.is_too_large || gdk_pixbuf_loader_get_pixbuf (loader) == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no picture of a size that is shown");
      return NULL;
    }

  bounded = bound (gdk_pixbuf_loader_get_pixbuf (loader), side);
  upright = bounded != NULL ? gdk_pixbuf_apply_embedded_orientation (bounded) : NULL;
  if (upright == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no memory for the picture");
      return NULL;
    }

  return copy_pixels (upright);
}

void
spico_preview_prepare_pictures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (kinds[i].loader, NULL);

      /* One that is not installed cannot be asked later either. Nothing was written: that it is no picture is no news. */
      if (loader != NULL)
        gdk_pixbuf_loader_close (loader, NULL);
    }
}
