/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ten thousand groups, and five hundred members: what is shown has widgets, the rest has none. */
#include "fake-client.h"
#include "screen.h"
#include "spico-group-members.h"
#include "spico-group-sharing.h"
#include "spico-group-sheet-page.h"
#include "spico-groups-administered.h"
#include "spico-groups-received.h"
#include "spico-picker-groups.h"
#include "spico-window.h"

/* A screenful, and several, as GTK keeps some beyond what is shown. */
#define FEWEST_ROWS 3
#define MOST_ROWS 300
/* Of two tables with eleven columns. */
#define MOST_CELLS 4000
/* In one turn of the main loop: a screenful of both tables; sixty rows of one, and, where the filter is changed with the last of them, its screenful. */
#define MOST_MADE_AT_ONCE 300
#define MOST_DROPPED_AT_ONCE 650
/* A screenful of one table. */
#define MOST_CELLS_OF_SEARCH 300

#define GONE "Vous n'avez plus le groupe «\302\240Équipe PCO\302\240»\302\240: il n'est plus partagé avec vous, ou a été supprimé."

static GtkWidget *
open_window (SpicoClient *client)
{
  GtkWidget *window;

  fake_client_fill (client);
  window = spico_window_new (NULL, client, "https://spico.example", "mauger");
  gtk_window_set_default_size (GTK_WINDOW (window), 1640, 900);
  gtk_window_present (GTK_WINDOW (window));
  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);
  screen_settle (window);

  return window;
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

/* How many rows of tables and lists there are, shown or not. */
static guint
count_rows (GtkWidget *widget)
{
  const char *name = G_OBJECT_TYPE_NAME (widget);
  guint n = g_str_equal (name, "GtkColumnViewRowWidget") || g_str_equal (name, "GtkListItemWidget") || GTK_IS_LIST_BOX_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);

  return n;
}

static gboolean
has_few_rows (GtkWidget *widget)
{
  guint n = count_rows (widget);

  g_test_message ("%u rows", n);

  return n >= FEWEST_ROWS && n < MOST_ROWS;
}

static gboolean
shows (GtkWidget  *widget,
       const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (shows (child, text))
        return TRUE;
    }

  return FALSE;
}

static GListModel *
model_of (GtkWidget *widget)
{
  GtkColumnView *view = find (widget, GTK_TYPE_COLUMN_VIEW);

  return G_LIST_MODEL (gtk_column_view_get_model (view));
}

static void
await_items (GtkWidget *widget,
             guint      n)
{
  while (g_list_model_get_n_items (model_of (widget)) != n)
    g_main_context_iteration (NULL, TRUE);
}

static void
scroll_to_end (GtkWidget *widget,
               GtkWidget *window)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (find (widget, GTK_TYPE_COLUMN_VIEW)));

  for (guint i = 0; i < 3; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
      screen_settle (window);
    }
}

/* How often a cell was made, was filled, was let go of: in all, in this turn of the main loop, in the turn that had most. */
typedef struct {
  guint n;
  guint n_of_turn;
  guint most_of_turn;
} Count;

static Count setups;
static Count binds;
static Count teardowns;

static gboolean
count_cb (GSignalInvocationHint *hint,
          guint                  n_values,
          const GValue          *values,
          gpointer               data)
{
  Count *count = data;

  count->n++;
  count->n_of_turn++;
  count->most_of_turn = MAX (count->most_of_turn, count->n_of_turn);

  return TRUE;
}

static void
count_signal (const char *name,
              Count      *count)
{
  g_signal_add_emission_hook (g_signal_lookup (name, GTK_TYPE_SIGNAL_LIST_ITEM_FACTORY), 0, count_cb, count, NULL);
}

/* The first source of each turn, which never has anything to do. */
static gboolean
turn_cb (GSource *source,
         int     *timeout)
{
  setups.n_of_turn = 0;
  binds.n_of_turn = 0;
  teardowns.n_of_turn = 0;
  *timeout = -1;

  return FALSE;
}

static void
count_cells (void)
{
  static GSourceFuncs functions = { .prepare = turn_cb };
  GSource *turns = g_source_new (&functions, sizeof (GSource));

  g_source_set_priority (turns, G_MININT);
  g_source_attach (turns, NULL);
  g_source_unref (turns);
  g_type_ensure (GTK_TYPE_SIGNAL_LIST_ITEM_FACTORY);
  g_type_class_unref (g_type_class_ref (GTK_TYPE_SIGNAL_LIST_ITEM_FACTORY));
  count_signal ("setup", &setups);
  count_signal ("bind", &binds);
  count_signal ("teardown", &teardowns);
}

static void
forget_cells (void)
{
  setups = (Count) { 0 };
  binds = (Count) { 0 };
  teardowns = (Count) { 0 };
}

/* What a step costs grows with what is shown, not with what there is, and no turn has to make or to drop all the rows that GTK keeps. */
static void
assert_few_cells (const char *step,
                  guint       most)
{
  g_test_message ("%s: %u cells made (%u at once), %u filled (%u), %u dropped (%u)", step, setups.n, setups.most_of_turn, binds.n, binds.most_of_turn, teardowns.n, teardowns.most_of_turn);
  g_assert_cmpuint (setups.n, <, most);
  g_assert_cmpuint (binds.n, <, MOST_CELLS);
  g_assert_cmpuint (setups.most_of_turn, <, MOST_MADE_AT_ONCE);
  g_assert_cmpuint (teardowns.most_of_turn, <, MOST_DROPPED_AT_ONCE);
  forget_cells ();
}

static void
test_many_groups (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window;
  GtkWidget *received;
  GtkWidget *administered;

  g_object_set_data (G_OBJECT (client), "n-public-groups", (gpointer) "10000");
  g_object_set_data (G_OBJECT (client), "n-groups", (gpointer) "10000");
  window = open_window (client);
  forget_cells ();
  gtk_widget_activate_action (window, "win.groups", NULL);
  screen_settle (window);
  received = find (window, SPICO_TYPE_GROUPS_RECEIVED);
  administered = find (window, SPICO_TYPE_GROUPS_ADMINISTERED);
  await_items (received, 20000);
  screen_settle (window);
  await_items (administered, 10000);
  assert_few_cells ("shown", MOST_CELLS);
  g_assert_true (shows (received, "Équipe PCO") && shows (administered, "Maison de santé"));
  g_assert_true (has_few_rows (received));
  g_assert_true (has_few_rows (administered));

  scroll_to_end (received, window);
  scroll_to_end (administered, window);
  assert_few_cells ("scrolled", MOST_CELLS);
  g_assert_true (shows (received, "CPTS du Tarn 9999") && shows (administered, "Groupe 9999"));
  g_assert_true (has_few_rows (received));
  g_assert_true (has_few_rows (administered));

  gtk_editable_set_text (find (received, GTK_TYPE_SEARCH_ENTRY), "tarn 4321");
  await_items (received, 1);
  screen_settle (window);
  assert_few_cells ("filtered", MOST_CELLS_OF_SEARCH);
  g_assert_true (shows (received, "CPTS du Tarn 4321"));
  gtk_editable_set_text (find (received, GTK_TYPE_SEARCH_ENTRY), "");
  await_items (received, 20000);
  screen_settle (window);
  assert_few_cells ("all again", MOST_CELLS);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_many_members (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window;
  GtkWidget *members;

  g_object_set_data (G_OBJECT (client), "n-members", (gpointer) "500");
  window = open_window (client);
  forget_cells ();
  gtk_widget_activate_action (window, "win.groups", NULL);
  screen_settle (window);
  g_signal_emit_by_name (find (find (window, SPICO_TYPE_GROUPS_ADMINISTERED), GTK_TYPE_COLUMN_VIEW), "activate", 0);
  screen_settle (window);
  members = find (window, SPICO_TYPE_GROUP_MEMBERS);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (gtk_widget_get_ancestor (members, ADW_TYPE_VIEW_STACK)), "members");
  screen_picture (window, "many-members");
  await_items (members, 500);
  screen_settle (window);
  g_assert_true (shows (members, "500 éléments"));
  g_assert_true (has_few_rows (members));
  assert_few_cells ("members shown", MOST_CELLS);
  scroll_to_end (members, window);
  g_assert_true (has_few_rows (members));
  assert_few_cells ("members scrolled", MOST_CELLS);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* F044: whoever loses a group while they look at it reads so. */
static void
test_gone (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window;
  GtkWidget *dialog;
  GtkWidget *focus;

  window = open_window (client);
  gtk_widget_activate_action (window, "win.groups", NULL);
  screen_settle (window);
  g_assert_true (shows (window, "Équipe PCO"));
  gtk_widget_grab_focus (find (find (find (window, SPICO_TYPE_GROUPS_RECEIVED), GTK_TYPE_COLUMN_VIEW), GTK_TYPE_BUTTON));
  g_list_store_remove_all (g_object_get_data (G_OBJECT (client), "received"));
  /* Once both lists have been read, or it would be told of one that merely went to the other. */
  while (!shows (window, GONE))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (shows (window, "Équipe PCO"));
  /* The button that had the focus has gone: something else of the dialog has it, or Escape would close nothing. */
  screen_settle (window);
  dialog = GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
  focus = gtk_root_get_focus (GTK_ROOT (window));
  g_test_message ("focus: %s", focus != NULL ? G_OBJECT_TYPE_NAME (focus) : "nothing");
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_get_mapped (focus));
  g_assert_true (gtk_widget_is_ancestor (focus, dialog));
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
count_shown (GtkWidget  *widget,
             const char *beginning)
{
  guint n = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), beginning);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_shown (child, beginning);

  return n;
}

/* F044: of several that go at once one reads how many, once. */
static void
test_several_gone (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window;

  g_object_set_data (G_OBJECT (client), "n-groups", (gpointer) "3");
  window = open_window (client);
  gtk_widget_activate_action (window, "win.groups", NULL);
  screen_settle (window);
  g_list_store_remove_all (g_object_get_data (G_OBJECT (client), "received"));
  while (count_shown (window, "Vous n'avez plus") == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (shows (window, "Vous n'avez plus 3 groupes\302\240: ils ne sont plus partagés avec vous, ou ont été supprimés."));
  g_assert_cmpuint (count_shown (window, "Vous n'avez plus"), ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* F047: the other administrator left a moment before: who is then the last one reads why they stay, and sees that they do. */
static void
test_last_administrator (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window;
  GtkWidget *sharing;
  AdwToggleGroup *role;

  g_object_set_data (G_OBJECT (client), "n-administrators", (gpointer) "2");
  g_object_set_data (G_OBJECT (client), "refused", client);
  window = open_window (client);
  gtk_widget_activate_action (window, "win.groups", NULL);
  screen_settle (window);
  g_signal_emit_by_name (find (find (window, SPICO_TYPE_GROUPS_ADMINISTERED), GTK_TYPE_COLUMN_VIEW), "activate", 0);
  screen_settle (window);
  sharing = find (window, SPICO_TYPE_GROUP_SHARING);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (gtk_widget_get_ancestor (sharing, ADW_TYPE_VIEW_STACK)), "sharing");
  screen_settle (window);
  role = find (find (sharing, GTK_TYPE_COLUMN_VIEW), ADW_TYPE_TOGGLE_GROUP);
  adw_toggle_group_set_active_name (role, "no");
  screen_settle (window);
  g_assert_true (shows (window, "Administrateur requis"));
  g_assert_cmpstr (adw_toggle_group_get_active_name (role), ==, "yes");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* F059: what was written of it before, and cannot be read, is not written over. */
static void
test_sheet_unreadable (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window;
  g_autoptr (SpicoFavouriteGroup) group = NULL;
  GtkWidget *navigation;
  GtkWidget *page;

  g_object_set_data (G_OBJECT (client), "unreadable", client);
  g_object_set_data_full (G_OBJECT (client), "sheet", g_strdup ("kept"), g_free);
  window = open_window (client);
  gtk_widget_activate_action (window, "win.groups", NULL);
  screen_settle (window);
  group = g_list_model_get_item (g_object_get_data (G_OBJECT (client), "received"), 0);
  page = spico_group_sheet_page_new (client, "p1", group);
  navigation = find (GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))), ADW_TYPE_NAVIGATION_VIEW);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), ADW_NAVIGATION_PAGE (page));
  screen_settle (window);
  g_assert_true (adw_banner_get_revealed (find (page, ADW_TYPE_BANNER)));
  g_assert_false (gtk_widget_is_sensitive (find (page, GTK_TYPE_TEXT)));
  dex_future_disown (spico_group_sheet_page_keep (SPICO_GROUP_SHEET_PAGE (page)));
  g_assert_cmpstr (g_object_get_data (G_OBJECT (client), "sheet"), ==, "kept");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The picker's « GROUPES ». */
static void
test_many_to_choose (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  g_autoptr (GListStore) chosen = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *groups = g_object_new (SPICO_TYPE_PICKER_GROUPS, NULL);

  g_object_set_data (G_OBJECT (client), "n-groups", (gpointer) "10000");
  fake_client_fill (client);
  gtk_window_set_child (GTK_WINDOW (window), groups);
  gtk_window_present (GTK_WINDOW (window));
  spico_picker_groups_set_source (SPICO_PICKER_GROUPS (groups), client, "p1", chosen, NULL);
  screen_settle (window);
  g_assert_true (shows (groups, "Maison de santé"));
  g_assert_true (has_few_rows (groups));
  g_signal_emit_by_name (find (groups, GTK_TYPE_LIST_VIEW), "activate", 9999);
  g_signal_emit_by_name (find (groups, GTK_TYPE_LIST_VIEW), "activate", 0);
  g_signal_emit_by_name (find (groups, GTK_TYPE_LIST_VIEW), "activate", 0);
  g_signal_emit_by_name (find (groups, GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (chosen)), ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* F052: what the server would refuse is said before. */
static void
test_too_many_chosen (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  g_autoptr (GListStore) chosen = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *groups = g_object_new (SPICO_TYPE_PICKER_GROUPS, NULL);
  GtkWidget *use;
  GtkWidget *list;

  g_object_set_data (G_OBJECT (client), "n-groups", (gpointer) "30");
  fake_client_fill (client);
  gtk_window_set_child (GTK_WINDOW (window), groups);
  gtk_window_present (GTK_WINDOW (window));
  spico_picker_groups_set_source (SPICO_PICKER_GROUPS (groups), client, "p1", chosen, NULL);
  screen_settle (window);
  use = find (groups, GTK_TYPE_BUTTON);
  list = find (groups, GTK_TYPE_LIST_VIEW);
  for (guint i = 0; i < 20; i++)
    g_signal_emit_by_name (list, "activate", i);
  g_assert_true (gtk_widget_get_sensitive (use));
  g_assert_false (shows (groups, "Les membres d'une conversation se choisissent par 20 groupes au plus."));
  g_signal_emit_by_name (list, "activate", 20);
  g_assert_false (gtk_widget_get_sensitive (use));
  g_assert_true (shows (groups, "Les membres d'une conversation se choisissent par 20 groupes au plus."));
  screen_picture (window, "too-many-groups");
  g_signal_emit_by_name (list, "activate", 0);
  g_assert_true (gtk_widget_get_sensitive (use));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  screen_init (&argc, &argv);
  count_cells ();
  g_test_add_func ("/groups/F049 of ten thousand groups a few have rows, and a search finds one", test_many_groups);
  g_test_add_func ("/groups/F042 of five hundred members a few have rows", test_many_members);
  g_test_add_func ("/groups/F044 a group that goes is told of", test_gone);
  g_test_add_func ("/groups/F044 of several that go one reads how many", test_several_gone);
  g_test_add_func ("/groups/F047 whoever has become the last administrator stays, and is told", test_last_administrator);
  g_test_add_func ("/groups/F059 a sheet that cannot be read is not written over", test_sheet_unreadable);
  g_test_add_func ("/groups/F052 whoever chooses by more groups than a conversation takes reads so", test_too_many_chosen);
  g_test_add_func ("/groups/F052 of ten thousand groups to choose from a few have rows", test_many_to_choose);

  return g_test_run ();
}
