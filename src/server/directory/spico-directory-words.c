/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words by which somebody is found, and the forms in which people type them. */
#include "spico-directory-words.h"

#include <string.h>

/* More words than any name and place have; what is beyond cannot be searched for. */
#define MAX_WORDS 48
#define MAX_PARTICLE 2

typedef struct {
  SpicoDirectoryEachWord call;
  gpointer data;
  guint n_words;
} Caller;

static void
tell (Caller             *caller,
      const char         *word,
      SpicoDirectoryField field)
{
  gsize length = strlen (word);

  if (length == 0 || length > SPICO_DIRECTORY_MAX_WORD || caller->n_words >= MAX_WORDS)
    return;

  caller->n_words++;
  caller->call (caller->data, word, field);
}

/* « St » is « Saint », however either is written. */
static void
tell_word (Caller             *caller,
           const char         *word,
           SpicoDirectoryField field)
{
  tell (caller, word, field);
  if (strcmp (word, "st") == 0)
    tell (caller, "saint", field);
  else if (strcmp (word, "ste") == 0)
    tell (caller, "sainte", field);
}

/* « Le Gall » is also found as « legall », « L’Haÿ » as « lhay »: a particle with the word behind it. */
static void
tell_particle (Caller             *caller,
               const char         *word,
               const char         *next,
               SpicoDirectoryField field)
{
  char joined[SPICO_DIRECTORY_MAX_WORD + 1];

  if (strlen (word) > MAX_PARTICLE || strlen (word) + strlen (next) > SPICO_DIRECTORY_MAX_WORD)
    return;

  g_snprintf (joined, sizeof joined, "%s%s", word, next);
  tell (caller, joined, field);
}

/* « Jean-Pierre » is also found as « jeanpierre ». */
static void
tell_whole (Caller             *caller,
            const char         *key,
            SpicoDirectoryField field)
{
  char whole[SPICO_DIRECTORY_MAX_WORD + 1];
  gsize length = 0;

  for (const char *c = key; *c != '\0'; c++)
    {
      if (*c == ' ')
        continue;
      if (length == SPICO_DIRECTORY_MAX_WORD)
        return;
      whole[length++] = *c;
    }

  whole[length] = '\0';
  tell (caller, whole, field);
}

static void
tell_key (Caller             *caller,
          const char         *key,
          SpicoDirectoryField field)
{
  char word[2][256];
  guint n_words = 0;
  gboolean joins = field == SPICO_DIRECTORY_FAMILY || field == SPICO_DIRECTORY_GIVEN || field == SPICO_DIRECTORY_TOWN;
  const char *begin = key;

  while (key != NULL && *key != '\0')
    {
      gsize length = strcspn (key, " ");

      if (length > 0 && length < sizeof word[0])
        {
          char *this = word[n_words % 2];

          memcpy (this, key, length);
          this[length] = '\0';
          tell_word (caller, this, field);
          if (joins && n_words > 0)
            tell_particle (caller, word[(n_words + 1) % 2], this, field);
          n_words++;
        }
      key += length + (key[length] == ' ' ? 1 : 0);
    }

  if (n_words > 1 && (field == SPICO_DIRECTORY_FAMILY || field == SPICO_DIRECTORY_GIVEN))
    tell_whole (caller, begin, field);
}

/**
 * spico_directory_fact:
 * @what: `=` for a town, `@` for a structure, `#` for a profession or category, `!` for a kind
 * @value: its sort key, id, code or name
 *
 * Returns: (transfer full): the word in %SPICO_DIRECTORY_FACT of those of whom it holds
 */
char *
spico_directory_fact (char        what,
                      const char *value)
{
  return g_strdup_printf ("%c%s", what, value);
}

static void
tell_fact (Caller     *caller,
           char        what,
           const char *value)
{
  g_autofree char *word = value != NULL && value[0] != '\0' ? spico_directory_fact (what, value) : NULL;

  if (word != NULL && strlen (word) <= SPICO_DIRECTORY_MAX_WORD)
    caller->call (caller->data, word, SPICO_DIRECTORY_FACT);
}

/**
 * spico_directory_each_word:
 * @entry: what a principal is found by
 * @call: hears each word
 * @data: for @call
 */
void
spico_directory_each_word (const SpicoDirectoryEntry *entry,
                           SpicoDirectoryEachWord     call,
                           gpointer                   data)
{
  Caller caller = { call, data, 0 };

  tell_key (&caller, entry->family, SPICO_DIRECTORY_FAMILY);
  tell_key (&caller, entry->given, SPICO_DIRECTORY_GIVEN);
  for (guint i = 0; i < G_N_ELEMENTS (entry->labels); i++)
    tell_key (&caller, entry->labels[i], SPICO_DIRECTORY_LABEL);
  tell_key (&caller, entry->town, SPICO_DIRECTORY_TOWN);
  tell_key (&caller, entry->postal_code, SPICO_DIRECTORY_TOWN);
  for (guint i = 0; i < G_N_ELEMENTS (entry->places); i++)
    tell_key (&caller, entry->places[i], SPICO_DIRECTORY_PLACE);

  tell_fact (&caller, '=', entry->town);
  tell_fact (&caller, '@', entry->structure_id);
  tell_fact (&caller, '#', entry->profession_code);
  if (strcmp (entry->kind, "person") != 0)
    tell_fact (&caller, '!', entry->kind);
}

/**
 * spico_directory_area:
 * @postal_code: (nullable): a postcode, from anywhere
 *
 * Returns: the department, Corsica being one; 0 where there is none
 */
guint
spico_directory_area (const char *postal_code)
{
  gboolean is_overseas;

  if (postal_code == NULL || strlen (postal_code) != 5 || strspn (postal_code, "0123456789") != 5)
    return 0;

  is_overseas = postal_code[0] == '9' && (postal_code[1] == '7' || postal_code[1] == '8');
  return (guint) (postal_code[0] - '0') * (is_overseas ? 100 : 10) + (guint) (postal_code[1] - '0') * (is_overseas ? 10 : 1) + (is_overseas ? (guint) (postal_code[2] - '0') : 0);
}

/* Who is a « cardiologue » has the skill « Cardiologie », an « infirmière » the profession « Infirmier »; in sort keys. */
static const struct {
  const char *typed;
  const char *written;
} endings[] = {
  { "logue", "logie" },   { "logiste", "logie" },   { "iatre", "iatrie" }, { "aliste", "ale" },   { "siste", "sie" },  { "ienne", "ien" },      { "iere", "ier" },      { "trice", "teur" },  { "euse", "eur" },
  { "iste", "ie" },       { "giens", "gien" },      { "gien", "gie" },     { "logues", "logie" }, { "iers", "ier" },   { "ieres", "ier" },      { "ins", "in" },        { "iennes", "ien" },  { "logie", "logue" },
  { "nologue", "nomie" }, { "rologue", "rologie" }, { "ante", "ant" },     { "iatres", "iatrie" }, { "iatrie", "iatre" },
};

static const struct {
  const char *typed;
  const char *written;
} whole_words[] = {
  { "docteur", "dr" },
  { "professeur", "pr" },
  { "madame", "mme" },
  { "monsieur", "m" },
  { "radiologue", "radio" },
  { "kine", "kinesitherapeute" },
  { "ide", "infirmier" },
  { "sagefemme", "femme" },
};

/**
 * spico_directory_forms:
 * @word: a word that was typed, as a sort key
 *
 * Returns: (transfer full) (array zero-terminated=1): the words, in the labels of the registers, that say the same
 */
GStrv
spico_directory_forms (const char *word)
{
  g_autoptr (GStrvBuilder) forms = g_strv_builder_new ();
  gsize length = strlen (word);

  for (guint i = 0; i < G_N_ELEMENTS (whole_words); i++)
    {
      if (strcmp (word, whole_words[i].typed) == 0)
        g_strv_builder_add (forms, whole_words[i].written);
    }
  for (guint i = 0; i < G_N_ELEMENTS (endings) && length > 5; i++)
    {
      if (g_str_has_suffix (word, endings[i].typed))
        g_strv_builder_take (forms, g_strdup_printf ("%.*s%s", (int) (length - strlen (endings[i].typed)), word, endings[i].written));
    }

  return g_strv_builder_end (forms);
}
