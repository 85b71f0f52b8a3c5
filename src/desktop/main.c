/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-application.h"
#include "spico-desktop.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr (SpicoApplication) application = NULL;

  spico_desktop_init_locale ();
  application = spico_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
