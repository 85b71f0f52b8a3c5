/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-lock-text.h"

#include <glib/gi18n.h>

#include "spico-client-error.h"
#include "spico-error-text.h"

/* Nothing is said of what there is none of. */
static char *
count_left (const SpicoWaiting *waiting)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;

  if (waiting->n_messages > 0)
    g_strv_builder_take (builder, g_strdup_printf (ngettext ("%u message waits: it leaves once you unlock.", "%u messages wait: they leave once you unlock.", waiting->n_messages), waiting->n_messages));
  if (waiting->n_changes > 0)
    g_strv_builder_take (builder, g_strdup_printf (ngettext ("%u change waits to be saved: it leaves once you unlock.", "%u changes wait to be saved: they leave once you unlock.", waiting->n_changes), waiting->n_changes));
  if (waiting->n_drafts > 0)
    g_strv_builder_take (builder, g_strdup_printf (ngettext ("%u text that you typed is neither sent nor saved: you find it again once you unlock.",
                                                             "%u texts that you typed are neither sent nor saved: you find them again once you unlock.", waiting->n_drafts),
                                                   waiting->n_drafts));
  lines = g_strv_builder_end (builder);

  return g_strjoinv ("\n", lines);
}

char *
spico_lock_explain (const SpicoWaiting *waiting)
{
  g_autofree char *left = count_left (waiting);

  /* Translators: %s says what waits */
  return *left != '\0' ? g_strdup_printf (_("Spico is locked. %s"), left) : g_strdup (_("Spico is locked. What this computer keeps is encrypted."));
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
