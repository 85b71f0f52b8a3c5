/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions and their tokens: opening, refreshing, revoking and recognising them. */
#include "spico-auth.h"

#include <sodium.h>
#include <string.h>

#include "spico-audit.h"
#include "spico-auth-device.h"
#include "spico-auth-private.h"
#include "spico-query.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"

#define TOKEN_BYTES 32
#define TOKEN_LENGTH SPICO_AUTH_TOKEN_LENGTH

/* Hexadecimal digits of a SHA-256. */
#define DIGEST_LENGTH 64

/* A client that keeps losing replies may ask again; what it never used is forgotten, oldest first, beyond these. */
#define MAX_SUCCESSORS 8
#define MAX_ACCESS_TOKENS 4
#define MAX_SESSIONS 32

/* Ended sessions and spent tokens go a few at a time, so that the writer is never held for long. */
#define PURGE_BATCH 500

/**
 * spico_auth_make_token:
 *
 * Returns: (transfer full): 256 random bits, in the signs of base64url
 */
char *
spico_auth_make_token (void)
{
  guint8 bytes[TOKEN_BYTES];
  char text[TOKEN_LENGTH + 1];

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (bytes, sizeof bytes);

  return g_strdup (text);
}

/**
 * spico_auth_hash_token:
 * @token: a token
 *
 * Returns: (transfer full): that by which the database knows it
 */
char *
spico_auth_hash_token (const char *token)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}

/**
 * spico_auth_token_is_plausible:
 * @token: (nullable): anything
 *
 * Returns: whether it could be one of ours: anything else is refused without asking the database
 */
gboolean
spico_auth_token_is_plausible (const char *token)
{
  if (token == NULL)
    return FALSE;

  for (gsize i = 0; i <= TOKEN_LENGTH; i++)
    {
      if (token[i] == '\0')
        return i == TOKEN_LENGTH;
      if (!g_ascii_isalnum (token[i]) && token[i] != '-' && token[i] != '_')
        return FALSE;
    }

  return FALSE;
}

/**
 * spico_auth_make_session_id:
 *
 * Returns: (transfer full): the id of a session to be
 */
char *
spico_auth_make_session_id (void)
{
  guint8 bytes[16];
  char text[33];

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2hex (text, sizeof text, bytes, sizeof bytes);

  return g_strdup (text);
}

/**
 * spico_auth_set_refused:
 * @error: return location for a #SpicoServerError (`REFUSED`)
 *
 * What is given opens nothing; why is nobody's business.
 */
void
spico_auth_set_refused (GError **error)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_REFUSED, "The grant is not valid");
}

/**
 * spico_auth_tokens_free:
 * @tokens: (transfer full): tokens
 *
 * Wipes and frees them.
 */
void
spico_auth_tokens_free (SpicoAuthTokens *tokens)
{
  if (tokens == NULL)
    return;

  if (tokens->access_token != NULL)
    sodium_memzero (tokens->access_token, strlen (tokens->access_token));
  if (tokens->refresh_token != NULL)
    sodium_memzero (tokens->refresh_token, strlen (tokens->refresh_token));
  g_free (tokens->access_token);
  g_free (tokens->refresh_token);
  g_free (tokens);
}

static gboolean
add_access_token (SpicoSqlConnection *connection,
                  const char         *session_id,
                  const char         *token,
                  gint64              now_us,
                  GError            **error)
{
  g_autofree char *hash = spico_auth_hash_token (token);

  if (!spico_sql_run (connection,
                      "INSERT INTO access_token (hash, session_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash), SPICO_SQL_TEXT (session_id), SPICO_SQL_INT (now_us),
                                        SPICO_SQL_INT (now_us + SPICO_AUTH_ACCESS_SECONDS * G_USEC_PER_SEC)),
                      error))
    return FALSE;

  return spico_sql_run (connection,
                        "DELETE FROM access_token WHERE session_id = $1 AND hash NOT IN"
                        " (SELECT hash FROM access_token WHERE session_id = $1 ORDER BY created_at DESC, hash LIMIT $2)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (session_id), SPICO_SQL_INT (MAX_ACCESS_TOKENS)), error);
}

static gboolean
add_refresh_token (SpicoSqlConnection *connection,
                   const char         *session_id,
                   const char         *parent_hash,
                   const char         *token,
                   gint64              now_us,
                   GError            **error)
{
  g_autofree char *hash = spico_auth_hash_token (token);

  if (!spico_sql_run (connection, "INSERT INTO refresh_token (hash, session_id, parent_hash, created_at) VALUES ($1, $2, $3, $4)",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash), SPICO_SQL_TEXT (session_id), SPICO_SQL_TEXT (parent_hash), SPICO_SQL_INT (now_us)),
                      error))
    return FALSE;

  if (parent_hash == NULL)
    return TRUE;

  return spico_sql_run (connection,
                        "DELETE FROM refresh_token WHERE session_id = $1 AND parent_hash = $2 AND hash NOT IN"
                        " (SELECT hash FROM refresh_token WHERE session_id = $1 AND parent_hash = $2 ORDER BY created_at DESC, hash LIMIT $3)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (session_id), SPICO_SQL_TEXT (parent_hash), SPICO_SQL_INT (MAX_SUCCESSORS)), error);
}

static SpicoAuthTokens *
issue_tokens (SpicoSqlConnection *connection,
              const char         *session_id,
              const char         *parent_hash,
              gint64              now_us,
              GError            **error)
{
  g_autoptr (SpicoAuthTokens) tokens = g_new0 (SpicoAuthTokens, 1);

  tokens->access_token = spico_auth_make_token ();
  tokens->refresh_token = spico_auth_make_token ();

  if (!add_access_token (connection, session_id, tokens->access_token, now_us, error) ||
      !add_refresh_token (connection, session_id, parent_hash, tokens->refresh_token, now_us, error))
    return NULL;

  return g_steal_pointer (&tokens);
}

/**
 * spico_auth_trace:
 * @connection: a connection in a write transaction
 * @person_id: whose session it is
 * @session_id: the session
 * @now_us: the time, in microseconds since 1970
 * @event: see spico_audit_add_sign_in()
 * @rule: likewise
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether it stands in the trace
 */
gboolean
spico_auth_trace (SpicoSqlConnection *connection,
                  const char         *person_id,
                  const char         *session_id,
                  gint64              now_us,
                  const char         *event,
                  const char         *rule,
                  GError            **error)
{
  const SpicoActor actor = { .person_id = (char *) person_id, .session_id = (char *) session_id };

  return spico_audit_add_sign_in (connection, &actor, now_us, event, rule, error);
}

/**
 * spico_auth_end_session:
 * @connection: a connection in a write transaction, with no journal of its own
 * @person_id: whose session it is
 * @session_id: the session
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether it has ended
 */
gboolean
spico_auth_end_session (SpicoSqlConnection *connection,
                        const char         *person_id,
                        const char         *session_id,
                        gint64              now_us,
                        GError            **error)
{
  return spico_sql_run (connection, "UPDATE auth_session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (session_id), SPICO_SQL_INT (now_us)), error) &&
         spico_sql_run (connection, "DELETE FROM access_token WHERE session_id = $1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (session_id)), error) &&
         spico_auth_tell_device (connection, person_id, session_id, SPICO_JOURNAL_DESTROYED, now_us, error);
}

/* A login that is signed in on very many devices loses the session that was refreshed longest ago. */
static gboolean
limit_sessions (SpicoSqlConnection *connection,
                const char         *login,
                const char         *person_id,
                gint64              now_us,
                GError            **error)
{
  g_autoptr (GPtrArray) surplus = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  statement = spico_sql_query (connection,
                               "SELECT id FROM auth_session WHERE login = $1 AND ended_at IS NULL ORDER BY refreshed_at DESC, id LIMIT 100 OFFSET $2",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (login), SPICO_SQL_INT (MAX_SESSIONS)), error);
  if (statement == NULL)
    return FALSE;

  for (;;)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      g_ptr_array_add (surplus, g_strdup (spico_sql_statement_column_text (statement, 0)));
    }
  g_clear_pointer (&statement, spico_sql_statement_free);

  for (guint i = 0; i < surplus->len; i++)
    {
      if (!spico_auth_end_session (connection, person_id, g_ptr_array_index (surplus, i), now_us, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_auth_start_session:
 * @connection: a connection in a write transaction
 * @session: what begins
 * @lifetime_us: how long the session lives without a refresh, in microseconds
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Opens a session for someone who has proved who they are.
 *
 * Returns: (transfer full) (nullable): its first tokens
 */
SpicoAuthTokens *
spico_auth_start_session (SpicoSqlConnection     *connection,
                          const SpicoAuthSession *session,
                          gint64                  lifetime_us,
                          gint64                  now_us,
                          GError                **error)
{
  if (!spico_sql_run (connection,
                      "INSERT INTO auth_session (id, login, person_id, created_at, refreshed_at, expires_at, name, must_erase, way) VALUES ($1, $2, $3, $4, $4, $5, $6, 0, $7)",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (session->id), SPICO_SQL_TEXT (session->login), SPICO_SQL_TEXT (session->person_id), SPICO_SQL_INT (now_us),
                                        SPICO_SQL_INT (now_us + lifetime_us), SPICO_SQL_TEXT (session->device_name), SPICO_SQL_TEXT (session->way)),
                      error) ||
      !spico_auth_trace (connection, session->person_id, session->id, now_us, "sign-in", session->way, error) ||
      !spico_auth_tell_device (connection, session->person_id, session->id, SPICO_JOURNAL_CREATED, now_us, error) ||
      !limit_sessions (connection, session->login, session->person_id, now_us, error) ||
      !spico_auth_touch_presence (connection, session->person_id, 0, now_us, error))
    return NULL;

  return issue_tokens (connection, session->id, NULL, now_us, error);
}

/**
 * spico_auth_open_session:
 * @connection: a connection in a write transaction
 * @login: a normalised login
 * @password_hash: the hash that the password was checked against; changed since, nothing is opened
 * @device_name: what the client calls its device, from spico_auth_normalise_device_name()
 * @lifetime_us: how long the session lives without a refresh, in microseconds
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoServerError (`REFUSED` once the login is disabled or its password another) or a #SpicoSqlError
 *
 * Opens a session for someone who has proved their password.
 *
 * Returns: (transfer full) (nullable): its first tokens
 */
SpicoAuthTokens *
spico_auth_open_session (SpicoSqlConnection *connection,
                         const char         *login,
                         const char         *password_hash,
                         const char         *device_name,
                         gint64              lifetime_us,
                         gint64              now_us,
                         GError            **error)
{
  g_autofree char *person_id = NULL;
  g_autofree char *session_id = spico_auth_make_session_id ();
  SpicoAuthSession session = { .id = session_id, .login = login, .device_name = device_name, .way = SPICO_AUTH_BY_PASSWORD };

  if (!spico_sql_query_text (connection, "SELECT person_id FROM login WHERE login = $1 AND password_hash = $2 AND is_enabled = 1",
                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (login), SPICO_SQL_TEXT (password_hash)), &person_id, error))
    return NULL;
  if (person_id == NULL)
    {
      spico_auth_set_refused (error);
      return NULL;
    }

  session.person_id = person_id;

  return spico_auth_start_session (connection, &session, lifetime_us, now_us, error);
}

typedef struct {
  char *session_id;
  char *person_id;
  char *parent_hash;
  char *confirmed_hash;
  gboolean is_open;
  gboolean must_erase;
} FoundToken;

static void
found_token_clear (FoundToken *found)
{
  g_free (found->session_id);
  g_free (found->person_id);
  g_free (found->parent_hash);
  g_free (found->confirmed_hash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FoundToken, found_token_clear)

/* Locks the session's row first, so that two refreshes of one session follow each other. */
static gboolean
find_refresh_token (SpicoSqlConnection *connection,
                    const char         *hash,
                    gint64              now_us,
                    FoundToken         *found,
                    GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  g_autofree char *sql = NULL;
  gboolean has_row;

  sql = g_strdup_printf ("SELECT s.id, s.person_id, s.confirmed_hash, t.parent_hash,"
                         " CASE WHEN s.ended_at IS NULL AND s.expires_at > $2 AND l.is_enabled = 1 THEN 1 ELSE 0 END, s.must_erase"
                         " FROM refresh_token t JOIN auth_session s ON s.id = t.session_id JOIN login l ON l.login = s.login"
                         " WHERE t.hash = $1%s",
                         spico_sql_connection_for_update (connection));
  statement = spico_sql_query (connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash), SPICO_SQL_INT (now_us)), error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      spico_auth_set_refused (error);
      return FALSE;
    }

  found->session_id = g_strdup (spico_sql_statement_column_text (statement, 0));
  found->person_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  found->confirmed_hash = g_strdup (spico_sql_statement_column_text (statement, 2));
  found->parent_hash = g_strdup (spico_sql_statement_column_text (statement, 3));
  found->is_open = spico_sql_statement_column_boolean (statement, 4);
  found->must_erase = spico_sql_statement_column_boolean (statement, 5);

  return TRUE;
}

/**
 * spico_auth_knows_token:
 * @connection: a connection in a transaction
 * @token: a refresh or access token, or anything else
 * @is_known: (out): whether it is, or was, one of ours
 * @error: return location for a #SpicoSqlError
 *
 * For strangers' tokens not to take the writer's time.
 *
 * Returns: whether the database answered
 */
gboolean
spico_auth_knows_token (SpicoSqlConnection *connection,
                        const char         *token,
                        gboolean           *is_known,
                        GError            **error)
{
  g_autofree char *hash = NULL;

  *is_known = FALSE;
  if (!spico_auth_token_is_plausible (token))
    return TRUE;

  hash = spico_auth_hash_token (token);

  return spico_sql_query_exists (connection, "SELECT 1 FROM refresh_token WHERE hash = $1 UNION ALL SELECT 1 FROM access_token WHERE hash = $1",
                                 SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash)), is_known, error);
}

/**
 * spico_auth_refresh:
 * @connection: a connection in a write transaction
 * @refresh_token: what the client sent
 * @lifetime_us: how long the session lives without another refresh, in microseconds
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoServerError (`REFUSED`; `ERASED` where its device must erase what it keeps) or a #SpicoSqlError
 *
 * Gives the next pair of tokens for a refresh token. The token itself goes on working until one of its successors comes, so that a lost reply signs nobody
 * out; coming after that, it ends the session (docs/protocol.md,
 * RFC 9700 section 4.14.2): so commit even when it is `REFUSED`.
 *
 * Returns: (transfer full) (nullable): the next tokens
 */
SpicoAuthTokens *
spico_auth_refresh (SpicoSqlConnection *connection,
                    const char         *refresh_token,
                    gint64              lifetime_us,
                    gint64              now_us,
                    GError            **error)
{
  g_auto (FoundToken) found = { 0 };
  g_autofree char *hash = NULL;
  gboolean is_confirmed, is_successor;

  if (!spico_auth_token_is_plausible (refresh_token))
    {
      spico_auth_set_refused (error);
      return NULL;
    }

  hash = spico_auth_hash_token (refresh_token);
  if (!find_refresh_token (connection, hash, now_us, &found, error))
    return NULL;
  if (found.must_erase)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_ERASED, "The session was ended from another device");
      return NULL;
    }
  if (!found.is_open)
    {
      spico_auth_set_refused (error);
      return NULL;
    }

  is_confirmed = g_strcmp0 (hash, found.confirmed_hash) == 0;
  is_successor = g_strcmp0 (found.parent_hash, found.confirmed_hash) == 0;
  if (!is_confirmed && !is_successor)
    {
      if (!spico_auth_end_session (connection, found.person_id, found.session_id, now_us, error) ||
          !spico_auth_trace (connection, found.person_id, found.session_id, now_us, "token-used-again", "refresh-token", error))
        return NULL;
      spico_auth_set_refused (error);
      return NULL;
    }

  if (!spico_sql_run (connection, "UPDATE auth_session SET confirmed_hash = $2, refreshed_at = $3, expires_at = $4 WHERE id = $1",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (found.session_id), SPICO_SQL_TEXT (hash), SPICO_SQL_INT (now_us),
                                        SPICO_SQL_INT (now_us + lifetime_us)),
                      error) ||
      !spico_auth_touch_presence (connection, found.person_id, 0, now_us, error))
    return NULL;

  return issue_tokens (connection, found.session_id, hash, now_us, error);
}

/* Nothing is left of a session whose device has erased what it kept. */
static gboolean
forget_erased (SpicoSqlConnection *connection,
               const char         *person_id,
               const char         *session_id,
               gint64              now_us,
               GError            **error)
{
  return spico_auth_forget_device (connection, session_id, error) && spico_auth_trace (connection, person_id, session_id, now_us, "device-erased", "token", error)
         && spico_auth_tell_device (connection, person_id, session_id, SPICO_JOURNAL_DESTROYED, now_us, error);
}

/**
 * spico_auth_revoke:
 * @connection: a connection in a write transaction
 * @token: a refresh or access token, known or not
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Ends the session that the token belongs to, if there is one (RFC 7009: an unknown token is no error). Of a session that was ended from another device, it confirms that this one has
 * erased what it kept: nothing is left of the session then.
 *
 * Returns: whether the database did what it was asked
 */
gboolean
spico_auth_revoke (SpicoSqlConnection *connection,
                   const char         *token,
                   gint64              now_us,
                   GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  g_autofree char *session_id = NULL;
  g_autofree char *person_id = NULL;
  g_autofree char *hash = NULL;
  gboolean has_row, has_erased;

  if (!spico_auth_token_is_plausible (token))
    return TRUE;

  hash = spico_auth_hash_token (token);
  statement = spico_sql_query (connection,
                               "SELECT id, person_id, must_erase FROM auth_session WHERE (ended_at IS NULL OR must_erase = 1) AND id IN"
                               " (SELECT session_id FROM refresh_token WHERE hash = $1 UNION SELECT session_id FROM access_token WHERE hash = $1)",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash)), error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  session_id = g_strdup (spico_sql_statement_column_text (statement, 0));
  person_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  has_erased = spico_sql_statement_column_boolean (statement, 2);
  g_clear_pointer (&statement, spico_sql_statement_free);

  return has_erased ? forget_erased (connection, person_id, session_id, now_us, error)
                    : spico_auth_end_session (connection, person_id, session_id, now_us, error) && spico_auth_trace (connection, person_id, session_id, now_us, "sign-out", "token", error);
}

/* What a digest could be: anything else is refused without asking the database. */
static gboolean
digest_is_plausible (const char *digest)
{
  return strlen (digest) == DIGEST_LENGTH && strspn (digest, "0123456789abcdef") == DIGEST_LENGTH;
}

/**
 * spico_auth_must_erase:
 * @connection: a connection in a transaction
 * @digest: the SHA-256 of a refresh token, in hexadecimal, or anything else
 * @must_erase: (out): whether its session was ended from another device, which asked for what this one keeps to be erased (B019)
 * @error: return location for a #SpicoSqlError
 *
 * For a device that is locked, and has the token only as its key seals it. Who knows a digest opens nothing with it.
 *
 * Returns: whether the database answered
 */
gboolean
spico_auth_must_erase (SpicoSqlConnection *connection,
                       const char         *digest,
                       gboolean           *must_erase,
                       GError            **error)
{
  *must_erase = FALSE;
  if (!digest_is_plausible (digest))
    return TRUE;

  return spico_sql_query_exists (connection, "SELECT 1 FROM refresh_token t JOIN auth_session s ON s.id = t.session_id WHERE t.hash = $1 AND s.must_erase = 1",
                                 SPICO_SQL_VALUES (SPICO_SQL_TEXT (digest)), must_erase, error);
}

/**
 * spico_auth_confirm_erased:
 * @connection: a connection in a write transaction
 * @digest: as for spico_auth_must_erase()
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Notes that the device has erased what it kept. Nothing happens to a session that does not wait for that.
 *
 * Returns: whether the database did what it was asked
 */
gboolean
spico_auth_confirm_erased (SpicoSqlConnection *connection,
                           const char         *digest,
                           gint64              now_us,
                           GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  g_autofree char *session_id = NULL;
  g_autofree char *person_id = NULL;
  gboolean has_row;

  if (!digest_is_plausible (digest))
    return TRUE;

  statement = spico_sql_query (connection, "SELECT s.id, s.person_id FROM auth_session s JOIN refresh_token t ON t.session_id = s.id WHERE t.hash = $1 AND s.must_erase = 1",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (digest)), error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  session_id = g_strdup (spico_sql_statement_column_text (statement, 0));
  person_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  g_clear_pointer (&statement, spico_sql_statement_free);

  return forget_erased (connection, person_id, session_id, now_us, error);
}

#define FIND_BY_ACCESS_TOKEN                                                                                                   \
  "SELECT s.person_id, s.id, s.login FROM access_token t JOIN auth_session s ON s.id = t.session_id"                          \
  " JOIN login l ON l.login = s.login"                                                                                         \
  " WHERE t.hash = $1 AND t.expires_at > $2 AND s.ended_at IS NULL AND l.is_enabled = 1"

/**
 * spico_auth_announce:
 * @connection: a connection in a transaction
 * @access_token: what came after `Bearer`
 * @now_us: the time, in microseconds since 1970
 *
 * Says that spico_auth_authenticate() will soon be asked the same: see spico_sql_statement_announce().
 */
void
spico_auth_announce (SpicoSqlConnection *connection,
                     const char         *access_token,
                     gint64              now_us)
{
  g_autofree char *hash = NULL;

  if (!spico_sql_connection_is_announced_to (connection) || !spico_auth_token_is_plausible (access_token))
    return;

  hash = spico_auth_hash_token (access_token);
  spico_sql_announce (connection, FIND_BY_ACCESS_TOKEN, SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash), SPICO_SQL_INT (now_us)));
}

/**
 * spico_auth_authenticate:
 * @connection: a connection in a transaction
 * @access_token: what came after `Bearer`
 * @now_us: the time, in microseconds since 1970
 * @login: (out) (optional) (transfer full): the login that signed in
 * @error: return location for a #SpicoServerError (`REFUSED`) or a #SpicoSqlError
 *
 * Tells who asks.
 *
 * Returns: (transfer full) (nullable): the person and the session
 */
SpicoActor *
spico_auth_authenticate (SpicoSqlConnection *connection,
                         const char         *access_token,
                         gint64              now_us,
                         char              **login,
                         GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  g_autofree char *hash = NULL;
  SpicoActor *actor;
  gboolean has_row = FALSE;

  if (spico_auth_token_is_plausible (access_token))
    {
      hash = spico_auth_hash_token (access_token);
      statement = spico_sql_query (connection, FIND_BY_ACCESS_TOKEN, SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash), SPICO_SQL_INT (now_us)), error);
      if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
        return NULL;
    }

  if (!has_row)
    {
      spico_auth_set_refused (error);
      return NULL;
    }

  actor = g_new0 (SpicoActor, 1);
  actor->person_id = g_strdup (spico_sql_statement_column_text (statement, 0));
  actor->session_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  if (login != NULL)
    *login = g_strdup (spico_sql_statement_column_text (statement, 2));

  return actor;
}

/**
 * spico_auth_find_open_sessions:
 * @connection: a connection in a transaction
 * @session_ids: (array length=n_ids): sessions
 * @n_ids: how many, at least one
 * @now_us: the time, in microseconds since 1970
 * @open: (element-type utf8): a set, owning its keys, to which those that go on are added
 * @error: return location for a #SpicoSqlError
 *
 * An event stream outlives the access token that opened it, but not its session.
 *
 * Returns: whether the database answered
 */
gboolean
spico_auth_find_open_sessions (SpicoSqlConnection *connection,
                               const char *const  *session_ids,
                               gsize               n_ids,
                               gint64              now_us,
                               GHashTable         *open,
                               GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (NULL, NULL, now_us);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query,
                   "SELECT s.id FROM auth_session s JOIN login l ON l.login = s.login"
                   " WHERE s.ended_at IS NULL AND s.expires_at > {now} AND l.is_enabled = 1 AND s.id IN ");
  spico_query_add_list (query, session_ids, n_ids);
  statement = spico_query_run (query, connection, error);
  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      g_hash_table_add (open, g_strdup (spico_sql_statement_column_text (statement, 0)));
    }

  return FALSE;
}

/**
 * spico_auth_session_is_open:
 * @connection: a connection in a transaction
 * @session_id: a session
 * @now_us: the time, in microseconds since 1970
 * @is_open: (out): whether it goes on
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_auth_session_is_open (SpicoSqlConnection *connection,
                            const char         *session_id,
                            gint64              now_us,
                            gboolean           *is_open,
                            GError            **error)
{
  g_autoptr (GHashTable) open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!spico_auth_find_open_sessions (connection, &session_id, 1, now_us, open, error))
    return FALSE;

  *is_open = g_hash_table_contains (open, session_id);

  return TRUE;
}

/**
 * spico_auth_touch_presence:
 * @connection: a connection in a write transaction
 * @person_id: a person
 * @online_until_us: until when they are « en ligne » for having an event stream open, in microseconds since 1970; 0 leaves it as it is
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Notes that a person was seen (F014). Presence changes no state: it is pulled.
 *
 * Returns: whether it is noted
 */
gboolean
spico_auth_touch_presence (SpicoSqlConnection *connection,
                           const char         *person_id,
                           gint64              online_until_us,
                           gint64              now_us,
                           GError            **error)
{
  return spico_sql_run (connection,
                        "INSERT INTO presence (person_id, online_until, last_seen_at) VALUES ($1, $2, $3) ON CONFLICT (person_id) DO UPDATE SET"
                        " online_until = CASE WHEN excluded.online_until > presence.online_until THEN excluded.online_until ELSE presence.online_until END,"
                        " last_seen_at = CASE WHEN excluded.last_seen_at > presence.last_seen_at THEN excluded.last_seen_at ELSE presence.last_seen_at END",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id), SPICO_SQL_INT (online_until_us), SPICO_SQL_INT (now_us)), error);
}

/**
 * spico_auth_purge:
 * @connection: a connection in a write transaction
 * @lifetime_us: how long a session lives without a refresh, in microseconds
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Forgets some of what can open nothing any more, but for what a device that must erase what it keeps still has to be told.
 *
 * Returns: whether the database did what it was asked
 */
gboolean
spico_auth_purge (SpicoSqlConnection *connection,
                  gint64              lifetime_us,
                  gint64              now_us,
                  GError            **error)
{
  static const char *const statements[] = {
    "DELETE FROM access_token WHERE hash IN (SELECT hash FROM access_token WHERE expires_at < $1 LIMIT $2)",
    ("DELETE FROM refresh_token WHERE hash IN (SELECT t.hash FROM refresh_token t WHERE t.created_at < $1"
     " AND NOT EXISTS (SELECT 1 FROM auth_session s WHERE s.id = t.session_id AND s.must_erase = 1) LIMIT $2)"),
    "DELETE FROM auth_session WHERE id IN (SELECT id FROM auth_session WHERE expires_at < $1 LIMIT $2)",
    "DELETE FROM sign_in_flow WHERE state_hash IN (SELECT state_hash FROM sign_in_flow WHERE expires_at < $1 LIMIT $2)",
  };
  /* A session's row stays as long as a token of it might come again. */
  const gint64 before[] = { now_us, now_us - lifetime_us, now_us - lifetime_us, now_us };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      if (!spico_sql_run (connection, statements[i], SPICO_SQL_VALUES (SPICO_SQL_INT (before[i]), SPICO_SQL_INT (PURGE_BATCH)), error))
        return FALSE;
    }

  return spico_auth_expire_devices (connection, now_us, PURGE_BATCH, error);
}
