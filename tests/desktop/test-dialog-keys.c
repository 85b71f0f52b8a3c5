/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who hears keys in a dialog that only loads (B010, F101). */
#include "fake-client.h"
#include "screen.h"
#include "spico-window.h"

/* A dialog as the others are: a spinner until what it shows has come. */
typedef struct {
  GtkWidget *window;
  AdwDialog *dialog;
  GtkStack *stack;
  GtkWidget *first;
  GtkWidget *second;
} Fixture;

static GtkWidget *
make_content (Fixture *fixture)
{
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  fixture->stack = GTK_STACK (gtk_stack_new ());
  fixture->first = gtk_button_new_with_label ("Premier");
  fixture->second = gtk_button_new_with_label ("Second");
  gtk_box_append (GTK_BOX (box), fixture->first);
  gtk_box_append (GTK_BOX (box), fixture->second);
  gtk_stack_add_named (fixture->stack, adw_spinner_new (), "loading");
  gtk_stack_add_named (fixture->stack, box, "list");
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (fixture->stack));

  return view;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (SpicoClient) client = fake_client_new ();

  fake_client_fill (client);
  fixture->window = spico_window_new (NULL, client, "https://spico.example", "mauger");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1040, 860);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);
  screen_settle (fixture->window);
  fixture->dialog = adw_dialog_new ();
  adw_dialog_set_child (fixture->dialog, make_content (fixture));
  adw_dialog_present (fixture->dialog, fixture->window);
  screen_settle (fixture->window);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static GtkWidget *
focus_of (Fixture *fixture)
{
  return gtk_root_get_focus (GTK_ROOT (fixture->window));
}

/* Around what it shows, and nothing of that. */
static gboolean
has_it_itself (Fixture *fixture)
{
  GtkWidget *focus = focus_of (fixture);

  return focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_ancestor (adw_dialog_get_child (fixture->dialog), focus) && !gtk_widget_is_ancestor (GTK_WIDGET (fixture->dialog), focus);
}

static void
load (Fixture *fixture)
{
  gtk_stack_set_visible_child_name (fixture->stack, "list");
  screen_settle (fixture->window);
}

static void
test_it_hears_keys (Fixture      *fixture,
                    gconstpointer data)
{
  g_assert_true (has_it_itself (fixture));
}

static void
test_what_comes_takes_the_focus (Fixture      *fixture,
                                 gconstpointer data)
{
  load (fixture);
  g_assert_true (focus_of (fixture) == fixture->first);
  gtk_widget_grab_focus (fixture->second);
  screen_settle (fixture->window);
  g_assert_true (focus_of (fixture) == fixture->second);
}

/* What is shown goes again, as when it is read anew. */
static void
test_it_has_it_again (Fixture      *fixture,
                      gconstpointer data)
{
  load (fixture);
  gtk_stack_set_visible_child_name (fixture->stack, "loading");
  screen_settle (fixture->window);
  g_assert_true (has_it_itself (fixture));
  load (fixture);
  g_assert_true (focus_of (fixture) == fixture->first);
}

static void
test_who_has_moved_it_keeps_it (Fixture      *fixture,
                                gconstpointer data)
{
  GtkWidget *other = gtk_button_new_with_label ("Ailleurs");

  adw_toolbar_view_add_bottom_bar (ADW_TOOLBAR_VIEW (adw_dialog_get_child (fixture->dialog)), other);
  gtk_widget_grab_focus (other);
  load (fixture);
  g_assert_true (focus_of (fixture) == other);
}

int
main (int   argc,
      char *argv[])
{
  screen_init (&argc, &argv);
  g_test_add ("/dialog-keys/a dialog that only loads hears keys itself", Fixture, NULL, set_up, test_it_hears_keys, tear_down);
  g_test_add ("/dialog-keys/what it has loaded takes the focus", Fixture, NULL, set_up, test_what_comes_takes_the_focus, tear_down);
  g_test_add ("/dialog-keys/it has the focus again while it loads anew", Fixture, NULL, set_up, test_it_has_it_again, tear_down);
  g_test_add ("/dialog-keys/whoever has moved the focus meanwhile keeps it", Fixture, NULL, set_up, test_who_has_moved_it_keeps_it, tear_down);

  return g_test_run ();
}
