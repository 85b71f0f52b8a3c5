/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-acting.h"

#include "spico-thread-text.h"

#define ACCOUNT "spico-acting-account"
#define PERSON "spico-acting-person"

char *
spico_acting_text (const char *person,
                   const char *account)
{
  return *person != '\0' ? spico_text_on_behalf (person, account) : g_strdup (account);
}

static void
update_cb (AdwActionRow *row)
{
  SpicoPrincipal *account = g_object_get_data (G_OBJECT (row), ACCOUNT);
  SpicoPrincipal *person = g_object_get_data (G_OBJECT (row), PERSON);
  g_autofree char *both = spico_acting_text (person != NULL ? spico_principal_get_name (person) : "", spico_principal_get_name (account));

  adw_action_row_set_subtitle (row, both);
}

static void
follow (AdwActionRow   *row,
        const char     *key,
        SpicoPrincipal *principal)
{
  SpicoPrincipal *before = g_object_get_data (G_OBJECT (row), key);

  if (before != NULL)
    g_signal_handlers_disconnect_by_func (before, update_cb, row);
  g_object_set_data_full (G_OBJECT (row), key, principal != NULL ? g_object_ref (principal) : NULL, g_object_unref);
  if (principal != NULL)
    g_signal_connect_object (principal, "notify::name", G_CALLBACK (update_cb), row, G_CONNECT_SWAPPED);
}

void
spico_acting_show (AdwActionRow   *row,
                   SpicoPrincipal *account,
                   SpicoPrincipal *person)
{
  g_return_if_fail (ADW_IS_ACTION_ROW (row));
  g_return_if_fail (SPICO_IS_PRINCIPAL (account));

  follow (row, ACCOUNT, account);
  follow (row, PERSON, person != account ? person : NULL);
  update_cb (row);
}

static gboolean
is_usable (gpointer item,
           gpointer user_data)
{
  return !spico_account_is_ended (item);
}

GListModel *
spico_acting_list_accounts (SpicoClient *client)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  return G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (spico_client_get_accounts (client)), GTK_FILTER (gtk_custom_filter_new (is_usable, NULL, NULL))));
}
