/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-text.h"

/**
 * spico_text_is_blank:
 * @text: (nullable): UTF-8 text
 *
 * A required text is refused where it is blank, by the server and, so that nothing is sent only to be refused, by the client.
 *
 * Returns: whether it is absent, or white space alone, no-break spaces included
 */
gboolean
spico_text_is_blank (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    {
      if (!g_unichar_isspace (g_utf8_get_char (text)))
        return FALSE;
    }

  return TRUE;
}
