/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words near one that was typed: those that are a letter away, or sound alike. No index of errors is kept: the few hundred words that are a letter away are looked up in the dictionary. */
#include "spico-directory-spelling.h"

#include <string.h>

#include "spico-directory-words.h"
#include "spico-sql-query.h"

#define MIN_SPELT 3
/* Of a shorter word everything is near. */
#define MIN_TYPED 4
#define MAX_SPELT 24
#define EDITS_AT_ONCE 128
#define MAX_ALIKE 100
#define MAX_CORRECTIONS 8
/* A word that there is, is likely to be meant. */
#define MAX_OF_A_WORD 3
/* What sounds alike may be so many letters away. */
#define MAX_DISTANCE 3

/**
 * spico_directory_is_spelt:
 * @word: a word
 *
 * Returns: whether it may be misspelt: only letters without accents, neither few nor very many
 */
gboolean
spico_directory_is_spelt (const char *word)
{
  gsize length = strlen (word);

  return length >= MIN_SPELT && length <= MAX_SPELT && strspn (word, "abcdefghijklmnopqrstuvwxyz") == length;
}

/* What several letters sound like in French, the longest first. */
static const struct {
  const char *letters;
  const char *sound;
} sounds[] = {
  { "eaux", "o" }, { "eau", "o" },  { "aux", "o" }, { "ault", "o" }, { "oeu", "e" }, { "tch", "c" }, { "sch", "c" }, { "ain", "i" }, { "ein", "i" }, { "que", "k" }, { "qu", "k" }, { "au", "o" },
  { "ai", "e" },   { "ei", "e" },   { "ay", "e" },  { "ey", "e" },   { "oe", "e" },  { "eu", "e" },  { "ph", "f" },  { "ch", "c" },  { "sh", "c" },  { "th", "t" },  { "ck", "k" },  { "gn", "n" },
  { "ge", "je" },  { "gi", "ji" },  { "gy", "ji" }, { "gu", "g" },   { "ce", "se" }, { "ci", "si" }, { "cy", "si" }, { "an", "a" },  { "am", "a" },  { "en", "a" },  { "em", "a" },  { "in", "i" },
  { "im", "i" },   { "yn", "i" },   { "ym", "i" },  { "on", "o" },   { "om", "o" },  { "un", "i" },  { "ou", "u" },
};

static gboolean
is_vowel (char c)
{
  return c != '\0' && strchr ("aeiouy", c) != NULL;
}

/* A nasal vowel is one only where no vowel and no second n or m follows. */
static gboolean
is_nasal (const char *letters,
          const char *behind)
{
  char last = letters[strlen (letters) - 1];

  return (last != 'n' && last != 'm') || letters[0] == 'g' || (!is_vowel (behind[0]) && behind[0] != 'n' && behind[0] != 'm' && behind[0] != 'h');
}

/* The sound of the letters that come next, which are passed by. */
static void
hear (const char **at,
      char         heard[4])
{
  static const char *const others = "cqyzwxh";
  static const char sounds_of_others[] = "kkisvs";
  const char *other;

  for (guint i = 0; i < G_N_ELEMENTS (sounds); i++)
    {
      gsize length = strlen (sounds[i].letters);

      if (strncmp (*at, sounds[i].letters, length) == 0 && is_nasal (sounds[i].letters, *at + length))
        {
          *at += length;
          g_strlcpy (heard, sounds[i].sound, 4);
          return;
        }
    }

  /* An h is not heard. */
  other = strchr (others, **at);
  heard[0] = other != NULL ? sounds_of_others[other - others] : **at;
  heard[1] = '\0';
  (*at)++;
}

/* Endings that are written and not heard, or not always: « er », « ez » and « é » are the same. */
static void
drop_silent_end (GString *sound)
{
  if (sound->len > 2 && g_str_has_suffix (sound->str, "er"))
    g_string_truncate (sound, sound->len - 1);
  while (sound->len > 2 && strchr ("edtsp", sound->str[sound->len - 1]) != NULL)
    g_string_truncate (sound, sound->len - 1);
}

/**
 * spico_directory_sound:
 * @word: a word that is spelt
 *
 * Returns: (transfer full): roughly what it sounds like in French; « lefèvre » and « lefebvre », « gautier » and « gauthier » are the same
 */
char *
spico_directory_sound (const char *word)
{
  g_autofree char *heard = NULL;
  GString *sound = g_string_sized_new (16);
  GString *letters = g_string_new (word);

  g_string_replace (letters, "bv", "v", 0);
  heard = g_string_free (letters, FALSE);
  for (const char *at = heard; *at != '\0';)
    {
      char next[4];
      gboolean is_same;

      hear (&at, next);
      is_same = sound->len > 0 && next[0] == sound->str[sound->len - 1];
      g_string_append (sound, is_same ? next + 1 : next);
    }
  drop_silent_end (sound);

  return g_string_free (sound, FALSE);
}

/**
 * spico_directory_distance:
 * @a: a word
 * @b: another one; both have less than 64 letters
 *
 * Returns: how many letters are wrong, missing, too many or exchanged with the next (Damerau and Levenshtein, restricted)
 */
guint
spico_directory_distance (const char *a,
                          const char *b)
{
  guint rows[3][SPICO_DIRECTORY_MAX_WORD + 1];
  gsize n = strlen (b);

  g_return_val_if_fail (n <= SPICO_DIRECTORY_MAX_WORD, G_MAXUINT);

  for (guint j = 0; j <= n; j++)
    rows[0][j] = j;
  for (guint i = 1; a[i - 1] != '\0'; i++)
    {
      guint *row = rows[i % 3];
      const guint *above = rows[(i + 2) % 3];

      row[0] = i;
      for (guint j = 1; j <= n; j++)
        {
          row[j] = MIN (MIN (above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], rows[(i + 1) % 3][j - 2] + 1);
        }
    }

  return rows[strlen (a) % 3][n];
}

static void
add_edit (GPtrArray  *edits,
          const char *word,
          gsize       kept,
          const char *middle,
          gsize       rest)
{
  g_ptr_array_add (edits, g_strdup_printf ("%.*s%s%s", (int) kept, word, middle, word + rest));
}

/* All that is a letter away. */
static GPtrArray *
list_edits (const char *word)
{
  GPtrArray *edits = g_ptr_array_new_with_free_func (g_free);
  gsize length = strlen (word);

  for (gsize i = 0; i <= length; i++)
    {
      for (char c = 'a'; c <= 'z'; c++)
        {
          const char letter[2] = { c, '\0' };

          add_edit (edits, word, i, letter, i);
          if (i < length && c != word[i])
            add_edit (edits, word, i, letter, i + 1);
        }
      if (i < length)
        add_edit (edits, word, i, "", i + 1);
      if (i + 1 < length && word[i] != word[i + 1])
        {
          const char exchanged[3] = { word[i + 1], word[i], '\0' };

          add_edit (edits, word, i, exchanged, i + 2);
        }
    }

  return edits;
}

static void
bind_edits (SpicoSqlStatement *statement,
            GPtrArray         *edits,
            guint              first)
{
  spico_sql_statement_reset (statement);
  for (guint i = 0; i < EDITS_AT_ONCE; i++)
    spico_sql_statement_bind_text (statement, i + 1, first + i < edits->len ? g_ptr_array_index (edits, first + i) : NULL);
}

static gboolean
look_up_edits (SpicoSqlConnection *connection,
               const char         *word,
               GPtrArray          *found,
               GError            **error)
{
  g_autoptr (GPtrArray) edits = list_edits (word);
  g_autoptr (GString) sql = g_string_new ("SELECT word FROM directory_word WHERE word IN (");
  g_autoptr (SpicoSqlStatement) statement = NULL;

  for (guint i = 0; i < EDITS_AT_ONCE; i++)
    g_string_append_printf (sql, "%s$%u", i > 0 ? ", " : "", i + 1);
  g_string_append_c (sql, ')');
  statement = spico_sql_connection_prepare (connection, sql->str, error);

  for (guint first = 0; statement != NULL && first < edits->len && spico_sql_connection_is_announced_to (connection); first += EDITS_AT_ONCE)
    {
      bind_edits (statement, edits, first);
      spico_sql_statement_announce (statement);
    }
  for (guint first = 0; statement != NULL && first < edits->len; first += EDITS_AT_ONCE)
    {
      bind_edits (statement, edits, first);
      if (!spico_sql_collect_texts (statement, found, error))
        return FALSE;
    }

  return statement != NULL;
}

#define ALIKE "SELECT word FROM directory_word WHERE sound = $1 AND sound <> '' ORDER BY word LIMIT $2"

static gboolean
look_up_sound (SpicoSqlConnection *connection,
               const char         *word,
               GPtrArray          *found,
               GError            **error)
{
  g_autofree char *sound = spico_directory_sound (word);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, ALIKE, SPICO_SQL_VALUES (SPICO_SQL_TEXT (sound), SPICO_SQL_INT (MAX_ALIKE)), error);

  return statement != NULL && spico_sql_collect_texts (statement, found, error);
}

/* A letter away and alike, then a letter away, then alike. */
static guint
weigh (const char *word,
       const char *sound,
       const char *found)
{
  g_autofree char *other = spico_directory_sound (found);
  guint distance = spico_directory_distance (word, found);

  return distance > MAX_DISTANCE ? G_MAXUINT : 2 * distance + (strcmp (sound, other) != 0 ? 1 : 0) + (word[0] != found[0] ? 1 : 0);
}

static void
keep_best (const char *word,
           GPtrArray  *found,
           GPtrArray  *best,
           guint       most)
{
  g_autofree char *sound = spico_directory_sound (word);
  g_autofree guint *weights = g_new (guint, found->len + 1);

  for (guint i = 0; i < found->len; i++)
    weights[i] = weigh (word, sound, g_ptr_array_index (found, i));

  for (guint wanted = 0; wanted <= 2 * MAX_DISTANCE + 2; wanted++)
    {
      for (guint i = 0; i < found->len && best->len < most; i++)
        {
          const char *other = g_ptr_array_index (found, i);

          if (weights[i] == wanted && strcmp (other, word) != 0 && !g_ptr_array_find_with_equal_func (best, other, g_str_equal, NULL))
            g_ptr_array_add (best, g_strdup (other));
        }
    }
}

static gboolean
may_be_misspelt (const char *word)
{
  return strlen (word) >= MIN_TYPED && spico_directory_is_spelt (word);
}

/**
 * spico_directory_announce_correct:
 * @connection: a connection, in a transaction
 * @word: a word that was typed
 *
 * Says that spico_directory_correct() will soon be asked: see spico_sql_statement_announce().
 */
void
spico_directory_announce_correct (SpicoSqlConnection *connection,
                                  const char         *word)
{
  g_autofree char *sound = may_be_misspelt (word) ? spico_directory_sound (word) : NULL;

  if (sound != NULL)
    spico_sql_announce (connection, ALIKE, SPICO_SQL_VALUES (SPICO_SQL_TEXT (sound), SPICO_SQL_INT (MAX_ALIKE)));
}

/**
 * spico_directory_correct:
 * @connection: a connection, in a transaction
 * @word: a word that was typed
 * @corrections: (out) (transfer full) (array zero-terminated=1): a few words of the directory that may have been meant, the likeliest first; of a word that is there, those that sound like it
 * @error: a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_directory_correct (SpicoSqlConnection *connection,
                         const char         *word,
                         GStrv              *corrections,
                         GError            **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) best = g_ptr_array_new_null_terminated (MAX_CORRECTIONS, g_free, TRUE);
  gboolean is_spelt = may_be_misspelt (word);
  gboolean is_word;

  if (is_spelt && !look_up_sound (connection, word, found, error))
    return FALSE;
  is_word = g_ptr_array_find_with_equal_func (found, word, g_str_equal, NULL);
  if (is_spelt && !is_word && !look_up_edits (connection, word, found, error))
    return FALSE;

  keep_best (word, found, best, is_word ? MAX_OF_A_WORD : MAX_CORRECTIONS);
  *corrections = (GStrv) g_ptr_array_free (g_steal_pointer (&best), FALSE);
  return TRUE;
}
