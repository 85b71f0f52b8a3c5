/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-json.h"
#include "spico-store.h"

G_BEGIN_DECLS

/*
 * The jobs of the store that reading from the server needs: each is a #SpicoStoreFunc.
 */

/* What one request brought, to be written in one transaction. */
typedef struct {
  char *account_id;
  const SpicoType *type;
  JsonArray *created;
  JsonArray *updated;
  JsonArray *destroyed;
  JsonArray *all_ids;
  char *state;
} SpicoBatch;

typedef struct {
  char *name;
  char *value;
} SpicoSetting;

/* The people of the person's own structures, and how it is noted that they were read. */
typedef struct {
  GStrv ids;
  char *note;
} SpicoColleagues;

#define SPICO_COLLEAGUES_SETTING "colleagues"

/* The answer to `Category/get`, as it was last read (spico-pull-whole.c). */
#define SPICO_CATEGORIES_SETTING "categories"

void spico_colleagues_free (gpointer data);

/* The `list` of a `DossierCircle/get`, and the dossiers of one account that it was asked for (spico_store_read_without_circle()). */
typedef struct {
  SpicoRows *asked;
  JsonArray *list;
} SpicoCircles;

void spico_circles_free (gpointer data);
SpicoBatch *spico_batch_new (const char      *account_id,
                             const SpicoType *type,
                             JsonArray       *list);
GPtrArray *spico_batches_new (void);
void spico_setting_free (gpointer data);
DexFuture *spico_store_write_batches (SpicoTransaction *transaction,
                                      gpointer          data);
DexFuture *spico_store_write_session (SpicoTransaction *transaction,
                                      gpointer          data);
DexFuture *spico_store_forget_states (SpicoTransaction *transaction,
                                      gpointer          data);
DexFuture *spico_store_write_setting (SpicoTransaction *transaction,
                                      gpointer          data);
DexFuture *spico_store_read_known_principals (SpicoTransaction *transaction,
                                              gpointer          data);
DexFuture *spico_store_read_without_circle (SpicoTransaction *transaction,
                                            gpointer          data);
DexFuture *spico_store_write_circles (SpicoTransaction *transaction,
                                      gpointer          data);
DexFuture *spico_store_read_own_accounts (SpicoTransaction *transaction,
                                          gpointer          data);
DexFuture *spico_store_write_colleagues (SpicoTransaction *transaction,
                                         gpointer          data);
DexFuture *spico_store_read_region_state (SpicoTransaction *transaction,
                                          gpointer          data);
DexFuture *spico_store_read_bare_conversations (SpicoTransaction *transaction,
                                                gpointer          data);
DexFuture *spico_store_begin_reading (SpicoTransaction *transaction,
                                      gpointer          data);
DexFuture *spico_store_end_reading (SpicoTransaction *transaction,
                                    gpointer          data);
DexFuture *spico_store_read_states (SpicoTransaction *transaction,
                                    gpointer          data);
DexFuture *spico_store_read_history (SpicoTransaction *transaction,
                                     gpointer          data);

G_END_DECLS
