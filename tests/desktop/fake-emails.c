/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-client.h"
#include "spico-client-emails.h"

struct _SpicoSentEmail {
  GObject parent_instance;
};

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

DexFuture *
spico_client_load_mssante (SpicoClient *self)
{
  static const char *const says[] = { "", "mssante.example", NULL };

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strdupv ((char **) says));
}

DexFuture *
spico_client_send_email (SpicoClient *self,
                         const char  *account_id,
                         const char  *id,
                         SpicoEmail  *email)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_list_sent_emails (SpicoClient *self,
                               const char  *account_id)
{
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "off line");
}

/* Nobody sends anything here. */
G_DEFINE_FINAL_TYPE (SpicoSentEmail, spico_sent_email, G_TYPE_OBJECT)

static void
spico_sent_email_class_init (SpicoSentEmailClass *klass)
{
}

static void
spico_sent_email_init (SpicoSentEmail *self)
{
}

const char *
spico_sent_email_get_from (SpicoSentEmail *self)
{
  return "";
}

guint
spico_sent_email_get_recipient_count (SpicoSentEmail *self)
{
  return 0;
}

const char *
spico_sent_email_get_status (SpicoSentEmail *self)
{
  return "queued";
}

GDateTime *
spico_sent_email_get_created_at (SpicoSentEmail *self)
{
  return NULL;
}
