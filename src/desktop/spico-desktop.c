/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-desktop.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "spico-resources.h"

void
spico_desktop_init_locale (void)
{
  const char *folder = g_getenv ("SPICO_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : SPICO_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* libadwaita 1.7 looks for the name of its dialogs' closing button in the program's own catalogue. */
static const char *const borrowed_texts[] G_GNUC_UNUSED = { N_("Close") };

void
spico_desktop_init (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      spico_register_resource ();
      g_once_init_leave (&done, 1);
    }
}
