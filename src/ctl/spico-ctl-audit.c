/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "spico-audit-chain.h"
#include "spico-audit-export.h"
#include "spico-ctl-private.h"
#include "spico-operator.h"

#define HASH_LENGTH 64

/* `SEAL:HASH`, as a verification prints it. */
static gboolean
parse_anchor (const char *text,
              gint64     *seal,
              const char **hash)
{
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, ":", 2) : NULL;
  guint64 number = 0;

  *seal = 0;
  *hash = NULL;
  if (text == NULL)
    return TRUE;
  if (parts[0] == NULL || parts[1] == NULL || strlen (parts[1]) != HASH_LENGTH || !g_ascii_string_to_unsigned (parts[0], 10, 1, G_MAXINT64, &number, NULL))
    return FALSE;

  *seal = (gint64) number;
  *hash = strchr (text, ':') + 1;

  return TRUE;
}

static SpicoCtlStatus
print_verdict (const SpicoAuditVerdict *verdict)
{
  glong fault = (glong) verdict->fault_seal;

  switch (verdict->fault)
    {
    case SPICO_AUDIT_SOUND:
      g_print (_ ("The chain is whole: %ld rows, and %ld that wait for their seal.\n"), (glong) verdict->seal, (glong) verdict->n_unsealed);
      if (verdict->hash != NULL)
        g_print (_ ("To be kept elsewhere: --anchor %ld:%s\n"), (glong) verdict->seal, verdict->hash);
      return SPICO_CTL_DONE;
    case SPICO_AUDIT_ALTERED:
      g_printerr (_ ("The audit is broken at seal %ld: the row is not the one that was sealed.\n"), fault);
      break;
    case SPICO_AUDIT_MISSING:
      g_printerr (_ ("The audit is broken at seal %ld: the row is missing.\n"), fault);
      break;
    case SPICO_AUDIT_UNEXPECTED:
      g_printerr (_ ("The audit is broken at seal %ld: a row was added there.\n"), fault);
      break;
    case SPICO_AUDIT_NOT_THE_ANCHOR:
      g_printerr (_ ("The audit is broken at seal %ld: the chain was made anew.\n"), fault);
      break;
    }

  return SPICO_CTL_FAILED;
}

SpicoCtlStatus
spico_ctl_audit_verify (SpicoSqlConnection *connection,
                        GStrv              *arguments)
{
  g_autofree char *anchor = NULL;
  g_auto (SpicoAuditVerdict) verdict = { 0 };
  g_autoptr (GError) error = NULL;
  const char *hash;
  gint64 seal;
  gboolean succeeded;
  const GOptionEntry entries[] = {
    { "anchor", 0, 0, G_OPTION_ARG_STRING, &anchor, NULL, NULL },
    { NULL },
  };

  if (!spico_ctl_parse (arguments, entries, 0))
    return SPICO_CTL_USAGE;
  if (!parse_anchor (anchor, &seal, &hash))
    return spico_ctl_usage (_ ("An anchor is SEAL:HASH."));

  succeeded = spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_READ, &error) && spico_audit_verify (connection, seal, hash, &verdict, &error);
  spico_sql_connection_rollback (connection);

  return succeeded ? print_verdict (&verdict) : spico_ctl_fail (NULL, error);
}

/* A day, or an instant of RFC 3339; in UTC where it does not say. */
static gboolean
parse_instant (const char *text,
               gint64      fallback,
               gint64     *us)
{
  g_autofree char *instant = NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;

  *us = fallback;
  if (text == NULL)
    return TRUE;

  instant = strchr (text, 'T') == NULL ? g_strconcat (text, "T00:00:00", NULL) : g_strdup (text);
  time = g_date_time_new_from_iso8601 (instant, utc);
  if (time == NULL)
    return FALSE;
  *us = g_date_time_to_unix_usec (time);

  return TRUE;
}

/* What was asked for stands in the audit before anything is given out. */
static gboolean
trace_export (SpicoSqlConnection     *connection,
              const SpicoAuditFilter *filter,
              GError                **error)
{
  const char *object = filter->dossier_id != NULL ? filter->dossier_id : filter->person_id != NULL ? filter->person_id : filter->account_id != NULL ? filter->account_id : "";

  if (!spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_WRITE, error))
    return FALSE;
  if (spico_operator_trace (connection, SPICO_OPERATOR_ID, "audit.export", "Audit", object, g_get_real_time (), error))
    return spico_sql_connection_commit (connection, error);

  spico_sql_connection_rollback (connection);

  return FALSE;
}

static GOutputStream *
open_output (const char *path,
             GError    **error)
{
  g_autoptr (GFile) file = NULL;

  if (path == NULL)
    return g_unix_output_stream_new (STDOUT_FILENO, FALSE);

  file = g_file_new_for_commandline_arg (path);

  return G_OUTPUT_STREAM (g_file_create (file, G_FILE_CREATE_PRIVATE, NULL, error));
}

static SpicoCtlStatus
export_audit (SpicoSqlConnection     *connection,
              const SpicoAuditFilter *filter,
              const char             *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) raw = open_output (path, &error);
  g_autoptr (GOutputStream) stream = raw != NULL ? g_buffered_output_stream_new (raw) : NULL;
  guint64 n_rows = 0;
  gboolean succeeded = stream != NULL && trace_export (connection, filter, &error) && spico_sql_connection_begin (connection, SPICO_SQL_TRANSACTION_READ, &error)
                       && spico_audit_export (connection, filter, stream, &n_rows, &error) && g_output_stream_close (stream, NULL, &error);

  spico_sql_connection_rollback (connection);
  if (!succeeded)
    {
      /* Only what was made here. */
      if (raw != NULL && path != NULL)
        g_unlink (path);
      return spico_ctl_fail (path, error);
    }

  if (path != NULL)
    g_print (_ ("Rows: %lu\n"), (gulong) n_rows);
  return SPICO_CTL_DONE;
}

SpicoCtlStatus
spico_ctl_audit_export (SpicoSqlConnection *connection,
                        GStrv              *arguments)
{
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;
  g_autofree char *person = NULL;
  g_autofree char *account = NULL;
  g_autofree char *dossier = NULL;
  g_autofree char *output = NULL;
  SpicoAuditFilter filter = { 0 };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, NULL, NULL },
    { "until", 0, 0, G_OPTION_ARG_STRING, &until, NULL, NULL },
    { "person", 0, 0, G_OPTION_ARG_STRING, &person, NULL, NULL },
    { "account", 0, 0, G_OPTION_ARG_STRING, &account, NULL, NULL },
    { "dossier", 0, 0, G_OPTION_ARG_STRING, &dossier, NULL, NULL },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, NULL, NULL },
    { NULL },
  };

  if (!spico_ctl_parse (arguments, entries, 0))
    return SPICO_CTL_USAGE;
  if (!parse_instant (from, 0, &filter.from_us) || !parse_instant (until, G_MAXINT64, &filter.until_us))
    return spico_ctl_usage (_ ("A day is YYYY-MM-DD."));

  filter.person_id = person;
  filter.account_id = account;
  filter.dossier_id = dossier;

  return export_audit (connection, &filter, output);
}
