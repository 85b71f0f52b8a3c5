/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the editor of a group, and how what two people changed becomes one (F040–F045). */
#include "spico-group-text.h"

static SpicoGroupForm *
form (const char *name,
      const char *description,
      gboolean    is_active,
      const char *members)
{
  g_auto (GStrv) ids = g_strsplit (members, " ", -1);

  return spico_group_form_new (name, description, is_active, FALSE, (const char *const *) ids);
}

static void
check_members (SpicoGroupForm *self,
               const char     *members)
{
  g_autofree char *joined = g_strjoinv (" ", self->member_ids);

  g_assert_cmpstr (joined, ==, members);
}

static void
test_the_order_of_members_is_no_difference (void)
{
  g_autoptr (SpicoGroupForm) a = form ("PCO", "", TRUE, "p1 p2");
  g_autoptr (SpicoGroupForm) b = form ("PCO", "", TRUE, "p2 p1");
  g_autoptr (SpicoGroupForm) c = form ("PCO TND", "équipe", FALSE, "p2 p3");

  g_assert_cmpuint (spico_group_form_compare (a, b), ==, 0);
  g_assert_cmpuint (spico_group_form_compare (a, c), ==,
                    SPICO_GROUP_FORM_FIELD_NAME | SPICO_GROUP_FORM_FIELD_DESCRIPTION | SPICO_GROUP_FORM_FIELD_IS_ACTIVE | SPICO_GROUP_FORM_FIELD_MEMBERS);
}

static void
test_a_name_is_needed (void)
{
  g_autoptr (SpicoGroupForm) nameless = form (" ", "", TRUE, "p1");
  g_autoptr (SpicoGroupForm) named = form ("PCO", "", TRUE, "p1");
  g_autofree char *much = g_strnfill (101, 'a');
  g_autoptr (SpicoGroupForm) long_named = form (much, "", TRUE, "p1");

  g_assert_cmpstr (spico_group_text_fault (nameless), ==, "Give the group a name");
  g_assert_null (spico_group_text_fault (named));
  g_assert_cmpstr (spico_group_text_fault (long_named), ==, "The name has more than 100 characters");
}

static void
test_what_one_alone_changed_is_kept (void)
{
  g_autoptr (SpicoGroupForm) base = form ("PCO", "équipe", TRUE, "p1 p2 p3");
  g_autoptr (SpicoGroupForm) mine = form ("PCO TND", "équipe", TRUE, "p1 p3 p4");
  g_autoptr (SpicoGroupForm) theirs = form ("PCO", "l’équipe du matin", FALSE, "p1 p2 p5");
  guint conflicts;
  g_autoptr (SpicoGroupForm) merged = spico_group_form_merge (base, mine, theirs, &conflicts);

  g_assert_cmpuint (conflicts, ==, 0);
  g_assert_cmpstr (merged->name, ==, "PCO TND");
  g_assert_cmpstr (merged->description, ==, "l’équipe du matin");
  g_assert_false (merged->is_active);
  check_members (merged, "p1 p4 p5");
}

static void
test_what_both_changed_is_told (void)
{
  g_autoptr (SpicoGroupForm) base = form ("PCO", "", TRUE, "p1");
  g_autoptr (SpicoGroupForm) mine = form ("PCO TND", "équipe", TRUE, "p1 p2");
  g_autoptr (SpicoGroupForm) theirs = form ("Plateforme", "équipe", TRUE, "p1 p2");
  guint conflicts;
  g_autoptr (SpicoGroupForm) merged = spico_group_form_merge (base, mine, theirs, &conflicts);

  g_assert_cmpuint (conflicts, ==, SPICO_GROUP_FORM_FIELD_NAME);
  g_assert_cmpstr (merged->name, ==, "PCO TND");
  check_members (merged, "p1 p2");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/group-form/the-order-of-members-is-no-difference", test_the_order_of_members_is_no_difference);
  g_test_add_func ("/group-form/a-name-is-needed", test_a_name_is_needed);
  g_test_add_func ("/group-form/what-one-alone-changed-is-kept", test_what_one_alone_changed_is_kept);
  g_test_add_func ("/group-form/what-both-changed-is-told", test_what_both_changed_is_told);

  return g_test_run ();
}
