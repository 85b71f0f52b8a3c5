/* SPDX-License-Identifier: GPL-3.0-or-later */
/* /set: RFC 8620 section 5.3. Each object has its savepoint: one that is refused leaves nothing behind. */
#include "spico-jmap-private.h"

#include <string.h>

#include "spico-uuid.h"

#define SAVEPOINT "object"

typedef gboolean (*ObjectStep) (SpicoJmapCall   *call,
                                const char      *key,
                                yyjson_val      *value,
                                yyjson_mut_val **answer,
                                GError         **error);

static gboolean
fail (GError     **error,
      int          code,
      const char  *description)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, code, description);
  return FALSE;
}

static gboolean
not_found (GError **error)
{
  return fail (error, SPICO_JMAP_ERROR_NOT_FOUND, "There is no such object.");
}

/* ---- One object, undone where it fails ---- */

static void
add_texts (yyjson_mut_doc *document,
           yyjson_mut_val *object,
           const char     *name,
           char          **texts)
{
  yyjson_mut_val *array = yyjson_mut_obj_add_arr (document, object, name);

  for (guint i = 0; texts[i] != NULL; i++)
    yyjson_mut_arr_add_strcpy (document, array, texts[i]);
}

/**
 * spico_jmap_call_describe_error:
 * @call: a call of a `/set`, or of a `/copy`
 * @error: why one of its objects is refused
 *
 * Returns: (transfer none): the SetError (RFC 8620 section 5.3)
 */
yyjson_mut_val *
spico_jmap_call_describe_error (SpicoJmapCall *call,
                                const GError  *error)
{
  yyjson_mut_doc *document = call->context->document;
  yyjson_mut_val *answer = yyjson_mut_obj (document);
  yyjson_mut_val *properties;

  yyjson_mut_obj_add_str (document, answer, "type", spico_jmap_error_type (error->code));
  yyjson_mut_obj_add_strcpy (document, answer, "description", error->message);
  if (call->existing_id != NULL)
    yyjson_mut_obj_add_strcpy (document, answer, "existingId", call->existing_id);
  if (call->refused_group_ids != NULL)
    add_texts (document, answer, "groupIds", call->refused_group_ids);
  if (call->refused_member_ids != NULL)
    add_texts (document, answer, "refusedIds", call->refused_member_ids);
  if (call->missing_blob_ids != NULL)
    add_texts (document, answer, "notFound", call->missing_blob_ids);
  if (call->bad_properties == NULL || call->bad_properties->len == 0)
    return answer;

  properties = yyjson_mut_obj_add_arr (document, answer, "properties");
  for (guint i = 0; i < call->bad_properties->len; i++)
    yyjson_mut_arr_append (properties, spico_jmap_call_text (call, g_ptr_array_index (call->bad_properties, i)));

  return answer;
}

static const char *
resolve_id (SpicoJmapCall *call,
            const char    *key)
{
  const char *created = key[0] == '#' ? g_hash_table_lookup (call->context->created_ids, key + 1) : NULL;

  return created != NULL ? created : key;
}

/* @name: what the answer calls the object. */
static gboolean
run_object (SpicoJmapCall  *call,
            ObjectStep      step,
            const char     *key,
            const char     *name,
            yyjson_val     *value,
            yyjson_mut_val *done,
            yyjson_mut_val *refused,
            GError        **error)
{
  SpicoJmapContext *context = call->context;
  guint mark = spico_journal_mark (context->journal);
  g_autoptr (GError) local_error = NULL;
  yyjson_mut_val *answer = NULL;

  g_ptr_array_set_size (call->bad_properties, 0);
  g_clear_pointer (&call->existing_id, g_free);
  g_clear_pointer (&call->refused_group_ids, g_strfreev);
  g_clear_pointer (&call->refused_member_ids, g_strfreev);
  g_clear_pointer (&call->missing_blob_ids, g_strfreev);

  if (!spico_sql_connection_savepoint (context->connection, SAVEPOINT, error))
    return FALSE;

  if (step (call, key, value, &answer, &local_error))
    {
      if (yyjson_mut_is_arr (done))
        yyjson_mut_arr_append (done, spico_jmap_call_text (call, name));
      else
        yyjson_mut_obj_add (done, spico_jmap_call_text (call, name), answer);
      return spico_sql_connection_release (context->connection, SAVEPOINT, error);
    }

  if (local_error->domain != SPICO_JMAP_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  spico_journal_rollback (context->journal, mark);
  yyjson_mut_obj_add (refused, spico_jmap_call_text (call, name), spico_jmap_call_describe_error (call, local_error));
  return spico_sql_connection_rollback_to (context->connection, SAVEPOINT, error);
}

static gboolean
audit (SpicoJmapCall *call,
       SpicoAction    action,
       const char    *id,
       const char    *rule,
       GError       **error)
{
  SpicoJmapContext *context = call->context;

  return spico_audit_add (context->connection, context->actor, context->now_us, call->account_id, action, call->rules->type->name, id, rule, error);
}

static gboolean
check (SpicoJmapCall      *call,
       SpicoAction         action,
       const char         *id,
       SpicoAuthzDecision *decision,
       GError            **error)
{
  SpicoJmapContext *context = call->context;

  return spico_authz_check (context->connection, context->actor, context->now_us, call->account_id, action, id, decision, error);
}

/* ---- Create ---- */

static gboolean
has_bad_properties (SpicoJmapCall *call,
                    GError       **error)
{
  return call->bad_properties->len > 0 && !fail (error, SPICO_JMAP_ERROR_INVALID_PROPERTIES, "Some properties are unknown, missing, or cannot have these values.");
}

static void
add_bad_property (SpicoJmapCall *call,
                  const char    *name)
{
  /* A name from outside is kept only as long as the answer. */
  g_ptr_array_add (call->bad_properties, (gpointer) yyjson_mut_get_str (spico_jmap_call_text (call, name)));
}

static gboolean
read_create (SpicoJmapCall   *call,
             yyjson_val      *json,
             SpicoJmapObject *object,
             GError         **error)
{
  const SpicoType *type = call->rules->type;
  yyjson_obj_iter iterator = yyjson_obj_iter_with (json);
  yyjson_val *key;

  if (!yyjson_is_obj (json))
    return fail (error, SPICO_JMAP_ERROR_INVALID_PROPERTIES, "An object is expected.");

  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      const char *name = spico_jmap_key (key);
      const SpicoProperty *property = spico_type_find_property (type, name);

      if (property == NULL || (property->flags & SPICO_PROPERTY_SERVER_SET) != 0
          || !spico_jmap_object_read (object, call, property, yyjson_obj_iter_get_val (key)))
        add_bad_property (call, name);
    }
  for (guint i = 0; i < type->n_properties; i++)
    {
      if ((type->properties[i].flags & SPICO_PROPERTY_REQUIRED) != 0 && !object->values[i].is_present)
        add_bad_property (call, type->properties[i].name);
    }

  return !has_bad_properties (call, error);
}

/* All that the client did not send, or not quite so. */
static guint64
unsent_properties (SpicoJmapObject *object)
{
  guint64 unsent = 0;

  for (guint i = 0; i < object->type->n_properties; i++)
    {
      if (!object->values[i].is_present || object->values[i].is_altered)
        unsent |= (guint64) 1 << i;
    }

  return unsent | spico_jmap_property_bit (object->type, "id");
}

/* A list is answered as it is kept, for the server may have added to it, and what is never given is not. */
static guint64
answered_properties (SpicoJmapObject *object)
{
  guint64 answered = unsent_properties (object);

  for (guint i = 0; i < object->type->n_properties; i++)
    {
      const SpicoProperty *property = &object->type->properties[i];
      guint64 bit = (guint64) 1 << i;

      if ((property->flags & SPICO_PROPERTY_WRITE_ONLY) != 0)
        answered &= ~bit;
      else if (property->kind == SPICO_KIND_ID_LIST || property->kind == SPICO_KIND_RECORD_LIST)
        answered |= bit;
    }

  return answered;
}

/* What was created just now need not be read again, where all of it is plain. */
static gboolean
answer_created (SpicoJmapCall   *call,
                const char      *key,
                const char      *id,
                SpicoJmapObject *object,
                gboolean         is_new,
                yyjson_mut_val **answer,
                GError         **error)
{
  g_autoptr (GHashTable) objects = NULL;
  const char *ids[] = { id };
  guint64 answered = answered_properties (object);

  *answer = is_new ? spico_jmap_object_answer (object, call, answered) : NULL;
  if (*answer != NULL)
    {
      g_hash_table_replace (call->context->created_ids, g_strdup (key), g_strdup (id));
      return TRUE;
    }
  if (!spico_jmap_load (call, ids, 1, answered, &objects, error))
    return FALSE;

  g_hash_table_replace (call->context->created_ids, g_strdup (key), g_strdup (id));
  *answer = g_hash_table_lookup (objects, id);
  if (*answer == NULL)
    {
      *answer = yyjson_mut_obj (call->context->document);
      spico_jmap_call_put (call, *answer, "id", spico_jmap_call_text (call, id));
    }
  return TRUE;
}

/* Another object, or another wording, under an id that was used: told only to who may know of it. */
static gboolean
refuse_existing (SpicoJmapCall *call,
                 const char    *id,
                 GError       **error)
{
  SpicoAuthzDecision decision;

  if (!check (call, call->rules->read, id, &decision, error))
    return FALSE;
  if (!decision.allow)
    return spico_jmap_refuse (call, "clientId", error);

  call->existing_id = g_strdup (id);
  return fail (error, SPICO_JMAP_ERROR_ALREADY_EXISTS, "Another create used that clientId.");
}

/* Whether this very create was accepted before, by the same person for the same account. */
static gboolean
find_creation (SpicoJmapCall *call,
               const char    *id,
               const char    *digest,
               gboolean      *is_same,
               GError       **error)
{
  return spico_sql_query_exists (call->context->connection,
                                 "SELECT 1 FROM creation WHERE object_id = $1 AND type = $2 AND sha256 = $3 AND account_id = $4 AND person_id = $5",
                                 SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (call->rules->type->name), SPICO_SQL_TEXT (digest),
                                                   SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (call->context->actor->person_id)),
                                 is_same, error);
}

static gboolean
claim_id (SpicoJmapCall *call,
          const char    *id,
          const char    *digest,
          gboolean      *is_new,
          GError       **error)
{
  SpicoJmapContext *context = call->context;

  if (!spico_sql_run (context->connection,
                      "INSERT INTO creation (object_id, type, sha256, account_id, person_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)"
                      " ON CONFLICT (object_id) DO NOTHING",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (call->rules->type->name), SPICO_SQL_TEXT (digest),
                                        SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (context->actor->person_id), SPICO_SQL_INT (context->now_us)),
                      error))
    return FALSE;

  *is_new = spico_sql_connection_changes (context->connection) > 0;
  return TRUE;
}

static gboolean
create_new (SpicoJmapCall   *call,
            const char      *id,
            SpicoJmapObject *object,
            GError         **error)
{
  const char *rule = NULL;

  spico_jmap_object_set_text (object, "id", id);
  return call->rules->create_object (call, id, object, &rule, error) && audit (call, call->rules->create, id, rule, error);
}

static gboolean
create_one (SpicoJmapCall   *call,
            const char      *key,
            yyjson_val      *json,
            yyjson_mut_val **answer,
            GError         **error)
{
  const SpicoType *type = call->rules->type;
  g_autoptr (SpicoJmapObject) object = spico_jmap_object_new (type);
  g_autofree char *id = NULL;
  g_autofree char *digest = NULL;
  gboolean is_new, is_same;

  if (!spico_type_accepts (type, SPICO_TYPE_CREATE))
    return fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "Objects of this type cannot be created.");
  if (!read_create (call, json, object, error))
    return FALSE;

  id = g_strdup (spico_jmap_object_text (object, "clientId"));
  if (id == NULL)
    id = spico_uuid_new (call->context->now_us);
  digest = spico_jmap_object_digest (object);

  if (call->rules->announce_create != NULL && spico_sql_connection_is_announced_to (call->context->connection))
    call->rules->announce_create (call, object);
  if (!claim_id (call, id, digest, &is_new, error))
    return FALSE;
  if (is_new)
    return create_new (call, id, object, error) && answer_created (call, key, id, object, TRUE, answer, error);

  if (!find_creation (call, id, digest, &is_same, error))
    return FALSE;
  return is_same ? answer_created (call, key, id, object, FALSE, answer, error) : refuse_existing (call, id, error);
}

/* ---- Update ---- */

/* What cannot change may be sent as it is (RFC 8620 section 5.3). */
static gboolean
is_unchanged (SpicoJmapCall *call,
              const char    *id,
              const char    *name,
              yyjson_val    *value,
              gboolean      *unchanged,
              GError       **error)
{
  g_autoptr (GHashTable) objects = NULL;
  const char *ids[] = { id };
  yyjson_mut_val *object;
  yyjson_mut_val *copy;

  if (!spico_jmap_load (call, ids, 1, spico_jmap_property_bit (call->rules->type, name), &objects, error))
    return FALSE;

  object = g_hash_table_lookup (objects, id);
  copy = yyjson_val_mut_copy (call->context->document, value);
  *unchanged = object != NULL && yyjson_mut_equals (yyjson_mut_obj_get (object, name), copy);
  return TRUE;
}

static gboolean
read_patch_member (SpicoJmapCall   *call,
                   const char      *id,
                   const char      *name,
                   yyjson_val      *value,
                   SpicoJmapObject *object,
                   GError         **error)
{
  const SpicoProperty *property = spico_type_find_property (call->rules->type, name);
  SpicoJmapValue *stored;
  gboolean unchanged;

  if (strchr (name, '/') != NULL)
    return fail (error, SPICO_JMAP_ERROR_INVALID_PATCH, "No property of this type has parts.");
  if (property == NULL)
    {
      add_bad_property (call, name);
      return TRUE;
    }
  if ((property->flags & (SPICO_PROPERTY_SERVER_SET | SPICO_PROPERTY_IMMUTABLE)) != 0)
    {
      if (!is_unchanged (call, id, name, value, &unchanged, error))
        return FALSE;
      if (!unchanged)
        add_bad_property (call, name);
      return TRUE;
    }

  /* Null stands for the default. */
  stored = &object->values[property - object->type->properties];
  if (yyjson_is_null (value) && (property->flags & SPICO_PROPERTY_NULLABLE) == 0 && (property->flags & SPICO_PROPERTY_REQUIRED) == 0)
    stored->is_present = TRUE;
  else if (!spico_jmap_object_read (object, call, property, value))
    add_bad_property (call, name);
  return TRUE;
}

static gboolean
read_patch (SpicoJmapCall   *call,
            const char      *id,
            yyjson_val      *patch,
            SpicoJmapObject *object,
            GError         **error)
{
  yyjson_obj_iter iterator = yyjson_obj_iter_with (patch);
  yyjson_val *key;

  if (!yyjson_is_obj (patch))
    return fail (error, SPICO_JMAP_ERROR_INVALID_PATCH, "A patch object is expected.");

  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      if (!read_patch_member (call, id, spico_jmap_key (key), yyjson_obj_iter_get_val (key), object, error))
        return FALSE;
    }

  return !has_bad_properties (call, error);
}

static gboolean
answer_updated (SpicoJmapCall   *call,
                const char      *id,
                guint64          returned,
                yyjson_mut_val **answer,
                GError         **error)
{
  g_autoptr (GHashTable) objects = NULL;
  const char *ids[] = { id };

  *answer = NULL;
  if (returned != 0)
    {
      if (!spico_jmap_load (call, ids, 1, returned, &objects, error))
        return FALSE;
      *answer = g_hash_table_lookup (objects, id);
    }
  if (*answer == NULL)
    *answer = yyjson_mut_null (call->context->document);

  return TRUE;
}

/* Whether it may be seen comes first: what may not be seen does not exist, whatever is asked of it. */
static gboolean
check_object (SpicoJmapCall *call,
              SpicoAction    action,
              const char    *id,
              const char   **rule,
              GError       **error)
{
  SpicoAuthzDecision decision;

  if (!check (call, call->rules->read, id, &decision, error))
    return FALSE;
  if (!decision.allow)
    return not_found (error);
  if (action == SPICO_ACTION_NONE)
    return fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "Objects of this type do not allow that.");

  if (!check (call, action, id, &decision, error))
    return FALSE;
  *rule = decision.rule;
  return decision.allow || fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "That object is someone else's.");
}

static gboolean
update_one (SpicoJmapCall   *call,
            const char      *key,
            yyjson_val      *patch,
            yyjson_mut_val **answer,
            GError         **error)
{
  const SpicoJmapRules *rules = call->rules;
  g_autoptr (SpicoJmapObject) object = spico_jmap_object_new (rules->type);
  SpicoAction action = spico_type_accepts (rules->type, SPICO_TYPE_UPDATE) ? rules->update : SPICO_ACTION_NONE;
  g_autofree char *id = g_strdup (resolve_id (call, key));
  guint64 returned = 0;
  const char *rule = NULL;

  return check_object (call, action, id, &rule, error)
         && read_patch (call, id, patch, object, error)
         && rules->update_object (call, id, object, &returned, error)
         && audit (call, action, id, rule, error)
         && answer_updated (call, id, returned, answer, error);
}

/* ---- Destroy ---- */

static gboolean
destroy_one (SpicoJmapCall   *call,
             const char      *key,
             yyjson_val      *value,
             yyjson_mut_val **answer,
             GError         **error)
{
  const SpicoJmapRules *rules = call->rules;
  SpicoAction action = spico_type_accepts (rules->type, SPICO_TYPE_DESTROY) ? rules->destroy : SPICO_ACTION_NONE;
  g_autofree char *id = g_strdup (resolve_id (call, key));
  const char *rule = NULL;

  return check_object (call, action, id, &rule, error)
         && rules->destroy_object (call, id, error)
         && audit (call, action, id, rule, error);
}

/* ---- The call ---- */

static gboolean
invalid (GError    **error,
         const char *description)
{
  return fail (error, SPICO_JMAP_ERROR_INVALID_ARGUMENTS, description);
}

static gboolean
is_map_of_objects (yyjson_val *map,
                   gboolean    keys_are_ids)
{
  yyjson_obj_iter iterator;
  yyjson_val *key;

  if (map == NULL || yyjson_is_null (map))
    return TRUE;
  if (!yyjson_is_obj (map))
    return FALSE;

  iterator = yyjson_obj_iter_with (map);
  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      if (!keys_are_ids && !spico_jmap_is_id (spico_jmap_key (key)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_array_of_ids (yyjson_val *array)
{
  yyjson_arr_iter iterator;
  yyjson_val *item;

  if (array == NULL || yyjson_is_null (array))
    return TRUE;
  if (!yyjson_is_arr (array))
    return FALSE;

  iterator = yyjson_arr_iter_with (array);
  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      if (spico_jmap_text (item) == NULL)
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_jmap_call_check_set:
 * @call: a call of a `/set`
 * @error: return location for a #SpicoJmapError
 *
 * Returns: whether `create`, `update` and `destroy` have the right shape, and no more objects than announced
 */
gboolean
spico_jmap_call_check_set (SpicoJmapCall *call,
                           GError       **error)
{
  yyjson_val *create = yyjson_obj_get (call->arguments, "create");
  yyjson_val *update = yyjson_obj_get (call->arguments, "update");
  yyjson_val *destroy = yyjson_obj_get (call->arguments, "destroy");

  if (!is_map_of_objects (create, FALSE) || !is_map_of_objects (update, TRUE) || !is_array_of_ids (destroy))
    return invalid (error, "\"create\" and \"update\" must be objects, \"destroy\" an array of ids.");
  if (yyjson_obj_size (create) + yyjson_obj_size (update) + yyjson_arr_size (destroy) > call->context->limits->max_objects_in_set)
    return fail (error, SPICO_JMAP_ERROR_REQUEST_TOO_LARGE, "More objects are set than maxObjectsInSet.");

  return TRUE;
}

/* The state row is locked: nobody else moves it on before the end. */
static gboolean
check_if_in_state (SpicoJmapCall *call,
                   GError       **error)
{
  SpicoJmapContext *context = call->context;
  g_autofree char *sql = g_strconcat ("SELECT modseq FROM state WHERE account_id = $1 AND type = $2", spico_sql_connection_for_update (context->connection), NULL);
  const char *text;
  gint64 wanted, state;

  if (!spico_jmap_call_string (call, "ifInState", FALSE, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;

  if (!spico_sql_query_int64 (context->connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (call->rules->type->name)),
                              0, &state, error))
    return FALSE;
  state += spico_journal_pending (context->journal, call->account_id, call->rules->type->name);
  if (!spico_jmap_parse_state (text, &wanted) || wanted != state)
    return fail (error, SPICO_JMAP_ERROR_STATE_MISMATCH, "The state has moved on.");

  return TRUE;
}

static gboolean
run_map (SpicoJmapCall  *call,
         ObjectStep      step,
         yyjson_val     *map,
         yyjson_mut_val *done,
         yyjson_mut_val *refused,
         GError        **error)
{
  yyjson_obj_iter iterator;
  yyjson_val *key;

  if (!yyjson_is_obj (map))
    return TRUE;

  iterator = yyjson_obj_iter_with (map);
  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      const char *text = spico_jmap_key (key);

      if (!run_object (call, step, text, step == create_one ? text : resolve_id (call, text), yyjson_obj_iter_get_val (key), done, refused, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
run_array (SpicoJmapCall  *call,
           ObjectStep      step,
           yyjson_val     *array,
           yyjson_mut_val *done,
           yyjson_mut_val *refused,
           GError        **error)
{
  yyjson_arr_iter iterator;
  yyjson_val *item;

  if (!yyjson_is_arr (array))
    return TRUE;

  iterator = yyjson_arr_iter_with (array);
  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      const char *text = spico_jmap_key (item);

      if (!run_object (call, step, text, resolve_id (call, text), NULL, done, refused, error))
        return FALSE;
    }

  return TRUE;
}

static void
put_or_null (SpicoJmapCall  *call,
             const char     *key,
             yyjson_mut_val *value)
{
  gboolean is_empty = yyjson_mut_is_arr (value) ? yyjson_mut_arr_size (value) == 0 : yyjson_mut_obj_size (value) == 0;

  spico_jmap_call_put (call, call->result, key, is_empty ? yyjson_mut_null (call->context->document) : value);
}

static gboolean
run_set (SpicoJmapCall *call,
         yyjson_val    *create,
         yyjson_val    *update,
         yyjson_val    *destroy,
         GError       **error)
{
  SpicoJmapContext *context = call->context;
  const char *type_name = call->rules->type->name;
  yyjson_mut_val *done[] = { yyjson_mut_obj (context->document), yyjson_mut_obj (context->document), yyjson_mut_arr (context->document) };
  yyjson_mut_val *refused[] = { yyjson_mut_obj (context->document), yyjson_mut_obj (context->document), yyjson_mut_obj (context->document) };

  spico_jmap_call_put (call, call->result, "accountId", spico_jmap_call_text (call, call->account_id));
  spico_jmap_context_promise_state (context, call->result, "oldState", call->account_id, type_name);
  if (!run_map (call, create_one, create, done[0], refused[0], error) || !run_map (call, update_one, update, done[1], refused[1], error)
      || !run_array (call, destroy_one, destroy, done[2], refused[2], error))
    return FALSE;
  spico_jmap_context_promise_state (context, call->result, "newState", call->account_id, type_name);

  put_or_null (call, "created", done[0]);
  put_or_null (call, "updated", done[1]);
  put_or_null (call, "destroyed", done[2]);
  put_or_null (call, "notCreated", refused[0]);
  put_or_null (call, "notUpdated", refused[1]);
  put_or_null (call, "notDestroyed", refused[2]);
  return TRUE;
}

/**
 * spico_jmap_call_set:
 * @call: a call of a `/set`
 * @error: return location for an error
 *
 * Returns: whether it is answered
 */
gboolean
spico_jmap_call_set (SpicoJmapCall *call,
                     GError       **error)
{
  yyjson_val *create = yyjson_obj_get (call->arguments, "create");
  yyjson_val *update = yyjson_obj_get (call->arguments, "update");
  yyjson_val *destroy = yyjson_obj_get (call->arguments, "destroy");
  static const char *const names[] = { "ifInState", "create", "update", "destroy", NULL };
  gboolean done;

  if (!spico_jmap_call_check_arguments (call, names, error) || !spico_jmap_call_check_set (call, error) || !check_if_in_state (call, error))
    return FALSE;

  call->bad_properties = g_ptr_array_new ();
  done = run_set (call, create, update, destroy, error);
  g_clear_pointer (&call->bad_properties, g_ptr_array_unref);
  g_clear_pointer (&call->existing_id, g_free);
  g_clear_pointer (&call->refused_group_ids, g_strfreev);
  g_clear_pointer (&call->refused_member_ids, g_strfreev);
  g_clear_pointer (&call->missing_blob_ids, g_strfreev);

  return done;
}
