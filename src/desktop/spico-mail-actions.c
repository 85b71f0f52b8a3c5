/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-actions.h"

#include "spico-mail-dialog.h"

#define CLIENT "spico-mail-client"

static SpicoClient *
get_client (gpointer window)
{
  SpicoClient *client = g_object_get_data (G_OBJECT (window), CLIENT);

  return spico_client_get_state (client) == SPICO_CLIENT_READY ? client : NULL;
}

static void
new_mail_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       window)
{
  SpicoClient *client = get_client (window);

  if (client != NULL && adw_application_window_get_visible_dialog (window) == NULL)
    adw_dialog_present (spico_mail_dialog_new (client, NULL, NULL, NULL), window);
}

static void
mail_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       window)
{
  SpicoClient *client = get_client (window);
  g_autoptr (GListStore) members = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  g_autofree const char **ids = NULL;
  const char *account_id;
  const char *text;

  if (client == NULL)
    return;

  g_variant_get (parameter, "(&s^a&s&s)", &account_id, &ids, &text);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (SpicoPrincipal) member = spico_client_get_principal (client, ids[i]);

      g_list_store_append (members, member);
    }
  adw_dialog_present (spico_mail_dialog_new (client, account_id, ids[0] != NULL ? G_LIST_MODEL (members) : NULL, *text != '\0' ? text : NULL), window);
}

void
spico_mail_actions_add (AdwApplicationWindow *window,
                        SpicoClient          *client)
{
  static const GActionEntry entries[] = {
    { .name = "new-mail", .activate = new_mail_cb },
    { .name = "mail", .activate = mail_cb, .parameter_type = "(sass)" },
  };

  g_object_set_data_full (G_OBJECT (window), CLIENT, g_object_ref (client), g_object_unref);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}

gboolean
spico_mail_can_write_to (SpicoFavouriteGroup *group)
{
  GListModel *members;

  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (group), FALSE);

  members = spico_favourite_group_get_members (group);
  return spico_favourite_group_get_is_active (group) && (spico_favourite_group_get_is_administrator (group) || spico_favourite_group_get_is_accepted (group)) &&
         members != NULL && g_list_model_get_n_items (members) > 0;
}

void
spico_mail_write_to (GtkWidget           *widget,
                     SpicoFavouriteGroup *group)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;
  GListModel *members;

  g_return_if_fail (SPICO_IS_FAVOURITE_GROUP (group));

  members = spico_favourite_group_get_members (group);
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (SpicoPrincipal) member = g_list_model_get_item (members, i);

      g_strv_builder_add (builder, spico_principal_get_id (member));
    }
  ids = g_strv_builder_end (builder);
  gtk_widget_activate_action (widget, "win.mail", "(s^ass)", spico_favourite_group_get_account_id (group), ids, "");
}
