/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The longest turn of the main loop, in milliseconds of its thread's processor time, while a conversation opens and is scrolled to its beginning: with the client in memory of the tests.
 *
 *   thread MESSAGES   prints: NAME MS, a line each */
#include <stdlib.h>

#include "fake-client.h"
#include "screen.h"
#include "spico-thread-view.h"
#include "spico-window.h"
#include "turns.h"

static const char *const texts[] = {
  "Le kiné passe à 15 h.",
  "Il me faudrait le volet infirmier et les dernières constantes avant lundi midi : poids, tension, glycémies, et l'état cutané du talon gauche. Merci !",
  "Parfait.",
  "Le lit médicalisé est livré lundi matin, la clé est chez la voisine.",
};

int
main (int   argc,
      char *argv[])
{
  g_autoptr (SpicoClient) client = NULL;
  GtkWidget *window;

  screen_init (&argc, &argv);
  g_assert (argc == 2);
  client = fake_client_new ();
  fake_client_fill (client);
  for (guint i = 0; i < (guint) atoi (argv[1]); i++)
    fake_client_receive (client, texts[i % G_N_ELEMENTS (texts)]);
  window = spico_window_new (NULL, client, "https://spico.example", "mauger");
  gtk_window_set_default_size (GTK_WINDOW (window), 1440, 900);
  gtk_window_present (GTK_WINDOW (window));
  fake_client_set_state (client, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);
  turns_settle (window);
  turns_forget ();
  gtk_widget_activate_action (window, "win.open-conversation", "(ss)", "p1", "c1");
  turns_settle (window);
  turns_tell ("thread.open");
  turns_scroll (turns_find (turns_find (window, SPICO_TYPE_THREAD_VIEW), GTK_TYPE_LIST_VIEW), window, TRUE);
  turns_tell ("thread.scroll");
  gtk_window_destroy (GTK_WINDOW (window));

  return 0;
}
