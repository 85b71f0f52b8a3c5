/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoHelpBlockKind:
 * @SPICO_HELP_HEADING: a part of the page begins
 * @SPICO_HELP_PARAGRAPH: plain text
 * @SPICO_HELP_STEP: one step of a task; @number is its number
 * @SPICO_HELP_ITEM: one item of a list
 * @SPICO_HELP_LINK: « Voir aussi »; @text is the name of another page
 *
 * What stands on a page.
 */
typedef enum {
  SPICO_HELP_HEADING,
  SPICO_HELP_PARAGRAPH,
  SPICO_HELP_STEP,
  SPICO_HELP_ITEM,
  SPICO_HELP_LINK,
} SpicoHelpBlockKind;

typedef struct {
  SpicoHelpBlockKind kind;
  guint number;
  char *text;
} SpicoHelpBlock;

/**
 * SpicoHelpPage:
 * @title: its title
 * @blocks: (element-type SpicoHelpBlock): what stands on it
 *
 * A page of the help (F101).
 */
typedef struct {
  char *title;
  GPtrArray *blocks;
} SpicoHelpPage;

/**
 * spico_help_page_parse:
 * @text: a page of `data/help`: a title (`# `), then a line each: headings (`## `), steps (`1. `), items (`- `), names of other pages (`→ `), paragraphs
 *
 * Returns: (transfer full) (nullable): the page; %NULL where it has no title
 */
SpicoHelpPage *spico_help_page_parse (const char *text);
void spico_help_page_free (SpicoHelpPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoHelpPage, spico_help_page_free)

G_END_DECLS
