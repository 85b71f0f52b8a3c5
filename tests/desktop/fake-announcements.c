/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operator of the client in memory tells: announcements that a test has given it, and the support desk. */
#include "fake-announcements.h"

#include "spico-client-announcements.h"

static GListStore *announcements;

void
fake_announcements_set (GListStore *list)
{
  g_set_object (&announcements, list);
}

GListModel *
spico_client_list_announcements (SpicoClient *self)
{
  return announcements != NULL ? g_object_ref (G_LIST_MODEL (announcements)) : G_LIST_MODEL (g_list_store_new (SPICO_TYPE_ANNOUNCEMENT));
}

DexFuture *
spico_client_read_announcements (SpicoClient       *self,
                                 const char *const *ids)
{
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
spico_client_ask_announcements (SpicoClient *self,
                                const char  *server_uri)
{
  return dex_future_new_take_object (spico_client_list_announcements (self));
}

DexFuture *
spico_client_load_support (SpicoClient *self,
                           const char  *server_uri)
{
  const char *const support[] = { "assistance@region.example", "05 36 00 00 00", "du lundi au vendredi, de 8 h à 19 h", NULL };

  return dex_future_new_take_boxed (G_TYPE_STRV, g_strdupv ((GStrv) support));
}
