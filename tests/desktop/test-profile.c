/* SPDX-License-Identifier: GPL-3.0-or-later */
/* « Mon profil », on a client in memory (F004). */
#include "fake-client.h"
#include "screen.h"
#include "spico-profile-page.h"
#include "spico-requests-button.h"
#include "spico-window.h"

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
shows (GtkWidget  *widget,
       const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (shows (child, text))
        return TRUE;
    }

  return FALSE;
}

static GtkWidget *
open_profile (SpicoClient *client,
              int          width)
{
  GtkWidget *window;

  fake_client_fill (client);
  window = spico_window_new (NULL, client, "https://spico.example", "mauger");
  gtk_window_set_default_size (GTK_WINDOW (window), width, 760);
  gtk_window_present (GTK_WINDOW (window));
  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);
  screen_settle (window);
  gtk_widget_activate_action (window, "win.page", "s", "profile");
  screen_settle (window);

  return window;
}

static void
show_tab (GtkWidget  *window,
          const char *tab)
{
  spico_profile_page_show (find (window, SPICO_TYPE_PROFILE_PAGE), tab);
  screen_settle (window);
}

static void
choose_account (SpicoClient *client,
                GtkWidget   *window,
                const char  *account_id)
{
  spico_client_set_account (client, spico_client_find_account (client, account_id));
  screen_settle (window);
}

static void
test_account (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window = open_profile (client, 1080);

  g_assert_true (shows (window, "Identifiant") && shows (window, "Mme Stéphanie MAUGER"));
  screen_picture (window, "profile");
  show_tab (window, "groups");
  g_assert_true (shows (window, "Créer un nouveau groupe"));
  choose_account (client, window, "f1");
  g_assert_true (shows (window, "Créer un nouveau groupe"));
  show_tab (window, "user");
  g_assert_false (shows (window, "Identifiant") || shows (window, "Créer un nouveau groupe"));
  show_tab (window, "mssante");
  g_assert_true (shows (window, "marie.totaro@medecin.mssante.example"));
  choose_account (client, window, "p1");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What the person is asked is signalled in the header, which opens it; of an account of which one is the delegate one asks and offers nothing (F007, F025). */
static void
test_relations (void)
{
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window = open_profile (client, 1080);
  GtkWidget *requests = find (window, SPICO_TYPE_REQUESTS_BUTTON);

  g_assert_true (gtk_widget_get_mapped (requests));
  g_signal_emit_by_name (find (requests, GTK_TYPE_BUTTON), "clicked");
  screen_settle (window);
  g_assert_true (shows (window, "Mes délégants") && shows (window, "Demander") && shows (window, "Proposer"));
  screen_picture (window, "profile-relations");
  choose_account (client, window, "f1");
  g_assert_true (shows (window, "Mes délégués"));
  g_assert_false (shows (window, "Demander") || shows (window, "Proposer"));
  choose_account (client, window, "p1");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_narrow (void)
{
  static const char *const tabs[] = { "user", "mssante", "relations", "groups" };
  g_autoptr (SpicoClient) client = fake_client_new ();
  GtkWidget *window = open_profile (client, 360);

  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      g_autofree char *name = g_strconcat ("profile-narrow-", tabs[i], NULL);
      int minimum;

      show_tab (window, tabs[i]);
      screen_picture (window, name);
      gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  screen_init (&argc, &argv);

  g_test_add_func ("/profile/F004 another account has another profile", test_account);
  g_test_add_func ("/profile/F007 the header's icon opens what one is asked", test_relations);
  g_test_add_func ("/profile/nothing is wider than 360 pixels", test_narrow);

  return g_test_run ();
}
