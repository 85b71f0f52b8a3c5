/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** No longer word is found: of a longer one, nothing. In bytes. */
#define SPICO_DIRECTORY_MAX_WORD 64

/**
 * SpicoDirectoryField:
 * @SPICO_DIRECTORY_FAMILY: a family name, or the name of a structure
 * @SPICO_DIRECTORY_GIVEN: a first name
 * @SPICO_DIRECTORY_PLACE: the name of the place of exercise, another name of a structure
 * @SPICO_DIRECTORY_LABEL: civility, profession, skill, category
 * @SPICO_DIRECTORY_TOWN: town and postcode
 * @SPICO_DIRECTORY_FACT: what nobody types: see spico_directory_fact()
 *
 * Where a word stands.
 */
typedef enum {
  SPICO_DIRECTORY_FAMILY,
  SPICO_DIRECTORY_GIVEN,
  SPICO_DIRECTORY_PLACE,
  SPICO_DIRECTORY_LABEL,
  SPICO_DIRECTORY_TOWN,
  SPICO_DIRECTORY_FACT,
  SPICO_DIRECTORY_N_FIELDS,
} SpicoDirectoryField;

/**
 * SpicoDirectoryEntry:
 * @kind: `person`, `structure` or `unit`
 * @family: the sort key of the family name, or of a structure's name
 * @given: that of the first name
 * @places: (array): those of other names of the place
 * @labels: (array): those of civility, profession and skill
 * @town: that of the town
 * @postal_code: the postcode
 * @profession_code: the code of the profession or category
 * @structure_id: (nullable): the structure
 *
 * What a principal is found by.
 */
typedef struct {
  const char *kind;
  const char *family;
  const char *given;
  const char *places[2];
  const char *labels[3];
  const char *town;
  const char *postal_code;
  const char *profession_code;
  const char *structure_id;
} SpicoDirectoryEntry;

/**
 * SpicoDirectoryEachWord:
 * @data: what was given with the function
 * @word: a word
 * @field: where it stands
 *
 * Hears the words of an entry, some of them twice.
 */
typedef void (*SpicoDirectoryEachWord) (gpointer            data,
                                        const char         *word,
                                        SpicoDirectoryField field);

void spico_directory_each_word (const SpicoDirectoryEntry *entry,
                                SpicoDirectoryEachWord     call,
                                gpointer                   data);
guint spico_directory_area (const char *postal_code);
char *spico_directory_fact (char        what,
                            const char *value);
GStrv spico_directory_forms (const char *word);

G_END_DECLS
