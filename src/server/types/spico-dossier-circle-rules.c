/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The circle of a dossier: a view, for whoever may read the dossier. Taking part in a conversation about the patient opens neither (F064). */
#include "spico-view-records.h"

/* What the patient refuses overrides what was given (F087). */
static const SpicoJmapExpression member_fields[] = {
  { "principalId", "a.account_id" },
  { "habilitation", "CASE WHEN a.refusal = 1 THEN 0 ELSE a.habilitation END" },
  { NULL, NULL },
};

static const SpicoViewSource members = { "members", "dossier_member", "dossier_id", "added_at, x.account_id", "1 = 1", "", member_fields };

static gboolean
complete (SpicoJmapCall     *call,
          const char *const *ids,
          gsize              n_ids,
          GHashTable        *objects,
          guint64            wanted,
          GError           **error)
{
  return spico_view_complete (call, &members, ids, n_ids, objects, wanted, error);
}

const SpicoJmapRules spico_dossier_circle_rules = {
  .type = &spico_type_dossier_circle,
  .state_type = &spico_type_dossier,
  .read = SPICO_ACTION_CIRCLE_READ,
  .audits_reads = TRUE,
  .joins = "",
  .complete = complete,
};
