/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-file.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* In a sandbox, the part of the session's folder that other programs reach too. */
static char *
get_folder (void)
{
  const char *sandbox = g_getenv ("FLATPAK_ID");

  if (sandbox != NULL)
    return g_build_filename (g_get_user_runtime_dir (), "app", sandbox, "mail", NULL);

  return g_build_filename (g_get_user_runtime_dir (), SPICO_APPLICATION_ID ".mail", NULL);
}

GFile *
spico_mail_file_write (GBytes  *mail,
                       GError **error)
{
  g_autofree char *folder = get_folder ();
  g_autofree char *own = g_build_filename (folder, "XXXXXX", NULL);
  g_autofree char *name = g_strconcat (_("MSSanté mail"), ".eml", NULL);
  g_autofree char *path = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_mkdtemp (own) == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), "The folder cannot be made");
      return NULL;
    }

  path = g_build_filename (own, name, NULL);
  if (!g_file_set_contents_full (path, g_bytes_get_data (mail, NULL), (gssize) g_bytes_get_size (mail), G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return NULL;

  return g_file_new_for_path (path);
}

static void
remove_within (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_within (path);
      g_remove (path);
    }
}

void
spico_mail_file_remove_all (void)
{
  g_autofree char *folder = get_folder ();

  remove_within (folder);
  g_rmdir (folder);
}
