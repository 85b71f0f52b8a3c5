/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-store.h"

G_BEGIN_DECLS

/*
 * What was typed and has nowhere else to stand (#SpicoKept): drafts whose group is not there, or is not administered; and what was typed for an account whose Discussions ended. All of it stands where it stood before, in the drafts and the
 * settings, so that an account that comes back finds it again. Each is a #SpicoStoreFunc.
 */

/* An expression of SQL: whether something that was typed for an account that has ended is left; @id is its id. */
#define SPICO_STORE_HAS_KEPT(id)                                                                                             \
  "(EXISTS (SELECT 1 FROM draft AS d WHERE d.holder_id = " id " AND d.conversation_id LIKE 'group %')"                       \
  " OR EXISTS (SELECT 1 FROM setting AS s WHERE s.name = '" SPICO_STORE_ABSENCE_PREFIX "' || " id " AND s.value <> ''))"

/* Before the account: where spico-client-forms.c keeps an absence. */
#define SPICO_STORE_ABSENCE_PREFIX "form/absence/"

/** spico_store_read_kept: @data: an account, or "" for all. Resolves to a #GListStore of #SpicoKept, what was typed last first. */
DexFuture *spico_store_read_kept (SpicoTransaction *transaction,
                                  gpointer          data);

/** spico_store_count_unsaved: Resolves to a #guint: groups, absences and templates that the server does not have as they stand here, and messages that were to be sent later, and were cancelled */
DexFuture *spico_store_count_unsaved (SpicoTransaction *transaction,
                                      gpointer          data);

/** spico_store_count_left: Resolves to #SpicoRows of one row: what is saved here and the server does not know, and what is typed and neither saved nor sent. Messages that wait are neither. */
DexFuture *spico_store_count_left (SpicoTransaction *transaction,
                                   gpointer          data);

G_END_DECLS
