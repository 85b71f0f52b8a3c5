/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The new-conversation form, the recipient picker and the patients' screens, on a client in memory. */
#include <adwaita.h>
#include <glib/gi18n.h>

#include "fake-client.h"
#include "screen.h"
#include "spico-avatar.h"
#include "spico-directory-dialog.h"
#include "spico-dossier-view.h"
#include "spico-editor.h"
#include "spico-member-chip.h"
#include "spico-new-conversation-dialog.h"
#include "spico-new-conversation-patient.h"
#include "spico-patient-chip.h"
#include "spico-patients-list.h"
#include "spico-patients-page.h"
#include "spico-patients-row.h"
#include "spico-picker-chips.h"
#include "spico-picker-row.h"
#include "spico-picker.h"
#include "spico-presence-label.h"
#include "spico-window.h"

typedef struct {
  SpicoClient *client;
  GtkWidget *window;
  GtkWidget *dialog;
} Fixture;

static void
set_up_sized (Fixture *fixture,
              int      width)
{
  fixture->client = fake_client_new ();
  fake_client_fill (fixture->client);
  fixture->window = spico_window_new (NULL, fixture->client, "https://spico.example", "mauger");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 760);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fake_client_set_state (fixture->client, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);
  screen_settle (fixture->window);
}

static void
set_up (Fixture      *fixture,
        gconstpointer user_data)
{
  set_up_sized (fixture, GPOINTER_TO_INT (user_data));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer user_data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->client);
}

static void
picture (Fixture    *fixture,
         const char *name)
{
  g_autofree char *full = g_strdup_printf ("%s-%s", name, gtk_widget_get_width (fixture->window) < 500 ? "narrow" : "wide");

  screen_picture (fixture->window, full);
}

static gpointer
child_of (gpointer    widget,
          const char *name)
{
  GObject *child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);

  g_assert_nonnull (child);

  return child;
}

static gpointer
in_form (Fixture    *fixture,
         const char *name)
{
  return child_of (fixture->dialog, name);
}

static void
open_form (Fixture *fixture)
{
  gtk_widget_activate_action (fixture->window, "win.new-conversation", NULL);
  screen_settle (fixture->window);
  fixture->dialog = GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)));
  g_assert_true (SPICO_IS_NEW_CONVERSATION_DIALOG (fixture->dialog));
}

static void
close_form (Fixture *fixture)
{
  adw_dialog_close (ADW_DIALOG (fixture->dialog));
  while (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_reason (Fixture    *fixture,
               const char *expected)
{
  GtkWidget *reason = in_form (fixture, "reason");

  if (expected != NULL)
    g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (reason)), ==, expected);
  g_assert_cmpint (gtk_widget_get_visible (reason), ==, expected != NULL);
  g_assert_cmpint (gtk_widget_get_sensitive (in_form (fixture, "send")), ==, expected == NULL);
}

static void
type_search (gpointer    search,
             const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (search), text);
  g_signal_emit_by_name (search, "search-changed");
}

static void
add_member (Fixture    *fixture,
            const char *name)
{
  GtkWidget *search = child_of (in_form (fixture, "picker"), "search");

  g_signal_emit_by_name (in_form (fixture, "add_members"), "clicked");
  screen_settle (fixture->window);
  type_search (search, name);
  screen_settle (fixture->window);
  g_signal_emit_by_name (search, "activate");
  g_signal_emit_by_name (search, "stop-search");
  screen_settle (fixture->window);
}

static void
choose_patient (Fixture    *fixture,
                const char *name)
{
  GtkWidget *search = child_of (in_form (fixture, "patients"), "search");

  g_signal_emit_by_name (child_of (in_form (fixture, "patient"), "choose"), "clicked");
  screen_settle (fixture->window);
  type_search (search, name);
  screen_settle (fixture->window);
  g_signal_emit_by_name (search, "activate");
  screen_settle (fixture->window);
}

static void
write_text (Fixture    *fixture,
            const char *text)
{
  GtkWidget *editor = in_form (fixture, "editor");

  spico_editor_set_text (SPICO_EDITOR (editor), text);
  g_signal_emit_by_name (editor, "changed");
}

static guint
count_children (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n++;

  return n;
}

static const char *
chosen_patient (Fixture *fixture)
{
  GtkWidget *chip = adw_bin_get_child (child_of (in_form (fixture, "patient"), "bin"));

  return chip != NULL ? spico_patient_get_dossier_id (spico_chip_get_subject (SPICO_CHIP (chip))) : NULL;
}

static void
test_templates (Fixture      *fixture,
                gconstpointer user_data)
{
  GType types[] = {
    SPICO_TYPE_AVATAR, SPICO_TYPE_DOSSIER_VIEW, SPICO_TYPE_PATIENT_CHIP, SPICO_TYPE_PATIENTS_LIST, SPICO_TYPE_PATIENTS_PAGE,
    SPICO_TYPE_PATIENTS_ROW, SPICO_TYPE_PICKER, SPICO_TYPE_PICKER_CHIPS, SPICO_TYPE_PICKER_ROW, SPICO_TYPE_PRESENCE_LABEL,
    SPICO_TYPE_MEMBER_CHIP, SPICO_TYPE_NEW_CONVERSATION_DIALOG, SPICO_TYPE_NEW_CONVERSATION_PATIENT,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GtkWidget) widget = g_object_ref_sink (g_object_new (types[i], NULL));

      g_assert_true (GTK_IS_WIDGET (widget));
    }
}

static void
test_says_what_is_missing (Fixture      *fixture,
                           gconstpointer user_data)
{
  open_form (fixture);
  assert_reason (fixture, _("Add at least one member"));
  picture (fixture, "form-empty");

  add_member (fixture, "totaro");
  assert_reason (fixture, _("Enter the subject"));
  gtk_editable_set_text (in_form (fixture, "subject"), "Retour à domicile");
  assert_reason (fixture, _("Write the first message"));
  write_text (fixture, "Bonjour");
  assert_reason (fixture, NULL);
}

static void
test_sends_once (Fixture      *fixture,
                 gconstpointer user_data)
{
  open_form (fixture);
  add_member (fixture, "totaro");
  add_member (fixture, "tilleuls");
  choose_patient (fixture, "laprune");
  gtk_editable_set_text (in_form (fixture, "subject"), " Retour à domicile ");
  write_text (fixture, "Bonjour");
  picture (fixture, "form-filled");

  g_signal_emit_by_name (in_form (fixture, "editor"), "send");
  while (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fake_client_count_starts (fixture->client), ==, 1);
  g_assert_cmpstr (fake_client_last_start (fixture->client), ==, "p1 [p2,f1] d1 “Retour à domicile” “Bonjour”");
}

/* B003: closed, then opened again, the form is as it was left. */
static void
test_draft_comes_back (Fixture      *fixture,
                       gconstpointer user_data)
{
  g_autofree char *text = NULL;

  open_form (fixture);
  add_member (fixture, "totaro");
  choose_patient (fixture, "laprune");
  gtk_editable_set_text (in_form (fixture, "subject"), "Retour à domicile");
  write_text (fixture, "Bonjour,");
  close_form (fixture);

  open_form (fixture);
  text = spico_editor_get_text (in_form (fixture, "editor"));
  g_assert_cmpstr (text, ==, "Bonjour,");
  g_assert_cmpstr (gtk_editable_get_text (in_form (fixture, "subject")), ==, "Retour à domicile");
  g_assert_cmpuint (count_children (child_of (in_form (fixture, "chips"), "wrap")), ==, 1);
  g_assert_cmpstr (chosen_patient (fixture), ==, "d1");
  assert_reason (fixture, NULL);
}

/* F073 and B016 are told before sending. */
static void
test_tells_who_cannot_read (Fixture      *fixture,
                            gconstpointer user_data)
{
  open_form (fixture);
  add_member (fixture, "viguier");
  add_member (fixture, "escande");
  g_assert_cmpuint (count_children (in_form (fixture, "notices")), ==, 2);
  picture (fixture, "form-notices");
}

/* F068: the patient is from the active list of the account acted as. */
static void
test_patient_follows_the_account (Fixture      *fixture,
                                  gconstpointer user_data)
{
  g_autofree char *note = NULL;
  AdwComboRow *account;

  open_form (fixture);
  account = in_form (fixture, "account");

  choose_patient (fixture, "laprune");
  adw_combo_row_set_selected (account, 1);
  screen_settle (fixture->window);
  g_assert_null (chosen_patient (fixture));
  note = g_strdup_printf (_("%1$s is not in the active list of %2$s: the patient was removed."), "LAPRUNE Alba", "EHPAD Les Tilleuls");
  g_assert_cmpstr (gtk_label_get_label (child_of (in_form (fixture, "patient"), "note")), ==, note);
  picture (fixture, "form-patient-dropped");

  adw_combo_row_set_selected (account, 0);
  screen_settle (fixture->window);
  g_assert_cmpstr (chosen_patient (fixture), ==, "d1");

  /* In both lists */
  choose_patient (fixture, "marty");
  adw_combo_row_set_selected (account, 1);
  screen_settle (fixture->window);
  g_assert_cmpstr (chosen_patient (fixture), ==, "d2");
  g_assert_false (gtk_widget_get_visible (child_of (in_form (fixture, "patient"), "note")));
}

static void
test_removed_patient_is_gone (Fixture      *fixture,
                              gconstpointer user_data)
{
  open_form (fixture);
  choose_patient (fixture, "laprune");
  g_signal_emit_by_name (adw_bin_get_child (child_of (in_form (fixture, "patient"), "bin")), "removed");
  screen_settle (fixture->window);
  g_assert_null (chosen_patient (fixture));
}

static void
test_another_patient_asks (Fixture      *fixture,
                           gconstpointer user_data)
{
  g_autoptr (SpicoList) dossiers = spico_client_list_dossiers (fixture->client, "p1", "marty");
  g_autoptr (SpicoDossier) dossier = g_list_model_get_item (G_LIST_MODEL (dossiers), 0);
  AdwDialog *dialog;

  open_form (fixture);
  choose_patient (fixture, "laprune");
  close_form (fixture);

  dialog = spico_new_conversation_dialog_new (fixture->client, dossier, NULL);
  adw_dialog_present (dialog, fixture->window);
  screen_settle (fixture->window);
  fixture->dialog = GTK_WIDGET (dialog);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (in_form (fixture, "stack")), ==, "question");
  picture (fixture, "form-question");
  g_signal_emit_by_name (in_form (fixture, "resume"), "clicked");
  screen_settle (fixture->window);
  g_assert_cmpstr (chosen_patient (fixture), ==, "d1");
}

static void
open_begun (Fixture    *fixture,
            const char *text)
{
  g_autoptr (SpicoDraft) begun = spico_draft_new ("p1", NULL, NULL, NULL, text);
  AdwDialog *dialog = spico_new_conversation_dialog_new_begun (fixture->client, begun);

  adw_dialog_present (dialog, fixture->window);
  screen_settle (fixture->window);
  fixture->dialog = GTK_WIDGET (dialog);
}

/* F054: the form begins with the message, keeps it when it is closed, and asks before another one takes its place. */
static void
test_forwarded_message_is_a_draft (Fixture      *fixture,
                                   gconstpointer user_data)
{
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;

  open_begun (fixture, "> Un\n\n");
  first = spico_editor_get_text (in_form (fixture, "editor"));
  g_assert_cmpstr (first, ==, "> Un\n\n");
  g_assert_null (chosen_patient (fixture));
  g_assert_cmpstr (gtk_editable_get_text (in_form (fixture, "subject")), ==, "");
  close_form (fixture);

  open_begun (fixture, "> Un\n\n");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (in_form (fixture, "stack")), ==, "form");
  again = spico_editor_get_text (in_form (fixture, "editor"));
  g_assert_cmpstr (again, ==, "> Un\n\n");
  close_form (fixture);

  open_begun (fixture, "> Deux\n\n");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (in_form (fixture, "stack")), ==, "question");
}

/* Nobody shall believe that the message will be about a patient. */
static void
test_patient_of_draft_gone (Fixture      *fixture,
                            gconstpointer user_data)
{
  g_autoptr (SpicoDraft) draft = spico_draft_new ("p1", NULL, "gone", "Sortie", "Bonjour");

  dex_future_disown (spico_client_save_draft (fixture->client, draft));
  open_form (fixture);
  g_assert_null (chosen_patient (fixture));
  g_assert_true (gtk_widget_get_visible (child_of (in_form (fixture, "patient"), "note")));
  g_assert_cmpstr (gtk_label_get_label (child_of (in_form (fixture, "patient"), "note")), ==, _("The patient of this draft is no longer in the active list: the patient was removed."));
}

/* F016 */
static void
test_picker_keeps_favourites_and_searches (Fixture      *fixture,
                                           gconstpointer user_data)
{
  g_autoptr (SpicoPrincipal) principal = spico_client_get_principal (fixture->client, "p2");
  GtkWidget *picker;

  dex_future_disown (spico_client_add_favourite (fixture->client, "p1", "p2"));
  open_form (fixture);
  picker = in_form (fixture, "picker");
  g_signal_emit_by_name (in_form (fixture, "add_members"), "clicked");
  screen_settle (fixture->window);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (child_of (picker, "stack")), ==, "favourites");
  picture (fixture, "picker-favourites");

  g_signal_emit_by_name (child_of (picker, "search"), "activate");
  g_assert_cmpuint (count_children (child_of (in_form (fixture, "chips"), "wrap")), ==, 1);

  type_search (child_of (picker, "search"), "ma");
  screen_settle (fixture->window);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (child_of (picker, "stack")), ==, "search");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child_of (picker, "search_stack")), ==, "list");
  picture (fixture, "picker-results");

  g_signal_emit_by_name (child_of (picker, "search"), "activate");
  screen_settle (fixture->window);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child_of (picker, "search_stack")), ==, "recent");
  picture (fixture, "picker-recent");

  type_search (child_of (picker, "search"), "zzz");
  screen_settle (fixture->window);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child_of (picker, "search_stack")), ==, "empty");
  picture (fixture, "picker-empty");
}

/* The last page of the window that stands above the form. */
static GtkWidget *
directory_page (Fixture *fixture)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));

  g_assert_true (SPICO_IS_DIRECTORY_DIALOG (dialog));
  screen_settle (fixture->window);
  return GTK_WIDGET (adw_navigation_view_get_visible_page (child_of (dialog, "navigation")));
}

static GtkWidget *
open_directory (Fixture    *fixture,
                const char *kind)
{
  GtkWidget *picker = in_form (fixture, "picker");

  g_signal_emit_by_name (in_form (fixture, "add_members"), "clicked");
  adw_view_stack_set_visible_child_name (child_of (picker, "stack"), "search");
  adw_toggle_group_set_active_name (child_of (picker, "kinds"), kind);
  g_signal_emit_by_name (adw_bin_get_child (child_of (picker, "detailed_search")), "clicked");
  screen_settle (fixture->window);
  return directory_page (fixture);
}

static const char *
stack_page (GtkWidget *page)
{
  return gtk_stack_get_visible_child_name (child_of (page, "stack"));
}

static guint
count_results (GtkWidget *page)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (child_of (page, "results"))));
}

/* The title of each column that is seen. */
static char *
list_titles (GtkWidget *page)
{
  GListModel *columns = gtk_column_view_get_columns (child_of (page, "results"));
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (gtk_column_view_column_get_visible (column))
        g_strv_builder_add (titles, gtk_column_view_column_get_title (column));
    }
  all = g_strv_builder_end (titles);

  return g_strjoinv (" ", all);
}

/* F086 */
static void
test_directory_of_people (Fixture      *fixture,
                          gconstpointer user_data)
{
  gboolean is_narrow = GPOINTER_TO_INT (user_data) < 500;
  g_autofree char *titles = NULL;
  GtkWidget *page;

  open_form (fixture);
  page = open_directory (fixture, "all");
  g_assert_cmpstr (adw_navigation_page_get_title (ADW_NAVIGATION_PAGE (page)), ==, "Recherche d'un utilisateur");
  g_assert_cmpstr (stack_page (page), ==, "start");
  g_assert_false (gtk_widget_get_sensitive (child_of (page, "choose")));
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (child_of (page, "category"))), ==, 3);
  titles = list_titles (page);
  g_assert_cmpstr (titles, ==, is_narrow ? "Nom" : "Nom Prénom Adresse Profession");
  picture (fixture, "directory-start");

  gtk_editable_set_text (child_of (page, "name"), "a");
  screen_settle (fixture->window);
  g_assert_cmpstr (stack_page (page), ==, "start");
  adw_combo_row_set_selected (child_of (page, "category"), 1);
  screen_settle (fixture->window);
  g_assert_cmpstr (stack_page (page), ==, "list");
  g_assert_cmpuint (count_results (page), >, 1);
  picture (fixture, "directory-results");

  gtk_editable_set_text (child_of (page, "name"), "zzz");
  screen_settle (fixture->window);
  g_assert_cmpstr (stack_page (page), ==, "empty");
  picture (fixture, "directory-empty");

  gtk_editable_set_text (child_of (page, "name"), "totaro");
  screen_settle (fixture->window);
  g_signal_emit_by_name (child_of (page, "name"), "entry-activated");
  g_assert_true (gtk_widget_get_sensitive (child_of (page, "choose")));
  g_signal_emit_by_name (child_of (page, "choose"), "clicked");
  screen_settle (fixture->window);
  g_assert_cmpuint (count_children (child_of (in_form (fixture, "chips"), "wrap")), ==, 1);
}

/* F086: « Structure de coordination » is chosen in the window of F092. */
static void
test_directory_of_structures (Fixture      *fixture,
                              gconstpointer user_data)
{
  GtkWidget *page;
  GtkWidget *structures;

  open_form (fixture);
  page = open_directory (fixture, "persons");
  g_signal_emit_by_name (child_of (page, "structure"), "activated");
  screen_settle (fixture->window);
  structures = directory_page (fixture);
  g_assert_cmpstr (adw_navigation_page_get_title (ADW_NAVIGATION_PAGE (structures)), ==, "Recherche d'une structure");
  g_assert_cmpstr (gtk_button_get_label (child_of (structures, "choose")), ==, "Choisir cette structure");
  g_assert_false (gtk_widget_get_visible (child_of (structures, "structure")));
  gtk_editable_set_text (child_of (structures, "name"), "tilleuls");
  screen_settle (fixture->window);
  picture (fixture, "directory-structures");
  g_signal_emit_by_name (child_of (structures, "results"), "activate", 0);
  screen_settle (fixture->window);

  g_assert_true (directory_page (fixture) == page);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (child_of (page, "structure")), "Tilleuls"));
  g_assert_cmpstr (stack_page (page), ==, "list");
  picture (fixture, "directory-of-structure");
  g_signal_emit_by_name (child_of (page, "no_structure"), "clicked");
  screen_settle (fixture->window);
  g_assert_cmpstr (stack_page (page), ==, "start");
}

/* The account acted as takes part anyway. */
static void
test_picker_leaves_the_account_out (Fixture      *fixture,
                                    gconstpointer user_data)
{
  open_form (fixture);
  add_member (fixture, "mauger");
  g_assert_cmpuint (count_children (child_of (in_form (fixture, "chips"), "wrap")), ==, 0);
  assert_reason (fixture, _("Add at least one member"));
}

static void
open_picker (Fixture *fixture)
{
  g_signal_emit_by_name (in_form (fixture, "add_members"), "clicked");
  screen_settle (fixture->window);
}

static void
search_and_add (Fixture    *fixture,
                const char *name)
{
  GtkWidget *search = child_of (in_form (fixture, "picker"), "search");

  type_search (search, name);
  screen_settle (fixture->window);
  g_signal_emit_by_name (search, "activate");
  screen_settle (fixture->window);
}

/* Answers the question that stands above the form. */
static void
answer (Fixture    *fixture,
        const char *response)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));

  g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
  g_signal_emit_by_name (dialog, "response", response);
  adw_dialog_force_close (dialog);
  screen_settle (fixture->window);
}

static void
assert_members (Fixture *fixture,
                guint    n_members)
{
  g_assert_cmpuint (count_children (child_of (in_form (fixture, "chips"), "wrap")), ==, n_members);
}

static void
fill_circle (Fixture *fixture)
{
  fake_client_add_to_circle (fixture->client, "p1", "Infirmière coordinatrice", FALSE);
  fake_client_add_to_circle (fixture->client, "p2", "Référente de parcours", FALSE);
  fake_client_add_to_circle (fixture->client, "f1", "Hébergement temporaire", FALSE);
  fake_client_add_to_circle (fixture->client, "p4", "Kinésithérapeute", TRUE);
}

/* F017: the third tab is there about a patient, and gives whom the patient does not refuse (F087). */
static void
test_circle (Fixture      *fixture,
             gconstpointer user_data)
{
  GtkWidget *picker;

  fill_circle (fixture);
  open_form (fixture);
  picker = in_form (fixture, "picker");
  g_assert_false (adw_view_stack_page_get_visible (child_of (picker, "circle_page")));

  choose_patient (fixture, "laprune");
  open_picker (fixture);
  g_assert_true (adw_view_stack_page_get_visible (child_of (picker, "circle_page")));
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (child_of (picker, "stack")), ==, "circle");
  picture (fixture, "picker-circle");

  /* The account acted as comes first, and takes part anyway. */
  g_signal_emit_by_name (child_of (picker, "search"), "activate");
  assert_members (fixture, 1);
  g_signal_emit_by_name (child_of (picker, "circle"), "activate", 3);
  assert_members (fixture, 1);
  g_signal_emit_by_name (child_of (picker, "circle"), "activate", 2);
  assert_members (fixture, 2);
  g_assert_true (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)) == ADW_DIALOG (fixture->dialog));

  g_signal_emit_by_name (child_of (picker, "search"), "stop-search");
  g_signal_emit_by_name (adw_bin_get_child (child_of (in_form (fixture, "patient"), "bin")), "removed");
  screen_settle (fixture->window);
  g_assert_false (adw_view_stack_page_get_visible (child_of (picker, "circle_page")));
}

/* F064: who stands outside is asked about before being added, once. */
static void
test_outsiders_are_asked_about (Fixture      *fixture,
                                gconstpointer user_data)
{
  fill_circle (fixture);
  open_form (fixture);
  choose_patient (fixture, "laprune");
  open_picker (fixture);
  search_and_add (fixture, "escande");
  picture (fixture, "picker-outsider");
  assert_members (fixture, 0);
  answer (fixture, "cancel");
  assert_members (fixture, 0);

  search_and_add (fixture, "escande");
  answer (fixture, "yes");
  assert_members (fixture, 1);

  g_signal_emit_by_name (child_of (in_form (fixture, "picker"), "search"), "stop-search");
  gtk_editable_set_text (in_form (fixture, "subject"), "Retour");
  write_text (fixture, "Bonjour");
  g_signal_emit_by_name (in_form (fixture, "editor"), "send");
  screen_settle (fixture->window);
  g_assert_cmpuint (fake_client_count_starts (fixture->client), ==, 1);
}

/* Members who were there before the patient: before sending. */
static void
test_outsiders_are_asked_about_before_sending (Fixture      *fixture,
                                               gconstpointer user_data)
{
  fill_circle (fixture);
  open_form (fixture);
  add_member (fixture, "totaro");
  add_member (fixture, "escande");
  choose_patient (fixture, "laprune");
  gtk_editable_set_text (in_form (fixture, "subject"), "Retour");
  write_text (fixture, "Bonjour");

  g_signal_emit_by_name (in_form (fixture, "editor"), "send");
  screen_settle (fixture->window);
  picture (fixture, "form-outsiders");
  answer (fixture, "cancel");
  g_assert_cmpuint (fake_client_count_starts (fixture->client), ==, 0);
  assert_reason (fixture, NULL);

  g_signal_emit_by_name (in_form (fixture, "editor"), "send");
  screen_settle (fixture->window);
  answer (fixture, "yes");
  g_assert_cmpuint (fake_client_count_starts (fixture->client), ==, 1);
}

/* What is found off line is said before anybody is missed. */
static void
test_picker_says_what_is_found_off_line (Fixture      *fixture,
                                         gconstpointer user_data)
{
  GtkWidget *hint;

  open_form (fixture);
  open_picker (fixture);
  hint = child_of (in_form (fixture, "picker"), "hint");
  g_assert_false (gtk_widget_get_visible (hint));
  fake_client_set_state (fixture->client, SPICO_CLIENT_READY, SPICO_CONNECTION_OFFLINE, 0);
  g_assert_true (gtk_widget_get_visible (hint));
  screen_settle (fixture->window);
  picture (fixture, "picker-off-line");
  fake_client_set_state (fixture->client, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);
  g_assert_false (gtk_widget_get_visible (hint));
}

/* F013: units are asked for by themselves, and never neither. */
static void
test_picker_asks_for_units (Fixture      *fixture,
                            gconstpointer user_data)
{
  GtkWidget *picker;
  GtkCheckButton *establishments;
  GtkCheckButton *units;

  open_form (fixture);
  open_picker (fixture);
  picker = in_form (fixture, "picker");
  establishments = child_of (picker, "establishments");
  units = child_of (picker, "units");
  g_assert_false (gtk_widget_get_visible (child_of (picker, "places")));

  adw_toggle_group_set_active_name (child_of (picker, "kinds"), "structures");
  g_assert_true (gtk_widget_get_visible (child_of (picker, "places")));
  g_assert_true (gtk_check_button_get_active (establishments));
  g_assert_false (gtk_check_button_get_active (units));
  gtk_check_button_set_active (establishments, FALSE);
  g_assert_true (gtk_check_button_get_active (units));
  type_search (child_of (picker, "search"), "tilleuls");
  screen_settle (fixture->window);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child_of (picker, "search_stack")), ==, "empty");
  gtk_check_button_set_active (establishments, TRUE);
  screen_settle (fixture->window);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child_of (picker, "search_stack")), ==, "list");
  picture (fixture, "picker-units");
  gtk_check_button_set_active (units, FALSE);
  gtk_check_button_set_active (establishments, FALSE);
  g_assert_true (gtk_check_button_get_active (units));
}

/* F074 */
static void
test_patients (Fixture      *fixture,
               gconstpointer user_data)
{
  GtkWidget *page;
  GtkWidget *list;

  gtk_widget_activate_action (fixture->window, "win.page", "s", "patients");
  screen_settle (fixture->window);
  page = adw_bin_get_child (child_of (fixture->window, "patients_bin"));
  list = child_of (page, "list");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child_of (list, "stack")), ==, "list");
  picture (fixture, "patients");

  g_signal_emit_by_name (child_of (list, "search"), "activate");
  screen_settle (fixture->window);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (child_of (page, "content_stack")), ==, "dossier");
  g_assert_cmpstr (gtk_label_get_label (child_of (child_of (page, "dossier_view"), "name")), ==, "LAPRUNE Alba");
  picture (fixture, "dossier");

  g_signal_emit_by_name (child_of (child_of (page, "dossier_view"), "start"), "clicked");
  screen_settle (fixture->window);
  fixture->dialog = GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)));
  g_assert_cmpstr (chosen_patient (fixture), ==, "d1");
  picture (fixture, "form-from-dossier");
}

static void
test_accessible_names (Fixture      *fixture,
                       gconstpointer user_data)
{
  open_form (fixture);
  gtk_test_accessible_assert_property (in_form (fixture, "add_members"), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add members"));
  gtk_test_accessible_assert_property (in_form (fixture, "send"), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Send"));
  gtk_test_accessible_assert_role (in_form (fixture, "reason"), GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_test_accessible_assert_property (child_of (in_form (fixture, "picker"), "search"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       _("Search for a professional or a structure"));
}

static void
add_test (const char *path,
          void (*test) (Fixture      *fixture,
                        gconstpointer user_data))
{
  g_autofree char *wide = g_strdup_printf ("/forms/wide/%s", path);
  g_autofree char *narrow = g_strdup_printf ("/forms/narrow/%s", path);

  g_test_add (wide, Fixture, GINT_TO_POINTER (1000), set_up, test, tear_down);
  g_test_add (narrow, Fixture, GINT_TO_POINTER (360), set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  screen_init (&argc, &argv);

  add_test ("every template can be instantiated", test_templates);
  add_test ("F068 the form says what is missing", test_says_what_is_missing);
  add_test ("F068 the form sends once", test_sends_once);
  add_test ("B003 the draft comes back", test_draft_comes_back);
  add_test ("F073 B016 it tells who cannot read", test_tells_who_cannot_read);
  add_test ("F068 the patient follows the account", test_patient_follows_the_account);
  add_test ("F068 a removed patient is gone", test_removed_patient_is_gone);
  add_test ("F074 another patient asks about the draft", test_another_patient_asks);
  add_test ("F054 a forwarded message is a draft", test_forwarded_message_is_a_draft);
  add_test ("F074 a draft tells that its patient is gone", test_patient_of_draft_gone);
  add_test ("F016 favourites and latest searches", test_picker_keeps_favourites_and_searches);
  add_test ("F086 a person is searched for by fields", test_directory_of_people);
  add_test ("F092 a structure is searched for by fields", test_directory_of_structures);
  add_test ("F016 the account acted as is left out", test_picker_leaves_the_account_out);
  add_test ("F017 the circle is a tab about a patient", test_circle);
  add_test ("F064 outsiders are asked about", test_outsiders_are_asked_about);
  add_test ("F064 outsiders are asked about before sending", test_outsiders_are_asked_about_before_sending);
  add_test ("F016 it says what is found off line", test_picker_says_what_is_found_off_line);
  add_test ("F013 units are asked for", test_picker_asks_for_units);
  add_test ("F074 the active list opens a dossier", test_patients);
  add_test ("B010 accessible names", test_accessible_names);

  return g_test_run ();
}
