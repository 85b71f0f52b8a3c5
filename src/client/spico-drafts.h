/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-draft.h"
#include "spico-store.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DRAFTS (spico_drafts_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDrafts, spico_drafts, SPICO, DRAFTS, GObject)

/*
 * The drafts on their way to the store. What the store does not take at once (it is busy, or the disk is full) stays here and is offered again until it does;
 * meanwhile it is what spico_drafts_load() gives. A draft stands in a place: a conversation of a mailbox, or the « Nouvelle conversation » form (both %NULL).
 * Main thread.
 */

SpicoDrafts *spico_drafts_new (SpicoStore *store);

DexFuture *spico_drafts_load (SpicoDrafts *self,
                              const char  *mailbox_id,
                              const char  *conversation_id);
DexFuture *spico_drafts_save (SpicoDrafts *self,
                              SpicoDraft  *draft);
DexFuture *spico_drafts_join (SpicoDrafts *self,
                              SpicoDraft  *draft);
DexFuture *spico_drafts_discard (SpicoDrafts *self,
                                 const char  *mailbox_id,
                                 const char  *conversation_id);
void spico_drafts_forget (SpicoDrafts *self,
                          const char  *mailbox_id,
                          const char  *conversation_id);
DexFuture *spico_drafts_flush (SpicoDrafts *self);

G_END_DECLS
