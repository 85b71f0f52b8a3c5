/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chain of the audit: what a row's hash is made of, and the verification of all of them. */
#include "spico-audit-chain.h"

#include <string.h>

#include "spico-sql-query.h"

/* How many rows are read at once: on PostgreSQL a result stands whole in memory. */
#define PAGE 1000

#define DIGITS 24

/**
 * spico_audit_row_read:
 * @row: (out): the row; its texts are the statement's
 * @statement: a statement on a row of `SELECT SPICO_AUDIT_COLUMNS FROM audit`
 */
void
spico_audit_row_read (SpicoAuditRow     *row,
                      SpicoSqlStatement *statement)
{
  row->id = spico_sql_statement_column_int64 (statement, 0);
  row->at = spico_sql_statement_column_int64 (statement, 1);
  for (guint i = 0; i < SPICO_AUDIT_N_TEXTS; i++)
    row->texts[i] = spico_sql_statement_column_text (statement, 2 + i);
  row->seal = spico_sql_statement_column_int64 (statement, 2 + SPICO_AUDIT_N_TEXTS);
  row->hash = spico_sql_statement_column_text (statement, 3 + SPICO_AUDIT_N_TEXTS);
}

/* A netstring: no two lists of values have the same bytes. */
static void
add_text (GChecksum  *checksum,
          const char *text)
{
  char length[DIGITS];
  int n = g_snprintf (length, sizeof length, "%" G_GSIZE_FORMAT ":", strlen (text));

  g_checksum_update (checksum, (const guchar *) length, n);
  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_update (checksum, (const guchar *) ",", 1);
}

static void
add_number (GChecksum *checksum,
            gint64     number)
{
  char digits[DIGITS];

  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, number);
  add_text (checksum, digits);
}

/**
 * spico_audit_row_hash:
 * @row: a row
 * @seal: the number that it has, or gets, in the chain
 * @previous_hash: the hash of the row before it; an empty text for the first one
 *
 * The SHA-256 of netstrings: the previous hash, the seal's number, then the row's columns in their order, numbers in decimal.
 *
 * Returns: (transfer full): the hash, in hexadecimal
 */
char *
spico_audit_row_hash (const SpicoAuditRow *row,
                      gint64               seal,
                      const char          *previous_hash)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  add_text (checksum, previous_hash);
  add_number (checksum, seal);
  add_number (checksum, row->id);
  add_number (checksum, row->at);
  for (guint i = 0; i < SPICO_AUDIT_N_TEXTS; i++)
    add_text (checksum, row->texts[i] != NULL ? row->texts[i] : "");

  return g_strdup (g_checksum_get_string (checksum));
}

/**
 * spico_audit_verdict_clear:
 * @verdict: a verdict
 */
void
spico_audit_verdict_clear (SpicoAuditVerdict *verdict)
{
  g_clear_pointer (&verdict->hash, g_free);
}

typedef struct {
  gint64 head_seal;
  char *head_hash;
  gint64 anchor_seal;
  const char *anchor_hash;
} Expected;

static void
expected_clear (Expected *expected)
{
  g_free (expected->head_hash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Expected, expected_clear)

static gboolean
read_head (SpicoSqlConnection *connection,
           Expected           *expected,
           GError            **error)
{
  return spico_sql_query_int64 (connection, "SELECT seal FROM audit_head WHERE name = 'audit'", NULL, 0, &expected->head_seal, error)
         && spico_sql_query_text (connection, "SELECT hash FROM audit_head WHERE name = 'audit'", NULL, &expected->head_hash, error);
}

static void
find_fault (SpicoAuditVerdict *verdict,
            SpicoAuditFault    fault,
            gint64             seal)
{
  verdict->fault = fault;
  verdict->fault_seal = seal;
}

/* Whether the row is the next one of the chain; then the verdict goes on to it. */
static gboolean
check_row (SpicoAuditVerdict   *verdict,
           const Expected      *expected,
           const SpicoAuditRow *row)
{
  gint64 next = verdict->seal + 1;
  g_autofree char *hash = NULL;

  if (row->seal > expected->head_seal)
    find_fault (verdict, next > expected->head_seal ? SPICO_AUDIT_UNEXPECTED : SPICO_AUDIT_MISSING, next);
  else if (row->seal != next)
    find_fault (verdict, row->seal > next ? SPICO_AUDIT_MISSING : SPICO_AUDIT_UNEXPECTED, MIN (row->seal, next));
  if (verdict->fault != SPICO_AUDIT_SOUND)
    return FALSE;

  hash = spico_audit_row_hash (row, next, verdict->hash != NULL ? verdict->hash : "");
  if (g_strcmp0 (hash, row->hash) != 0)
    find_fault (verdict, SPICO_AUDIT_ALTERED, next);
  else if (next == expected->anchor_seal && g_strcmp0 (hash, expected->anchor_hash) != 0)
    find_fault (verdict, SPICO_AUDIT_NOT_THE_ANCHOR, next);
  if (verdict->fault != SPICO_AUDIT_SOUND)
    return FALSE;

  verdict->seal = next;
  g_free (verdict->hash);
  verdict->hash = g_steal_pointer (&hash);

  return TRUE;
}

/* Checks a page of the chain; tells how many rows it had. */
static gboolean
check_page (SpicoSqlConnection *connection,
            SpicoAuditVerdict  *verdict,
            const Expected     *expected,
            gint64             *after,
            guint              *n_rows,
            GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement =
    spico_sql_query (connection, "SELECT " SPICO_AUDIT_COLUMNS " FROM audit WHERE seal > $1 ORDER BY seal LIMIT $2", SPICO_SQL_VALUES (SPICO_SQL_INT (*after), SPICO_SQL_INT (PAGE)), error);
  gboolean has_row = statement != NULL;

  *n_rows = 0;
  while (has_row && verdict->fault == SPICO_AUDIT_SOUND)
    {
      SpicoAuditRow row;

      if (!spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      spico_audit_row_read (&row, statement);
      check_row (verdict, expected, &row);
      *after = row.seal;
      (*n_rows)++;
    }

  return statement != NULL;
}

/* The end of the chain is where it was left, and the anchor is on it. */
static void
check_end (SpicoAuditVerdict *verdict,
           const Expected    *expected)
{
  if (verdict->seal < expected->head_seal)
    find_fault (verdict, SPICO_AUDIT_MISSING, verdict->seal + 1);
  else if (g_strcmp0 (verdict->hash, expected->head_hash) != 0)
    find_fault (verdict, SPICO_AUDIT_ALTERED, verdict->seal);
  else if (expected->anchor_seal > verdict->seal)
    find_fault (verdict, SPICO_AUDIT_NOT_THE_ANCHOR, expected->anchor_seal);
}

/**
 * spico_audit_verify:
 * @connection: a connection in a reading transaction
 * @anchor_seal: the number of a seal that was noted elsewhere, or 0
 * @anchor_hash: (nullable): its hash
 * @verdict: (out): what was found; to be cleared
 * @error: a #SpicoSqlError
 *
 * Follows the chain from its beginning, and stops at the first fault. Whoever can write in the database could make the whole chain anew: only an anchor shows that.
 *
 * Returns: whether the audit could be read; what was found stands in @verdict
 */
gboolean
spico_audit_verify (SpicoSqlConnection *connection,
                    gint64              anchor_seal,
                    const char         *anchor_hash,
                    SpicoAuditVerdict  *verdict,
                    GError            **error)
{
  g_auto (Expected) expected = { .anchor_seal = anchor_seal, .anchor_hash = anchor_hash };
  /* A forged number below the first one is met too. */
  gint64 after = G_MININT64;
  guint n_rows = PAGE;

  *verdict = (SpicoAuditVerdict) { 0 };
  if (!read_head (connection, &expected, error)
      || !spico_sql_query_int64 (connection, "SELECT count(*) FROM audit WHERE seal IS NULL", NULL, 0, &verdict->n_unsealed, error))
    return FALSE;

  while (n_rows == PAGE && verdict->fault == SPICO_AUDIT_SOUND)
    {
      if (!check_page (connection, verdict, &expected, &after, &n_rows, error))
        return FALSE;
    }
  if (verdict->fault == SPICO_AUDIT_SOUND)
    check_end (verdict, &expected);

  return TRUE;
}
