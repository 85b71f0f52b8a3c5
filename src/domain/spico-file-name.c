/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and types of files that come from outside, and go onto people's disks. */
#include "spico-file-name.h"

#include <string.h>

/**
 * spico_file_name_takes:
 * @character: a character
 *
 * Returns: whether a name may have it: not what moves what is read (U+202E shows "gpj.exe" for "exe.jpg"), hides, or leads out of the folder
 */
gboolean
spico_file_name_takes (gunichar character)
{
  GUnicodeType type = g_unichar_type (character);

  return type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT && type != G_UNICODE_SURROGATE && type != G_UNICODE_UNASSIGNED && type != G_UNICODE_PRIVATE_USE
         && type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR && strchr ("/\\:*?\"<>|", (int) MIN (character, 0x7f)) == NULL;
}

/**
 * spico_file_name_is_harmless:
 * @name: the name of a file, UTF-8
 *
 * Returns: whether it can be given to a file as it is, anywhere: neither empty nor long, hidden by a dot in front, with space around it, nor with a character that spico_file_name_takes() does not
 */
gboolean
spico_file_name_is_harmless (const char *name)
{
  gsize length = strlen (name);

  if (length == 0 || length > SPICO_FILE_NAME_MAX || name[0] == '.' || g_unichar_isspace (g_utf8_get_char (name))
      || g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (name + length))))
    return FALSE;

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (!spico_file_name_takes (g_utf8_get_char (at)))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_media_type_is_valid:
 * @type: what should be a media type, from anywhere
 *
 * Returns: whether it is `type/subtype` (RFC 9110 section 8.3.1) without parameters
 */
gboolean
spico_media_type_is_valid (const char *type)
{
  static const char token[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&-^_.+";
  gsize main_length = strspn (type, token);
  gsize sub_length;

  if (main_length == 0 || type[main_length] != '/')
    return FALSE;
  sub_length = strspn (type + main_length + 1, token);

  return sub_length > 0 && type[main_length + 1 + sub_length] == '\0' && main_length + sub_length < SPICO_MEDIA_TYPE_MAX;
}
