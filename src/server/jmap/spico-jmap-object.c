/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a client wants an object to be, checked against the descriptor of its type. */
#include "spico-jmap-private.h"

#include <string.h>

#include "spico-identifier.h"
#include "spico-sql-builder.h"
#include "spico-text.h"
#include "spico-uuid.h"

#define MAX_INTEGER (((gint64) 1 << 53) - 1)

/**
 * spico_jmap_object_new:
 * @type: its type
 *
 * Returns: (transfer full): an object without any value
 */
SpicoJmapObject *
spico_jmap_object_new (const SpicoType *type)
{
  SpicoJmapObject *self = g_new0 (SpicoJmapObject, 1);

  g_assert (type->n_properties <= 64);
  self->type = type;
  self->values = g_new0 (SpicoJmapValue, type->n_properties);

  return self;
}

/**
 * spico_jmap_object_free:
 * @self: (transfer full): an object
 */
void
spico_jmap_object_free (SpicoJmapObject *self)
{
  for (guint i = 0; i < self->type->n_properties; i++)
    {
      g_free (self->values[i].text);
      g_strfreev (self->values[i].ids);
      g_clear_pointer (&self->values[i].records, g_ptr_array_unref);
    }
  g_free (self->values);
  g_free (self);
}

/**
 * spico_jmap_object_value:
 * @self: an object
 * @name: one of its properties
 *
 * Returns: (transfer none): the value
 */
SpicoJmapValue *
spico_jmap_object_value (SpicoJmapObject *self,
                         const char      *name)
{
  const SpicoProperty *property = spico_type_find_property (self->type, name);

  g_assert (property != NULL);
  return &self->values[property - self->type->properties];
}

/**
 * spico_jmap_object_has:
 * @self: an object
 * @name: one of its properties
 *
 * Returns: whether the client gave it
 */
gboolean
spico_jmap_object_has (SpicoJmapObject *self,
                       const char      *name)
{
  return spico_jmap_object_value (self, name)->is_present;
}

/**
 * spico_jmap_object_text:
 * @self: an object
 * @name: one of its properties
 *
 * Returns: (transfer none) (nullable): its text
 */
const char *
spico_jmap_object_text (SpicoJmapObject *self,
                        const char      *name)
{
  return spico_jmap_object_value (self, name)->text;
}

/**
 * spico_jmap_object_number:
 * @self: an object
 * @name: one of its properties
 *
 * Returns: its number: an integer, a boolean, or microseconds since 1970
 */
gint64
spico_jmap_object_number (SpicoJmapObject *self,
                          const char      *name)
{
  return spico_jmap_object_value (self, name)->number;
}

/**
 * spico_jmap_object_set_text:
 * @self: an object
 * @name: a property that the server sets
 * @text: its value
 */
void
spico_jmap_object_set_text (SpicoJmapObject *self,
                            const char      *name,
                            const char      *text)
{
  SpicoJmapValue *value = spico_jmap_object_value (self, name);

  g_set_str (&value->text, text);
  value->is_null = FALSE;
}

/**
 * spico_jmap_object_set_number:
 * @self: an object
 * @name: a property that the server sets
 * @number: its value
 */
void
spico_jmap_object_set_number (SpicoJmapObject *self,
                              const char      *name,
                              gint64           number)
{
  SpicoJmapValue *value = spico_jmap_object_value (self, name);

  value->number = number;
  value->is_null = FALSE;
}

/* An id, or the creation id of an object made earlier in the request (RFC 8620 section 5.3). */
static char *
read_id (SpicoJmapCall *call,
         yyjson_val    *json)
{
  const char *text = spico_jmap_text (json);

  if (text != NULL && text[0] == '#')
    text = g_hash_table_lookup (call->context->created_ids, text + 1);
  return text != NULL && spico_jmap_is_id (text) ? g_strdup (text) : NULL;
}

static gboolean
read_string (const SpicoProperty *property,
             yyjson_val          *json,
             SpicoJmapValue      *value)
{
  const char *text = spico_jmap_text (json);

  if (text == NULL || yyjson_get_len (json) > (gsize) property->max * 12)
    return FALSE;

  value->text = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  value->is_altered = value->text != NULL && !g_str_equal (value->text, text);
  return value->text != NULL && (property->max == 0 || g_utf8_strlen (value->text, -1) <= property->max);
}

static gboolean
read_id_list (SpicoJmapCall       *call,
              const SpicoProperty *property,
              yyjson_val          *json,
              SpicoJmapValue      *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  yyjson_arr_iter iterator;
  yyjson_val *item;

  if (!yyjson_is_arr (json) || yyjson_arr_size (json) > (gsize) property->max)
    return FALSE;

  iterator = yyjson_arr_iter_with (json);
  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      char *id = read_id (call, item);

      if (id == NULL)
        return FALSE;
      g_strv_builder_add (builder, id);
      if (!g_hash_table_add (seen, id))
        return FALSE;
    }

  value->ids = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_integer (const SpicoProperty *property,
              yyjson_val          *json,
              SpicoJmapValue      *value)
{
  guint64 max = (guint64) (property->max > 0 ? property->max : MAX_INTEGER);

  if (!yyjson_is_uint (json) || yyjson_get_uint (json) > max)
    return FALSE;

  value->number = (gint64) yyjson_get_uint (json);
  return TRUE;
}

static gboolean
read_enum (const SpicoProperty *property,
           yyjson_val          *json,
           SpicoJmapValue      *value)
{
  const char *text = spico_jmap_text (json);

  if (text == NULL || !g_strv_contains (property->enumeration, text))
    return FALSE;

  value->text = g_strdup (text);
  return TRUE;
}

static gboolean
read_record (SpicoJmapCall   *call,
             yyjson_val      *json,
             SpicoJmapObject *record)
{
  yyjson_obj_iter iterator = yyjson_obj_iter_with (json);
  yyjson_val *key;

  if (!yyjson_is_obj (json))
    return FALSE;
  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      const SpicoProperty *property = spico_type_find_property (record->type, spico_jmap_key (key));

      if (property == NULL || (property->flags & SPICO_PROPERTY_SERVER_SET) != 0
          || !spico_jmap_object_read (record, call, property, yyjson_obj_iter_get_val (key)))
        return FALSE;
    }
  for (guint i = 0; i < record->type->n_properties; i++)
    {
      if ((record->type->properties[i].flags & SPICO_PROPERTY_REQUIRED) != 0 && !record->values[i].is_present)
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_record_list (SpicoJmapCall       *call,
                  const SpicoProperty *property,
                  yyjson_val          *json,
                  SpicoJmapValue      *value)
{
  yyjson_arr_iter iterator;
  yyjson_val *item;

  if (!yyjson_is_arr (json) || yyjson_arr_size (json) > (gsize) property->max)
    return FALSE;

  g_clear_pointer (&value->records, g_ptr_array_unref);
  value->records = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_jmap_object_free);
  iterator = yyjson_arr_iter_with (json);
  while ((item = yyjson_arr_iter_next (&iterator)) != NULL)
    {
      SpicoJmapObject *record = spico_jmap_object_new (spico_property_record (property));

      g_ptr_array_add (value->records, record);
      if (!read_record (call, item, record))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_kind (SpicoJmapCall       *call,
           const SpicoProperty *property,
           yyjson_val          *json,
           SpicoJmapValue      *value)
{
  const char *text = spico_jmap_text (json);

  switch (property->kind)
    {
    case SPICO_KIND_ID:
      value->text = read_id (call, json);
      return value->text != NULL;
    case SPICO_KIND_STRING:
      return read_string (property, json, value);
    case SPICO_KIND_INTEGER:
      return read_integer (property, json, value);
    case SPICO_KIND_BOOLEAN:
      value->number = yyjson_get_bool (json);
      return yyjson_is_bool (json);
    case SPICO_KIND_UTC_DATE:
      return text != NULL && spico_utc_date_parse (text, &value->number);
    case SPICO_KIND_DATE:
      value->text = g_strdup (text);
      return text != NULL && spico_date_is_valid (text);
    case SPICO_KIND_ENUM:
      return read_enum (property, json, value);
    case SPICO_KIND_ID_LIST:
      return read_id_list (call, property, json, value);
    case SPICO_KIND_RECORD_LIST:
      return read_record_list (call, property, json, value);
    default:
      g_assert_not_reached ();
    }
}

/* What the kind alone does not say. */
static gboolean
is_acceptable (const SpicoProperty  *property,
               const SpicoJmapValue *value)
{
  if (g_str_equal (property->name, "clientId"))
    return spico_uuid_is_valid (value->text);
  if (g_str_equal (property->name, "insMatricule"))
    return spico_identifier_check_ins (value->text) != SPICO_IDENTIFIER_MALFORMED;
  if ((property->flags & SPICO_PROPERTY_REQUIRED) == 0)
    return TRUE;
  if (property->kind == SPICO_KIND_STRING)
    return !spico_text_is_blank (value->text);
  return property->kind != SPICO_KIND_ID_LIST || value->ids[0] != NULL;
}

/**
 * spico_jmap_object_read:
 * @self: an object
 * @call: the call that gives it
 * @property: one of its properties
 * @json: the value, from anywhere
 *
 * Returns: whether the value is one that the property can have
 */
gboolean
spico_jmap_object_read (SpicoJmapObject     *self,
                        SpicoJmapCall       *call,
                        const SpicoProperty *property,
                        yyjson_val          *json)
{
  SpicoJmapValue *value = &self->values[property - self->type->properties];

  value->is_present = TRUE;
  if (yyjson_is_null (json))
    {
      value->is_null = TRUE;
      return (property->flags & SPICO_PROPERTY_NULLABLE) != 0;
    }

  return read_kind (call, property, json, value) && is_acceptable (property, value);
}

static int
compare_ids_cb (gconstpointer first,
                gconstpointer second)
{
  return strcmp (*(const char *const *) first, *(const char *const *) second);
}

static void
digest_text (GChecksum  *checksum,
             const char *text)
{
  g_autofree char *length = g_strdup_printf ("%" G_GSIZE_FORMAT ":", strlen (text));

  g_checksum_update (checksum, (const guchar *) length, -1);
  g_checksum_update (checksum, (const guchar *) text, -1);
}

static gboolean
has_no_records (const SpicoProperty  *property,
                const SpicoJmapValue *value)
{
  return property->kind == SPICO_KIND_RECORD_LIST && (value->records == NULL || value->records->len == 0);
}

static void
digest_value (GChecksum            *checksum,
              const SpicoProperty  *property,
              const SpicoJmapValue *value)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, value->number);

  if (value->is_null || (!value->is_present && (property->flags & SPICO_PROPERTY_NULLABLE) != 0))
    {
      g_checksum_update (checksum, (const guchar *) "null", -1);
    }
  else if (property->kind == SPICO_KIND_ID_LIST)
    {
      guint n_ids = value->ids != NULL ? g_strv_length (value->ids) : 0;
      g_autofree char **sorted = g_memdup2 (value->ids, sizeof (char *) * n_ids);

      if (n_ids > 0)
        qsort (sorted, n_ids, sizeof (char *), compare_ids_cb);
      for (guint i = 0; i < n_ids; i++)
        digest_text (checksum, sorted[i]);
    }
  else if (value->text != NULL)
    {
      digest_text (checksum, value->text);
    }
  else
    {
      digest_text (checksum, property->kind == SPICO_KIND_ENUM ? property->enumeration[0] : property->kind == SPICO_KIND_STRING ? "" : number);
    }
}

static void
digest_object (GChecksum       *checksum,
               SpicoJmapObject *self)
{
  digest_text (checksum, self->type->name);
  for (guint i = 0; i < self->type->n_properties; i++)
    {
      const SpicoProperty *property = &self->type->properties[i];

      /* Without records, a create is what it was before there were any: it may be sent again. */
      if ((property->flags & (SPICO_PROPERTY_SERVER_SET | SPICO_PROPERTY_WRITE_ONLY)) != 0 || has_no_records (property, &self->values[i]))
        continue;
      digest_text (checksum, property->name);
      if (property->kind != SPICO_KIND_RECORD_LIST)
        digest_value (checksum, property, &self->values[i]);
      for (guint record = 0; property->kind == SPICO_KIND_RECORD_LIST && record < self->values[i].records->len; record++)
        digest_object (checksum, g_ptr_array_index (self->values[i].records, record));
    }
}

/**
 * spico_jmap_object_digest:
 * @self: what a create asked for
 *
 * The SHA-256 of the canonical create: all that a client may set and that is kept, in the descriptor's order, with the default where nothing was given, texts in NFC, lists of ids as sets
 * (design section 5).
 *
 * Returns: (transfer full): the digest, in hexadecimal
 */
char *
spico_jmap_object_digest (SpicoJmapObject *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  digest_object (checksum, self);

  return g_strdup (g_checksum_get_string (checksum));
}

static SpicoSqlValue
sql_value (const SpicoProperty  *property,
           const SpicoJmapValue *value)
{
  gboolean is_nullable = (property->flags & SPICO_PROPERTY_NULLABLE) != 0;

  switch (property->kind)
    {
    case SPICO_KIND_INTEGER:
    case SPICO_KIND_BOOLEAN:
    case SPICO_KIND_UTC_DATE:
      if (value->is_null || (is_nullable && !value->is_present && value->number == 0))
        return SPICO_SQL_NULL;
      return SPICO_SQL_INT (value->number);
    case SPICO_KIND_ENUM:
      return SPICO_SQL_TEXT (value->text != NULL ? value->text : property->enumeration[0]);
    case SPICO_KIND_ID:
    case SPICO_KIND_STRING:
    case SPICO_KIND_DATE:
    case SPICO_KIND_ID_LIST:
    case SPICO_KIND_RECORD_LIST:
    default:
      return SPICO_SQL_TEXT (value->text != NULL || is_nullable ? value->text : "");
    }
}

/**
 * spico_jmap_object_insert:
 * @self: an object, complete
 * @call: the call that creates it
 * @extra_columns: the %NULL-terminated columns beside the descriptor's
 * @extra_values: (array): a value for each
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the row is there
 */
gboolean
spico_jmap_object_insert (SpicoJmapObject     *self,
                          SpicoJmapCall       *call,
                          const char *const   *extra_columns,
                          const SpicoSqlValue *extra_values,
                          GError             **error)
{
  g_autoptr (GPtrArray) properties = spico_sql_properties (self->type, SPICO_SQL_COLUMNS_SHARED);
  g_autofree char *sql = spico_sql_build_insert (self->type, SPICO_SQL_COLUMNS_SHARED, extra_columns);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (SpicoSqlValue));
  static const SpicoSqlValue end = { .kind = SPICO_SQL_VALUE_END };

  for (guint i = 0; i < properties->len; i++)
    {
      const SpicoProperty *property = g_ptr_array_index (properties, i);
      SpicoSqlValue value = sql_value (property, &self->values[property - self->type->properties]);

      g_array_append_val (values, value);
    }
  for (guint i = 0; extra_columns[i] != NULL; i++)
    g_array_append_val (values, extra_values[i]);
  g_array_append_val (values, end);

  self->is_inserted = TRUE;
  return spico_sql_run_later (call->context->connection, sql, (const SpicoSqlValue *) (gpointer) values->data, error);
}

/* A list that nobody has to send, and that never changes: what was not sent is not there. Nor is anything recorded of what was made just now. */
static gboolean
is_empty_yet (const SpicoProperty  *property,
              const SpicoJmapValue *value)
{
  if (property->kind == SPICO_KIND_RECORD_LIST && (property->flags & SPICO_PROPERTY_SERVER_SET) != 0)
    return TRUE;

  return (property->flags & (SPICO_PROPERTY_REQUIRED | SPICO_PROPERTY_IMMUTABLE)) == SPICO_PROPERTY_IMMUTABLE
         && ((property->kind == SPICO_KIND_ID_LIST && (value->ids == NULL || value->ids[0] == NULL)) || has_no_records (property, value));
}

static yyjson_mut_val *
answer_value (SpicoJmapCall       *call,
              const SpicoProperty *property,
              SpicoSqlValue        value)
{
  yyjson_mut_doc *document = call->context->document;
  g_autofree char *date = NULL;

  if (value.kind == SPICO_SQL_VALUE_NULL || (value.kind == SPICO_SQL_VALUE_TEXT && value.text == NULL))
    return yyjson_mut_null (document);
  if (value.kind == SPICO_SQL_VALUE_TEXT)
    return yyjson_mut_strcpy (document, value.text);
  if (property->kind == SPICO_KIND_BOOLEAN)
    return yyjson_mut_bool (document, value.number != 0);
  if (property->kind != SPICO_KIND_UTC_DATE)
    return yyjson_mut_sint (document, value.number);

  date = spico_utc_date_format (value.number);
  return yyjson_mut_strcpy (document, date);
}

/**
 * spico_jmap_object_answer:
 * @self: an object that was created just now
 * @call: the call that created it
 * @wanted: the set of properties wanted
 *
 * Returns: (transfer none) (nullable): what `/get` would answer; %NULL where one of the properties is worked out in the database, or spico_jmap_object_insert() did not write it
 */
yyjson_mut_val *
spico_jmap_object_answer (SpicoJmapObject *self,
                          SpicoJmapCall   *call,
                          guint64          wanted)
{
  yyjson_mut_val *answer = yyjson_mut_obj (call->context->document);

  if (!self->is_inserted)
    return NULL;

  for (guint i = 0; i < self->type->n_properties; i++)
    {
      const SpicoProperty *property = &self->type->properties[i];

      if ((wanted & ((guint64) 1 << i)) == 0)
        continue;
      if (is_empty_yet (property, &self->values[i]))
        {
          spico_jmap_call_put (call, answer, property->name, yyjson_mut_arr (call->context->document));
          continue;
        }
      if (!spico_property_has_column (property) || !spico_property_is_shared (property) || spico_jmap_find_expression (call->rules, property->name) != NULL)
        return NULL;
      spico_jmap_call_put (call, answer, property->name, answer_value (call, property, sql_value (property, &self->values[i])));
    }

  return answer;
}

/**
 * spico_jmap_refuse:
 * @call: a `/set`
 * @property: the property that cannot be accepted
 * @error: return location for `invalidProperties`
 *
 * Returns: %FALSE
 */
gboolean
spico_jmap_refuse (SpicoJmapCall *call,
                   const char    *property,
                   GError       **error)
{
  g_ptr_array_add (call->bad_properties, (gpointer) g_intern_string (property));
  g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_INVALID_PROPERTIES, "A property cannot have this value.");
  return FALSE;
}
