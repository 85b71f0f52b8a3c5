/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-templates.h"

#include "spico-message-template-private.h"
#include "spico-store-objects.h"
#include "spico-store-schema.h"
#include "spico-store-writes.h"
#include "spico-type.h"
#include "spico-uuid.h"

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

#define EDIT_WAITS "EXISTS (SELECT 1 FROM outbox AS o WHERE o.holder_id = $1 AND o.object_id = $2 AND o.kind = '" SPICO_OUTBOX_TEMPLATE_EDIT "')"

/* A statement about one template: $1 is its account, $2 its id. */
static gboolean
run (SpicoTransaction *transaction,
     const char       *account_id,
     const char       *id,
     const char       *sql,
     GError          **error)
{
  transaction->changes->flags |= SPICO_CHANGE_TEMPLATES;

  return spico_sql_run (transaction->connection, sql, VALUES (T (account_id), T (id)), error);
}

/* ---- What was typed and is not saved ---- */

/* A draft that is there was typed after what is to become one: it stays, and says why it is none. */
static gboolean
keep_typed (SpicoTransaction   *transaction,
            const char         *account_id,
            const char         *id,
            const char         *name,
            const char         *text,
            SpicoTemplateReason reason,
            GError            **error)
{
  transaction->changes->flags |= SPICO_CHANGE_TEMPLATES;

  return spico_sql_run (transaction->connection,
                        "INSERT INTO template_draft (holder_id, id, name, text, reason, saved_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (holder_id, id) DO UPDATE SET reason = excluded.reason",
                        VALUES (T (account_id), T (id), T (name), T (text), N (reason), N (g_get_real_time ())), error);
}

/* What waits of a template. */
static gboolean
keep_waiting (SpicoTransaction   *transaction,
              const char         *account_id,
              const char         *id,
              SpicoTemplateReason reason,
              GError            **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "tt", "SELECT name, text FROM message_template WHERE holder_id = $1 AND id = $2 AND local_state IN (1, 2)",
                                                VALUES (T (account_id), T (id)), error);

  if (rows == NULL)
    return FALSE;

  return spico_rows_get_n_rows (rows) == 0 || keep_typed (transaction, account_id, id, spico_rows_get_string (rows, 0, 0), spico_rows_get_string (rows, 0, 1), reason, error);
}

/* Whose what is typed is: of an account that is lost meanwhile, the person's own. */
static const char *
find_holder (SpicoTransaction *transaction,
             const char       *account_id,
             GError          **error)
{
  gboolean is_covered = FALSE;

  if (!spico_sql_query_exists (transaction->connection, "SELECT 1 FROM account WHERE id = $1 AND is_gone = 0 AND has_discussions = 1", VALUES (T (account_id)), &is_covered, error))
    return NULL;

  return is_covered || *transaction->person_id == '\0' ? account_id : transaction->person_id;
}

/* Reads account_id, id, subject (the name), text, number (now). Without a word it is none. */
DexFuture *
spico_write_template_draft (SpicoTransaction *transaction,
                            gpointer          data)
{
  SpicoWrite *write = data;
  GError *error = NULL;
  const char *holder_id = find_holder (transaction, write->account_id, &error);

  if (holder_id == NULL)
    return dex_future_new_for_error (error);
  if (*write->subject == '\0' && *write->text == '\0')
    return spico_store_answer (run (transaction, write->account_id, write->id, "DELETE FROM template_draft WHERE holder_id = $1 AND id = $2", &error), &error);

  transaction->changes->flags |= SPICO_CHANGE_TEMPLATES;
  return spico_store_answer (spico_sql_run (transaction->connection,
                                            "INSERT INTO template_draft (holder_id, id, name, text, saved_at) VALUES ($1, $2, $3, $4, $5) "
                                            "ON CONFLICT (holder_id, id) DO UPDATE SET name = excluded.name, text = excluded.text",
                                            VALUES (T (holder_id), T (write->id), T (write->subject), T (write->text), N (write->number)), &error),
                             &error);
}

/* ---- What the server tells ---- */

typedef struct {
  gint64 local_state;
  char *name;
  char *text;
  char *base_name;
  char *base_text;
} Standing;

static void
standing_free (Standing *self)
{
  g_free (self->name);
  g_free (self->text);
  g_free (self->base_name);
  g_free (self->base_text);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Standing, standing_free)

/* As it stands here; one that is not here stands as the server has it. */
static Standing *
read_standing (SpicoTransaction *transaction,
               const char       *account_id,
               const char       *id,
               GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "itttt", "SELECT local_state, name, text, base_name, base_text FROM message_template WHERE holder_id = $1 AND id = $2",
                                                VALUES (T (account_id), T (id)), error);
  Standing *standing;

  if (rows == NULL)
    return NULL;

  standing = g_new0 (Standing, 1);
  if (spico_rows_get_n_rows (rows) == 0)
    return standing;

  standing->local_state = spico_rows_get_int (rows, 0, 0);
  standing->name = g_strdup (spico_rows_get_text (rows, 0, 1));
  standing->text = g_strdup (spico_rows_get_text (rows, 0, 2));
  standing->base_name = g_strdup (spico_rows_get_text (rows, 0, 3));
  standing->base_text = g_strdup (spico_rows_get_text (rows, 0, 4));

  return standing;
}

static gboolean
put_synced (SpicoTransaction *transaction,
            const char       *account_id,
            JsonObject       *object,
            GError          **error)
{
  return spico_store_upsert (transaction, account_id, &spico_type_message_template, object, error)
         && run (transaction, account_id, spico_json_get_string (object, "id"),
                 "UPDATE message_template SET local_state = 0, base_name = NULL, base_text = NULL WHERE holder_id = $1 AND id = $2", error);
}

/* What is edited here stands above what the server has now. */
static gboolean
put_below (SpicoTransaction *transaction,
           const char       *account_id,
           const char       *id,
           const char       *name,
           const char       *text,
           const char       *their_name,
           const char       *their_text,
           GError          **error)
{
  g_autofree char *key = spico_store_search_key (name);

  return spico_sql_run (transaction->connection,
                        "UPDATE message_template SET name = $3, text = $4, search_key = $5, base_name = $6, base_text = $7, local_state = 2 WHERE holder_id = $1 AND id = $2",
                        VALUES (T (account_id), T (id), T (name), T (text), T (key), T (their_name), T (their_text)), error);
}

/* Mine, unless they alone changed it. */
static const char *
merge (const char *base,
       const char *mine,
       const char *theirs,
       gboolean   *conflicts)
{
  if (g_str_equal (mine, theirs) || g_strcmp0 (base, mine) == 0)
    return theirs;

  *conflicts |= g_strcmp0 (base, theirs) != 0;
  return mine;
}

/* An edit that waits joins what somebody else saved meanwhile. Where both changed the same, theirs stands, and what was typed here comes back to whoever typed it. */
static gboolean
join (SpicoTransaction *transaction,
      const char       *account_id,
      JsonObject       *object,
      const Standing   *standing,
      GError          **error)
{
  const char *id = spico_json_get_string (object, "id");
  const char *their_name = spico_json_get_string (object, "name");
  const char *their_text = spico_json_get_string (object, "text");
  gboolean conflicts = FALSE;
  const char *name;
  const char *text;

  if (their_name == NULL || their_text == NULL)
    return TRUE;

  name = merge (standing->base_name, standing->name, their_name, &conflicts);
  text = merge (standing->base_text, standing->text, their_text, &conflicts);
  if (!conflicts && (!g_str_equal (name, their_name) || !g_str_equal (text, their_text)))
    return put_below (transaction, account_id, id, name, text, their_name, their_text, error);
  if (conflicts && !keep_typed (transaction, account_id, id, name, text, SPICO_TEMPLATE_REASON_CONFLICT, error))
    return FALSE;

  return run (transaction, account_id, id, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2 AND kind = '" SPICO_OUTBOX_TEMPLATE_EDIT "'", error)
         && put_synced (transaction, account_id, object, error);
}

gboolean
spico_store_put_template (SpicoTransaction *transaction,
                          const char       *account_id,
                          JsonObject       *object,
                          GHashTable       *seen,
                          GError          **error)
{
  const char *id = spico_json_get_string (object, "id");
  const char *person_id = spico_json_get_string (object, "editedByPersonId");
  g_autoptr (Standing) standing = read_standing (transaction, account_id, id, error);

  if (standing == NULL)
    return FALSE;
  if (seen != NULL && person_id != NULL)
    g_hash_table_add (seen, g_strdup (person_id));
  if (standing->local_state == SPICO_LOCAL_DELETED)
    return TRUE;
  if (standing->local_state == SPICO_LOCAL_MODIFIED)
    return join (transaction, account_id, object, standing, error);
  /* The server has it before its answer came; what was typed since is told behind it. */
  if (standing->local_state == SPICO_LOCAL_CREATED && (g_strcmp0 (standing->name, spico_json_get_string (object, "name")) != 0 || g_strcmp0 (standing->text, spico_json_get_string (object, "text")) != 0))
    return put_below (transaction, account_id, id, standing->name, standing->text, spico_json_get_string (object, "name"), spico_json_get_string (object, "text"), error);

  return put_synced (transaction, account_id, object, error);
}

static gboolean
forget (SpicoTransaction *transaction,
        const char       *account_id,
        const char       *id,
        GError          **error)
{
  return run (transaction, account_id, id, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2", error)
         && run (transaction, account_id, id, "DELETE FROM message_template WHERE holder_id = $1 AND id = $2", error);
}

/* What was typed of one that somebody else deletes becomes a new one, if whoever typed it wants. */
gboolean
spico_store_remove_template (SpicoTransaction *transaction,
                             const char       *account_id,
                             const char       *id,
                             GError          **error)
{
  return keep_waiting (transaction, account_id, id, SPICO_TEMPLATE_REASON_GONE, error)
         && spico_sql_run (transaction->connection, "UPDATE template_draft SET reason = $3 WHERE holder_id = $1 AND id = $2", VALUES (T (account_id), T (id), N (SPICO_TEMPLATE_REASON_GONE)), error)
         && forget (transaction, account_id, id, error);
}

/* What the person typed for the account is theirs: it stands among their own from now on. */
static gboolean
bring_home (SpicoTransaction *transaction,
            const char       *account_id,
            GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ttt", "SELECT id, name, text FROM template_draft WHERE holder_id = $1", VALUES (T (account_id)), error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; *transaction->person_id != '\0' && i < spico_rows_get_n_rows (rows); i++)
    {
      g_autofree char *id = spico_uuid_new (g_get_real_time ());

      if (!keep_typed (transaction, transaction->person_id, id, spico_rows_get_string (rows, i, 1), spico_rows_get_string (rows, i, 2), SPICO_TEMPLATE_REASON_ENDED, error))
        return FALSE;
    }

  return spico_sql_run (transaction->connection, "DELETE FROM template_draft WHERE holder_id = $1", VALUES (T (account_id)), error);
}

/* The account is covered no more: what it has goes, and what waits for it never leaves. */
gboolean
spico_store_end_templates (SpicoTransaction *transaction,
                           const char       *account_id,
                           GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "t", "SELECT id FROM message_template WHERE holder_id = $1 AND local_state IN (1, 2)", VALUES (T (account_id)), error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      if (!keep_waiting (transaction, account_id, spico_rows_get_text (rows, i, 0), SPICO_TEMPLATE_REASON_ENDED, error))
        return FALSE;
    }

  transaction->changes->flags |= SPICO_CHANGE_TEMPLATES;
  if (g_str_equal (account_id, transaction->person_id))
    return spico_sql_run (transaction->connection, "DELETE FROM message_template WHERE holder_id = $1", VALUES (T (account_id)), error);

  return bring_home (transaction, account_id, error) && spico_sql_run (transaction->connection, "DELETE FROM message_template WHERE holder_id = $1", VALUES (T (account_id)), error);
}

/* ---- What a person does ---- */

static gboolean
enqueue (SpicoTransaction *transaction,
         const char       *account_id,
         const char       *kind,
         const char       *id,
         GError          **error)
{
  g_autofree char *lane = g_strconcat (account_id, " template ", id, NULL);

  transaction->changes->flags |= SPICO_CHANGE_TEMPLATES;

  return spico_store_enqueue (transaction, lane, account_id, kind, id, error);
}

/* Its id is never that of a draft: one whose template was deleted meanwhile has an id that the server has seen. */
static gboolean
create (SpicoTransaction *transaction,
        SpicoWrite       *write,
        const char       *key,
        GError          **error)
{
  g_autofree char *id = spico_uuid_new (write->number);

  return spico_sql_run (transaction->connection,
                        "INSERT INTO message_template (holder_id, id, client_id, name, text, search_key, created_at, edited_at, edited_by_person_id, local_state) VALUES ($1, $2, $2, $3, $4, $5, $6, $6, $7, 1)",
                        VALUES (T (write->account_id), T (id), T (write->subject), T (write->text), T (key), N (write->number), T (transaction->person_id)), error)
         && enqueue (transaction, write->account_id, SPICO_OUTBOX_TEMPLATE, id, error);
}

static gboolean
edit (SpicoTransaction *transaction,
      SpicoWrite       *write,
      const char       *key,
      GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "UPDATE message_template SET base_name = CASE local_state WHEN 0 THEN name ELSE base_name END, base_text = CASE local_state WHEN 0 THEN text ELSE base_text END, "
                        "name = $3, text = $4, search_key = $5, edited_at = $6, edited_by_person_id = $7, local_state = CASE local_state WHEN 0 THEN 2 ELSE local_state END WHERE holder_id = $1 AND id = $2",
                        VALUES (T (write->account_id), T (write->id), T (write->subject), T (write->text), T (key), N (write->number), T (transaction->person_id)), error)
         && enqueue (transaction, write->account_id, SPICO_OUTBOX_TEMPLATE_EDIT, write->id, error);
}

/* Reads account_id, id (of the template, or of what was typed of a new one), subject (the name), text, number (now). */
DexFuture *
spico_write_template (SpicoTransaction *transaction,
                      gpointer          data)
{
  SpicoWrite *write = data;
  g_autofree char *key = spico_store_search_key (write->subject);
  gboolean exists = FALSE;
  GError *error = NULL;

  if (!spico_sql_query_exists (transaction->connection, "SELECT 1 FROM message_template WHERE holder_id = $1 AND id = $2 AND local_state <> 3", VALUES (T (write->account_id), T (write->id)), &exists, &error))
    return dex_future_new_for_error (error);

  return spico_store_answer ((exists ? edit (transaction, write, key, &error) : create (transaction, write, key, &error))
                               && run (transaction, write->account_id, write->id, "DELETE FROM template_draft WHERE holder_id = $1 AND id = $2", &error),
                             &error);
}

/* Reads account_id, id. What was typed of it goes along. */
DexFuture *
spico_write_untemplate (SpicoTransaction *transaction,
                        gpointer          data)
{
  SpicoWrite *write = data;
  GError *error = NULL;

  if (!run (transaction, write->account_id, write->id, "DELETE FROM template_draft WHERE holder_id = $1 AND id = $2", &error)
      || !run (transaction, write->account_id, write->id, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2 AND kind = '" SPICO_OUTBOX_TEMPLATE_EDIT "'", &error)
      || !run (transaction, write->account_id, write->id, "UPDATE message_template SET local_state = 3 WHERE holder_id = $1 AND id = $2", &error))
    return dex_future_new_for_error (error);
  if (spico_sql_connection_changes (transaction->connection) == 0)
    return dex_future_new_true ();

  return spico_store_answer (enqueue (transaction, write->account_id, SPICO_OUTBOX_UNTEMPLATE, write->id, &error), &error);
}

/* ---- The list ---- */

/* Of each template what was typed of it, then what was typed of new ones. */
static const char list_sql[] =
  "SELECT t.id, t.name, t.text, t.edited_at, t.edited_by_person_id, t.local_state, d.name, d.text, COALESCE (d.reason, 0) FROM message_template AS t "
  "LEFT JOIN template_draft AS d ON d.holder_id = t.holder_id AND d.id = t.id WHERE t.holder_id = $1 AND t.local_state <> 3 ORDER BY t.search_key, t.id";
static const char new_sql[] =
  "SELECT d.id, NULL, NULL, 0, NULL, 0, d.name, d.text, d.reason FROM template_draft AS d WHERE d.holder_id = $1 AND NOT EXISTS "
  "(SELECT 1 FROM message_template AS t WHERE t.holder_id = d.holder_id AND t.id = d.id AND t.local_state <> 3) ORDER BY d.saved_at, d.id";

static gboolean
add_templates (SpicoTransaction *transaction,
               GListStore       *templates,
               const char       *sql,
               const char       *account_id,
               GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "ttt" "iti" "tti", sql, VALUES (T (account_id)), error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      g_autoptr (SpicoMessageTemplate) template = spico_message_template_new (&(SpicoMessageTemplateValues) {
        .id = spico_rows_get_text (rows, i, 0),
        .account_id = account_id,
        .name = spico_rows_get_text (rows, i, 1),
        .text = spico_rows_get_text (rows, i, 2),
        .edited_at = spico_rows_get_int (rows, i, 3),
        .edited_by_id = spico_rows_get_text (rows, i, 4),
        .is_waiting = spico_rows_get_int (rows, i, 5) != SPICO_LOCAL_SYNCED,
        .draft_name = spico_rows_get_text (rows, i, 6),
        .draft_text = spico_rows_get_text (rows, i, 7),
        .reason = (SpicoTemplateReason) spico_rows_get_int (rows, i, 8),
      });

      g_list_store_append (templates, template);
    }

  return TRUE;
}

/* @data is the id of an account. Resolves to a #GListStore of #SpicoMessageTemplate. */
DexFuture *
spico_store_read_templates (SpicoTransaction *transaction,
                            gpointer          data)
{
  g_autoptr (GListStore) templates = g_list_store_new (SPICO_TYPE_MESSAGE_TEMPLATE);
  GError *error = NULL;

  if (!add_templates (transaction, templates, list_sql, data, &error) || !add_templates (transaction, templates, new_sql, data, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_object (g_steal_pointer (&templates));
}

/* ---- What is told to the server ---- */

JsonObject *
spico_outbox_make_template_edit (SpicoTransaction *transaction,
                                 SpicoOperation   *operation,
                                 GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "tt", "SELECT name, text FROM message_template WHERE holder_id = $1 AND id = $2",
                                                VALUES (T (operation->account_id), T (operation->object_id)), error);
  JsonObject *object;

  if (rows == NULL || spico_rows_get_n_rows (rows) == 0)
    return NULL;

  object = json_object_new ();
  json_object_set_string_member (object, "name", spico_rows_get_text (rows, 0, 0));
  json_object_set_string_member (object, "text", spico_rows_get_text (rows, 0, 1));

  return object;
}

JsonObject *
spico_outbox_make_template (SpicoTransaction *transaction,
                            SpicoOperation   *operation,
                            GError          **error)
{
  JsonObject *object = spico_outbox_make_template_edit (transaction, operation, error);

  if (object != NULL)
    json_object_set_string_member (object, "clientId", operation->object_id);
  return object;
}

gboolean
spico_outbox_is_of_template (SpicoOperation *operation)
{
  static const char *const kinds[] = { SPICO_OUTBOX_TEMPLATE, SPICO_OUTBOX_TEMPLATE_EDIT, SPICO_OUTBOX_UNTEMPLATE, NULL };

  return g_strv_contains (kinds, operation->kind);
}

/* Later edits begin with what the server has now. */
gboolean
spico_outbox_template_done (SpicoTransaction *transaction,
                            SpicoSettlement  *settlement,
                            GError          **error)
{
  SpicoOperation *operation = settlement->operation;
  JsonObject *told = spico_operation_find_told (operation);

  if (g_str_equal (operation->kind, SPICO_OUTBOX_UNTEMPLATE))
    return forget (transaction, operation->account_id, operation->object_id, error);

  transaction->changes->flags |= SPICO_CHANGE_TEMPLATES;
  return spico_sql_run (transaction->connection,
                        "UPDATE message_template SET local_state = CASE WHEN " EDIT_WAITS " THEN 2 ELSE 0 END, base_name = CASE WHEN " EDIT_WAITS " THEN $3 END, "
                        "base_text = CASE WHEN " EDIT_WAITS " THEN $4 END WHERE holder_id = $1 AND id = $2 AND local_state <> 3",
                        VALUES (T (operation->account_id), T (operation->object_id), T (told != NULL ? spico_json_get_string (told, "name") : NULL),
                                T (told != NULL ? spico_json_get_string (told, "text") : NULL)),
                        error);
}

static SpicoTemplateReason
reason_of (SpicoSettlement *settlement)
{
  if (settlement->is_over_quota)
    return SPICO_TEMPLATE_REASON_FULL;
  if (settlement->failure == SPICO_MESSAGE_FAILURE_DELEGATION_ENDED)
    return SPICO_TEMPLATE_REASON_ENDED;

  return settlement->failure == SPICO_MESSAGE_FAILURE_NO_ACCESS ? SPICO_TEMPLATE_REASON_GONE : SPICO_TEMPLATE_REASON_REFUSED;
}

/* What the server refuses of one stands as the server had it, until all of them are read again; what was typed comes back to whoever typed it. */
gboolean
spico_outbox_template_refused (SpicoTransaction *transaction,
                               SpicoSettlement  *settlement,
                               GError          **error)
{
  SpicoOperation *operation = settlement->operation;

  if (!keep_waiting (transaction, operation->account_id, operation->object_id, reason_of (settlement), error))
    return FALSE;
  if (g_str_equal (operation->kind, SPICO_OUTBOX_TEMPLATE))
    return forget (transaction, operation->account_id, operation->object_id, error);

  return run (transaction, operation->account_id, operation->object_id, "DELETE FROM outbox WHERE holder_id = $1 AND object_id = $2 AND kind = '" SPICO_OUTBOX_TEMPLATE_EDIT "'", error)
         && run (transaction, operation->account_id, operation->object_id,
                 "UPDATE message_template SET name = COALESCE (base_name, name), text = COALESCE (base_text, text), base_name = NULL, base_text = NULL, local_state = 0 WHERE holder_id = $1 AND id = $2", error)
         && spico_sql_run (transaction->connection, "DELETE FROM sync_state WHERE account_id = $1 AND type = $2",
                           VALUES (T (operation->account_id), T (spico_type_message_template.name)), error);
}
