/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-pull.h"

#include "spico-store-accounts.h"
#include "spico-store-objects.h"

#define FIRST_DAYS 30
#define DAY_US (24 * G_TIME_SPAN_HOUR)

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

SpicoBatch *
spico_batch_new (const char      *account_id,
                 const SpicoType *type,
                 JsonArray       *list)
{
  SpicoBatch *batch = g_new0 (SpicoBatch, 1);

  batch->account_id = g_strdup (account_id);
  batch->type = type;
  batch->created = list != NULL ? json_array_ref (list) : NULL;

  return batch;
}

static void
spico_batch_free (gpointer data)
{
  SpicoBatch *batch = data;

  g_free (batch->account_id);
  g_clear_pointer (&batch->created, json_array_unref);
  g_clear_pointer (&batch->updated, json_array_unref);
  g_clear_pointer (&batch->destroyed, json_array_unref);
  g_clear_pointer (&batch->all_ids, json_array_unref);
  g_free (batch->state);
  g_free (batch);
}

GPtrArray *
spico_batches_new (void)
{
  return g_ptr_array_new_with_free_func (spico_batch_free);
}

/* Further up than all that is here of its conversation: it comes with the rest of the history, as it is by then, and leaves no hole below itself meanwhile. */
static gboolean
is_far (SpicoTransaction *transaction,
        const char       *account_id,
        JsonObject       *message,
        gboolean         *far,
        GError          **error)
{
  return spico_sql_query_exists (transaction->connection, "SELECT 1 WHERE $3 < (SELECT MIN (seq) FROM message WHERE holder_id = $1 AND conversation_id = $2 AND local_state = 0)",
                                 VALUES (T (account_id), T (spico_json_get_string (message, "conversationId")), N (spico_json_get_int (message, "seq"))), far, error);
}

/* Messages that were withdrawn, of any age. */
static gboolean
put_updated_messages (SpicoTransaction *transaction,
                      SpicoBatch       *batch,
                      GHashTable       *seen,
                      GError          **error)
{
  g_autoptr (JsonArray) near = json_array_new ();
  guint n = batch->updated != NULL ? json_array_get_length (batch->updated) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *message = spico_json_get_element_object (batch->updated, i);
      gboolean far = FALSE;

      if (message != NULL && !is_far (transaction, batch->account_id, message, &far, error))
        return FALSE;
      if (message != NULL && !far)
        json_array_add_object_element (near, json_object_ref (message));
    }

  return spico_store_put_objects (transaction, batch->account_id, batch->type, near, seen, error);
}

static gboolean
put_updated (SpicoTransaction *transaction,
             SpicoBatch       *batch,
             GHashTable       *seen,
             GError          **error)
{
  if (batch->type == &spico_type_message)
    return put_updated_messages (transaction, batch, seen, error);

  return spico_store_put_objects (transaction, batch->account_id, batch->type, batch->updated, seen, error);
}

static gboolean
write_batch (SpicoTransaction *transaction,
             SpicoBatch            *batch,
             GHashTable       *seen,
             GError          **error)
{
  return spico_store_put_objects (transaction, batch->account_id, batch->type, batch->created, seen, error) &&
         put_updated (transaction, batch, seen, error) &&
         spico_store_remove_objects (transaction, batch->account_id, batch->type, batch->destroyed, error) &&
         (batch->all_ids == NULL || spico_store_retain_objects (transaction, batch->account_id, batch->type, batch->all_ids, error)) &&
         (batch->state == NULL || spico_store_put_state (transaction, batch->account_id, batch->type->name, batch->state, error));
}

DexFuture *
spico_store_write_batches (SpicoTransaction *transaction,
                           gpointer          data)
{
  GPtrArray *batches = data;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GStrv unknown;
  GError *error = NULL;

  for (guint i = 0; i < batches->len; i++)
    {
      if (!write_batch (transaction, g_ptr_array_index (batches, i), seen, &error))
        return dex_future_new_for_error (error);
    }
  unknown = spico_store_unknown_principals (transaction, seen, &error);

  return unknown != NULL ? dex_future_new_take_boxed (G_TYPE_STRV, unknown) : dex_future_new_for_error (error);
}

/* Resolves to the texts of the first column. */
static DexFuture *
read_strv (SpicoTransaction    *transaction,
           const char          *sql,
           const SpicoSqlValue *values)
{
  GError *error = NULL;
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "t", sql, values, &error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (rows == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    g_strv_builder_add (builder, spico_rows_get_text (rows, i, 0));

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_end (builder));
}

/* Whom to read anew when the directory changed. Colleagues, who may be many, are read once a day; those whom something else here names, with the rest. */
DexFuture *
spico_store_read_known_principals (SpicoTransaction *transaction,
                                   gpointer          data)
{
  return read_strv (transaction,
                    "SELECT id FROM principal WHERE id NOT IN (SELECT principal_id FROM colleague) OR id IN (SELECT principal_id FROM favourite) "
                    "OR id IN (SELECT principal_id FROM conversation_participant)",
                    NULL);
}

/* The person, then the accounts delegated to them. */
DexFuture *
spico_store_read_own_accounts (SpicoTransaction *transaction,
                               gpointer          data)
{
  return read_strv (transaction, "SELECT $1 UNION ALL SELECT * FROM (SELECT id FROM account WHERE is_gone = 0 AND id <> $1 ORDER BY id)", VALUES (T (transaction->person_id)));
}

/* `holder_id, id` of some dossiers of one account whose circle is to be read; @data is a pointer to how many at most. */
DexFuture *
spico_store_read_without_circle (SpicoTransaction *transaction,
                                 gpointer          data)
{
  guint *limit = data;
  GError *error = NULL;
  SpicoRows *rows = spico_rows_read (transaction->connection, "tt",
                                     "SELECT holder_id, id FROM dossier WHERE has_circle = 0 AND holder_id = (SELECT MIN (holder_id) FROM dossier WHERE has_circle = 0) LIMIT $1",
                                     VALUES (N (*limit)), &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}

void
spico_circles_free (gpointer data)
{
  SpicoCircles *circles = data;

  spico_rows_unref (circles->asked);
  json_array_unref (circles->list);
  g_free (circles);
}

static gboolean
put_circle (SpicoTransaction *transaction,
            const char       *account_id,
            JsonObject       *circle,
            GHashTable       *seen,
            GError          **error)
{
  const char *dossier_id = spico_json_get_string (circle, "id");
  JsonArray *members = spico_json_get_array (circle, "members");

  for (guint i = 0; members != NULL && i < json_array_get_length (members); i++)
    {
      JsonObject *member = spico_json_get_element_object (members, i);
      const char *principal_id = member != NULL ? spico_json_get_string (member, "principalId") : NULL;
      const char *role = member != NULL ? spico_json_get_string (member, "role") : NULL;

      if (principal_id == NULL)
        continue;
      if (!spico_sql_run (transaction->connection,
                          "INSERT INTO circle_member (holder_id, dossier_id, principal_id, role, habilitation, refusal) VALUES ($1, $2, $3, $4, $5, $6) "
                          "ON CONFLICT (holder_id, dossier_id, principal_id) DO NOTHING",
                          VALUES (T (account_id), T (dossier_id), T (principal_id), T (role != NULL ? role : ""), N (spico_json_get_boolean (member, "habilitation")),
                                  N (spico_json_get_boolean (member, "refusal"))),
                          error))
        return FALSE;
      g_hash_table_add (seen, g_strdup (principal_id));
    }

  return TRUE;
}

static gboolean
put_circles (SpicoTransaction *transaction,
             SpicoCircles     *circles,
             GHashTable       *seen,
             GError          **error)
{
  for (guint i = 0; i < spico_rows_get_n_rows (circles->asked); i++)
    {
      const SpicoSqlValue *values = VALUES (T (spico_rows_get_text (circles->asked, i, 0)), T (spico_rows_get_text (circles->asked, i, 1)));

      if (!spico_sql_run (transaction->connection, "DELETE FROM circle_member WHERE holder_id = $1 AND dossier_id = $2", values, error) ||
          !spico_sql_run (transaction->connection, "UPDATE dossier SET has_circle = 1 WHERE holder_id = $1 AND id = $2", values, error))
        return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (circles->list); i++)
    {
      JsonObject *circle = spico_json_get_element_object (circles->list, i);

      if (circle != NULL && spico_json_get_string (circle, "id") != NULL &&
          !put_circle (transaction, spico_rows_get_text (circles->asked, 0, 0), circle, seen, error))
        return FALSE;
    }
  transaction->changes->flags |= SPICO_CHANGE_DOSSIERS;

  return TRUE;
}

/* @data is a #SpicoCircles. What was asked for and is not in the answer has nobody: /changes tells of its end. Resolves to the principals that the store does not know. */
DexFuture *
spico_store_write_circles (SpicoTransaction *transaction,
                           gpointer          data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GStrv unknown = NULL;
  GError *error = NULL;

  if (put_circles (transaction, data, seen, &error))
    unknown = spico_store_unknown_principals (transaction, seen, &error);

  return unknown != NULL ? dex_future_new_take_boxed (G_TYPE_STRV, unknown) : dex_future_new_for_error (error);
}

void
spico_colleagues_free (gpointer data)
{
  SpicoColleagues *colleagues = data;

  g_strfreev (colleagues->ids);
  g_free (colleagues->note);
  g_free (colleagues);
}

/* @data is a #SpicoColleagues: they take the place of those who were there. */
DexFuture *
spico_store_write_colleagues (SpicoTransaction *transaction,
                              gpointer          data)
{
  SpicoColleagues *colleagues = data;
  g_autofree char *ids = spico_json_text_array ((const char *const *) colleagues->ids);
  GError *error = NULL;

  if (!spico_sql_run (transaction->connection, "DELETE FROM colleague", NULL, &error) ||
      !spico_sql_run (transaction->connection, "INSERT INTO colleague (principal_id) SELECT DISTINCT value FROM json_each ($1)", VALUES (T (ids)), &error) ||
      !spico_store_put_setting (transaction, SPICO_COLLEAGUES_SETTING, colleagues->note, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

DexFuture *
spico_store_read_region_state (SpicoTransaction *transaction,
                               gpointer          data)
{
  char *state = NULL;
  GError *error = NULL;

  if (!spico_sql_query_text (transaction->connection, "SELECT state FROM sync_state WHERE account_id = $1 AND type = 'Principal'", VALUES (T (SPICO_REGION_ACCOUNT_ID)), &state, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_string (state);
}

DexFuture *
spico_store_read_bare_conversations (SpicoTransaction *transaction,
                                     gpointer          data)
{
  GError *error = NULL;
  SpicoRows *rows = spico_rows_read (transaction->connection, "ti",
                                     "SELECT c.id, MIN (c.last_message_seq, CASE WHEN c.unread_count > 0 THEN COALESCE (r.read_up_to, 0) + 1 ELSE c.last_message_seq END) AS wanted "
                                     "FROM conversation AS c LEFT JOIN read_marker AS r ON r.holder_id = $1 AND r.id = c.id || '_' || $1 || '_' || $2 "
                                     "WHERE c.holder_id = $1 AND c.last_message_seq > 0 AND NOT EXISTS "
                                     "(SELECT 1 FROM message AS m WHERE m.holder_id = $1 AND m.conversation_id = c.id AND m.local_state = 0 AND m.seq <= "
                                     "MIN (c.last_message_seq, CASE WHEN c.unread_count > 0 THEN COALESCE (r.read_up_to, 0) + 1 ELSE c.last_message_seq END)) "
                                     "ORDER BY c.sort_time DESC",
                                     VALUES (T (data), T (transaction->person_id)), &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}

static char *
reading_name (const char *account_id)
{
  return g_strconcat ("reading ", account_id, NULL);
}

/* From when on the messages of an account are read: 30 days ago, or the last of others that is here where that is longer ago, so that no hole is
 * left between. One's own last message may have been sent a moment ago, and says nothing. What a reading that was cut began with stands
 * until spico_store_end_reading(): it had the newest already. @data is the account's id. Resolves to microseconds since 1970. */
DexFuture *
spico_store_begin_reading (SpicoTransaction *transaction,
                           gpointer          data)
{
  const char *account_id = data;
  g_autofree char *name = reading_name (account_id);
  g_autofree char *known = NULL;
  g_autofree char *value = NULL;
  gint64 last = 0;
  gint64 after = g_get_real_time () - FIRST_DAYS * DAY_US;
  GError *error = NULL;

  if (!spico_sql_query_text (transaction->connection, "SELECT value FROM setting WHERE name = $1", VALUES (T (name)), &known, &error) ||
      !spico_sql_query_int64 (transaction->connection,
                              "SELECT COALESCE (MAX (CASE WHEN from_person_id <> $2 THEN sent_at END), MIN (sent_at), 0) FROM message WHERE holder_id = $1 AND local_state = 0",
                              VALUES (T (account_id), T (transaction->person_id)), 0, &last, &error))
    return dex_future_new_for_error (error);
  if (known != NULL)
    return dex_future_new_for_int64 (g_ascii_strtoll (known, NULL, 10));

  if (last > 0)
    after = MIN (after, last);
  value = g_strdup_printf ("%" G_GINT64_FORMAT, after);
  if (!spico_store_put_setting (transaction, name, value, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (after);
}

/* @data is the account's id. */
DexFuture *
spico_store_end_reading (SpicoTransaction *transaction,
                         gpointer          data)
{
  g_autofree char *name = reading_name (data);
  GError *error = NULL;

  if (!spico_sql_run (transaction->connection, "DELETE FROM setting WHERE name = $1", VALUES (T (name)), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

DexFuture *
spico_store_read_states (SpicoTransaction *transaction,
                         gpointer          data)
{
  GError *error = NULL;
  SpicoRows *rows = spico_rows_read (transaction->connection, "tiitt",
                                     "SELECT a.id, a.has_discussions, a.has_dossiers, s.type, s.state FROM account AS a LEFT JOIN sync_state AS s ON s.account_id = a.id "
                                     "WHERE a.is_gone = 0 ORDER BY a.is_personal DESC, a.id",
                                     NULL, &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}

/* @data: (element-type utf8): `ACCOUNT TYPE` of what is to be read whole again, as the server has it. */
DexFuture *
spico_store_forget_states (SpicoTransaction *transaction,
                           gpointer          data)
{
  GHashTableIter iter;
  gpointer what;
  GError *error = NULL;

  g_hash_table_iter_init (&iter, data);
  while (g_hash_table_iter_next (&iter, &what, NULL))
    {
      if (!spico_sql_run (transaction->connection, "DELETE FROM sync_state WHERE account_id || ' ' || type = $1", VALUES (T (what)), &error))
        return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

DexFuture *
spico_store_write_session (SpicoTransaction *transaction,
                           gpointer          data)
{
  JsonObject *session = data;
  GError *error = NULL;

  if (!spico_store_put_accounts (transaction, session, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/* Which account's history comes next: `account_id, before`; `before` is 0 where it was not begun. */
DexFuture *
spico_store_read_history (SpicoTransaction *transaction,
                          gpointer          data)
{
  GError *error = NULL;
  SpicoRows *rows = spico_rows_read (transaction->connection, "ti",
                                     "SELECT a.id, CAST (COALESCE (s.value, (SELECT MIN (sent_at) + 1 FROM message AS m WHERE m.holder_id = a.id AND m.local_state = 0 AND m.sent_at > $1), 0) AS INTEGER) AS before "
                                     "FROM account AS a LEFT JOIN setting AS s ON s.name = 'history ' || a.id "
                                     "WHERE a.is_gone = 0 AND a.has_discussions = 1 AND COALESCE (s.value, '') <> 'done' ORDER BY a.is_personal DESC LIMIT 1",
                                     VALUES (N (g_get_real_time () - FIRST_DAYS * DAY_US)), &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}

void
spico_setting_free (gpointer data)
{
  SpicoSetting *setting = data;

  g_free (setting->name);
  g_free (setting->value);
  g_free (setting);
}

DexFuture *
spico_store_write_setting (SpicoTransaction *transaction,
                           gpointer          data)
{
  SpicoSetting *setting = data;
  GError *error = NULL;

  if (!spico_store_put_setting (transaction, setting->name, setting->value, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}
