/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-profile.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "spico-client-error.h"
#include "spico-main-thread.h"

#define LAST "last.ini"
#define GROUP "session"

G_DEFINE_BOXED_TYPE (SpicoProfile, spico_profile, spico_profile_copy, spico_profile_free)

/* The folder's name says nothing of whose it is. */
SpicoProfile *
spico_profile_new (const char *data_dir,
                   const char *server_uri,
                   const char *login)
{
  SpicoProfile *self = g_new0 (SpicoProfile, 1);
  g_autofree char *who = g_strconcat (server_uri, "\n", login, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, who, -1);

  hash[32] = '\0';
  self->server_uri = g_strdup (server_uri);
  self->login = g_strdup (login);
  self->folder = g_build_filename (data_dir, hash, NULL);

  return self;
}

SpicoProfile *
spico_profile_copy (SpicoProfile *self)
{
  SpicoProfile *copy = g_new0 (SpicoProfile, 1);

  copy->server_uri = g_strdup (self->server_uri);
  copy->login = g_strdup (self->login);
  copy->folder = g_strdup (self->folder);

  return copy;
}

void
spico_profile_free (SpicoProfile *self)
{
  g_free (self->server_uri);
  g_free (self->login);
  g_free (self->folder);
  g_free (self);
}

char *
spico_profile_get_store_path (SpicoProfile *self)
{
  return g_build_filename (self->folder, "store.db", NULL);
}

static char *
last_path (SpicoProfile *self)
{
  g_autofree char *data_dir = g_path_get_dirname (self->folder);

  return g_build_filename (data_dir, LAST, NULL);
}

static DexFuture *
store_error (const char *what)
{
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STORE, "The data folder cannot be %s", what);
}

typedef struct {
  DexFiberFunc func;
  gpointer data;
  GDestroyNotify destroy;
  DexPromise *promise;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  task->destroy (task->data);
  g_free (task);
}

static DexFuture *
run_task (gpointer data)
{
  Task *task = data;

  spico_main_thread_settle (task->promise, task->func (task->data));

  return dex_future_new_true ();
}

/* What @func returns is settled. */
static DexFuture *
in_thread (DexFiberFunc   func,
           gpointer       data,
           GDestroyNotify destroy)
{
  Task *task = g_new0 (Task, 1);
  DexFuture *future;

  task->func = func;
  task->data = data;
  task->destroy = destroy;
  task->promise = dex_promise_new ();
  future = dex_ref (DEX_FUTURE (task->promise));
  dex_future_disown (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, run_task, task, task_free));

  return future;
}

static DexFuture *
load_last (gpointer data)
{
  const char *data_dir = data;
  g_autofree char *path = g_build_filename (data_dir, LAST, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *server_uri = NULL;
  g_autofree char *login = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return dex_future_new_take_boxed (SPICO_TYPE_PROFILE, NULL);

  server_uri = g_key_file_get_string (file, GROUP, "server", NULL);
  login = g_key_file_get_string (file, GROUP, "login", NULL);
  if (server_uri == NULL || login == NULL)
    return dex_future_new_take_boxed (SPICO_TYPE_PROFILE, NULL);

  return dex_future_new_take_boxed (SPICO_TYPE_PROFILE, spico_profile_new (data_dir, server_uri, login));
}

/* Returns: (transfer full): a future of the profile last signed in, %NULL where there is none */
DexFuture *
spico_profile_load_last (const char *data_dir)
{
  return in_thread (load_last, g_strdup (data_dir), g_free);
}

static gboolean
erase_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      g_unlink (child);
    }

  return g_rmdir (path) == 0 || errno == ENOENT;
}

static DexFuture *
prepare (gpointer data)
{
  SpicoProfile *self = data;

  if (g_mkdir_with_parents (self->folder, 0700) != 0 || g_chmod (self->folder, 0700) != 0)
    return store_error ("made");

  return dex_future_new_true ();
}

static DexFuture *
prepare_afresh (gpointer data)
{
  SpicoProfile *self = data;

  if (!erase_folder (self->folder))
    return store_error ("erased");

  return prepare (data);
}

/**
 * spico_profile_prepare:
 * @afresh: whether what stands there cannot be read any more, its key being lost
 *
 * Makes the folder, for its owner alone.
 *
 * Returns: (transfer full): a future of a boolean
 */
DexFuture *
spico_profile_prepare (SpicoProfile *self,
                       gboolean      afresh)
{
  return in_thread (afresh ? prepare_afresh : prepare, spico_profile_copy (self), (GDestroyNotify) spico_profile_free);
}

static DexFuture *
save_last (gpointer data)
{
  SpicoProfile *self = data;
  g_autofree char *path = last_path (self);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  gsize length;

  g_key_file_set_string (file, GROUP, "server", self->server_uri);
  g_key_file_set_string (file, GROUP, "login", self->login);
  text = g_key_file_to_data (file, &length, NULL);
  if (!g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, NULL))
    return store_error ("written");

  return dex_future_new_true ();
}

DexFuture *
spico_profile_save_last (SpicoProfile *self)
{
  return in_thread (save_last, spico_profile_copy (self), (GDestroyNotify) spico_profile_free);
}

static DexFuture *
erase (gpointer data)
{
  SpicoProfile *self = data;
  g_autofree char *path = last_path (self);

  if ((g_unlink (path) != 0 && errno != ENOENT) || !erase_folder (self->folder))
    return store_error ("erased");

  return dex_future_new_true ();
}

DexFuture *
spico_profile_erase (SpicoProfile *self)
{
  return in_thread (erase, spico_profile_copy (self), (GDestroyNotify) spico_profile_free);
}
