/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-lock-text.h"

#include <glib/gi18n.h>

#include "spico-client-error.h"
#include "spico-error-text.h"

char *
spico_lock_explain (guint n_waiting)
{
  if (n_waiting == 0)
    return g_strdup (_("Spico is locked. What this computer keeps is encrypted."));

  return g_strdup_printf (ngettext ("Spico is locked. %u message waits: it leaves once you unlock.",
                                    "Spico is locked. %u messages wait: they leave once you unlock.", n_waiting),
                          n_waiting);
}

char *
spico_lock_format_error (const GError *error,
                         guint         wait,
                         gboolean      has_own_lock)
{
  if (wait > 0)
    return g_strdup_printf (ngettext ("Too many attempts. Try again in %u second.", "Too many attempts. Try again in %u seconds.", wait), wait);
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD))
    return g_strdup (has_own_lock ? _("Wrong password. It is the lock password that you chose for this computer.") : _("Wrong password. It is the one that you last signed in with on this computer."));

  return g_strdup (spico_error_text (error));
}
