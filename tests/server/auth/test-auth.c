/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-auth-hash.h"
#include "spico-auth.h"
#include "spico-schema.h"
#include "spico-server-error.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

#define PERSON "p810001234567"
#define OTHER "p810007654321"
#define STRUCTURE "f010000001"
#define PASSWORD "correct horse"
#define T0 G_GINT64_CONSTANT (1800000000000000)
#define SECOND ((gint64) G_USEC_PER_SEC)
#define DAY (86400 * SECOND)
#define LIFETIME (30 * DAY)

typedef struct {
  SpicoTestDatabase *database;
  SpicoSqlConnection *connection;
} Fixture;

static void
add_principal (Fixture    *fixture,
               const char *id,
               const char *kind)
{
  g_autoptr (GError) error = NULL;

  spico_sql_run (fixture->connection,
                 "INSERT INTO principal (id, kind, name, family_name, given_name, national_id, profession_code, profession, skill, structure_name, address,"
                 " postal_code, town, telephone, source, is_listed, has_account, name_key, town_key)"
                 " VALUES ($1, $2, '', '', '', '', '', '', '', '', '', '', '', '', 'operator', 1, 0, '', '')",
                 SPICO_SQL_VALUES (SPICO_SQL_TEXT (id), SPICO_SQL_TEXT (kind)), &error);
  g_assert_no_error (error);
}

static void
begin (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_begin (fixture->connection, SPICO_SQL_TRANSACTION_WRITE, &error);
  g_assert_no_error (error);
}

static void
commit (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  spico_sql_connection_commit (fixture->connection, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->database = spico_test_database_new ();
  fixture->connection = spico_test_database_connect (fixture->database);
  spico_schema_migrate (fixture->connection, T0, &error);
  g_assert_no_error (error);
  begin (fixture);
  add_principal (fixture, PERSON, "person");
  add_principal (fixture, OTHER, "person");
  add_principal (fixture, STRUCTURE, "structure");
  commit (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  spico_sql_connection_free (fixture->connection);
  spico_test_database_free (fixture->database);
}

static void
create (Fixture    *fixture,
        const char *login,
        const char *person)
{
  g_autoptr (GError) error = NULL;

  begin (fixture);
  spico_auth_create_account (fixture->connection, login, person, PASSWORD, T0, &error);
  g_assert_no_error (error);
  commit (fixture);
}

static SpicoAuthTokens *
sign_in (Fixture    *fixture,
         const char *login,
         gint64      now)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL;
  SpicoAuthTokens *tokens;

  begin (fixture);
  spico_auth_find_login (fixture->connection, login, &hash, &error);
  g_assert_no_error (error);
  g_assert_nonnull (hash);
  tokens = spico_auth_open_session (fixture->connection, login, hash, "Poste du secrétariat", LIFETIME, now, &error);
  g_assert_no_error (error);
  commit (fixture);

  return tokens;
}

static SpicoAuthTokens *
refresh (Fixture    *fixture,
         const char *token,
         gint64      now)
{
  g_autoptr (GError) error = NULL;
  SpicoAuthTokens *tokens;

  begin (fixture);
  tokens = spico_auth_refresh (fixture->connection, token, LIFETIME, now, &error);
  if (tokens == NULL)
    g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_REFUSED);
  commit (fixture);

  return tokens;
}

static gboolean
opens (Fixture    *fixture,
       const char *access_token,
       gint64      now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoActor) actor = spico_auth_authenticate (fixture->connection, access_token, now, NULL, &error);

  if (actor == NULL)
    g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_REFUSED);
  else
    g_assert_cmpstr (actor->person_id, ==, PERSON);

  return actor != NULL;
}

/* Logins and accounts. */

static void
check_login (const char *typed,
             const char *wanted)
{
  g_autofree char *normal = spico_auth_normalise_login (typed);

  g_assert_cmpstr (normal, ==, wanted);
}

static void
test_login (void)
{
  g_autofree char *very_long = g_strnfill (101, 'a');

  check_login ("  Mauger ", "mauger");
  check_login ("HÉLÈNE", "hélène");
  check_login ("he\xCC\x81le\xCC\x80ne", "hélène");
  check_login ("a.b@example.org", "a.b@example.org");
  check_login ("", NULL);
  check_login ("a b", NULL);
  check_login ("a\nb", NULL);
  check_login ("a\xC2\xA0" "b", NULL);
  check_login ("a\xE2\x80\x8B" "b", NULL);
  check_login ("\xFF", NULL);
  check_login (very_long, NULL);
  check_login (NULL, NULL);
}

static void
test_password (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = spico_auth_hash_password ("caf\xC3\xA9 au lait", &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  g_assert_true (spico_auth_verify_password (hash, "cafe\xCC\x81 au lait"));
  g_assert_false (spico_auth_verify_password (hash, "cafe au lait"));
  g_assert_false (spico_auth_verify_password (hash, ""));
  g_assert_false (spico_auth_verify_password ("not a hash", "cafe au lait"));
}

static void
test_create (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 has_account = 0;
  gint64 state;

  create (fixture, " Mauger", PERSON);
  spico_sql_query_int64 (fixture->connection, "SELECT has_account FROM principal WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (PERSON)), -1, &has_account,
                         &error);
  g_assert_no_error (error);
  g_assert_cmpint (has_account, ==, 1);
  state = spico_jmap_state_of (fixture->connection, "region", "Principal", &error);
  g_assert_no_error (error);
  g_assert_cmpint (state, ==, 1);
}

static void
check_refused (Fixture    *fixture,
               const char *login,
               const char *person,
               const char *password,
               int         code)
{
  g_autoptr (GError) error = NULL;

  begin (fixture);
  g_assert_false (spico_auth_create_account (fixture->connection, login, person, password, T0, &error));
  g_assert_error (error, SPICO_SERVER_ERROR, code);
  spico_sql_connection_rollback (fixture->connection);
}

static void
test_create_refused (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *very_long = g_strnfill (SPICO_AUTH_PASSWORD_MAX + 1, 'a');

  create (fixture, "mauger", PERSON);
  check_refused (fixture, "MAUGER", OTHER, PASSWORD, SPICO_SERVER_ERROR_EXISTS);
  check_refused (fixture, "second", PERSON, PASSWORD, SPICO_SERVER_ERROR_EXISTS);
  check_refused (fixture, "other", "p000000000000", PASSWORD, SPICO_SERVER_ERROR_NOT_FOUND);
  check_refused (fixture, "other", STRUCTURE, PASSWORD, SPICO_SERVER_ERROR_INVALID);
  check_refused (fixture, "a b", OTHER, PASSWORD, SPICO_SERVER_ERROR_INVALID);
  check_refused (fixture, "other", OTHER, "1234567", SPICO_SERVER_ERROR_INVALID);
  check_refused (fixture, "other", OTHER, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", SPICO_SERVER_ERROR_INVALID);
  check_refused (fixture, "other", OTHER, very_long, SPICO_SERVER_ERROR_INVALID);
}

static void
test_disable (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoAuthTokens) tokens = NULL;
  g_autoptr (SpicoAuthTokens) none = NULL;
  g_autoptr (SpicoAuthTokens) again = NULL;
  g_autofree char *hash = NULL;

  create (fixture, "mauger", PERSON);
  tokens = sign_in (fixture, "mauger", T0);
  begin (fixture);
  spico_auth_set_enabled (fixture->connection, "Mauger", FALSE, T0, &error);
  g_assert_no_error (error);
  g_assert_false (spico_auth_set_enabled (fixture->connection, "nobody", FALSE, T0, &error));
  g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND);
  g_clear_error (&error);
  commit (fixture);

  g_assert_false (opens (fixture, tokens->access_token, T0));
  none = refresh (fixture, tokens->refresh_token, T0);
  g_assert_null (none);
  spico_auth_find_login (fixture->connection, "mauger", &hash, &error);
  g_assert_no_error (error);
  g_assert_null (hash);

  /* Enabled again, they sign in again: what was ended stays ended. */
  begin (fixture);
  spico_auth_set_enabled (fixture->connection, "mauger", TRUE, T0, &error);
  g_assert_no_error (error);
  commit (fixture);
  none = refresh (fixture, tokens->refresh_token, T0);
  g_assert_null (none);
  again = sign_in (fixture, "mauger", T0);
  g_assert_true (opens (fixture, again->access_token, T0));
}

/* Tokens. */

static void
test_access (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (SpicoAuthTokens) tokens = NULL;
  gint64 end = T0 + SPICO_AUTH_ACCESS_SECONDS * SECOND;

  create (fixture, "mauger", PERSON);
  tokens = sign_in (fixture, "mauger", T0);
  g_assert_true (opens (fixture, tokens->access_token, T0));
  g_assert_true (opens (fixture, tokens->access_token, end - 1));
  g_assert_false (opens (fixture, tokens->access_token, end));
  g_assert_false (opens (fixture, tokens->refresh_token, T0));
  g_assert_false (opens (fixture, "", T0));
  g_assert_false (opens (fixture, "' OR 1=1 --", T0));
  g_assert_false (opens (fixture, NULL, T0));
}

static void
test_only_hashes (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (SpicoAuthTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;
  gboolean exists = TRUE;

  create (fixture, "mauger", PERSON);
  tokens = sign_in (fixture, "mauger", T0);
  spico_sql_query_exists (fixture->connection, "SELECT 1 FROM access_token WHERE hash = $1 UNION SELECT 1 FROM refresh_token WHERE hash = $2",
                          SPICO_SQL_VALUES (SPICO_SQL_TEXT (tokens->access_token), SPICO_SQL_TEXT (tokens->refresh_token)), &exists, &error);
  g_assert_no_error (error);
  g_assert_false (exists);
}

static void
test_rotation (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (SpicoAuthTokens) tokens = NULL;

  create (fixture, "mauger", PERSON);
  tokens = sign_in (fixture, "mauger", T0);
  for (guint i = 1; i <= 20; i++)
    {
      SpicoAuthTokens *next = refresh (fixture, tokens->refresh_token, T0 + i * 600 * SECOND);

      g_assert_nonnull (next);
      g_assert_cmpstr (next->refresh_token, !=, tokens->refresh_token);
      g_assert_true (opens (fixture, next->access_token, T0 + i * 600 * SECOND));
      spico_auth_tokens_free (tokens);
      tokens = next;
    }
}

static void
test_lost_reply (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (SpicoAuthTokens) first = NULL;
  g_autoptr (SpicoAuthTokens) lost = NULL;
  g_autoptr (SpicoAuthTokens) lost_too = NULL;
  g_autoptr (SpicoAuthTokens) second = NULL;
  g_autoptr (SpicoAuthTokens) third = NULL;

  create (fixture, "mauger", PERSON);
  first = sign_in (fixture, "mauger", T0);
  lost = refresh (fixture, first->refresh_token, T0 + 1);
  lost_too = refresh (fixture, first->refresh_token, T0 + 2);
  second = refresh (fixture, first->refresh_token, T0 + 3);
  g_assert_nonnull (second);
  third = refresh (fixture, second->refresh_token, T0 + 4);
  g_assert_nonnull (third);
  g_assert_true (opens (fixture, third->access_token, T0 + 4));
}

static void
check_ended (Fixture         *fixture,
             SpicoAuthTokens *last,
             const char      *reused)
{
  g_autoptr (SpicoAuthTokens) stolen = refresh (fixture, reused, T0 + 100);
  g_autoptr (SpicoAuthTokens) next = NULL;

  g_assert_null (stolen);
  next = refresh (fixture, last->refresh_token, T0 + 101);
  g_assert_null (next);
  g_assert_false (opens (fixture, last->access_token, T0 + 101));
}

static void
test_reuse (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (SpicoAuthTokens) first = NULL;
  g_autoptr (SpicoAuthTokens) second = NULL;
  g_autoptr (SpicoAuthTokens) third = NULL;

  create (fixture, "mauger", PERSON);
  first = sign_in (fixture, "mauger", T0);
  second = refresh (fixture, first->refresh_token, T0 + 1);
  third = refresh (fixture, second->refresh_token, T0 + 2);
  check_ended (fixture, third, first->refresh_token);
}

static void
test_sibling (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (SpicoAuthTokens) first = NULL;
  g_autoptr (SpicoAuthTokens) thief = NULL;
  g_autoptr (SpicoAuthTokens) second = NULL;
  g_autoptr (SpicoAuthTokens) third = NULL;

  /* A stolen token makes a second line beside the owner's: as soon as both are used, both end. */
  create (fixture, "mauger", PERSON);
  first = sign_in (fixture, "mauger", T0);
  thief = refresh (fixture, first->refresh_token, T0 + 1);
  second = refresh (fixture, first->refresh_token, T0 + 2);
  third = refresh (fixture, second->refresh_token, T0 + 3);
  check_ended (fixture, third, thief->refresh_token);
}

static void
test_other_sessions_stay (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (SpicoAuthTokens) first = NULL;
  g_autoptr (SpicoAuthTokens) second = NULL;
  g_autoptr (SpicoAuthTokens) third = NULL;
  g_autoptr (SpicoAuthTokens) elsewhere = NULL;

  create (fixture, "mauger", PERSON);
  elsewhere = sign_in (fixture, "mauger", T0);
  first = sign_in (fixture, "mauger", T0);
  second = refresh (fixture, first->refresh_token, T0 + 1);
  third = refresh (fixture, second->refresh_token, T0 + 2);
  check_ended (fixture, third, first->refresh_token);
  g_assert_true (opens (fixture, elsewhere->access_token, T0 + 3));
}

static void
test_revoke (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (SpicoAuthTokens) tokens = NULL;
  g_autoptr (SpicoAuthTokens) next = NULL;
  g_autoptr (GError) error = NULL;

  create (fixture, "mauger", PERSON);
  tokens = sign_in (fixture, "mauger", T0);
  begin (fixture);
  g_assert_true (spico_auth_revoke (fixture->connection, "unknown", T0, &error));
  g_assert_true (spico_auth_revoke (fixture->connection, tokens->refresh_token, T0, &error));
  g_assert_no_error (error);
  commit (fixture);
  g_assert_false (opens (fixture, tokens->access_token, T0));
  next = refresh (fixture, tokens->refresh_token, T0);
  g_assert_null (next);
}

static void
test_lifetime (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (SpicoAuthTokens) first = NULL;
  g_autoptr (SpicoAuthTokens) second = NULL;
  g_autoptr (SpicoAuthTokens) third = NULL;

  create (fixture, "mauger", PERSON);
  first = sign_in (fixture, "mauger", T0);
  second = refresh (fixture, first->refresh_token, T0 + 29 * DAY);
  g_assert_nonnull (second);
  third = refresh (fixture, second->refresh_token, T0 + 29 * DAY + LIFETIME);
  g_assert_null (third);
}

static gint64
count_rows (Fixture    *fixture,
            const char *table)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", table, NULL);
  gint64 n = -1;

  spico_sql_query_int64 (fixture->connection, sql, NULL, -1, &n, &error);
  g_assert_no_error (error);

  return n;
}

static void
test_bounded (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (SpicoAuthTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;

  create (fixture, "mauger", PERSON);
  tokens = sign_in (fixture, "mauger", T0);
  for (guint i = 0; i < 40; i++)
    spico_auth_tokens_free (refresh (fixture, tokens->refresh_token, T0 + i));
  g_assert_cmpint (count_rows (fixture, "refresh_token"), ==, 1 + 8);
  g_assert_cmpint (count_rows (fixture, "access_token"), ==, 4);

  for (guint i = 0; i < 40; i++)
    spico_auth_tokens_free (sign_in (fixture, "mauger", T0 + i));
  g_assert_cmpint (count_rows (fixture, "auth_session WHERE ended_at IS NULL"), ==, 32);

  begin (fixture);
  spico_auth_purge (fixture->connection, LIFETIME, T0 + 3 * LIFETIME, &error);
  g_assert_no_error (error);
  commit (fixture);
  g_assert_cmpint (count_rows (fixture, "refresh_token"), ==, 0);
  g_assert_cmpint (count_rows (fixture, "access_token"), ==, 0);
  g_assert_cmpint (count_rows (fixture, "auth_session"), ==, 0);
}

static void
test_presence (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoAuthTokens) tokens = NULL;
  gint64 online_until = -1, last_seen_at = -1;

  create (fixture, "mauger", PERSON);
  tokens = sign_in (fixture, "mauger", T0);
  begin (fixture);
  g_assert_true (spico_auth_touch_presence (fixture->connection, PERSON, T0 + 150, T0 + 5, &error));
  g_assert_true (spico_auth_touch_presence (fixture->connection, PERSON, 0, T0 + 3, &error));
  commit (fixture);
  spico_sql_query_int64 (fixture->connection, "SELECT online_until FROM presence", NULL, -1, &online_until, &error);
  spico_sql_query_int64 (fixture->connection, "SELECT last_seen_at FROM presence", NULL, -1, &last_seen_at, &error);
  g_assert_no_error (error);
  g_assert_cmpint (online_until, ==, T0 + 150);
  g_assert_cmpint (last_seen_at, ==, T0 + 5);
}

static void
check_traced (Fixture    *fixture,
              const char *event,
              gint64      wanted)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  spico_sql_query_int64 (fixture->connection, "SELECT count(*) FROM audit WHERE action = $1 AND person_id = $2 AND type = 'Session'",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (event), SPICO_SQL_TEXT (PERSON)), -1, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, wanted);
}

static void
test_traced (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (SpicoAuthTokens) first = NULL;
  g_autoptr (SpicoAuthTokens) second = NULL;
  g_autoptr (SpicoAuthTokens) third = NULL;
  g_autoptr (SpicoAuthTokens) other = NULL;
  g_autoptr (GError) error = NULL;

  create (fixture, "mauger", PERSON);
  first = sign_in (fixture, "mauger", T0);
  other = sign_in (fixture, "mauger", T0);
  second = refresh (fixture, first->refresh_token, T0 + 1);
  third = refresh (fixture, second->refresh_token, T0 + 2);
  check_ended (fixture, third, first->refresh_token);
  begin (fixture);
  for (guint i = 0; i < 2; i++)
    g_assert_true (spico_auth_revoke (fixture->connection, other->refresh_token, T0, &error));
  g_assert_true (spico_auth_set_enabled (fixture->connection, "mauger", FALSE, T0, &error));
  commit (fixture);

  check_traced (fixture, "account-created", 1);
  check_traced (fixture, "sign-in", 2);
  check_traced (fixture, "token-used-again", 1);
  check_traced (fixture, "sign-out", 1);
  check_traced (fixture, "account-disabled", 1);
}

static void
add (const char *path,
     void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  spico_auth_init (&error);
  g_assert_no_error (error);

  g_test_add_func ("/auth/a-login-has-one-form", test_login);
  g_test_add_func ("/auth/a-password-is-hashed-with-argon2id-however-it-was-typed", test_password);
  add ("/auth/an-account-shows-in-the-directory", test_create);
  add ("/auth/a-wrong-account-is-refused", test_create_refused);
  add ("/auth/disabling-ends-everything-at-once", test_disable);
  add ("/auth/an-access-token-opens-for-ten-minutes", test_access);
  add ("/auth/tokens-are-kept-as-hashes", test_only_hashes);
  add ("/auth/refresh-tokens-rotate", test_rotation);
  add ("/auth/a-lost-reply-signs-nobody-out", test_lost_reply);
  add ("/auth/a-token-used-again-ends-the-session", test_reuse);
  add ("/auth/two-lines-of-one-token-end-each-other", test_sibling);
  add ("/auth/other-sessions-stay", test_other_sessions_stay);
  add ("/auth/revoking-ends-the-session", test_revoke);
  add ("/auth/an-unused-session-ends", test_lifetime);
  add ("/auth/what-is-kept-is-bounded-and-purged", test_bounded);
  add ("/auth/signing-in-and-out-stands-in-the-trace", test_traced);
  add ("/auth/presence-never-goes-back", test_presence);

  return g_test_run ();
}
