/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-json.h"
#include "spico-kept-reason.h"
#include "spico-store-outbox.h"

G_BEGIN_DECLS

/*
 * Edits of a group that the server does not know yet. What the group was before them is kept beside it, so that what somebody else saves meanwhile joins
 * them: nothing that either typed is lost.
 */

/** spico_group_edits_begin: before the first edit of a group: what it is now is what somebody else may change too */
gboolean spico_group_edits_begin (SpicoTransaction *transaction,
                                  const char       *account_id,
                                  const char       *id,
                                  GError          **error);

/**
 * spico_group_edits_join:
 * @theirs: the group as the server has it
 *
 * What was edited here joins what the server has. Where both changed the name or the description, theirs stands, and what was typed here becomes the draft
 * of the group's editor.
 */
gboolean spico_group_edits_join (SpicoTransaction *transaction,
                                 const char       *account_id,
                                 JsonObject       *theirs,
                                 GHashTable       *seen,
                                 GError          **error);

/** spico_group_edits_told: the server has an edit; later ones begin with it */
gboolean spico_group_edits_told (SpicoTransaction *transaction,
                                 SpicoOperation   *operation,
                                 GError          **error);

/** spico_group_edits_forget: nothing waits any more */
gboolean spico_group_edits_forget (SpicoTransaction *transaction,
                                   const char       *account_id,
                                   const char       *id,
                                   GError          **error);

/**
 * spico_group_edits_rescue:
 * @reason: why they cannot be saved
 *
 * The group goes, or may no longer be edited: what waits becomes its draft, and what is its draft already says why. A draft whose group is not there is one of
 * what was kept (spico-store-kept.h).
 */
gboolean spico_group_edits_rescue (SpicoTransaction *transaction,
                                   const char       *account_id,
                                   const char       *id,
                                   SpicoKeptReason   reason,
                                   GError          **error);

/** spico_group_edits_keep_all: the account goes: whatever waits for its groups becomes drafts of them, to be found if it comes back; what is beside a draft says of which group it was */
gboolean spico_group_edits_keep_all (SpicoTransaction *transaction,
                                     const char       *account_id,
                                     GError          **error);

G_END_DECLS
