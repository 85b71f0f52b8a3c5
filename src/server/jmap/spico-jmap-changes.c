/* SPDX-License-Identifier: GPL-3.0-or-later */
/* /changes: RFC 8620 section 5.2. */
#include "spico-jmap-private.h"

#define MAX_CHANGES 500

typedef struct {
  yyjson_mut_val *created;
  yyjson_mut_val *updated;
  yyjson_mut_val *destroyed;
  gint64 new_state;
  gboolean has_more;
} Changes;

static gboolean
read_since (SpicoJmapCall *call,
            gint64        *since,
            gint64        *state,
            GError       **error)
{
  const char *text;
  gint64 oldest;

  if (!spico_jmap_call_string (call, "sinceState", TRUE, &text, error)
      || !spico_jmap_call_state (call, call->rules->type->name, state, &oldest, error))
    return FALSE;

  if (!spico_jmap_parse_state (text, since) || *since > *state || *since < oldest)
    {
      g_set_error_literal (error, SPICO_JMAP_ERROR, SPICO_JMAP_ERROR_CANNOT_CALCULATE_CHANGES, "Nothing is known of the changes since that state.");
      return FALSE;
    }
  return TRUE;
}

/* What was made and unmade in between is told as destroyed (RFC 8620 section 5.2 lets it): whoever made it had its id from the answer, and keeps it until told. */
static void
add_change (SpicoJmapCall     *call,
            SpicoSqlStatement *statement,
            gint64             since,
            Changes           *changes)
{
  yyjson_mut_val *id = spico_jmap_call_text (call, spico_sql_statement_column_text (statement, 0));
  gboolean is_new = spico_sql_statement_column_int64 (statement, 2) > since;
  gboolean is_destroyed = spico_sql_statement_column_boolean (statement, 3);

  changes->new_state = spico_sql_statement_column_int64 (statement, 1);
  if (is_destroyed)
    yyjson_mut_arr_append (changes->destroyed, id);
  else
    yyjson_mut_arr_append (is_new ? changes->created : changes->updated, id);
}

static gboolean
list_changes (SpicoJmapCall *call,
              gint64         since,
              gint64         state,
              gint64         max_changes,
              Changes       *changes,
              GError       **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gint64 n_changes = 0;
  gboolean has_row;

  statement = spico_sql_query (call->context->connection,
                               "SELECT object_id, modseq, created_modseq, destroyed FROM change"
                               " WHERE account_id = $1 AND type = $2 AND modseq > $3 AND modseq <= $4 ORDER BY modseq LIMIT $5",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (call->rules->type->name),
                                                 SPICO_SQL_INT (since), SPICO_SQL_INT (state), SPICO_SQL_INT (max_changes + 1)),
                               error);
  if (statement == NULL)
    return FALSE;

  while (spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        {
          changes->new_state = state;
          return TRUE;
        }
      if (n_changes++ == max_changes)
        {
          changes->has_more = TRUE;
          return TRUE;
        }
      add_change (call, statement, since, changes);
    }

  return FALSE;
}

/* Takes out of a list what the person may not see. What they may have seen before is gone for them: it goes to @gone. */
static gboolean
take_hidden (SpicoJmapCall   *call,
             yyjson_mut_val **list,
             yyjson_mut_val  *gone,
             GError         **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = NULL;
  yyjson_mut_arr_iter iterator = yyjson_mut_arr_iter_with (*list);
  yyjson_mut_val *item;

  while ((item = yyjson_mut_arr_iter_next (&iterator)) != NULL)
    g_ptr_array_add (ids, (gpointer) yyjson_mut_get_str (item));
  if (ids->len == 0)
    return TRUE;
  if (!spico_jmap_load (call, (const char *const *) ids->pdata, ids->len, spico_jmap_property_bit (call->rules->type, "id"), &seen, error))
    return FALSE;

  *list = yyjson_mut_arr (call->context->document);
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = g_ptr_array_index (ids, i);

      if (g_hash_table_contains (seen, id))
        yyjson_mut_arr_append (*list, spico_jmap_call_text (call, id));
      else if (gone != NULL)
        yyjson_mut_arr_append (gone, spico_jmap_call_text (call, id));
    }

  return TRUE;
}

static gboolean
hide (SpicoJmapCall *call,
      Changes       *changes,
      GError       **error)
{
  return !call->rules->depends_on_person ||
         (take_hidden (call, &changes->created, NULL, error) && take_hidden (call, &changes->updated, changes->destroyed, error));
}

/**
 * spico_jmap_call_changes:
 * @call: a call of a `/changes`
 * @error: return location for an error
 *
 * Returns: whether it is answered
 */
gboolean
spico_jmap_call_changes (SpicoJmapCall *call,
                         GError       **error)
{
  static const char *const names[] = { "sinceState", "maxChanges", NULL };
  yyjson_mut_doc *document = call->context->document;
  Changes changes = { yyjson_mut_arr (document), yyjson_mut_arr (document), yyjson_mut_arr (document), 0, FALSE };
  g_autofree char *old_state = NULL;
  g_autofree char *new_state = NULL;
  gint64 since, state, max_changes;

  if (!spico_jmap_call_check_arguments (call, names, error) || !spico_jmap_call_int64 (call, "maxChanges", 1, MAX_CHANGES, &max_changes, error)
      || !read_since (call, &since, &state, error)
      || !list_changes (call, since, state, MIN (max_changes, MAX_CHANGES), &changes, error) || !hide (call, &changes, error))
    return FALSE;

  old_state = g_strdup_printf ("%" G_GINT64_FORMAT, since);
  new_state = g_strdup_printf ("%" G_GINT64_FORMAT, changes.new_state);
  spico_jmap_call_put (call, call->result, "accountId", spico_jmap_call_text (call, call->account_id));
  spico_jmap_call_put (call, call->result, "oldState", spico_jmap_call_text (call, old_state));
  spico_jmap_call_put (call, call->result, "newState", spico_jmap_call_text (call, new_state));
  spico_jmap_call_put (call, call->result, "hasMoreChanges", yyjson_mut_bool (document, changes.has_more));
  spico_jmap_call_put (call, call->result, "created", changes.created);
  spico_jmap_call_put (call, call->result, "updated", changes.updated);
  spico_jmap_call_put (call, call->result, "destroyed", changes.destroyed);
  return TRUE;
}
