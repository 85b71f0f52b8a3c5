/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-kept-text.h"

#include <glib/gi18n.h>

#include "spico-absence.h"
#include "spico-group-sheet.h"

const char *
spico_kept_explain (SpicoKeptReason reason)
{
  switch (reason)
    {
    case SPICO_KEPT_REFUSED:
      return _("The server refused to save this group.");
    case SPICO_KEPT_MEMBERS:
      return _("This group could not be saved: one of its members cannot be in it, or no longer.");
    case SPICO_KEPT_TOO_MANY:
      return _("This group could not be saved: the account administers as many groups as it may already.");
    case SPICO_KEPT_NOT_ADMINISTRATOR:
      return _("You no longer administer this group: what you typed could not be saved in it.");
    case SPICO_KEPT_GONE:
      return _("This group was deleted before what you typed was saved.");
    case SPICO_KEPT_ENDED:
      return _("You no longer act for this account: this could not be saved.");
    case SPICO_KEPT_NOT_SAVED:
    default:
      return _("Not saved yet.");
    }
}

char *
spico_kept_get_title (SpicoKept *kept)
{
  const char *name = spico_kept_get_name (kept);

  switch (spico_kept_get_kind (kept))
    {
    case SPICO_KEPT_ABSENCE:
      return g_strdup (_("Absence"));
    case SPICO_KEPT_SHEET:
      /* Translators: %s is the name of a group of favourites */
      return g_strdup_printf (_("“Contact us” sheet of “%s”"), name);
    case SPICO_KEPT_GROUP:
    default:
      /* Translators: %s is the name of a group of favourites */
      return *name != '\0' ? g_strdup_printf (_("Group “%s”"), name) : g_strdup (_("Group without a name"));
    }
}

/* Nothing is said of what is empty. */
static void
add_line (GStrvBuilder *lines,
          const char   *label,
          const char   *value)
{
  if (value != NULL && *value != '\0')
    /* Translators: the name of a field, and what was typed into it */
    g_strv_builder_take (lines, g_strdup_printf (_("%s: %s"), label, value));
}

/* Nor of a switch that nobody touched. */
static void
add_switch (GStrvBuilder    *lines,
            const char      *label,
            SpicoDraftSwitch value)
{
  if (value != SPICO_DRAFT_SWITCH_UNTOUCHED)
    add_line (lines, label, value == SPICO_DRAFT_SWITCH_ON ? _("Yes") : _("No"));
}

static void
add_group (GStrvBuilder      *lines,
           SpicoKept         *kept,
           const char *const *names)
{
  g_autofree char *members = g_strjoinv (", ", (GStrv) names);

  add_line (lines, _("Name"), spico_kept_get_name (kept));
  add_line (lines, _("Description"), spico_kept_get_text (kept));
  add_line (lines, _("Members"), members);
  add_switch (lines, C_("switch", "Active"), spico_kept_get_active_switch (kept));
  add_switch (lines, C_("switch", "Public"), spico_kept_get_public_switch (kept));
}

static void
add_sheet (GStrvBuilder *lines,
           SpicoKept    *kept)
{
  g_autoptr (SpicoGroupSheet) sheet = spico_group_sheet_from_text (spico_kept_get_text (kept));

  for (guint i = 0; i < SPICO_GROUP_SHEET_N_PARTS; i++)
    {
      if (sheet->parts[i] != NULL && *sheet->parts[i] != '\0')
        g_strv_builder_add (lines, sheet->parts[i]);
    }
}

static void
add_absence (GStrvBuilder      *lines,
             SpicoKept         *kept,
             const char *const *names)
{
  const char *const *values = spico_kept_get_values (kept);

  add_line (lines, _("First day"), values[SPICO_ABSENCE_FIRST_DAY]);
  add_line (lines, _("Last day"), values[SPICO_ABSENCE_LAST_DAY]);
  add_line (lines, _("Stand-in"), names[0]);
  add_line (lines, _("Message"), values[SPICO_ABSENCE_MESSAGE]);
}

char *
spico_kept_format (SpicoKept         *kept,
                   const char *const *names)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;

  if (spico_kept_get_kind (kept) == SPICO_KEPT_ABSENCE)
    add_absence (builder, kept, names);
  else if (spico_kept_get_kind (kept) == SPICO_KEPT_SHEET)
    add_sheet (builder, kept);
  else
    add_group (builder, kept, names);
  lines = g_strv_builder_end (builder);

  return g_strjoinv ("\n", lines);
}

char *
spico_kept_tell_unsaved (guint n_unsaved)
{
  if (n_unsaved == 0)
    return NULL;

  return g_strdup_printf (ngettext ("%u group, absence, template or cancelled message that you typed is not saved: it will be lost too.", "%u groups, absences, templates or cancelled messages that you typed are not saved: they will be lost too.", n_unsaved), n_unsaved);
}
