/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operator may do to accounts and delegations. Every function wants a write transaction, and leaves a row in the audit. */
#include "spico-operator.h"

#include <string.h>

#include "spico-assignment.h"
#include "spico-auth.h"
#include "spico-delegation-news.h"
#include "spico-journal.h"
#include "spico-operator-private.h"
#include "spico-register-schema.h"
#include "spico-sql-query.h"
#include "spico-type.h"
#include "spico-uuid.h"

/* As long as a property of that sort in the descriptors. */
#define MAX_REFERENT 255
#define MAX_MESSAGE 2000
#define MAX_ROLE 100

/* Says why something is not done. */
gboolean
spico_operator_fail (GError         **error,
                     SpicoServerError code,
                     const char      *text)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, code, text);
  return FALSE;
}

/**
 * spico_operator_trace:
 * @connection: a connection in a write transaction
 * @account_id: whose account it is about
 * @action: what the operator does
 * @type_name: to what type of object
 * @object_id: to which
 * @now_us: the time, in microseconds since 1970
 * @error: a #SpicoSqlError
 *
 * Adds to the audit what the operator does.
 *
 * Returns: whether it is written
 */
gboolean
spico_operator_trace (SpicoSqlConnection *connection,
                      const char         *account_id,
                      const char         *action,
                      const char         *type_name,
                      const char         *object_id,
                      gint64              now_us,
                      GError            **error)
{
  return spico_sql_run (connection, "INSERT INTO audit (at, person_id, account_id, session_id, action, type, object_id, rule) VALUES ($1, $2, $3, '', $4, $5, $6, 'operator')",
                        SPICO_SQL_VALUES (SPICO_SQL_INT (now_us), SPICO_SQL_TEXT (SPICO_OPERATOR_ID), SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (action), SPICO_SQL_TEXT (type_name),
                                          SPICO_SQL_TEXT (object_id)),
                        error);
}

/* Tells who holds an object that it has come, or changed. */
static gboolean
write_change (SpicoSqlConnection *connection,
              const char         *account_id,
              const char         *type_name,
              const char         *object_id,
              SpicoJournalKind    kind,
              gint64              now_us,
              GError            **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);

  spico_journal_add (journal, account_id, type_name, object_id, kind);
  return spico_journal_write (journal, connection, changes, error);
}

/* Finds a principal's kind, `person` or another. */
static gboolean
find_kind (SpicoSqlConnection *connection,
           const char         *principal_id,
           char              **kind,
           GError            **error)
{
  if (!spico_sql_query_text (connection, "SELECT kind FROM principal t WHERE t.id = $1 AND " SPICO_REGISTER_IS_THERE ("t"), SPICO_SQL_VALUES (SPICO_SQL_TEXT (principal_id)), kind, error))
    return FALSE;

  return *kind != NULL || spico_operator_fail (error, SPICO_SERVER_ERROR_NOT_FOUND, "No such principal stands in the directory");
}

/**
 * spico_operator_create_account:
 * @connection: a connection in a write transaction
 * @login: the login
 * @principal_id: a person of the directory
 * @password: (nullable): the password; %NULL where there is none: see spico_auth_create_account()
 * @now_us: the time, in microseconds since 1970
 * @error: see spico_auth_create_account()
 *
 * Makes an account with which a person signs in, and tells the region that they have one.
 *
 * Returns: whether it is made
 */
gboolean
spico_operator_create_account (SpicoSqlConnection *connection,
                               const char         *login,
                               const char         *principal_id,
                               const char         *password,
                               gint64              now_us,
                               GError            **error)
{
  return spico_auth_create_account (connection, login, principal_id, password, now_us, error)
         && write_change (connection, SPICO_REGION_ACCOUNT_ID, spico_type_principal.name, principal_id, SPICO_JOURNAL_UPDATED, now_us, error)
         && spico_operator_trace (connection, principal_id, "account.create", spico_type_principal.name, principal_id, now_us, error);
}

/**
 * spico_operator_open_structure:
 * @connection: a connection in a write transaction
 * @principal_id: a structure or unit of the directory
 * @now_us: the time, in microseconds since 1970
 * @error: a #SpicoServerError (`INVALID`, `NOT_FOUND`, `EXISTS`) or a #SpicoSqlError
 *
 * Gives a structure an account (F003). Nobody signs in to it: it is reached through delegations.
 *
 * Returns: whether it is open
 */
gboolean
spico_operator_open_structure (SpicoSqlConnection *connection,
                               const char         *principal_id,
                               gint64              now_us,
                               GError            **error)
{
  g_autofree char *kind = NULL;

  if (!find_kind (connection, principal_id, &kind, error))
    return FALSE;
  if (strcmp (kind, "person") == 0)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "This principal is a person, not a structure");
  if (!spico_sql_run (connection, "UPDATE principal SET has_account = 1 WHERE id = $1 AND has_account = 0", SPICO_SQL_VALUES (SPICO_SQL_TEXT (principal_id)), error))
    return FALSE;
  if (spico_sql_connection_changes (connection) == 0)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_EXISTS, "The structure has an account already");

  return write_change (connection, SPICO_REGION_ACCOUNT_ID, spico_type_principal.name, principal_id, SPICO_JOURNAL_UPDATED, now_us, error)
         && spico_operator_trace (connection, principal_id, "account.create", spico_type_principal.name, principal_id, now_us, error);
}

/* What is suspended by it, or goes on, is told to both sides (F031). */
static gboolean
tell_delegations (SpicoSqlConnection *connection,
                  const char         *person_id,
                  gint64              now_us,
                  GError            **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, "SELECT id, account_id, delegate_id FROM delegation WHERE status = 'accepted' AND (account_id = $1 OR delegate_id = $1)",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id)), error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      const char *id = has_row ? spico_sql_statement_column_text (statement, 0) : NULL;

      if (id == NULL)
        return spico_journal_write (journal, connection, changes, error);
      spico_journal_add (journal, spico_sql_statement_column_text (statement, 1), spico_type_delegation.name, id, SPICO_JOURNAL_UPDATED);
      spico_journal_add (journal, spico_sql_statement_column_text (statement, 2), spico_type_delegation.name, id, SPICO_JOURNAL_UPDATED);
    }

  return FALSE;
}

/**
 * spico_operator_set_enabled:
 * @connection: a connection in a write transaction
 * @login: a login
 * @enabled: whether it may sign in
 * @now_us: the time, in microseconds since 1970
 * @error: see spico_auth_set_enabled()
 *
 * Disables an account, which ends its sessions at once and suspends its delegations (F031), or enables it again.
 *
 * Returns: whether it is done
 */
gboolean
spico_operator_set_enabled (SpicoSqlConnection *connection,
                            const char         *login,
                            gboolean            enabled,
                            gint64              now_us,
                            GError            **error)
{
  g_autofree char *normal = spico_auth_normalise_login (login);
  g_autofree char *person_id = NULL;

  if (!spico_auth_set_enabled (connection, login, enabled, now_us, error)
      || !spico_sql_query_text (connection, "SELECT person_id FROM login WHERE login = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (normal)), &person_id, error)
      || !tell_delegations (connection, person_id, now_us, error))
    return FALSE;

  return spico_operator_trace (connection, person_id, enabled ? "account.enable" : "account.disable", spico_type_principal.name, person_id, now_us, error);
}

static gboolean
is_scope (const char *scope)
{
  static const char *const scopes[] = { "all", "discussions", "dossiers", NULL };

  return g_strv_contains (scopes, scope);
}

static gboolean
check_delegation (SpicoSqlConnection *connection,
                  const char         *account_id,
                  const char         *delegate_id,
                  const char         *scope,
                  const char         *referent,
                  GError            **error)
{
  g_autofree char *account_kind = NULL;
  g_autofree char *delegate_kind = NULL;

  if (!is_scope (scope))
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "The scope is all, discussions or dossiers");
  if (referent[0] == '\0' || !g_utf8_validate (referent, -1, NULL) || g_utf8_strlen (referent, -1) > MAX_REFERENT)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "The referent on whose word it is done must be named");
  if (strcmp (account_id, delegate_id) == 0)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "Nobody is their own delegate");
  if (!find_kind (connection, account_id, &account_kind, error) || !find_kind (connection, delegate_id, &delegate_kind, error))
    return FALSE;
  if (strcmp (delegate_kind, "person") != 0)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "A delegate is a person");

  return TRUE;
}

/* Both sides hold a delegation. */
static gboolean
write_delegation_change (SpicoSqlConnection *connection,
                         const char         *account_id,
                         const char         *delegate_id,
                         const char         *id,
                         SpicoJournalKind    kind,
                         gint64              now_us,
                         GError            **error)
{
  const char *first = strcmp (account_id, delegate_id) < 0 ? account_id : delegate_id;
  const char *second = first == account_id ? delegate_id : account_id;

  return write_change (connection, first, spico_type_delegation.name, id, kind, now_us, error) && write_change (connection, second, spico_type_delegation.name, id, kind, now_us, error);
}

/* The delegate, and the account's side, are told by mail what the operator has done (F031). */
static gboolean
tell_by_mail (SpicoSqlConnection *connection,
              const char         *account_id,
              const char         *delegate_id,
              const char         *id,
              const char         *to_delegate,
              const char         *to_others,
              gint64              now_us,
              GError            **error)
{
  const SpicoDelegationNews news = { id, account_id, delegate_id, SPICO_OPERATOR_ID, SPICO_OPERATOR_ID, now_us };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  return spico_delegation_news_queue (&news, connection, to_delegate, ids, error) && spico_delegation_news_queue (&news, connection, to_others, ids, error);
}

/* What the delegate had, or had asked for. An offer that was not answered has opened nothing: nobody is written to. */
static gboolean
tell_of_end (SpicoSqlConnection *connection,
             const char         *account_id,
             const char         *delegate_id,
             gint64              now_us,
             GError            **error)
{
  const SpicoSqlValue *values = SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (delegate_id));
  g_autofree char *held_id = NULL;
  g_autofree char *asked_id = NULL;

  if (!spico_sql_query_text (connection, "SELECT id FROM delegation WHERE account_id = $1 AND delegate_id = $2 AND status = 'accepted'", values, &held_id, error)
      || !spico_sql_query_text (connection, "SELECT id FROM delegation WHERE account_id = $1 AND delegate_id = $2 AND status = 'requested'", values, &asked_id, error))
    return FALSE;
  if (held_id != NULL && !tell_by_mail (connection, account_id, delegate_id, held_id, "operator-removed", "others-removed", now_us, error))
    return FALSE;

  return asked_id == NULL || tell_by_mail (connection, account_id, delegate_id, asked_id, "operator-denied", "others-denied", now_us, error);
}

/* Ends what is open between the two, a request too. */
static gboolean
end_delegations (SpicoSqlConnection *connection,
                 const char         *account_id,
                 const char         *delegate_id,
                 gint64              now_us,
                 guint              *n_ended,
                 GError            **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection,
                                                             "UPDATE delegation SET status = 'ended', ended_at = $3 WHERE account_id = $1 AND delegate_id = $2"
                                                             " AND status IN ('requested', 'offered', 'accepted') RETURNING id",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (delegate_id), SPICO_SQL_INT (now_us)), error);

  if (statement == NULL || !spico_sql_collect_texts (statement, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      if (!write_delegation_change (connection, account_id, delegate_id, g_ptr_array_index (ids, i), SPICO_JOURNAL_UPDATED, now_us, error))
        return FALSE;
    }

  *n_ended = ids->len;
  return TRUE;
}

/**
 * spico_operator_set_delegation:
 * @connection: a connection in a write transaction
 * @account_id: whose account it is
 * @delegate_id: the person who may use it
 * @scope: `all`, `discussions` or `dossiers` (F024)
 * @referent: on whose word (F026)
 * @is_mailed: whether the delegate and the other delegates are told by mail, where the region sends any
 * @now_us: the time, in microseconds since 1970
 * @error: a #SpicoServerError (`INVALID`, `NOT_FOUND`) or a #SpicoSqlError
 *
 * Sets a delegation; one that was in force between the two, or asked for, ends.
 *
 * Returns: whether it is set
 */
gboolean
spico_operator_set_delegation (SpicoSqlConnection *connection,
                               const char         *account_id,
                               const char         *delegate_id,
                               const char         *scope,
                               const char         *referent,
                               gboolean            is_mailed,
                               gint64              now_us,
                               GError            **error)
{
  g_autofree char *id = spico_uuid_new (now_us);
  guint n_ended;

  if (!check_delegation (connection, account_id, delegate_id, scope, referent, error) || !end_delegations (connection, account_id, delegate_id, now_us, &n_ended, error))
    return FALSE;

  return spico_sql_run (connection,
                        "INSERT INTO delegation (id, account_id, delegate_id, scope, status, set_by, referent, created_at, ended_at, follows_attachment) VALUES ($1, $2, $3, $4, 'accepted', $5, $6, $7, NULL,"
                        " CASE WHEN EXISTS (SELECT 1 FROM attachment h WHERE h.person_id = $3 AND h.structure_id = $2) THEN 1 ELSE 0 END)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (delegate_id), SPICO_SQL_TEXT (scope), SPICO_SQL_TEXT (SPICO_OPERATOR_ID),
                                          SPICO_SQL_TEXT (referent), SPICO_SQL_INT (now_us)),
                        error)
         && write_delegation_change (connection, account_id, delegate_id, id, SPICO_JOURNAL_CREATED, now_us, error)
         && (!is_mailed || tell_by_mail (connection, account_id, delegate_id, id, "operator-granted", "others-granted", now_us, error))
         && spico_operator_trace (connection, account_id, "delegation.set", spico_type_delegation.name, id, now_us, error);
}

/* What they had said they would answer is free again (B014). */
static gboolean
release (SpicoSqlConnection *connection,
         const char         *account_id,
         const char         *delegate_id,
         gint64              now_us,
         GError            **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);

  return spico_assignment_release (connection, journal, account_id, delegate_id, error) && spico_journal_write (journal, connection, changes, error);
}

/**
 * spico_operator_end_delegation:
 * @connection: a connection in a write transaction
 * @account_id: whose account it is
 * @delegate_id: the person who may no longer use it
 * @now_us: the time, in microseconds since 1970
 * @error: a #SpicoServerError (`NOT_FOUND`) or a #SpicoSqlError
 *
 * Ends a delegation at once (F030), a structure's last one too (F031); the delegate and the others of the account are told by mail.
 *
 * Returns: whether it has ended
 */
gboolean
spico_operator_end_delegation (SpicoSqlConnection *connection,
                               const char         *account_id,
                               const char         *delegate_id,
                               gint64              now_us,
                               GError            **error)
{
  guint n_ended;

  if (!tell_of_end (connection, account_id, delegate_id, now_us, error) || !end_delegations (connection, account_id, delegate_id, now_us, &n_ended, error))
    return FALSE;
  if (n_ended == 0)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_NOT_FOUND, "There is no such delegation");

  return release (connection, account_id, delegate_id, now_us, error)
         && spico_operator_trace (connection, account_id, "delegation.end", spico_type_delegation.name, delegate_id, now_us, error);
}

/**
 * spico_operator_set_absence:
 * @connection: a connection in a write transaction
 * @principal_id: who is absent
 * @first_day: `YYYY-MM-DD`
 * @last_day: `YYYY-MM-DD`
 * @stand_in_id: (nullable): who stands in
 * @message: what writers are told
 * @error: a #SpicoServerError (`INVALID`, `NOT_FOUND`) or a #SpicoSqlError
 *
 * Declares an absence (B016).
 *
 * Returns: whether it is declared
 */
gboolean
spico_operator_set_absence (SpicoSqlConnection *connection,
                            const char         *principal_id,
                            const char         *first_day,
                            const char         *last_day,
                            const char         *stand_in_id,
                            const char         *message,
                            GError            **error)
{
  g_autofree char *kind = NULL;
  g_autofree char *stand_in_kind = NULL;
  g_autofree char *id = g_strjoin ("_", principal_id, first_day, NULL);

  if (strcmp (first_day, last_day) > 0)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "An absence ends on its first day or later");
  if (g_utf8_strlen (message, -1) > MAX_MESSAGE)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "The message is too long");
  if (!find_kind (connection, principal_id, &kind, error) || (stand_in_id != NULL && !find_kind (connection, stand_in_id, &stand_in_kind, error)))
    return FALSE;

  return spico_sql_run (connection,
                        "INSERT INTO absence (principal_id, first_day, last_day, stand_in_id, message, id) VALUES ($1, $2, $3, $4, $5, $6)"
                        " ON CONFLICT (principal_id, first_day) DO UPDATE SET last_day = excluded.last_day, stand_in_id = excluded.stand_in_id, message = excluded.message,"
                        " declared_by_person_id = NULL",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (principal_id), SPICO_SQL_TEXT (first_day), SPICO_SQL_TEXT (last_day), SPICO_SQL_TEXT (stand_in_id), SPICO_SQL_TEXT (message),
                                          SPICO_SQL_TEXT (id)), error);
}

/* Whoever may see a circle hears that it is another. */
static gboolean
write_circle_change (SpicoSqlConnection *connection,
                     const char         *dossier_id,
                     const char         *account_id,
                     gint64              now_us,
                     GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, "SELECT account_id FROM dossier_member WHERE dossier_id = $1 AND habilitation = 1 AND refusal = 0 AND account_id <> $2",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (dossier_id), SPICO_SQL_TEXT (account_id)), error);
  g_autoptr (GPtrArray) account_ids = g_ptr_array_new_with_free_func (g_free);

  if (statement == NULL || !spico_sql_collect_texts (statement, account_ids, error))
    return FALSE;

  for (guint i = 0; i < account_ids->len; i++)
    {
      if (!write_change (connection, g_ptr_array_index (account_ids, i), spico_type_dossier.name, dossier_id, SPICO_JOURNAL_UPDATED, now_us, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_operator_add_member:
 * @connection: a connection in a write transaction
 * @dossier_id: a dossier
 * @account_id: the account that becomes a member of its circle, or is one
 * @by_person_id: the person on whose behalf
 * @habilitation: whether it may read and write (F081)
 * @in_active_list: whether the dossier stands in its active list (F074)
 * @role: its role in the circle (F083)
 * @now_us: the time, in microseconds since 1970
 * @error: a #SpicoServerError (`INVALID`, `NOT_FOUND`) or a #SpicoSqlError
 *
 * Sets what a dossier is to an account.
 *
 * Returns: whether it is set
 */
gboolean
spico_operator_add_member (SpicoSqlConnection *connection,
                           const char         *dossier_id,
                           const char         *account_id,
                           const char         *by_person_id,
                           gboolean            habilitation,
                           gboolean            in_active_list,
                           const char         *role,
                           gint64              now_us,
                           GError            **error)
{
  g_autofree char *kind = NULL;

  if (g_utf8_strlen (role, -1) > MAX_ROLE)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "The role is too long");
  if (!find_kind (connection, account_id, &kind, error))
    return FALSE;

  if (!spico_sql_run (connection,
                      "INSERT INTO dossier_member (dossier_id, account_id, habilitation, refusal, role, in_active_list, added_at, added_by_account_id, added_by_person_id)"
                      " VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $7)"
                      " ON CONFLICT (dossier_id, account_id) DO UPDATE SET habilitation = excluded.habilitation, role = excluded.role, in_active_list = excluded.in_active_list",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (dossier_id), SPICO_SQL_TEXT (account_id), SPICO_SQL_BOOLEAN (habilitation), SPICO_SQL_TEXT (role), SPICO_SQL_BOOLEAN (in_active_list),
                                        SPICO_SQL_INT (now_us), SPICO_SQL_TEXT (by_person_id)),
                      error))
    return FALSE;

  return (!habilitation || write_change (connection, account_id, spico_type_dossier.name, dossier_id, SPICO_JOURNAL_CREATED, now_us, error))
         && write_circle_change (connection, dossier_id, account_id, now_us, error)
         && spico_operator_trace (connection, account_id, "dossier.member", spico_type_dossier.name, dossier_id, now_us, error);
}
