/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a mail through MSSanté needs of the server (F066, F054). */
#include "spico-client-emails.h"

#include "spico-calls.h"
#include "spico-client-private.h"
#include "spico-json.h"
#include "spico-mail-address.h"

static GStrv
read_addresses (JsonObject *card)
{
  JsonArray *records = spico_json_get_array (card, "mssanteAddresses");
  GStrvBuilder *builder = g_strv_builder_new ();

  for (guint i = 0; records != NULL && i < json_array_get_length (records); i++)
    {
      JsonObject *record = spico_json_get_element_object (records, i);
      const char *address = record != NULL ? spico_json_get_string (record, "address") : NULL;

      if (address != NULL && spico_mail_address_is_valid (address))
        g_strv_builder_add (builder, address);
    }

  return g_strv_builder_unref_to_strv (builder);
}

static DexFuture *
found_cb (DexFuture *future,
          gpointer   data)
{
  GError *error = NULL;
  JsonObject *got = spico_calls_find (g_value_get_boxed (dex_future_get_value (future, NULL)), "g", 0, &error);
  JsonArray *cards = got != NULL ? spico_json_get_array (got, "list") : NULL;
  GHashTable *found;

  if (got == NULL)
    return dex_future_new_for_error (error);

  found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  for (guint i = 0; cards != NULL && i < json_array_get_length (cards); i++)
    {
      JsonObject *card = spico_json_get_element_object (cards, i);
      const char *id = card != NULL ? spico_json_get_string (card, "id") : NULL;

      if (id != NULL)
        g_hash_table_replace (found, g_strdup (id), read_addresses (card));
    }

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, found);
}

DexFuture *
spico_client_find_mssante_addresses (SpicoClient       *self,
                                     const char *const *ids)
{
  JsonObject *arguments;
  JsonArray *wanted;
  JsonArray *properties;
  JsonArray *calls;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (ids != NULL && g_strv_length ((char **) ids) <= SPICO_CLIENT_MAX_ASKED, NULL);

  if (self->sync == NULL)
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "There is no connection");

  arguments = spico_arguments_new (SPICO_REGION_ACCOUNT_ID);
  wanted = json_array_new ();
  for (guint i = 0; ids[i] != NULL; i++)
    json_array_add_string_element (wanted, ids[i]);
  json_object_set_array_member (arguments, "ids", wanted);
  properties = json_array_new ();
  json_array_add_string_element (properties, "mssanteAddresses");
  json_object_set_array_member (arguments, "properties", properties);
  calls = json_array_new ();
  spico_calls_add (calls, "PrincipalCard", "get", arguments, "g", 0);

  return dex_future_then (spico_sync_call (self->sync, calls), found_cb, NULL, NULL);
}
