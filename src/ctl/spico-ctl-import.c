/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "spico-ctl-private.h"
#include "spico-discussions.h"
#include "spico-register-file.h"
#include "spico-register.h"

/* The largest file of discussions that is read. */
#define MAX_DISCUSSIONS (64 * 1024 * 1024)

static GInputStream *
open_file (const char *path,
           GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);

  return G_INPUT_STREAM (g_file_read (file, NULL, error));
}

static const char *
reason_text (SpicoRegisterReason reason)
{
  switch (reason)
    {
    case SPICO_REGISTER_CELLS:
      return _ ("the number of columns is wrong");
    case SPICO_REGISTER_ENCODING:
      return _ ("it is not text in the file’s encoding");
    case SPICO_REGISTER_CONTROL:
      return _ ("it holds control characters");
    case SPICO_REGISTER_QUOTES:
      return _ ("its quotes do not match");
    case SPICO_REGISTER_LINE_TOO_LONG:
      return _ ("it is longer than 64 kB");
    case SPICO_REGISTER_VALUE_TOO_LONG:
      return _ ("a value is too long");
    case SPICO_REGISTER_IDENTIFIER:
      return _ ("the national identifier has not the form of one");
    case SPICO_REGISTER_NAME:
      return _ ("the name is missing");
    case SPICO_REGISTER_ADDRESS:
      return _ ("the address of the mailbox has not the form of one");
    case SPICO_REGISTER_TYPE:
      return _ ("its type is none of structure, unite and rattachement");
    case SPICO_REGISTER_PARENT:
      return _ ("what it belongs to is neither in the directory nor in a line before");
    case SPICO_REGISTER_WRONG_KEY:
      return _ ("the key of the national identifier is wrong (loaded nevertheless)");
    }

  return "";
}

static void
print_report (const char          *path,
              SpicoRegisterReport *report)
{
  for (guint i = 0; i < report->problems->len; i++)
    {
      SpicoRegisterProblem *problem = &g_array_index (report->problems, SpicoRegisterProblem, i);

      g_printerr (_ ("%s: line %lu: %s\n"), path, (gulong) problem->line, reason_text (problem->reason));
    }

  g_print (_ ("Added: %lu\n"), (gulong) report->added);
  g_print (_ ("Changed: %lu\n"), (gulong) report->changed);
  g_print (_ ("Unchanged: %lu\n"), (gulong) report->unchanged);
  g_print (_ ("Withdrawn: %lu\n"), (gulong) report->withdrawn);
  g_print (_ ("Damaged lines, left out: %lu\n"), (gulong) report->refused);
  g_print (_ ("Warnings: %lu\n"), (gulong) report->warned);
}

/* How far a load is, for whoever watches it. */
typedef struct {
  SpicoRegisterFile *file;
  gboolean is_line; /* written over and over on a terminal */
  SpicoRegisterPhase phase;
  gint64 began_us;
  gint64 told_us;
} Watch;

static const char *
phase_text (SpicoRegisterPhase phase)
{
  switch (phase)
    {
    case SPICO_REGISTER_READS:
      return _ ("Reading");
    case SPICO_REGISTER_COMPARES:
      return _ ("Comparing and writing");
    case SPICO_REGISTER_INDEXES:
      return _ ("Indexing");
    case SPICO_REGISTER_APPLIES:
      return _ ("Applying");
    }

  return "";
}

static void
watch_cb (SpicoRegisterPhase phase,
          guint64            done,
          guint64            total,
          gpointer           data)
{
  Watch *watch = data;
  gint64 now_us = g_get_monotonic_time ();
  gboolean is_reading = phase == SPICO_REGISTER_READS;
  g_autofree char *rate_text = NULL;
  double seconds;
  double rate;

  if (watch->began_us == 0 || phase != watch->phase)
    watch->began_us = watch->told_us = now_us;
  watch->phase = phase;
  if (now_us - watch->told_us < G_USEC_PER_SEC)
    return;

  watch->told_us = now_us;
  if (is_reading)
    {
      done = spico_register_file_get_position (watch->file);
      total = spico_register_file_get_size (watch->file);
    }
  seconds = (double) (now_us - watch->began_us) / G_USEC_PER_SEC;
  rate = (double) done / seconds;
  rate_text = is_reading ? g_format_size ((guint64) rate) : g_strdup_printf ("%.0f", rate);
  /* Translators: what a load is at, how much of it is done, how much of it is done each second, and the seconds that it still takes. */
  g_printerr (_ ("%s: %.0f %%, %s/s, %.0f s left"), phase_text (phase), total > 0 ? 100.0 * (double) done / (double) total : 0.0, rate_text,
              rate > 0 && total > done ? (double) (total - done) / rate : 0.0);
  g_printerr ("%s", watch->is_line ? "   \r" : "\n");
}

static SpicoCtlStatus
end_import (const char          *path,
            SpicoRegisterReport *report,
            const GError        *error)
{
  if (report == NULL)
    return spico_ctl_fail (path, error);

  print_report (path, report);
  return SPICO_CTL_DONE;
}

/* The official files carry the day of extraction in their name: « PS_LibreAcces_Personne_activite_202610080830.txt ». */
static char *
day_in_name (const char *name)
{
  g_autoptr (GRegex) regex = g_regex_new ("_(20\\d\\d)(\\d\\d)(\\d\\d)\\d{0,6}\\.", G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, name, G_REGEX_MATCH_DEFAULT, &match) ? g_match_info_expand_references (match, "\\1-\\2-\\3", NULL) : NULL;
}

/* The registers that are loaded alike, what the names of their files hold, and whether several sources have such files. */
typedef struct {
  const char *part;
  gboolean has_sources;
  SpicoRegisterReport *(*import) (SpicoSqlConnection         *connection,
                                  GInputStream               *stream,
                                  const SpicoRegisterOptions *options,
                                  GError                    **error);
} Register;

static SpicoCtlStatus
import_register (SpicoSqlConnection *connection,
                 GStrv              *arguments,
                 const Register     *source)
{
  g_autoptr (SpicoRegisterReport) report = NULL;
  g_autoptr (SpicoRegisterFile) file = NULL;
  g_autoptr (GFile) path = NULL;
  g_autofree char *source_date = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *whose = NULL;
  gboolean is_watched = FALSE;
  Watch watch = { .is_line = isatty (STDERR_FILENO) };
  SpicoRegisterOptions options = { .now_us = g_get_real_time (), .progress_data = &watch };
  const GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.is_dry, NULL, NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options.is_forced, NULL, NULL },
    { "progress", 0, 0, G_OPTION_ARG_NONE, &is_watched, NULL, NULL },
    { source->has_sources ? "source" : NULL, 0, 0, G_OPTION_ARG_STRING, &whose, NULL, NULL },
    { NULL },
  };

  if (!spico_ctl_parse (arguments, entries, 1))
    return SPICO_CTL_USAGE;

  path = g_file_new_for_commandline_arg ((*arguments)[1]);
  file = spico_register_file_open (path, source->part, &error);
  if (file != NULL)
    {
      watch.file = file;
      options.source = whose;
      options.progress = is_watched || watch.is_line ? watch_cb : NULL;
      options.source_date = source_date = day_in_name (spico_register_file_get_name (file));
      report = source->import (connection, spico_register_file_get_stream (file), &options, &error);
    }

  return end_import ((*arguments)[1], report, error);
}

SpicoCtlStatus
spico_ctl_import_rpps (SpicoSqlConnection *connection,
                       GStrv              *arguments)
{
  return import_register (connection, arguments, &(Register) { "Personne_activite", FALSE, spico_rpps_import });
}

SpicoCtlStatus
spico_ctl_import_finess (SpicoSqlConnection *connection,
                         GStrv              *arguments)
{
  return import_register (connection, arguments, &(Register) { "cs1100502", FALSE, spico_finess_import });
}

SpicoCtlStatus
spico_ctl_import_finess_plus (SpicoSqlConnection *connection,
                              GStrv              *arguments)
{
  return import_register (connection, arguments, &(Register) { ".json", FALSE, spico_finess_plus_import });
}

SpicoCtlStatus
spico_ctl_import_nos (SpicoSqlConnection *connection,
                      GStrv              *arguments)
{
  return import_register (connection, arguments, &(Register) { ".csv", FALSE, spico_nos_import });
}

SpicoCtlStatus
spico_ctl_import_structures (SpicoSqlConnection *connection,
                             GStrv              *arguments)
{
  return import_register (connection, arguments, &(Register) { ".csv", TRUE, spico_structures_import });
}

SpicoCtlStatus
spico_ctl_import_mssante (SpicoSqlConnection *connection,
                          GStrv              *arguments)
{
  return import_register (connection, arguments, &(Register) { "MSSante", FALSE, spico_mssante_import });
}

static GBytes *
read_all (const char *path,
          GError    **error)
{
  g_autoptr (GInputStream) stream = open_file (path, error);
  g_autoptr (GBytes) bytes = stream != NULL ? g_input_stream_read_bytes (stream, MAX_DISCUSSIONS, NULL, error) : NULL;

  if (bytes == NULL || g_bytes_get_size (bytes) < MAX_DISCUSSIONS)
    return g_steal_pointer (&bytes);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The file is too large."));
  return NULL;
}

SpicoCtlStatus
spico_ctl_import_discussions (SpicoSqlConnection *connection,
                              GStrv              *arguments)
{
  SpicoDiscussionsReport report;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (!spico_ctl_parse (arguments, NULL, 1))
    return SPICO_CTL_USAGE;

  bytes = read_all ((*arguments)[1], &error);
  if (bytes == NULL || !spico_discussions_import (connection, bytes, g_get_real_time (), &report, &error))
    return spico_ctl_fail ((*arguments)[1], error);

  g_print (_ ("Accounts: %u\n"), report.accounts);
  g_print (_ ("Accounts of structures: %u\n"), report.structures);
  g_print (_ ("Delegations: %u\n"), report.delegations);
  g_print (_ ("Dossiers: %u\n"), report.dossiers);
  g_print (_ ("Conversations: %u\n"), report.conversations);
  g_print (_ ("Messages: %u\n"), report.messages);
  g_print (_ ("Favourites: %u\n"), report.favourites);
  g_print (_ ("Groups: %u\n"), report.groups);
  g_print (_ ("Absences: %u\n"), report.absences);
  return SPICO_CTL_DONE;
}
