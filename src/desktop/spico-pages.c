/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-pages.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

/* In points. */
#define MARGIN 56.0
#define TEXT_WIDTH (SPICO_PAGES_WIDTH - 2 * MARGIN)
#define BOTTOM (SPICO_PAGES_HEIGHT - MARGIN - 24)
#define FOOTER (SPICO_PAGES_HEIGHT - MARGIN)
#define BOX_PADDING 14.0
#define BOX_GAP 24.0
#define HANGING 14
/* What stands at the foot ends before the number of the page. */
#define NUMBER_WIDTH 64.0
/* That of the desktop, or what stands for it. It may be a variable font, whose bold cairo does not put into a PDF: size and colour tell headings from text. */
#define FONT "Adwaita Sans,Sans"
#define INK 0.13, 0.15, 0.18
#define PALE_INK 0.36, 0.39, 0.44
#define BLUE 0.08, 0.30, 0.55
#define PALE_BLUE 0.92, 0.95, 0.99

/* How each style looks, and what it is to whoever listens to the PDF. */
static const struct {
  const char *font;
  const char *tag;
  double r, g, b;
  /* Above it, unless it begins a page or a box. */
  double gap;
  /* What must stand on the same page below its beginning. */
  double beside;
  gboolean is_boxed;
  gboolean is_one_line;
} styles[] = {
  [SPICO_PAGES_TITLE] = { FONT " 24", "H1", BLUE, 0, 0, FALSE, TRUE },
  [SPICO_PAGES_LABEL] = { FONT " 10", "P", PALE_INK, 10, 0, TRUE, FALSE },
  [SPICO_PAGES_NAME] = { FONT " 20", "P", INK, 2, 0, TRUE, TRUE },
  /* Itself, and two lines of what is below it. */
  [SPICO_PAGES_HEADING] = { FONT " 14", "H2", BLUE, 24, 60, FALSE, FALSE },
  [SPICO_PAGES_AUTHOR] = { FONT " 10", "H3", BLUE, 12, 32, FALSE, FALSE },
  [SPICO_PAGES_TEXT] = { FONT " 11", "P", INK, 5, 0, FALSE, FALSE },
  [SPICO_PAGES_NOTE] = { FONT " 9", "P", PALE_INK, 3, 0, FALSE, FALSE },
};

typedef struct {
  char *text;
  SpicoPagesStyle style;
} Paragraph;

/* Where a page begins. */
typedef struct {
  guint paragraph;
  guint line;
} Place;

/* A line where it stands on its page: its baseline's begin. */
typedef struct {
  PangoLayout *layout;
  PangoLayoutLine *line;
  SpicoPagesStyle style;
  double x;
  double y;
  double top;
  double bottom;
} Line;

struct _SpicoPages {
  GObject parent_instance;

  char *title;
  char *footer;
  gboolean is_numbered;
  GArray *paragraphs;
  /* Of each page its first place; empty until somebody asks. */
  GArray *begins;
};

G_DEFINE_FINAL_TYPE (SpicoPages, spico_pages, G_TYPE_OBJECT)

static void
paragraph_clear (gpointer data)
{
  Paragraph *paragraph = data;

  g_free (paragraph->text);
}

static void
line_clear (gpointer data)
{
  Line *line = data;

  pango_layout_line_unref (line->line);
  g_object_unref (line->layout);
}

static void
spico_pages_finalize (GObject *object)
{
  SpicoPages *self = SPICO_PAGES (object);

  g_free (self->title);
  g_free (self->footer);
  g_array_unref (self->paragraphs);
  g_array_unref (self->begins);

  G_OBJECT_CLASS (spico_pages_parent_class)->finalize (object);
}

static void
spico_pages_class_init (SpicoPagesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_pages_finalize;
}

static void
spico_pages_init (SpicoPages *self)
{
  self->paragraphs = g_array_new (FALSE, FALSE, sizeof (Paragraph));
  g_array_set_clear_func (self->paragraphs, paragraph_clear);
  self->begins = g_array_new (FALSE, FALSE, sizeof (Place));
}

SpicoPages *
spico_pages_new (const char *title,
                 const char *footer)
{
  SpicoPages *self;

  g_return_val_if_fail (title != NULL && footer != NULL, NULL);

  self = g_object_new (SPICO_TYPE_PAGES, NULL);
  self->title = g_strdup (title);
  self->footer = g_strdup (footer);

  return self;
}

void
spico_pages_set_is_numbered (SpicoPages *self,
                             gboolean    is_numbered)
{
  g_return_if_fail (SPICO_IS_PAGES (self));

  self->is_numbered = is_numbered;
}

void
spico_pages_add (SpicoPages     *self,
                 SpicoPagesStyle style,
                 const char     *text)
{
  Paragraph paragraph;

  g_return_if_fail (SPICO_IS_PAGES (self));
  g_return_if_fail (style < G_N_ELEMENTS (styles) && text != NULL);

  paragraph.text = g_strchomp (g_strdup (text));
  paragraph.style = style;
  g_array_append_val (self->paragraphs, paragraph);
  g_array_set_size (self->begins, 0);
}

void
spico_pages_add_lines (SpicoPages     *self,
                       SpicoPagesStyle style,
                       const char     *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    spico_pages_add (self, style, lines[i]);
}

/* ---- Breaking into lines and pages ---- */

/* A screen and a printer break lines alike: nothing is rounded to the dots of either. The fonts are those of the thread. */
static PangoContext *
make_context (void)
{
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);

  return context;
}

/* « 1. », « - » */
static gboolean
is_item (const char *text)
{
  const char *p = text;

  while (g_ascii_isdigit (*p))
    p++;

  return (p > text && p[0] == '.' && p[1] == ' ') || g_str_has_prefix (text, "- ") || g_str_has_prefix (text, "• ");
}

static PangoLayout *
make_layout (PangoContext   *context,
             const char     *text,
             SpicoPagesStyle style)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_from_string (styles[style].font);
  PangoAttrList *attributes = pango_attr_list_new ();
  double width = TEXT_WIDTH - (styles[style].is_boxed ? 2 * BOX_PADDING : 0);

  /* A hyphen where a line ends would be another name, or another address. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, pango_units_from_double (width));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (style == SPICO_PAGES_TEXT && is_item (text))
    pango_layout_set_indent (layout, -HANGING * PANGO_SCALE);
  pango_layout_set_single_paragraph_mode (layout, styles[style].is_one_line);
  pango_layout_set_text (layout, text, -1);
  pango_attr_list_unref (attributes);
  pango_font_description_free (font);

  return layout;
}

static gboolean
is_boxed (SpicoPages *self,
          guint       i)
{
  return i < self->paragraphs->len && styles[g_array_index (self->paragraphs, Paragraph, i).style].is_boxed;
}

static double
gap_above (SpicoPages *self,
           guint       i,
           gboolean    is_first)
{
  SpicoPagesStyle style = g_array_index (self->paragraphs, Paragraph, i).style;

  if (is_boxed (self, i) && (is_first || !is_boxed (self, i - 1)))
    return BOX_GAP + BOX_PADDING;

  return is_first ? 0 : styles[style].gap;
}

static void
collect (GArray         *lines,
         PangoLayout    *layout,
         PangoLayoutIter *iter,
         SpicoPagesStyle style,
         double          top)
{
  PangoRectangle place;
  Line line;

  pango_layout_iter_get_line_extents (iter, NULL, &place);
  line.layout = g_object_ref (layout);
  line.line = pango_layout_line_ref (pango_layout_iter_get_line_readonly (iter));
  line.style = style;
  line.x = MARGIN + pango_units_to_double (place.x) + (styles[style].is_boxed ? BOX_PADDING : 0);
  line.y = top + pango_units_to_double (pango_layout_iter_get_baseline (iter) - place.y);
  line.top = top;
  line.bottom = top + pango_units_to_double (place.height);
  g_array_append_val (lines, line);
}

/* Whether the rest of the paragraph stands on the page; otherwise @place is the line that does not any more. */
static gboolean
place_lines (PangoLayout    *layout,
             SpicoPagesStyle style,
             Place          *place,
             double         *y,
             GArray         *lines)
{
  g_autoptr (PangoLayoutIter) iter = pango_layout_get_iter (layout);

  for (guint i = 0; i < place->line; i++)
    pango_layout_iter_next_line (iter);
  do
    {
      PangoRectangle extents;

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      if (*y > MARGIN && *y + pango_units_to_double (extents.height) > BOTTOM)
        return FALSE;
      if (lines != NULL)
        collect (lines, layout, iter, style, *y);
      *y += pango_units_to_double (extents.height);
      place->line++;
    }
  while (pango_layout_iter_next_line (iter));

  place->paragraph++;
  place->line = 0;
  return TRUE;
}

/**
 * fill_page:
 * @place: where the page begins; then where the next one does
 * @lines: (nullable): what takes its lines
 *
 * Returns: whether there is a next one
 */
static gboolean
fill_page (SpicoPages   *self,
           PangoContext *context,
           Place        *place,
           GArray       *lines)
{
  double y = MARGIN;

  while (place->paragraph < self->paragraphs->len)
    {
      Paragraph *paragraph = &g_array_index (self->paragraphs, Paragraph, place->paragraph);
      guint i = place->paragraph;
      g_autoptr (PangoLayout) layout = make_layout (context, paragraph->text, paragraph->style);
      double top = y + (place->line == 0 ? gap_above (self, i, y <= MARGIN) : 0);

      if (y > MARGIN && top + styles[paragraph->style].beside > BOTTOM)
        return TRUE;
      y = top;
      if (!place_lines (layout, paragraph->style, place, &y, lines))
        return TRUE;
      if (is_boxed (self, i) && !is_boxed (self, i + 1))
        y += BOX_PADDING;
    }

  return FALSE;
}

static void
find_begins (SpicoPages *self)
{
  PangoContext *context;
  Place place = { 0, 0 };

  if (self->begins->len > 0)
    return;

  context = make_context ();
  do
    g_array_append_val (self->begins, place);
  while (fill_page (self, context, &place, NULL));
  g_object_unref (context);
}

guint
spico_pages_get_n_pages (SpicoPages *self)
{
  g_return_val_if_fail (SPICO_IS_PAGES (self), 0);

  find_begins (self);

  return self->begins->len;
}

/* ---- Drawing ---- */

static void
draw_box (cairo_t *cr,
          double   top,
          double   bottom)
{
  cairo_rectangle (cr, MARGIN, top - BOX_PADDING, TEXT_WIDTH, bottom - top + 2 * BOX_PADDING);
  cairo_set_source_rgb (cr, PALE_BLUE);
  cairo_fill (cr);
  cairo_rectangle (cr, MARGIN, top - BOX_PADDING, 4, bottom - top + 2 * BOX_PADDING);
  cairo_set_source_rgb (cr, BLUE);
  cairo_fill (cr);
}

static void
draw_boxes (GArray  *lines,
            cairo_t *cr)
{
  for (guint i = 0; i < lines->len; i++)
    {
      double top = g_array_index (lines, Line, i).top;
      double bottom = top;

      for (; i < lines->len && styles[g_array_index (lines, Line, i).style].is_boxed; i++)
        bottom = g_array_index (lines, Line, i).bottom;
      if (bottom > top)
        draw_box (cr, top, bottom);
    }
}

static void
draw_line (cairo_t    *cr,
           const Line *line)
{
  cairo_set_source_rgb (cr, styles[line->style].r, styles[line->style].g, styles[line->style].b);
  cairo_move_to (cr, line->x, line->y);
  pango_cairo_show_layout_line (cr, line->line);
}

/* The lines of a paragraph are one element for whoever listens. */
static void
draw_lines (GArray  *lines,
            cairo_t *cr)
{
  const Line *before = NULL;

  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);

      if (before != NULL && before->layout != line->layout)
        cairo_tag_end (cr, styles[before->style].tag);
      if (before == NULL || before->layout != line->layout)
        cairo_tag_begin (cr, styles[line->style].tag, NULL);
      draw_line (cr, line);
      before = line;
    }
  if (before != NULL)
    cairo_tag_end (cr, styles[before->style].tag);
}

static void
draw_footer_text (PangoContext  *context,
                  cairo_t       *cr,
                  const char    *text,
                  double         width,
                  PangoAlignment alignment)
{
  g_autoptr (PangoLayout) layout = make_layout (context, text, SPICO_PAGES_LABEL);

  pango_layout_set_width (layout, pango_units_from_double (width));
  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_height (layout, 0);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  cairo_set_source_rgb (cr, PALE_INK);
  cairo_move_to (cr, MARGIN, FOOTER);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_footer (SpicoPages   *self,
             PangoContext *context,
             guint         page,
             cairo_t      *cr)
{
  g_autofree char *number = g_strdup_printf ("%u / %u", page + 1, self->begins->len);

  draw_footer_text (context, cr, self->footer, TEXT_WIDTH - NUMBER_WIDTH, PANGO_ALIGN_LEFT);
  if (self->is_numbered || self->begins->len > 1)
    draw_footer_text (context, cr, number, TEXT_WIDTH, PANGO_ALIGN_RIGHT);
}

static void
draw_page (SpicoPages   *self,
           PangoContext *context,
           guint         page,
           cairo_t      *cr)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  Place place = g_array_index (self->begins, Place, page);

  g_array_set_clear_func (lines, line_clear);
  fill_page (self, context, &place, lines);
  draw_boxes (lines, cr);
  draw_lines (lines, cr);
  draw_footer (self, context, page, cr);
}

void
spico_pages_draw (SpicoPages *self,
                  guint       page,
                  cairo_t    *cr)
{
  PangoContext *context;

  g_return_if_fail (SPICO_IS_PAGES (self));
  g_return_if_fail (page < spico_pages_get_n_pages (self));

  context = make_context ();
  draw_page (self, context, page, cr);
  g_object_unref (context);
}

/* ---- Printing ---- */

typedef struct {
  GOutputStream *stream;
  GCancellable *cancellable;
  GError *error;
} Writing;

static cairo_status_t
write_cb (void                *closure,
          const unsigned char *data,
          unsigned int         length)
{
  Writing *writing = closure;

  if (writing->error != NULL || !g_output_stream_write_all (writing->stream, data, length, NULL, writing->cancellable, &writing->error))
    return CAIRO_STATUS_WRITE_ERROR;

  return CAIRO_STATUS_SUCCESS;
}

static void
print_pages (SpicoPages      *self,
             cairo_surface_t *surface,
             GCancellable    *cancellable)
{
  PangoContext *context = make_context ();
  cairo_t *cr = cairo_create (surface);

  cairo_tag_begin (cr, "Document", NULL);
  for (guint i = 0; i < self->begins->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      draw_page (self, context, i, cr);
      /* Behind the last page it would begin another one. */
      if (i + 1 == self->begins->len)
        cairo_tag_end (cr, "Document");
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  g_object_unref (context);
}

gboolean
spico_pages_print (SpicoPages    *self,
                   GOutputStream *stream,
                   GCancellable  *cancellable,
                   GError       **error)
{
  Writing writing = { stream, cancellable, NULL };
  cairo_surface_t *surface;
  cairo_status_t status;

  g_return_val_if_fail (SPICO_IS_PAGES (self), FALSE);
  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), FALSE);

  find_begins (self);
  surface = cairo_pdf_surface_create_for_stream (write_cb, &writing, SPICO_PAGES_WIDTH, SPICO_PAGES_HEIGHT);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Spico");
  print_pages (self, surface, cancellable);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  if (writing.error != NULL)
    {
      g_propagate_error (error, writing.error);
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
      return FALSE;
    }

  return TRUE;
}
