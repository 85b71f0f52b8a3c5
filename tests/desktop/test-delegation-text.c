/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F022–F032: what is said of a delegation: of what it covers, and of what has become of it. */
#include <locale.h>

#include "spico-delegation-private.h"
#include "spico-delegation-text.h"
#include "spico-principal-private.h"

/* English, the language of the code: what is French is in po/fr.po and in the end-to-end tests. */

#define DAY (G_GINT64_CONSTANT (24 * 3600) * G_USEC_PER_SEC)
#define CREATED (G_GINT64_CONSTANT (1773316800) * G_USEC_PER_SEC) /* 2026-03-12, noon UTC */

static SpicoPrincipal *
make_person (const char *name)
{
  SpicoPrincipal *principal = g_object_new (SPICO_TYPE_PRINCIPAL, NULL);

  spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_NAME, name);

  return principal;
}

static SpicoDelegation *
make (SpicoDelegationStatus status)
{
  SpicoDelegation *delegation = g_object_new (SPICO_TYPE_DELEGATION, NULL);
  g_autoptr (SpicoPrincipal) delegator = make_person ("Dr A");
  g_autoptr (SpicoPrincipal) delegate = make_person ("Mme B");

  spico_item_set_object (delegation, SPICO_DELEGATION_PROP_DELEGATOR, delegator);
  spico_item_set_object (delegation, SPICO_DELEGATION_PROP_DELEGATE, delegate);
  spico_item_set_enum (delegation, SPICO_DELEGATION_PROP_STATUS, (int) status);
  spico_item_set_time (delegation, SPICO_DELEGATION_PROP_CREATED_AT, CREATED);

  return delegation;
}

static void
answer (SpicoDelegation *delegation,
        SpicoPrincipal  *by)
{
  spico_item_set_time (delegation, SPICO_DELEGATION_PROP_ANSWERED_AT, CREATED + DAY);
  spico_item_set_object (delegation, SPICO_DELEGATION_PROP_ANSWERED_BY, by);
}

static void
end (SpicoDelegation *delegation,
     SpicoPrincipal  *by)
{
  spico_item_set_time (delegation, SPICO_DELEGATION_PROP_ENDED_AT, CREATED + 2 * DAY);
  spico_item_set_object (delegation, SPICO_DELEGATION_PROP_ENDED_BY, by);
}

static void
assert_state (SpicoDelegation *delegation,
              const char      *expected)
{
  g_autofree char *state = spico_delegation_format_state (delegation);

  g_assert_cmpstr (state, ==, expected);
}

static void
test_scope (void)
{
  g_assert_cmpstr (spico_delegation_format_scope (SPICO_DELEGATION_ALL), ==, "Total access: Discussions, Dossiers, Agenda and Tasks");
  g_assert_cmpstr (spico_delegation_format_scope (SPICO_DELEGATION_DISCUSSIONS), ==, "Discussions alone");
  g_assert_cmpstr (spico_delegation_format_scope (SPICO_DELEGATION_DOSSIERS), ==, "Dossiers, with Agenda and Tasks");
}

static void
test_day (void)
{
  g_autofree char *day = spico_delegation_format_day ("2026-12-24");
  g_autofree char *other = spico_delegation_format_day ("soon");

  g_assert_cmpstr (day, ==, "24/12/2026");
  g_assert_cmpstr (other, ==, "soon");
}

static void
test_waiting (void)
{
  g_autoptr (SpicoDelegation) requested = make (SPICO_DELEGATION_REQUESTED);
  g_autoptr (SpicoDelegation) offered = make (SPICO_DELEGATION_OFFERED);

  assert_state (requested, "Asked for on 12/03/2026, waiting for an answer");
  assert_state (offered, "Offered on 12/03/2026, waiting for an answer");
  spico_item_set_string (offered, SPICO_DELEGATION_PROP_ENDS_ON, "2026-12-24");
  assert_state (offered, "Offered on 12/03/2026 until 24/12/2026, waiting for an answer");
}

/* Who accepted is said where that is neither of the two: somebody who acts for a structure. */
static void
test_in_force (void)
{
  g_autoptr (SpicoDelegation) delegation = make (SPICO_DELEGATION_ACCEPTED);
  g_autoptr (SpicoPrincipal) other = make_person ("M. C");

  answer (delegation, spico_delegation_get_delegator (delegation));
  assert_state (delegation, "In force since 13/03/2026");
  answer (delegation, other);
  assert_state (delegation, "In force since 13/03/2026, accepted by M. C");
  spico_item_set_string (delegation, SPICO_DELEGATION_PROP_ENDS_ON, "2026-12-24");
  assert_state (delegation, "In force since 13/03/2026, accepted by M. C, until 24/12/2026");
  spico_item_set_boolean (delegation, SPICO_DELEGATION_PROP_IS_SUSPENDED, TRUE);
  assert_state (delegation, "In force since 13/03/2026, accepted by M. C, until 24/12/2026. Suspended: an account is closed, or the attachment has ended");
}

static void
test_set_by_the_operator (void)
{
  g_autoptr (SpicoDelegation) delegation = make (SPICO_DELEGATION_ACCEPTED);

  spico_item_set_string (delegation, SPICO_DELEGATION_PROP_REFERENT, "Mme D");
  assert_state (delegation, "In force since 12/03/2026, set by the operator on the word of Mme D");
  spico_item_set_enum (delegation, SPICO_DELEGATION_PROP_STATUS, SPICO_DELEGATION_ENDED);
  end (delegation, spico_delegation_get_delegate (delegation));
  assert_state (delegation, "Ended on 14/03/2026 by Mme B");
}

/* What was never accepted was not ended: it was taken back. */
static void
test_over (void)
{
  g_autoptr (SpicoDelegation) refused = make (SPICO_DELEGATION_REFUSED);
  g_autoptr (SpicoDelegation) ended = make (SPICO_DELEGATION_ENDED);

  answer (refused, spico_delegation_get_delegator (refused));
  assert_state (refused, "Refused on 13/03/2026 by Dr A");
  end (ended, NULL);
  assert_state (ended, "Ended on 14/03/2026");
  end (ended, spico_delegation_get_delegate (ended));
  assert_state (ended, "Taken back on 14/03/2026 by Mme B");
  answer (ended, spico_delegation_get_delegator (ended));
  assert_state (ended, "Ended on 14/03/2026 by Mme B");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/delegation-text/F024 what it covers", test_scope);
  g_test_add_func ("/delegation-text/a day", test_day);
  g_test_add_func ("/delegation-text/F028 it waits", test_waiting);
  g_test_add_func ("/delegation-text/F031, F032 it is in force", test_in_force);
  g_test_add_func ("/delegation-text/F026 the operator set it", test_set_by_the_operator);
  g_test_add_func ("/delegation-text/F030 it is over", test_over);

  return g_test_run ();
}
