/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-found-text.h"

#include "spico-sort-key.h"
#include "spico-thread-text.h"

/* What one reads before the word that was found, and in all, in characters. */
#define BEFORE 24
#define SHOWN 160

/* A word, or what stands between two. */
typedef struct {
  const char *start;
  const char *end;
  gboolean is_found;
} Piece;

static gboolean
is_of_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

static gboolean
begins_like (const char        *word,
             const char *const *searched)
{
  for (guint i = 0; searched[i] != NULL; i++)
    {
      if (g_str_has_prefix (word, searched[i]))
        return TRUE;
    }

  return FALSE;
}

static const char *
end_of_piece (const char *start)
{
  gboolean is_word = is_of_word (g_utf8_get_char (start));
  const char *end = start;

  while (*end != '\0' && is_of_word (g_utf8_get_char (end)) == is_word)
    end = g_utf8_next_char (end);

  return end;
}

static glong
length_of (Piece *piece)
{
  return g_utf8_strlen (piece->start, piece->end - piece->start);
}

/* As far as a line can show: a long message is not looked through behind what was found. */
static GArray *
cut (const char        *line,
     const char *const *searched)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  gboolean has_found = FALSE;
  glong left = SHOWN;

  for (const char *start = line; *start != '\0' && left > 0;)
    {
      Piece piece = { start, end_of_piece (start), FALSE };
      g_autofree char *word = g_strndup (start, piece.end - start);
      g_autofree char *key = spico_sort_key (word);

      piece.is_found = *key != '\0' && begins_like (key, searched);
      has_found |= piece.is_found;
      if (has_found)
        left -= length_of (&piece);
      g_array_append_val (pieces, piece);
      start = piece.end;
    }

  return pieces;
}

static guint
first_found (GArray *pieces)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      if (g_array_index (pieces, Piece, i).is_found)
        return i;
    }

  return 0;
}

/* At the beginning of a word, so that nothing is cut in two. */
static guint
first_shown (GArray *pieces)
{
  guint first = first_found (pieces);
  glong before = 0;

  while (first > 0 && before + length_of (&g_array_index (pieces, Piece, first - 1)) <= BEFORE)
    before += length_of (&g_array_index (pieces, Piece, --first));
  if (first > 0 && first < pieces->len && !is_of_word (g_utf8_get_char (g_array_index (pieces, Piece, first).start)))
    first++;

  return first;
}

char *
spico_text_found_excerpt (const char *text,
                          const char *searched)
{
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GArray) pieces = NULL;
  GString *markup = g_string_new (NULL);
  glong shown = 0;
  guint first;

  g_return_val_if_fail (text != NULL && searched != NULL, NULL);

  line = spico_text_one_line (text);
  words = spico_sort_key_words (searched);
  pieces = cut (line, (const char *const *) words);
  first = first_shown (pieces);
  if (first > 0)
    g_string_append (markup, "…");
  for (guint i = first; i < pieces->len && shown < SHOWN; i++)
    {
      Piece *piece = &g_array_index (pieces, Piece, i);
      g_autofree char *escaped = g_markup_escape_text (piece->start, piece->end - piece->start);

      g_string_append_printf (markup, piece->is_found ? "<b>%s</b>" : "%s", escaped);
      shown += length_of (piece);
    }

  return g_string_free (markup, FALSE);
}

gboolean
spico_text_has_words (const char *text,
                      const char *searched)
{
  g_auto (GStrv) said = NULL;
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (text != NULL && searched != NULL, FALSE);

  said = spico_sort_key_words (text);
  words = spico_sort_key_words (searched);
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint j = 0;

      while (said[j] != NULL && !g_str_has_prefix (said[j], words[i]))
        j++;
      if (said[j] == NULL)
        return FALSE;
    }

  return TRUE;
}
