/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-sheet-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "spico-text.h"

/* A name of 255 bytes is the longest that file systems take; a letter has four at most. */
#define MAX_FILE_NAME 50

SpicoGroupSheet *
spico_group_sheet_text_propose (const char *description)
{
  SpicoGroupSheet *sheet = spico_group_sheet_new ();

  sheet->parts[SPICO_GROUP_SHEET_TITLE] = g_strdup (_("Contact Us on Spico"));
  sheet->parts[SPICO_GROUP_SHEET_ABOUT] = g_strdup (description);
  /* Translators: it is printed, below the exact name of the group; the quoted words are labels of the interface */
  sheet->parts[SPICO_GROUP_SHEET_FINDING] = g_strdup (_("1. In the main menu of Spico, open “Groups of Favourites”.\n"
                                                        "2. Among the “Groups shared with me, and public groups”, search for the exact name of the group, as it is written above.\n"
                                                        "3. Press “Agree to Use the Group”.\n"
                                                        "4. In a new conversation, choose the group under “GROUPS”, then press “ADD”: all its members take part."));
  sheet->parts[SPICO_GROUP_SHEET_CONTACT] = g_strdup ("");

  return sheet;
}

const char *
spico_group_sheet_text_fault (const SpicoGroupSheet *sheet)
{
  if (spico_text_is_blank (sheet->parts[SPICO_GROUP_SHEET_TITLE]))
    return _("Give the sheet a title");
  for (guint i = 0; i < SPICO_GROUP_SHEET_N_PARTS; i++)
    {
      if (g_utf8_strlen (sheet->parts[i], -1) > SPICO_GROUP_SHEET_MAX_TEXT)
        return _("A text has more than 1,000 characters");
    }

  return NULL;
}

const char *
spico_group_sheet_text_warn (gboolean is_public,
                             gboolean is_active,
                             gboolean is_waiting)
{
  if (!is_active)
    return _("This group is deactivated: your partners cannot use it.");
  if (!is_public)
    return _("This group is private: your partners do not find it, unless it is shared with them.");
  if (is_waiting)
    return _("The server does not know yet what was changed of this group: your partners may not find it under this name.");

  return NULL;
}

/* What is no letter in the name of a file, here or on another system. */
static gboolean
is_forbidden (gunichar c)
{
  return g_unichar_iscntrl (c) || (c < 0x80 && strchr ("/\\:*?\"<>|", (int) c) != NULL);
}

char *
spico_group_sheet_text_name_file (const char *group_name)
{
  g_autoptr (GString) clean = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (group_name, -1);
  guint n = 0;

  for (const char *p = valid; *p != '\0' && n < MAX_FILE_NAME; p = g_utf8_next_char (p), n++)
    g_string_append_unichar (clean, is_forbidden (g_utf8_get_char (p)) ? '-' : g_utf8_get_char (p));

  /* Translators: the name of a file; %s is the name of a group */
  return g_strdup_printf (_("Contact us - %s.pdf"), g_strstrip (clean->str));
}
