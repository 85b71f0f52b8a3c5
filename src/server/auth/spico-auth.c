/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Local accounts: a login, a password, and the person whom they prove. */
#include "spico-auth.h"

#include <sodium.h>
#include <string.h>

#include "spico-audit.h"
#include "spico-auth-device.h"
#include "spico-auth-hash.h"
#include "spico-journal.h"
#include "spico-register-schema.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"
#include "spico-type.h"

#define LOGIN_MAX 100

/**
 * spico_auth_init:
 * @error: return location for a #SpicoServerError
 *
 * Makes libsodium ready; before anything else of this header, once.
 *
 * Returns: whether it is
 */
gboolean
spico_auth_init (GError **error)
{
  if (sodium_init () >= 0)
    return TRUE;

  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_FAILED, "libsodium cannot start");
  return FALSE;
}

/**
 * spico_auth_normalise_login:
 * @login: what was typed
 *
 * Gives the one form under which a login is kept and compared: NFKC, case folded, without spaces around it.
 *
 * Returns: (transfer full) (nullable): it, or %NULL where it cannot be a login: empty, more than 100 characters, or with spaces or control characters inside
 */
char *
spico_auth_normalise_login (const char *login)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *normal = NULL;

  if (login == NULL || strlen (login) > LOGIN_MAX * 6 || !g_utf8_validate (login, -1, NULL))
    return NULL;

  trimmed = g_strstrip (g_strdup (login));
  folded = g_utf8_casefold (trimmed, -1);
  normal = g_utf8_normalize (folded, -1, G_NORMALIZE_NFKC);
  if (normal == NULL || *normal == '\0' || g_utf8_strlen (normal, -1) > LOGIN_MAX)
    return NULL;

  for (const char *p = normal; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_isgraph (g_utf8_get_char (p)))
        return NULL;
    }

  return g_steal_pointer (&normal);
}

static gboolean
check_password (const char *password,
                GError    **error)
{
  if (!g_utf8_validate (password, -1, NULL) || strlen (password) > SPICO_AUTH_PASSWORD_MAX)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The password is too long, or not UTF-8");
      return FALSE;
    }
  if (g_utf8_strlen (password, -1) < SPICO_AUTH_PASSWORD_MIN)
    {
      g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The password has fewer than %d characters", SPICO_AUTH_PASSWORD_MIN);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_person (SpicoSqlConnection *connection,
              const char         *principal_id,
              GError            **error)
{
  g_autofree char *kind = NULL;

  if (!spico_sql_query_text (connection, "SELECT kind FROM principal t WHERE t.id = $1 AND " SPICO_REGISTER_IS_THERE ("t"), SPICO_SQL_VALUES (SPICO_SQL_TEXT (principal_id)), &kind, error))
    return FALSE;
  if (kind == NULL)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND, "The directory has no such person");
      return FALSE;
    }
  if (strcmp (kind, "person") != 0)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "Only a person signs in; a structure's account is delegated");
      return FALSE;
    }

  return TRUE;
}

/* What the operator does to the account of a person stands in the trace like what the person does. */
static gboolean
trace (SpicoSqlConnection *connection,
       const char         *person_id,
       gint64              now_us,
       const char         *event,
       GError            **error)
{
  const SpicoActor actor = { .person_id = (char *) person_id, .session_id = (char *) "" };

  return spico_audit_add_sign_in (connection, &actor, now_us, event, "operator", error);
}

/* The directory says that the person can be reached. */
static gboolean
announce_account (SpicoSqlConnection *connection,
                  const char         *principal_id,
                  gint64              now_us,
                  GError            **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);

  if (!spico_sql_run (connection, "UPDATE principal SET has_account = 1 WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (principal_id)), error))
    return FALSE;

  spico_journal_add (journal, SPICO_REGION_ACCOUNT_ID, spico_type_principal.name, principal_id, SPICO_JOURNAL_UPDATED);

  return spico_journal_write (journal, connection, NULL, error);
}

/**
 * spico_auth_create_account:
 * @connection: a connection in a write transaction
 * @login: the login, normalised here
 * @principal_id: the person whom it signs in, who must be in the directory
 * @password: (nullable): the password, at least %SPICO_AUTH_PASSWORD_MIN characters; %NULL where the person only signs in with the operator's OpenID provider (F002)
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoServerError (`INVALID`, `NOT_FOUND`, `EXISTS`) or a #SpicoSqlError
 *
 * Makes a local account. The person's account takes over what waits for them (F073), and the directory says that they have one.
 *
 * Returns: whether it is made
 */
gboolean
spico_auth_create_account (SpicoSqlConnection *connection,
                           const char         *login,
                           const char         *principal_id,
                           const char         *password,
                           gint64              now_us,
                           GError            **error)
{
  g_autofree char *normal = spico_auth_normalise_login (login);
  g_autofree char *hash = NULL;
  gboolean exists;

  if (normal == NULL)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The login is empty, too long, or has spaces in it");
      return FALSE;
    }
  if ((password != NULL && !check_password (password, error)) || !check_person (connection, principal_id, error) ||
      !spico_sql_query_exists (connection, "SELECT 1 FROM login WHERE login = $1 OR person_id = $2",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (normal), SPICO_SQL_TEXT (principal_id)), &exists, error))
    return FALSE;
  if (exists)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_EXISTS, "The login is taken, or the person has an account already");
      return FALSE;
    }

  hash = password != NULL ? spico_auth_hash_password (password, error) : g_strdup ("");
  if (hash == NULL)
    return FALSE;

  return spico_sql_run (connection, "INSERT INTO login (login, person_id, password_hash, is_enabled, created_at) VALUES ($1, $2, $3, 1, $4)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (normal), SPICO_SQL_TEXT (principal_id), SPICO_SQL_TEXT (hash), SPICO_SQL_INT (now_us)),
                        error) &&
         announce_account (connection, principal_id, now_us, error) && trace (connection, principal_id, now_us, "account-created", error);
}

/**
 * spico_auth_set_enabled:
 * @connection: a connection in a write transaction
 * @login: the login, normalised here
 * @enabled: whether it may sign in
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoServerError (`NOT_FOUND`) or a #SpicoSqlError
 *
 * Disabling ends every session of the login at once; what the person wrote stays.
 *
 * Returns: whether it is done
 */
gboolean
spico_auth_set_enabled (SpicoSqlConnection *connection,
                        const char         *login,
                        gboolean            enabled,
                        gint64              now_us,
                        GError            **error)
{
  g_autofree char *normal = spico_auth_normalise_login (login);
  g_autofree char *person_id = NULL;

  if (normal != NULL &&
      !spico_sql_query_text (connection, "UPDATE login SET is_enabled = $2 WHERE login = $1 RETURNING person_id",
                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (normal), SPICO_SQL_BOOLEAN (enabled)), &person_id, error))
    return FALSE;
  if (person_id == NULL)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND, "There is no such login");
      return FALSE;
    }
  if (!trace (connection, person_id, now_us, enabled ? "account-enabled" : "account-disabled", error))
    return FALSE;
  if (enabled)
    return TRUE;

  return spico_auth_end_devices (connection, normal, now_us, error);
}

/**
 * spico_auth_find_login:
 * @connection: a connection in a transaction
 * @login: a normalised login
 * @password_hash: (out) (transfer full) (nullable): what its password is checked against; %NULL where the login is unknown or disabled, or has no password
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_auth_find_login (SpicoSqlConnection *connection,
                       const char         *login,
                       char              **password_hash,
                       GError            **error)
{
  return spico_sql_query_text (connection, "SELECT password_hash FROM login WHERE login = $1 AND is_enabled = 1 AND password_hash <> ''",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (login)), password_hash, error);
}
