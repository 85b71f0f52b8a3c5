/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* A4, in points. */
#define SPICO_PAGES_WIDTH 595.276
#define SPICO_PAGES_HEIGHT 841.89

/**
 * SpicoPagesStyle:
 * @SPICO_PAGES_TITLE: what the whole is called
 * @SPICO_PAGES_LABEL: what stands above a name, in a box with it
 * @SPICO_PAGES_NAME: what must catch the eye, in a box
 * @SPICO_PAGES_HEADING: above a part
 * @SPICO_PAGES_AUTHOR: who says what follows
 * @SPICO_PAGES_TEXT: a line as it was typed, however long
 * @SPICO_PAGES_NOTE: said in small about what stands above it
 *
 * What a paragraph is to whoever reads, or listens to the PDF.
 */
typedef enum {
  SPICO_PAGES_TITLE,
  SPICO_PAGES_LABEL,
  SPICO_PAGES_NAME,
  SPICO_PAGES_HEADING,
  SPICO_PAGES_AUTHOR,
  SPICO_PAGES_TEXT,
  SPICO_PAGES_NOTE,
} SpicoPagesStyle;

#define SPICO_TYPE_PAGES (spico_pages_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPages, spico_pages, SPICO, PAGES, GObject)

/**
 * SpicoPages:
 *
 * Paragraphs on A4 pages, as they are printed and as they are shown before. It keeps the texts and where pages begin, nothing of their layout: thousands of pages are no matter. It needs no display. One thread uses it at a time; once its pages were counted, several draw and print them.
 */

/**
 * spico_pages_new:
 * @title: what programs call the document
 * @footer: what stands at the foot of each page
 *
 * Returns: (transfer full): no pages yet
 */
SpicoPages *spico_pages_new (const char *title,
                             const char *footer);

/** spico_pages_set_is_numbered: whether a single page has its number too */
void spico_pages_set_is_numbered (SpicoPages *self,
                                  gboolean    is_numbered);

/** spico_pages_add: adds a paragraph at the end; the lines of @text are one element for whoever listens */
void spico_pages_add (SpicoPages     *self,
                      SpicoPagesStyle style,
                      const char     *text);

/** spico_pages_add_lines: adds each line of @text as a paragraph */
void spico_pages_add_lines (SpicoPages     *self,
                            SpicoPagesStyle style,
                            const char     *text);

/** spico_pages_get_n_pages: Returns: how many pages there are, one at least */
guint spico_pages_get_n_pages (SpicoPages *self);

/** spico_pages_draw: draws a page, the first being 0, in points */
void spico_pages_draw (SpicoPages *self,
                       guint       page,
                       cairo_t    *cr);

/**
 * spico_pages_print:
 * @stream: what takes the PDF, whose fonts are in it; it stays open
 * @cancellable: (nullable): what ends it between two pages
 * @error: return location for a #GIOErrorEnum
 *
 * Waits for @stream: not for the main thread, unless that is memory.
 *
 * Returns: whether it is all written
 */
gboolean spico_pages_print (SpicoPages    *self,
                            GOutputStream *stream,
                            GCancellable  *cancellable,
                            GError       **error);

G_END_DECLS
