/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-forward-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "spico-thread-text.h"

#define QUOTE "> "

char *
spico_text_forward (const char *author,
                    GDateTime  *sent_at,
                    const char *text)
{
  g_autofree char *when = sent_at != NULL ? spico_text_date_time (sent_at) : NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *quote = g_string_new (NULL);

  if (when != NULL)
    /* Translators: above a message that is forwarded. 1: who wrote it, 2: when */
    g_string_append_printf (quote, _("Message from %1$s, %2$s:"), author, when);
  else
    /* Translators: above a message that is forwarded; %s is who wrote it */
    g_string_append_printf (quote, _("Message from %s:"), author);
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (quote, "\n" QUOTE "%s", lines[i]);
  g_string_append (quote, "\n\n");

  return g_string_free (quote, FALSE);
}

gboolean
spico_text_has_quote (const char *text)
{
  return g_str_has_prefix (text, QUOTE) || strstr (text, "\n" QUOTE) != NULL;
}
