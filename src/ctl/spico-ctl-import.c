/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "spico-ctl-private.h"
#include "spico-discussions.h"
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
day_in_name (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GRegex) regex = g_regex_new ("_(20\\d\\d)(\\d\\d)(\\d\\d)\\d{0,6}\\.", G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, name, G_REGEX_MATCH_DEFAULT, &match) ? g_match_info_expand_references (match, "\\1-\\2-\\3", NULL) : NULL;
}

SpicoCtlStatus
spico_ctl_import_rpps (SpicoSqlConnection *connection,
                       GStrv              *arguments)
{
  g_autoptr (SpicoRegisterReport) report = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autofree char *source_date = NULL;
  g_autoptr (GError) error = NULL;

  if (!spico_ctl_parse (arguments, NULL, 1))
    return SPICO_CTL_USAGE;

  source_date = day_in_name ((*arguments)[1]);
  stream = open_file ((*arguments)[1], &error);
  if (stream != NULL)
    report = spico_rpps_import (connection, stream, source_date, &error);

  return end_import ((*arguments)[1], report, error);
}

SpicoCtlStatus
spico_ctl_import_finess (SpicoSqlConnection *connection,
                         GStrv              *arguments)
{
  g_autoptr (SpicoRegisterReport) report = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  if (!spico_ctl_parse (arguments, NULL, 1))
    return SPICO_CTL_USAGE;

  stream = open_file ((*arguments)[1], &error);
  if (stream != NULL)
    report = spico_finess_import (connection, stream, &error);

  return end_import ((*arguments)[1], report, error);
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
  g_print (_ ("Absences: %u\n"), report.absences);
  return SPICO_CTL_DONE;
}
