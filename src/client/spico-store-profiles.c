/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-profiles.h"

#include "spico-sql-query.h"
#include "spico-store-objects.h"
#include "spico-store-pull.h"

#define PREFIX "profile "
#define TYPED_PREFIX "typed profile "

/* Returns: (transfer full): where the profile of an account stands */
char *
spico_profile_setting_name (const char *account_id)
{
  return g_strconcat (PREFIX, account_id, NULL);
}

/* Returns: (transfer full): where what was typed of it stands */
char *
spico_profile_typed_setting_name (const char *account_id)
{
  return g_strconcat (TYPED_PREFIX, account_id, NULL);
}

/* @got: the answer to a /get of the one object. Returns: (transfer full): a #SpicoSetting, for spico_store_write_profile() */
gpointer
spico_profile_setting_new (const char *account_id,
                           JsonObject *got)
{
  SpicoSetting *setting = g_new0 (SpicoSetting, 1);
  JsonArray *list = spico_json_get_array (got, "list");
  JsonObject *object = list != NULL && json_array_get_length (list) > 0 ? spico_json_get_element_object (list, 0) : NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_NULL);

  if (object != NULL)
    json_node_init_object (node, object);
  setting->name = spico_profile_setting_name (account_id);
  setting->value = json_to_string (node, FALSE);

  return setting;
}

/* @data: a #SpicoSetting */
DexFuture *
spico_store_write_profile (SpicoTransaction *transaction,
                           gpointer          data)
{
  SpicoSetting *setting = data;
  GError *error = NULL;

  if (!spico_store_put_setting (transaction, setting->name, setting->value, &error))
    return dex_future_new_for_error (error);

  transaction->changes->flags |= SPICO_CHANGE_PROFILES;
  return dex_future_new_true ();
}

/* Of the accounts that are no longer the person's to use, with what was typed: it is about the account alone, and nobody would ever send it. */
gboolean
spico_store_end_profiles (SpicoTransaction *transaction,
                          GError          **error)
{
  return spico_sql_run (transaction->connection,
                        "DELETE FROM setting WHERE name IN (SELECT '" PREFIX "' || id FROM account WHERE is_gone = 1 UNION ALL SELECT '" TYPED_PREFIX "' || id FROM account WHERE is_gone = 1)",
                        NULL, error);
}
