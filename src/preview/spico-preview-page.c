/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fontconfig/fontconfig.h>
#include <gio/gio.h>
#include <poppler.h>

#include "spico-preview-pixels.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerPage, g_object_unref)

/* A stamp is not blown up to a poster. */
#define SCALE_MAX 4

/* What cairo has in a word, as bytes; on white paper all is opaque. */
static SpicoPreviewPixels *
copy_pixels (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  SpicoPreviewPixels *pixels = spico_preview_pixels_new ((guint) width, (guint) height);
  guint8 *to = pixels->data;

  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    {
      const guint32 *from = (const guint32 *) (gconstpointer) (cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface));

      for (int x = 0; x < width; x++, to += 4)
        {
          to[0] = (guint8) (from[x] >> 16);
          to[1] = (guint8) (from[x] >> 8);
          to[2] = (guint8) from[x];
          to[3] = 0xff;
        }
    }

  return pixels;
}

static cairo_surface_t *
draw (PopplerPage *page,
      guint        side,
      GError     **error)
{
  double width;
  double height;
  double scale;
  cairo_surface_t *surface;
  cairo_t *context;

  poppler_page_get_size (page, &width, &height);
  if (!(width > 0 && width < 1e6 && height > 0 && height < 1e6))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no page of a size that is shown");
      return NULL;
    }

  scale = MIN (spico_preview_fit (width, height, side), SCALE_MAX);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, MAX ((int) (width * scale), 1), MAX ((int) (height * scale), 1));
  context = cairo_create (surface);
  cairo_set_source_rgb (context, 1, 1, 1);
  cairo_paint (context);
  cairo_scale (context, scale, scale);
  poppler_page_render (page, context);
  if (cairo_status (context) != CAIRO_STATUS_SUCCESS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, cairo_status_to_string (cairo_status (context)));
      g_clear_pointer (&surface, cairo_surface_destroy);
    }
  cairo_destroy (context);

  return surface;
}

SpicoPreviewPixels *
spico_preview_read_page (GBytes  *file,
                         guint    side,
                         GError **error)
{
  g_autoptr (PopplerDocument) document = poppler_document_new_from_bytes (file, NULL, error);
  g_autoptr (PopplerPage) page = NULL;
  SpicoPreviewPixels *pixels;
  cairo_surface_t *surface;

  if (document == NULL)
    return NULL;
  if (poppler_document_get_n_pages (document) > 0)
    page = poppler_document_get_page (document, 0);
  if (page == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no page");
      return NULL;
    }

  surface = draw (page, side, error);
  if (surface == NULL)
    return NULL;
  pixels = copy_pixels (surface);
  cairo_surface_destroy (surface);

  return pixels;
}

static void
add_all (GStrvBuilder *paths,
         FcStrList    *list)
{
  const FcChar8 *path;

  while (list != NULL && (path = FcStrListNext (list)) != NULL)
    g_strv_builder_add (paths, (const char *) path);
  if (list != NULL)
    FcStrListDone (list);
}

GStrv
spico_preview_prepare_pages (void)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  FcInit ();
  add_all (paths, FcConfigGetFontDirs (NULL));
  add_all (paths, FcConfigGetCacheDirs (NULL));
  add_all (paths, FcConfigGetConfigFiles (NULL));

  return g_strv_builder_end (paths);
}
