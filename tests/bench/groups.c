/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The longest turn of the main loop, in milliseconds of its thread's processor time, while « Groupes de favoris » shows ten thousand groups that were
 * received and ten thousand public ones, of which one is then searched for, and a group of five hundred members: with the client in memory of the tests.
 *
 *   groups [members]   prints: NAME MS, a line each, of the groups or of the members */
#include "fake-client.h"
#include "screen.h"
#include "spico-group-members.h"
#include "spico-groups-administered.h"
#include "spico-groups-received.h"
#include "spico-window.h"
#include "turns.h"

static void
await_items (GtkWidget *table,
             guint      n)
{
  GtkColumnView *view = turns_find (table, GTK_TYPE_COLUMN_VIEW);

  while (g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view))) != n)
    turns_turn ();
}

static void
scroll (GtkWidget *table,
        GtkWidget *window)
{
  turns_scroll (turns_find (table, GTK_TYPE_COLUMN_VIEW), window, FALSE);
}

static GtkWidget *
open_groups (SpicoClient *client)
{
  GtkWidget *window;

  fake_client_fill (client);
  window = spico_window_new (NULL, client, "https://spico.example", "mauger");
  gtk_window_set_default_size (GTK_WINDOW (window), 1440, 900);
  gtk_window_present (GTK_WINDOW (window));
  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);
  turns_settle (window);
  turns_forget ();
  gtk_widget_activate_action (window, "win.groups", NULL);
  turns_settle (window);

  return window;
}

static void
measure_groups (SpicoClient *client)
{
  GtkWidget *window;
  GtkWidget *received;

  g_object_set_data (G_OBJECT (client), "n-public-groups", (gpointer) "10000");
  g_object_set_data (G_OBJECT (client), "n-groups", (gpointer) "10000");
  window = open_groups (client);
  received = turns_find (window, SPICO_TYPE_GROUPS_RECEIVED);
  await_items (received, 20000);
  turns_settle (window);
  turns_tell ("groups.open");
  scroll (received, window);
  turns_tell ("groups.scroll");
  gtk_editable_set_text (turns_find (received, GTK_TYPE_SEARCH_ENTRY), "tarn 4321");
  await_items (received, 1);
  turns_settle (window);
  gtk_editable_set_text (turns_find (received, GTK_TYPE_SEARCH_ENTRY), "");
  await_items (received, 20000);
  turns_settle (window);
  turns_tell ("groups.filter");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
measure_members (SpicoClient *client)
{
  GtkWidget *window;
  GtkWidget *members;

  g_object_set_data (G_OBJECT (client), "n-members", (gpointer) "500");
  window = open_groups (client);
  g_signal_emit_by_name (turns_find (turns_find (window, SPICO_TYPE_GROUPS_ADMINISTERED), GTK_TYPE_COLUMN_VIEW), "activate", 0);
  turns_settle (window);
  members = turns_find (window, SPICO_TYPE_GROUP_MEMBERS);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (gtk_widget_get_ancestor (members, ADW_TYPE_VIEW_STACK)), "members");
  turns_settle (window);
  turns_forget ();
  scroll (members, window);
  turns_tell ("groups.members");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (SpicoClient) client = NULL;

  screen_init (&argc, &argv);
  client = fake_client_new ();
  if (argc > 1 && g_str_equal (argv[1], "members"))
    measure_members (client);
  else
    measure_groups (client);

  return 0;
}
