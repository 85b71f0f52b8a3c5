/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-help-page.h"

#include <string.h>

static void
block_free (gpointer data)
{
  SpicoHelpBlock *block = data;

  g_free (block->text);
  g_free (block);
}

void
spico_help_page_free (SpicoHelpPage *self)
{
  g_free (self->title);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

static void
add_block (SpicoHelpPage     *self,
           SpicoHelpBlockKind kind,
           guint              number,
           const char        *text)
{
  SpicoHelpBlock *block = g_new0 (SpicoHelpBlock, 1);

  block->kind = kind;
  block->number = number;
  block->text = g_strstrip (g_strdup (text));
  g_ptr_array_add (self->blocks, block);
}

/* « 12. »: the number of a step, and what follows it; 0 where the line is none. */
static guint
step_number (const char  *line,
             const char **rest)
{
  gsize n_digits = strspn (line, "0123456789");

  if (n_digits == 0 || n_digits > 2 || !g_str_has_prefix (line + n_digits, ". "))
    return 0;

  *rest = line + n_digits + 2;
  return (guint) g_ascii_strtoull (line, NULL, 10);
}

static void
add_line (SpicoHelpPage *self,
          const char    *line)
{
  const char *rest = line;
  guint number = step_number (line, &rest);

  if (line[0] == '\0')
    return;

  if (number > 0)
    add_block (self, SPICO_HELP_STEP, number, rest);
  else if (g_str_has_prefix (line, "## "))
    add_block (self, SPICO_HELP_HEADING, 0, line + strlen ("## "));
  else if (g_str_has_prefix (line, "- "))
    add_block (self, SPICO_HELP_ITEM, 0, line + strlen ("- "));
  else if (g_str_has_prefix (line, "→ "))
    add_block (self, SPICO_HELP_LINK, 0, line + strlen ("→ "));
  else
    add_block (self, SPICO_HELP_PARAGRAPH, 0, line);
}

SpicoHelpPage *
spico_help_page_parse (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  SpicoHelpPage *self;

  if (lines[0] == NULL || !g_str_has_prefix (lines[0], "# "))
    return NULL;

  self = g_new0 (SpicoHelpPage, 1);
  self->title = g_strstrip (g_strdup (lines[0] + strlen ("# ")));
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  for (guint i = 1; lines[i] != NULL; i++)
    add_line (self, lines[i]);

  return self;
}
