/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a conversation costs, counted: a list keeps two hundred of its rows. */
#include "fake-client.h"
#include "screen.h"
#include "spico-message-row.h"
#include "spico-thread-view.h"
#include "spico-window.h"
#include "spico-wrapped-text.h"

/* Of a message and nothing else: its words, who wrote it and when, and its menu. */
#define MOST_WIDGETS 23

static GtkWidget *
open_thread (SpicoClient *client)
{
  GtkWidget *window = spico_window_new (NULL, client, "https://spico.example", "mauger");

  gtk_window_set_default_size (GTK_WINDOW (window), 1080, 760);
  gtk_window_present (GTK_WINDOW (window));
  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);
  screen_settle (window);
  gtk_widget_activate_action (window, "win.open-conversation", "(ss)", "p1", "c1");
  screen_settle (window);

  return window;
}

static guint
count_widgets (GtkWidget *widget)
{
  guint n = 1;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child);

  return n;
}

static gpointer
find (GtkWidget *widget,
      GType      type)
{
  gpointer found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL; child = gtk_widget_get_next_sibling (child))
    found = find (child, type);

  return found;
}

static GtkWidget *
find_list (GtkWidget *window)
{
  return find (find (window, SPICO_TYPE_THREAD_VIEW), GTK_TYPE_LIST_VIEW);
}

static void
test_widgets (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window;
  GtkWidget *row;

  fake_client_fill (client);
  fake_client_receive (client, "Le kiné passe à 15 h.");
  window = open_thread (client);
  row = find (gtk_widget_get_last_child (find_list (window)), SPICO_TYPE_MESSAGE_ROW);
  g_assert_nonnull (row);
  g_test_message ("%u widgets", count_widgets (row));
  g_assert_cmpuint (count_widgets (row), <=, MOST_WIDGETS);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* The others stay as they are. */
static void
test_binds (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window;
  GtkListItemFactory *factory;
  guint n_binds = 0;

  fake_client_fill (client);
  for (guint i = 0; i < 20; i++)
    fake_client_receive (client, "Parfait.");
  window = open_thread (client);
  factory = gtk_list_view_get_factory (GTK_LIST_VIEW (find_list (window)));
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (count_cb), &n_binds);
  fake_client_receive (client, "Le kiné passe à 15 h.");
  screen_settle (window);
  g_assert_cmpuint (n_binds, ==, 1);
  g_signal_handlers_disconnect_by_data (factory, &n_binds);
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
create_label (void)
{
  return g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "natural-wrap-mode", GTK_NATURAL_WRAP_NONE, "max-width-chars", 64, NULL);
}

static void
measure (GtkWidget *label,
         int       *least,
         int       *natural)
{
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, least, natural, NULL, NULL);
}

/* As wide as it would be, and never so wide that it does not fit beside an avatar and a menu in a narrow window. */
static void
test_wrapped (void)
{
  static const char *const texts[] = { "", "Oui", "Parfait.", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", "l\nl\nl\nl", "Le kiné passe à 15 h.\nÀ demain", "Le lit médicalisé est livré lundi matin, la clé est chez la voisine, qui part à neuf heures." };
  g_autoptr (GtkWidget) plain = g_object_ref_sink (create_label ());
  g_autoptr (GtkWidget) wrapped = g_object_ref_sink (create_label ());

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      int least, natural, least_plain, natural_plain;

      gtk_label_set_label (GTK_LABEL (plain), texts[i]);
      spico_wrapped_text_set (GTK_LABEL (wrapped), texts[i]);
      measure (plain, &least_plain, &natural_plain);
      measure (wrapped, &least, &natural);
      g_test_message ("%s: %d %d, %d %d", texts[i], least_plain, natural_plain, least, natural);
      g_assert_cmpint (natural, ==, natural_plain);
      g_assert_cmpint (least, >=, least_plain);
      g_assert_cmpint (least, <=, 130);
    }
}

int
main (int   argc,
      char *argv[])
{
  screen_init (&argc, &argv);
  g_test_add_func ("/message-rows/a row has the widgets that it shows", test_widgets);
  g_test_add_func ("/message-rows/a message that comes is one row", test_binds);
  g_test_add_func ("/message-rows/a text is as wide as it was", test_wrapped);

  return g_test_run ();
}
