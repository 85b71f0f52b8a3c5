/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-rights-page.h"

#include <string.h>

#define WORDS_FILE "tests/rights-words.csv"
#define HEADER "kind,code,subject,words,meaning"
#define QUOTE_OPENS "«\u00a0"
#define QUOTE_CLOSES "\u00a0»"

/* A table with more actions is not read on a screen. */
#define MOST_ACTIONS 7

enum {
  KIND,
  CODE,
  SUBJECT,
  WORDS,
  MEANING,
  N_FIELDS,
};

/* What stands in every table, and the answers. */
static const char *const labels[] = { "who", "acts for", "account", "situation", "meaning", "yes", "no", "everyone", "any account", NULL };

typedef struct {
  GPtrArray *lines;
  GHashTable *by_code;
} Words;

/* The people of one account who may do the same. */
typedef struct {
  char *answers;
  GPtrArray *names;
  gboolean has_anyone;
} Group;

typedef struct {
  const Words *words;
  const char *const *table;
  GStrv header;
  GString *page;
} Page;

static void
words_free (Words *words)
{
  g_clear_pointer (&words->lines, g_ptr_array_unref);
  g_clear_pointer (&words->by_code, g_hash_table_unref);
  g_free (words);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Words, words_free)

static void
group_free (Group *group)
{
  g_free (group->answers);
  g_ptr_array_unref (group->names);
  g_free (group);
}

static gboolean
fail (GError    **error,
      const char *format,
      ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError    **error,
      const char *format,
      ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, format, arguments));
  va_end (arguments);
  return FALSE;
}

/* A field with a comma is in double quotes, as a spreadsheet writes it. */
static GStrv
split_line (const char *line)
{
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  g_autoptr (GString) field = g_string_new ("");
  gboolean is_quoted = FALSE;

  for (; *line != '\0'; line++)
    {
      if (*line == '"')
        is_quoted = !is_quoted;
      else if (*line == ',' && !is_quoted)
        {
          g_strv_builder_add (fields, field->str);
          g_string_truncate (field, 0);
        }
      else
        g_string_append_c (field, *line);
    }
  g_strv_builder_add (fields, field->str);

  return g_strv_builder_end (fields);
}

static GStrv
split_lines (const char *text)
{
  g_autofree char *whole = g_strdup (text);

  if (g_str_has_suffix (whole, "\n"))
    whole[strlen (whole) - 1] = '\0';
  return g_strsplit (whole, "\n", -1);
}

static const char *const *
words_find (const Words *words,
            const char  *kind,
            const char  *code)
{
  g_autofree char *key = g_strconcat (kind, ",", code, NULL);

  return g_hash_table_lookup (words->by_code, key);
}

/* What the checks have found to be there. */
static const char *
say (const Page *self,
     const char *kind,
     const char *code)
{
  return words_find (self->words, kind, code)[WORDS];
}

static gboolean
is_well_set (const char *text,
             GError    **error)
{
  static const char *const wrong[] = { " :", " ;", " !", " ?", " »", "« ", "’", "|", "\u00a0;", "\u00a0!", "\u00a0?" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      if (strstr (text, wrong[i]) != NULL)
        return fail (error,
                     WORDS_FILE ": \"%s\" is not set as French is: U+00A0 goes before \":\" and \"»\" and after \"«\", U+202F before \";\", \"!\" and \"?\"; the apostrophe is that of a typewriter, and no \"|\" is there",
                     text);
    }

  return TRUE;
}

static gboolean
words_add (Words      *words,
           const char *line,
           GError    **error)
{
  g_auto (GStrv) fields = split_line (line);
  g_autofree char *key = NULL;

  if (g_strv_length (fields) != N_FIELDS)
    return fail (error, WORDS_FILE ": \"%s\" does not have the %d fields " HEADER ": one with a comma is in double quotes", line, N_FIELDS);
  if (*fields[WORDS] == '\0')
    return fail (error, WORDS_FILE ": \"%s\" has no words in French", line);
  if (!is_well_set (fields[WORDS], error) || !is_well_set (fields[MEANING], error))
    return FALSE;

  key = g_strconcat (fields[KIND], ",", fields[CODE], NULL);
  if (g_hash_table_contains (words->by_code, key))
    return fail (error, WORDS_FILE ": \"%s\" is there twice", key);

  g_hash_table_insert (words->by_code, g_steal_pointer (&key), fields);
  g_ptr_array_add (words->lines, g_steal_pointer (&fields));
  return TRUE;
}

static Words *
words_new (const char *text,
           GError    **error)
{
  g_autoptr (Words) words = g_new0 (Words, 1);
  g_auto (GStrv) lines = split_lines (text);

  words->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  words->by_code = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (g_strcmp0 (lines[0], HEADER) != 0)
    {
      fail (error, WORDS_FILE " does not begin with " HEADER);
      return NULL;
    }
  for (guint i = 1; lines[i] != NULL; i++)
    {
      if (!words_add (words, lines[i], error))
        return NULL;
    }

  return g_steal_pointer (&words);
}

/* How an action says what it belongs to, for whoever has to add one. */
static char *
list_subjects (const Words *words)
{
  g_autoptr (GString) subjects = g_string_new ("");

  for (guint i = 0; i < words->lines->len; i++)
    {
      const char *const *line = g_ptr_array_index (words->lines, i);

      if (g_str_equal (line[KIND], "subject"))
        g_string_append_printf (subjects, "%s\"%s\"", subjects->len == 0 ? "" : ", ", line[CODE]);
    }

  return g_string_free_and_steal (g_steal_pointer (&subjects));
}

static gboolean
has_words (const Page *self,
           const char *kind,
           const char *code,
           const char *wanted,
           GError    **error)
{
  g_autofree char *subjects = NULL;

  if (words_find (self->words, kind, code) != NULL)
    return TRUE;

  subjects = list_subjects (self->words);
  return fail (error,
               "\"%s\" of tests/rights.csv has no words in French: add the line \"%s,%s,%s\" to " WORDS_FILE ", at the place that it is to have in docs/rights.md"
               " (the SUBJECT of an action is one of %s, or the CODE of a new line \"subject,CODE,,TITLE,NOTE\"), and write the page with SPICO_WRITE_DOCS=1",
               code, kind, code, wanted, subjects);
}

static gboolean
check_answers (GStrv    cells,
               GError **error)
{
  for (guint i = 2; cells[i] != NULL; i++)
    {
      if (!g_str_equal (cells[i], "yes") && !g_str_equal (cells[i], "no"))
        return fail (error, "tests/rights.csv: \"%s\", in the line of \"%s\", is neither yes nor no", cells[i], cells[0]);
    }

  return TRUE;
}

static gboolean
check_table (const Page *self,
             GError    **error)
{
  for (guint i = 0; labels[i] != NULL; i++)
    {
      if (!has_words (self, "label", labels[i], ",WORDS IN FRENCH,", error))
        return FALSE;
    }
  for (guint i = 2; self->header[i] != NULL; i++)
    {
      if (!has_words (self, "action", self->header[i], "SUBJECT,WORDS IN FRENCH,", error))
        return FALSE;
    }
  for (guint i = 1; self->table[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (self->table[i], ",", -1);

      if (g_strv_length (cells) != g_strv_length (self->header))
        return fail (error, "tests/rights.csv: the line of \"%s\" does not have as many cells as the first line", cells[0]);
      if (!has_words (self, "who", cells[0], ",WORDS IN FRENCH,WHAT THIS PERSON IS IN THE EXAMPLE", error)
          || !has_words (self, "account", cells[1], ",WORDS IN FRENCH,WHAT ACTING FOR IT MEANS", error)
          || !has_words (self, "anyone", cells[1], "THE PERSON WHO STANDS FOR EVERYONE ELSE,WORDS IN FRENCH,", error) || !check_answers (cells, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
table_has_line (const Page *self,
                const char *who,
                const char *acts_for)
{
  for (guint i = 1; self->table[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (self->table[i], ",", 3);

      if ((who == NULL || g_str_equal (cells[0], who)) && (acts_for == NULL || g_str_equal (cells[1], acts_for)))
        return TRUE;
    }

  return FALSE;
}

static guint
count_actions (const Page *self,
               const char *subject)
{
  guint n = 0;

  for (guint i = 0; i < self->words->lines->len; i++)
    {
      const char *const *line = g_ptr_array_index (self->words->lines, i);

      n += g_str_equal (line[KIND], "action") && g_str_equal (line[SUBJECT], subject);
    }

  return n;
}

static gboolean
check_line (const Page        *self,
            const char *const *line,
            GError           **error)
{
  gboolean is_used = TRUE;

  if (g_str_equal (line[KIND], "who"))
    is_used = table_has_line (self, line[CODE], NULL) && *line[MEANING] != '\0';
  else if (g_str_equal (line[KIND], "account"))
    is_used = table_has_line (self, NULL, line[CODE]) && *line[MEANING] != '\0';
  else if (g_str_equal (line[KIND], "anyone"))
    is_used = table_has_line (self, line[SUBJECT], line[CODE]);
  else if (g_str_equal (line[KIND], "action"))
    is_used = g_strv_contains ((const char *const *) self->header + 2, line[CODE]) && words_find (self->words, "subject", line[SUBJECT]) != NULL;
  else if (g_str_equal (line[KIND], "subject"))
    {
      guint n = count_actions (self, line[CODE]);

      if (n > MOST_ACTIONS)
        return fail (error, WORDS_FILE ": the subject \"%s\" has %u actions, and a table shows %d: split it in two", line[CODE], n, MOST_ACTIONS);
      is_used = n > 0;
    }
  else
    is_used = g_str_equal (line[KIND], "page") || (g_str_equal (line[KIND], "label") && g_strv_contains (labels, line[CODE]));

  if (!is_used)
    return fail (error, WORDS_FILE ": the line \"%s,%s,%s\" is about nothing in tests/rights.csv, or does not say what it means", line[KIND], line[CODE], line[SUBJECT]);
  return TRUE;
}

static gboolean
check_words (const Page *self,
             GError    **error)
{
  for (guint i = 0; i < self->words->lines->len; i++)
    {
      if (!check_line (self, g_ptr_array_index (self->words->lines, i), error))
        return FALSE;
    }

  return TRUE;
}

/* Two columns: what something is called, and what it means. */
static void
add_meanings (Page       *self,
              const char *kind,
              const char *label)
{
  g_string_append_printf (self->page, "\n| %s | %s |\n| --- | --- |\n", say (self, "label", label), say (self, "label", "meaning"));
  for (guint i = 0; i < self->words->lines->len; i++)
    {
      const char *const *line = g_ptr_array_index (self->words->lines, i);

      if (g_str_equal (line[KIND], kind))
        g_string_append_printf (self->page, "| %s | %s |\n", line[WORDS], line[MEANING]);
    }
}

static void
add_introduction (Page *self)
{
  for (guint i = 0; i < self->words->lines->len; i++)
    {
      const char *const *line = g_ptr_array_index (self->words->lines, i);

      if (!g_str_equal (line[KIND], "page"))
        continue;
      g_string_append_printf (self->page, "\n%s\n", line[WORDS]);
      if (g_str_equal (line[CODE], "accounts"))
        add_meanings (self, "account", "account");
      if (g_str_equal (line[CODE], "situations"))
        add_meanings (self, "who", "situation");
    }
}

/* The columns of a subject, in the order of the words. */
static GPtrArray *
list_actions (const Page *self,
              const char *subject)
{
  GPtrArray *actions = g_ptr_array_new ();

  for (guint i = 0; i < self->words->lines->len; i++)
    {
      const char *const *line = g_ptr_array_index (self->words->lines, i);

      if (g_str_equal (line[KIND], "action") && g_str_equal (line[SUBJECT], subject))
        g_ptr_array_add (actions, (char *) line[CODE]);
    }

  return actions;
}

static char *
format_answers (const Page *self,
                GPtrArray  *actions,
                GStrv       cells)
{
  g_autoptr (GString) answers = g_string_new ("");

  for (guint i = 0; i < actions->len; i++)
    {
      for (guint j = 2; self->header[j] != NULL; j++)
        {
          if (g_str_equal (self->header[j], g_ptr_array_index (actions, i)))
            g_string_append_printf (answers, " %s |", say (self, "label", cells[j]));
        }
    }

  return g_string_free_and_steal (g_steal_pointer (&answers));
}

static Group *
find_group (GPtrArray  *groups,
            const char *answers)
{
  Group *group;

  for (guint i = 0; i < groups->len; i++)
    {
      group = g_ptr_array_index (groups, i);
      if (g_str_equal (group->answers, answers))
        return group;
    }

  group = g_new0 (Group, 1);
  group->answers = g_strdup (answers);
  group->names = g_ptr_array_new ();
  g_ptr_array_add (groups, group);
  return group;
}

static GPtrArray *
group_people (const Page *self,
              GPtrArray  *actions,
              const char *acts_for)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  const char *anyone = words_find (self->words, "anyone", acts_for)[SUBJECT];

  for (guint i = 1; self->table[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (self->table[i], ",", -1);
      g_autofree char *answers = NULL;
      Group *group;

      if (!g_str_equal (cells[1], acts_for))
        continue;
      answers = format_answers (self, actions, cells);
      group = find_group (groups, answers);
      g_ptr_array_add (group->names, (char *) say (self, "who", cells[0]));
      group->has_anyone |= g_str_equal (cells[0], anyone);
    }

  return groups;
}

static void
add_group (Page        *self,
           const Group *group,
           const char  *acts_for)
{
  g_string_append (self->page, "| ");
  for (guint i = 0; i < group->names->len; i++)
    g_string_append_printf (self->page, "%s%s", i == 0 ? "" : "<br>", (const char *) g_ptr_array_index (group->names, i));
  g_string_append_printf (self->page, " | %s |%s\n", say (self, "account", acts_for), group->answers);
}

/* Whoever has no relation stands for everyone else who has their answers, at the end: what is not said otherwise is what they may. */
static void
add_account (Page       *self,
             GPtrArray  *groups,
             const char *acts_for)
{
  for (guint i = 0; i < groups->len; i++)
    {
      const Group *group = g_ptr_array_index (groups, i);

      if (!group->has_anyone)
        add_group (self, group, acts_for);
    }
  for (guint i = 0; i < groups->len; i++)
    {
      const Group *group = g_ptr_array_index (groups, i);

      if (group->has_anyone)
        g_string_append_printf (self->page, "| %s | %s |%s\n", groups->len == 1 ? say (self, "label", "everyone") : say (self, "anyone", acts_for), say (self, "account", acts_for),
                                group->answers);
    }
}

/* The answers that all have, whatever account they act for. Returns: (transfer full) (nullable). */
static char *
find_common_answers (const Page *self,
                     GPtrArray  *actions)
{
  g_autofree char *common = NULL;

  for (guint i = 1; self->table[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (self->table[i], ",", -1);
      g_autofree char *answers = format_answers (self, actions, cells);

      if (common != NULL && !g_str_equal (common, answers))
        return NULL;
      g_set_str (&common, answers);
    }

  return g_steal_pointer (&common);
}

static void
add_head (Page              *self,
          const char *const *subject,
          GPtrArray         *actions)
{
  g_string_append_printf (self->page, "\n## %s\n\n", subject[WORDS]);
  if (*subject[MEANING] != '\0')
    g_string_append_printf (self->page, "%s\n\n", subject[MEANING]);

  g_string_append_printf (self->page, "| %s | %s |", say (self, "label", "who"), say (self, "label", "acts for"));
  for (guint i = 0; i < actions->len; i++)
    g_string_append_printf (self->page, " %s |", say (self, "action", g_ptr_array_index (actions, i)));
  g_string_append (self->page, "\n| --- | --- |");
  for (guint i = 0; i < actions->len; i++)
    g_string_append (self->page, " :-: |");
  g_string_append_c (self->page, '\n');
}

static void
add_subject (Page              *self,
             const char *const *subject)
{
  g_autoptr (GPtrArray) actions = list_actions (self, subject[CODE]);
  g_autofree char *common = find_common_answers (self, actions);

  add_head (self, subject, actions);
  if (common != NULL)
    {
      g_string_append_printf (self->page, "| %s | %s |%s\n", say (self, "label", "everyone"), say (self, "label", "any account"), common);
      return;
    }

  for (guint i = 0; i < self->words->lines->len; i++)
    {
      const char *const *line = g_ptr_array_index (self->words->lines, i);
      g_autoptr (GPtrArray) groups = NULL;

      if (!g_str_equal (line[KIND], "account"))
        continue;
      groups = group_people (self, actions, line[CODE]);
      add_account (self, groups, line[CODE]);
    }
}

/**
 * spico_rights_page_render:
 * @table: `tests/rights.csv`
 * @words: `tests/rights-words.csv`: a kind (`page`: what is said before the tables; `label`: what stands in all of them; `account`: whom one acts for; `anyone`: for such an account,
 * how everyone else is called, and who of the table stands for them; `who`: a person of the table; `subject`: a table of the page; `action`: a column of the table, and the subject
 * that it is shown under), a code, a subject, French words, and what they mean. The page has the order of that file.
 * @error: return location for a #GIOErrorEnum, which tells what to write in which file
 *
 * Checks that each who, account and action of the table has its words and that there are no others, and makes the page.
 *
 * Returns: (transfer full) (nullable): `docs/rights.md`
 */
char *
spico_rights_page_render (const char *table,
                          const char *words,
                          GError    **error)
{
  g_autoptr (Words) all = words_new (words, error);
  g_auto (GStrv) lines = split_lines (table);
  g_auto (GStrv) header = g_strsplit (lines[0], ",", -1);
  g_autoptr (GString) text = g_string_new ("");
  Page self = { all, (const char *const *) lines, header, text };

  if (all == NULL || !check_table (&self, error) || !check_words (&self, error))
    return NULL;

  g_string_append (text, "<!-- Made from tests/rights.csv and tests/rights-words.csv by jmap-test-rights, with SPICO_WRITE_DOCS=1 -->\n");
  add_introduction (&self);
  for (guint i = 0; i < all->lines->len; i++)
    {
      const char *const *line = g_ptr_array_index (all->lines, i);

      if (g_str_equal (line[KIND], "subject"))
        add_subject (&self, line);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * spico_rights_page_check_quotes:
 * @words: `tests/rights-words.csv`
 * @translation: `po/fr.po`
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether all that the page quotes, « so », is what the interface says
 */
gboolean
spico_rights_page_check_quotes (const char *words,
                                const char *translation,
                                GError    **error)
{
  const char *opens = words;

  while ((opens = strstr (opens, QUOTE_OPENS)) != NULL)
    {
      const char *begins = opens + strlen (QUOTE_OPENS);
      const char *closes = strstr (begins, QUOTE_CLOSES);
      g_autofree char *quote = closes != NULL ? g_strndup (begins, closes - begins) : NULL;

      if (quote == NULL)
        return fail (error, WORDS_FILE ": a quotation does not end");
      if (strstr (translation, quote) == NULL)
        return fail (error, WORDS_FILE ": the interface does not say \"%s\" anywhere (po/fr.po)", quote);
      opens = closes;
    }

  return TRUE;
}
