/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-push-subscription.h"

#include <yyjson.h>

#include "spico-auth.h"
#include "spico-authz.h"
#include "spico-query.h"

#define COLUMNS "id, person_id, session_id, device_client_id, url, types, verification_code, is_verified, expires_at, wanted, attempts, pushed"

/* Who has claimed a push and says nothing for so long has died. */
#define CLAIM_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
/* Between two pushes to one address. */
#define INTERVAL_US (G_GINT64_CONSTANT (1) * G_USEC_PER_SEC)
/* After a failure, doubled each time. */
#define FIRST_WAIT_US (G_GINT64_CONSTANT (1) * G_USEC_PER_SEC)
#define LONGEST_WAIT_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

/**
 * spico_push_subscription_free:
 * @self: (transfer full) (nullable): a subscription
 */
void
spico_push_subscription_free (SpicoPushSubscription *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->person_id);
  g_free (self->session_id);
  g_free (self->device_client_id);
  g_free (self->url);
  g_free (self->types);
  g_free (self->verification_code);
  g_free (self->pushed);
  g_free (self);
}

static SpicoPushSubscription *
read_row (SpicoSqlStatement *statement)
{
  SpicoPushSubscription *self = g_new0 (SpicoPushSubscription, 1);

  self->id = g_strdup (spico_sql_statement_column_text (statement, 0));
  self->person_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  self->session_id = g_strdup (spico_sql_statement_column_text (statement, 2));
  self->device_client_id = g_strdup (spico_sql_statement_column_text (statement, 3));
  self->url = g_strdup (spico_sql_statement_column_text (statement, 4));
  self->types = spico_sql_statement_column_is_null (statement, 5) ? NULL : g_strdup (spico_sql_statement_column_text (statement, 5));
  self->verification_code = g_strdup (spico_sql_statement_column_text (statement, 6));
  self->is_verified = spico_sql_statement_column_boolean (statement, 7);
  self->expires_at = spico_sql_statement_column_int64 (statement, 8);
  self->wanted = spico_sql_statement_column_int64 (statement, 9);
  self->attempts = (guint) spico_sql_statement_column_int64 (statement, 10);
  self->pushed = g_strdup (spico_sql_statement_column_text (statement, 11));

  return self;
}

static GPtrArray *
read_all (SpicoSqlStatement *statement,
          GError           **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_push_subscription_free);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      if (!spico_sql_statement_step (statement, &has_row, error))
        return NULL;
      if (has_row)
        g_ptr_array_add (all, read_row (statement));
    }

  return g_steal_pointer (&all);
}

/**
 * spico_push_subscriptions_list:
 * @connection: a connection, in a transaction
 * @session_id: a session
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Returns: (transfer full) (element-type SpicoPushSubscription) (nullable): its subscriptions, and nobody else's (RFC 8620 section 7.2)
 */
GPtrArray *
spico_push_subscriptions_list (SpicoSqlConnection *connection,
                               const char         *session_id,
                               gint64              now_us,
                               GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;

  statement = spico_sql_query (connection, "SELECT " COLUMNS " FROM push_subscription WHERE session_id = $1 AND expires_at > $2 ORDER BY created_at, id",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (session_id), SPICO_SQL_INT (now_us)), error);
  return read_all (statement, error);
}

/**
 * spico_push_may_try:
 * @connection: a connection, in a transaction
 * @person_id: a person
 * @may: (out): whether they may have yet another address tried
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_push_may_try (SpicoSqlConnection *connection,
                    const char         *person_id,
                    gboolean           *may,
                    GError            **error)
{
  gint64 n_tried;

  if (!spico_sql_query_int64 (connection, "SELECT count(*) FROM push_subscription WHERE person_id = $1 AND is_verified = 0",
                              SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id)), 0, &n_tried, error))
    return FALSE;

  *may = n_tried < SPICO_PUSH_MAX_UNVERIFIED;
  return TRUE;
}

/**
 * spico_push_subscription_insert:
 * @self: a new subscription
 * @connection: a connection, in a transaction that writes
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Its verification is due at once.
 *
 * Returns: whether it is stored
 */
gboolean
spico_push_subscription_insert (SpicoPushSubscription *self,
                                SpicoSqlConnection    *connection,
                                gint64                 now_us,
                                GError               **error)
{
  return spico_sql_run (connection,
                        "INSERT INTO push_subscription (id, person_id, session_id, device_client_id, url, types, verification_code, is_verified, created_at, expires_at,"
                        " wanted, done, next_at, attempts, pushed) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, 1, 0, $8, 0, '{}')",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id), SPICO_SQL_TEXT (self->person_id), SPICO_SQL_TEXT (self->session_id),
                                          SPICO_SQL_TEXT (self->device_client_id), SPICO_SQL_TEXT (self->url), SPICO_SQL_TEXT (self->types),
                                          SPICO_SQL_TEXT (self->verification_code), SPICO_SQL_INT (now_us), SPICO_SQL_INT (self->expires_at)),
                        error);
}

/**
 * spico_push_subscription_update:
 * @self: a subscription
 * @connection: a connection, in a transaction that writes
 * @error: return location for a #SpicoSqlError
 *
 * Stores its types and its end.
 *
 * Returns: whether they are stored
 */
gboolean
spico_push_subscription_update (SpicoPushSubscription *self,
                                SpicoSqlConnection    *connection,
                                GError               **error)
{
  return spico_sql_run (connection, "UPDATE push_subscription SET types = $2, expires_at = $3 WHERE id = $1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id), SPICO_SQL_TEXT (self->types), SPICO_SQL_INT (self->expires_at)), error);
}

/**
 * spico_push_subscription_delete:
 * @self: a subscription
 * @connection: a connection, in a transaction that writes
 * @error: return location for a #SpicoSqlError
 *
 * One that was never verified is still counted for a while, though nobody sees it any more.
 *
 * Returns: whether it is gone
 */
gboolean
spico_push_subscription_delete (SpicoPushSubscription *self,
                                SpicoSqlConnection    *connection,
                                GError               **error)
{
  return spico_sql_run (connection,
                        self->is_verified ? "DELETE FROM push_subscription WHERE id = $1"
                                          : "UPDATE push_subscription SET session_id = '', url = '', done = wanted WHERE id = $1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id)), error);
}

/* The states that a subscription is about: what its person may use now, of the types that it wants. */

static gboolean
wants_type (SpicoPushSubscription *self,
            const char            *type_name)
{
  g_auto (GStrv) types = self->types != NULL ? g_strsplit (self->types, ",", -1) : NULL;

  return types == NULL || g_strv_contains ((const char *const *) types, type_name);
}

static gboolean
add_states (SpicoPushSubscription   *self,
            SpicoSqlConnection      *connection,
            const SpicoAuthzAccount *account,
            yyjson_mut_doc          *document,
            yyjson_mut_val          *states,
            GError                 **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  yyjson_mut_val *types = yyjson_mut_obj (document);
  gboolean has_row = TRUE;

  statement = spico_sql_query (connection, "SELECT type, modseq FROM state WHERE account_id = $1 ORDER BY type", SPICO_SQL_VALUES (SPICO_SQL_TEXT (account->account_id)),
                               error);
  if (statement == NULL)
    return FALSE;
  while (has_row)
    {
      const char *type_name;
      char text[32];

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        continue;
      type_name = spico_sql_statement_column_text (statement, 0);
      if (!spico_scope_covers (account->scope, type_name) || !wants_type (self, type_name))
        continue;
      g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, spico_sql_statement_column_int64 (statement, 1));
      yyjson_mut_obj_add (types, yyjson_mut_strcpy (document, type_name), yyjson_mut_strcpy (document, text));
    }

  if (yyjson_mut_obj_size (types) > 0)
    yyjson_mut_obj_add (states, yyjson_mut_strcpy (document, account->account_id), types);
  return TRUE;
}

static yyjson_mut_val *
read_states (SpicoPushSubscription *self,
             SpicoSqlConnection    *connection,
             gint64                 now_us,
             yyjson_mut_doc        *document,
             GError               **error)
{
  g_autoptr (GPtrArray) accounts = spico_authz_accounts (connection, self->person_id, now_us, error);
  yyjson_mut_val *states = yyjson_mut_obj (document);

  if (accounts == NULL)
    return NULL;
  for (guint i = 0; i < accounts->len; i++)
    {
      if (!add_states (self, connection, g_ptr_array_index (accounts, i), document, states, error))
        return NULL;
    }

  return states;
}

static char *
write_json (yyjson_mut_val *value)
{
  char *text = yyjson_mut_val_write (value, YYJSON_WRITE_NOFLAG, NULL);
  char *copy = g_strdup (text);

  free (text);
  return copy;
}

static gboolean
store_pushed (SpicoPushSubscription *self,
              SpicoSqlConnection    *connection,
              gint64                 now_us,
              GError               **error)
{
  return spico_sql_run (connection, "UPDATE push_subscription SET done = $2, attempts = 0, next_at = $3, pushed = $4 WHERE id = $1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id), SPICO_SQL_INT (self->wanted), SPICO_SQL_INT (now_us + INTERVAL_US), SPICO_SQL_TEXT (self->pushed)),
                        error);
}

/**
 * spico_push_subscription_verify:
 * @self: a subscription whose code was brought back
 * @connection: a connection, in a transaction that writes
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * From now on it is told of what changes.
 *
 * Returns: whether it is verified
 */
gboolean
spico_push_subscription_verify (SpicoPushSubscription *self,
                                SpicoSqlConnection    *connection,
                                gint64                 now_us,
                                GError               **error)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *states = read_states (self, connection, now_us, document, error);
  g_autofree char *pushed = states != NULL ? write_json (states) : NULL;

  yyjson_mut_doc_free (document);
  if (pushed == NULL)
    return FALSE;

  self->is_verified = TRUE;
  g_set_str (&self->pushed, pushed);
  return spico_sql_run (connection, "UPDATE push_subscription SET is_verified = 1, done = wanted, attempts = 0, next_at = $2, pushed = $3 WHERE id = $1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id), SPICO_SQL_INT (now_us), SPICO_SQL_TEXT (pushed)), error);
}

/* What is to be pushed. */

/**
 * spico_push_note:
 * @connection: a connection, in a transaction that writes
 * @account_ids: (array length=n_account_ids): the accounts in which something has changed
 * @n_account_ids: how many, at least one
 * @error: return location for a #SpicoSqlError
 *
 * Makes the verified subscriptions due of those who may use these accounts.
 *
 * Returns: whether it is noted
 */
gboolean
spico_push_note (SpicoSqlConnection *connection,
                 const char *const  *account_ids,
                 gsize               n_account_ids,
                 GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (NULL, NULL, 0);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query, "UPDATE push_subscription SET wanted = wanted + 1 WHERE is_verified = 1");
  if (!g_strv_contains (account_ids, SPICO_REGION_ACCOUNT_ID))
    {
      spico_query_add (query, " AND (person_id IN ");
      spico_query_add_list (query, account_ids, n_account_ids);
      spico_query_add (query, " OR person_id IN (SELECT g.delegate_id FROM delegation g WHERE g.account_id IN ");
      spico_query_add_list (query, account_ids, n_account_ids);
      spico_query_add (query, "))");
    }
  statement = spico_query_run (query, connection, error);

  return statement != NULL && spico_sql_statement_step (statement, &has_row, error);
}

/**
 * spico_push_is_due:
 * @connection: a connection, in a transaction
 * @now_us: the time, in microseconds since 1970
 * @has_any: (out): whether there is a verified subscription, so that changes are to be noted
 * @is_due: (out): whether something is to be pushed
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_push_is_due (SpicoSqlConnection *connection,
                   gint64              now_us,
                   gboolean           *has_any,
                   gboolean           *is_due,
                   GError            **error)
{
  return spico_sql_query_exists (connection, "SELECT 1 FROM push_subscription WHERE is_verified = 1", NULL, has_any, error)
         && spico_sql_query_exists (connection, "SELECT 1 FROM push_subscription WHERE wanted > done AND next_at <= $1",
                                    SPICO_SQL_VALUES (SPICO_SQL_INT (now_us)), is_due, error);
}

/**
 * spico_push_claim:
 * @connection: a connection, in a transaction that writes
 * @now_us: the time, in microseconds since 1970
 * @most: how many at most
 * @error: return location for a #SpicoSqlError
 *
 * Takes subscriptions that are due, so that nobody else pushes to them meanwhile.
 *
 * Returns: (transfer full) (element-type SpicoPushSubscription) (nullable): them
 */
GPtrArray *
spico_push_claim (SpicoSqlConnection *connection,
                  gint64              now_us,
                  guint               most,
                  GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;

  statement = spico_sql_query (connection,
                               "UPDATE push_subscription SET next_at = $1 WHERE next_at <= $2 AND id IN"
                               " (SELECT id FROM push_subscription WHERE wanted > done AND next_at <= $2 ORDER BY next_at LIMIT $3) RETURNING " COLUMNS,
                               SPICO_SQL_VALUES (SPICO_SQL_INT (now_us + CLAIM_US), SPICO_SQL_INT (now_us), SPICO_SQL_INT (most)), error);
  return read_all (statement, error);
}

/* Of the states, those that were not told yet; %NULL where there are none. */
static yyjson_mut_val *
list_changed (SpicoPushSubscription *self,
              yyjson_mut_doc        *document,
              yyjson_mut_val        *states)
{
  yyjson_doc *told = yyjson_read (self->pushed, strlen (self->pushed), 0);
  yyjson_mut_val *changed = yyjson_mut_obj (document);
  yyjson_mut_obj_iter accounts = yyjson_mut_obj_iter_with (states);
  yyjson_mut_val *account;

  while ((account = yyjson_mut_obj_iter_next (&accounts)) != NULL)
    {
      yyjson_val *told_types = yyjson_obj_get (yyjson_doc_get_root (told), yyjson_mut_get_str (account));
      yyjson_mut_val *types = yyjson_mut_obj (document);
      yyjson_mut_obj_iter iterator = yyjson_mut_obj_iter_with (yyjson_mut_obj_iter_get_val (account));
      yyjson_mut_val *type;

      while ((type = yyjson_mut_obj_iter_next (&iterator)) != NULL)
        {
          const char *state = yyjson_mut_get_str (yyjson_mut_obj_iter_get_val (type));

          if (g_strcmp0 (yyjson_get_str (yyjson_obj_get (told_types, yyjson_mut_get_str (type))), state) != 0)
            yyjson_mut_obj_add (types, yyjson_mut_strcpy (document, yyjson_mut_get_str (type)), yyjson_mut_strcpy (document, state));
        }
      if (yyjson_mut_obj_size (types) > 0)
        yyjson_mut_obj_add (changed, yyjson_mut_strcpy (document, yyjson_mut_get_str (account)), types);
    }
  yyjson_doc_free (told);

  return yyjson_mut_obj_size (changed) > 0 ? changed : NULL;
}

static char *
compose_verification (SpicoPushSubscription *self)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  char *body;

  yyjson_mut_obj_add_str (document, root, "@type", "PushVerification");
  yyjson_mut_obj_add_str (document, root, "pushSubscriptionId", self->id);
  yyjson_mut_obj_add_str (document, root, "verificationCode", self->verification_code);
  body = write_json (root);
  yyjson_mut_doc_free (document);

  return body;
}

static gboolean
compose_change (SpicoPushSubscription *self,
                SpicoSqlConnection    *connection,
                gint64                 now_us,
                char                 **body,
                GError               **error)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *states = read_states (self, connection, now_us, document, error);
  yyjson_mut_val *changed = states != NULL ? list_changed (self, document, states) : NULL;

  if (changed != NULL)
    {
      yyjson_mut_val *root = yyjson_mut_obj (document);

      yyjson_mut_obj_add_str (document, root, "@type", "StateChange");
      yyjson_mut_obj_add_val (document, root, "changed", changed);
      *body = write_json (root);
    }
  if (states != NULL)
    {
      g_free (self->pushed);
      self->pushed = write_json (states);
    }
  yyjson_mut_doc_free (document);

  return states != NULL;
}

/**
 * spico_push_compose:
 * @self: a subscription that was claimed
 * @connection: a connection, in a transaction that writes
 * @now_us: the time, in microseconds since 1970
 * @body: (out) (transfer full) (nullable): what to push; %NULL if nothing is, and then it is settled
 * @error: return location for a #SpicoSqlError
 *
 * What has ended ends here: the subscription goes with its session.
 *
 * Returns: whether the database answered
 */
gboolean
spico_push_compose (SpicoPushSubscription *self,
                    SpicoSqlConnection    *connection,
                    gint64                 now_us,
                    char                 **body,
                    GError               **error)
{
  gboolean is_open;

  *body = NULL;
  if (!spico_auth_session_is_open (connection, self->session_id, now_us, &is_open, error))
    return FALSE;
  if (!is_open || self->expires_at <= now_us)
    return spico_push_subscription_delete (self, connection, error);
  if (!self->is_verified)
    {
      *body = compose_verification (self);
      return TRUE;
    }

  return compose_change (self, connection, now_us, body, error) && (*body != NULL || store_pushed (self, connection, now_us, error));
}

/**
 * spico_push_settle:
 * @self: a subscription that was pushed to
 * @connection: a connection, in a transaction that writes
 * @status: what was answered; 0 if nothing was
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * 2xx is done; 404 and 410 end the subscription (RFC 8030 section 5); anything else is tried again, later and later.
 *
 * Returns: whether it is settled
 */
gboolean
spico_push_settle (SpicoPushSubscription *self,
                   SpicoSqlConnection    *connection,
                   guint                  status,
                   gint64                 now_us,
                   GError               **error)
{
  gint64 wait_us = MIN (FIRST_WAIT_US << MIN (self->attempts, 20), LONGEST_WAIT_US);

  /* Not what was pushed: it may have been verified meanwhile. */
  if (status >= 200 && status < 300 && !self->is_verified)
    return spico_sql_run (connection, "UPDATE push_subscription SET done = $2, attempts = 0 WHERE id = $1",
                          SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id), SPICO_SQL_INT (self->wanted)), error);
  if (status >= 200 && status < 300)
    return store_pushed (self, connection, now_us, error);
  if (status == 404 || status == 410)
    return spico_push_subscription_delete (self, connection, error);

  return spico_sql_run (connection, "UPDATE push_subscription SET attempts = attempts + 1, next_at = $2 WHERE id = $1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id), SPICO_SQL_INT (now_us + wait_us)), error);
}

/**
 * spico_push_purge:
 * @connection: a connection, in a transaction that writes
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Forgets what has expired or was never verified, and makes the others look again: a process may have died before it noted a change.
 *
 * Returns: whether the database answered
 */
gboolean
spico_push_purge (SpicoSqlConnection *connection,
                  gint64              now_us,
                  GError            **error)
{
  return spico_sql_run (connection, "DELETE FROM push_subscription WHERE expires_at <= $1 OR (is_verified = 0 AND created_at <= $2)",
                        SPICO_SQL_VALUES (SPICO_SQL_INT (now_us), SPICO_SQL_INT (now_us - SPICO_PUSH_UNVERIFIED_US)), error)
         && spico_sql_run (connection, "UPDATE push_subscription SET wanted = wanted + 1 WHERE is_verified = 1 AND wanted = done", NULL, error);
}
