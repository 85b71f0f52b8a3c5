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
  { .name = "number", .is_number = TRUE },
};
static const SpicoRegisterTable principal_table = { "principal", principal_columns, G_N_ELEMENTS (principal_columns), 1 };

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

/**
 * spico_register_rows_add_clean:
 * @rows: rows
 * @cell: UTF-8 text, added as spico_register_clean() makes it
 */
void
spico_register_rows_add_clean (SpicoRegisterRows *rows,
                               const char        *cell)
{
  g_autofree char *text = spico_register_clean (cell);

  spico_register_rows_add_text (rows, text);
}

/* Towns, labels and names of places come again and again. */
static const char *
key_of (SpicoRegisterStore *self,
        const char         *text)
{
  char *key = g_hash_table_lookup (self->keys, text);

  if (key != NULL)
    return key;

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
  GString *key; /* all of them */
  guint n_words;
} Words;

static void
add_word (gpointer    data,
          const char *word)
{
  Words *words = data;
  g_autofree char *spaced = g_strdup_printf (" %s ", word);

  if (words->n_words == MAX_WORDS || strstr (words->key->str, spaced) != NULL)
    return;

  g_string_append (words->key, spaced + 1);
  words->n_words++;
}

/* The numbers as people know them, without the digit that tells RPPS from ADELI. */
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

static const char *
key_or_nothing (SpicoRegisterStore *self,
                const char         *text)
{
  return text != NULL && text[0] != '\0' ? key_of (self, text) : "";
}

/* What comes again and again: the keys stay until all of them are taken. */
static void
make_room (SpicoRegisterStore *self)
{
  if (g_hash_table_size (self->keys) >= MAX_REMEMBERED)
    g_hash_table_remove_all (self->keys);
}

/* All that a principal is found by: name, profession, skill, place and town. */
static void
describe (SpicoRegisterStore        *self,
          const char                *kind,
          const SpicoRegisterRecord *record,
          SpicoDirectoryEntry       *entry)
{
  g_autofree char *civility = record->family_name != NULL ? g_strndup (record->name, strcspn (record->name, " ")) : NULL;

  make_room (self);
  *entry = (SpicoDirectoryEntry) {
    .kind = kind,
    .given = key_or_nothing (self, record->given_name),
    .places = { key_or_nothing (self, record->structure_name), key_or_nothing (self, record->also) },
    .labels = { is_civility (civility) ? key_or_nothing (self, civility) : "", key_or_nothing (self, record->profession), key_or_nothing (self, record->skill) },
    .town = key_or_nothing (self, record->town),
    .postal_code = record->postal_code != NULL ? record->postal_code : "",
    .profession_code = record->profession_code,
    .structure_id = record->structure_id,
  };
}

/* All words in one text: what tells whether they are still the same, and what a search in another order goes through. */
static void
gather_words (Words                     *words,
              const SpicoRegisterRecord *record,
              const SpicoDirectoryEntry *entry)
{
  const char *const keys[] = { entry->family, entry->given, entry->places[0], entry->places[1], entry->labels[0], entry->labels[1], entry->labels[2], entry->town, entry->postal_code };

  g_string_append_c (words->key, ' ');
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    each_word (keys[i], add_word, words);
  add_number (words, record);
}

static gboolean
is_as_before (const SpicoRegisterOld    *old,
              const char                *search_key,
              const SpicoDirectoryEntry *entry)
{
  return old->number != 0 && SPICO_DIRECTORY_AREA_OF (old->number) == spico_directory_area (entry->postal_code) && strcmp (old->search_key, search_key) == 0
         && strcmp (old->town_key, entry->town) == 0 && g_strcmp0 (old->structure_id, entry->structure_id) == 0
         && strcmp (old->profession_code, entry->profession_code != NULL ? entry->profession_code : "") == 0;
}

/* Who is found as before keeps the number; else the one until now leads nowhere. What a load that was cut short has written it may have written without words. */
static gint64
find_number (SpicoRegisterStore        *self,
             const char                *search_key,
             const SpicoDirectoryEntry *entry)
{
  gint64 number = self->old.number;

  if (self->foreseen != 0)
    return self->foreseen;
  if (!self->is_there && is_as_before (&self->old, search_key, entry))
    return number;
  if (self->word_error == NULL && (self->is_there || spico_directory_numbers_take (self->numbers, spico_directory_area (entry->postal_code), &number, &self->word_error)))
    spico_directory_builder_add (self->words, number, entry, &self->word_error);
  if (self->old.number != 0 && self->old.number != number)
    g_array_append_val (self->gone, self->old.number);

  return number;
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
  g_autofree char *family = spico_sort_key (record->family_name != NULL ? record->family_name : record->name);
  g_autoptr (GString) search_key = g_string_new (NULL);
  Words words = { search_key, 0 };
  SpicoDirectoryEntry described;

  describe (self, kind, record, &described);
  described.family = family;
  gather_words (&words, record, &described);
  spico_category_tally_add (self->categories, kind, record->profession_code, record->profession, 1);

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
  spico_register_rows_add_text (rows, described.town);
  spico_register_rows_add_text (rows, search_key->str);
  spico_register_rows_add_text (rows, entry->digest);
  spico_register_rows_add_number (rows, entry->generation);
  self->number = find_number (self, search_key->str, &described);
  spico_register_rows_add_number (rows, self->number);
}
