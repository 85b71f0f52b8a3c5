/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of a person or a structure: a view of what the registers say, for whoever may read the principal. */
#include "spico-jmap-private.h"

#include "spico-mssante-addresses.h"
#include "spico-notification.h"
#include "spico-register-schema.h"
#include "spico-view-records.h"

#define PROFESSION_TABLES "'TRE_G15-ProfessionSante', 'TRE_R94-ProfessionSocial', 'TRE_R95-UsagerTitre', 'TRE_R291-AutreProfession'"

/* The label that the register gave with the main profession stands in the principal itself. */
static const SpicoJmapExpression activity_fields[] = {
  { "profession",
    "COALESCE((SELECT p.profession FROM principal p WHERE p.id = a.person_id AND p.profession_code = a.profession_code),"
    " (SELECT MIN(n.label) FROM nomenclature n WHERE n.system IN (" PROFESSION_TABLES ") AND n.code = a.profession_code), '')" },
  { "structureId", "(SELECT s.id FROM principal s WHERE s.id = a.structure_id AND " SPICO_REGISTER_IS_THERE ("s") ")" },
  { NULL, NULL },
};

static const SpicoJmapExpression skill_fields[] = { { NULL, NULL } };

static const SpicoJmapExpression attachment_fields[] = {
  { "name", "s.name" },
  { "town", "s.town" },
  { NULL, NULL },
};

static const SpicoJmapExpression mention_fields[] = { { NULL, NULL } };

#define PUBLIC_GROUPS                                                                                                          \
  "(SELECT m.principal_id, g.id AS group_id, g.name, g.name_key FROM favourite_group_member m"                                 \
  " JOIN favourite_group g ON g.id = m.group_id AND g.is_public = 1 AND g.is_active = 1"                                       \
  " UNION SELECT g.creator_account_id, g.id, g.name, g.name_key FROM favourite_group g WHERE g.is_public = 1 AND g.is_active = 1)"

static const SpicoViewSource sources[] = {
  { "activities", "activity", "person_id", "number", "1 = 1", "", activity_fields },
  { "skills", "person_skill", "person_id", "number", "1 = 1", "", skill_fields },
  SPICO_MSSANTE_ADDRESSES ("x.is_listed = 1 AND x.is_red_listed = 0"),
  { "attachments", "attachment", "person_id", "structure_id", "EXISTS (SELECT 1 FROM principal q WHERE q.id = x.structure_id AND " SPICO_REGISTER_IS_THERE ("q") ")",
    " JOIN principal s ON s.id = a.structure_id", attachment_fields },
  { "publicGroups", PUBLIC_GROUPS, "principal_id", "name_key, x.group_id", "1 = 1", "", mention_fields },
};

/* The absence of today; should there be two of them, the one that lasts longer. */
#define ABSENT_TODAY "absence b LEFT JOIN principal i ON i.id = b.stand_in_id WHERE b.principal_id = t.id AND b.first_day <= {today} AND b.last_day >= {today} ORDER BY b.last_day DESC LIMIT 1"

static const SpicoJmapExpression expressions[] = {
  { "parentId", "CASE WHEN t.kind = 'unit' THEN t.structure_id END" },
  { "parentName", "CASE WHEN t.kind = 'unit' THEN t.structure_name ELSE '' END" },
  { "siret", "COALESCE(s.siret, '')" },
  { "legalEntityNumber", "COALESCE(s.legal_entity, '')" },
  { "legalEntityName", "COALESCE(NULLIF(e.long_name, ''), e.name, '')" },
  { "absentFrom", "(SELECT b.first_day FROM " ABSENT_TODAY ")" },
  { "absentUntil", "(SELECT b.last_day FROM " ABSENT_TODAY ")" },
  { "absenceMessage", "COALESCE((SELECT b.message FROM " ABSENT_TODAY "), '')" },
  { "standInId", "(SELECT b.stand_in_id FROM " ABSENT_TODAY ")" },
  { "standInName", "COALESCE((SELECT i.name FROM " ABSENT_TODAY "), '')" },
  { "hasMailAddress", "CASE WHEN t.kind = 'person' AND " SPICO_NOTIFICATION_ADDRESS ("t") " IS NOT NULL AND " SPICO_NOTIFICATION_IS_WANTED ("t", "contact") " THEN 1 ELSE 0 END" },
  { "closedOn", "s.closed_on" },
  { NULL, NULL },
};

static gboolean
complete (SpicoJmapCall     *call,
          const char *const *ids,
          gsize              n_ids,
          GHashTable        *objects,
          guint64            wanted,
          GError           **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      if (!spico_view_complete (call, &sources[i], ids, n_ids, objects, wanted, error))
        return FALSE;
    }

  return TRUE;
}

const SpicoJmapRules spico_principal_card_rules = {
  .type = &spico_type_principal_card,
  .state_type = &spico_type_principal,
  .read = SPICO_ACTION_DIRECTORY_READ,
  .joins = " LEFT JOIN site s ON s.id = t.id LEFT JOIN legal_entity e ON e.id = 'e' || s.legal_entity AND " SPICO_REGISTER_IS_THERE ("e"),
  .expressions = expressions,
  .complete = complete,
};
