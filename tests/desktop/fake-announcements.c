/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Announcements of the client in memory: those that a test has given it. */
#include "fake-announcements.h"

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
