/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a key to the list on the screen: the real picker, client, store and server.
 *   bench-keys URI LOGIN PASSWORD FOLDER
 * Of each line of its standard input, a text, a tab and the id of who comes first, it writes the text into the picker's entry, as the next key would, and prints the microseconds until the frame in which that one stands first. */
#include <stdio.h>
#include <stdlib.h>

#include "../client/spico-test-region.h"
#include "spico-desktop.h"
#include "spico-picker.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)
/* Between what one key brought and the next key: who types quickly. */
#define PAUSE_MS 120

typedef struct {
  GtkWindow *window;
  GtkEditable *entry;
  guint n_frames;
} Screen;

static GtkWidget *
find_widget (GtkWidget *widget,
             GType      type,
             gboolean   is_mapped)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (!is_mapped || gtk_widget_get_mapped (widget)))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, is_mapped);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
painted_cb (Screen *screen)
{
  screen->n_frames++;
}

static void
open_screen (Screen      *screen,
             SpicoClient *client)
{
  g_autoptr (GListStore) chosen = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  SpicoPicker *picker = SPICO_PICKER (spico_picker_new ());

  screen->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (screen->window, 640, 720);
  adw_window_set_content (ADW_WINDOW (screen->window), GTK_WIDGET (picker));
  spico_picker_set_model (picker, chosen);
  spico_picker_set_client (picker, client);
  spico_picker_set_account (picker, spico_principal_get_id (spico_client_get_person (client)));
  spico_picker_start (picker);
  gtk_window_present (screen->window);
  spico_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (picker)));
  screen->entry = GTK_EDITABLE (find_widget (GTK_WIDGET (picker), GTK_TYPE_SEARCH_ENTRY, FALSE));
  g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (picker)), "after-paint", G_CALLBACK (painted_cb), screen);
}

/* The list of results is there with the first of them. */
static gboolean
stands_first (Screen     *screen,
              const char *id)
{
  GtkWidget *list = find_widget (GTK_WIDGET (screen->window), GTK_TYPE_LIST_VIEW, TRUE);
  GtkSelectionModel *model = list != NULL ? gtk_list_view_get_model (GTK_LIST_VIEW (list)) : NULL;
  g_autoptr (GObject) first = model != NULL ? g_list_model_get_item (G_LIST_MODEL (model), 0) : NULL;

  return SPICO_IS_PRINCIPAL (first) && g_str_equal (spico_principal_get_id (SPICO_PRINCIPAL (first)), id);
}

static gint64
type_key (Screen     *screen,
          const char *text,
          const char *id)
{
  gint64 begun_us = g_get_monotonic_time ();
  guint n_frames;

  gtk_editable_set_text (screen->entry, text);
  while (!stands_first (screen, id))
    {
      g_main_context_iteration (NULL, TRUE);
      if (g_get_monotonic_time () - begun_us > PATIENCE_US)
        g_error ("the list does not come");
    }
  n_frames = screen->n_frames;
  while (screen->n_frames == n_frames)
    g_main_context_iteration (NULL, TRUE);

  return g_get_monotonic_time () - begun_us;
}

static gboolean
ended_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
pause_typing (void)
{
  gboolean is_over = FALSE;

  g_timeout_add (PAUSE_MS, ended_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_ready (SpicoClient *client)
{
  return spico_client_get_connection (client) == SPICO_CONNECTION_ONLINE && !spico_client_is_syncing (client) && spico_client_get_person (client) != NULL;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (SpicoCredentials) keyring = NULL;
  SpicoClient *client;
  Screen screen = { NULL };
  char line[1024];

  g_assert (argc == 5);
  dex_init ();
  spico_desktop_init_locale ();
  adw_init ();
  spico_desktop_init ();
  keyring = spico_keyring_new ();
  client = spico_client_new (argv[4], keyring);
  spico_test_succeeds (spico_client_sign_in (client, argv[1], argv[2], argv[3]));
  spico_test_wait_for (is_ready (client));
  open_screen (&screen, client);

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (g_strchomp (line), "\t", 2);

      printf ("%" G_GINT64_FORMAT "\n", type_key (&screen, parts[0], parts[1]));
      fflush (stdout);
      pause_typing ();
    }

  gtk_window_destroy (screen.window);
  spico_test_succeeds (spico_client_close (client));
  g_object_unref (client);

  return EXIT_SUCCESS;
}
