/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operator tells everyone: what does not work, maintenance windows, and what is new (F005, F008). */
#include "spico-operator-announcement.h"

#include <string.h>

#include "spico-announcement-mailing.h"
#include "spico-journal.h"
#include "spico-operator-private.h"
#include "spico-operator.h"
#include "spico-sql-query.h"
#include "spico-text.h"
#include "spico-type.h"
#include "spico-uuid.h"

/**
 * spico_operator_announcement_free:
 * @announcement: (transfer full): an announcement
 */
void
spico_operator_announcement_free (SpicoOperatorAnnouncement *announcement)
{
  g_free (announcement->id);
  g_free (announcement->kind);
  g_free (announcement->title);
  g_free (announcement->text);
  g_free (announcement);
}

static gint64
max_of (const char *property)
{
  return spico_type_find_property (&spico_type_announcement, property)->max;
}

/* In NFC, and within what its descriptor says; NULL where it is not. */
static char *
normalize (const char *text,
           const char *property)
{
  g_autofree char *normal = g_utf8_validate (text, -1, NULL) ? g_utf8_normalize (text, -1, G_NORMALIZE_NFC) : NULL;

  return normal != NULL && g_utf8_strlen (normal, -1) <= max_of (property) ? g_steal_pointer (&normal) : NULL;
}

static gboolean
is_one_line (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return FALSE;
    }

  return TRUE;
}

/* Nobody has planned an incident: it has begun, and its end is a guess at most. */
static gboolean
check_incident (const SpicoOperatorAnnouncement *announcement,
                gint64                           now_us,
                GError                         **error)
{
  if (announcement->starts_at > now_us)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "An incident has begun already");
  if (announcement->ends_at != 0 && announcement->ends_at <= now_us)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "An incident is not over yet");

  return TRUE;
}

static gboolean
check_window (const SpicoOperatorAnnouncement *announcement,
              gint64                           now_us,
              GError                         **error)
{
  gboolean is_maintenance = strcmp (announcement->kind, "maintenance") == 0;

  if (strcmp (announcement->kind, "incident") == 0)
    return check_incident (announcement, now_us, error);
  if (!is_maintenance && strcmp (announcement->kind, "release") != 0)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "An announcement is of the kind incident, maintenance or release");
  if (is_maintenance != (announcement->starts_at != 0) || is_maintenance != (announcement->ends_at != 0))
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "A maintenance has a window, and a release has none");
  if (is_maintenance && (announcement->ends_at <= announcement->starts_at || announcement->ends_at <= now_us))
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "A maintenance ends after it has begun, and is not over yet");

  return TRUE;
}

static gboolean
check_room (SpicoSqlConnection *connection,
            GError            **error)
{
  gint64 n;

  if (!spico_sql_query_int64 (connection, "SELECT count(*) FROM announcement", NULL, 0, &n, error))
    return FALSE;

  return n < SPICO_OPERATOR_MAX_ANNOUNCEMENTS || spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "There are too many announcements: withdraw one first");
}

/* Everyone hears of it, and the audit keeps it. */
static gboolean
tell (SpicoSqlConnection *connection,
      const char         *id,
      const char         *action,
      SpicoJournalKind    kind,
      gint64              now_us,
      GError            **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);

  spico_journal_add (journal, SPICO_REGION_ACCOUNT_ID, spico_type_announcement.name, id, kind);
  return spico_journal_write (journal, connection, NULL, error)
         && spico_operator_trace (connection, SPICO_REGION_ACCOUNT_ID, action, spico_type_announcement.name, id, now_us, error);
}

/**
 * spico_operator_announce:
 * @connection: a connection in a write transaction
 * @announcement: what is announced, from anywhere
 * @now_us: the time, in microseconds since 1970
 * @id: (out) (transfer full): its identifier
 * @error: a #SpicoServerError (`INVALID`) or a #SpicoSqlError
 *
 * Announces something to everyone of the region (F008).
 *
 * Returns: whether it is announced
 */
gboolean
spico_operator_announce (SpicoSqlConnection              *connection,
                         const SpicoOperatorAnnouncement *announcement,
                         gint64                           now_us,
                         char                           **id,
                         GError                         **error)
{
  g_autofree char *title = normalize (announcement->title, "title");
  g_autofree char *text = normalize (announcement->text, "text");
  g_autofree char *new_id = spico_uuid_new (now_us);
  gboolean begins_now = strcmp (announcement->kind, "incident") == 0 && announcement->starts_at == 0;
  gint64 starts_at = begins_now ? now_us : announcement->starts_at;
  SpicoSqlValue no_time = SPICO_SQL_NULL;

  if (!check_window (announcement, now_us, error))
    return FALSE;
  if (title == NULL || spico_text_is_blank (title) || !is_one_line (title))
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "The title has 1 to 100 characters, in one line");
  if (text == NULL)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_INVALID, "The text has at most 5,000 characters");
  if (!check_room (connection, error))
    return FALSE;

  if (!spico_sql_run (connection, "INSERT INTO announcement (id, kind, title, text, starts_at, ends_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (new_id), SPICO_SQL_TEXT (announcement->kind), SPICO_SQL_TEXT (title), SPICO_SQL_TEXT (text),
                                        starts_at != 0 ? SPICO_SQL_INT (starts_at) : no_time,
                                        announcement->ends_at != 0 ? SPICO_SQL_INT (announcement->ends_at) : no_time, SPICO_SQL_INT (now_us)),
                      error)
      || (announcement->is_mailed && !spico_announcement_mailing_start (connection, new_id, now_us, error))
      || !tell (connection, new_id, "announcement.add", SPICO_JOURNAL_CREATED, now_us, error))
    return FALSE;

  *id = g_steal_pointer (&new_id);
  return TRUE;
}

static SpicoOperatorAnnouncement *
read_announcement (SpicoSqlStatement *statement)
{
  SpicoOperatorAnnouncement *announcement = g_new0 (SpicoOperatorAnnouncement, 1);

  announcement->id = g_strdup (spico_sql_statement_column_text (statement, 0));
  announcement->kind = g_strdup (spico_sql_statement_column_text (statement, 1));
  announcement->title = g_strdup (spico_sql_statement_column_text (statement, 2));
  announcement->text = g_strdup (spico_sql_statement_column_text (statement, 3));
  announcement->starts_at = spico_sql_statement_column_int64 (statement, 4);
  announcement->ends_at = spico_sql_statement_column_int64 (statement, 5);
  announcement->is_mailed = spico_sql_statement_column_boolean (statement, 6);

  return announcement;
}

/**
 * spico_operator_list_announcements:
 * @connection: a connection, in a transaction
 * @error: a #SpicoSqlError
 *
 * Returns: (transfer full) (element-type SpicoOperatorAnnouncement) (nullable): what is announced, the newest first
 */
GPtrArray *
spico_operator_list_announcements (SpicoSqlConnection *connection,
                                   GError            **error)
{
  g_autoptr (GPtrArray) announcements = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_operator_announcement_free);
  g_autoptr (SpicoSqlStatement) statement = spico_sql_query (connection,
                                                             "SELECT id, kind, title, text, COALESCE(starts_at, 0), COALESCE(ends_at, 0),"
                                                             " CASE WHEN EXISTS (SELECT 1 FROM announcement_mailing m WHERE m.announcement_id = announcement.id) THEN 1 ELSE 0 END"
                                                             " FROM announcement ORDER BY created_at DESC, id DESC",
                                                             NULL, error);
  gboolean has_row;

  while (statement != NULL && spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return g_steal_pointer (&announcements);
      g_ptr_array_add (announcements, read_announcement (statement));
    }

  return NULL;
}

/**
 * spico_operator_withdraw_announcement:
 * @connection: a connection in a write transaction
 * @id: an announcement
 * @now_us: the time, in microseconds since 1970
 * @error: a #SpicoServerError (`NOT_FOUND`) or a #SpicoSqlError
 *
 * Takes an announcement back: nobody sees it any more, nor is mailed it.
 *
 * Returns: whether it is gone
 */
gboolean
spico_operator_withdraw_announcement (SpicoSqlConnection *connection,
                                      const char         *id,
                                      gint64              now_us,
                                      GError            **error)
{
  if (!spico_sql_run (connection, "DELETE FROM announcement WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (id)), error))
    return FALSE;
  if (spico_sql_connection_changes (connection) == 0)
    return spico_operator_fail (error, SPICO_SERVER_ERROR_NOT_FOUND, "There is no such announcement");

  return spico_announcement_mailing_stop (connection, id, now_us, error) && tell (connection, id, "announcement.withdraw", SPICO_JOURNAL_DESTROYED, now_us, error);
}
