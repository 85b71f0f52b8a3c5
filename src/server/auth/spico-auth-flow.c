/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sign-ins that are under way with the operator's OpenID provider, and the codes that they end in (F002; RFC 6749 section 4.1, RFC 7636, RFC 8252). */
#include "spico-auth-flow.h"

#include <sodium.h>
#include <string.h>

#include "spico-auth-private.h"
#include "spico-sql-query.h"

/* Who looks for their card, then for its code. */
#define FLOW_US (10 * G_TIME_SPAN_MINUTE)
/* From the browser to the client, on one computer. */
#define CODE_US G_TIME_SPAN_MINUTE
/* How long a code that comes again is known for one that was used. */
#define USED_US (10 * G_TIME_SPAN_MINUTE)

/* A hospital may be one address. */
#define MAX_BY_ADDRESS 200
#define MAX_FLOWS 20000

#define VERIFIER_MIN 43
#define VERIFIER_MAX 128

/**
 * spico_auth_flow_new:
 * @base_url: where the client found the server
 * @redirect_uri: where the client listens, checked
 * @client_state: what the client is to be given back, checked
 * @challenge: the client's S256 challenge
 *
 * Returns: (transfer full): a sign-in that begins, with secrets of its own
 */
SpicoAuthFlow *
spico_auth_flow_new (const char *base_url,
                     const char *redirect_uri,
                     const char *client_state,
                     const char *challenge)
{
  SpicoAuthFlow *self = g_new0 (SpicoAuthFlow, 1);

  self->state = spico_auth_make_token ();
  self->nonce = spico_auth_make_token ();
  self->verifier = spico_auth_make_token ();
  self->base_url = g_strdup (base_url);
  self->redirect_uri = g_strdup (redirect_uri);
  self->client_state = g_strdup (client_state);
  self->challenge = g_strdup (challenge);

  return self;
}

/**
 * spico_auth_flow_free:
 * @self: (transfer full) (nullable): a sign-in
 */
void
spico_auth_flow_free (SpicoAuthFlow *self)
{
  if (self == NULL)
    return;

  g_free (self->state);
  g_free (self->nonce);
  g_free (self->verifier);
  g_free (self->base_url);
  g_free (self->redirect_uri);
  g_free (self->client_state);
  g_free (self->challenge);
  g_free (self);
}

/**
 * spico_auth_challenge:
 * @verifier: a verifier
 *
 * Returns: (transfer full): its S256 challenge (RFC 7636 section 4.2)
 */
char *
spico_auth_challenge (const char *verifier)
{
  guint8 hash[crypto_hash_sha256_BYTES];
  char text[SPICO_AUTH_TOKEN_LENGTH + 1];

  crypto_hash_sha256 (hash, (const unsigned char *) verifier, strlen (verifier));
  sodium_bin2base64 (text, sizeof text, hash, sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING);

  return g_strdup (text);
}

/**
 * spico_auth_flow_has_room:
 * @connection: a connection in a transaction
 * @address: (nullable): where the client is; %NULL where that says nothing
 * @now_us: the time, in microseconds since 1970
 * @has_room: (out): whether one more may begin: there are not too many from there, nor in all
 * @error: return location for a #SpicoSqlError
 *
 * Nobody has to sign in to begin one, so that they are bounded before anything is written.
 *
 * Returns: whether the database answered
 */
gboolean
spico_auth_flow_has_room (SpicoSqlConnection *connection,
                          const char         *address,
                          gint64              now_us,
                          gboolean           *has_room,
                          GError            **error)
{
  g_autofree char *hash = spico_auth_hash_token (address != NULL ? address : "");
  gint64 n_there = 0;
  gint64 n_all;

  if (address != NULL
      && !spico_sql_query_int64 (connection, "SELECT count(*) FROM (SELECT 1 FROM sign_in_flow WHERE address_hash = $1 AND expires_at > $2 AND is_taken = 0 LIMIT $3) f",
                                 SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash), SPICO_SQL_INT (now_us), SPICO_SQL_INT (MAX_BY_ADDRESS)), 0, &n_there, error))
    return FALSE;
  if (!spico_sql_query_int64 (connection, "SELECT count(*) FROM (SELECT 1 FROM sign_in_flow WHERE expires_at > $1 LIMIT $2) f",
                              SPICO_SQL_VALUES (SPICO_SQL_INT (now_us), SPICO_SQL_INT (MAX_FLOWS)), 0, &n_all, error))
    return FALSE;

  *has_room = n_there < MAX_BY_ADDRESS && n_all < MAX_FLOWS;

  return TRUE;
}

/**
 * spico_auth_flow_save:
 * @self: a sign-in that begins
 * @connection: a connection in a write transaction
 * @address: (nullable): where the client is
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Keeps it for ten minutes, for whichever process of the server the browser comes back to.
 *
 * Returns: whether it is kept
 */
gboolean
spico_auth_flow_save (const SpicoAuthFlow *self,
                      SpicoSqlConnection  *connection,
                      const char          *address,
                      gint64               now_us,
                      GError             **error)
{
  g_autofree char *state_hash = spico_auth_hash_token (self->state);
  g_autofree char *address_hash = spico_auth_hash_token (address != NULL ? address : "");

  return spico_sql_run (connection,
                        "INSERT INTO sign_in_flow (state_hash, address_hash, nonce, verifier, base_url, redirect_uri, client_state, challenge, expires_at, is_taken)"
                        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (state_hash), SPICO_SQL_TEXT (address_hash), SPICO_SQL_TEXT (self->nonce), SPICO_SQL_TEXT (self->verifier),
                                          SPICO_SQL_TEXT (self->base_url), SPICO_SQL_TEXT (self->redirect_uri), SPICO_SQL_TEXT (self->client_state),
                                          SPICO_SQL_TEXT (self->challenge), SPICO_SQL_INT (now_us + FLOW_US)),
                        error);
}

/**
 * spico_auth_flow_is_known:
 * @connection: a connection in a transaction
 * @state: (nullable): what a browser brings
 * @now_us: the time, in microseconds since 1970
 * @is_known: (out): whether it belongs to a sign-in that waits for it
 * @error: return location for a #SpicoSqlError
 *
 * For strangers not to take the writer's time.
 *
 * Returns: whether the database answered
 */
gboolean
spico_auth_flow_is_known (SpicoSqlConnection *connection,
                          const char         *state,
                          gint64              now_us,
                          gboolean           *is_known,
                          GError            **error)
{
  g_autofree char *hash = NULL;

  *is_known = FALSE;
  if (!spico_auth_token_is_plausible (state))
    return TRUE;

  hash = spico_auth_hash_token (state);

  return spico_sql_query_exists (connection, "SELECT 1 FROM sign_in_flow WHERE state_hash = $1 AND is_taken = 0 AND expires_at > $2",
                                 SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash), SPICO_SQL_INT (now_us)), is_known, error);
}

/**
 * spico_auth_flow_take:
 * @connection: a connection in a write transaction
 * @state: what a browser brings
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoServerError (`REFUSED` where nothing waits for it) or a #SpicoSqlError
 *
 * Takes a sign-in that the provider has answered; it is there once.
 *
 * Returns: (transfer full) (nullable): the sign-in
 */
SpicoAuthFlow *
spico_auth_flow_take (SpicoSqlConnection *connection,
                      const char         *state,
                      gint64              now_us,
                      GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  g_autofree char *hash = spico_auth_hash_token (state);
  SpicoAuthFlow *self;
  gboolean has_row;

  statement = spico_sql_query (connection,
                               "UPDATE sign_in_flow SET is_taken = 1 WHERE state_hash = $1 AND is_taken = 0 AND expires_at > $2"
                               " RETURNING nonce, verifier, base_url, redirect_uri, client_state, challenge",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash), SPICO_SQL_INT (now_us)), error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return NULL;
  if (!has_row)
    {
      spico_auth_set_refused (error);
      return NULL;
    }

  self = g_new0 (SpicoAuthFlow, 1);
  self->state = g_strdup (state);
  self->nonce = g_strdup (spico_sql_statement_column_text (statement, 0));
  self->verifier = g_strdup (spico_sql_statement_column_text (statement, 1));
  self->base_url = g_strdup (spico_sql_statement_column_text (statement, 2));
  self->redirect_uri = g_strdup (spico_sql_statement_column_text (statement, 3));
  self->client_state = g_strdup (spico_sql_statement_column_text (statement, 4));
  self->challenge = g_strdup (spico_sql_statement_column_text (statement, 5));

  return self;
}

/* Who has an identity. Two who share one are as good as nobody: it must not be guessed whom it means. */
static gboolean
find_login (SpicoSqlConnection *connection,
            const char         *identity,
            gboolean            is_login,
            SpicoAuthGrant     *grant,
            char              **login,
            GError            **error)
{
  g_autofree char *wanted = is_login ? spico_auth_normalise_login (identity) : g_strdup (identity);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row, has_second;

  *grant = SPICO_AUTH_NO_ACCOUNT;
  /* Principals without a national identification have an empty one. */
  if (wanted == NULL || *wanted == '\0')
    return TRUE;

  statement = spico_sql_query (connection,
                               is_login ? "SELECT login, is_enabled FROM login WHERE login = $1"
                                        : "SELECT l.login, l.is_enabled FROM principal t JOIN login l ON l.person_id = t.id WHERE t.national_id = $1 LIMIT 2",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (wanted)), error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  *login = g_strdup (spico_sql_statement_column_text (statement, 0));
  *grant = spico_sql_statement_column_boolean (statement, 1) ? SPICO_AUTH_GRANTED : SPICO_AUTH_DISABLED;
  if (!spico_sql_statement_step (statement, &has_second, error))
    return FALSE;
  if (has_second)
    *grant = SPICO_AUTH_NO_ACCOUNT;

  return TRUE;
}

/**
 * spico_auth_flow_grant:
 * @self: a sign-in that was taken
 * @connection: a connection in a write transaction
 * @identity: who the provider says it is
 * @is_login: whether that is a login of ours, rather than a national identification
 * @now_us: the time, in microseconds since 1970
 * @grant: (out): what becomes of them; an account must exist already (F001)
 * @code: (out) (transfer full) (nullable): what the client redeems within a minute
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database did what it was asked
 */
gboolean
spico_auth_flow_grant (const SpicoAuthFlow *self,
                       SpicoSqlConnection  *connection,
                       const char          *identity,
                       gboolean             is_login,
                       gint64               now_us,
                       SpicoAuthGrant      *grant,
                       char               **code,
                       GError             **error)
{
  g_autofree char *state_hash = spico_auth_hash_token (self->state);
  g_autofree char *login = NULL;
  g_autofree char *code_hash = NULL;

  *code = NULL;
  if (!find_login (connection, identity, is_login, grant, &login, error))
    return FALSE;
  if (*grant != SPICO_AUTH_GRANTED)
    return TRUE;

  *code = spico_auth_make_token ();
  code_hash = spico_auth_hash_token (*code);

  return spico_sql_run (connection, "UPDATE sign_in_flow SET code_hash = $2, login = $3, expires_at = $4 WHERE state_hash = $1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (state_hash), SPICO_SQL_TEXT (code_hash), SPICO_SQL_TEXT (login), SPICO_SQL_INT (now_us + CODE_US)), error);
}

/* The client's side. */

/**
 * spico_auth_knows_code:
 * @connection: a connection in a transaction
 * @code: a code, or anything else
 * @is_known: (out): whether it is, or was, one of ours
 * @error: return location for a #SpicoSqlError
 *
 * For strangers not to take the writer's time.
 *
 * Returns: whether the database answered
 */
gboolean
spico_auth_knows_code (SpicoSqlConnection *connection,
                       const char         *code,
                       gboolean           *is_known,
                       GError            **error)
{
  g_autofree char *hash = NULL;

  *is_known = FALSE;
  if (!spico_auth_token_is_plausible (code))
    return TRUE;

  hash = spico_auth_hash_token (code);

  return spico_sql_query_exists (connection, "SELECT 1 FROM sign_in_flow WHERE code_hash = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash)), is_known, error);
}

typedef struct {
  char *login;
  char *person_id;
  char *session_id;
  char *redirect_uri;
  char *challenge;
  gint64 expires_at;
} FoundCode;

static void
found_code_clear (FoundCode *found)
{
  g_free (found->login);
  g_free (found->person_id);
  g_free (found->session_id);
  g_free (found->redirect_uri);
  g_free (found->challenge);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FoundCode, found_code_clear)

/* Locks the row, so that one who redeems it twice at once has it once. */
static gboolean
find_code (SpicoSqlConnection *connection,
           const char         *hash,
           FoundCode          *found,
           GError            **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT f.login, l.person_id, f.session_id, f.redirect_uri, f.challenge, f.expires_at FROM sign_in_flow f JOIN login l ON l.login = f.login"
                                          " WHERE f.code_hash = $1 AND l.is_enabled = 1%s",
                                          spico_sql_connection_for_update (connection));
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash)), error);
  gboolean has_row;

  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      spico_auth_set_refused (error);
      return FALSE;
    }

  found->login = g_strdup (spico_sql_statement_column_text (statement, 0));
  found->person_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  found->session_id = g_strdup (spico_sql_statement_column_text (statement, 2));
  found->redirect_uri = g_strdup (spico_sql_statement_column_text (statement, 3));
  found->challenge = g_strdup (spico_sql_statement_column_text (statement, 4));
  found->expires_at = spico_sql_statement_column_int64 (statement, 5);

  return TRUE;
}

/* Somebody else has the code too: nobody keeps what it opened (RFC 6749 section 4.1.2). */
static gboolean
end_what_it_opened (SpicoSqlConnection *connection,
                    const FoundCode    *found,
                    gint64              now_us,
                    GError            **error)
{
  gboolean is_open;

  if (!spico_sql_query_exists (connection, "SELECT 1 FROM auth_session WHERE id = $1 AND ended_at IS NULL", SPICO_SQL_VALUES (SPICO_SQL_TEXT (found->session_id)), &is_open, error))
    return FALSE;

  return !is_open || (spico_auth_end_session (connection, found->person_id, found->session_id, now_us, error)
                      && spico_auth_trace (connection, found->person_id, found->session_id, now_us, "code-used-again", SPICO_AUTH_BY_OPENID, error));
}

static gboolean
fits (const FoundCode     *found,
      const SpicoAuthCode *code,
      gint64               now_us)
{
  gsize length = strlen (code->verifier);
  g_autofree char *challenge = spico_auth_challenge (code->verifier);

  return found->expires_at > now_us && length >= VERIFIER_MIN && length <= VERIFIER_MAX && strcmp (challenge, found->challenge) == 0
         && strcmp (code->redirect_uri, found->redirect_uri) == 0;
}

/**
 * spico_auth_redeem:
 * @connection: a connection in a write transaction
 * @code: what the client has
 * @lifetime_us: how long the session lives without a refresh, in microseconds
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoServerError (`REFUSED`) or a #SpicoSqlError
 *
 * Opens a session for a code, once. A code that comes again ends what it opened, and one that comes with the wrong verifier or address is spent: so commit even when it is `REFUSED`.
 *
 * Returns: (transfer full) (nullable): the session's first tokens
 */
SpicoAuthTokens *
spico_auth_redeem (SpicoSqlConnection  *connection,
                   const SpicoAuthCode *code,
                   gint64               lifetime_us,
                   gint64               now_us,
                   GError             **error)
{
  g_auto (FoundCode) found = { 0 };
  g_autofree char *hash = spico_auth_hash_token (code->code);
  g_autofree char *session_id = spico_auth_make_session_id ();
  SpicoAuthSession session = { .id = session_id, .device_name = code->device_name, .way = SPICO_AUTH_BY_OPENID };

  if (!find_code (connection, hash, &found, error))
    return NULL;
  if (found.session_id != NULL)
    {
      if (end_what_it_opened (connection, &found, now_us, error))
        spico_auth_set_refused (error);
      return NULL;
    }
  if (!fits (&found, code, now_us))
    {
      if (spico_sql_run (connection, "UPDATE sign_in_flow SET expires_at = 0 WHERE code_hash = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash)), error))
        spico_auth_set_refused (error);
      return NULL;
    }

  if (!spico_sql_run (connection, "UPDATE sign_in_flow SET session_id = $2, expires_at = $3 WHERE code_hash = $1",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash), SPICO_SQL_TEXT (session_id), SPICO_SQL_INT (now_us + USED_US)), error))
    return NULL;
  session.login = found.login;
  session.person_id = found.person_id;

  return spico_auth_start_session (connection, &session, lifetime_us, now_us, error);
}
