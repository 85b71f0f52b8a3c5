/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-test-region.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "spico-sql-query.h"

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* One turn of the main loop, which never sleeps for long. */
void
spico_test_turn (void)
{
  static guint source;

  if (source == 0)
    source = g_timeout_add (20, tick_cb, NULL);
  g_main_context_iteration (NULL, TRUE);
}

/* Takes the future. */
gboolean
spico_test_await (DexFuture *future,
                  GError   **error)
{
  gboolean ok;

  spico_test_wait_for (!dex_future_is_pending (future));
  ok = dex_future_get_value (future, error) != NULL;
  dex_unref (future);

  return ok;
}

char *
spico_test_await_string (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  spico_test_wait_for (!dex_future_is_pending (future));
  if (dex_future_get_value (future, &error) != NULL)
    text = g_value_dup_string (dex_future_get_value (future, NULL));
  g_assert_no_error (error);
  dex_unref (future);

  return text;
}

static gpointer
await_value (DexFuture *future,
             gpointer (*dup) (const GValue *value))
{
  g_autoptr (GError) error = NULL;
  const GValue *value;
  gpointer dupped = NULL;

  spico_test_wait_for (!dex_future_is_pending (future));
  value = dex_future_get_value (future, &error);
  if (value != NULL)
    dupped = dup (value);
  g_assert_no_error (error);
  dex_unref (future);

  return dupped;
}

gpointer
spico_test_await_object (DexFuture *future)
{
  return await_value (future, g_value_dup_object);
}

gpointer
spico_test_await_boxed (DexFuture *future)
{
  return await_value (future, g_value_dup_boxed);
}

char *
spico_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("spico-client-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

void
spico_test_erase_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        spico_test_erase_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
spico_test_region_change (SpicoTestRegion *self,
                          const char      *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoSqlConnection) connection = spico_sql_connection_open (self->database, SPICO_SQL_OPEN_NONE, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (spico_sql_run (connection, sql, NULL, &error));
  g_assert_no_error (error);
}

void
spico_test_region_ctl (SpicoTestRegion *self,
                       const char      *first,
                       ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  va_list more;

  g_ptr_array_add (arguments, (gpointer) g_getenv ("SPICOCTL"));
  g_ptr_array_add (arguments, (gpointer) "--database");
  g_ptr_array_add (arguments, self->database);
  va_start (more, first);
  for (const char *argument = first; argument != NULL; argument = va_arg (more, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (more);
  g_ptr_array_add (arguments, NULL);

  process = g_subprocess_newv ((const char *const *) arguments->pdata, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static guint16
find_free_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);

  return port;
}

static void
import (SpicoTestRegion *self,
        const char      *what,
        const char      *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("SPICO_DEMO"), name, NULL);

  spico_test_region_ctl (self, "import", what, path, NULL);
}

static void
copy (const char *from,
      const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  if (!g_file_test (from, G_FILE_TEST_EXISTS))
    return;
  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
load (SpicoTestRegion *self)
{
  import (self, "finess", "finess.csv");
  import (self, "rpps", "rpps.txt");
  import (self, "discussions", "discussions.json");
}

static char *template_folder;

static void
erase_template (void)
{
  spico_test_erase_folder (template_folder);
}

/* The demonstration is loaded once, and copied for each test. */
static void
load_copy (SpicoTestRegion *self)
{
  static const char *const names[] = { "region.db", "region.db-wal" };

  if (template_folder == NULL)
    {
      load (self);
      template_folder = spico_test_make_folder ();
      atexit (erase_template);
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_autofree char *from = g_build_filename (self->folder, names[i], NULL);
          g_autofree char *to = g_build_filename (template_folder, names[i], NULL);

          copy (from, to);
        }
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (template_folder, names[i], NULL);
      g_autofree char *to = g_build_filename (self->folder, names[i], NULL);

      copy (from, to);
    }
}

/* The region, its server not started yet. */
SpicoTestRegion *
spico_test_region_new (void)
{
  SpicoTestRegion *self = g_new0 (SpicoTestRegion, 1);

  self->folder = spico_test_make_folder ();
  self->database = g_build_filename (self->folder, "region.db", NULL);
  self->port = find_free_port ();
  self->uri = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  load_copy (self);

  return self;
}

void
spico_test_region_free (SpicoTestRegion *self)
{
  spico_test_region_kill (self);
  spico_test_erase_folder (self->folder);
  g_free (self->folder);
  g_free (self->database);
  g_free (self->uri);
  g_free (self->config);
  g_free (self);
}

static gboolean
answers (SpicoTestRegion *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_str_has_prefix (self->uri, "unix:") ? g_unix_socket_address_new (self->uri + strlen ("unix:")) : g_inet_socket_address_new_from_string ("127.0.0.1", self->port);
  g_autoptr (GSocketConnection) connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);

  return connection != NULL;
}

/* From now on, the server listens to a socket of the file system. */
void
spico_test_region_use_unix (SpicoTestRegion *self)
{
  g_free (self->uri);
  self->uri = g_strdup_printf ("unix:%s/spico.sock", self->folder);
}

/* What the server is told when it is next started. */
void
spico_test_region_set_config (SpicoTestRegion *self,
                              const char      *text)
{
  g_autoptr (GError) error = NULL;

  g_free (self->config);
  self->config = g_build_filename (self->folder, "spico.ini", NULL);
  g_file_set_contents (self->config, text, -1, &error);
  g_assert_no_error (error);
}

void
spico_test_region_start (SpicoTestRegion *self)
{
  gboolean is_unix = g_str_has_prefix (self->uri, "unix:");
  g_autofree char *address = is_unix ? g_strdup (self->uri) : g_strdup_printf ("127.0.0.1:%u", self->port);
  g_autoptr (GError) error = NULL;

  g_assert_null (self->server);
  self->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                   g_getenv ("SPICO_SERVER"), "--database", self->database, "--listen", address, self->config != NULL ? "--config" : NULL, self->config, NULL);
  g_assert_no_error (error);
  spico_test_wait_for (answers (self));
}

/* Ends it as a power cut would. */
void
spico_test_region_kill (SpicoTestRegion *self)
{
  if (self->server == NULL)
    return;
  g_subprocess_force_exit (self->server);
  g_subprocess_wait (self->server, NULL, NULL);
  g_clear_object (&self->server);
}

/* It hears, and says nothing until it goes on. */
void
spico_test_region_pause (SpicoTestRegion *self)
{
  g_subprocess_send_signal (self->server, SIGSTOP);
}

void
spico_test_region_resume (SpicoTestRegion *self)
{
  g_subprocess_send_signal (self->server, SIGCONT);
}

/* Returns: (transfer full) (nullable): the first of that subject */
SpicoConversation *
spico_test_find_conversation (SpicoList  *list,
                              const char *subject)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (SpicoConversation) conversation = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (g_str_equal (spico_conversation_get_subject (conversation), subject))
        return g_steal_pointer (&conversation);
    }

  return NULL;
}

guint
spico_test_count_text (SpicoMessageList *list,
                       const char       *text)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (SpicoMessage) message = g_list_model_get_item (G_LIST_MODEL (list), i);

      n += g_str_equal (spico_message_get_text (message), text);
    }

  return n;
}
