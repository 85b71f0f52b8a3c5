/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "spico-client-error.h"
#include "spico-rows.h"

G_BEGIN_DECLS

/**
 * SpicoChangeFlags: what a transaction of the store touched.
 */
typedef enum {
  SPICO_CHANGE_NONE = 0,
  SPICO_CHANGE_ACCOUNTS = 1 << 0,
  SPICO_CHANGE_PRINCIPALS = 1 << 1,
  SPICO_CHANGE_CONVERSATIONS = 1 << 2,
  SPICO_CHANGE_DOSSIERS = 1 << 3,
  SPICO_CHANGE_FAVOURITES = 1 << 4,
  SPICO_CHANGE_SEARCHES = 1 << 5,
  SPICO_CHANGE_OUTBOX = 1 << 6,
  SPICO_CHANGE_GROUPS = 1 << 7,
  SPICO_CHANGE_ANNOUNCEMENTS = 1 << 8,
  SPICO_CHANGE_DELEGATIONS = 1 << 9,
  SPICO_CHANGE_PROFILES = 1 << 10,
  SPICO_CHANGE_CONTACT = 1 << 11,
  SPICO_CHANGE_WORDING = 1 << 12,
  SPICO_CHANGE_ATTACHMENTS = 1 << 13,
  SPICO_CHANGE_TEMPLATES = 1 << 14,
  SPICO_CHANGE_KEPT = 1 << 15,
  SPICO_CHANGE_SCHEDULED = 1 << 16,
} SpicoChangeFlags;

/**
 * SpicoChanges:
 * @flags: the kinds of rows touched
 * @conversations: the set of `ACCOUNT CONVERSATION` whose row, messages or markers were touched
 * @principals: the set of principals touched
 */
typedef struct {
  gatomicrefcount ref_count;
  SpicoChangeFlags flags;
  GHashTable *conversations;
  GHashTable *principals;
} SpicoChanges;

#define SPICO_TYPE_CHANGES (spico_changes_get_type ())
GType spico_changes_get_type (void);
SpicoChanges *spico_changes_ref (SpicoChanges *self);
void spico_changes_unref (SpicoChanges *self);
void spico_changes_add_conversation (SpicoChanges *self,
                                     const char   *account_id,
                                     const char   *conversation_id);
gboolean spico_changes_has_conversation (SpicoChanges *self,
                                         const char   *account_id,
                                         const char   *conversation_id);
void spico_changes_add_principal (SpicoChanges *self,
                                  const char   *principal_id);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoChanges, spico_changes_unref)

/**
 * SpicoTransaction:
 * @connection: the connection, inside a transaction
 * @changes: what is touched; told to the main thread after the commit
 * @person_id: the signed-in person; empty before it is known
 *
 * What a job of the store works with, in one of the store's threads.
 */
typedef struct {
  SpicoSqlConnection *connection;
  SpicoChanges *changes;
  const char *person_id;
} SpicoTransaction;

/**
 * SpicoStoreFunc:
 *
 * A job: runs in a thread of the store, wholly or not at all.
 *
 * Returns: (transfer full): a future that is resolved or rejected already; rejected, the transaction is rolled back
 */
typedef DexFuture *(*SpicoStoreFunc) (SpicoTransaction *transaction,
                                      gpointer          data);

#define SPICO_TYPE_STORE (spico_store_get_type ())
G_DECLARE_FINAL_TYPE (SpicoStore, spico_store, SPICO, STORE, GObject)

/**
 * SpicoStore:
 *
 * The encrypted store of one person (design section 7): a thread that writes, a thread that reads, none of them the main one.
 * Emits `changed` (#SpicoChanges) on the main thread after each commit that touched something.
 */

DexFuture *spico_store_open (const char *path,
                             GBytes     *key);
void spico_store_set_person (SpicoStore *self,
                             const char *person_id);
DexFuture *spico_store_read (SpicoStore     *self,
                             SpicoStoreFunc  func,
                             gpointer        data,
                             GDestroyNotify  destroy);
DexFuture *spico_store_write (SpicoStore     *self,
                              SpicoStoreFunc  func,
                              gpointer        data,
                              GDestroyNotify  destroy);
DexFuture *spico_store_close (SpicoStore *self);

/**
 * spico_store_answer:
 * @ok: whether a job has done what it was to do
 * @error: where its error stands otherwise; looked at only then
 *
 * Returns: (transfer full): what the job gives: a future of a boolean, or of its error
 */
DexFuture *spico_store_answer (gboolean ok,
                               GError **error);

G_END_DECLS
