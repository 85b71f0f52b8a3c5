/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-client.h"
#include "spico-client-emails.h"

/* Whom the directory knows has one address, but for structures, which have none here. */
DexFuture *
spico_client_find_mssante_addresses (SpicoClient       *self,
                                     const char *const *ids)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *address = g_strdup_printf ("%s@medecin.mssante.example", ids[i]);
      const char *addresses[] = { *ids[i] == 'p' ? address : NULL, NULL };

      g_hash_table_replace (found, g_strdup (ids[i]), g_strdupv ((char **) addresses));
    }

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, found);
}
