/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-reply-text.h"

#include <glib/gi18n.h>

#include "spico-attachment-text.h"
#include "spico-thread-text.h"

char *
spico_text_author (SpicoMessage *message)
{
  const char *name = spico_principal_get_name (spico_message_get_person (message));

  /* Translators: %s is a person or a structure that is absent */
  if (spico_message_is_automatic (message))
    return g_strdup_printf (_("%s, automatic reply"), name);

  return spico_text_on_behalf (name, spico_message_is_for_account (message) ? spico_principal_get_name (spico_message_get_account (message)) : NULL);
}

char *
spico_text_first_line (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strstrip (lines[i]);
      if (*lines[i] != '\0')
        return g_strdup (lines[i]);
    }

  return g_strdup ("");
}

static gboolean
is_here (SpicoMessage *original)
{
  return spico_message_get_seq (original) > 0;
}

char *
spico_text_original_author (SpicoMessage *original)
{
  return is_here (original) ? spico_text_author (original) : g_strdup (_("Original message"));
}

char *
spico_text_original_line (SpicoMessage *original)
{
  guint n_files = spico_message_get_attachment_count (original);
  g_autofree char *line = NULL;

  if (spico_message_is_withdrawn (original))
    return g_strdup (_("Message withdrawn"));

  if (!is_here (original))
    return g_strdup (_("Not received yet"));

  line = spico_text_first_line (spico_message_get_text (original));

  return *line == '\0' && n_files > 0 ? spico_text_attachment_count (n_files) : g_steal_pointer (&line);
}

char *
spico_text_original (SpicoMessage *original)
{
  g_autofree char *author = NULL;
  g_autofree char *line = spico_text_original_line (original);

  if (!is_here (original))
    return g_strdup (_("in reply to a message that was not received yet"));

  author = spico_text_author (original);

  /* Translators: said of a message. 1: who wrote the one that it answers, 2: its first line */
  return g_strdup_printf (_("in reply to %1$s: %2$s"), author, line);
}

static char *
format_withdrawn_at (SpicoMessage *message)
{
  GDateTime *withdrawn_at = spico_message_get_withdrawn_at (message);

  return withdrawn_at != NULL ? spico_text_date_time (withdrawn_at) : g_strdup ("");
}

char *
spico_text_withdrawn_by (SpicoMessage *message)
{
  g_autofree char *when = format_withdrawn_at (message);
  g_autofree char *author = spico_text_author (message);

  /* Translators: what is left of a message. 1: who withdrew it, 2: when */
  return g_strdup_printf (_("Message withdrawn by %1$s, %2$s"), author, when);
}

char *
spico_text_withdrawn (SpicoMessage *message)
{
  g_autofree char *when = NULL;

  if (!spico_message_is_own (message) || spico_message_is_for_account (message))
    return spico_text_withdrawn_by (message);

  when = format_withdrawn_at (message);

  /* Translators: what is left of one's own message; %s is when */
  return g_strdup_printf (_("Message withdrawn by you, %s"), when);
}

char *
spico_text_reply_to (SpicoMessage *original)
{
  g_autofree char *author = NULL;

  if (!is_here (original))
    return g_strdup (_("Reply"));
  if (spico_message_is_own (original) && !spico_message_is_for_account (original))
    return g_strdup (_("Reply to your own message"));

  author = spico_text_author (original);

  /* Translators: above what one writes; %s wrote what it answers */
  return g_strdup_printf (_("Reply to %s"), author);
}
