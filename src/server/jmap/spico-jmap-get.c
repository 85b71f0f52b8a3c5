/* SPDX-License-Identifier: GPL-3.0-or-later */
/* /get: RFC 8620 section 5.1. */
#include "spico-jmap-private.h"

#include <string.h>

/* What an object takes beside its texts. */
#define ROW_BYTES 200

/**
 * spico_jmap_property_bit:
 * @type: a type
 * @name: one of its properties
 *
 * Returns: the bit that stands for it in a set of properties
 */
guint64
spico_jmap_property_bit (const SpicoType *type,
                         const char      *name)
{
  const SpicoProperty *property = spico_type_find_property (type, name);

  g_assert (property != NULL);
  return (guint64) 1 << (property - type->properties);
}

/**
 * spico_jmap_find_expression:
 * @rules: the rules of a type
 * @name: one of its properties
 *
 * Returns: (transfer none) (nullable): its SQL, unless it is simply a column
 */
const char *
spico_jmap_find_expression (const SpicoJmapRules *rules,
                            const char           *name)
{
  for (const SpicoJmapExpression *expression = rules->expressions; expression != NULL && expression->name != NULL; expression++)
    {
      if (g_str_equal (expression->name, name))
        return expression->sql;
    }

  return NULL;
}

static gboolean
is_selected (const SpicoType *type,
             guint            index,
             guint64          wanted)
{
  return (wanted & ((guint64) 1 << index)) != 0 && spico_property_has_column (&type->properties[index]);
}

/**
 * spico_jmap_add_columns:
 * @query: a statement; `SELECT t.id, …` is added to it
 * @rules: the rules of a type
 * @wanted: a set of properties
 */
void
spico_jmap_add_columns (SpicoQuery           *query,
                        const SpicoJmapRules *rules,
                        guint64               wanted)
{
  const SpicoType *type = rules->type;

  spico_query_add (query, "SELECT t.id");
  for (guint i = 0; i < type->n_properties; i++)
    {
      const SpicoProperty *property = &type->properties[i];
      const char *expression;

      if (!is_selected (type, i, wanted))
        continue;
      expression = spico_jmap_find_expression (rules, property->name);
      spico_query_add (query, expression != NULL ? ", " : ", t.");
      spico_query_add (query, expression != NULL ? expression : property->column);
    }
}

/**
 * spico_jmap_read_column:
 * @call: a call
 * @property: a property that has a column
 * @statement: a row
 * @column: where its value stands
 *
 * Returns: (transfer none): the value as JSON; its text counts among what the request brings
 */
yyjson_mut_val *
spico_jmap_read_column (SpicoJmapCall       *call,
                        const SpicoProperty *property,
                        SpicoSqlStatement   *statement,
                        guint                column)
{
  yyjson_mut_doc *document = call->context->document;
  g_autofree char *date = NULL;

  if (spico_sql_statement_column_is_null (statement, column))
    return yyjson_mut_null (document);

  switch (property->kind)
    {
    case SPICO_KIND_INTEGER:
      return yyjson_mut_sint (document, spico_sql_statement_column_int64 (statement, column));
    case SPICO_KIND_BOOLEAN:
      return yyjson_mut_bool (document, spico_sql_statement_column_boolean (statement, column));
    case SPICO_KIND_UTC_DATE:
      date = spico_utc_date_format (spico_sql_statement_column_int64 (statement, column));
      return yyjson_mut_strcpy (document, date);
    case SPICO_KIND_ID:
    case SPICO_KIND_STRING:
    case SPICO_KIND_DATE:
    case SPICO_KIND_ENUM:
    case SPICO_KIND_ID_LIST:
    case SPICO_KIND_RECORD_LIST:
    default:
      call->context->n_object_bytes += strlen (spico_sql_statement_column_text (statement, column));
      return yyjson_mut_strcpy (document, spico_sql_statement_column_text (statement, column));
    }
}

/**
 * spico_jmap_count_row:
 * @call: a call that reads a row, of an object or of a part of one
 *
 * Counts what it takes beside its texts.
 */
void
spico_jmap_count_row (SpicoJmapCall *call)
{
  call->context->n_object_bytes += ROW_BYTES;
}

static yyjson_mut_val *
read_row (SpicoJmapCall     *call,
          SpicoSqlStatement *statement,
          guint64            wanted)
{
  const SpicoType *type = call->rules->type;
  yyjson_mut_val *object = yyjson_mut_obj (call->context->document);
  guint column = 1;

  spico_jmap_count_row (call);

  for (guint i = 0; i < type->n_properties; i++)
    {
      if (is_selected (type, i, wanted))
        spico_jmap_call_put (call, object, type->properties[i].name, spico_jmap_read_column (call, &type->properties[i], statement, column++));
    }

  return object;
}

/**
 * spico_jmap_check_bytes:
 * @call: a call
 * @n_ids: how many objects it was asked for
 * @error: return location for `requestTooLarge`
 *
 * A request never makes the server hold much more than its largest answer. One object alone always fits: a `/set` can answer what it made.
 *
 * Returns: whether what was read so far is not too much
 */
gboolean
spico_jmap_check_bytes (SpicoJmapCall *call,
                        gsize          n_ids,
                        GError       **error)
{
  if (n_ids <= 1 || call->context->n_object_bytes <= call->context->limits->max_size_answer)
    return TRUE;

  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_REQUEST_TOO_LARGE, "The objects of this request are too large together: ask for fewer.");
  return FALSE;
}

/**
 * spico_jmap_read_ahead_clear:
 * @self: what was read ahead
 *
 * Forgets it.
 */
void
spico_jmap_read_ahead_clear (SpicoJmapReadAhead *self)
{
  g_clear_pointer (&self->objects, g_hash_table_unref);
  g_clear_pointer (&self->account_id, g_free);
}

/**
 * spico_jmap_read_ahead_start:
 * @call: a `/query` that knows what is to be read of its results
 *
 * Before spico_jmap_read_ahead_add().
 */
void
spico_jmap_read_ahead_start (SpicoJmapCall *call)
{
  SpicoJmapReadAhead *self = &call->context->read_ahead;

  spico_jmap_read_ahead_clear (self);
  self->rules = call->rules;
  self->account_id = g_strdup (call->account_id);
  self->wanted = call->to_be_read;
  self->objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * spico_jmap_read_ahead_add:
 * @call: a `/query`
 * @statement: a row of spico_jmap_add_columns()
 *
 * Keeps the object of the row for the `/get`. What would be too much for one answer is left to the `/get` to refuse.
 */
void
spico_jmap_read_ahead_add (SpicoJmapCall     *call,
                           SpicoSqlStatement *statement)
{
  SpicoJmapReadAhead *self = &call->context->read_ahead;
  gsize n_bytes = call->context->n_object_bytes;

  if (self->objects == NULL)
    return;

  g_hash_table_insert (self->objects, g_strdup (spico_sql_statement_column_text (statement, 0)), read_row (call, statement, self->wanted));
  if (!spico_jmap_check_bytes (call, G_MAXSIZE, NULL))
    spico_jmap_read_ahead_clear (self);
  call->context->n_object_bytes = n_bytes;
}

/* Takes the objects from what was read ahead, if all of them are there. Each is answered once: a value of the response has one place. */
static GHashTable *
take_read_ahead (SpicoJmapCall     *call,
                 const char *const *ids,
                 gsize              n_ids,
                 guint64            wanted)
{
  SpicoJmapReadAhead *self = &call->context->read_ahead;

  if (self->objects == NULL || self->rules != call->rules || self->wanted != wanted || !g_str_equal (self->account_id, call->account_id))
    return NULL;
  for (gsize i = 0; i < n_ids; i++)
    {
      if (!g_hash_table_contains (self->objects, ids[i]))
        return NULL;
    }

  return g_steal_pointer (&self->objects);
}

static GHashTable *
read_objects (SpicoJmapCall     *call,
              const char *const *ids,
              gsize              n_ids,
              guint64            wanted,
              GError           **error)
{
  const SpicoJmapRules *rules = call->rules;
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row = TRUE;

  spico_query_keep_order (query, call->context->connection);
  spico_jmap_add_columns (query, rules, wanted);
  spico_query_add (query, " FROM ");
  spico_query_add (query, spico_authz_visible (rules->read));
  spico_query_add (query, rules->joins);
  spico_query_add (query, " WHERE t.id IN ");
  spico_query_add_list (query, ids, n_ids);
  if (rules->narrow != NULL)
    rules->narrow (query, ids, n_ids);

  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error) || !spico_jmap_check_bytes (call, n_ids, error))
        return NULL;
      if (has_row)
        g_hash_table_insert (found, g_strdup (spico_sql_statement_column_text (statement, 0)), read_row (call, statement, wanted));
    }

  return g_steal_pointer (&found);
}

/**
 * spico_jmap_load:
 * @call: a call
 * @ids: (array length=n_ids): ids, from anywhere
 * @n_ids: how many, at least one
 * @wanted: the set of properties wanted
 * @objects: (out) (element-type utf8 yyjson_mut_val): by its id, each object that exists and may be seen
 * @error: return location for an error
 *
 * Returns: whether the database answered
 */
gboolean
spico_jmap_load (SpicoJmapCall     *call,
                 const char *const *ids,
                 gsize              n_ids,
                 guint64            wanted,
                 GHashTable       **objects,
                 GError           **error)
{
  const SpicoJmapRules *rules = call->rules;
  g_autoptr (GHashTable) found = take_read_ahead (call, ids, n_ids, wanted);

  if (found == NULL)
    found = read_objects (call, ids, n_ids, wanted, error);
  if (found == NULL || (rules->complete != NULL && g_hash_table_size (found) > 0 && !rules->complete (call, ids, n_ids, found, wanted, error)))
    return FALSE;

  *objects = g_steal_pointer (&found);
  return TRUE;
}

/**
 * spico_jmap_parse_properties:
 * @type: a type
 * @properties: (nullable): the argument of a `/get`
 * @wanted: (out): the set of properties that it names, and the id; all without it
 *
 * Returns: whether it is an array of properties of the type
 */
gboolean
spico_jmap_parse_properties (const SpicoType *type,
                             yyjson_val      *properties,
                             guint64         *wanted)
{
  yyjson_arr_iter iterator;
  yyjson_val *item;

  *wanted = G_MAXUINT64;
  if (properties == NULL || yyjson_is_null (properties))
    return TRUE;

  *wanted = spico_jmap_property_bit (type, "id");
  iterator = yyjson_arr_iter_with (properties);
  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      const char *name = spico_jmap_text (item);

      if (name == NULL || spico_type_find_property (type, name) == NULL)
        return FALSE;
      *wanted |= spico_jmap_property_bit (type, name);
    }

  return yyjson_is_arr (properties);
}

static gboolean
read_properties (SpicoJmapCall *call,
                 guint64       *wanted,
                 GError       **error)
{
  if (spico_jmap_parse_properties (call->rules->type, yyjson_obj_get (call->arguments, "properties"), wanted))
    return TRUE;

  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_INVALID_ARGUMENTS, "\"properties\" must be an array of properties of the type.");
  return FALSE;
}

static gboolean
too_many (GError **error)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_REQUEST_TOO_LARGE, "More objects are asked for than maxObjectsInGet.");
  return FALSE;
}

static gboolean
list_all_ids (SpicoJmapCall *call,
              GPtrArray     *ids,
              GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;

  spico_query_add (query, "SELECT t.id FROM ");
  spico_query_add (query, spico_authz_visible (call->rules->read));
  spico_query_add (query, " LIMIT ");
  spico_query_add_int64 (query, (gint64) call->context->limits->max_objects_in_get + 1);
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL || !spico_sql_collect_texts (statement, ids, error))
    return FALSE;

  return ids->len <= call->context->limits->max_objects_in_get || too_many (error);
}

/* The ids asked for, each once (RFC 8620 section 5.1). */
static gboolean
read_ids (SpicoJmapCall *call,
          GPtrArray     *ids,
          GError       **error)
{
  yyjson_val *argument = yyjson_obj_get (call->arguments, "ids");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_arr_iter iterator;
  yyjson_val *item;

  if (argument == NULL || yyjson_is_null (argument))
    return list_all_ids (call, ids, error);
  if (yyjson_arr_size (argument) > call->context->limits->max_objects_in_get)
    return too_many (error);

  iterator = yyjson_arr_iter_with (argument);
  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      const char *id = spico_jmap_text (item);
      const char *created = id != NULL && id[0] == '#' ? g_hash_table_lookup (call->context->created_ids, id + 1) : NULL;

      if (id == NULL)
        break;
      id = created != NULL ? created : id;
      if (g_hash_table_add (seen, (gpointer) id))
        g_ptr_array_add (ids, g_strdup (id));
    }

  if (!yyjson_is_arr (argument) || item != NULL)
    {
      g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_INVALID_ARGUMENTS, "\"ids\" must be an array of ids.");
      return FALSE;
    }
  return TRUE;
}

/* By what right: the account's, and the relation that /get has joined; the same for all the objects of a call. */
static gboolean
find_rule (SpicoJmapCall *call,
           const char    *id,
           const char   **rule,
           GError       **error)
{
  SpicoJmapContext *context = call->context;
  SpicoAuthzDecision decision = { TRUE, *rule };

  if (*rule == NULL
      && !spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, call->rules->read, id, &decision, error))
    return FALSE;

  *rule = decision.rule;
  return TRUE;
}

static gboolean
audit_read (SpicoJmapCall *call,
            const char    *id,
            const char   **rule,
            GError       **error)
{
  SpicoJmapContext *context = call->context;

  return find_rule (call, id, rule, error)
         && spico_audit_add (context->connection, context->actor, context->now_us, call->account_id, call->rules->read, call->rules->type->name, id, *rule, error);
}

static gboolean
write_result (SpicoJmapCall *call,
              GPtrArray     *ids,
              GHashTable    *objects,
              GError       **error)
{
  yyjson_mut_val *list = yyjson_mut_arr (call->context->document);
  yyjson_mut_val *not_found = yyjson_mut_arr (call->context->document);
  const char *rule = NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);
      yyjson_mut_val *object = objects != NULL ? g_hash_table_lookup (objects, id) : NULL;

      if (object == NULL)
        {
          yyjson_mut_arr_append (not_found, spico_jmap_call_text (call, id));
          continue;
        }
      yyjson_mut_arr_append (list, object);
      if (call->rules->audits_reads && !audit_read (call, id, &rule, error))
        return FALSE;
    }

  spico_jmap_call_put (call, call->result, "list", list);
  spico_jmap_call_put (call, call->result, "notFound", not_found);
  return TRUE;
}

/**
 * spico_jmap_call_get:
 * @call: a call of a `/get`
 * @error: return location for an error
 *
 * Returns: whether it is answered
 */
gboolean
spico_jmap_call_get (SpicoJmapCall *call,
                     GError       **error)
{
  static const char *const names[] = { "ids", "properties", NULL };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) objects = NULL;
  g_autofree char *state_text = NULL;
  const SpicoType *state_type = call->rules->state_type != NULL ? call->rules->state_type : call->rules->type;
  guint64 wanted;
  gint64 state;

  if (!spico_jmap_call_check_arguments (call, names, error) || !read_properties (call, &wanted, error)
      || !spico_jmap_call_state (call, state_type->name, &state, NULL, error) || !read_ids (call, ids, error))
    return FALSE;
  if (ids->len > 0 && !spico_jmap_load (call, (const char *const *) ids->pdata, ids->len, wanted, &objects, error))
    return FALSE;

  state_text = g_strdup_printf ("%" G_GINT64_FORMAT, state);
  spico_jmap_call_put (call, call->result, "accountId", spico_jmap_call_text (call, call->account_id));
  spico_jmap_call_put (call, call->result, "state", spico_jmap_call_text (call, state_text));
  return write_result (call, ids, objects, error);
}
