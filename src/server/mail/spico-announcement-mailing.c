/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operator announces goes by mail to all who have an account, and want it (F005). They may be forty thousand: a few at a time become notifications, at the operator's pace, and each is sent as any other.
 * `after_id` is how far the ids of accounts were gone through. Several accounts may have the same address, a structure's and its delegates', which is mailed to once: until the end of the mailing
 * the hashes of those that were queued stand beside it. */
#include "spico-announcement-mailing.h"

#include "spico-notification.h"
#include "spico-type.h"

#define BATCHES_PER_MINUTE 6
/* A relay that is away, or slow, is waited for: no more than so many batches are under way. */
#define BATCHES_AHEAD 2

/* People whose login is open, and structures that have set an address themselves. */
#define RECIPIENTS                                                                                                             \
  "SELECT u.id FROM (SELECT * FROM (SELECT l.person_id AS id FROM login l WHERE l.is_enabled = 1 AND l.person_id > $1 ORDER BY l.person_id LIMIT $2) p" \
  " UNION SELECT * FROM (SELECT f.id FROM profile f JOIN principal t ON t.id = f.id"                                           \
  " WHERE f.mail <> '' AND t.kind <> 'person' AND f.id > $1 ORDER BY f.id LIMIT $2) s) u ORDER BY u.id LIMIT $2"

/* A window that is over is told to nobody any more, nor what could not be told for days, as a region without a relay has it. A maintenance goes before what is new. */
#define CURRENT                                                                                                                \
  "SELECT m.announcement_id, m.after_id, m.next_at, CASE WHEN m.created_at < $2 OR b.ends_at <= $1 THEN 1 ELSE 0 END"          \
  " FROM announcement_mailing m JOIN announcement b ON b.id = m.announcement_id"                                               \
  " ORDER BY CASE b.kind WHEN 'incident' THEN 0 WHEN 'maintenance' THEN 1 ELSE 2 END, m.created_at, m.announcement_id LIMIT 1"

/**
 * spico_announcement_mailing_start:
 * @connection: a connection that may write
 * @announcement_id: what is announced just now
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Has it mailed, as soon as a server that has a relay goes on with it.
 *
 * Returns: whether the database answered
 */
gboolean
spico_announcement_mailing_start (SpicoSqlConnection *connection,
                                  const char         *announcement_id,
                                  gint64              now_us,
                                  GError            **error)
{
  return spico_sql_run (connection, "INSERT INTO announcement_mailing (announcement_id, after_id, next_at, created_at) VALUES ($1, '', $2, $2)",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (announcement_id), SPICO_SQL_INT (now_us)), error);
}

static gboolean
forget_addresses (SpicoSqlConnection *connection,
                  const char         *announcement_id,
                  GError            **error)
{
  return spico_sql_run (connection, "DELETE FROM announcement_address WHERE announcement_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (announcement_id)), error);
}

/**
 * spico_announcement_mailing_stop:
 * @connection: a connection that may write
 * @announcement_id: what is announced no more
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Mails it to nobody any more; what a relay is being given just now is.
 *
 * Returns: whether the database answered
 */
gboolean
spico_announcement_mailing_stop (SpicoSqlConnection *connection,
                                 const char         *announcement_id,
                                 gint64              now_us,
                                 GError            **error)
{
  return spico_notification_lock (connection, now_us, error) && forget_addresses (connection, announcement_id, error)
         && spico_sql_run (connection, "DELETE FROM announcement_mailing WHERE announcement_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (announcement_id)), error)
         && spico_sql_run (connection, "UPDATE notification SET status = 'failed' WHERE status = 'queued' AND kind = 'announcement' AND group_id = $1",
                           SPICO_SQL_VALUES (SPICO_SQL_TEXT (announcement_id)), error);
}

/**
 * spico_announcement_mailing_is_due:
 * @connection: a connection, in a transaction
 * @now_us: the time, in microseconds since 1970
 * @is_due: (out): whether more people are to be mailed to now
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_announcement_mailing_is_due (SpicoSqlConnection *connection,
                                   gint64              now_us,
                                   gboolean           *is_due,
                                   GError            **error)
{
  return spico_sql_query_exists (connection, "SELECT 1 FROM announcement_mailing WHERE next_at <= $1", SPICO_SQL_VALUES (SPICO_SQL_INT (now_us)), is_due, error);
}

typedef struct {
  char *announcement_id; /* NULL where nothing is to be mailed */
  char *after_id;
  gint64 next_at;
  gboolean is_over;
} Mailing;

static void
mailing_clear (Mailing *self)
{
  g_clear_pointer (&self->announcement_id, g_free);
  g_clear_pointer (&self->after_id, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Mailing, mailing_clear)

static gboolean
find_current (SpicoSqlConnection *connection,
              gint64              now_us,
              Mailing            *mailing,
              GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (connection, CURRENT, SPICO_SQL_VALUES (SPICO_SQL_INT (now_us), SPICO_SQL_INT (now_us - SPICO_NOTIFICATION_PATIENCE_US)), error);
  gboolean has_row;

  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  mailing->announcement_id = g_strdup (spico_sql_statement_column_text (statement, 0));
  mailing->after_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  mailing->next_at = spico_sql_statement_column_int64 (statement, 2);
  mailing->is_over = spico_sql_statement_column_boolean (statement, 3);
  return TRUE;
}

static gboolean
find_recipients (SpicoSqlConnection *connection,
                 const Mailing      *mailing,
                 guint               most,
                 GPtrArray          *ids,
                 GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, RECIPIENTS, SPICO_SQL_VALUES (SPICO_SQL_TEXT (mailing->after_id), SPICO_SQL_INT (most)), error);

  return statement != NULL && spico_sql_collect_texts (statement, ids, error);
}

/* Whoever differs in nothing but capitals is reached in the same place. */
static char *
digest_address (const char *address)
{
  g_autofree char *folded = g_ascii_strdown (address, -1);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, folded, -1);
}

/* Whom of them there is an address for, each address once.
 * @ids: (element-type utf8): told who
 * @digests: (element-type utf8): told the hashes of their addresses, in the same order */
static gboolean
find_addresses (SpicoSqlConnection *connection,
                GPtrArray          *candidates,
                gint64              now_us,
                GPtrArray          *ids,
                GPtrArray          *digests,
                GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (SPICO_REGION_ACCOUNT_ID, SPICO_REGION_ACCOUNT_ID, now_us);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row = TRUE;

  spico_query_add (query, "SELECT t.id, " SPICO_NOTIFICATION_ADDRESS ("t") " FROM principal t WHERE " SPICO_NOTIFICATION_ADDRESS ("t") " IS NOT NULL AND "
                          SPICO_NOTIFICATION_IS_WANTED ("t", "announcement") " AND t.id IN ");
  spico_query_add_list (query, (const char *const *) candidates->pdata, candidates->len);
  spico_query_add (query, " ORDER BY t.id");
  statement = spico_query_run (query, connection, error);
  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      g_autofree char *digest = has_row ? digest_address (spico_sql_statement_column_text (statement, 1)) : NULL;

      if (!has_row)
        return TRUE;
      if (g_ptr_array_find_with_equal_func (digests, digest, g_str_equal, NULL))
        continue;
      g_ptr_array_add (ids, g_strdup (spico_sql_statement_column_text (statement, 0)));
      g_ptr_array_add (digests, g_steal_pointer (&digest));
    }

  return FALSE;
}

/* Takes out those whose address an earlier batch had. */
static gboolean
drop_known (SpicoSqlConnection *connection,
            const Mailing      *mailing,
            gint64              now_us,
            GPtrArray          *ids,
            GPtrArray          *digests,
            GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (NULL, NULL, now_us);
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement = NULL;

  spico_query_add (query, "SELECT digest FROM announcement_address WHERE announcement_id = ");
  spico_query_add_text (query, mailing->announcement_id);
  spico_query_add (query, " AND digest IN ");
  spico_query_add_list (query, (const char *const *) digests->pdata, digests->len);
  statement = spico_query_run (query, connection, error);
  if (statement == NULL || !spico_sql_collect_texts (statement, known, error))
    return FALSE;

  for (guint i = ids->len; i > 0; i--)
    {
      if (!g_ptr_array_find_with_equal_func (known, g_ptr_array_index (digests, i - 1), g_str_equal, NULL))
        continue;
      g_ptr_array_remove_index (ids, i - 1);
      g_ptr_array_remove_index (digests, i - 1);
    }
  return TRUE;
}

static gboolean
note_addresses (SpicoSqlConnection *connection,
                const Mailing      *mailing,
                GPtrArray          *digests,
                GError            **error)
{
  for (guint i = 0; i < digests->len; i++)
    {
      if (!spico_sql_run_later (connection, "INSERT INTO announcement_address (announcement_id, digest) VALUES ($1, $2)",
                                SPICO_SQL_VALUES (SPICO_SQL_TEXT (mailing->announcement_id), SPICO_SQL_TEXT (g_ptr_array_index (digests, i))), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
insert_notifications (SpicoSqlConnection *connection,
                      const Mailing      *mailing,
                      GPtrArray          *ids,
                      gint64              now_us,
                      GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (SPICO_REGION_ACCOUNT_ID, SPICO_REGION_ACCOUNT_ID, now_us);

  spico_query_add (query, "INSERT INTO notification (id, client_id, principal_id, kind, status, created_at, account_id, person_id, day, next_at, attempts, group_id) SELECT ");
  spico_query_add_text (query, mailing->announcement_id);
  spico_query_add (query, " || '_' || t.id, NULL, t.id, 'announcement', 'queued', {now}, {account}, {person}, {today}, {now}, 0, ");
  spico_query_add_text (query, mailing->announcement_id);
  spico_query_add (query, " FROM principal t WHERE t.id IN ");
  spico_query_add_list (query, (const char *const *) ids->pdata, ids->len);
  spico_query_add (query, " ON CONFLICT DO NOTHING");

  return spico_query_run_later (query, connection, error);
}

static gboolean
queue (SpicoSqlConnection *connection,
       const Mailing      *mailing,
       GPtrArray          *candidates,
       gint64              now_us,
       GError            **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);

  if (candidates->len == 0)
    return TRUE;
  if (!find_addresses (connection, candidates, now_us, ids, digests, error) || (ids->len > 0 && !drop_known (connection, mailing, now_us, ids, digests, error)))
    return FALSE;

  return ids->len == 0 || (note_addresses (connection, mailing, digests, error) && insert_notifications (connection, mailing, ids, now_us, error));
}

/* How long until the next batch. Both numbers are at least one. */
static gint64
interval_us (guint per_minute,
             guint n_batch)
{
  return G_TIME_SPAN_MINUTE * n_batch / per_minute;
}

static gboolean
is_behind (SpicoSqlConnection *connection,
           guint               n_batch,
           gboolean           *behind,
           GError            **error)
{
  gint64 n;

  if (!spico_sql_query_int64 (connection, "SELECT COUNT(*) FROM notification WHERE status = 'queued' AND kind = 'announcement'", NULL, 0, &n, error))
    return FALSE;

  *behind = n >= BATCHES_AHEAD * n_batch;
  return TRUE;
}

/* All that is mailed shares one pace, whichever announcement it is of. */
static gboolean
wait_for_next (SpicoSqlConnection *connection,
               gint64              next_at,
               GError            **error)
{
  return spico_sql_run (connection, "UPDATE announcement_mailing SET next_at = $1", SPICO_SQL_VALUES (SPICO_SQL_INT (next_at)), error);
}

static gboolean
note_progress (SpicoSqlConnection *connection,
               const Mailing      *mailing,
               GPtrArray          *ids,
               guint               n_batch,
               GError            **error)
{
  if (ids->len < n_batch)
    return forget_addresses (connection, mailing->announcement_id, error)
           && spico_sql_run (connection, "DELETE FROM announcement_mailing WHERE announcement_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (mailing->announcement_id)), error);

  return spico_sql_run (connection, "UPDATE announcement_mailing SET after_id = $2 WHERE announcement_id = $1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (mailing->announcement_id), SPICO_SQL_TEXT (g_ptr_array_index (ids, ids->len - 1))), error);
}

/**
 * spico_announcement_mailing_go_on:
 * @connection: a connection that may write
 * @now_us: the time, in microseconds since 1970
 * @per_minute: how many people are mailed to in a minute, at most
 * @error: return location for a #SpicoSqlError
 *
 * Has the next few people mailed to, if it is time.
 *
 * Returns: whether the database answered
 */
gboolean
spico_announcement_mailing_go_on (SpicoSqlConnection *connection,
                                  gint64              now_us,
                                  guint               per_minute,
                                  GError            **error)
{
  guint n_batch = MAX (per_minute / BATCHES_PER_MINUTE, 1);
  g_auto (Mailing) mailing = { 0 };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean behind;

  if (!spico_notification_lock (connection, now_us, error) || !find_current (connection, now_us, &mailing, error))
    return FALSE;
  if (mailing.announcement_id == NULL || mailing.next_at > now_us)
    return TRUE;
  if (mailing.is_over)
    return spico_announcement_mailing_stop (connection, mailing.announcement_id, now_us, error);
  if (!wait_for_next (connection, now_us + interval_us (per_minute, n_batch), error) || !is_behind (connection, n_batch, &behind, error))
    return FALSE;

  return behind
         || (find_recipients (connection, &mailing, n_batch, ids, error) && queue (connection, &mailing, ids, now_us, error) && note_progress (connection, &mailing, ids, n_batch, error));
}
