/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-requests.h"

#include <gtk/gtk.h>

#include "spico-client-contact.h"

typedef struct {
  SpicoClient *client;
  SpicoGroupList which;
} Groups;

static void
groups_free (gpointer data)
{
  Groups *groups = data;

  g_object_unref (groups->client);
  g_free (groups);
}

static gpointer
map_account (gpointer item,
             gpointer data)
{
  Groups *groups = data;
  g_autoptr (SpicoAccount) account = item;

  return spico_client_list_groups (groups->client, spico_account_get_id (account), groups->which);
}

GListModel *
spico_requests_list_groups (SpicoClient   *client,
                            SpicoGroupList which)
{
  Groups *groups;
  GtkMapListModel *lists;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  groups = g_new0 (Groups, 1);
  groups->client = g_object_ref (client);
  groups->which = which;
  lists = gtk_map_list_model_new (g_object_ref (spico_client_get_accounts (client)), map_account, groups, groups_free);

  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (lists)));
}

static gboolean
is_open (gpointer group,
         gpointer client)
{
  return !spico_client_is_locked (client, spico_client_find_account (client, spico_favourite_group_get_account_id (group)));
}

static void
contact_cb (GtkFilter *filter)
{
  gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static GListModel *
list_open_groups (SpicoClient *client)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_open, g_object_ref (client), g_object_unref));

  g_signal_connect_object (client, "notify::contact-lost", G_CALLBACK (contact_cb), filter, G_CONNECT_SWAPPED);

  return G_LIST_MODEL (gtk_filter_list_model_new (spico_requests_list_groups (client, SPICO_GROUP_LIST_TO_ANSWER), filter));
}

GListModel *
spico_requests_new (SpicoClient *client)
{
  g_autoptr (GListStore) parts = NULL;
  g_autoptr (SpicoList) delegations = NULL;
  g_autoptr (GListModel) groups = NULL;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  parts = g_list_store_new (G_TYPE_LIST_MODEL);
  delegations = spico_client_list_delegations (client, "", SPICO_DELEGATIONS_TO_ANSWER);
  groups = list_open_groups (client);
  g_list_store_append (parts, delegations);
  g_list_store_append (parts, groups);

  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&parts))));
}
