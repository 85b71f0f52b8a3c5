/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions as their person sees them: « Mes appareils » (B019). */
#include "spico-auth-device.h"

#include <string.h>

#include "spico-sql-query.h"
#include "spico-type.h"

/* How long a device that was lost, and is found again, hears that it must erase what it keeps. */
#define ERASE_LIFETIME_US (2 * 366 * G_TIME_SPAN_DAY)

/* Nobody has lost that many devices: the oldest are no longer told. */
#define MAX_TO_ERASE 100

/**
 * spico_auth_normalise_device_name:
 * @name: what a client calls its device
 *
 * Gives the form in which a device's name is kept: NFC, without spaces around it.
 *
 * Returns: (transfer full) (nullable): it, or %NULL where it cannot be one: not UTF-8, more than 100 characters, or of several lines
 */
char *
spico_auth_normalise_device_name (const char *name)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *normal = NULL;

  if (strlen (name) > SPICO_AUTH_DEVICE_NAME_MAX * 12 || !g_utf8_validate (name, -1, NULL))
    return NULL;

  trimmed = g_strstrip (g_strdup (name));
  normal = g_utf8_normalize (trimmed, -1, G_NORMALIZE_NFC);
  if (normal == NULL || g_utf8_strlen (normal, -1) > SPICO_AUTH_DEVICE_NAME_MAX)
    return NULL;

  for (const char *p = normal; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_isprint (g_utf8_get_char (p)))
        return NULL;
    }

  return g_steal_pointer (&normal);
}

/**
 * spico_auth_tell_device:
 * @connection: a connection in a write transaction, with no journal of its own
 * @person_id: whose device it is
 * @session_id: the device
 * @kind: what became of it
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Raises the state of the person's devices.
 *
 * Returns: whether it is done
 */
gboolean
spico_auth_tell_device (SpicoSqlConnection *connection,
                        const char         *person_id,
                        const char         *session_id,
                        SpicoJournalKind    kind,
                        gint64              now_us,
                        GError            **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);

  spico_journal_add (journal, person_id, spico_type_device.name, session_id, kind);

  return spico_journal_write (journal, connection, NULL, error);
}

/**
 * spico_auth_forget_device:
 * @connection: a connection in a write transaction
 * @session_id: a session
 * @error: return location for a #SpicoSqlError
 *
 * Removes a session that has nothing more to be told.
 *
 * Returns: whether it is done
 */
gboolean
spico_auth_forget_device (SpicoSqlConnection *connection,
                          const char         *session_id,
                          GError            **error)
{
  return spico_sql_run (connection, "DELETE FROM refresh_token WHERE session_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (session_id)), error)
         && spico_sql_run (connection, "DELETE FROM auth_session WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (session_id)), error);
}

static gboolean
forget_surplus (SpicoSqlConnection *connection,
                SpicoJournal       *journal,
                const char         *person_id,
                GError            **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SpicoSqlStatement) statement = NULL;

  statement = spico_sql_query (connection, "SELECT id FROM auth_session WHERE person_id = $1 AND must_erase = 1 ORDER BY ended_at DESC, id LIMIT 100 OFFSET $2",
                               SPICO_SQL_VALUES (SPICO_SQL_TEXT (person_id), SPICO_SQL_INT (MAX_TO_ERASE)), error);
  if (statement == NULL || !spico_sql_collect_texts (statement, ids, error))
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      spico_journal_add (journal, person_id, spico_type_device.name, g_ptr_array_index (ids, i), SPICO_JOURNAL_DESTROYED);
      if (!spico_auth_forget_device (connection, g_ptr_array_index (ids, i), error))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_auth_erase_device:
 * @connection: a connection in a write transaction
 * @journal: what the transaction changes
 * @person_id: whose device it is
 * @session_id: the device
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Ends the session at once, and keeps it, for two years at most, with those of its refresh tokens that the device may hold, so that the device hears that it must erase what it keeps
 * when it comes back.
 *
 * Returns: whether it is done
 */
gboolean
spico_auth_erase_device (SpicoSqlConnection *connection,
                         SpicoJournal       *journal,
                         const char         *person_id,
                         const char         *session_id,
                         gint64              now_us,
                         GError            **error)
{
  if (!spico_sql_run (connection, "UPDATE auth_session SET must_erase = 1, ended_at = $2, expires_at = $3 WHERE id = $1",
                      SPICO_SQL_VALUES (SPICO_SQL_TEXT (session_id), SPICO_SQL_INT (now_us), SPICO_SQL_INT (now_us + ERASE_LIFETIME_US)), error)
      || !spico_sql_run (connection, "DELETE FROM access_token WHERE session_id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (session_id)), error)
      || !spico_sql_run (connection,
                         "DELETE FROM refresh_token WHERE session_id = $1 AND hash NOT IN (SELECT r.hash FROM refresh_token r JOIN auth_session s ON s.id = r.session_id WHERE s.id = $1"
                         " AND (s.confirmed_hash IS NULL OR r.hash = s.confirmed_hash OR r.parent_hash = s.confirmed_hash))",
                         SPICO_SQL_VALUES (SPICO_SQL_TEXT (session_id)), error))
    return FALSE;

  spico_journal_add (journal, person_id, spico_type_device.name, session_id, SPICO_JOURNAL_UPDATED);

  return forget_surplus (connection, journal, person_id, error);
}

static gboolean
read_pairs (SpicoSqlStatement *statement,
            SpicoJournal      *journal,
            GError           **error)
{
  gboolean has_row;

  while (spico_sql_statement_step (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      spico_journal_add (journal, spico_sql_statement_column_text (statement, 1), spico_type_device.name, spico_sql_statement_column_text (statement, 0), SPICO_JOURNAL_DESTROYED);
    }

  return FALSE;
}

/* @statement: (transfer full) (nullable): what makes sessions leave the list, and gives them and whose they are. */
static gboolean
tell_gone (SpicoSqlConnection *connection,
           SpicoSqlStatement  *statement,
           gint64              now_us,
           GError            **error)
{
  g_autoptr (SpicoJournal) journal = spico_journal_new (now_us);
  gboolean done = statement != NULL && read_pairs (statement, journal, error);

  g_clear_pointer (&statement, spico_sql_statement_free);

  return done && spico_journal_write (journal, connection, NULL, error);
}

/**
 * spico_auth_end_devices:
 * @connection: a connection in a write transaction, with no journal of its own
 * @login: a normalised login
 * @now_us: the time, in microseconds since 1970
 * @error: return location for a #SpicoSqlError
 *
 * Ends every session of a login. Their devices keep what they have: the operator closes an account, and does not reach into a person's computer.
 *
 * Returns: whether it is done
 */
gboolean
spico_auth_end_devices (SpicoSqlConnection *connection,
                        const char         *login,
                        gint64              now_us,
                        GError            **error)
{
  return spico_sql_run (connection, "DELETE FROM access_token WHERE session_id IN (SELECT id FROM auth_session WHERE login = $1)", SPICO_SQL_VALUES (SPICO_SQL_TEXT (login)), error)
         && tell_gone (connection,
                       spico_sql_query (connection, "UPDATE auth_session SET ended_at = $2 WHERE login = $1 AND ended_at IS NULL RETURNING id, person_id",
                                        SPICO_SQL_VALUES (SPICO_SQL_TEXT (login), SPICO_SQL_INT (now_us)), error),
                       now_us, error);
}

/**
 * spico_auth_expire_devices:
 * @connection: a connection in a write transaction, with no journal of its own
 * @now_us: the time, in microseconds since 1970
 * @most: how many at once
 * @error: return location for a #SpicoSqlError
 *
 * Notes which sessions have ended by themselves, and which devices are no longer waited for, so that they leave the list. A device whose session has expired erases nothing: one
 * signs in again.
 *
 * Returns: whether it is done
 */
gboolean
spico_auth_expire_devices (SpicoSqlConnection *connection,
                           gint64              now_us,
                           guint               most,
                           GError            **error)
{
  SpicoSqlStatement *statement;

  statement = spico_sql_query (connection,
                               "UPDATE auth_session SET ended_at = COALESCE(ended_at, expires_at), must_erase = 0 WHERE id IN (SELECT id FROM auth_session"
                               " WHERE (ended_at IS NULL OR must_erase = 1) AND expires_at <= $1 ORDER BY expires_at LIMIT $2) RETURNING id, person_id",
                               SPICO_SQL_VALUES (SPICO_SQL_INT (now_us), SPICO_SQL_INT (most)), error);

  return tell_gone (connection, statement, now_us, error);
}
