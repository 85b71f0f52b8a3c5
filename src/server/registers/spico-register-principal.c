/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A principal as it stands in the directory, and the words by which it is found. */
#include <string.h>

#include "spico-register-store-private.h"
#include "spico-sort-key.h"
#include "spico-type.h"

/* More words than any name and place have; what is beyond cannot be searched for. */
#define MAX_WORDS 48
/* What is remembered of what comes again and again; then it is forgotten, and begins anew. */
#define MAX_REMEMBERED 20000

static const SpicoRegisterColumn principal_columns[] = {
  { .name = "id" },
  { .name = "kind" },
  { .name = "name" },
  { .name = "family_name" },
  { .name = "given_name" },
  { .name = "national_id" },
  { .name = "profession_code" },
  { .name = "profession" },
  { .name = "skill" },
  { .name = "structure_id" },
  { .name = "structure_name" },
  { .name = "address" },
  { .name = "postal_code" },
  { .name = "town" },
  { .name = "telephone" },
  { .name = "source" },
  { .name = "source_date" },
  { .name = "is_listed", .is_number = TRUE },
  { .name = "has_account", .is_number = TRUE, .is_kept = TRUE },
  { .name = "name_key" },
  { .name = "town_key" },
  { .name = "search_key" },
  { .name = "digest" },
  { .name = "generation", .is_number = TRUE },
};
static const SpicoRegisterTable principal_table = { "principal", principal_columns, G_N_ELEMENTS (principal_columns), 1 };

static const SpicoRegisterColumn term_columns[] = { { .name = "word" }, { .name = "kind" }, { .name = "value" } };
static const SpicoRegisterTable term_table = { "directory_term", term_columns, G_N_ELEMENTS (term_columns), 3 };

static const SpicoRegisterColumn word_columns[] = { { .name = "word" }, { .name = "principal_id" } };
const SpicoRegisterTable spico_register_word_table = { "principal_word", word_columns, G_N_ELEMENTS (word_columns), 2 };

/* In the order of principal_columns. */
static const struct {
  const char *column;
  gsize offset;
} fields[] = {
  { "name", G_STRUCT_OFFSET (SpicoRegisterRecord, name) },
  { "family_name", G_STRUCT_OFFSET (SpicoRegisterRecord, family_name) },
  { "given_name", G_STRUCT_OFFSET (SpicoRegisterRecord, given_name) },
  { "national_id", G_STRUCT_OFFSET (SpicoRegisterRecord, national_id) },
  { "profession_code", G_STRUCT_OFFSET (SpicoRegisterRecord, profession_code) },
  { "profession", G_STRUCT_OFFSET (SpicoRegisterRecord, profession) },
  { "skill", G_STRUCT_OFFSET (SpicoRegisterRecord, skill) },
  { "structure_id", G_STRUCT_OFFSET (SpicoRegisterRecord, structure_id) },
  { "structure_name", G_STRUCT_OFFSET (SpicoRegisterRecord, structure_name) },
  { "address", G_STRUCT_OFFSET (SpicoRegisterRecord, address) },
  { "postal_code", G_STRUCT_OFFSET (SpicoRegisterRecord, postal_code) },
  { "town", G_STRUCT_OFFSET (SpicoRegisterRecord, town) },
  { "telephone", G_STRUCT_OFFSET (SpicoRegisterRecord, telephone) },
};

#define FIELD(record, i) G_STRUCT_MEMBER (char *, (record), fields[i].offset)

/**
 * spico_register_record_clear:
 * @record: a record, whose values are freed
 */
void
spico_register_record_clear (SpicoRegisterRecord *record)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_clear_pointer (&FIELD (record, i), g_free);

  g_clear_pointer (&record->also, g_free);
}

static int
find_limit (const char *column)
{
  for (guint i = 0; i < spico_type_principal.n_properties; i++)
    {
      if (g_strcmp0 (spico_type_principal.properties[i].column, column) == 0)
        return (int) spico_type_principal.properties[i].max;
    }

  g_assert_not_reached ();
}

/**
 * spico_register_record_fits:
 * @record: a record
 *
 * Returns: whether every value is as short as the descriptor of Principal wants it
 */
gboolean
spico_register_record_fits (const SpicoRegisterRecord *record)
{
  static int limits[G_N_ELEMENTS (fields)];
  static gsize is_ready;

  if (g_once_init_enter (&is_ready))
    {
      for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        limits[i] = find_limit (fields[i].column);
      g_once_init_leave (&is_ready, 1);
    }

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = FIELD (record, i);

      if (value != NULL && strlen (value) > (gsize) limits[i] && g_utf8_strlen (value, -1) > limits[i])
        return FALSE;
    }

  return TRUE;
}

/* Whether a text might have another form in NFC: nothing below U+0300 does. */
static gboolean
may_be_decomposed (const char *text)
{
  for (const guchar *c = (const guchar *) text; *c != '\0'; c++)
    {
      if (*c >= 0xcc)
        return TRUE;
    }

  return FALSE;
}

/**
 * spico_register_clean:
 * @cell: UTF-8 text
 *
 * Returns: (transfer full): the text in NFC, without spaces at its ends and without two in a row
 */
char *
spico_register_clean (const char *cell)
{
  g_autofree char *composed = may_be_decomposed (cell) ? g_utf8_normalize (cell, -1, G_NORMALIZE_NFC) : g_strdup (cell);
  char *out = composed;

  for (const char *in = composed; *in != '\0'; in++)
    {
      if (*in != ' ' || (out > composed && out[-1] != ' '))
        *out++ = *in;
    }

  if (out > composed && out[-1] == ' ')
    out--;
  *out = '\0';

  return g_steal_pointer (&composed);
}

/* Towns, labels and names of places come again and again. */
static const char *
key_of (SpicoRegisterStore *self,
        const char         *text)
{
  char *key = g_hash_table_lookup (self->keys, text);

  if (key != NULL)
    return key;

  if (g_hash_table_size (self->keys) >= MAX_REMEMBERED)
    g_hash_table_remove_all (self->keys);
  key = spico_sort_key (text);
  g_hash_table_insert (self->keys, g_strdup (text), key);
  return key;
}

/* Calls for each word of a key. */
static void
each_word (const char *key,
           void (*call) (gpointer    data,
                         const char *word),
           gpointer    data)
{
  char word[256];

  while (*key != '\0')
    {
      gsize length = strcspn (key, " ");

      if (length > 0 && length < sizeof word)
        {
          memcpy (word, key, length);
          word[length] = '\0';
          call (data, word);
        }
      key += length + (key[length] == ' ' ? 1 : 0);
    }
}

/* The words of one principal, while they are gathered. */
typedef struct {
  SpicoRegisterStore *store;
  const char *id;
  GString *key; /* all of them */
  guint n_words;
  gboolean leads; /* whether the word leads to the principal by itself */
  GPtrArray *leading;
} Words;

static void
add_word (gpointer    data,
          const char *word)
{
  Words *words = data;
  g_autofree char *spaced = g_strdup_printf (" %s ", word);
  gboolean is_new = strstr (words->key->str, spaced) == NULL;

  if (is_new && words->n_words < MAX_WORDS)
    {
      g_string_append (words->key, spaced + 1);
      words->n_words++;
    }
  if (words->leads && (is_new || !g_ptr_array_find_with_equal_func (words->leading, word, g_str_equal, NULL)) && words->leading->len < MAX_WORDS)
    g_ptr_array_add (words->leading, g_strdup (word));
}

typedef struct {
  SpicoRegisterRows *rows;
  const char *kind;
  const char *value;
} Term;

static void
add_term_word (gpointer    data,
               const char *word)
{
  Term *term = data;

  spico_register_rows_add_text (term->rows, word);
  spico_register_rows_add_text (term->rows, term->kind);
  spico_register_rows_add_text (term->rows, term->value);
}

/* What many share leads to all of them at once. */
static void
add_term (SpicoRegisterStore *self,
          const char         *kind,
          const char         *key)
{
  g_autofree char *name = key[0] != '\0' ? g_strconcat (kind, " ", key, NULL) : NULL;
  Term term = { NULL, kind, strcmp (kind, "town") == 0 ? key : "" };

  if (name == NULL || g_hash_table_contains (self->terms, name))
    return;

  if (g_hash_table_size (self->terms) >= MAX_REMEMBERED)
    g_hash_table_remove_all (self->terms);
  g_hash_table_add (self->terms, g_steal_pointer (&name));
  term.rows = spico_register_store_rows (self, &term_table);
  each_word (key, add_term_word, &term);
}

static void
add_label (Words      *words,
           const char *kind,
           const char *text)
{
  const char *key = text != NULL && text[0] != '\0' ? key_of (words->store, text) : "";

  each_word (key, add_word, words);
  add_term (words->store, kind, key);
}

static void
add_leading (Words      *words,
             const char *key)
{
  words->leads = TRUE;
  each_word (key, add_word, words);
  words->leads = FALSE;
}

/* The numbers as people know them, without the digit that tells RPPS from ADELI; they lead to their principal by `national_id`. */
static void
add_number (Words                     *words,
            const SpicoRegisterRecord *record)
{
  g_autofree char *number = record->national_id != NULL ? g_ascii_strdown (record->national_id, -1) : NULL;

  if (number == NULL || number[0] == '\0')
    return;

  add_word (words, number);
  if (record->family_name != NULL)
    add_word (words, number + 1);
}

static gboolean
is_civility (const char *word)
{
  static const char *const civilities[] = { "Dr", "Pr", "M.", "Mme", NULL };

  return word != NULL && g_strv_contains (civilities, word);
}

/* All that a principal is found by: name, profession, skill, place, town, and its numbers. */
static void
gather_words (Words                     *words,
              const SpicoRegisterRecord *record,
              const char                *name_key)
{
  g_autofree char *civility = record->family_name != NULL ? g_strndup (record->name, strcspn (record->name, " ")) : NULL;

  g_string_append_c (words->key, ' ');
  add_leading (words, name_key);
  if (record->structure_name != NULL)
    add_leading (words, key_of (words->store, record->structure_name));
  if (record->also != NULL)
    add_leading (words, key_of (words->store, record->also));
  /* Two spaces: the words before them lead to the principal. */
  g_string_append_c (words->key, ' ');
  add_label (words, "label", is_civility (civility) ? civility : "");
  add_label (words, "label", record->profession);
  add_label (words, "label", record->skill);
  add_label (words, "town", record->town);
  add_number (words, record);
}

static void
keep_word (SpicoRegisterStore *self,
           const char         *word,
           const char         *id)
{
  g_autofree char *key = g_strdup_printf ("%s%c%s", word, SPICO_REGISTER_UNIT, id);

  if (self->word_error == NULL)
    spico_register_sorter_add (self->words, key, "", 0, &self->word_error);
}

/* While nobody sees the row its words wait to be written in their own order; else they go with it. */
static void
keep_words (Words *words)
{
  SpicoRegisterStore *self = words->store;
  SpicoRegisterRows *rows = self->is_applying ? spico_register_store_rows (self, &spico_register_word_table) : NULL;

  self->has_new_words = g_strcmp0 (self->old_key, words->key->str) != 0;
  if (!self->has_new_words)
    return;

  for (guint i = 0; i < words->leading->len; i++)
    {
      const char *word = g_ptr_array_index (words->leading, i);

      if (rows == NULL)
        keep_word (self, word, words->id);
      else
        {
          spico_register_rows_add_text (rows, word);
          spico_register_rows_add_text (rows, words->id);
        }
    }
}

/* People are sorted by family name, as in any directory. */
static char *
make_name_key (const SpicoRegisterRecord *record)
{
  g_autofree char *person = record->family_name != NULL ? g_strconcat (record->family_name, " ", record->given_name, NULL) : NULL;

  return spico_sort_key (person != NULL ? person : record->name);
}

/**
 * spico_register_store_put_principal:
 * @self: where a load writes
 * @entry: what it is put for
 * @kind: what it is: `person`, `structure` or `unit`
 * @record: the principal, who fits
 *
 * Adds the principal to the rows that wait.
 */
void
spico_register_store_put_principal (SpicoRegisterStore        *self,
                                    const SpicoRegisterEntry  *entry,
                                    const char                *kind,
                                    const SpicoRegisterRecord *record)
{
  SpicoRegisterRows *rows = spico_register_store_rows (self, &principal_table);
  g_autofree char *name_key = make_name_key (record);
  g_autoptr (GString) search_key = g_string_new (NULL);
  g_autoptr (GPtrArray) leading = g_ptr_array_new_with_free_func (g_free);
  Words words = { self, entry->id, search_key, 0, FALSE, leading };

  gather_words (&words, record, name_key);
  keep_words (&words);

  spico_register_rows_add_text (rows, entry->id);
  spico_register_rows_add_text (rows, kind);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = FIELD (record, i);
      gboolean is_nullable = fields[i].offset == G_STRUCT_OFFSET (SpicoRegisterRecord, structure_id);

      spico_register_rows_add_text (rows, value != NULL || is_nullable ? value : "");
    }
  spico_register_rows_add_text (rows, self->target->source);
  spico_register_rows_add_text (rows, NULL);
  spico_register_rows_add_number (rows, 1);
  spico_register_rows_add_number (rows, 0);
  spico_register_rows_add_text (rows, name_key);
  spico_register_rows_add_text (rows, record->town != NULL && record->town[0] != '\0' ? key_of (self, record->town) : "");
  spico_register_rows_add_text (rows, search_key->str);
  spico_register_rows_add_text (rows, entry->digest);
  spico_register_rows_add_number (rows, entry->generation);
}
