/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Mes appareils »: a person's sessions, each on its device: B019. */
#include "spico-jmap-world.h"

#include "spico-auth-device.h"
#include "spico-auth.h"
#include "spico-server-error.h"

#define LIFETIME (30 * G_TIME_SPAN_DAY)
#define HOUR G_TIME_SPAN_HOUR

#define assert_number(answer, pointer, expected) g_assert_cmpint (spico_jmap_world_number (answer, pointer), ==, expected)
#define assert_size(answer, pointer, expected) g_assert_cmpuint (spico_jmap_world_size (answer, pointer), ==, expected)

/* ---- Signing in, as the server does it ---- */

static void
begin (SpicoJmapWorld *world)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_begin (world->connection, SPICO_SQL_TRANSACTION_WRITE, &error));
}

static void
commit (SpicoJmapWorld *world)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (spico_sql_connection_commit (world->connection, &error));
}

static SpicoAuthTokens *
sign_in (SpicoJmapWorld *world,
         const char     *person,
         const char     *device_name)
{
  g_autoptr (GError) error = NULL;
  SpicoAuthTokens *tokens;

  spico_jmap_world_sql (world, "INSERT INTO login (login, person_id, password_hash, is_enabled, created_at) VALUES ($1, $1, 'x', 1, 0) ON CONFLICT (login) DO NOTHING",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (person)));
  begin (world);
  tokens = spico_auth_open_session (world->connection, person, "x", device_name, LIFETIME, world->now_us, &error);
  g_assert_no_error (error);
  commit (world);

  return tokens;
}

/* What a client is answered that asks for new tokens: 0 where it has them, otherwise the error. */
static int
refresh (SpicoJmapWorld *world,
         const char     *token)
{
  g_autoptr (SpicoAuthTokens) tokens = NULL;
  g_autoptr (GError) error = NULL;

  begin (world);
  tokens = spico_auth_refresh (world->connection, token, LIFETIME, world->now_us, &error);
  commit (world);
  g_assert_true (tokens != NULL || error->domain == SPICO_SERVER_ERROR);

  return tokens != NULL ? 0 : error->code;
}

static void
sign_out (SpicoJmapWorld *world,
        const char     *token)
{
  g_autoptr (GError) error = NULL;

  begin (world);
  g_assert_true (spico_auth_revoke (world->connection, token, world->now_us, &error));
  g_assert_no_error (error);
  commit (world);
}

static void
purge (SpicoJmapWorld *world)
{
  g_autoptr (GError) error = NULL;

  begin (world);
  g_assert_true (spico_auth_purge (world->connection, LIFETIME, world->now_us, &error));
  g_assert_no_error (error);
  commit (world);
}

static gint64
count (SpicoJmapWorld *world,
       const char     *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  spico_sql_query_int64 (world->connection, sql, NULL, -1, &number, &error);
  g_assert_no_error (error);
  return number;
}

/* ---- Asking ---- */

static yyjson_doc *
list (SpicoJmapWorld *world,
      const char     *person,
      const char     *account)
{
  return spico_jmap_world_ask (world, person, "['Device/query',{'accountId':'%s','sort':[{'property':'createdAt','isAscending':true}]},'q'],"
                               "['Device/get',{'accountId':'%s','#ids':{'resultOf':'q','name':'Device/query','path':'/ids'}},'g']", account, account);
}

static char *
only_device (SpicoJmapWorld *world,
             const char     *person)
{
  g_autoptr (SpicoAnswer) answer = list (world, person, person);

  assert_size (answer, "1/1/list", 1);
  return g_strdup (spico_jmap_world_text (answer, "1/1/list/0/id"));
}

static yyjson_doc *
change (SpicoJmapWorld *world,
        const char     *person,
        const char     *account,
        const char     *id,
        const char     *patch)
{
  return spico_jmap_world_ask (world, person, "['Device/set',{'accountId':'%s','update':{'%s':{%s}}},'0']", account, id, patch);
}

/* @refusal: (nullable): %NULL where it is done. */
static void
assert_change (SpicoJmapWorld *world,
               const char     *person,
               const char     *account,
               const char     *id,
               const char     *patch,
               const char     *refusal)
{
  g_autoptr (SpicoAnswer) answer = change (world, person, account, id, patch);
  g_autofree char *refused = g_strconcat ("0/1/notUpdated/", id, "/type", NULL);
  g_autofree char *done = g_strconcat ("0/1/updated/", id, NULL);

  assert_text (answer, refused, refusal);
  g_assert_cmpint (spico_jmap_world_has (answer, done), ==, (refusal == NULL));
}

static char *
state (SpicoJmapWorld *world,
       const char     *person)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['Device/get',{'accountId':'%s','ids':[]},'0']", person);

  return g_strdup (spico_jmap_world_text (answer, "0/1/state"));
}

static void
assert_changes (SpicoJmapWorld *world,
                const char     *person,
                const char     *since,
                const char     *kind,
                const char     *id)
{
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, person, "['Device/changes',{'accountId':'%s','sinceState':'%s'},'0']", person, since);
  g_autofree char *pointer = g_strconcat ("0/1/", kind, NULL);

  assert_size (answer, pointer, 1);
  g_assert_true (spico_jmap_world_lists (answer, pointer, id));
}

/* ---- The list ---- */

static void
test_each_sign_in_is_a_device (SpicoJmapWorld *world,
                               gconstpointer   data)
{
  g_autofree char *before = state (world, "pa");
  g_autoptr (SpicoAuthTokens) first = sign_in (world, "pa", "Poste du secrétariat");
  g_autofree char *id = only_device (world, "pa");
  g_autoptr (SpicoAuthTokens) second = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;

  assert_changes (world, "pa", before, "created", id);
  world->now_us += 3 * HOUR;
  second = sign_in (world, "pa", "");
  answer = list (world, "pa", "pa");
  assert_size (answer, "1/1/list", 2);
  assert_text (answer, "1/1/list/0/name", "Poste du secrétariat");
  assert_text (answer, "1/1/list/1/name", "");
  assert_number (answer, "1/1/list/0/mustErase", FALSE);
  assert_text (answer, "1/1/list/0/endedAt", NULL);
}

static void
test_the_last_use_is_coarse (SpicoJmapWorld *world,
                             gconstpointer   data)
{
  g_autoptr (SpicoAuthTokens) tokens = NULL;
  g_autoptr (SpicoAnswer) answer = NULL;

  world->now_us = G_GINT64_CONSTANT (1767225600000000) + 4 * HOUR + 17 * G_TIME_SPAN_MINUTE;
  tokens = sign_in (world, "pa", "Poste");
  world->now_us += 2 * HOUR;
  g_assert_cmpint (refresh (world, tokens->refresh_token), ==, 0);
  answer = list (world, "pa", "pa");
  assert_text (answer, "1/1/list/0/lastUsedAt", "2026-01-01T06:00:00Z");
}

static void
test_which_one_asks (SpicoJmapWorld *world,
                     gconstpointer   data)
{
  g_autoptr (SpicoAuthTokens) tokens = sign_in (world, "pa", "Portable");
  g_autoptr (SpicoAuthTokens) other = sign_in (world, "pa", "Poste");
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, tokens->refresh_token, -1);
  g_autoptr (SpicoAnswer) answer = NULL;

  /* The world asks under this name of a session. */
  spico_jmap_world_sql (world, "UPDATE auth_session SET id = 'session' WHERE id = (SELECT session_id FROM refresh_token WHERE hash = $1)", SPICO_SQL_VALUES (SPICO_SQL_TEXT (hash)));
  answer = spico_jmap_world_ask (world, "pa", "['Device/get',{'accountId':'pa','ids':['session']},'0'],['Device/get',{'accountId':'pa','ids':null},'1']");
  assert_number (answer, "0/1/list/0/isCurrent", TRUE);
  assert_size (answer, "1/1/list", 2);
  g_assert_cmpint (spico_jmap_world_number (answer, "1/1/list/0/isCurrent") + spico_jmap_world_number (answer, "1/1/list/1/isCurrent"), ==, 1);

  /* One signs out of it. */
  assert_change (world, "pa", "pa", "session", "'mustErase':true", "forbidden");
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM auth_session WHERE ended_at IS NOT NULL"), ==, 0);
}

static void
test_a_device_has_a_name (SpicoJmapWorld *world,
                          gconstpointer   data)
{
  g_autoptr (SpicoAuthTokens) tokens = sign_in (world, "pa", "pc-17");
  g_autofree char *id = only_device (world, "pa");
  g_autofree char *before = state (world, "pa");
  g_autofree char *too_long = g_strnfill (101, 'x');
  g_autofree char *patch = g_strdup_printf ("'name':'%s'", too_long);
  g_autoptr (SpicoAnswer) renamed = change (world, "pa", "pa", id, "'name':'  Poste de garde '");
  g_autofree char *kept = g_strconcat ("0/1/updated/", id, "/name", NULL);
  g_autoptr (SpicoAnswer) answer = NULL;

  assert_text (renamed, kept, "Poste de garde");
  assert_changes (world, "pa", before, "updated", id);
  assert_change (world, "pa", "pa", id, patch, "invalidProperties");
  assert_change (world, "pa", "pa", id, "'name':'deux\\nlignes'", "invalidProperties");
  assert_change (world, "pa", "pa", id, "'createdAt':'2025-01-01T00:00:00Z'", "invalidProperties");
  assert_change (world, "pa", "pa", id, "'isCurrent':true", "invalidProperties");
  answer = list (world, "pa", "pa");
  assert_text (answer, "1/1/list/0/name", "Poste de garde");
}

/* A delegate, of a person or of a structure, finds none; nor does anybody else. */
static void
test_devices_are_their_persons_alone (SpicoJmapWorld *world,
                                      gconstpointer   data)
{
  g_autoptr (SpicoAuthTokens) tokens = sign_in (world, "pa", "Poste");
  g_autofree char *id = only_device (world, "pa");
  g_autoptr (SpicoAnswer) delegate = NULL;
  g_autoptr (SpicoAnswer) stranger = NULL;
  g_autoptr (SpicoAnswer) structure = NULL;

  spico_jmap_world_delegate (world, "pa", "pb", "all");
  delegate = list (world, "pb", "pa");
  assert_size (delegate, "1/1/list", 0);
  assert_change (world, "pb", "pa", id, "'mustErase':true", "notFound");
  assert_change (world, "pb", "pb", id, "'mustErase':true", "notFound");
  stranger = list (world, "pc", "pa");
  assert_text (stranger, "0/1/type", "accountNotFound");
  structure = list (world, "pd", "fs");
  assert_size (structure, "1/1/list", 0);
  g_assert_cmpint (refresh (world, tokens->refresh_token), ==, 0);
}

static void
test_nobody_makes_or_destroys_one (SpicoJmapWorld *world,
                                   gconstpointer   data)
{
  g_autoptr (SpicoAuthTokens) tokens = sign_in (world, "pa", "Poste");
  g_autofree char *id = only_device (world, "pa");
  g_autoptr (SpicoAnswer) answer = spico_jmap_world_ask (world, "pa", "['Device/set',{'accountId':'pa','create':{'x':{'name':'a'}},'destroy':['%s']},'0']", id);
  g_autofree char *refused = g_strconcat ("0/1/notDestroyed/", id, "/type", NULL);

  assert_text (answer, "0/1/notCreated/x/type", "forbidden");
  assert_text (answer, refused, "forbidden");
}

/* ---- « Déconnecter et effacer » ---- */

static void
test_a_device_is_erased_from_another (SpicoJmapWorld *world,
                                      gconstpointer   data)
{
  g_autoptr (SpicoAuthTokens) tokens = sign_in (world, "pa", "Portable");
  g_autofree char *id = only_device (world, "pa");
  g_autofree char *before = state (world, "pa");
  g_autofree char *ended = g_strconcat ("0/1/updated/", id, "/endedAt", NULL);
  g_autoptr (SpicoAnswer) answer = change (world, "pa", "pa", id, "'mustErase':true");
  g_autoptr (SpicoAnswer) after = NULL;
  g_autoptr (SpicoAnswer) gone = NULL;
  g_autofree char *waiting = NULL;
  gboolean is_open;

  g_assert_nonnull (spico_jmap_world_text (answer, ended));
  g_assert_true (spico_jmap_world_told (world, "pa", "Device"));
  g_assert_true (spico_auth_session_is_open (world->connection, id, world->now_us, &is_open, NULL));
  g_assert_false (is_open);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM access_token"), ==, 0);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'device.erase' AND person_id = 'pa' AND type = 'Device'"), ==, 1);

  /* It stays in the list until it has said that it is done; asked again, nothing is done again. */
  assert_changes (world, "pa", before, "updated", id);
  assert_change (world, "pa", "pa", id, "'mustErase':true", NULL);
  assert_change (world, "pa", "pa", id, "'mustErase':false", "invalidProperties");
  after = list (world, "pa", "pa");
  assert_number (after, "1/1/list/0/mustErase", TRUE);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'device.erase'"), ==, 1);

  g_assert_cmpint (refresh (world, tokens->refresh_token), ==, SPICO_SERVER_ERROR_ERASED);
  g_assert_cmpint (refresh (world, tokens->refresh_token), ==, SPICO_SERVER_ERROR_ERASED);
  waiting = state (world, "pa");
  sign_out (world, tokens->refresh_token);
  gone = list (world, "pa", "pa");
  assert_size (gone, "1/1/list", 0);
  assert_changes (world, "pa", waiting, "destroyed", id);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM audit WHERE action = 'device-erased' AND type = 'Session'"), ==, 1);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM auth_session"), ==, 0);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM refresh_token"), ==, 0);
  g_assert_cmpint (refresh (world, tokens->refresh_token), ==, SPICO_SERVER_ERROR_REFUSED);
}

/* Whichever of its tokens the device holds: the one that it used last, where the answer was lost, or what came of it. */
static void
test_every_token_that_it_may_hold_is_told (SpicoJmapWorld *world,
                                           gconstpointer   data)
{
  g_autoptr (SpicoAuthTokens) first = sign_in (world, "pa", "Portable");
  g_autofree char *id = only_device (world, "pa");
  g_autoptr (SpicoAuthTokens) second = NULL;
  g_autoptr (SpicoAuthTokens) third = NULL;
  g_autoptr (GError) error = NULL;

  begin (world);
  second = spico_auth_refresh (world->connection, first->refresh_token, LIFETIME, world->now_us, &error);
  third = spico_auth_refresh (world->connection, second->refresh_token, LIFETIME, world->now_us, &error);
  g_assert_no_error (error);
  commit (world);
  assert_change (world, "pa", "pa", id, "'mustErase':true", NULL);

  g_assert_cmpint (refresh (world, second->refresh_token), ==, SPICO_SERVER_ERROR_ERASED);
  g_assert_cmpint (refresh (world, third->refresh_token), ==, SPICO_SERVER_ERROR_ERASED);
  g_assert_cmpint (refresh (world, first->refresh_token), ==, SPICO_SERVER_ERROR_REFUSED);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM refresh_token"), ==, 2);
}

/* A laptop that was lost, and is switched on again after a year. */
static void
test_a_device_that_comes_back_late_is_told (SpicoJmapWorld *world,
                                            gconstpointer   data)
{
  g_autoptr (SpicoAuthTokens) tokens = sign_in (world, "pa", "Portable");
  g_autofree char *id = only_device (world, "pa");
  g_autoptr (SpicoAnswer) after = NULL;

  assert_change (world, "pa", "pa", id, "'mustErase':true", NULL);
  world->now_us += 400 * G_TIME_SPAN_DAY;
  purge (world);
  g_assert_cmpint (refresh (world, tokens->refresh_token), ==, SPICO_SERVER_ERROR_ERASED);

  world->now_us += 400 * G_TIME_SPAN_DAY;
  purge (world);
  after = list (world, "pa", "pa");
  assert_size (after, "1/1/list", 0);
  g_assert_cmpint (refresh (world, tokens->refresh_token), ==, SPICO_SERVER_ERROR_REFUSED);
  world->now_us += LIFETIME + G_TIME_SPAN_DAY;
  purge (world);
  purge (world);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM auth_session"), ==, 0);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM refresh_token"), ==, 0);
}

/* What merely ends never erases: time, the operator, a token that was copied, too many sessions, signing out. */
static void
test_what_merely_ends_erases_nothing (SpicoJmapWorld *world,
                                      gconstpointer   data)
{
  g_autoptr (SpicoAuthTokens) expired = sign_in (world, "pa", "Portable");
  g_autofree char *id = only_device (world, "pa");
  g_autoptr (SpicoAuthTokens) closed = NULL;
  g_autoptr (SpicoAuthTokens) left = NULL;
  g_autofree char *before = state (world, "pa");
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoAnswer) after = NULL;

  world->now_us += LIFETIME + 1;
  g_assert_cmpint (refresh (world, expired->refresh_token), ==, SPICO_SERVER_ERROR_REFUSED);
  purge (world);
  assert_changes (world, "pa", before, "destroyed", id);
  g_assert_cmpint (refresh (world, expired->refresh_token), ==, SPICO_SERVER_ERROR_REFUSED);
  assert_change (world, "pa", "pa", id, "'mustErase':true", "notFound");

  left = sign_in (world, "pa", "Poste");
  sign_out (world, left->refresh_token);
  g_assert_cmpint (refresh (world, left->refresh_token), ==, SPICO_SERVER_ERROR_REFUSED);

  closed = sign_in (world, "pa", "Poste");
  begin (world);
  g_assert_true (spico_auth_set_enabled (world->connection, "pa", FALSE, world->now_us, &error));
  commit (world);
  g_assert_cmpint (refresh (world, closed->refresh_token), ==, SPICO_SERVER_ERROR_REFUSED);
  after = list (world, "pa", "pa");
  assert_size (after, "1/1/list", 0);
}

/* Of a login that is closed too: what was lost stays lost. */
static void
test_a_closed_login_is_told_all_the_same (SpicoJmapWorld *world,
                                          gconstpointer   data)
{
  g_autoptr (SpicoAuthTokens) tokens = sign_in (world, "pa", "Portable");
  g_autofree char *id = only_device (world, "pa");
  g_autoptr (GError) error = NULL;

  assert_change (world, "pa", "pa", id, "'mustErase':true", NULL);
  begin (world);
  g_assert_true (spico_auth_set_enabled (world->connection, "pa", FALSE, world->now_us, &error));
  commit (world);
  g_assert_cmpint (refresh (world, tokens->refresh_token), ==, SPICO_SERVER_ERROR_ERASED);
}

static void
test_what_waits_is_bounded (SpicoJmapWorld *world,
                            gconstpointer   data)
{
  for (guint i = 0; i < 103; i++)
    {
      g_autoptr (SpicoAuthTokens) tokens = sign_in (world, "pa", "Portable");
      g_autofree char *id = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (spico_sql_query_text (world->connection, "SELECT id FROM auth_session WHERE ended_at IS NULL", NULL, &id, &error));
      assert_change (world, "pa", "pa", id, "'mustErase':true", NULL);
    }
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM auth_session"), ==, 100);
  g_assert_cmpint (count (world, "SELECT COUNT(*) FROM refresh_token"), ==, 100);
}

static void
test_names (void)
{
  g_autofree char *trimmed = spico_auth_normalise_device_name ("  Poste de garde ");
  g_autofree char *composed = spico_auth_normalise_device_name ("Secre\xcc\x81tariat");
  g_autofree char *empty = spico_auth_normalise_device_name ("");
  g_autofree char *long_name = g_strnfill (101, 'x');

  g_assert_cmpstr (trimmed, ==, "Poste de garde");
  g_assert_cmpstr (composed, ==, "Secrétariat");
  g_assert_cmpstr (empty, ==, "");
  g_assert_null (spico_auth_normalise_device_name (long_name));
  g_assert_null (spico_auth_normalise_device_name ("a\tb"));
  g_assert_null (spico_auth_normalise_device_name ("\xff"));
}

#define ADD(name, function) g_test_add ("/devices/" name, SpicoJmapWorld, NULL, spico_jmap_world_set_up, function, spico_jmap_world_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/devices/a-name-is-one-line", test_names);
  ADD ("each-sign-in-is-a-device", test_each_sign_in_is_a_device);
  ADD ("the-last-use-is-told-to-the-hour", test_the_last_use_is_coarse);
  ADD ("the-list-says-which-one-asks", test_which_one_asks);
  ADD ("a-device-has-a-name", test_a_device_has_a_name);
  ADD ("devices-are-their-persons-alone", test_devices_are_their_persons_alone);
  ADD ("nobody-makes-or-destroys-one", test_nobody_makes_or_destroys_one);
  ADD ("a-device-is-erased-from-another", test_a_device_is_erased_from_another);
  ADD ("every-token-that-it-may-hold-is-told", test_every_token_that_it_may_hold_is_told);
  ADD ("a-device-that-comes-back-late-is-told", test_a_device_that_comes_back_late_is_told);
  ADD ("what-merely-ends-erases-nothing", test_what_merely_ends_erases_nothing);
  ADD ("a-closed-login-is-told-all-the-same", test_a_closed_login_is_told_all_the_same);
  ADD ("what-waits-is-bounded", test_what_waits_is_bounded);

  return g_test_run ();
}
