/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sql-channel.h"

#include <libpq-fe.h>
#include <string.h>

struct _SpicoSqlChannel {
  PGconn *postgres;
  char *name;
};

static gboolean
set_lost (GError **error)
{
  /* libpq's words would show the address, and with it perhaps a password. */
  g_set_error_literal (error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_IO, "The channel to the other servers is lost");
  return FALSE;
}

static gboolean
run (SpicoSqlChannel   *self,
     const char        *sql,
     const char *const *values,
     int                n_values,
     GError           **error)
{
  PGresult *result = PQexecParams (self->postgres, sql, n_values, NULL, values, NULL, NULL, 0);
  ExecStatusType status = PQresultStatus (result);

  PQclear (result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || set_lost (error);
}

static void
ignore_notice (void           *data,
               const PGresult *result)
{
}

/**
 * spico_sql_channel_open:
 * @uri: a `postgresql://` address
 * @name: the channel's name, `[a-z_]+`
 * @error: a #SpicoSqlError
 *
 * Joins the channel.
 *
 * Returns: (transfer full) (nullable): the channel
 */
SpicoSqlChannel *
spico_sql_channel_open (const char *uri,
                        const char *name,
                        GError    **error)
{
  g_autoptr (SpicoSqlChannel) self = g_new0 (SpicoSqlChannel, 1);
  g_autofree char *listen = g_strconcat ("LISTEN ", name, NULL);

  self->name = g_strdup (name);
  self->postgres = PQconnectdb (uri);
  if (PQstatus (self->postgres) != CONNECTION_OK)
    {
      set_lost (error);
      return NULL;
    }

  PQsetNoticeReceiver (self->postgres, ignore_notice, NULL);
  /* A telling needs no flush of the disk: what it speaks of has had its own. */
  if (!run (self, "SET synchronous_commit = off", NULL, 0, error) || !run (self, listen, NULL, 0, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * spico_sql_channel_free:
 * @self: (transfer full) (nullable): a channel
 */
void
spico_sql_channel_free (SpicoSqlChannel *self)
{
  if (self == NULL)
    return;

  PQfinish (self->postgres);
  g_free (self->name);
  g_free (self);
}

/**
 * spico_sql_channel_get_fd:
 * @self: a channel
 *
 * Returns: what to poll for reading before spico_sql_channel_receive()
 */
int
spico_sql_channel_get_fd (SpicoSqlChannel *self)
{
  return PQsocket (self->postgres);
}

/**
 * spico_sql_channel_send:
 * @self: a channel
 * @text: at most #SPICO_SQL_CHANNEL_MAX bytes
 * @error: a #SpicoSqlError
 *
 * Tells the others.
 *
 * Returns: whether the database took it
 */
gboolean
spico_sql_channel_send (SpicoSqlChannel *self,
                        const char      *text,
                        GError         **error)
{
  const char *values[] = { self->name, text };

  g_return_val_if_fail (strlen (text) <= SPICO_SQL_CHANNEL_MAX, FALSE);

  return run (self, "SELECT pg_notify($1, $2)", values, G_N_ELEMENTS (values), error);
}

/**
 * spico_sql_channel_receive:
 * @self: a channel
 * @texts: (element-type utf8): an array, owning its texts, to which those of the others are added
 * @error: a #SpicoSqlError
 *
 * Takes what has come, without waiting.
 *
 * Returns: whether the channel still stands
 */
gboolean
spico_sql_channel_receive (SpicoSqlChannel *self,
                           GPtrArray       *texts,
                           GError         **error)
{
  PGnotify *notify;

  if (PQconsumeInput (self->postgres) == 0)
    return set_lost (error);

  while ((notify = PQnotifies (self->postgres)) != NULL)
    {
      if (notify->be_pid != PQbackendPID (self->postgres))
        g_ptr_array_add (texts, g_strdup (notify->extra));
      PQfreemem (notify);
    }

  return TRUE;
}
