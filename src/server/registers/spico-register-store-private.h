/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-register-sorter.h"
#include "spico-register-store.h"

G_BEGIN_DECLS

/** Between two texts in one: no line of a register holds it. */
#define SPICO_REGISTER_UNIT '\x1f'

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
  GPtrArray *forgotten; /* a word, then an id, and so on */
  guint n_waiting;
  guint64 n_batches;

  /* Rows that are there already are made for their words only. */
  GPtrArray *ignored;
  gboolean is_ignoring;

  SpicoRegisterSorter *words;
  GError *word_error;
  char *old_key; /* by which the entry that is put was found until now */
  gboolean has_new_words;

  /* What was worked out lately, and what was written as a term lately */
  GHashTable *keys;
  GHashTable *terms;
};

extern const SpicoRegisterTable spico_register_word_table;

G_END_DECLS
