/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arguments of a call, each bounded and checked. */
#include "spico-jmap-private.h"

#include <string.h>

static gboolean
invalid_argument (GError    **error,
                  const char *name)
{
  g_set_error (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_INVALID_ARGUMENTS, "The argument \"%s\" is missing or wrong.", name);
  return FALSE;
}

/**
 * spico_jmap_text:
 * @value: (nullable): a JSON value
 *
 * Returns: (transfer none) (nullable): its text, if it is a string without a NUL
 */
const char *
spico_jmap_text (yyjson_val *value)
{
  const char *text = yyjson_get_str (value);

  return text != NULL && strlen (text) == yyjson_get_len (value) ? text : NULL;
}

/**
 * spico_jmap_key:
 * @key: a string: a key of an object, or what was checked before
 *
 * Returns: (transfer none): its text
 */
const char *
spico_jmap_key (yyjson_val *key)
{
  const char *text = yyjson_get_str (key);

  g_assert (text != NULL);
  return text;
}

/**
 * spico_jmap_is_id:
 * @text: text, from anywhere
 *
 * Returns: whether it can be an Id (RFC 8620 section 1.2)
 */
gboolean
spico_jmap_is_id (const char *text)
{
  gsize length = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

  return length > 0 && length <= 255 && text[length] == '\0';
}

/**
 * spico_jmap_call_check_arguments:
 * @call: a call
 * @names: the %NULL-terminated names that it knows beside `accountId`
 * @error: return location for a #SpicoJmapError
 *
 * Returns: whether there is no other argument
 */
gboolean
spico_jmap_call_check_arguments (SpicoJmapCall     *call,
                                 const char *const *names,
                                 GError           **error)
{
  yyjson_obj_iter iterator = yyjson_obj_iter_with (call->arguments);
  yyjson_val *key;

  while ((key = yyjson_obj_iter_next (&iterator)) != NULL)
    {
      const char *name = spico_jmap_key (key);

      if (!g_str_equal (name, "accountId") && !g_strv_contains (names, name))
        {
          g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_INVALID_ARGUMENTS, "There is an argument that the method does not know.");
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * spico_jmap_call_string:
 * @call: a call
 * @name: an argument
 * @required: whether it must be there
 * @string: (out) (nullable): its value, %NULL if absent or null
 * @error: return location for a #SpicoJmapError
 *
 * Returns: whether it is right
 */
gboolean
spico_jmap_call_string (SpicoJmapCall *call,
                        const char    *name,
                        gboolean       required,
                        const char   **string,
                        GError       **error)
{
  yyjson_val *value = yyjson_obj_get (call->arguments, name);

  *string = NULL;
  if (value == NULL || yyjson_is_null (value))
    return !required || invalid_argument (error, name);

  *string = spico_jmap_text (value);
  return *string != NULL || invalid_argument (error, name);
}

/**
 * spico_jmap_call_int64:
 * @call: a call
 * @name: an argument
 * @minimum: the least value
 * @fallback: what @number becomes if it is absent or null
 * @number: (out): its value
 * @error: return location for a #SpicoJmapError
 *
 * Returns: whether it is right: an integer of @minimum … 2^53−1
 */
gboolean
spico_jmap_call_int64 (SpicoJmapCall *call,
                       const char    *name,
                       gint64         minimum,
                       gint64         fallback,
                       gint64        *number,
                       GError       **error)
{
  yyjson_val *value = yyjson_obj_get (call->arguments, name);

  *number = fallback;
  if (value == NULL || yyjson_is_null (value))
    return TRUE;
  if (!yyjson_is_int (value) || (yyjson_is_uint (value) && yyjson_get_uint (value) > ((guint64) 1 << 53) - 1))
    return invalid_argument (error, name);

  *number = yyjson_get_sint (value);
  return *number >= minimum || invalid_argument (error, name);
}

/**
 * spico_jmap_call_boolean:
 * @call: a call
 * @name: an argument
 * @value: (out): its value, %FALSE if absent or null
 * @error: return location for a #SpicoJmapError
 *
 * Returns: whether it is right
 */
gboolean
spico_jmap_call_boolean (SpicoJmapCall *call,
                         const char    *name,
                         gboolean      *value,
                         GError       **error)
{
  yyjson_val *argument = yyjson_obj_get (call->arguments, name);

  *value = yyjson_get_bool (argument);
  return argument == NULL || yyjson_is_null (argument) || yyjson_is_bool (argument) || invalid_argument (error, name);
}

/**
 * spico_jmap_call_new_query:
 * @call: a call
 *
 * Returns: (transfer full): a statement for the account, the person and the session of the call
 */
SpicoQuery *
spico_jmap_call_new_query (SpicoJmapCall *call)
{
  SpicoQuery *query = spico_query_new (call->account_id, call->context->actor->person_id, call->context->now_us);

  spico_query_set_session (query, call->context->actor->session_id);

  return query;
}

#define STATE "SELECT modseq, oldest FROM state WHERE account_id = $1 AND type = $2"
#define STATE_VALUES(call, type_name) SPICO_SQL_VALUES (SPICO_SQL_TEXT ((call)->account_id), SPICO_SQL_TEXT (type_name))

/**
 * spico_jmap_call_announce_state:
 * @call: a call
 * @type_name: a type
 *
 * Says that spico_jmap_call_state() will soon be called: see spico_sql_statement_announce().
 */
void
spico_jmap_call_announce_state (SpicoJmapCall *call,
                                const char    *type_name)
{
  spico_sql_announce (call->context->connection, STATE, STATE_VALUES (call, type_name));
}

/**
 * spico_jmap_call_state:
 * @call: a call
 * @type_name: a type
 * @state: (out): its state in the account of the call
 * @oldest: (out) (optional): the oldest state that changes can be worked out from
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_jmap_call_state (SpicoJmapCall *call,
                       const char    *type_name,
                       gint64        *state,
                       gint64        *oldest,
                       GError       **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (call->context->connection, STATE, STATE_VALUES (call, type_name), error);
  gboolean has_row;

  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  *state = has_row ? spico_sql_statement_column_int64 (statement, 0) : 0;
  if (oldest != NULL)
    *oldest = has_row ? spico_sql_statement_column_int64 (statement, 1) : 0;
  return TRUE;
}

/**
 * spico_jmap_parse_state:
 * @text: a state, from anywhere
 * @state: (out): its number
 *
 * Returns: whether it is one of ours
 */
gboolean
spico_jmap_parse_state (const char *text,
                        gint64     *state)
{
  guint64 number;

  if (!g_ascii_isdigit (text[0]) || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL))
    return FALSE;

  *state = (gint64) number;
  return TRUE;
}

/**
 * spico_jmap_call_text:
 * @call: a call
 * @text: any text
 *
 * Returns: (transfer none): a copy of it, as a value of the response
 */
yyjson_mut_val *
spico_jmap_call_text (SpicoJmapCall *call,
                      const char    *text)
{
  return yyjson_mut_strcpy (call->context->document, text);
}

/**
 * spico_jmap_call_put:
 * @call: a call
 * @object: an object of the response
 * @key: a literal
 * @value: (transfer none): its value
 */
void
spico_jmap_call_put (SpicoJmapCall  *call,
                     yyjson_mut_val *object,
                     const char     *key,
                     yyjson_mut_val *value)
{
  yyjson_mut_obj_add (object, yyjson_mut_str (call->context->document, key), value);
}
