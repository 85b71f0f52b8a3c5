/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-json.h"
#include "spico-store-outbox.h"
#include "spico-store-reads.h"

G_BEGIN_DECLS

/*
 * Groups of favourites in the store: what the server tells of them, what a person does, and what of that is told to the server.
 */

/** The lanes of the outbox that are a group's: what is done to it is told in order. */
#define SPICO_OUTBOX_GROUP "group"
#define SPICO_OUTBOX_GROUP_EDIT "group-edit"
#define SPICO_OUTBOX_UNGROUP "ungroup"
#define SPICO_OUTBOX_JOIN "group-join"
#define SPICO_OUTBOX_ANSWER "group-answer"

/**
 * SpicoGroupWrite:
 * @account_id: the account for which it is done
 * @id: the group
 * @share_id: (nullable): the id that a share would be given
 * @name: (nullable): « Nom »
 * @description: (nullable): « Description »
 * @member_ids: (nullable): the members
 * @is_active: « Activé ? »
 * @is_public: « Public »
 * @is_accepted: whether the account uses it
 * @now: the time, in microseconds since 1970
 *
 * What a person does with a group. Each job below says which members it reads.
 */
typedef struct {
  char *account_id;
  char *id;
  char *share_id;
  char *name;
  char *description;
  GStrv member_ids;
  gboolean is_active;
  gboolean is_public;
  gboolean is_accepted;
  gint64 now;
} SpicoGroupWrite;

SpicoGroupWrite *spico_group_write_new (const char *account_id,
                                        const char *id);
void spico_group_write_free (gpointer data);

DexFuture *spico_write_group (SpicoTransaction *transaction,
                              gpointer          data);
DexFuture *spico_write_group_edit (SpicoTransaction *transaction,
                                   gpointer          data);
DexFuture *spico_write_ungroup (SpicoTransaction *transaction,
                                gpointer          data);
DexFuture *spico_write_group_answer (SpicoTransaction *transaction,
                                     gpointer          data);

/** spico_store_write_group_definition: what it is called, and who is in it */
gboolean spico_store_write_group_definition (SpicoTransaction *transaction,
                                             SpicoGroupWrite  *write,
                                             GError          **error);
gboolean spico_store_put_group (SpicoTransaction *transaction,
                                const char       *account_id,
                                JsonObject       *object,
                                GHashTable       *seen,
                                GError          **error);
gboolean spico_store_put_group_share (SpicoTransaction *transaction,
                                      const char       *account_id,
                                      JsonObject       *object,
                                      GHashTable       *seen,
                                      GError          **error);
gboolean spico_store_remove_group (SpicoTransaction *transaction,
                                   const char       *account_id,
                                   const char       *id,
                                   GError          **error);
gboolean spico_store_end_groups (SpicoTransaction *transaction,
                                 const char       *account_id,
                                 GError          **error);

SpicoRows *spico_store_group_keys (SpicoTransaction *transaction,
                                   SpicoReadQuery   *query,
                                   GError          **error);
gboolean spico_store_load_groups (SpicoTransaction *transaction,
                                  const char       *keys,
                                  SpicoPage        *page,
                                  GError          **error);
SpicoRows *spico_store_group_share_keys (SpicoTransaction *transaction,
                                         SpicoReadQuery   *query,
                                         GError          **error);
gboolean spico_store_load_group_shares (SpicoTransaction *transaction,
                                        const char       *keys,
                                        SpicoPage        *page,
                                        GError          **error);

JsonObject *spico_outbox_make_group (SpicoTransaction *transaction,
                                     SpicoOperation   *operation,
                                     GError          **error);
JsonObject *spico_outbox_make_group_edit (SpicoTransaction *transaction,
                                          SpicoOperation   *operation,
                                          GError          **error);
JsonObject *spico_outbox_make_join (SpicoTransaction *transaction,
                                    SpicoOperation   *operation,
                                    GError          **error);
JsonObject *spico_outbox_make_answer (SpicoTransaction *transaction,
                                      SpicoOperation   *operation,
                                      GError          **error);
gboolean spico_outbox_is_of_group (SpicoOperation *operation);
gboolean spico_outbox_group_done (SpicoTransaction *transaction,
                                  SpicoSettlement  *settlement,
                                  GError          **error);
gboolean spico_outbox_group_refused (SpicoTransaction *transaction,
                                     SpicoSettlement  *settlement,
                                     GError          **error);

G_END_DECLS
