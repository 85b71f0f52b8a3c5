/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-directory-numbers.h"
#include "spico-directory-search.h"
#include "spico-directory-words.h"

G_BEGIN_DECLS

/** How good a match is: a whole word before the beginning of one, names before the rest; 0 is none. */
#define SPICO_DIRECTORY_QUALITIES 7
/** From here on it is a whole word. */
#define SPICO_DIRECTORY_WHOLE 4

/**
 * SpicoDirectoryRange:
 * @word: a word
 * @is_prefix: whether all that begin with it are meant
 * @is_correction: whether it is not what was typed
 * @is_broad: whether it is the beginning of too many words to be looked for far away
 * @field: where it stands; -1 for any but facts
 * @areas: where there are such words
 *
 * Words of the index: a whole one, or all that begin with it.
 */
typedef struct {
  char *word;
  gboolean is_prefix;
  gboolean is_correction;
  gboolean is_broad;
  int field;
  SpicoDirectoryAreas areas;
} SpicoDirectoryRange;

/**
 * SpicoDirectoryCondition:
 * @ranges: (element-type SpicoDirectoryRange): words of which one is enough
 * @numbers: (nullable) (element-type gint64): or who has it
 * @is_negative: whether nobody must have it
 * @is_typed: whether it counts in the ranking
 * @is_begun: whether it is the last word of several, of which a letter or two are typed, and many have a word that begins so: far away only names are looked at
 * @areas: where anybody may have it
 * @n: how many, at most
 *
 * What somebody who is found must have.
 */
typedef struct {
  GPtrArray *ranges;
  GArray *numbers;
  gboolean is_negative;
  gboolean is_typed;
  gboolean is_begun;
  SpicoDirectoryAreas areas;
  gint64 n;
} SpicoDirectoryCondition;

/**
 * SpicoDirectoryCandidate:
 * @serial: somebody's, in an area
 * @rank: the higher, the better
 *
 * Who may be meant.
 */
typedef struct {
  guint32 serial;
  guint16 rank;
} SpicoDirectoryCandidate;

/**
 * SpicoDirectoryPool:
 * @area: an area
 * @size: above every serial
 * @marks: (element-type guint32): who meets the condition at hand, and in the lowest three bits how well
 * @best: (nullable) (array length=size): the same where they are many: how well, by serial; 0 for those who do not, and up to a multiple of eight
 * @candidates: (element-type SpicoDirectoryCandidate): who meets all conditions until now, ascending
 *
 * An area, while it is searched.
 */
typedef struct {
  guint area;
  guint32 size;
  GArray *marks;
  guint8 *best;
  GArray *candidates;
} SpicoDirectoryPool;

/* ---- Conditions ---- */

GPtrArray *spico_directory_conditions_new (SpicoSqlConnection      *connection,
                                           const SpicoDirectoryAsk *ask,
                                           gboolean                 is_corrected,
                                           GError                 **error);
gboolean spico_directory_conditions_look_up (SpicoSqlConnection  *connection,
                                             GPtrArray           *conditions,
                                             SpicoDirectoryAreas *areas,
                                             GError             **error);
/* ---- Areas ---- */

void spico_directory_pools_announce (SpicoSqlConnection *connection);
gboolean spico_directory_pools_read (SpicoSqlConnection *connection,
                                     GPtrArray         **pools,
                                     GError            **error);
void spico_directory_pools_announce_find (SpicoSqlConnection            *connection,
                                          GPtrArray                     *pools,
                                          const SpicoDirectoryCondition *condition);
gboolean spico_directory_pools_find (SpicoSqlConnection *connection,
                                     GPtrArray          *pools,
                                     GPtrArray          *conditions,
                                     GError            **error);
void spico_directory_pool_announce_raise (SpicoSqlConnection *connection,
                                          SpicoDirectoryPool *pool,
                                          char                what,
                                          const char         *value);
gboolean spico_directory_pool_raise (SpicoSqlConnection *connection,
                                     SpicoDirectoryPool *pool,
                                     char                what,
                                     const char         *value,
                                     guint               below,
                                     guint               raised,
                                     GError            **error);

G_END_DECLS
