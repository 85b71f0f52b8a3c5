/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "fake-announcements.h"
#include "fake-client.h"
#include "fake-lock.h"
#include "screen.h"
#include "spico-account-button.h"
#include "spico-announcement-banner.h"
#include "spico-announcement-private.h"
#include "spico-announcements-dialog.h"
#include "spico-application.h"
#include "spico-card-dialog.h"
#include "spico-client-error.h"
#include "spico-composer.h"
#include "spico-connection-banner.h"
#include "spico-conversation-info-dialog.h"
#include "spico-conversation-row.h"
#include "spico-devices-dialog.h"
#include "spico-discussions-page.h"
#include "spico-editor.h"
#include "spico-error-box.h"
#include "spico-error-text.h"
#include "spico-gradual-rows.h"
#include "spico-groups-received.h"
#include "spico-help-dialog.h"
#include "spico-lock-page.h"
#include "spico-message-row.h"
#include "spico-patients-list.h"
#include "spico-patients-page.h"
#include "spico-people-list.h"
#include "spico-progress-button.h"
#include "spico-shortcuts-dialog.h"
#include "spico-sign-in-page.h"
#include "spico-thread-text.h"
#include "spico-thread-view.h"
#include "spico-tooltip.h"
#include "spico-window.h"

static SpicoClient *
filled_client (void)
{
  SpicoClient *client = fake_client_new ();

  fake_client_fill (client);

  return client;
}

static GtkWidget *
window_of (SpicoClient *client,
           int          width,
           int          height)
{
  GtkWidget *window = spico_window_new (NULL, client, "https://spico.example", "mauger");

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);
  screen_settle (window);

  return window;
}

static void
test_templates (void)
{
  GType types[] = {
    SPICO_TYPE_ACCOUNT_BUTTON, SPICO_TYPE_ANNOUNCEMENT_BANNER, SPICO_TYPE_ANNOUNCEMENTS_DIALOG, SPICO_TYPE_COMPOSER, SPICO_TYPE_CONVERSATION_ROW, SPICO_TYPE_DEVICES_DIALOG, SPICO_TYPE_DISCUSSIONS_PAGE, SPICO_TYPE_EDITOR,
    SPICO_TYPE_ERROR_BOX, SPICO_TYPE_PROGRESS_BUTTON, SPICO_TYPE_PEOPLE_LIST, SPICO_TYPE_LOCK_PAGE, SPICO_TYPE_MESSAGE_ROW, SPICO_TYPE_SHORTCUTS_DIALOG, SPICO_TYPE_SIGN_IN_PAGE, SPICO_TYPE_THREAD_VIEW,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GtkWidget) widget = g_object_ref_sink (g_object_new (types[i], NULL));

      g_test_message ("%s", g_type_name (types[i]));

      g_assert_true (GTK_IS_WIDGET (widget));
    }
}

static void
test_sign_in (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window = spico_window_new (NULL, client, "https://spico.example", "mauger");

  gtk_window_set_default_size (GTK_WINDOW (window), 900, 720);
  gtk_window_present (GTK_WINDOW (window));
  fake_client_set_state (client, SPICO_CLIENT_SIGNED_OUT, SPICO_CONNECTION_OFFLINE, 0);
  screen_picture (window, "sign-in");
  spico_window_show_error (SPICO_WINDOW (window), "Identifiant ou mot de passe incorrect.");
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  screen_picture (window, "sign-in-narrow");
  gtk_window_destroy (GTK_WINDOW (window));
}

static gpointer find (GtkWidget *widget,
                      GType      type);

static void
type_password (GtkWidget  *window,
               const char *password)
{
  GtkWidget *entry = find (window, ADW_TYPE_PASSWORD_ENTRY_ROW);

  gtk_editable_set_text (GTK_EDITABLE (entry), password);
  g_signal_emit_by_name (entry, "entry-activated");
  screen_settle (window);
}

/* Nothing of what stood there is left behind the lock, and it is there again once it is unlocked (X018, B001). */
static void
test_lock (void)
{
  g_autoptr (SpicoClient) client = filled_client ();
  GtkWidget *window = window_of (client, 1040, 860);
  GtkWidget *lock;

  fake_lock_add_person (client, "totaro", "M. Bruno TOTARO");
  fake_lock_add_person (client, "bonnefous_claire", "");
  fake_lock_set_waiting (client, 2);
  gtk_widget_activate_action (window, "win.open-conversation", "(ss)", "p1", "c1");
  gtk_widget_activate_action (window, "win.page", "s", "patients");
  screen_settle (window);
  g_assert_nonnull (find (window, SPICO_TYPE_PATIENTS_PAGE));
  gtk_widget_activate_action (window, "win.devices", NULL);
  screen_settle (window);

  gtk_widget_activate_action (window, "win.lock", NULL);
  screen_settle (window);
  screen_picture (window, "lock");
  lock = find (window, SPICO_TYPE_LOCK_PAGE);
  g_assert_true (gtk_widget_get_mapped (lock));
  g_assert_null (find (window, SPICO_TYPE_PATIENTS_PAGE));
  g_assert_null (find (window, SPICO_TYPE_MESSAGE_ROW));
  g_assert_null (find (window, SPICO_TYPE_CONVERSATION_ROW));
  g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));

  type_password (window, "faux");
  g_assert_true (gtk_widget_get_mapped (lock));
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  screen_picture (window, "lock-narrow");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  fake_lock_refuse (client, 20);
  type_password (window, "faux");
  screen_picture (window, "lock-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);

  type_password (window, "spico-demo");
  g_assert_false (gtk_widget_get_mapped (lock));
  g_assert_nonnull (find (window, SPICO_TYPE_CONVERSATION_ROW));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_discussions (void)
{
  g_autoptr (SpicoClient) client = filled_client ();
  GtkWidget *window = window_of (client, 1080, 760);

  screen_picture (window, "discussions");
  gtk_widget_activate_action (window, "win.open-conversation", "(ss)", "p1", "c1");
  screen_picture (window, "thread");
  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_OFFLINE, 3);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  screen_picture (window, "thread-dark-offline");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
says (GtkWidget  *widget,
      const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (says (child, text))
        return TRUE;
    }

  return FALSE;
}

static gboolean
shows_row (GtkWidget *window)
{
  GtkWidget *row = find (window, SPICO_TYPE_CONVERSATION_ROW);

  return row != NULL && gtk_widget_get_mapped (row);
}

/* Without the server for too long, a delegated account and the dossiers lock in the open window; one's own conversations stay, and all comes back with the server (F030). */
static void
test_contact_lost (void)
{
  g_autoptr (SpicoClient) client = filled_client ();
  g_autofree char *account_locked = spico_text_locked_account (72);
  g_autofree char *dossiers_locked = spico_text_locked_dossiers (72);
  GtkWidget *window = window_of (client, 1040, 760);

  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_OFFLINE, 0);
  fake_client_lose_contact (client, TRUE);
  screen_settle (window);
  g_assert_true (shows_row (window));

  fake_client_lose_contact (client, FALSE);
  spico_discussions_page_set_account (find (window, SPICO_TYPE_DISCUSSIONS_PAGE), spico_client_find_account (client, "f1"));
  screen_settle (window);
  g_assert_true (shows_row (window));
  spico_discussions_page_open (find (window, SPICO_TYPE_DISCUSSIONS_PAGE), "f1", "c1");
  screen_settle (window);
  g_assert_true (gtk_widget_get_mapped (find (window, SPICO_TYPE_THREAD_VIEW)));
  fake_client_lose_contact (client, TRUE);
  screen_picture (window, "locked-account");
  g_assert_true (says (window, account_locked));
  g_assert_false (shows_row (window));
  g_assert_false (gtk_widget_get_mapped (find (window, SPICO_TYPE_THREAD_VIEW)));
  spico_discussions_page_open (find (window, SPICO_TYPE_DISCUSSIONS_PAGE), "f1", "c1");
  screen_settle (window);
  g_assert_false (gtk_widget_get_mapped (find (window, SPICO_TYPE_THREAD_VIEW)));
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  screen_picture (window, "locked-account-narrow");
  g_assert_true (says (window, account_locked));

  gtk_widget_activate_action (window, "win.page", "s", "patients");
  screen_picture (window, "locked-dossiers-narrow");
  g_assert_true (says (window, dossiers_locked));
  g_assert_false (gtk_widget_get_mapped (find (window, SPICO_TYPE_PATIENTS_LIST)));
  gtk_window_set_default_size (GTK_WINDOW (window), 1040, 760);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  screen_picture (window, "locked-dossiers-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);

  fake_client_lose_contact (client, FALSE);
  screen_settle (window);
  g_assert_true (gtk_widget_get_mapped (find (window, SPICO_TYPE_PATIENTS_LIST)));
  gtk_widget_activate_action (window, "win.page", "s", "discussions");
  screen_settle (window);
  g_assert_true (shows_row (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What was opened over it before closes, and the window says why; one's own stays (F030). */
static void
test_contact_lost_dialogs (void)
{
  static const char *const actions[] = { "win.groups", "win.absence" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr (SpicoClient) client = filled_client ();
      GtkWidget *window = window_of (client, 1040, 760);
      g_autofree char *why = g_strdup_printf ("%s est verrouillé tant que le serveur n'est pas joint\302\240: ce qui était ouvert a été fermé.",
                                              spico_account_get_name (spico_client_find_account (client, "f1")));

      gtk_widget_activate_action (window, actions[i], NULL);
      screen_settle (window);
      fake_client_lose_contact (client, TRUE);
      screen_settle (window);
      g_assert_nonnull (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
      adw_dialog_force_close (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
      fake_client_lose_contact (client, FALSE);

      spico_client_set_account (client, spico_client_find_account (client, "f1"));
      gtk_widget_activate_action (window, actions[i], NULL);
      screen_settle (window);
      g_assert_nonnull (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
      adw_dialog_present (ADW_DIALOG (adw_alert_dialog_new ("Over it", NULL)), window);
      fake_client_lose_contact (client, TRUE);
      screen_picture (window, "locked-dialog");
      g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
      g_assert_true (says (window, why));
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

/* Nor is it said of a delegated account that it has no groups, where they may not be read (F030). */
static void
test_contact_lost_groups (void)
{
  g_autoptr (SpicoClient) client = filled_client ();
  g_autofree char *account_locked = spico_text_locked_account (72);
  GtkWidget *window = window_of (client, 1040, 760);

  spico_client_set_account (client, spico_client_find_account (client, "f1"));
  fake_client_lose_contact (client, TRUE);
  gtk_widget_activate_action (window, "win.groups", NULL);
  screen_picture (window, "locked-groups");
  g_assert_true (says (window, account_locked));
  fake_client_lose_contact (client, FALSE);
  screen_settle (window);
  g_assert_false (says (window, account_locked));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The texts of all the labels that are shown. */
static void
collect_texts (GtkWidget *widget,
               GString   *texts)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget))
    g_string_append_printf (texts, "%s\n", gtk_label_get_label (GTK_LABEL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (gtk_widget_get_visible (child))
        collect_texts (child, texts);
    }
}

static void
test_narrow (void)
{
  g_autoptr (SpicoClient) client = filled_client ();
  g_autoptr (GString) texts = g_string_new (NULL);
  GtkWidget *window = window_of (client, 360, 720);
  GtkWidget *dialog;

  screen_picture (window, "narrow-list");
  gtk_widget_activate_action (window, "win.open-conversation", "(ss)", "p1", "c1");
  screen_picture (window, "narrow-thread");
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
  gtk_widget_activate_action (window, "win.show-card", "(sb)", "p5", TRUE);
  screen_picture (window, "narrow-card");
  collect_texts (window, texts);
  g_assert_nonnull (strstr (texts->str, "Envoyer une notification"));
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
  adw_dialog_force_close (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  gtk_widget_activate_action (window, "win.absence", NULL);
  screen_picture (window, "narrow-absence");
  g_assert_nonnull (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
  adw_dialog_force_close (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  gtk_widget_activate_action (window, "win.groups", NULL);
  screen_picture (window, "narrow-groups");
  dialog = GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (gtk_widget_get_ancestor (find (dialog, SPICO_TYPE_GROUPS_RECEIVED), ADW_TYPE_VIEW_STACK)), "received");
  screen_picture (window, "narrow-groups-received");
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
  gtk_widget_activate_action (dialog, "groups.create", NULL);
  screen_picture (window, "narrow-group");
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The first widget of a type inside another. */
static gpointer
find (GtkWidget *widget,
      GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_cards (void)
{
  g_autoptr (SpicoClient) client = filled_client ();
  GtkWidget *window = window_of (client, 1080, 860);
  g_autoptr (GString) person = g_string_new (NULL);
  g_autoptr (GString) structure = g_string_new (NULL);
  AdwDialog *dialog;

  gtk_widget_activate_action (window, "win.show-card", "(sb)", "p2", TRUE);
  screen_picture (window, "card");
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  collect_texts (GTK_WIDGET (dialog), person);
  g_assert_nonnull (strstr (person->str, "marie.totaro@medecin.mssante.example"));
  g_assert_nonnull (strstr (person->str, "CENTRE HOSPITALIER"));
  g_assert_nonnull (strstr (person->str, "Groupes publics"));
  g_assert_nonnull (strstr (person->str, "Équipe <mobile> & PCO"));
  g_assert_null (strstr (person->str, "N'est plus dans l'annuaire"));
  adw_dialog_force_close (dialog);

  gtk_widget_activate_action (window, "win.show-card", "(sb)", "f1", TRUE);
  screen_picture (window, "card-structure");
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  collect_texts (GTK_WIDGET (dialog), structure);
  g_assert_nonnull (strstr (structure->str, "Association des Tilleuls, FINESS"));
  g_assert_nonnull (strstr (structure->str, "Mme Stéphanie MAUGER"));
  g_assert_nonnull (strstr (structure->str, "Afficher plus"));
  g_assert_null (strstr (structure->str, "M. Bruno ESCANDE"));

  g_signal_emit_by_name (find (GTK_WIDGET (dialog), ADW_TYPE_BUTTON_ROW), "activated");
  screen_settle (window);
  g_string_truncate (structure, 0);
  collect_texts (GTK_WIDGET (dialog), structure);
  g_assert_nonnull (strstr (structure->str, "M. Bruno ESCANDE"));
  g_assert_null (strstr (structure->str, "Afficher plus"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Its words, whatever is folded away with it. */
static const char *
banner_of (GtkWidget *window)
{
  AdwBanner *banner = find (find (window, SPICO_TYPE_CONNECTION_BANNER), ADW_TYPE_BANNER);

  return gtk_widget_get_visible (GTK_WIDGET (banner)) ? adw_banner_get_title (banner) : NULL;
}

static void
test_certificate (void)
{
  static const struct {
    SpicoClientError code;
    const char *picture;
  } obstacles[] = {
    { SPICO_CLIENT_ERROR_CERTIFICATE, "certificate-unknown" },
    { SPICO_CLIENT_ERROR_CERTIFICATE_HOST, "certificate-elsewhere" },
    { SPICO_CLIENT_ERROR_CERTIFICATE_DATE, "certificate-past" },
  };
  g_autoptr (SpicoClient) client = filled_client ();
  GtkWidget *window = window_of (client, 360, 720);

  g_assert_null (banner_of (window));
  for (guint i = 0; i < G_N_ELEMENTS (obstacles); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (SPICO_CLIENT_ERROR, obstacles[i].code, "");

      fake_client_set_obstacle (client, g_error_copy (error));
      fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_OFFLINE, 2);
      g_assert_cmpstr (banner_of (window), ==, spico_error_obstacle_text (error));
      screen_picture (window, obstacles[i].picture);
      g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
      g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (find (find (find (window, SPICO_TYPE_CONNECTION_BANNER), ADW_TYPE_BANNER), GTK_TYPE_LABEL))));

      fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_CONNECTING, 2);
      g_assert_cmpstr (banner_of (window), ==, spico_error_obstacle_text (error));
    }

  fake_client_set_obstacle (client, NULL);
  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);
  g_assert_null (banner_of (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_dialogs (void)
{
  g_autoptr (SpicoClient) client = filled_client ();
  GtkWidget *window = window_of (client, 1080, 760);
  AdwDialog *dialog = spico_conversation_info_dialog_new (client, fake_client_first_conversation (client), FALSE);

  adw_dialog_present (dialog, window);
  screen_picture (window, "information");
  adw_dialog_force_close (dialog);
  dialog = spico_shortcuts_dialog_new ();
  adw_dialog_present (dialog, window);
  screen_picture (window, "shortcuts");
  adw_dialog_force_close (dialog);
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkTextBuffer *
composer_buffer (GtkWidget *window)
{
  return gtk_text_view_get_buffer (find (find (window, SPICO_TYPE_COMPOSER), GTK_TYPE_TEXT_VIEW));
}

static char *
composer_text (GtkWidget *window)
{
  return spico_editor_get_text (find (find (window, SPICO_TYPE_COMPOSER), SPICO_TYPE_EDITOR));
}

static void
test_composer_sends (void)
{
  g_autoptr (SpicoClient) client = filled_client ();
  GtkWidget *window = window_of (client, 1080, 760);
  GtkWidget *view;
  g_autofree char *text = NULL;

  spico_discussions_page_open (find (window, SPICO_TYPE_DISCUSSIONS_PAGE), "p1", "c1");
  screen_settle (window);
  view = find (find (window, SPICO_TYPE_COMPOSER), GTK_TYPE_TEXT_VIEW);
  gtk_text_buffer_insert_at_cursor (composer_buffer (window), "  ", -1);
  gtk_widget_activate_action (view, "editor.send", NULL);
  g_assert_cmpstr (fake_client_last_call (client), !=, "  ");

  gtk_text_buffer_insert_at_cursor (composer_buffer (window), "à demain\n", -1);
  gtk_widget_activate_action (view, "editor.send", NULL);
  g_assert_cmpstr (fake_client_last_call (client), ==, "  à demain");
  text = composer_text (window);
  g_assert_cmpstr (text, ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_composer_keeps_drafts (void)
{
  g_autoptr (SpicoClient) client = filled_client ();
  GtkWidget *window = window_of (client, 1080, 760);
  SpicoComposer *composer;
  g_autofree char *empty = NULL;
  g_autofree char *draft = NULL;

  spico_discussions_page_open (find (window, SPICO_TYPE_DISCUSSIONS_PAGE), "p1", "c1");
  screen_settle (window);
  composer = find (window, SPICO_TYPE_COMPOSER);
  gtk_text_buffer_insert_at_cursor (composer_buffer (window), "je repasse", -1);
  spico_composer_set_conversation (composer, NULL);
  g_assert_cmpstr (fake_client_last_call (client), ==, "save-draft");
  empty = composer_text (window);
  g_assert_cmpstr (empty, ==, "");

  spico_composer_set_conversation (composer, fake_client_conversation (client, 1));
  screen_settle (window);
  draft = composer_text (window);
  g_assert_cmpstr (draft, ==, "je repasse");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_composer_is_accessible (void)
{
  g_autoptr (SpicoEditor) editor = g_object_ref_sink (g_object_new (SPICO_TYPE_EDITOR, "placeholder", "Rédiger", NULL));
  GtkWidget *view = find (GTK_WIDGET (editor), GTK_TYPE_TEXT_VIEW);

  g_assert_false (gtk_text_view_get_accepts_tab (GTK_TEXT_VIEW (view)));
  gtk_test_accessible_assert_role (view, GTK_ACCESSIBLE_ROLE_TEXT_BOX);
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Rédiger");
}

static void
run_pending (guint most)
{
  for (guint i = 0; i < most && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

/* Checking is put off, and done in a thread: an editor may go at any step of it. A warning of libspelling ends the test. */
static void
test_editor_goes_while_checking (void)
{
  for (guint steps = 0; steps < 40; steps++)
    {
      GtkWidget *window = gtk_window_new ();
      GtkWidget *editor = g_object_new (SPICO_TYPE_EDITOR, "spell-check", TRUE, NULL);

      gtk_window_set_child (GTK_WINDOW (window), editor);
      gtk_window_present (GTK_WINDOW (window));
      screen_settle (window);
      gtk_widget_grab_focus (editor);
      spico_editor_set_text (SPICO_EDITOR (editor), "Ceci est une phrasse avec des fotes, asez longue pour qu'il y ait de quoi faire.");
      run_pending (steps);
      gtk_window_destroy (GTK_WINDOW (window));
      run_pending (G_MAXUINT);
    }
}

static GtkAdjustment *
thread_adjustment (GtkWidget *window)
{
  SpicoThreadView *thread = find (window, SPICO_TYPE_THREAD_VIEW);
  GtkWidget *list = gtk_widget_get_ancestor (find (GTK_WIDGET (thread), SPICO_TYPE_MESSAGE_ROW), GTK_TYPE_LIST_VIEW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW)));
}

static double
from_bottom (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) - gtk_adjustment_get_value (adjustment);
}

static void
test_thread_stays_at_bottom (void)
{
  g_autoptr (SpicoClient) client = filled_client ();
  GtkWidget *window = window_of (client, 1080, 760);
  GtkAdjustment *adjustment;
  double value;

  spico_discussions_page_open (find (window, SPICO_TYPE_DISCUSSIONS_PAGE), "p1", "c1");
  screen_settle (window);
  adjustment = thread_adjustment (window);
  g_assert_cmpfloat (from_bottom (adjustment), <, 1);
  for (int i = 0; i < 20; i++)
    {
      fake_client_receive (client, "Un message assez long pour occuper une ligne entière, et même un peu plus que cela.");
      screen_settle (window);
    }
  screen_settle (window);
  g_assert_cmpfloat (from_bottom (adjustment), <, 1);

  gtk_adjustment_set_value (adjustment, 200);
  screen_settle (window);
  value = gtk_adjustment_get_value (adjustment);
  fake_client_receive (client, "Encore un.");
  screen_settle (window);
  g_assert_cmpfloat (ABS (gtk_adjustment_get_value (adjustment) - value), <, 1);
  screen_picture (window, "scrolled-up");
  gtk_window_destroy (GTK_WINDOW (window));
}

static GListModel *
many_texts (guint n)
{
  GtkStringList *texts = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (texts, "Texte");

  return G_LIST_MODEL (texts);
}

static guint
n_rows (GtkSliceListModel *rows)
{
  return g_list_model_get_n_items (G_LIST_MODEL (rows));
}

static void
fewer_cb (GListModel *rows,
          guint       position,
          guint       removed,
          guint       added,
          guint      *most)
{
  *most = MAX (*most, added);
}

/* The first rows at once, then a few a frame, whenever they come; another list begins anew. */
static void
test_gradual_rows (void)
{
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GtkSliceListModel) rows = spico_gradual_rows_new (window, 7, 5);
  g_autoptr (GListModel) many = many_texts (300);
  g_autoptr (GListModel) others = many_texts (40);
  g_autoptr (GListStore) late = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  guint most = 0;

  gtk_window_present (GTK_WINDOW (window));
  screen_settle (window);
  spico_gradual_rows_restart (rows, many);
  g_assert_cmpuint (n_rows (rows), ==, 7);
  g_signal_connect (rows, "items-changed", G_CALLBACK (fewer_cb), &most);
  while (n_rows (rows) < 200)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (most, ==, 5);
  screen_settle (window);
  g_assert_cmpuint (n_rows (rows), ==, 300);

  spico_gradual_rows_restart (rows, others);
  g_assert_cmpuint (n_rows (rows), ==, 7);
  while (n_rows (rows) < 40)
    g_main_context_iteration (NULL, TRUE);

  /* What is still awaited begins when it comes. */
  spico_gradual_rows_restart (rows, G_LIST_MODEL (late));
  screen_settle (window);
  screen_settle (window);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GObject) text = g_list_model_get_item (others, i);

      g_list_store_append (late, text);
    }
  g_assert_cmpuint (n_rows (rows), ==, 7);
  while (n_rows (rows) < 20)
    g_main_context_iteration (NULL, TRUE);

  spico_gradual_rows_restart (rows, many);
  spico_gradual_rows_show_all (rows);
  g_assert_cmpuint (n_rows (rows), ==, 300);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
has_tooltip (GtkWidget *widget)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean is_shown = FALSE;

  g_signal_emit_by_name (widget, "query-tooltip", 0, 0, FALSE, tooltip, &is_shown);

  return is_shown;
}

/* What a row's tooltip says is asked for when it is shown: filling a row lays out nothing. */
static void
test_tooltip (void)
{
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new ("Nom"));

  spico_tooltip_set (label, NULL);
  g_assert_false (gtk_widget_get_has_tooltip (label));
  spico_tooltip_set (label, "Un nom qui est long");
  g_assert_true (gtk_widget_get_has_tooltip (label));
  g_assert_null (gtk_widget_get_tooltip_text (label));
  g_assert_true (has_tooltip (label));
  spico_tooltip_set (label, NULL);
  g_assert_false (has_tooltip (label));
}

/* A table goes back to its first rows a few at a time, from wherever it is scrolled to, and has the others again, also where nothing becomes of it. */
static void
test_gradual_table (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *table = gtk_column_view_new (NULL);
  g_autoptr (GListModel) many = many_texts (1000);
  GtkSliceListModel *rows = spico_gradual_rows_fill_table (GTK_COLUMN_VIEW (table), many);
  guint n_steps = 0;

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), table);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  g_assert_true (spico_gradual_rows_is_reduced (rows));
  gtk_window_present (GTK_WINDOW (window));
  while (n_rows (rows) < 1000)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (spico_gradual_rows_is_reduced (rows));

  gtk_column_view_scroll_to (GTK_COLUMN_VIEW (table), 999, NULL, GTK_LIST_SCROLL_NONE, NULL);
  spico_gradual_rows_reduce (rows);
  g_assert_cmpuint (n_rows (rows), ==, 1000);
  for (; !spico_gradual_rows_is_reduced (rows); n_steps++)
    {
      guint n_before = n_rows (rows);

      while (n_rows (rows) == n_before)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (n_before - n_rows (rows), <=, n_before == 1000 ? 1000 : 80);
    }
  g_assert_cmpuint (n_steps, >, 2);
  while (n_rows (rows) < 1000)
    g_main_context_iteration (NULL, TRUE);

  /* Few rows are few at once. */
  gtk_string_list_splice (GTK_STRING_LIST (many), 5, 995, NULL);
  spico_gradual_rows_reduce (rows);
  g_assert_true (spico_gradual_rows_is_reduced (rows));
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
show_announcements (GtkWidget *window)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (window, "win.announcements", NULL);
  screen_settle (window);
  dialog = GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  g_assert_true (SPICO_IS_ANNOUNCEMENTS_DIALOG (dialog));

  return dialog;
}

/* F008: what is over is left out, and what goes while one looks is gone. */
static void
test_announcements (gconstpointer user_data)
{
  gboolean is_narrow = GPOINTER_TO_INT (user_data) < 500;
  gint64 now = g_get_real_time ();
  g_autoptr (SpicoClient) client = filled_client ();
  g_autoptr (GListStore) list = g_list_store_new (SPICO_TYPE_ANNOUNCEMENT);
  g_autoptr (SpicoAnnouncement) soon = spico_announcement_new ("w", SPICO_ANNOUNCEMENT_MAINTENANCE, "Mise à jour de la plateforme régionale",
                                                               "Les messages écrits pendant ce temps partiront à la fin de l'opération.\nRien n'est perdu.", now + 60 * G_USEC_PER_SEC,
                                                               now + G_GINT64_CONSTANT (7200) * G_USEC_PER_SEC, now, FALSE);
  g_autoptr (SpicoAnnouncement) over = spico_announcement_new ("o", SPICO_ANNOUNCEMENT_MAINTENANCE, "Sauvegarde", "", now - G_GINT64_CONSTANT (7200) * G_USEC_PER_SEC, now - 60 * G_USEC_PER_SEC, now - 10, FALSE);
  g_autoptr (SpicoAnnouncement) release = spico_announcement_new ("r", SPICO_ANNOUNCEMENT_RELEASE, "Version 3.1 <b>", "https://region.example/nouveautes", 0, 0, now - 20, TRUE);
  GtkWidget *window;
  GtkWidget *dialog;
  GtkListBox *rows;

  g_list_store_append (list, soon);
  g_list_store_append (list, over);
  g_list_store_append (list, release);
  fake_announcements_set (list);
  window = window_of (client, GPOINTER_TO_INT (user_data), 700);
  screen_picture (window, is_narrow ? "announcement-banner-narrow" : "announcement-banner-wide");

  dialog = show_announcements (window);
  rows = GTK_LIST_BOX (gtk_widget_get_template_child (dialog, SPICO_TYPE_ANNOUNCEMENTS_DIALOG, "list"));
  g_assert_nonnull (gtk_list_box_get_row_at_index (rows, 1));
  g_assert_null (gtk_list_box_get_row_at_index (rows, 2));
  screen_picture (window, is_narrow ? "announcements-narrow" : "announcements-wide");

  g_list_store_remove_all (list);
  g_assert_null (gtk_list_box_get_row_at_index (rows, 0));
  screen_picture (window, is_narrow ? "announcements-empty-narrow" : "announcements-empty-wide");
  gtk_window_destroy (GTK_WINDOW (window));
  fake_announcements_set (NULL);
}

static void
assert_help (GtkWidget  *window,
             const char *title)
{
  AdwDialog *dialog;
  AdwNavigationView *navigation;

  gtk_widget_activate_action (window, "win.help", NULL);
  screen_settle (window);
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  g_assert_true (SPICO_IS_HELP_DIALOG (dialog));
  navigation = ADW_NAVIGATION_VIEW (gtk_widget_get_template_child (GTK_WIDGET (dialog), SPICO_TYPE_HELP_DIALOG, "navigation"));
  g_assert_cmpstr (adw_navigation_page_get_title (adw_navigation_view_get_visible_page (navigation)), ==, title);
}

static void
close_dialog (GtkWidget *window)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));

  adw_dialog_force_close (dialog);
  while (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)) == dialog)
    g_main_context_iteration (NULL, TRUE);
}

/* F101: the help is about what is in front; links lead from page to page, and the support desk stands at the foot. */
static void
test_help (gconstpointer user_data)
{
  gboolean is_narrow = GPOINTER_TO_INT (user_data) < 500;
  g_autoptr (SpicoClient) client = filled_client ();
  GtkWidget *window = window_of (client, GPOINTER_TO_INT (user_data), 700);
  GtkWidget *dialog;

  assert_help (window, "Discussions");
  dialog = GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (gtk_widget_get_template_child (dialog, SPICO_TYPE_HELP_DIALOG, "support"))));
  screen_picture (window, is_narrow ? "help-narrow" : "help-wide");
  gtk_widget_activate_action (dialog, "help.show", "s", "hors-ligne");
  screen_settle (window);
  gtk_widget_activate_action (dialog, "help.show", "s", "discussions");
  screen_settle (window);
  assert_help (window, "Discussions");
  adw_navigation_view_pop (ADW_NAVIGATION_VIEW (gtk_widget_get_template_child (dialog, SPICO_TYPE_HELP_DIALOG, "navigation")));
  screen_picture (window, is_narrow ? "help-contents-narrow" : "help-contents-wide");
  close_dialog (window);

  gtk_widget_activate_action (window, "win.absence", NULL);
  screen_settle (window);
  assert_help (window, "Absence");
  close_dialog (window);
  close_dialog (window);

  gtk_widget_activate_action (window, "win.page", "s", "patients");
  screen_settle (window);
  assert_help (window, "Patients");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  screen_init (&argc, &argv);

  g_test_add_func ("/widgets/every template can be instantiated", test_templates);
  g_test_add_func ("/widgets/the sign-in page shows its errors", test_sign_in);
  g_test_add_func ("/widgets/X018 nothing is left behind the lock", test_lock);
  g_test_add_func ("/widgets/a conversation shows its messages", test_discussions);
  g_test_add_func ("/widgets/F030 a delegated account and the dossiers lock without the server", test_contact_lost);
  g_test_add_func ("/widgets/F030 dialogs over a delegated account close when it locks", test_contact_lost_dialogs);
  g_test_add_func ("/widgets/F030 groups of a delegated account lock without the server", test_contact_lost_groups);
  g_test_add_func ("/widgets/F010 a card shows what the registers say", test_cards);
  g_test_add_func ("/widgets/nothing is wider than 360 pixels", test_narrow);
  g_test_add_func ("/widgets/F002 a certificate that goes bad is told of as long as that lasts", test_certificate);
  g_test_add_func ("/widgets/dialogs open", test_dialogs);
  g_test_add_func ("/widgets/B003 a message is sent, blanks alone are not", test_composer_sends);
  g_test_add_func ("/widgets/B003 a draft is kept when another conversation is shown", test_composer_keeps_drafts);
  g_test_add_func ("/widgets/B010 Tab leaves the composer, which says what it is", test_composer_is_accessible);
  g_test_add_func ("/widgets/an editor may go while its words are checked", test_editor_goes_while_checking);
  g_test_add_func ("/widgets/a list has its first rows at once, and the others a few a frame", test_gradual_rows);
  g_test_add_func ("/widgets/a row's tooltip is asked for when it is shown", test_tooltip);
  g_test_add_func ("/widgets/a table goes back to its first rows little by little", test_gradual_table);
  g_test_add_data_func ("/widgets/wide/F008 announcements", GINT_TO_POINTER (1000), test_announcements);
  g_test_add_data_func ("/widgets/narrow/F008 announcements", GINT_TO_POINTER (360), test_announcements);
  g_test_add_data_func ("/widgets/wide/F101 help", GINT_TO_POINTER (1000), test_help);
  g_test_add_data_func ("/widgets/narrow/F101 help", GINT_TO_POINTER (360), test_help);
  g_test_add_func ("/widgets/a thread stays at the bottom, and never moves by itself further up", test_thread_stays_at_bottom);

  return g_test_run ();
}
