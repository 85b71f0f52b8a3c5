/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-address-proof.h"

#include <sodium.h>
#include <string.h>

#include "spico-notification.h"
#include "spico-uuid.h"

#define CODES 1000000

/**
 * spico_address_proof_free:
 * @self: (transfer full) (nullable): a proof
 */
void
spico_address_proof_free (SpicoAddressProof *self)
{
  if (self == NULL)
    return;

  g_free (self->account_id);
  g_free (self->person_id);
  g_free (self->mail);
  g_free (self->register_mail);
  g_free (self->pending_mail);
  g_free (self->code_id);
  g_free (self->code_hash);
  g_free (self);
}

static SpicoAddressProof *
read_row (SpicoSqlStatement *statement,
          const char        *account_id,
          const char        *person_id)
{
  SpicoAddressProof *self = g_new0 (SpicoAddressProof, 1);

  self->account_id = g_strdup (account_id);
  self->person_id = g_strdup (person_id);
  self->mail = g_strdup (spico_sql_statement_column_text (statement, 0));
  self->pending_mail = g_strdup (spico_sql_statement_column_text (statement, 1));
  self->code_id = g_strdup (spico_sql_statement_column_text (statement, 2));
  self->code_hash = g_strdup (spico_sql_statement_column_text (statement, 3));
  self->code_expires_at = spico_sql_statement_column_int64 (statement, 4);
  self->attempts_left = spico_sql_statement_column_int64 (statement, 5);

  return self;
}

static gboolean
find_register_mail (SpicoAddressProof  *self,
                    SpicoSqlConnection *connection,
                    GError            **error)
{
  if (!spico_sql_query_text (connection, "SELECT " SPICO_NOTIFICATION_REGISTER_ADDRESS ("t") " FROM principal t WHERE t.id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->account_id)),
                             &self->register_mail, error))
    return FALSE;
  if (self->register_mail == NULL)
    self->register_mail = g_strdup ("");

  return TRUE;
}

/**
 * spico_address_proof_lock:
 * @connection: a connection that may write
 * @account_id: an account that has a profile
 * @person_id: the person who acts
 * @error: return location for a #SpicoSqlError
 *
 * Makes the row of the account's profile where there is none, and locks it: two who act for a structure follow each other.
 *
 * Returns: (transfer full) (nullable): where its address stands
 */
SpicoAddressProof *
spico_address_proof_lock (SpicoSqlConnection *connection,
                          const char         *account_id,
                          const char         *person_id,
                          GError            **error)
{
  g_autofree char *sql = g_strconcat ("SELECT mail, pending_mail, code_id, code_hash, code_expires_at, attempts_left FROM profile WHERE id = $1", spico_sql_connection_for_update (connection), NULL);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  g_autoptr (SpicoAddressProof) self = NULL;
  gboolean has_row;

  if (!spico_sql_run (connection,
                      "INSERT INTO profile (id, mail, pending_mail, pending_status, attempts_left, telephone, contact_by_mail, group_by_mail, delegation_by_mail, code_hash)"
                      " VALUES ($1, '', '', 'none', 0, '', 1, 1, 1, '') ON CONFLICT (id) DO NOTHING",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id)), error))
    return NULL;

  statement = spico_sql_query (connection, sql, SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id)), error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return NULL;

  self = read_row (statement, account_id, person_id);
  g_clear_pointer (&statement, spico_sql_statement_free);
  return find_register_mail (self, connection, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * spico_address_proof_count_today:
 * @self: a proof that is locked
 * @connection: a connection, in a transaction
 * @now_us: the time, in microseconds since 1970
 * @n_asked: (out): how many codes were asked for today
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_address_proof_count_today (SpicoAddressProof  *self,
                                 SpicoSqlConnection *connection,
                                 gint64              now_us,
                                 gint64             *n_asked,
                                 GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (self->account_id, self->person_id, now_us);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row;

  spico_query_add (query, "SELECT COUNT(*) FROM notification n WHERE n.account_id = {account} AND n.principal_id = {account} AND n.day = {today} AND n.kind = 'code'");
  statement = spico_query_run (query, connection, error);
  if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
    return FALSE;

  *n_asked = spico_sql_statement_column_int64 (statement, 0);
  return TRUE;
}

/* @address: where it goes, unless to the one that is to be proved. */
static gboolean
queue (SpicoAddressProof  *self,
       SpicoSqlConnection *connection,
       const char         *id,
       const char         *kind,
       const char         *address,
       gint64              now_us,
       GError            **error)
{
  g_autoptr (SpicoQuery) query = spico_query_new (self->account_id, self->person_id, now_us);

  spico_query_add (query, "INSERT INTO notification (id, client_id, principal_id, kind, status, created_at, account_id, person_id, day, next_at, attempts, group_id, address) VALUES (");
  spico_query_add_text (query, id);
  spico_query_add (query, ", NULL, {account}, ");
  spico_query_add_text (query, kind);
  spico_query_add (query, ", 'queued', {now}, {account}, {person}, {today}, {now}, 0, ");
  spico_query_add_text (query, id);
  spico_query_add (query, ", ");
  spico_query_add_text (query, address);
  spico_query_add (query, ")");

  return spico_query_run_later (query, connection, error);
}

/* A code that waits to be mailed is not mailed any more. */
static gboolean
drop_code (SpicoAddressProof  *self,
           SpicoSqlConnection *connection,
           GError            **error)
{
  return self->code_id == NULL
         || spico_sql_run_later (connection, "UPDATE notification SET status = 'failed' WHERE id = $1 AND status = 'queued'", SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->code_id)), error);
}

/**
 * spico_address_proof_ask:
 * @self: a proof that is locked
 * @connection: a connection that may write
 * @address: an address, valid, that the account says it reads
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Has a code mailed to it; one that was mailed before, to whichever address, counts no more.
 *
 * Returns: whether the database answered
 */
gboolean
spico_address_proof_ask (SpicoAddressProof  *self,
                         SpicoSqlConnection *connection,
                         const char         *address,
                         gint64              now_us,
                         GError            **error)
{
  g_autofree char *id = spico_uuid_new (now_us);

  return drop_code (self, connection, error) && queue (self, connection, id, "code", "", now_us, error)
         && spico_sql_run (connection,
                           "UPDATE profile SET pending_mail = $2, pending_status = 'queued', code_expires_at = NULL, attempts_left = $3, code_id = $4, code_hash = '' WHERE id = $1",
                           SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->account_id), SPICO_SQL_TEXT (address), SPICO_SQL_INT (SPICO_ADDRESS_PROOF_ATTEMPTS), SPICO_SQL_TEXT (id)), error);
}

/**
 * spico_address_proof_give_up:
 * @self: a proof that is locked
 * @connection: a connection that may write
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether nothing is to be proved any more
 */
gboolean
spico_address_proof_give_up (SpicoAddressProof  *self,
                             SpicoSqlConnection *connection,
                             GError            **error)
{
  return drop_code (self, connection, error)
         && spico_sql_run (connection,
                           "UPDATE profile SET pending_mail = '', pending_status = 'none', code_expires_at = NULL, attempts_left = 0, code_id = NULL, code_hash = '' WHERE id = $1",
                           SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->account_id)), error);
}

/* Salted with what the code is for, so that no table of all codes fits two of them. */
static char *
hash_code (const char *code_id,
           const char *code)
{
  g_autofree char *text = g_strjoin (" ", code_id, code, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

/* As typed from a mail, in groups or not. */
static char *
keep_digits (const char *typed)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *c = typed; *c != '\0'; c++)
    {
      if (g_ascii_isdigit (*c))
        g_string_append_c (digits, *c);
    }

  return g_string_free_and_steal (g_steal_pointer (&digits));
}

static gboolean
is_right (SpicoAddressProof *self,
          const char        *typed)
{
  g_autofree char *code = keep_digits (typed);
  g_autofree char *hash = hash_code (self->code_id, code);

  return strlen (hash) == strlen (self->code_hash) && sodium_memcmp (hash, self->code_hash, strlen (hash)) == 0;
}

/* Whoever reads the old address hears that it is another now: the change may not be theirs. */
static gboolean
tell_former (SpicoAddressProof  *self,
             SpicoSqlConnection *connection,
             const char         *address,
             gint64              now_us,
             GError            **error)
{
  const char *before = self->mail[0] != '\0' ? self->mail : self->register_mail;
  const char *after = address[0] != '\0' ? address : self->register_mail;
  g_autofree char *id = NULL;

  if (before[0] == '\0' || g_str_equal (before, after))
    return TRUE;

  id = spico_uuid_new (now_us);
  return queue (self, connection, id, "address", before, now_us, error);
}

/**
 * spico_address_proof_set:
 * @self: a proof that is locked
 * @connection: a connection that may write
 * @address: the address that counts from now on; empty for that of the register
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Sets it, and tells the one that counted before.
 *
 * Returns: whether the database answered
 */
gboolean
spico_address_proof_set (SpicoAddressProof  *self,
                         SpicoSqlConnection *connection,
                         const char         *address,
                         gint64              now_us,
                         GError            **error)
{
  return tell_former (self, connection, address, now_us, error)
         && spico_sql_run (connection, "UPDATE profile SET mail = $2 WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->account_id), SPICO_SQL_TEXT (address)), error);
}

static gboolean
count_wrong (SpicoAddressProof  *self,
             SpicoSqlConnection *connection,
             gint64              attempts_left,
             GError            **error)
{
  return spico_sql_run (connection, "UPDATE profile SET attempts_left = $2, code_hash = CASE WHEN $2 = 0 THEN '' ELSE code_hash END WHERE id = $1",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->account_id), SPICO_SQL_INT (attempts_left)), error);
}

/**
 * spico_address_proof_try:
 * @self: a proof that is locked
 * @connection: a connection that may write
 * @code: what was typed, from anywhere
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * With the right code the pending address counts from now on. A wrong one is counted, and what is too old counts as the last.
 *
 * Returns: whether the database answered
 */
gboolean
spico_address_proof_try (SpicoAddressProof  *self,
                         SpicoSqlConnection *connection,
                         const char         *code,
                         gint64              now_us,
                         GError            **error)
{
  if (self->code_hash[0] == '\0')
    return TRUE;
  if (now_us >= self->code_expires_at)
    return count_wrong (self, connection, 0, error);
  if (!is_right (self, code))
    return count_wrong (self, connection, self->attempts_left - 1, error);

  return spico_address_proof_set (self, connection, self->pending_mail, now_us, error) && spico_address_proof_give_up (self, connection, error);
}

/**
 * spico_address_proof_make_code:
 * @connection: a connection that may write
 * @account_id: an account
 * @code_id: the notification that is about to bring a code
 * @now_us: the time, in microseconds since 1970
 * @code: (out) (transfer full) (nullable): the code; %NULL where another was asked for since
 * @error: return location for a #SpicoSqlError
 *
 * Makes the code; one that the same notification brought before counts no more.
 *
 * Returns: whether the database answered
 */
gboolean
spico_address_proof_make_code (SpicoSqlConnection *connection,
                               const char         *account_id,
                               const char         *code_id,
                               gint64              now_us,
                               char              **code,
                               GError            **error)
{
  g_autofree char *made = g_strdup_printf ("%06u", randombytes_uniform (CODES));
  g_autofree char *hash = hash_code (code_id, made);

  *code = NULL;
  if (!spico_sql_run (connection, "UPDATE profile SET code_hash = $3, code_expires_at = $4 WHERE id = $1 AND code_id = $2 AND attempts_left > 0",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (code_id), SPICO_SQL_TEXT (hash), SPICO_SQL_INT (now_us + SPICO_ADDRESS_PROOF_LIFETIME_US)), error))
    return FALSE;

  if (spico_sql_connection_changes (connection) > 0)
    *code = g_steal_pointer (&made);
  return TRUE;
}

/**
 * spico_address_proof_note_outcome:
 * @connection: a connection that may write
 * @journal: told that the profile has changed
 * @account_id: an account
 * @code_id: the notification that was to bring a code
 * @status: `sent` or `failed`
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_address_proof_note_outcome (SpicoSqlConnection *connection,
                                  SpicoJournal       *journal,
                                  const char         *account_id,
                                  const char         *code_id,
                                  const char         *status,
                                  GError            **error)
{
  spico_journal_add (journal, account_id, "Profile", account_id, SPICO_JOURNAL_UPDATED);
  return spico_sql_run (connection, "UPDATE profile SET pending_status = $3 WHERE id = $1 AND code_id = $2",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (account_id), SPICO_SQL_TEXT (code_id), SPICO_SQL_TEXT (status)), error);
}
