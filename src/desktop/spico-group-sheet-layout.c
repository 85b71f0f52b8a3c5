/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-sheet-layout.h"

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <pango/pangocairo.h>

#include "spico-text.h"

/* In points. */
#define MARGIN 56.0
#define TEXT_WIDTH (SPICO_GROUP_SHEET_WIDTH - 2 * MARGIN)
#define BOTTOM (SPICO_GROUP_SHEET_HEIGHT - MARGIN - 24)
#define FOOTER (SPICO_GROUP_SHEET_HEIGHT - MARGIN)
#define BOX_PADDING 14.0
#define BOX_GAP 24.0
#define HANGING 14
/* That of the desktop, or what stands for it. It may be a variable font, whose bold cairo does not put into a PDF: size and colour tell headings from text. */
#define FONT "Adwaita Sans,Sans"
#define INK 0.13, 0.15, 0.18
#define PALE_INK 0.36, 0.39, 0.44
#define BLUE 0.08, 0.30, 0.55
#define PALE_BLUE 0.92, 0.95, 0.99

typedef enum {
  STYLE_TITLE,
  STYLE_LABEL,
  STYLE_NAME,
  STYLE_HEADING,
  STYLE_TEXT,
} Style;

/* How each style looks, and what it is to whoever listens to the PDF. */
static const struct {
  const char *font;
  const char *tag;
  double r, g, b;
  /* Above it, unless it begins a page. */
  double gap;
  gboolean is_boxed;
} styles[] = {
  [STYLE_TITLE] = { FONT " 24", "H1", BLUE, 0, FALSE },
  [STYLE_LABEL] = { FONT " 10", "P", PALE_INK, BOX_GAP + BOX_PADDING, TRUE },
  [STYLE_NAME] = { FONT " 20", "P", INK, 2, TRUE },
  [STYLE_HEADING] = { FONT " 14", "H2", BLUE, 24, FALSE },
  [STYLE_TEXT] = { FONT " 11", "P", INK, 5, FALSE },
};

/* A line of a paragraph where it stands: its baseline's begin. */
typedef struct {
  PangoLayout *paragraph;
  PangoLayoutLine *line;
  Style style;
  guint page;
  double x;
  double y;
} Line;

struct _SpicoGroupSheetLayout {
  GObject parent_instance;

  PangoContext *context;
  char *title;
  char *footer;
  GArray *lines;
  /* Of the name's box, on the first page. */
  double box_top;
  double box_bottom;

  /* Where the next line goes. */
  guint page;
  double y;
};

G_DEFINE_FINAL_TYPE (SpicoGroupSheetLayout, spico_group_sheet_layout, G_TYPE_OBJECT)

static void
line_clear (gpointer data)
{
  Line *line = data;

  pango_layout_line_unref (line->line);
  g_object_unref (line->paragraph);
}

static void
spico_group_sheet_layout_finalize (GObject *object)
{
  SpicoGroupSheetLayout *self = SPICO_GROUP_SHEET_LAYOUT (object);

  g_object_unref (self->context);
  g_free (self->title);
  g_free (self->footer);
  g_array_unref (self->lines);

  G_OBJECT_CLASS (spico_group_sheet_layout_parent_class)->finalize (object);
}

static void
spico_group_sheet_layout_class_init (SpicoGroupSheetLayoutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_group_sheet_layout_finalize;
}

/* A screen and a printer break lines alike: nothing is rounded to the dots of either. */
static void
spico_group_sheet_layout_init (SpicoGroupSheetLayout *self)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (self->context, options);
  pango_cairo_context_set_resolution (self->context, 72);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  cairo_font_options_destroy (options);
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, line_clear);
  self->y = MARGIN;
}

/* ---- Breaking into lines and pages ---- */

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
make_layout (SpicoGroupSheetLayout *self,
             const char            *text,
             Style                  style)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = pango_font_description_from_string (styles[style].font);
  PangoAttrList *attributes = pango_attr_list_new ();
  double width = TEXT_WIDTH - (styles[style].is_boxed ? 2 * BOX_PADDING : 0);

  /* A hyphen where a line ends would be another name, or another address. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, pango_units_from_double (width));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (style == STYLE_TEXT && is_item (text))
    pango_layout_set_indent (layout, -HANGING * PANGO_SCALE);
  pango_layout_set_single_paragraph_mode (layout, style == STYLE_TITLE || style == STYLE_NAME);
  pango_layout_set_text (layout, text, -1);
  pango_attr_list_unref (attributes);
  pango_font_description_free (font);

  return layout;
}

static void
begin_page (SpicoGroupSheetLayout *self)
{
  self->page++;
  self->y = MARGIN;
}

static void
place_line (SpicoGroupSheetLayout *self,
            PangoLayout           *paragraph,
            PangoLayoutIter       *iter,
            Style                  style)
{
  PangoRectangle place;
  double top;
  Line line;

  pango_layout_iter_get_line_extents (iter, NULL, &place);
  if (self->y + pango_units_to_double (place.height) > BOTTOM)
    begin_page (self);
  top = self->y - pango_units_to_double (place.y);
  line.paragraph = g_object_ref (paragraph);
  line.line = pango_layout_line_ref (pango_layout_iter_get_line_readonly (iter));
  line.style = style;
  line.page = self->page;
  line.x = MARGIN + pango_units_to_double (place.x) + (styles[style].is_boxed ? BOX_PADDING : 0);
  line.y = top + pango_units_to_double (pango_layout_iter_get_baseline (iter));
  g_array_append_val (self->lines, line);
  self->y += pango_units_to_double (place.height);
}

/* @beside: what must stand on the same page below its first line. */
static void
place_text (SpicoGroupSheetLayout *self,
            const char            *text,
            Style                  style,
            double                 beside)
{
  g_autoptr (PangoLayout) layout = make_layout (self, text, style);
  g_autoptr (PangoLayoutIter) iter = pango_layout_get_iter (layout);

  if (self->y > MARGIN)
    self->y += styles[style].gap;
  if (self->y + beside > BOTTOM)
    begin_page (self);
  do
    place_line (self, layout, iter, style);
  while (pango_layout_iter_next_line (iter));
}

/* A paragraph is a line as it was typed. */
static void
place_part (SpicoGroupSheetLayout *self,
            const char            *heading,
            const char            *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n", -1);

  if (spico_text_is_blank (text))
    return;

  /* A heading, and two lines of what is below it. */
  place_text (self, heading, STYLE_HEADING, 60);
  for (guint i = 0; paragraphs[i] != NULL; i++)
    place_text (self, g_strchomp (paragraphs[i]), STYLE_TEXT, 0);
}

static void
place_name (SpicoGroupSheetLayout *self,
            const char            *group_name)
{
  self->box_top = self->y + BOX_GAP;
  place_text (self, _("Exact name of the group"), STYLE_LABEL, 0);
  place_text (self, group_name, STYLE_NAME, 0);
  self->box_bottom = self->y + BOX_PADDING;
  self->y = self->box_bottom;
}

static char *
format_footer (const char *region_name)
{
  if (region_name == NULL)
    return g_strdup ("Spico");
  /* Translators: %s is the name of a region */
  return g_strdup_printf (_("Spico, region %s"), region_name);
}

SpicoGroupSheetLayout *
spico_group_sheet_layout_new (const SpicoGroupSheet *sheet,
                              const char            *group_name,
                              const char            *region_name)
{
  SpicoGroupSheetLayout *self = g_object_new (SPICO_TYPE_GROUP_SHEET_LAYOUT, NULL);

  self->title = g_strdup_printf ("%s – %s", sheet->parts[SPICO_GROUP_SHEET_TITLE], group_name);
  self->footer = format_footer (region_name);
  place_text (self, sheet->parts[SPICO_GROUP_SHEET_TITLE], STYLE_TITLE, 0);
  place_name (self, group_name);
  place_part (self, _("Who Are We?"), sheet->parts[SPICO_GROUP_SHEET_ABOUT]);
  place_part (self, _("Find Us in Spico"), sheet->parts[SPICO_GROUP_SHEET_FINDING]);
  place_part (self, _("Telephone, Hours"), sheet->parts[SPICO_GROUP_SHEET_CONTACT]);

  return self;
}

guint
spico_group_sheet_layout_get_n_pages (SpicoGroupSheetLayout *self)
{
  g_return_val_if_fail (SPICO_IS_GROUP_SHEET_LAYOUT (self), 0);

  return self->page + 1;
}

/* ---- Drawing ---- */

static void
draw_box (SpicoGroupSheetLayout *self,
          cairo_t               *cr)
{
  cairo_rectangle (cr, MARGIN, self->box_top, TEXT_WIDTH, self->box_bottom - self->box_top);
  cairo_set_source_rgb (cr, PALE_BLUE);
  cairo_fill (cr);
  cairo_rectangle (cr, MARGIN, self->box_top, 4, self->box_bottom - self->box_top);
  cairo_set_source_rgb (cr, BLUE);
  cairo_fill (cr);
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
draw_lines (SpicoGroupSheetLayout *self,
            guint                  page,
            cairo_t               *cr)
{
  const Line *before = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);

      if (line->page != page)
        continue;
      if (before != NULL && before->paragraph != line->paragraph)
        cairo_tag_end (cr, styles[before->style].tag);
      if (before == NULL || before->paragraph != line->paragraph)
        cairo_tag_begin (cr, styles[line->style].tag, NULL);
      draw_line (cr, line);
      before = line;
    }
  if (before != NULL)
    cairo_tag_end (cr, styles[before->style].tag);
}

static void
draw_footer_text (SpicoGroupSheetLayout *self,
                  cairo_t               *cr,
                  const char            *text,
                  PangoAlignment         alignment)
{
  g_autoptr (PangoLayout) layout = make_layout (self, text, STYLE_LABEL);

  pango_layout_set_width (layout, pango_units_from_double (TEXT_WIDTH));
  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_height (layout, 0);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  cairo_set_source_rgb (cr, PALE_INK);
  cairo_move_to (cr, MARGIN, FOOTER);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_footer (SpicoGroupSheetLayout *self,
             guint                  page,
             cairo_t               *cr)
{
  g_autofree char *number = g_strdup_printf ("%u / %u", page + 1, self->page + 1);

  draw_footer_text (self, cr, self->footer, PANGO_ALIGN_LEFT);
  if (self->page > 0)
    draw_footer_text (self, cr, number, PANGO_ALIGN_RIGHT);
}

void
spico_group_sheet_layout_draw (SpicoGroupSheetLayout *self,
                               guint                  page,
                               cairo_t               *cr)
{
  g_return_if_fail (SPICO_IS_GROUP_SHEET_LAYOUT (self));
  g_return_if_fail (page <= self->page);

  if (page == 0)
    draw_box (self, cr);
  draw_lines (self, page, cr);
  draw_footer (self, page, cr);
}

/* ---- Printing ---- */

static cairo_status_t
write_cb (void                *closure,
          const unsigned char *data,
          unsigned int         length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

GBytes *
spico_group_sheet_layout_print (SpicoGroupSheetLayout *self,
                                GError               **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  g_return_val_if_fail (SPICO_IS_GROUP_SHEET_LAYOUT (self), NULL);

  surface = cairo_pdf_surface_create_for_stream (write_cb, bytes, SPICO_GROUP_SHEET_WIDTH, SPICO_GROUP_SHEET_HEIGHT);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Spico");
  cr = cairo_create (surface);
  cairo_tag_begin (cr, "Document", NULL);
  for (guint i = 0; i <= self->page; i++)
    {
      spico_group_sheet_layout_draw (self, i, cr);
      /* Behind the last page it would begin another one. */
      if (i == self->page)
        cairo_tag_end (cr, "Document");
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
