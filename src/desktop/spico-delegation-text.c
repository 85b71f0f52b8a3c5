/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-delegation-text.h"

#include <stdio.h>

#include <glib/gi18n.h>

const char *
spico_delegation_format_scope (SpicoDelegationScope scope)
{
  switch (scope)
    {
    case SPICO_DELEGATION_DISCUSSIONS:
      return _("Discussions alone");
    case SPICO_DELEGATION_DOSSIERS:
      return _("Dossiers, with Agenda and Tasks");
    case SPICO_DELEGATION_ALL:
    default:
      return _("Total access: Discussions, Dossiers, Agenda and Tasks");
    }
}

char *
spico_delegation_format_day (const char *day)
{
  unsigned int year, month, number;

  if (sscanf (day, "%4u-%2u-%2u", &year, &month, &number) != 3)
    return g_strdup (day);

  return g_strdup_printf ("%02u/%02u/%04u", number, month, year);
}

static char *
format_date (GDateTime *time)
{
  return time != NULL ? g_date_time_format (time, "%d/%m/%Y") : g_strdup ("");
}

static const char *
name_of (SpicoPrincipal *principal)
{
  return principal != NULL ? spico_principal_get_name (principal) : "";
}

/* Who answered, where that was not the one whom it is about. */
static SpicoPrincipal *
find_answerer (SpicoDelegation *delegation)
{
  SpicoPrincipal *answerer = spico_delegation_get_answered_by (delegation);

  return answerer == spico_delegation_get_delegator (delegation) || answerer == spico_delegation_get_delegate (delegation) ? NULL : answerer;
}

static char *
format_accepted (SpicoDelegation *delegation)
{
  GDateTime *answered_at = spico_delegation_get_answered_at (delegation);
  g_autofree char *since = format_date (answered_at != NULL ? answered_at : spico_delegation_get_created_at (delegation));
  const char *referent = spico_delegation_get_referent (delegation);
  SpicoPrincipal *answerer = find_answerer (delegation);

  if (*referent != '\0')
    /* Translators: %1$s is a day, %2$s a person */
    return g_strdup_printf (_("In force since %1$s, set by the operator on the word of %2$s"), since, referent);
  if (answerer != NULL)
    /* Translators: %1$s is a day, %2$s a person */
    return g_strdup_printf (_("In force since %1$s, accepted by %2$s"), since, name_of (answerer));

  /* Translators: %s is a day */
  return g_strdup_printf (_("In force since %s"), since);
}

static char *
format_in_force (SpicoDelegation *delegation)
{
  g_autofree char *accepted = format_accepted (delegation);
  const char *ends_on = spico_delegation_get_ends_on (delegation);
  g_autofree char *last = ends_on != NULL ? spico_delegation_format_day (ends_on) : NULL;
  /* Translators: %1$s is « In force since 12/03/2026 », %2$s a day */
  g_autofree char *until = last != NULL ? g_strdup_printf (_("%1$s, until %2$s"), accepted, last) : g_steal_pointer (&accepted);

  if (spico_delegation_get_is_suspended (delegation))
    /* Translators: %s is « In force since 12/03/2026 » */
    return g_strdup_printf (_("%s. Suspended: an account is closed, or the attachment has ended"), until);

  return g_steal_pointer (&until);
}

static char *
format_ended (SpicoDelegation *delegation)
{
  g_autofree char *day = format_date (spico_delegation_get_ended_at (delegation));
  SpicoPrincipal *by = spico_delegation_get_ended_by (delegation);
  gboolean was_in_force = spico_delegation_get_answered_at (delegation) != NULL || *spico_delegation_get_referent (delegation) != '\0';

  if (by == NULL)
    /* Translators: %s is a day */
    return g_strdup_printf (_("Ended on %s"), day);
  if (!was_in_force)
    /* Translators: a request or an offer; %1$s is a day, %2$s a person */
    return g_strdup_printf (_("Taken back on %1$s by %2$s"), day, name_of (by));

  /* Translators: a delegation; %1$s is a day, %2$s a person */
  return g_strdup_printf (_("Ended on %1$s by %2$s"), day, name_of (by));
}

char *
spico_delegation_format_state (SpicoDelegation *delegation)
{
  g_autofree char *created = format_date (spico_delegation_get_created_at (delegation));
  g_autofree char *answered = format_date (spico_delegation_get_answered_at (delegation));

  switch (spico_delegation_get_status (delegation))
    {
    case SPICO_DELEGATION_REQUESTED:
      /* Translators: %s is a day */
      return g_strdup_printf (_("Asked for on %s, waiting for an answer"), created);
    case SPICO_DELEGATION_OFFERED:
      {
        const char *ends_on = spico_delegation_get_ends_on (delegation);
        g_autofree char *last = ends_on != NULL ? spico_delegation_format_day (ends_on) : NULL;

        /* Translators: %1$s and %2$s are days */
        return last != NULL ? g_strdup_printf (_("Offered on %1$s until %2$s, waiting for an answer"), created, last)
                            /* Translators: %s is a day */
                            : g_strdup_printf (_("Offered on %s, waiting for an answer"), created);
      }
    case SPICO_DELEGATION_ACCEPTED:
      return format_in_force (delegation);
    case SPICO_DELEGATION_REFUSED:
      /* Translators: %1$s is a day, %2$s a person */
      return g_strdup_printf (_("Refused on %1$s by %2$s"), answered, name_of (spico_delegation_get_answered_by (delegation)));
    case SPICO_DELEGATION_ENDED:
    default:
      return format_ended (delegation);
    }
}
