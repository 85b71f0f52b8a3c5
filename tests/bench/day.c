/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a day costs: the real window, client and encrypted store, on a real server.
 *   bench-day URI LOGIN PASSWORD FOLDER MESSAGES long|wide
 * Once the store has so many messages, it closes and prints `ready`. Given another number on its standard input, it comes back, catches up with so many, and then, where it is `long`, reads a conversation a thousand pages upwards,
 * else opens conversations all day. Prints NAME VALUE, a line each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../client/spico-test-region.h"
#include "../desktop/screen.h"
#include "frames.h"
#include "spico-client-private.h"
#include "spico-sql-query.h"
#include "spico-thread-view.h"
#include "spico-window.h"
#include "turns.h"

#define PATIENCE_US (600 * G_USEC_PER_SEC)
#define WIDTH 1440
#define HEIGHT 900
#define OPEN_AT_ONCE 100
#define OPENED_IN_ALL 10000
/* Some ten thousand messages; more, and the window locks itself, as nobody touches it. */
#define PAGES_READ 1000

static gboolean
ended_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
pass (guint ms)
{
  gboolean is_over = FALSE;

  g_timeout_add (ms, ended_cb, &is_over);
  while (!is_over)
    turns_turn ();
}

static DexFuture *
count_messages (SpicoTransaction *transaction,
                gpointer          data)
{
  GError *error = NULL;
  gint64 n;

  if (!spico_sql_query_int64 (transaction->connection, "SELECT COUNT(*) FROM message WHERE seq > 0", NULL, 0, &n, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (n);
}

static gint64
read_count (SpicoClient *client)
{
  DexFuture *future = spico_store_read (spico_client_get_store (client), count_messages, NULL, NULL);
  const GValue *value;
  gint64 count;

  while (dex_future_is_pending (future))
    turns_turn ();
  value = dex_future_get_value (future, NULL);
  count = value != NULL ? g_value_get_int64 (value) : -1;
  dex_unref (future);

  return count;
}

static gboolean
is_settled (SpicoClient *client)
{
  return spico_client_get_connection (client) == SPICO_CONNECTION_ONLINE && !spico_client_is_syncing (client);
}

/* Counting a million rows is work: it is asked now and then. */
static void
wait_until_whole (SpicoClient *client,
                  gint64       n_messages)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;

  while (!is_settled (client) || read_count (client) != n_messages)
    {
      if (g_get_monotonic_time () > deadline_us)
        g_error ("the store has %" G_GINT64_FORMAT " messages of %" G_GINT64_FORMAT, read_count (client), n_messages);
      pass (200);
    }
}

/* kB, of the process. */
static double
resident (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &text, NULL, NULL);
  line = text != NULL ? strstr (text, "VmRSS:") : NULL;

  return line != NULL ? g_ascii_strtod (line + strlen ("VmRSS:"), NULL) : 0;
}

static void
tell (const char *name,
      double      value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  printf ("%s %s\n", name, g_ascii_formatd (number, sizeof number, "%.2f", value));
  fflush (stdout);
}

static GtkWidget *
open_window (SpicoClient *client,
             const char  *uri,
             const char  *login)
{
  GtkWidget *window = spico_window_new (NULL, client, uri, login);

  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static SpicoList *
list_conversations (SpicoClient *client)
{
  const char *account_id = spico_principal_get_id (spico_client_get_person (client));
  SpicoList *list = spico_client_list_conversations (client, account_id, SPICO_CONVERSATIONS_CURRENT);

  while (spico_list_is_loading (list))
    turns_turn ();

  return list;
}

/* Not there before the first conversation is opened. */
static GtkListView *
find_thread (GtkWidget *window)
{
  GtkWidget *thread = turns_find (window, SPICO_TYPE_THREAD_VIEW);

  return thread != NULL ? turns_find (thread, GTK_TYPE_LIST_VIEW) : NULL;
}

static guint
n_rows (GtkListView *list)
{
  GtkSelectionModel *model = list != NULL ? gtk_list_view_get_model (list) : NULL;

  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

static void
open_conversation (GtkWidget         *window,
                   SpicoConversation *conversation)
{
  gtk_widget_activate_action (window, "win.open-conversation", "(ss)", spico_conversation_get_account_id (conversation), spico_conversation_get_id (conversation));
}

/* Until the frame in which its first page stands. */
static gint64
open_first_page (GtkWidget         *window,
                 SpicoConversation *conversation,
                 Frames            *frames)
{
  gint64 begun_us = g_get_monotonic_time ();
  guint n_before;

  open_conversation (window, conversation);
  while (n_rows (find_thread (window)) == 0)
    turns_turn ();
  gtk_widget_queue_draw (GTK_WIDGET (find_thread (window)));
  n_before = frames_count (frames);
  while (frames_count (frames) == n_before)
    turns_turn ();

  return g_get_monotonic_time () - begun_us;
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* A page a frame, from where it stands upwards. */
static void
read_upwards (Frames      *frames,
              GtkListView *list)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));

  for (guint i = 0; i < PAGES_READ; i++)
    {
      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - gtk_adjustment_get_page_size (adjustment) * 0.9);
      frames_wait (frames);
    }
}

static void
read_long (GtkWidget   *window,
           SpicoClient *client,
           Frames      *frames)
{
  g_autoptr (SpicoList) conversations = list_conversations (client);
  g_autoptr (SpicoConversation) conversation = g_list_model_get_item (G_LIST_MODEL (conversations), 0);
  guint n_setups = 0, n_binds = 0;
  GtkListItemFactory *factory;
  GtkListView *list;
  double before;

  tell ("day.first", (double) open_first_page (window, conversation, frames) / 1000.0);
  turns_settle (window);
  list = find_thread (window);
  factory = gtk_list_view_get_factory (list);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (count_cb), &n_setups);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (count_cb), &n_binds);
  before = resident ();
  turns_forget ();
  frames_forget (frames);
  read_upwards (frames, list);
  turns_tell ("day.scroll.turn");
  tell ("day.scroll.p99", frames_percentile (frames, 0.99));
  tell ("day.scroll.rss", resident () / before);
  tell ("day.scroll.messages", n_rows (list));
  tell ("day.scroll.setups", n_setups);
  tell ("day.scroll.binds", n_binds);
}

/* The same texts in the same window, in a list of GTK's and nothing else. */

static DexFuture *
read_texts (SpicoTransaction *transaction,
            gpointer          data)
{
  g_autoptr (SpicoSqlStatement) statement = NULL;
  GError *error = NULL;

  statement = spico_sql_query (transaction->connection, "SELECT text FROM message WHERE seq > 0 ORDER BY seq", NULL, &error);
  if (statement == NULL || !spico_sql_collect_texts (statement, data, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

static void
label_setup_cb (GtkListItemFactory *factory,
                GtkListItem        *item)
{
  gtk_list_item_set_child (item, g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "xalign", 0.0, NULL));
}

static void
label_bind_cb (GtkListItemFactory *factory,
               GtkListItem        *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkWidget *
make_bare_list (SpicoClient *client)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkStringList *strings = gtk_string_list_new (NULL);

  spico_test_succeeds (spico_store_read (spico_client_get_store (client), read_texts, texts, NULL));
  for (guint i = 0; i < texts->len; i++)
    gtk_string_list_append (strings, g_ptr_array_index (texts, i));
  g_signal_connect (factory, "setup", G_CALLBACK (label_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (label_bind_cb), NULL);

  return gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (strings))), factory);
}

static void
read_bare (SpicoClient *client)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = make_bare_list (client);
  Frames *frames;

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  frames = frames_new (window);
  turns_settle (window);
  gtk_list_view_scroll_to (GTK_LIST_VIEW (list), n_rows (GTK_LIST_VIEW (list)) - 1, GTK_LIST_SCROLL_NONE, NULL);
  turns_settle (window);
  frames_forget (frames);
  read_upwards (frames, GTK_LIST_VIEW (list));
  tell ("day.scroll.bare", frames_percentile (frames, 0.99));
  frames_free (frames);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What is opened all day */

static void
open_some (GtkWidget  *window,
           Frames     *frames,
           GListModel *conversations,
           guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoConversation) conversation = g_list_model_get_item (conversations, i % OPEN_AT_ONCE);

      open_first_page (window, conversation, frames);
    }
}

static void
open_all_day (GtkWidget   *window,
              SpicoClient *client,
              Frames      *frames)
{
  g_autoptr (SpicoList) conversations = list_conversations (client);
  double before;

  open_some (window, frames, G_LIST_MODEL (conversations), OPEN_AT_ONCE);
  before = resident ();
  tell ("day.rss", before);
  open_some (window, frames, G_LIST_MODEL (conversations), OPENED_IN_ALL);
  tell ("day.rss.growth", resident () / before);
}

static void
ready_cb (gboolean *is_ready)
{
  *is_ready = TRUE;
}

/* The window is there before the store is open, as in the program. */
static SpicoClient *
come_back (const char       *folder,
           SpicoCredentials *keyring,
           const char       *uri,
           const char       *login,
           GtkWidget       **window)
{
  SpicoClient *client = spico_client_new (folder, keyring);
  gint64 begun_us = g_get_monotonic_time ();
  gboolean is_ready = FALSE;

  *window = open_window (client, uri, login);
  g_signal_connect_swapped (*window, "ready", G_CALLBACK (ready_cb), &is_ready);
  spico_test_succeeds (spico_client_open_last (client));
  while (!is_ready)
    turns_turn ();
  tell ("day.burst.ready", (double) (g_get_monotonic_time () - begun_us) / 1000.0);
  turns_settle (*window);
  turns_forget ();

  return client;
}

static void
let_go (SpicoClient *client)
{
  spico_test_succeeds (spico_client_close (client));
  g_object_unref (client);
}

static gint64
read_number (void)
{
  char line[32];

  if (fgets (line, sizeof line, stdin) == NULL)
    exit (EXIT_FAILURE);

  return atoll (line);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (SpicoCredentials) keyring = NULL;
  SpicoClient *client;
  GtkWidget *window;
  Frames *frames;

  g_assert (argc == 7);
  screen_begin ();
  dex_init ();
  keyring = spico_keyring_new ();
  client = spico_client_new (argv[4], keyring);
  spico_test_succeeds (spico_client_sign_in (client, argv[1], argv[2], argv[3]));
  wait_until_whole (client, atoll (argv[5]));
  let_go (client);
  printf ("ready\n");
  fflush (stdout);

  client = come_back (argv[4], keyring, argv[1], argv[2], &window);
  wait_until_whole (client, read_number ());
  turns_tell ("day.burst.turn");
  frames = frames_new (window);
  if (g_str_equal (argv[6], "long"))
    {
      read_long (window, client, frames);
      read_bare (client);
    }
  else
    open_all_day (window, client, frames);
  frames_free (frames);
  gtk_window_destroy (GTK_WINDOW (window));
  let_go (client);

  return EXIT_SUCCESS;
}
