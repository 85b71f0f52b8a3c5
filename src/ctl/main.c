/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

#include "spico-ctl.h"

int
main (int   argc,
      char *argv[])
{
  g_auto (GStrv) arguments = NULL;

  setlocale (LC_ALL, "");
  /* A file that may not grow is an error of the command, which then cleans up behind it. */
  signal (SIGXFSZ, SIG_IGN);
  bindtextdomain (GETTEXT_PACKAGE, SPICO_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  arguments = g_strdupv (argv);
  return spico_ctl_run (arguments);
}
