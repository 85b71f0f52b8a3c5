/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates of messages in the store, off line too, against a real server: B021. */
#include "spico-client-templates.h"
#include "spico-template.h"
#include "spico-test-clients.h"

#define NAME "Refus poli"
#define TEXT "Nous ne pouvons pas l'accueillir."

static SpicoMessageTemplate *
find (GListModel *list,
      const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (SpicoMessageTemplate) template = g_list_model_get_item (list, i);

      if (g_strcmp0 (spico_message_template_get_name (template), name) == 0)
        return g_steal_pointer (&template);
    }

  return NULL;
}

/* Whether there is one of that name, which says that. */
static gboolean
has (GListModel *list,
     const char *name,
     const char *text)
{
  g_autoptr (SpicoMessageTemplate) template = find (list, name);

  return template != NULL && g_strcmp0 (spico_message_template_get_text (template), text) == 0;
}

static gboolean
is_told (GListModel *list,
         const char *name)
{
  g_autoptr (SpicoMessageTemplate) template = find (list, name);

  return template != NULL && !spico_message_template_is_waiting (template);
}

static gboolean
has_draft (GListModel         *list,
           const char         *name,
           const char         *draft,
           SpicoTemplateReason reason)
{
  g_autoptr (SpicoMessageTemplate) template = find (list, name);

  return template != NULL && g_strcmp0 (spico_message_template_get_draft_text (template), draft) == 0 && spico_message_template_get_reason (template) == reason;
}

static char *
id_of (GListModel *list,
       const char *name)
{
  g_autoptr (SpicoMessageTemplate) template = find (list, name);

  g_assert_nonnull (template);
  return g_strdup (spico_message_template_get_id (template));
}

static void
save (SpicoClient *client,
      const char  *account_id,
      const char  *id,
      const char  *name,
      const char  *text)
{
  g_autofree char *made = id == NULL ? spico_client_new_template_id () : NULL;

  spico_test_succeeds (spico_client_save_template (client, account_id, id != NULL ? id : made, name, text));
}

static void
go_off_line (SpicoTestClients *fixture)
{
  spico_test_region_kill (fixture->region);
  spico_test_wait_for (spico_client_get_connection (fixture->a) != SPICO_CONNECTION_ONLINE && spico_client_get_connection (fixture->b) != SPICO_CONNECTION_ONLINE);
}

static void
sign_in_both (SpicoTestClients *fixture)
{
  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "totaro");
  spico_test_region_ctl (fixture->region, "delegation", "set", "--account", STRUCTURE, "--delegate", TOTARO, "--scope", "discussions", "--referent", "Mme X", NULL);
  spico_test_wait_for (spico_client_find_account (fixture->b, STRUCTURE) != NULL);
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
}

/* Whatever is done off line is there at once, and reaches the person's other devices in order. */
static void
test_off_line (SpicoTestClients *fixture,
               gconstpointer     data)
{
  g_autoptr (GListModel) here = NULL;
  g_autoptr (GListModel) there = NULL;
  g_autoptr (SpicoMessageTemplate) copy = NULL;
  g_autofree char *id = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_sign_in (fixture, fixture->b, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  here = spico_client_list_templates (fixture->a, MAUGER);
  there = spico_client_list_templates (fixture->b, MAUGER);
  go_off_line (fixture);

  save (fixture->a, MAUGER, NULL, "Refus", "Non");
  spico_test_wait_for (has (here, "Refus", "Non"));
  g_assert_false (is_told (here, "Refus"));
  id = id_of (here, "Refus");
  save (fixture->a, MAUGER, id, " " NAME " ", TEXT);
  save (fixture->a, MAUGER, NULL, "À écarter", "Non");
  spico_test_wait_for (has (here, NAME, TEXT) && has (here, "À écarter", "Non"));
  {
    g_autofree char *unwanted = id_of (here, "À écarter");

    spico_test_succeeds (spico_client_destroy_template (fixture->a, MAUGER, unwanted));
  }
  spico_test_wait_for (g_list_model_get_n_items (here) == 1);

  spico_test_region_start (fixture->region);
  /* The one that was made and deleted may be seen there for a moment. */
  spico_test_wait_for (is_told (here, NAME) && has (there, NAME, TEXT) && g_list_model_get_n_items (there) == 1);
  copy = find (there, NAME);
  g_assert_cmpstr (spico_message_template_get_id (copy), ==, id);
  g_assert_cmpstr (spico_message_template_get_account_id (copy), ==, MAUGER);
  g_assert_cmpstr (spico_message_template_get_edited_by_id (copy), ==, MAUGER);
  g_assert_nonnull (spico_message_template_get_edited_at (copy));
  g_assert_true (spico_message_template_is_saved (copy));

  spico_test_succeeds (spico_client_destroy_template (fixture->b, MAUGER, id));
  spico_test_wait_for (g_list_model_get_n_items (here) == 0 && g_list_model_get_n_items (there) == 0);
  spico_test_fails (spico_client_save_template (fixture->a, MAUGER, id, " ", TEXT), SPICO_CLIENT_ERROR_INVALID);
  spico_test_fails (spico_client_save_template (fixture->a, MAUGER, id, NAME, "\n"), SPICO_CLIENT_ERROR_INVALID);
}

/* What is typed is kept, of one that there is and of a new one, until it is saved or given up. */
static void
test_kept (SpicoTestClients *fixture,
           gconstpointer     data)
{
  g_autofree char *id = spico_client_new_template_id ();
  g_autoptr (GListModel) list = NULL;
  g_autoptr (SpicoMessageTemplate) begun = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  list = spico_client_list_templates (fixture->a, MAUGER);
  spico_test_succeeds (spico_client_keep_template (fixture->a, MAUGER, id, "", "Nous ne pou"));
  spico_test_wait_for (g_list_model_get_n_items (list) == 1);
  begun = g_list_model_get_item (list, 0);
  g_assert_false (spico_message_template_is_saved (begun));
  g_assert_cmpstr (spico_message_template_get_draft_text (begun), ==, "Nous ne pou");
  g_assert_cmpstr (spico_message_template_get_draft_name (begun), ==, "");

  save (fixture->a, MAUGER, id, NAME, TEXT);
  spico_test_wait_for (is_told (list, NAME));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1);
  g_assert_true (has_draft (list, NAME, NULL, SPICO_TEMPLATE_REASON_NONE));

  g_free (g_steal_pointer (&id));
  id = id_of (list, NAME);
  spico_test_succeeds (spico_client_keep_template (fixture->a, MAUGER, id, NAME, "Autrement"));
  spico_test_wait_for (has_draft (list, NAME, "Autrement", SPICO_TEMPLATE_REASON_NONE));
  g_assert_true (has (list, NAME, TEXT));
  spico_test_succeeds (spico_client_keep_template (fixture->a, MAUGER, id, "", ""));
  spico_test_wait_for (has_draft (list, NAME, NULL, SPICO_TEMPLATE_REASON_NONE));
}

/* Two delegates edit one while they are off line. What each changed alone joins; where both changed the same, whoever is told first stands, and what the other typed comes back to them alone. */
static void
test_both_edit (SpicoTestClients *fixture,
                gconstpointer     data)
{
  g_autoptr (GListModel) of_a = NULL;
  g_autoptr (GListModel) of_b = NULL;
  g_autofree char *id = NULL;
  gboolean a_stands;

  sign_in_both (fixture);
  of_a = spico_client_list_templates (fixture->a, STRUCTURE);
  of_b = spico_client_list_templates (fixture->b, STRUCTURE);
  save (fixture->a, STRUCTURE, NULL, NAME, TEXT);
  spico_test_wait_for (is_told (of_a, NAME) && has (of_b, NAME, TEXT));
  id = id_of (of_b, NAME);

  go_off_line (fixture);
  save (fixture->a, STRUCTURE, id, "Refus", TEXT);
  save (fixture->b, STRUCTURE, id, NAME, "Revenez plus tard.");
  spico_test_region_start (fixture->region);
  spico_test_wait_for (has (of_a, "Refus", "Revenez plus tard.") && has (of_b, "Refus", "Revenez plus tard."));
  spico_test_wait_for (spico_test_is_settled (fixture->a) && spico_test_is_settled (fixture->b));
  g_assert_true (has_draft (of_a, "Refus", NULL, SPICO_TEMPLATE_REASON_NONE) && has_draft (of_b, "Refus", NULL, SPICO_TEMPLATE_REASON_NONE));

  go_off_line (fixture);
  save (fixture->a, STRUCTURE, id, "Refus", "De Mauger");
  save (fixture->b, STRUCTURE, id, "Refus", "De Totaro");
  spico_test_region_start (fixture->region);
  spico_test_wait_for (has_draft (of_a, "Refus", "De Mauger", SPICO_TEMPLATE_REASON_CONFLICT) || has_draft (of_b, "Refus", "De Totaro", SPICO_TEMPLATE_REASON_CONFLICT));
  a_stands = has_draft (of_b, "Refus", "De Totaro", SPICO_TEMPLATE_REASON_CONFLICT);
  spico_test_wait_for (has (of_a, "Refus", a_stands ? "De Mauger" : "De Totaro") && has (of_b, "Refus", a_stands ? "De Mauger" : "De Totaro"));
  spico_test_wait_for (is_told (of_a, "Refus") && is_told (of_b, "Refus"));
  g_assert_true (has_draft (a_stands ? of_a : of_b, "Refus", NULL, SPICO_TEMPLATE_REASON_NONE));
}

/* What was typed of one, and not saved, outlives it; saved, it is a new one. */
static void
test_deleted_while_typing (SpicoTestClients *fixture,
                           gconstpointer     data)
{
  g_autoptr (GListModel) of_a = NULL;
  g_autoptr (GListModel) of_b = NULL;
  g_autofree char *id = NULL;
  g_autofree char *new_id = NULL;

  sign_in_both (fixture);
  of_a = spico_client_list_templates (fixture->a, STRUCTURE);
  of_b = spico_client_list_templates (fixture->b, STRUCTURE);
  save (fixture->a, STRUCTURE, NULL, NAME, TEXT);
  spico_test_wait_for (has (of_a, NAME, TEXT) && has (of_b, NAME, TEXT));
  id = id_of (of_a, NAME);
  /* By then it was read from the server here too: it would not tell that one has come and gone. */
  save (fixture->b, STRUCTURE, id, NAME, "Non");
  spico_test_wait_for (has (of_a, NAME, "Non"));
  spico_test_succeeds (spico_client_keep_template (fixture->a, STRUCTURE, id, NAME, "Autrement"));
  spico_test_succeeds (spico_client_destroy_template (fixture->b, STRUCTURE, id));
  spico_test_wait_for (has_draft (of_a, NULL, "Autrement", SPICO_TEMPLATE_REASON_GONE));

  save (fixture->a, STRUCTURE, id, NAME, "Autrement");
  spico_test_wait_for (is_told (of_a, NAME) && has (of_b, NAME, "Autrement"));
  g_assert_cmpuint (g_list_model_get_n_items (of_a), ==, 1);
  new_id = id_of (of_a, NAME);
  g_assert_cmpstr (new_id, !=, id);
}

/* The server takes no more: what was written comes back, and says why. */
static void
test_full (SpicoTestClients *fixture,
           gconstpointer     data)
{
  g_autoptr (GListModel) list = NULL;

  spico_test_sign_in (fixture, fixture->a, "mauger");
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  list = spico_client_list_templates (fixture->a, MAUGER);
  for (guint i = 0; i < SPICO_TEMPLATES_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("Modèle %u", i);

      save (fixture->a, MAUGER, NULL, name, "Oui");
    }
  spico_test_wait_for (spico_test_is_settled (fixture->a));
  save (fixture->a, MAUGER, NULL, NAME, TEXT);
  spico_test_wait_for (has_draft (list, NULL, TEXT, SPICO_TEMPLATE_REASON_FULL));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, SPICO_TEMPLATES_MAX + 1);
}

/* With a delegation everything of the account goes; what the person typed for it stays theirs (F030). */
static void
test_lost_account (SpicoTestClients *fixture,
                   gconstpointer     data)
{
  g_autofree char *begun = spico_client_new_template_id ();
  g_autoptr (GListModel) of_structure = NULL;
  g_autoptr (GListModel) own = NULL;

  sign_in_both (fixture);
  own = spico_client_list_templates (fixture->a, MAUGER);
  of_structure = spico_client_list_templates (fixture->a, STRUCTURE);
  save (fixture->b, STRUCTURE, NULL, NAME, TEXT);
  spico_test_wait_for (has (of_structure, NAME, TEXT));
  spico_test_succeeds (spico_client_keep_template (fixture->a, STRUCTURE, begun, "Accord", "Nous pouvons"));
  spico_test_wait_for (g_list_model_get_n_items (of_structure) == 2);

  spico_test_region_ctl (fixture->region, "delegation", "end", "--account", STRUCTURE, "--delegate", MAUGER, NULL);
  spico_test_wait_for (g_list_model_get_n_items (of_structure) == 0);
  spico_test_wait_for (has_draft (own, NULL, "Nous pouvons", SPICO_TEMPLATE_REASON_ENDED));
  g_assert_cmpuint (g_list_model_get_n_items (own), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  SPICO_TEST_ADD ("B021-templates-off-line", test_off_line);
  SPICO_TEST_ADD ("B021-what-is-typed-of-a-template-is-kept", test_kept);
  SPICO_TEST_ADD ("B021-both-edit-a-template", test_both_edit);
  SPICO_TEST_ADD ("B021-a-template-is-deleted-while-typing", test_deleted_while_typing);
  SPICO_TEST_ADD ("B021-no-room-for-a-template", test_full);
  SPICO_TEST_ADD ("B021-the-templates-of-a-lost-account", test_lost_account);

  return g_test_run ();
}
