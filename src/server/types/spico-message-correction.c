/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Modifier »: its author corrects a message shortly after it was sent. What it said before stays readable for whoever may read it. */
#include "spico-message-correction.h"

#include <string.h>

#include "spico-correction.h"
#include "spico-message-state.h"
#include "spico-sort-key.h"
#include "spico-text.h"

/* Nothing of this is decided before the lock: it may be withdrawn, or corrected elsewhere, meanwhile. */
static gboolean
check_state (SpicoJmapCall           *call,
             const char              *id,
             const SpicoMessageState *state,
             gint64                  *n_earlier,
             GError                 **error)
{
  if (state->is_withdrawn)
    return spico_message_forbid ("It was withdrawn.", error);
  if (spico_message_state_is_trace (state))
    return spico_message_forbid ("What changes the conversation is not corrected.", error);
  if (call->context->now_us - state->sent_at > SPICO_CORRECTION_MINUTES * G_TIME_SPAN_MINUTE)
    return spico_message_forbid ("It was sent too long ago.", error);
  if (!spico_sql_query_int64 (call->context->connection, "SELECT COUNT(*) FROM message_wording WHERE message_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), 0, n_earlier, error))
    return FALSE;

  return *n_earlier < SPICO_CORRECTION_MAX || spico_message_forbid ("It was corrected too often.", error);
}

/* Where the clock went back, the order of the wordings stays that of their times. */
static gboolean
reword (SpicoJmapCall           *call,
        const char              *id,
        const SpicoMessageState *state,
        const char              *text,
        gint64                   position,
        GError                 **error)
{
  SpicoJmapContext *context = call->context;
  gint64 written_at = state->edited_at > 0 ? state->edited_at : state->sent_at;
  g_autofree char *text_key = spico_sort_key (text);

  return spico_sql_run (context->connection, "INSERT INTO message_wording (message_id, position, text, written_at, person_id) VALUES ($1, $2, $3, $4, $5)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_INT (position), SPICO_SQL_TEXT (state->text), SPICO_SQL_INT (written_at), SPICO_SQL_TEXT (context->actor->person_id)), error)
         && spico_sql_run (context->connection, "UPDATE message SET text = $1, text_key = $2, edited_at = $3 WHERE id = $4",
                           SPICO_SQL_VALUES (SPICO_SQL_TEXT (text), SPICO_SQL_TEXT (text_key), SPICO_SQL_INT (MAX (context->now_us, written_at)), SPICO_SQL_TEXT (id)), error)
         && spico_message_tell_holders (call, id, state->conversation_id, error);
}

/**
 * spico_message_correct:
 * @call: an update of a message, by who wrote it and for the account that it was written for
 * @id: the message
 * @text: what it is to say
 * @error: return location for a #SpicoJmapError or a #SpicoSqlError
 *
 * Corrects it for everybody, under the lock of its conversation, within %SPICO_CORRECTION_MINUTES of its sending. What says the same already was told twice, and is taken at any time.
 *
 * Returns: whether it says so
 */
gboolean
spico_message_correct (SpicoJmapCall *call,
                       const char    *id,
                       const char    *text,
                       GError       **error)
{
  g_auto (SpicoMessageState) state = { 0 };
  gint64 n_earlier;

  if (spico_text_is_blank (text))
    return spico_jmap_refuse (call, "text", error);
  if (!spico_message_state_lock (&state, call, id, error))
    return FALSE;
  if (g_str_equal (state.text, text))
    return TRUE;

  return check_state (call, id, &state, &n_earlier, error) && reword (call, id, &state, text, n_earlier, error);
}

/* Most were never corrected, and say so. */
static GPtrArray *
list_corrected (GHashTable *objects)
{
  GPtrArray *ids = g_ptr_array_new ();
  GHashTableIter iterator;
  gpointer id, object;

  g_hash_table_iter_init (&iterator, objects);
  while (g_hash_table_iter_next (&iterator, &id, &object))
    {
      if (!yyjson_mut_is_null (yyjson_mut_obj_get (object, "editedAt")))
        g_ptr_array_add (ids, id);
    }

  return ids;
}

static void
add_wording (SpicoJmapCall     *call,
             yyjson_mut_val    *list,
             SpicoSqlStatement *statement)
{
  yyjson_mut_val *wording = yyjson_mut_obj (call->context->document);

  for (guint i = 0; i < spico_record_earlier_text.n_properties; i++)
    {
      const SpicoProperty *property = &spico_record_earlier_text.properties[i];

      spico_jmap_call_put (call, wording, property->name, spico_jmap_read_column (call, property, statement, i + 1));
    }
  spico_jmap_count_row (call);
  yyjson_mut_arr_append (list, wording);
}

static gboolean
read_wordings (SpicoJmapCall *call,
               GHashTable    *lists,
               GPtrArray     *corrected,
               gsize          n_ids,
               GError       **error)
{
  g_autoptr (SpicoQuery) query = spico_jmap_call_new_query (call);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row = TRUE;

  spico_query_add (query, "SELECT message_id, text, written_at FROM message_wording WHERE message_id IN ");
  spico_query_add_list (query, (const char *const *) corrected->pdata, corrected->len);
  spico_query_add (query, " ORDER BY message_id, position");
  statement = spico_query_run (query, call->context->connection, error);
  if (statement == NULL)
    return FALSE;

  while (has_row)
    {
      yyjson_mut_val *list;

      if (!spico_sql_statement_step (statement, &has_row, error) || !spico_jmap_check_bytes (call, n_ids, error))
        return FALSE;
      list = has_row ? g_hash_table_lookup (lists, spico_sql_statement_column_text (statement, 0)) : NULL;
      if (list != NULL)
        add_wording (call, list, statement);
    }

  return TRUE;
}

/**
 * spico_message_complete_earlier:
 * @call: a call about messages
 * @ids: (array length=n_ids): ids, from anywhere
 * @n_ids: how many
 * @objects: (element-type utf8 yyjson_mut_val): the messages, by their ids
 * @wanted: the set of properties wanted
 * @error: return location for a #SpicoSqlError, or `requestTooLarge`
 *
 * Adds what the messages said before, in one statement, and in none where nothing of them was corrected.
 *
 * Returns: whether the database answered, and it is not too much
 */
gboolean
spico_message_complete_earlier (SpicoJmapCall     *call,
                                const char *const *ids,
                                gsize              n_ids,
                                GHashTable        *objects,
                                guint64            wanted,
                                GError           **error)
{
  g_autoptr (GPtrArray) corrected = list_corrected (objects);
  g_autoptr (GHashTable) lists = NULL;

  if ((wanted & spico_jmap_property_bit (call->rules->type, "earlierTexts")) == 0)
    return TRUE;

  lists = spico_jmap_lists_put (call, objects, "earlierTexts");
  return corrected->len == 0 || read_wordings (call, lists, corrected, n_ids, error);
}
