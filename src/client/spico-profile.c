/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-profile.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "spico-client-error.h"
#include "spico-main-thread.h"

#define FILE_NAME "people.ini"
#define MAX_NAME 200

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
  self->name = g_strdup ("");
  self->folder = g_build_filename (data_dir, hash, NULL);

  return self;
}

SpicoProfile *
spico_profile_copy (SpicoProfile *self)
{
  SpicoProfile *copy = g_memdup2 (self, sizeof *self);

  copy->server_uri = g_strdup (self->server_uri);
  copy->login = g_strdup (self->login);
  copy->name = g_strdup (self->name);
  copy->folder = g_strdup (self->folder);

  return copy;
}

void
spico_profile_free (SpicoProfile *self)
{
  g_free (self->server_uri);
  g_free (self->login);
  g_free (self->name);
  g_free (self->folder);
  g_free (self);
}

char *
spico_profile_get_store_path (SpicoProfile *self)
{
  return g_build_filename (self->folder, "store.db", NULL);
}

static DexFuture *
store_error (const char *what)
{
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STORE, "The data folder cannot be %s", what);
}

/* The file */

/* Calls may overlap on the threads of the pool: what one notes is not to undo what another does. */
static GMutex file_mutex;

static GKeyFile *
load_file (const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, FILE_NAME, NULL);
  GKeyFile *file = g_key_file_new ();

  /* One that cannot be read is as one that is not there: whoever signs in again finds their store. */
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);

  return file;
}

static gboolean
save_file (GKeyFile   *file,
           const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, FILE_NAME, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) groups = NULL;
  gsize n_groups;
  gsize length;

  groups = g_key_file_get_groups (file, &n_groups);
  if (n_groups == 0)
    return g_unlink (path) == 0 || errno == ENOENT;

  text = g_key_file_to_data (file, &length, NULL);

  return g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, NULL);
}

static guint
get_count (GKeyFile   *file,
           const char *group,
           const char *key)
{
  return (guint) CLAMP (g_key_file_get_integer (file, group, key, NULL), 0, G_MAXINT);
}

/* Returns: (nullable): %NULL where the group is none of ours */
static SpicoProfile *
read_group (GKeyFile   *file,
            const char *group,
            const char *data_dir)
{
  g_autofree char *server_uri = g_key_file_get_string (file, group, "server", NULL);
  g_autofree char *login = g_key_file_get_string (file, group, "login", NULL);
  g_autofree char *name = g_key_file_get_string (file, group, "name", NULL);
  g_autofree char *told = NULL;
  g_autoptr (SpicoProfile) self = NULL;

  if (server_uri == NULL || login == NULL)
    return NULL;
  self = spico_profile_new (data_dir, server_uri, login);
  told = g_path_get_basename (self->folder);
  if (!g_str_equal (told, group))
    return NULL;

  if (name != NULL && strlen (name) <= MAX_NAME)
    g_set_str (&self->name, name);
  self->waiting.n_messages = get_count (file, group, "waiting-count");
  self->waiting.n_changes = get_count (file, group, "waiting-changes");
  self->waiting.n_drafts = get_count (file, group, "waiting-drafts");
  self->used_at = g_key_file_get_int64 (file, group, "used-at", NULL);
  self->failed_count = get_count (file, group, "failed-count");
  self->failed_at = g_key_file_get_int64 (file, group, "failed-at", NULL);
  self->uses_provider = g_key_file_get_boolean (file, group, "uses-provider", NULL);
  self->has_own_lock = g_key_file_get_boolean (file, group, "has-own-lock", NULL);

  return g_steal_pointer (&self);
}

static int
compare_use (gconstpointer a,
             gconstpointer b)
{
  const SpicoProfile *one = *(SpicoProfile *const *) a;
  const SpicoProfile *other = *(SpicoProfile *const *) b;

  return (one->used_at < other->used_at) - (one->used_at > other->used_at);
}

static DexFuture *
load_all (gpointer data)
{
  const char *data_dir = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&file_mutex);
  g_autoptr (GKeyFile) file = load_file (data_dir);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) spico_profile_free);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      SpicoProfile *profile = read_group (file, groups[i], data_dir);

      if (profile != NULL)
        g_ptr_array_add (all, profile);
    }
  g_ptr_array_sort (all, compare_use);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&all));
}

DexFuture *
spico_profile_load_all (const char *data_dir)
{
  return spico_main_thread_run (load_all, g_strdup (data_dir), g_free);
}

static DexFuture *
save (gpointer data)
{
  SpicoProfile *self = data;
  g_autofree char *data_dir = g_path_get_dirname (self->folder);
  g_autofree char *group = g_path_get_basename (self->folder);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&file_mutex);
  g_autoptr (GKeyFile) file = load_file (data_dir);

  g_key_file_set_string (file, group, "server", self->server_uri);
  g_key_file_set_string (file, group, "login", self->login);
  g_key_file_set_string (file, group, "name", self->name);
  g_key_file_set_integer (file, group, "waiting-count", (int) MIN (self->waiting.n_messages, G_MAXINT));
  g_key_file_set_integer (file, group, "waiting-changes", (int) MIN (self->waiting.n_changes, G_MAXINT));
  g_key_file_set_integer (file, group, "waiting-drafts", (int) MIN (self->waiting.n_drafts, G_MAXINT));
  g_key_file_set_int64 (file, group, "used-at", self->used_at);
  g_key_file_set_integer (file, group, "failed-count", (int) MIN (self->failed_count, G_MAXINT));
  g_key_file_set_int64 (file, group, "failed-at", self->failed_at);
  g_key_file_set_boolean (file, group, "uses-provider", self->uses_provider);
  g_key_file_set_boolean (file, group, "has-own-lock", self->has_own_lock);

  return save_file (file, data_dir) ? dex_future_new_true () : store_error ("written");
}

DexFuture *
spico_profile_save (SpicoProfile *self)
{
  return spico_main_thread_run (save, spico_profile_copy (self), (GDestroyNotify) spico_profile_free);
}

/* The folder */

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

DexFuture *
spico_profile_prepare (SpicoProfile *self,
                       gboolean      afresh)
{
  return spico_main_thread_run (afresh ? prepare_afresh : prepare, spico_profile_copy (self), (GDestroyNotify) spico_profile_free);
}

static DexFuture *
erase (gpointer data)
{
  SpicoProfile *self = data;
  g_autofree char *data_dir = g_path_get_dirname (self->folder);
  g_autofree char *group = g_path_get_basename (self->folder);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&file_mutex);
  g_autoptr (GKeyFile) file = load_file (data_dir);

  g_key_file_remove_group (file, group, NULL);
  if (!save_file (file, data_dir) || !erase_folder (self->folder))
    return store_error ("erased");

  return dex_future_new_true ();
}

DexFuture *
spico_profile_erase (SpicoProfile *self)
{
  return spico_main_thread_run (erase, spico_profile_copy (self), (GDestroyNotify) spico_profile_free);
}
