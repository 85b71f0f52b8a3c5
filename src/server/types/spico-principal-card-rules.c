/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of a person or a structure: a view of what the registers say, for whoever may read the principal. */
#include "spico-jmap-private.h"

#include "spico-notification.h"
#include "spico-register-schema.h"

/* Where the records of a property come from: `a` is a row that belongs to the principal, `a.place` its place among those. */
typedef struct {
  const char *property;
  const char *table;
  const char *owner;
  const char *order;
  const char *condition;
  const char *joins;
  const SpicoJmapExpression *fields;
} RecordSource;

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

static const SpicoJmapExpression address_fields[] = {
  { "sourceDate", "(SELECT r.source_date FROM register_source r WHERE r.source = 'MSSANTE')" },
  { NULL, NULL },
};

static const SpicoJmapExpression attachment_fields[] = {
  { "name", "s.name" },
  { "town", "s.town" },
  { NULL, NULL },
};

static const RecordSource sources[] = {
  { "activities", "activity", "person_id", "number", "1 = 1", "", activity_fields },
  { "skills", "person_skill", "person_id", "number", "1 = 1", "", skill_fields },
  { "mssanteAddresses", "mssante_address", "principal_id", "address, x.id", "x.is_listed = 1 AND x.is_red_listed = 0 AND " SPICO_REGISTER_IS_THERE ("x"), "", address_fields },
  { "attachments", "attachment", "person_id", "structure_id", "EXISTS (SELECT 1 FROM principal q WHERE q.id = x.structure_id AND " SPICO_REGISTER_IS_THERE ("q") ")",
    " JOIN principal s ON s.id = a.structure_id", attachment_fields },
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
  { "hasMailAddress", "CASE WHEN t.kind = 'person' AND " SPICO_NOTIFICATION_ADDRESS ("t") " IS NOT NULL THEN 1 ELSE 0 END" },
  { "closedOn", "s.closed_on" },
  { NULL, NULL },
};

static const char *
field_sql (const RecordSource *source,
           const char         *name)
{
  for (const SpicoJmapExpression *field = source->fields; field->name != NULL; field++)
    {
      if (g_str_equal (field->name, name))
        return field->sql;
    }

  return NULL;
}

/* The first rows of each principal, with all fields of the record: however many a register gives, so many are told. */
static void
add_records_query (SpicoQuery         *query,
                   const RecordSource *source,
                   const SpicoType    *record,
                   gint64              max,
                   const char *const  *ids,
                   gsize               n_ids)
{
  spico_query_add (query, "SELECT a.");
  spico_query_add (query, source->owner);
  for (guint i = 0; i < record->n_properties; i++)
    {
      const char *sql = field_sql (source, record->properties[i].name);

      spico_query_add (query, sql != NULL ? ", " : ", a.");
      spico_query_add (query, sql != NULL ? sql : record->properties[i].column);
    }

  spico_query_add (query, " FROM (SELECT x.*, ROW_NUMBER() OVER (PARTITION BY x.");
  spico_query_add (query, source->owner);
  spico_query_add (query, " ORDER BY x.");
  spico_query_add (query, source->order);
  spico_query_add (query, ") AS place FROM ");
  spico_query_add (query, source->table);
  spico_query_add (query, " x WHERE x.");
  spico_query_add (query, source->owner);
  spico_query_add (query, " IN ");
  spico_query_add_list (query, ids, n_ids);
  spico_query_add (query, " AND ");
  spico_query_add (query, source->condition);
  spico_query_add (query, ") a");
  spico_query_add (query, source->joins);
  spico_query_add (query, " WHERE a.place <= ");
  spico_query_add_int64 (query, max);
  spico_query_add (query, " ORDER BY a.");
  spico_query_add (query, source->owner);
  spico_query_add (query, ", a.place");
}

static yyjson_mut_val *
read_record (SpicoJmapCall     *call,
             const SpicoType   *record,
             SpicoSqlStatement *statement)
{
  yyjson_mut_val *object = yyjson_mut_obj (call->context->document);

  spico_jmap_count_row (call);
  for (guint i = 0; i < record->n_properties; i++)
    spico_jmap_call_put (call, object, record->properties[i].name, spico_jmap_read_column (call, &record->properties[i], statement, i + 1));

  return object;
}

static gboolean
read_records (SpicoJmapCall     *call,
              const SpicoType   *record,
              SpicoSqlStatement *statement,
              GHashTable        *lists,
              gsize              n_ids,
              GError           **error)
{
  gboolean has_row;

  while (spico_sql_statement_step (statement, &has_row, error))
    {
      yyjson_mut_val *list;

      if (!has_row)
        return TRUE;
      list = g_hash_table_lookup (lists, spico_sql_statement_column_text (statement, 0));
      if (list != NULL)
        yyjson_mut_arr_append (list, read_record (call, record, statement));
      if (!spico_jmap_check_bytes (call, n_ids, error))
        return FALSE;
    }

  return FALSE;
}

static GHashTable *
make_lists (SpicoJmapCall *call,
            const char    *name,
            GHashTable    *objects)
{
  GHashTable *lists = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iterator;
  gpointer id, object;

  g_hash_table_iter_init (&iterator, objects);
  while (g_hash_table_iter_next (&iterator, &id, &object))
    {
      yyjson_mut_val *list = yyjson_mut_arr (call->context->document);

      spico_jmap_call_put (call, object, name, list);
      g_hash_table_insert (lists, id, list);
    }

  return lists;
}

static gboolean
complete_property (SpicoJmapCall      *call,
                   const RecordSource *source,
                   const char *const  *ids,
                   gsize               n_ids,
                   GHashTable         *objects,
                   GError            **error)
{
  const SpicoProperty *property = spico_type_find_property (call->rules->type, source->property);
  const SpicoType *record = spico_property_record (property);
  g_autoptr (GHashTable) lists = make_lists (call, property->name, objects);
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;

  add_records_query (query, source, record, property->max, ids, n_ids);
  statement = spico_query_run (query, call->context->connection, error);

  return statement != NULL && read_records (call, record, statement, lists, n_ids, error);
}

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
      if ((wanted & spico_jmap_property_bit (call->rules->type, sources[i].property)) != 0 && !complete_property (call, &sources[i], ids, n_ids, objects, error))
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
