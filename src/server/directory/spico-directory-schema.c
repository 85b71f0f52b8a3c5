/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-directory-schema.h"

/* The index by which people and structures are found (docs/architecture.md, « The search of the directory »). `principal.number` is an area (a department, 0 for nowhere) in its upper half and,
 * in its lower one, a serial that is never given twice; who is found by other words than before has another number, so that lists only grow. NULL: not in the index yet. The index by number has all that a search reads of those whom it finds, who are listed.
 * `directory_area.next` is the first serial that is free; the row of area -1 is locked by whoever writes lists, and its `next` counts those who did.
 * `directory_block` holds the lists of serials, ascending, as differences of seven bits a byte, many lists a row, in the order of their keys and from `first` on: those of an area (`place`) by word and field, and all of them once more, in place -1, by word, field
 * and area. `directory_word` is the dictionary: what a word
 * sounds like, in which areas it has lists (packed alike, each number one too high), and how many numbers were ever put there. */
const char spico_directory_schema_sql[] =
  "DROP TABLE principal_word;"
  "DROP TABLE directory_term;"
  "DROP INDEX principal_by_town;"
  "ALTER TABLE principal ADD COLUMN number BIGINT;"
  "CREATE INDEX principal_by_number ON principal (number, generation, has_account, name_key, id) WHERE is_listed = 1;"
  "CREATE INDEX principal_without_number ON principal (id) WHERE number IS NULL;"
  "CREATE INDEX principal_with_account ON principal (number) WHERE has_account = 1;"
  "CREATE TABLE directory_area (area BIGINT PRIMARY KEY, next BIGINT NOT NULL);"
  "CREATE TABLE directory_block (place BIGINT NOT NULL, first TEXT NOT NULL, lists BYTEA NOT NULL, PRIMARY KEY (place, first)){clustered};"
  "CREATE TABLE directory_word (word TEXT PRIMARY KEY, sound TEXT NOT NULL, n BIGINT NOT NULL, areas BYTEA NOT NULL){clustered};"
  "CREATE INDEX directory_word_by_sound ON directory_word (sound, word) WHERE sound <> '';";
