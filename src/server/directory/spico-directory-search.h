/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-directory-found.h"
#include "spico-sql-connection.h"

G_BEGIN_DECLS

/** So many words of a search are looked for; the others are left out. */
#define SPICO_DIRECTORY_MAX_WORDS 8

/**
 * SpicoDirectoryAsk:
 * @words: (array zero-terminated=1): the words that were typed, as sort keys; each begins a word that somebody is found by. Perhaps none, beside one of the following
 * @town_words: (nullable) (array zero-terminated=1): words of the town
 * @postal_code: (nullable): the postcode
 * @profession_code: (nullable): the code of the profession or category
 * @structure_id: (nullable): where they work
 * @has_people: whether people are wanted; likewise @has_structures and @has_units
 * @has_account: whether only those with an account are wanted
 * @is_alike: whether what is read of a principal hangs on the directory alone, not on who searches or for what: it may then be remembered
 * @person_id: who searches: what is near to them comes first
 * @limit: how many are wanted
 *
 * A search of the directory.
 */
typedef struct {
  const char *const *words;
  const char *const *town_words;
  const char *postal_code;
  const char *profession_code;
  const char *structure_id;
  gboolean has_people;
  gboolean has_structures;
  gboolean has_units;
  gboolean has_account;
  gboolean is_alike;
  const char *person_id;
  guint limit;
} SpicoDirectoryAsk;

/**
 * SpicoDirectoryKeep:
 * @data: what was given with the function
 * @numbers: (array length=n_numbers): numbers of the index
 * @n_numbers: how many
 * @found: (element-type SpicoDirectoryFound): told those whom the asker may see and wants
 * @error: return location for an error
 *
 * Reads the principals behind numbers. Numbers that nobody has any more are in the index too.
 *
 * Returns: whether the database answered
 */
typedef gboolean (*SpicoDirectoryKeep) (gpointer      data,
                                        const gint64 *numbers,
                                        guint         n_numbers,
                                        GPtrArray    *found,
                                        GError      **error);

gboolean spico_directory_search (SpicoSqlConnection      *connection,
                                 const SpicoDirectoryAsk *ask,
                                 SpicoDirectoryKeep       keep,
                                 gpointer                 data,
                                 GPtrArray               *ids,
                                 GError                 **error);

G_END_DECLS
