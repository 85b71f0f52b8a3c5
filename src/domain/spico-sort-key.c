/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sort-key.h"

#include <string.h>

/* Letters that Unicode does not decompose and that French readers type as two. */
static const char *
spelled_out (gunichar c)
{
  switch (c)
    {
    case 0x0153: /* œ */
    case 0x0152: /* Œ */
      return "oe";
    case 0x00e6: /* æ */
    case 0x00c6: /* Æ */
      return "ae";
    case 0x00df: /* ß */
      return "ss";
    case 0x00f8: /* ø */
    case 0x00d8: /* Ø */
      return "o";
    case 0x0142: /* ł */
    case 0x0141: /* Ł */
      return "l";
    default:
      return NULL;
    }
}

/* A space is written before the next letter only: none at either end, never two. */
static void
append_break (gboolean *is_pending,
              GString  *key)
{
  if (*is_pending && key->len > 0)
    g_string_append_c (key, ' ');

  *is_pending = FALSE;
}

static void
append_ascii (GString    *key,
              const char *text)
{
  gboolean is_pending = FALSE;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (g_ascii_isalnum (*c))
        {
          append_break (&is_pending, key);
          g_string_append_c (key, g_ascii_tolower (*c));
        }
      else
        is_pending = TRUE;
    }
}

static void
append_unicode (GString    *key,
                const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *decomposed = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  gboolean is_pending = FALSE;

  for (const char *p = decomposed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const char *spelling = spelled_out (c);

      if (g_unichar_ismark (c))
        continue;

      if (!g_unichar_isalnum (c))
        {
          is_pending = TRUE;
          continue;
        }

      append_break (&is_pending, key);
      if (spelling != NULL)
        g_string_append (key, spelling);
      else
        g_string_append_unichar (key, g_unichar_tolower (c));
    }
}

/**
 * spico_sort_key:
 * @text: text, from anywhere
 *
 * What a text is sorted and searched by, on the server and in the client: accents and case forgiven, everything that is neither letter nor digit (hyphens, apostrophes…) a single space.
 * Keys are compared byte by byte. « L’Haÿ-les-Roses » gives `l hay les roses`.
 *
 * Returns: (transfer full): the key, perhaps empty
 */
char *
spico_sort_key (const char *text)
{
  GString *key = g_string_sized_new (strlen (text));

  if (g_str_is_ascii (text))
    append_ascii (key, text);
  else
    append_unicode (key, text);

  return g_string_free (key, FALSE);
}

/**
 * spico_sort_key_words:
 * @text: text, from anywhere: a name, or what a person typed to find one
 *
 * Returns: (transfer full) (array zero-terminated=1): the distinct words of its key, in their order
 */
GStrv
spico_sort_key_words (const char *text)
{
  g_autofree char *key = spico_sort_key (text);
  g_auto (GStrv) words = g_strsplit (key, " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] != '\0' && g_hash_table_add (seen, words[i]))
        g_strv_builder_add (builder, words[i]);
    }

  return g_strv_builder_end (builder);
}
