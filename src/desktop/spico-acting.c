/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-acting.h"

#include "spico-thread-text.h"

#define ACCOUNT "spico-acting-account"
#define PERSON "spico-acting-person"

static void
update_cb (AdwActionRow *row)
{
  SpicoPrincipal *account = g_object_get_data (G_OBJECT (row), ACCOUNT);
  SpicoPrincipal *person = g_object_get_data (G_OBJECT (row), PERSON);
  const char *name = person != NULL ? spico_principal_get_name (person) : "";
  g_autofree char *both = *name != '\0' ? spico_text_on_behalf (name, spico_principal_get_name (account)) : g_strdup (spico_principal_get_name (account));

  adw_action_row_set_subtitle (row, both);
}

static void
follow (AdwActionRow   *row,
        const char     *key,
        SpicoPrincipal *principal)
{
  g_object_set_data_full (G_OBJECT (row), key, g_object_ref (principal), g_object_unref);
  g_signal_connect_object (principal, "notify::name", G_CALLBACK (update_cb), row, G_CONNECT_SWAPPED);
}

void
spico_acting_show (AdwActionRow   *row,
                   SpicoPrincipal *account,
                   SpicoPrincipal *person)
{
  g_return_if_fail (ADW_IS_ACTION_ROW (row));
  g_return_if_fail (SPICO_IS_PRINCIPAL (account));
  g_return_if_fail (g_object_get_data (G_OBJECT (row), ACCOUNT) == NULL);

  follow (row, ACCOUNT, account);
  if (person != NULL && person != account)
    follow (row, PERSON, person);
  update_cb (row);
}
