/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits to be sent through the operator's relay of MSSanté. A row is claimed as a notification is (spico-notification-claim.c); what it says goes from the region once it is sent, or will not be. */
#include "spico-email-submission.h"

#include "spico-blob.h"
#include "spico-journal.h"

/* How long a claim keeps others away: longer than the relay may take. */
#define CLAIM_US (10 * G_TIME_SPAN_MINUTE)
#define FIRST_WAIT_US G_TIME_SPAN_MINUTE
#define LONGEST_WAIT_US G_TIME_SPAN_HOUR
/* What could not be sent for so long is not sent any more: who sent it has to know. */
#define PATIENCE_US (3 * G_TIME_SPAN_DAY)
/* For so long its account sees what became of it. */
#define LIFETIME_US (30 * G_TIME_SPAN_DAY)

/**
 * spico_email_submission_free:
 * @self: (transfer full) (nullable): a mail
 */
void
spico_email_submission_free (SpicoEmailSubmission *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->account_id);
  g_free (self->subject);
  g_free (self->text);
  g_free (self->message.from.name);
  g_free (self->message.from.email);
  g_ptr_array_unref (self->message.to);
  g_ptr_array_unref (self->message.files);
  g_free (self);
}

/**
 * spico_email_submission_is_due:
 * @connection: a connection, in a transaction
 * @now_us: the time, in microseconds since 1970
 * @is_due: (out): whether any is to be sent now
 * @error: return location for a #SpicoSqlError
 *
 * Returns: whether the database answered
 */
gboolean
spico_email_submission_is_due (SpicoSqlConnection *connection,
                               gint64              now_us,
                               gboolean           *is_due,
                               GError            **error)
{
  return spico_sql_query_exists (connection, "SELECT 1 FROM email_submission WHERE status = 'queued' AND next_at <= $1", SPICO_SQL_VALUES (SPICO_SQL_INT (now_us)), is_due, error);
}

/* ---- What it says ---- */

static SpicoEmailSubmission *
read_row (SpicoSqlStatement *statement,
          gint64             now_us)
{
  SpicoEmailSubmission *self = g_new0 (SpicoEmailSubmission, 1);

  self->id = g_strdup (spico_sql_statement_column_text (statement, 0));
  self->account_id = g_strdup (spico_sql_statement_column_text (statement, 1));
  self->subject = g_strdup (spico_sql_statement_column_text (statement, 2));
  self->text = g_strdup (spico_sql_statement_column_text (statement, 3));
  self->attempts = (guint) spico_sql_statement_column_int64 (statement, 4);
  self->created_at_us = spico_sql_statement_column_int64 (statement, 5);
  self->message.from.email = g_strdup (spico_sql_statement_column_text (statement, 6));
  self->message.from.name = g_strdup (spico_sql_statement_column_text (statement, 7));
  self->message.id = self->id;
  self->message.subject = self->subject;
  self->message.text = self->text;
  self->message.sent_at_us = now_us;
  self->message.to = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_email_address_free);
  self->message.files = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_email_file_free);

  return self;
}

static SpicoEmailSubmission *
read_head (SpicoSqlConnection *connection,
           const char         *id,
           gint64              now_us,
           GError            **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection,
                                                             "SELECT e.id, e.account_id, e.subject, e.text, e.attempts, e.created_at, e.from_address, COALESCE(t.name, '')"
                                                             " FROM email_submission e LEFT JOIN principal t ON t.id = e.account_id WHERE e.id = $1",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
  gboolean has_row;

  return statement != NULL && spico_sql_statement_step (statement, &has_row, error) && has_row ? read_row (statement, now_us) : NULL;
}

static gboolean
read_recipients (SpicoEmailSubmission *self,
                 SpicoSqlConnection   *connection,
                 GError              **error)
{
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, "SELECT name, email FROM email_submission_recipient WHERE email_submission_id = $1 ORDER BY number",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id)), error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      SpicoEmailAddress *address;

      if (!has_row)
        return TRUE;
      address = g_new0 (SpicoEmailAddress, 1);
      address->name = g_strdup (spico_sql_statement_column_text (statement, 0));
      address->email = g_strdup (spico_sql_statement_column_text (statement, 1));
      g_ptr_array_add (self->message.to, address);
    }

  return FALSE;
}

/* All its pieces, which are 256 kB each, and few. */
static gboolean
read_content (SpicoSqlConnection *connection,
              char               *blob_id,
              gint64              size,
              GBytes            **content,
              GError            **error)
{
  SpicoBlob blob = { .id = blob_id, .account_id = (char *) "", .type = (char *) "", .size = size };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (gint64 number = 0; bytes->len < size; number++)
    {
      g_autoptr (GBytes) piece = spico_blob_read (connection, &blob, number, error);

      if (piece == NULL)
        return FALSE;
      g_byte_array_append (bytes, g_bytes_get_data (piece, NULL), (guint) g_bytes_get_size (piece));
    }
  *content = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));

  return TRUE;
}

typedef struct {
  char *blob_id;
  gint64 size;
} Reference;

static gboolean
list_files (SpicoEmailSubmission *self,
            SpicoSqlConnection   *connection,
            GArray               *references,
            GError              **error)
{
  g_autofree char *owner = SPICO_EMAIL_OWNER (self->id);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection, "SELECT blob_id, name, type, size FROM message_attachment WHERE message_id = $1 ORDER BY number",
                                                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (owner)), error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      Reference *reference;
      SpicoEmailFile *file;

      if (!has_row)
        return TRUE;
      g_array_set_size (references, references->len + 1);
      reference = &g_array_index (references, Reference, references->len - 1);
      reference->blob_id = g_strdup (spico_sql_statement_column_text (statement, 0));
      reference->size = spico_sql_statement_column_int64 (statement, 3);
      file = g_new0 (SpicoEmailFile, 1);
      file->name = g_strdup (spico_sql_statement_column_text (statement, 1));
      file->type = g_strdup (spico_sql_statement_column_text (statement, 2));
      file->content = g_bytes_new (NULL, 0);
      g_ptr_array_add (self->message.files, file);
    }

  return FALSE;
}

static void
clear_reference (gpointer data)
{
  g_free (((Reference *) data)->blob_id);
}

static gboolean
read_files (SpicoEmailSubmission *self,
            SpicoSqlConnection   *connection,
            GError              **error)
{
  g_autoptr (GArray) references = g_array_new (FALSE, TRUE, sizeof (Reference));

  g_array_set_clear_func (references, clear_reference);
  if (!list_files (self, connection, references, error))
    return FALSE;
  for (guint i = 0; i < references->len; i++)
    {
      const Reference *reference = &g_array_index (references, Reference, i);
      SpicoEmailFile *file = g_ptr_array_index (self->message.files, i);

      g_clear_pointer (&file->content, g_bytes_unref);
      if (!read_content (connection, reference->blob_id, reference->size, &file->content, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_email_submission_claim:
 * @connection: a connection that may write
 * @now_us: the time, in microseconds since 1970
 * @was_asked: (out): whether one was due
 * @error: return location for a #SpicoSqlError or a #SpicoServerError
 *
 * Claims the mail that has waited longest, and reads what it says. One at a time: its files are in memory.
 *
 * Returns: (transfer full) (nullable): it; %NULL without an error where none is due
 */
SpicoEmailSubmission *
spico_email_submission_claim (SpicoSqlConnection *connection,
                              gint64              now_us,
                              gboolean           *was_asked,
                              GError            **error)
{
  g_autoptr (SpicoEmailSubmission) self = NULL;
  g_autofree char *id = NULL;

  *was_asked = FALSE;
  if (!spico_sql_query_text (connection, "UPDATE email_submission SET next_at = $2 WHERE id = (SELECT id FROM email_submission WHERE status = 'queued' AND next_at <= $1 ORDER BY next_at, id LIMIT 1)"
                             " AND status = 'queued' AND next_at <= $1 RETURNING id",
                             SPICO_SQL_VALUES (SPICO_SQL_INT (now_us), SPICO_SQL_INT (now_us + CLAIM_US)), &id, error))
    return NULL;
  *was_asked = id != NULL;
  if (id == NULL)
    return NULL;

  self = read_head (connection, id, now_us, error);
  if (self == NULL || !read_recipients (self, connection, error) || !read_files (self, connection, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* ---- What became of it ---- */

static gboolean
forget_content (SpicoSqlConnection *connection,
                const char         *id,
                GError            **error)
{
  g_autofree char *owner = SPICO_EMAIL_OWNER (id);

  return spico_blob_leave (connection, owner, error)
         && spico_sql_run (connection, "DELETE FROM message_attachment WHERE message_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (owner)), error)
         && spico_sql_run (connection, "DELETE FROM email_submission_recipient WHERE email_submission_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error);
}

static gboolean
end (SpicoEmailSubmission *self,
     SpicoSqlConnection   *connection,
     const char           *status,
     gint64                now_us,
     GPtrArray            *changes,
     GError              **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  SpicoSqlValue sent_at = g_str_equal (status, "sent") ? SPICO_SQL_INT (now_us) : SPICO_SQL_NULL;

  spico_journal_add (journal, self->account_id, "EmailSubmission", self->id, SPICO_JOURNAL_UPDATED);

  return spico_sql_run (connection, "UPDATE email_submission SET status = $2, sent_at = $3, attempts = attempts + 1, subject = '', text = '' WHERE id = $1 AND status = 'queued'",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id), SPICO_SQL_TEXT (status), sent_at), error)
         && forget_content (connection, self->id, error) && spico_journal_write (journal, connection, changes, error);
}

/**
 * spico_email_submission_settle:
 * @self: a mail that was claimed
 * @connection: a connection that may write
 * @outcome: what became of it
 * @now_us: the time, in microseconds since 1970
 * @changes: (element-type SpicoStateChange): told whose state has moved on
 * @error: return location for a #SpicoSqlError
 *
 * Writes it down, and removes what the mail said; or says when it is tried again.
 *
 * Returns: whether it is written
 */
gboolean
spico_email_submission_settle (SpicoEmailSubmission *self,
                               SpicoSqlConnection   *connection,
                               SpicoMailOutcome      outcome,
                               gint64                now_us,
                               GPtrArray            *changes,
                               GError              **error)
{
  gint64 wait_us = MIN (FIRST_WAIT_US << MIN (self->attempts, 20), LONGEST_WAIT_US);

  if (outcome == SPICO_MAIL_SENT)
    return end (self, connection, "sent", now_us, changes, error);
  if (outcome == SPICO_MAIL_REFUSED || now_us - self->created_at_us > PATIENCE_US)
    return end (self, connection, "failed", now_us, changes, error);

  return spico_sql_run (connection, "UPDATE email_submission SET attempts = attempts + 1, next_at = $2 WHERE id = $1 AND status = 'queued'",
                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (self->id), SPICO_SQL_INT (now_us + wait_us)), error);
}

/**
 * spico_email_submission_purge:
 * @connection: a connection that may write
 * @now_us: the time, in microseconds since 1970
 * @most: how many at most
 * @n_gone: (out): how many are gone
 * @error: return location for a #SpicoSqlError
 *
 * Removes what was sent, or failed, thirty days ago.
 *
 * Returns: whether the database answered
 */
gboolean
spico_email_submission_purge (SpicoSqlConnection *connection,
                              gint64              now_us,
                              guint               most,
                              guint              *n_gone,
                              GError            **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_state_change_free);
  g_autoptr (SpicoSqlStatement) statement = NULL;
  gboolean has_row = TRUE;

  *n_gone = 0;
  statement = spico_sql_query (connection, "DELETE FROM email_submission WHERE id IN (SELECT id FROM email_submission WHERE status <> 'queued' AND created_at < $1 ORDER BY created_at LIMIT $2) RETURNING account_id, id",
                               SPICO_SQL_VALUES (SPICO_SQL_INT (now_us - LIFETIME_US), SPICO_SQL_INT (most)), error);
  while (has_row)
    {
      if (statement == NULL || !spico_sql_statement_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      spico_journal_add (journal, spico_sql_statement_column_text (statement, 0), "EmailSubmission", spico_sql_statement_column_text (statement, 1), SPICO_JOURNAL_DESTROYED);
      (*n_gone)++;
    }
  g_clear_pointer (&statement, spico_sql_statement_free);

  /* The streams find it at their next review: nobody waits for it. */
  return spico_journal_write (journal, connection, changes, error);
}
