/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The longest turn of the main loop, in milliseconds of its thread's processor time, while « Groupes de favoris » shows ten thousand groups that were
 * received and ten thousand public ones, of which one is then searched for, and a group of five hundred members: with the client in memory of the tests.
 *
 *   groups [members]   prints: NAME MS, a line each, of the groups or of the members */
#include <stdio.h>
#include <time.h>

#include "fake-client.h"
#include "screen.h"
#include "spico-group-members.h"
#include "spico-groups-administered.h"
#include "spico-groups-received.h"
#include "spico-window.h"

#define TURNS_BEFORE_STILL 200
#define SCROLL_STEPS 20

static double longest;

static double
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000.0 + (double) now.tv_nsec / 1000000.0;
}

static void
turn (gboolean may_block)
{
  double begun = now_ms ();

  g_main_context_iteration (NULL, may_block);
  longest = MAX (longest, now_ms () - begun);
}

static void
tell (const char *name)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  printf ("%s %s\n", name, g_ascii_formatd (number, sizeof number, "%.2f", longest));
  longest = 0;
}

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

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       n_frames)
{
  (*(guint *) n_frames)++;

  return G_SOURCE_CONTINUE;
}

/* Some frames, and all that is to be done at once. */
static void
settle (GtkWidget *window)
{
  guint n_frames = 0;
  guint id = gtk_widget_add_tick_callback (window, tick_cb, &n_frames, NULL);

  while (n_frames < 4)
    turn (TRUE);
  gtk_widget_remove_tick_callback (window, id);
  for (guint i = 0; i < TURNS_BEFORE_STILL && g_main_context_pending (NULL); i++)
    turn (FALSE);
}

static void
await_items (GtkWidget *table,
             guint      n)
{
  GtkColumnView *view = find (table, GTK_TYPE_COLUMN_VIEW);

  while (g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view))) != n)
    turn (TRUE);
}

static void
scroll (GtkWidget *table,
        GtkWidget *window)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (find (table, GTK_TYPE_COLUMN_VIEW)));

  for (guint i = 1; i <= SCROLL_STEPS; i++)
    {
      gtk_adjustment_set_value (adjustment, (gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)) * i / SCROLL_STEPS);
      settle (window);
    }
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
  settle (window);
  longest = 0;
  gtk_widget_activate_action (window, "win.groups", NULL);
  settle (window);

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
  received = find (window, SPICO_TYPE_GROUPS_RECEIVED);
  await_items (received, 20000);
  settle (window);
  tell ("groups.open");
  scroll (received, window);
  tell ("groups.scroll");
  gtk_editable_set_text (find (received, GTK_TYPE_SEARCH_ENTRY), "tarn 4321");
  await_items (received, 1);
  settle (window);
  gtk_editable_set_text (find (received, GTK_TYPE_SEARCH_ENTRY), "");
  await_items (received, 20000);
  settle (window);
  tell ("groups.filter");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
measure_members (SpicoClient *client)
{
  GtkWidget *window;
  GtkWidget *members;

  g_object_set_data (G_OBJECT (client), "n-members", (gpointer) "500");
  window = open_groups (client);
  g_signal_emit_by_name (find (find (window, SPICO_TYPE_GROUPS_ADMINISTERED), GTK_TYPE_COLUMN_VIEW), "activate", 0);
  settle (window);
  members = find (window, SPICO_TYPE_GROUP_MEMBERS);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (gtk_widget_get_ancestor (members, ADW_TYPE_VIEW_STACK)), "members");
  settle (window);
  longest = 0;
  scroll (members, window);
  tell ("groups.members");
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
