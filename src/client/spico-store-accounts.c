/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-accounts.h"

#include "spico-client-enums.h"
#include "spico-json.h"
#include "spico-mail-address.h"
#include "spico-store-attachments.h"
#include "spico-store-contact.h"
#include "spico-store-delegations.h"
#include "spico-store-groups.h"
#include "spico-store-objects.h"
#include "spico-store-profiles.h"
#include "spico-store-scheduled.h"
#include "spico-store-schema.h"
#include "spico-store-templates.h"
#include "spico-type.h"

#define T SPICO_SQL_TEXT
#define N SPICO_SQL_INT
#define VALUES SPICO_SQL_VALUES

static gboolean
put_account (SpicoTransaction *transaction,
             const char       *id,
             JsonObject       *account,
             GError          **error)
{
  JsonObject *capabilities = spico_json_get_object (account, "accountCapabilities");
  const char *name = spico_json_get_string (account, "name");

  return spico_sql_run (transaction->connection,
                        "INSERT INTO account (id, name, is_personal, has_discussions, has_dossiers, is_gone) VALUES ($1, $2, $3, $4, $5, 0) "
                        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, is_personal = excluded.is_personal, "
                        "has_discussions = excluded.has_discussions, has_dossiers = excluded.has_dossiers, is_gone = 0",
                        VALUES (T (id), T (name != NULL ? name : ""), N (spico_json_get_boolean (account, "isPersonal")),
                                N (capabilities != NULL && json_object_has_member (capabilities, SPICO_CAPABILITY_DISCUSSIONS)),
                                N (capabilities != NULL && json_object_has_member (capabilities, SPICO_CAPABILITY_DOSSIERS))),
                        error);
}

/* What was written for it is refused from here on, and says why; the server would say nothing else. */
static gboolean
refuse_waiting (SpicoTransaction *transaction,
                const char       *account_id,
                GError          **error)
{
  const SpicoSqlValue *values = VALUES (T (account_id), N (SPICO_MESSAGE_FAILURE_DELEGATION_ENDED));

  return spico_sql_run (transaction->connection, "UPDATE message SET local_state = 4, local_error = $2 WHERE holder_id = $1 AND local_state = 1", values, error) &&
         spico_sql_run (transaction->connection, "UPDATE conversation SET local_state = 4, local_error = $2 WHERE holder_id = $1 AND local_state = 1", values, error) &&
         spico_sql_run (transaction->connection, "DELETE FROM outbox WHERE holder_id = $1", VALUES (T (account_id)), error);
}

static gboolean
forget_types (SpicoTransaction *transaction,
              const char       *account_id,
              const char       *capability,
              GError          **error)
{
  guint n = 0;
  const SpicoType *const *types = spico_types_cached (&n);

  for (guint i = 0; i < n; i++)
    {
      if (g_str_equal (types[i]->capability, capability) &&
          !spico_sql_run (transaction->connection, "DELETE FROM sync_state WHERE account_id = $1 AND type = $2", VALUES (T (account_id), T (types[i]->name)), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
forget_readings (SpicoTransaction *transaction,
                 const char       *account_id,
                 GError          **error)
{
  return spico_sql_run (transaction->connection, "DELETE FROM setting WHERE name IN ('history ' || $1, 'reading ' || $1)", VALUES (T (account_id)), error);
}

/* Its conversations go; in those where the person wrote something that never left, that alone stays. */
static gboolean
end_discussions (SpicoTransaction *transaction,
                 const char       *account_id,
                 GError          **error)
{
  g_autoptr (SpicoRows) rows = NULL;
  gboolean has_any = FALSE;

  if (!spico_sql_query_exists (transaction->connection,
                               "SELECT 1 FROM conversation WHERE holder_id = $1 UNION ALL SELECT 1 FROM favourite WHERE holder_id = $1 "
                               "UNION ALL SELECT 1 FROM favourite_group_share WHERE holder_id = $1 "
                               "UNION ALL SELECT 1 FROM scheduled_message WHERE holder_id = $1 "
                               "UNION ALL SELECT 1 FROM message_template WHERE holder_id = $1 UNION ALL SELECT 1 FROM template_draft WHERE holder_id = $1 "
                               "UNION ALL SELECT 1 FROM recent_search WHERE holder_id = $1 UNION ALL SELECT 1 FROM outbox WHERE holder_id = $1",
                               VALUES (T (account_id)), &has_any, error))
    return FALSE;
  if (!has_any)
    return TRUE;

  if (!refuse_waiting (transaction, account_id, error) ||
      !spico_sql_run (transaction->connection, "DELETE FROM favourite WHERE holder_id = $1", VALUES (T (account_id)), error) ||
      !spico_sql_run (transaction->connection, "DELETE FROM recent_search WHERE holder_id = $1", VALUES (T (account_id)), error) ||
      !spico_store_end_groups (transaction, account_id, error) ||
      !spico_store_end_templates (transaction, account_id, error) ||
      !spico_store_end_scheduled (transaction, account_id, error) ||
      !forget_types (transaction, account_id, SPICO_CAPABILITY_DISCUSSIONS, error) ||
      !forget_readings (transaction, account_id, error))
    return FALSE;

  rows = spico_rows_read (transaction->connection, "t", "SELECT id FROM conversation WHERE holder_id = $1", VALUES (T (account_id)), error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      if (!spico_store_remove_conversation (transaction, account_id, spico_rows_get_text (rows, i, 0), error))
        return FALSE;
    }
  transaction->changes->flags |= SPICO_CHANGE_CONVERSATIONS | SPICO_CHANGE_FAVOURITES | SPICO_CHANGE_OUTBOX;

  return TRUE;
}

static gboolean
end_dossiers (SpicoTransaction *transaction,
              const char       *account_id,
              GError          **error)
{
  if (!spico_sql_run (transaction->connection, "DELETE FROM circle_member WHERE holder_id = $1", VALUES (T (account_id)), error) ||
      !spico_sql_run (transaction->connection, "DELETE FROM dossier WHERE holder_id = $1", VALUES (T (account_id)), error))
    return FALSE;
  if (spico_sql_connection_changes (transaction->connection) > 0)
    transaction->changes->flags |= SPICO_CHANGE_DOSSIERS;

  return forget_types (transaction, account_id, SPICO_CAPABILITY_DOSSIERS, error);
}

/* Whatever the session no longer covers is erased here too, at once (F030). What is covered again later is read anew. */
static gboolean
end_uncovered (SpicoTransaction *transaction,
               GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "tiii",
                                                "SELECT id, is_gone = 0 AND has_discussions = 1, is_gone = 0 AND has_dossiers = 1, is_gone = 0 FROM account", NULL, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < spico_rows_get_n_rows (rows); i++)
    {
      const char *id = spico_rows_get_text (rows, i, 0);

      if (!spico_rows_get_int (rows, i, 1) && !end_discussions (transaction, id, error))
        return FALSE;
      if (!spico_rows_get_int (rows, i, 2) && !end_dossiers (transaction, id, error))
        return FALSE;
      if (!spico_rows_get_int (rows, i, 3) && !spico_store_end_delegations (transaction, id, error))
        return FALSE;
    }

  return spico_store_end_profiles (transaction, error);
}

/* Which accounts one may use, and what of them. */
static char *
read_covered (SpicoTransaction *transaction,
              GError          **error)
{
  g_autoptr (SpicoRows) rows = spico_rows_read (transaction->connection, "tii", "SELECT id, has_discussions, has_dossiers FROM account WHERE is_gone = 0 ORDER BY id", NULL, error);
  g_autoptr (GString) covered = rows != NULL ? g_string_new (NULL) : NULL;

  for (guint i = 0; rows != NULL && i < spico_rows_get_n_rows (rows); i++)
    g_string_append_printf (covered, "%s %d%d\n", spico_rows_get_text (rows, i, 0), spico_rows_get_int (rows, i, 1) != 0, spico_rows_get_int (rows, i, 2) != 0);

  return covered != NULL ? g_string_free_and_steal (g_steal_pointer (&covered)) : NULL;
}

/* The end of an attachment, which suspends a delegation, moves no state (F031): where the accounts are others than before, delegations are read again. */
static gboolean
forget_delegations (SpicoTransaction *transaction,
                    const char       *covered_before,
                    GError          **error)
{
  g_autofree char *covered = read_covered (transaction, error);

  if (covered == NULL)
    return FALSE;

  return g_str_equal (covered, covered_before) || spico_sql_run (transaction->connection, "DELETE FROM sync_state WHERE type = $1", VALUES (T (spico_type_delegation.name)), error);
}

/* What people call the region, where it has such a name. */
static gboolean
put_region (SpicoTransaction *transaction,
            JsonObject       *accounts,
            GError          **error)
{
  JsonObject *region = accounts != NULL ? spico_json_get_object (accounts, SPICO_REGION_ACCOUNT_ID) : NULL;
  const char *name = spico_json_get_string (region, "name");

  if (name == NULL || g_str_equal (name, SPICO_REGION_ACCOUNT_ID))
    return spico_sql_run (transaction->connection, "DELETE FROM setting WHERE name = $1", VALUES (T (SPICO_REGION_SETTING)), error);

  return spico_store_put_setting (transaction, SPICO_REGION_SETTING, name, error);
}

/* More are not looked at. */
#define MAX_DOMAINS 100

/* Never more than a line can show. */
#define MAX_SUPPORT 200

static const char *
take_support (JsonObject *support,
              const char *name)
{
  const char *text = support != NULL ? spico_json_get_string (support, name) : NULL;

  return text != NULL && g_utf8_strlen (text, -1) <= MAX_SUPPORT ? text : "";
}

/**
 * spico_support_read:
 * @support: (nullable): how the support desk is reached, as a server says it
 *
 * Returns: (transfer full): its mail address, its telephone and its hours, each empty where it is not said, or longer than a line
 */
GStrv
spico_support_read (JsonObject *support)
{
  const char *const texts[] = { take_support (support, "mail"), take_support (support, "telephone"), take_support (support, "hours"), NULL };

  return g_strdupv ((GStrv) texts);
}

static gboolean
put_support (SpicoTransaction *transaction,
             JsonObject       *session,
             GError          **error)
{
  JsonObject *capabilities = spico_json_get_object (session, "capabilities");
  JsonObject *directory = capabilities != NULL ? spico_json_get_object (capabilities, SPICO_CAPABILITY_DIRECTORY) : NULL;
  JsonObject *support = directory != NULL ? spico_json_get_object (directory, "support") : NULL;
  g_auto (GStrv) texts = spico_support_read (support);
  g_autofree char *value = spico_json_text_array ((const char *const *) texts);

  return spico_store_put_setting (transaction, SPICO_SUPPORT_SETTING, value, error);
}

/* What the region says of mails through MSSanté (F066): whether it sends them, then the domains. */
static gboolean
put_mssante (SpicoTransaction *transaction,
             JsonObject       *session,
             GError          **error)
{
  JsonObject *capabilities = spico_json_get_object (session, "capabilities");
  JsonObject *directory = capabilities != NULL ? spico_json_get_object (capabilities, SPICO_CAPABILITY_DIRECTORY) : NULL;
  JsonObject *mssante = directory != NULL ? spico_json_get_object (directory, "mssante") : NULL;
  JsonArray *domains = mssante != NULL ? spico_json_get_array (mssante, "domains") : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;
  g_autofree char *value = NULL;

  g_strv_builder_add (builder, mssante != NULL && spico_json_get_boolean (mssante, "hasRelay") ? "relay" : "");
  for (guint i = 0; domains != NULL && i < MIN (json_array_get_length (domains), MAX_DOMAINS); i++)
    {
      const char *domain = spico_json_get_element_string (domains, i);

      if (domain != NULL && spico_mail_domain_is_valid (domain))
        g_strv_builder_add (builder, domain);
    }
  texts = g_strv_builder_end (builder);
  value = spico_json_text_array ((const char *const *) texts);

  return spico_store_put_setting (transaction, SPICO_MSSANTE_SETTING, value, error);
}

/**
 * spico_store_put_accounts:
 * @session: a session object (RFC 8620 section 2)
 *
 * Writes the accounts. What one that is gone (F030), or no longer covers as much (F024), held is erased; but never what the person wrote for it
 * and did not send: that stays, marked as refused, and so do drafts.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_put_accounts (SpicoTransaction *transaction,
                          JsonObject       *session,
                          GError          **error)
{
  JsonObject *accounts = spico_json_get_object (session, "accounts");
  g_autoptr (GList) ids = accounts != NULL ? json_object_get_members (accounts) : NULL;
  g_autofree char *covered_before = read_covered (transaction, error);

  if (covered_before == NULL || !spico_sql_run (transaction->connection, "UPDATE account SET is_gone = 1", NULL, error))
    return FALSE;

  for (GList *link = ids; link != NULL; link = link->next)
    {
      JsonObject *account = spico_json_get_object (accounts, link->data);

      if (account != NULL && !g_str_equal (link->data, SPICO_REGION_ACCOUNT_ID) && !put_account (transaction, link->data, account, error))
        return FALSE;
    }
  transaction->changes->flags |= SPICO_CHANGE_ACCOUNTS;

  return spico_store_put_contact (transaction, session, error) && put_region (transaction, accounts, error) && put_support (transaction, session, error) && spico_store_put_attachment_limits (transaction, session, error) && put_mssante (transaction, session, error) && end_uncovered (transaction, error) && forget_delegations (transaction, covered_before, error);
}
