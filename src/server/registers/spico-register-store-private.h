/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-category-tally.h"
#include "spico-directory-builder.h"
#include "spico-directory-numbers.h"
#include "spico-register-sorter.h"
#include "spico-register-store.h"

G_BEGIN_DECLS

/** Between two texts in one: no line of a register holds it. */
#define SPICO_REGISTER_UNIT '\x1f'

/* By what the entry that is put was found until now; no number: by nothing. */
typedef struct {
  gint64 number;
  char *search_key;
  char *town_key;
  char *structure_id;
  char *profession_code;
} SpicoRegisterOld;

struct _SpicoRegisterStore {
  SpicoSqlConnection *connection;
  const SpicoRegisterTarget *target;
  char *holder;
  gboolean lacks_indexes;
  gboolean is_applying;

  /* What waits for a transaction */
  GPtrArray *rows;
  GPtrArray *emptied;   /* ids whose children go first */
  GPtrArray *removed;   /* ids that nobody has seen */
  GPtrArray *withdrawn; /* ids */
  guint n_waiting;
  guint64 n_batches;

  /* Rows that are there already, or will be written later, are made for their words only. */
  GPtrArray *ignored;
  gboolean is_ignoring;
  gboolean is_there;

  /* By what principals are found */
  SpicoDirectoryNumbers *numbers;
  SpicoDirectoryBuilder *words;
  GError *word_error;
  SpicoRegisterOld old;
  gint64 number;   /* of the entry that was put last */
  gint64 foreseen; /* of the entry that is put, where it was put before */
  guint n_foreseen;
  GArray *gone; /* numbers that nobody will have */

  /* What they are */
  SpicoCategoryTally *categories;

  /* What was worked out lately */
  GHashTable *keys;
};

G_END_DECLS
