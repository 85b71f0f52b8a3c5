/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-sheet-preview.h"

#define SPICO_TYPE_GROUP_SHEET_PREVIEW (spico_group_sheet_preview_get_type ())
G_DECLARE_FINAL_TYPE (SpicoGroupSheetPreview, spico_group_sheet_preview, SPICO, GROUP_SHEET_PREVIEW, GObject)

struct _SpicoGroupSheetPreview {
  GObject parent_instance;

  SpicoPages *layout;
  guint page;
};

static void paintable_init (GdkPaintableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoGroupSheetPreview, spico_group_sheet_preview, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, paintable_init))

/* Paper is white, in the dark too. */
static void
spico_group_sheet_preview_snapshot (GdkPaintable *paintable,
                                    GdkSnapshot  *snapshot,
                                    double        width,
                                    double        height)
{
  SpicoGroupSheetPreview *self = SPICO_GROUP_SHEET_PREVIEW (paintable);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, width / SPICO_PAGES_WIDTH, height / SPICO_PAGES_HEIGHT);
  spico_pages_draw (self->layout, self->page, cr);
  cairo_destroy (cr);
}

static int
spico_group_sheet_preview_get_intrinsic_width (GdkPaintable *paintable)
{
  return (int) SPICO_PAGES_WIDTH;
}

static int
spico_group_sheet_preview_get_intrinsic_height (GdkPaintable *paintable)
{
  return (int) SPICO_PAGES_HEIGHT;
}

static double
spico_group_sheet_preview_get_intrinsic_aspect_ratio (GdkPaintable *paintable)
{
  return SPICO_PAGES_WIDTH / SPICO_PAGES_HEIGHT;
}

static GdkPaintableFlags
spico_group_sheet_preview_get_flags (GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_SIZE | GDK_PAINTABLE_STATIC_CONTENTS;
}

static void
paintable_init (GdkPaintableInterface *iface)
{
  iface->snapshot = spico_group_sheet_preview_snapshot;
  iface->get_intrinsic_width = spico_group_sheet_preview_get_intrinsic_width;
  iface->get_intrinsic_height = spico_group_sheet_preview_get_intrinsic_height;
  iface->get_intrinsic_aspect_ratio = spico_group_sheet_preview_get_intrinsic_aspect_ratio;
  iface->get_flags = spico_group_sheet_preview_get_flags;
}

static void
spico_group_sheet_preview_finalize (GObject *object)
{
  g_object_unref (SPICO_GROUP_SHEET_PREVIEW (object)->layout);

  G_OBJECT_CLASS (spico_group_sheet_preview_parent_class)->finalize (object);
}

static void
spico_group_sheet_preview_class_init (SpicoGroupSheetPreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_group_sheet_preview_finalize;
}

static void
spico_group_sheet_preview_init (SpicoGroupSheetPreview *self)
{
}

GdkPaintable *
spico_group_sheet_preview_new (SpicoPages *layout,
                               guint       page)
{
  SpicoGroupSheetPreview *self = g_object_new (SPICO_TYPE_GROUP_SHEET_PREVIEW, NULL);

  self->layout = g_object_ref (layout);
  self->page = page;

  return GDK_PAINTABLE (self);
}
