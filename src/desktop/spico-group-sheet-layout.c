/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-sheet-layout.h"

#include <glib/gi18n.h>

#include "spico-text.h"

static void
add_part (SpicoPages *pages,
          const char *heading,
          const char *text)
{
  if (spico_text_is_blank (text))
    return;

  spico_pages_add (pages, SPICO_PAGES_HEADING, heading);
  spico_pages_add_lines (pages, SPICO_PAGES_TEXT, text);
}

static char *
format_footer (const char *region_name)
{
  if (region_name == NULL)
    return g_strdup ("Spico");
  /* Translators: %s is the name of a region */
  return g_strdup_printf (_("Spico, region %s"), region_name);
}

SpicoPages *
spico_group_sheet_layout (const SpicoGroupSheet *sheet,
                          const char            *group_name,
                          const char            *region_name)
{
  g_autofree char *title = g_strdup_printf ("%s – %s", sheet->parts[SPICO_GROUP_SHEET_TITLE], group_name);
  g_autofree char *footer = format_footer (region_name);
  SpicoPages *pages = spico_pages_new (title, footer);

  spico_pages_add (pages, SPICO_PAGES_TITLE, sheet->parts[SPICO_GROUP_SHEET_TITLE]);
  spico_pages_add (pages, SPICO_PAGES_LABEL, _("Exact name of the group"));
  spico_pages_add (pages, SPICO_PAGES_NAME, group_name);
  add_part (pages, _("Who Are We?"), sheet->parts[SPICO_GROUP_SHEET_ABOUT]);
  add_part (pages, _("Find Us in Spico"), sheet->parts[SPICO_GROUP_SHEET_FINDING]);
  add_part (pages, _("Telephone, Hours"), sheet->parts[SPICO_GROUP_SHEET_CONTACT]);

  return pages;
}
