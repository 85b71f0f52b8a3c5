/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "spico-draft.h"
#include "spico-kept-reason.h"

G_BEGIN_DECLS

/**
 * SpicoKeptKind:
 * @SPICO_KEPT_GROUP: a group of favourites (F040)
 * @SPICO_KEPT_SHEET: the « Contactez-nous » sheet of a group (F059)
 * @SPICO_KEPT_ABSENCE: an absence (B016)
 */
typedef enum {
  SPICO_KEPT_GROUP,
  SPICO_KEPT_SHEET,
  SPICO_KEPT_ABSENCE,
} SpicoKeptKind;

#define SPICO_TYPE_KEPT (spico_kept_get_type ())
G_DECLARE_FINAL_TYPE (SpicoKept, spico_kept, SPICO, KEPT, GObject)

/**
 * SpicoKept:
 *
 * Something that a person typed, and that has nowhere else to stand: a group that is not saved, or what was typed for an account that ended (F030). It never changes.
 */

/**
 * spico_kept_new:
 * @account_id: the account for which it was typed
 * @id: where it stands: of a group and of a sheet, what spico_client_load_group_draft() takes; of an absence, the name of its form
 * @name: the name of the group
 * @text: its description; of a sheet, what spico_group_sheet_from_text() takes
 * @ids: the members
 * @values: (nullable): of an absence: the fields, by #SpicoAbsenceField
 * @active_switch: of a group: « Activé ? »
 * @public_switch: of a group: « Public »
 *
 * Returns: (transfer full): a group, a sheet or an absence
 */
SpicoKept *spico_kept_new (SpicoKeptKind      kind,
                           SpicoKeptReason    reason,
                           const char        *account_id,
                           const char        *id,
                           const char        *name,
                           const char        *text,
                           const char *const *ids,
                           const char *const *values,
                           SpicoDraftSwitch   active_switch,
                           SpicoDraftSwitch   public_switch);

/** spico_kept_equal: Returns: whether both say the same */
gboolean spico_kept_equal (SpicoKept *self,
                           SpicoKept *other);

/** spico_kept_get_kind: Returns: what it is */
SpicoKeptKind spico_kept_get_kind (SpicoKept *self);

/** spico_kept_get_reason: Returns: why it is here */
SpicoKeptReason spico_kept_get_reason (SpicoKept *self);

/** spico_kept_get_account_id: Returns: (transfer none): the account for which it was typed */
const char *spico_kept_get_account_id (SpicoKept *self);

/** spico_kept_get_id: Returns: (transfer none): where it stands, see spico_kept_new() */
const char *spico_kept_get_id (SpicoKept *self);

/** spico_kept_get_name: Returns: (transfer none): the name of the group; may be empty */
const char *spico_kept_get_name (SpicoKept *self);

/** spico_kept_get_text: Returns: (transfer none): its description, or the sheet, see spico_kept_new() */
const char *spico_kept_get_text (SpicoKept *self);

/** spico_kept_get_ids: Returns: (transfer none): the members */
const char *const *spico_kept_get_ids (SpicoKept *self);

/** spico_kept_get_values: Returns: (transfer none) (nullable): of an absence: its fields, by #SpicoAbsenceField */
const char *const *spico_kept_get_values (SpicoKept *self);

/** spico_kept_get_active_switch: Returns: of a group: what was made of « Activé ? » (F040) */
SpicoDraftSwitch spico_kept_get_active_switch (SpicoKept *self);

/** spico_kept_get_public_switch: Returns: of a group: what was made of « Public » (F043) */
SpicoDraftSwitch spico_kept_get_public_switch (SpicoKept *self);

G_END_DECLS
