/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-test-clients.h"

void
spico_test_clients_set_up (SpicoTestClients *fixture,
                           gconstpointer     data)
{
  fixture->region = spico_test_region_new ();
  spico_test_region_start (fixture->region);
  fixture->folder_a = spico_test_make_folder ();
  fixture->folder_b = spico_test_make_folder ();
  fixture->keyring = spico_keyring_new ();
  fixture->a = spico_client_new (fixture->folder_a, fixture->keyring);
  fixture->b = spico_client_new (fixture->folder_b, fixture->keyring);
}

void
spico_test_let_go (SpicoClient **client)
{
  if (*client != NULL)
    spico_test_succeeds (spico_client_close (*client));
  g_clear_object (client);
}

void
spico_test_clients_tear_down (SpicoTestClients *fixture,
                              gconstpointer     data)
{
  spico_test_let_go (&fixture->a);
  spico_test_let_go (&fixture->b);
  g_clear_object (&fixture->keyring);
  spico_test_region_free (fixture->region);
  spico_test_erase_folder (fixture->folder_a);
  spico_test_erase_folder (fixture->folder_b);
  g_free (fixture->folder_a);
  g_free (fixture->folder_b);
}

gboolean
spico_test_is_settled (SpicoClient *client)
{
  return spico_client_get_connection (client) == SPICO_CONNECTION_ONLINE && !spico_client_is_syncing (client) && spico_client_get_pending_count (client) == 0;
}

guint
spico_test_n_items (gpointer list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

/* Two devices of one person have a keyring each; here the two share one, and are told apart in it by the server's address. */
char *
spico_test_uri_of (SpicoTestClients *fixture,
                   SpicoClient      *client)
{
  return client == fixture->b && !g_str_has_prefix (fixture->region->uri, "unix:") ? g_strdup_printf ("http://localhost:%u", fixture->region->port) : g_strdup (fixture->region->uri);
}

void
spico_test_sign_in (SpicoTestClients *fixture,
                    SpicoClient      *client,
                    const char       *login)
{
  g_autofree char *uri = spico_test_uri_of (fixture, client);

  spico_test_succeeds (spico_client_sign_in (client, uri, login, SPICO_TEST_PASSWORD));
  g_assert_cmpint (spico_client_get_state (client), ==, SPICO_CLIENT_READY);
  spico_test_wait_for (spico_client_get_connection (client) == SPICO_CONNECTION_ONLINE);
}

/* Waits until a list has been filled by the first synchronisation. */
SpicoList *
spico_test_list_filled (SpicoClient *client,
                        const char  *account_id)
{
  SpicoList *list = spico_client_list_conversations (client, account_id, SPICO_CONVERSATIONS_CURRENT);

  spico_test_wait_for (spico_test_n_items (list) > 0);

  return list;
}

SpicoFavouriteGroup *
spico_test_find_group (SpicoList  *list,
                       const char *name)
{
  for (guint i = 0; i < spico_test_n_items (list); i++)
    {
      g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (g_str_equal (spico_favourite_group_get_name (group), name))
        return g_steal_pointer (&group);
    }

  return NULL;
}

gboolean
spico_test_has_group (SpicoList  *list,
                      const char *name)
{
  g_autoptr (SpicoFavouriteGroup) group = spico_test_find_group (list, name);

  return group != NULL;
}

gboolean
spico_test_group_is_told (SpicoList  *list,
                          const char *name)
{
  g_autoptr (SpicoFavouriteGroup) group = spico_test_find_group (list, name);

  return group != NULL && !spico_favourite_group_get_is_waiting (group);
}

SpicoMessage *
spico_test_last_message (SpicoMessageList *list)
{
  guint n = spico_test_n_items (list);

  return n > 0 ? g_list_model_get_item (G_LIST_MODEL (list), n - 1) : NULL;
}

gboolean
spico_test_last_is (SpicoMessageList *list,
                    const char       *text,
                    SpicoMessageState state)
{
  g_autoptr (SpicoMessage) message = spico_test_last_message (list);

  return message != NULL && g_str_equal (spico_message_get_text (message), text) && spico_message_get_state (message) == state;
}

char *
spico_test_start (SpicoClient *client,
                  const char  *account_id,
                  const char  *other_id,
                  const char  *subject,
                  const char  *text)
{
  const char *const ids[] = { other_id, NULL };

  return spico_test_await_string (spico_client_start_conversation (client, account_id, ids, NULL, NULL, subject, text));
}

static DexFuture *
run_sql (SpicoTransaction *transaction,
         gpointer          data)
{
  GError *error = NULL;

  if (!spico_sql_run (transaction->connection, data, NULL, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

void
spico_test_change_store (SpicoClient *client,
                         const char  *sql)
{
  spico_test_succeeds (spico_store_write (spico_client_get_store (client), run_sql, (gpointer) sql, NULL));
}
