/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sealer: it gives committed rows of the audit their number and hash. A chain made in each transaction would make all writers wait for one another. */
#include "spico-audit-chain.h"

#include "spico-sql-query.h"

/* One process seals; when it is gone, another takes over after this. What keeps two from doing it at once is not this clock but the lease's row, locked until the commit. */
#define LEASE_US (3 * G_USEC_PER_SEC)
/* A lease that ends later than any clock explains was left by one that has jumped. */
#define SKEW_US (60 * G_USEC_PER_SEC)

/* Rows of one UPDATE. */
#define CHUNK 64

typedef struct {
  gint64 id;
  gint64 seal;
  char *hash;
} Seal;

static void
seal_clear (gpointer data)
{
  g_free (((Seal *) data)->hash);
}

/**
 * spico_audit_sealing_clear:
 * @sealing: what a call of the sealer did
 */
void
spico_audit_sealing_clear (SpicoAuditSealing *sealing)
{
  g_clear_pointer (&sealing->hash, g_free);
}

/**
 * spico_audit_find_unsealed:
 * @connection: a connection
 * @oldest_at: (out): when the row that has waited longest was written, in microseconds since 1970
 * @exists: (out): whether there is one
 * @error: a #SpicoSqlError
 *
 * Asks, cheaply, whether the sealer has something to do.
 *
 * Returns: whether no error was met
 */
gboolean
spico_audit_find_unsealed (SpicoSqlConnection *connection,
                           gint64             *oldest_at,
                           gboolean           *exists,
                           GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, "SELECT at FROM audit WHERE seal IS NULL ORDER BY id LIMIT 1", NULL, error);

  *exists = FALSE;
  if (statement == NULL || !spico_sql_statement_step (statement, exists, error))
    return FALSE;

  *oldest_at = *exists ? spico_sql_statement_column_int64 (statement, 0) : 0;

  return TRUE;
}

static gboolean
take_lease (SpicoSqlConnection *connection,
            const char         *holder,
            gint64              now_us,
            gboolean           *is_ours,
            GError            **error)
{
  return spico_sql_query_exists (connection,
                                 "INSERT INTO lease (name, holder, expires_at) VALUES ('audit', $1, $2)"
                                 " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at"
                                 " WHERE lease.holder = excluded.holder OR lease.expires_at <= $3 OR lease.expires_at > $4"
                                 " RETURNING holder",
                                 SPICO_SQL_VALUES (SPICO_SQL_TEXT (holder), SPICO_SQL_INT (now_us + LEASE_US), SPICO_SQL_INT (now_us),
                                                   SPICO_SQL_INT (now_us + LEASE_US + SKEW_US)),
                                 is_ours, error);
}

static gboolean
read_head (SpicoSqlConnection *connection,
           SpicoAuditSealing  *sealing,
           GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, "SELECT seal, hash FROM audit_head WHERE name = 'audit'", NULL, error);
  gboolean has_row = FALSE;

  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  sealing->seal = has_row ? spico_sql_statement_column_int64 (statement, 0) : 0;
  sealing->hash = g_strdup (has_row ? spico_sql_statement_column_text (statement, 1) : "");

  return TRUE;
}

static gboolean
write_head (SpicoSqlConnection      *connection,
            const SpicoAuditSealing *sealing,
            GError                 **error)
{
  return spico_sql_run (connection,
                        "INSERT INTO audit_head (name, seal, hash) VALUES ('audit', $1, $2) ON CONFLICT (name) DO UPDATE SET seal = excluded.seal, hash = excluded.hash",
                        SPICO_SQL_VALUES (SPICO_SQL_INT (sealing->seal), SPICO_SQL_TEXT (sealing->hash)), error);
}

/* Works out the seals of the oldest rows that have none; the head goes along. */
static GArray *
make_seals (SpicoSqlConnection *connection,
            guint               max_rows,
            SpicoAuditSealing  *sealing,
            GError            **error)
{
  g_autoptr (GArray) seals = g_array_new (FALSE, FALSE, sizeof (Seal));
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (connection, "SELECT " SPICO_AUDIT_COLUMNS " FROM audit WHERE seal IS NULL ORDER BY id LIMIT $1", SPICO_SQL_VALUES (SPICO_SQL_INT (max_rows)), error);
  gboolean has_row = statement != NULL;

  g_array_set_clear_func (seals, seal_clear);
  while (has_row)
    {
      SpicoAuditRow row;
      Seal seal;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      spico_audit_row_read (&row, statement);
      seal = (Seal) { .id = row.id, .seal = sealing->seal + 1, .hash = spico_audit_row_hash (&row, sealing->seal + 1, sealing->hash) };
      g_array_append_val (seals, seal);
      g_free (sealing->hash);
      sealing->seal = seal.seal;
      sealing->hash = g_strdup (seal.hash);
    }

  return statement != NULL ? g_steal_pointer (&seals) : NULL;
}

static char *
build_update (guint n)
{
  GString *sql = g_string_new ("WITH sealed (id, seal, hash) AS (VALUES ");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (sql, "%s($%u, $%u, $%u)", i > 0 ? ", " : "", 3 * i + 1, 3 * i + 2, 3 * i + 3);
  g_string_append (sql, ") UPDATE audit SET seal = sealed.seal, seal_hash = sealed.hash FROM sealed WHERE audit.id = sealed.id");

  return g_string_free (sql, FALSE);
}

static gboolean
write_seals (SpicoSqlConnection *connection,
             const Seal         *seals,
             guint               n,
             GError            **error)
{
  g_autofree char *sql = build_update (n);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_connection_prepare (connection, sql, error);

  for (guint i = 0; statement != NULL && i < n; i++)
    {
      spico_sql_statement_bind_int64 (statement, 3 * i + 1, seals[i].id);
      spico_sql_statement_bind_int64 (statement, 3 * i + 2, seals[i].seal);
      spico_sql_statement_bind_text (statement, 3 * i + 3, seals[i].hash);
    }

  return statement != NULL && spico_sql_statement_run_later (statement, error);
}

/**
 * spico_audit_seal:
 * @connection: a connection in a write transaction of the sealer's own: its locks are held until the commit
 * @holder: which process it is
 * @now_us: the time, in microseconds since 1970
 * @max_rows: how many rows to seal at most
 * @sealing: (out): what was done; to be cleared
 * @error: a #SpicoSqlError
 *
 * Takes or renews the lease and chains the oldest rows that have no seal. Of several processes one seals, the others find the lease held.
 *
 * Returns: whether no error was met
 */
gboolean
spico_audit_seal (SpicoSqlConnection *connection,
                  const char         *holder,
                  gint64              now_us,
                  guint               max_rows,
                  SpicoAuditSealing  *sealing,
                  GError            **error)
{
  g_autoptr (GArray) seals = NULL;
  gboolean is_ours = FALSE;

  *sealing = (SpicoAuditSealing) { 0 };
  if (!take_lease (connection, holder, now_us, &is_ours, error))
    return FALSE;
  sealing->is_held = !is_ours;
  if (!is_ours)
    return TRUE;
  if (!read_head (connection, sealing, error))
    return FALSE;

  seals = make_seals (connection, max_rows, sealing, error);
  if (seals == NULL)
    return FALSE;
  for (guint i = 0; i < seals->len; i += CHUNK)
    {
      if (!write_seals (connection, &g_array_index (seals, Seal, i), MIN (CHUNK, seals->len - i), error))
        return FALSE;
    }
  sealing->n_sealed = seals->len;

  return seals->len == 0 || write_head (connection, sealing, error);
}
