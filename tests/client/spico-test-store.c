/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-test-store.h"

#include <string.h>

#include "spico-json.h"
#include "spico-store-accounts.h"
#include "spico-store-objects.h"
#include "spico-type.h"

void
spico_test_store_set_up (SpicoTestStore *fixture,
                         gconstpointer   data)
{
  static const guint8 zeros[32];
  g_autoptr (GBytes) key = g_bytes_new_static (zeros, sizeof zeros);
  g_autofree char *path = NULL;

  fixture->folder = spico_test_make_folder ();
  path = g_build_filename (fixture->folder, "store.db", NULL);
  fixture->store = spico_test_await_object (spico_store_open (path, key));
  spico_store_set_person (fixture->store, MAUGER);
}

void
spico_test_store_tear_down (SpicoTestStore *fixture,
                            gconstpointer   data)
{
  spico_test_succeeds (spico_store_close (fixture->store));
  g_clear_object (&fixture->store);
  spico_test_erase_folder (fixture->folder);
  g_free (fixture->folder);
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  JsonNode *node = spico_json_parse (bytes, &error);

  g_assert_no_error (error);

  return node;
}

static DexFuture *
put_objects (SpicoTransaction *transaction,
             gpointer          data)
{
  g_autoptr (JsonNode) node = parse (data);
  JsonObject *object = json_node_get_object (node);
  GError *error = NULL;

  if (!spico_store_put_objects (transaction, spico_json_get_string (object, "account"), spico_type_find (spico_json_get_string (object, "type")), spico_json_get_array (object, "list"), NULL, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

void
spico_test_store_put (SpicoTestStore *fixture,
                      const char     *text)
{
  spico_test_succeeds (spico_store_write (fixture->store, put_objects, (gpointer) text, NULL));
}

static DexFuture *
put_session (SpicoTransaction *transaction,
             gpointer          data)
{
  g_autoptr (JsonNode) node = parse (data);
  GError *error = NULL;

  if (!spico_store_put_accounts (transaction, json_node_get_object (node), &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

void
spico_test_store_put_accounts (SpicoTestStore *fixture,
                               const char     *others)
{
  g_autofree char *session = g_strdup_printf ("{\"accounts\":{\"" MAUGER "\":{\"name\":\"MAUGER\",\"isPersonal\":true,\"accountCapabilities\":{\"" SPICO_CAPABILITY_DISCUSSIONS "\":{}}}%s}}", others);

  spico_test_succeeds (spico_store_write (fixture->store, put_session, session, NULL));
}
