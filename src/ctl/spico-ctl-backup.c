/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "spico-backup.h"
#include "spico-ctl-private.h"

/* One line a table, which two databases of the same content have alike. */
static void
print_digests (GPtrArray *digests)
{
  for (guint i = 0; i < digests->len; i++)
    {
      const SpicoTableDigest *digest = g_ptr_array_index (digests, i);

      g_print ("%s  %s  %" G_GINT64_FORMAT "\n", digest->sha256, digest->table, digest->n_rows);
    }
}

/* `[--backup-key-file FILE] FILE`; without a key of its own a backup has the region's. */
static gboolean
parse_backup (const SpicoCtlTarget *target,
              GStrv                *arguments,
              GBytes              **key,
              SpicoCtlStatus       *status)
{
  g_autofree char *key_file = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "backup-key-file", 0, 0, G_OPTION_ARG_FILENAME, &key_file, NULL, NULL },
    { NULL },
  };

  *status = SPICO_CTL_USAGE;
  if (!spico_ctl_parse (arguments, entries, 1))
    return FALSE;

  if (!spico_ctl_read_key (key_file, key, &error))
    {
      *status = spico_ctl_fail (NULL, error);
      return FALSE;
    }
  if (*key == NULL && target->key != NULL)
    *key = g_bytes_ref (target->key);

  return TRUE;
}

SpicoCtlStatus
spico_ctl_backup (const SpicoCtlTarget *target,
                  GStrv                *arguments)
{
  g_autoptr (SpicoSqlConnection) source = NULL;
  g_autoptr (GPtrArray) digests = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GError) error = NULL;
  SpicoCtlStatus status;

  if (!parse_backup (target, arguments, &key, &status))
    return status;

  source = spico_sql_connection_open (target->database, SPICO_SQL_OPEN_NONE, target->key, &error);
  if (source == NULL)
    return spico_ctl_fail (spico_ctl_subject (target->database), error);

  digests = spico_backup_make (source, (*arguments)[1], key, g_get_real_time (), &error);
  if (digests == NULL)
    return spico_ctl_fail ((*arguments)[1], error);

  print_digests (digests);
  g_print (_ ("The region is backed up in “%s”.\n"), (*arguments)[1]);
  return SPICO_CTL_DONE;
}

SpicoCtlStatus
spico_ctl_verify (const SpicoCtlTarget *target,
                  GStrv                *arguments)
{
  g_autoptr (GPtrArray) digests = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GError) error = NULL;
  SpicoCtlStatus status;

  if (!parse_backup (target, arguments, &key, &status))
    return status;

  digests = spico_backup_verify ((*arguments)[1], key, &error);
  if (digests == NULL)
    return spico_ctl_fail ((*arguments)[1], error);

  print_digests (digests);
  g_print (_ ("The backup “%s” is whole.\n"), (*arguments)[1]);
  return SPICO_CTL_DONE;
}

SpicoCtlStatus
spico_ctl_restore (const SpicoCtlTarget *target,
                   GStrv                *arguments)
{
  g_autoptr (GPtrArray) digests = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GError) error = NULL;
  SpicoCtlStatus status;

  if (!parse_backup (target, arguments, &key, &status))
    return status;

  digests = spico_backup_restore ((*arguments)[1], key, target->database, target->key, g_get_real_time (), &error);
  if (digests == NULL)
    return spico_ctl_fail ((*arguments)[1], error);

  print_digests (digests);
  g_print (_ ("The region is restored.\n"));
  return SPICO_CTL_DONE;
}

SpicoCtlStatus
spico_ctl_port (const SpicoCtlTarget *target,
                GStrv                *arguments)
{
  g_autofree char *to = NULL;
  g_autofree char *key_file = NULL;
  g_autoptr (SpicoSqlConnection) source = NULL;
  g_autoptr (GPtrArray) digests = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to, NULL, NULL },
    { "to-key-file", 0, 0, G_OPTION_ARG_FILENAME, &key_file, NULL, NULL },
    { NULL },
  };

  if (!spico_ctl_parse (arguments, entries, 0))
    return SPICO_CTL_USAGE;
  if (to == NULL)
    return spico_ctl_usage (_ ("--to is missing."));
  if (!spico_ctl_read_key (key_file, &key, &error))
    return spico_ctl_fail (NULL, error);

  source = spico_sql_connection_open (target->database, SPICO_SQL_OPEN_NONE, target->key, &error);
  if (source == NULL)
    return spico_ctl_fail (spico_ctl_subject (target->database), error);

  digests = spico_region_port (source, to, key, g_get_real_time (), &error);
  if (digests == NULL)
    return spico_ctl_fail (spico_ctl_subject (to), error);

  print_digests (digests);
  g_print (_ ("The region is moved: every table is the same in both databases.\n"));
  return SPICO_CTL_DONE;
}
