/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-wrapped-text.h"

#include <string.h>

/* Narrow enough beside an avatar and a menu, in the narrowest window and with letters twice as large. */
#define LEAST_WIDTH_CHARS 12
/* So many of the narrowest letters are as wide as one of the middle width: what is short keeps its own width. */
#define NARROW_LETTERS 3

static glong
longest_line (const char *text)
{
  glong longest = 0;

  while (*text != '\0')
    {
      size_t n_bytes = strcspn (text, "\n");

      longest = MAX (longest, g_utf8_strlen (text, (gssize) n_bytes));
      text += n_bytes;
      if (*text == '\n')
        text++;
    }

  return longest;
}

void
spico_wrapped_text_set (GtkLabel   *label,
                        const char *text)
{
  int least;

  g_return_if_fail (GTK_IS_LABEL (label));
  g_return_if_fail (text != NULL);

  least = (int) MIN (longest_line (text) / NARROW_LETTERS, LEAST_WIDTH_CHARS);
  gtk_label_set_width_chars (label, least > 0 ? least : -1);
  gtk_label_set_label (label, text);
}
