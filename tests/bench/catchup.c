/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the client takes to come up to date after an absence: the real client library and its encrypted store, no window.
 *   bench-catchup URI LOGIN PASSWORD FOLDER MESSAGES
 * It signs in, waits until the store has so many messages, closes and prints `ready`. Given another number on its standard input, it opens the store again,
 * waits for that many, and prints the milliseconds from the opening on. */
#include <stdio.h>
#include <stdlib.h>

#include "../client/spico-test-region.h"
#include "spico-client-private.h"
#include "spico-sql-query.h"

#define PATIENCE_US (90 * G_USEC_PER_SEC)

static DexFuture *
count_messages (SpicoTransaction *transaction,
                gpointer          data)
{
  GError *error = NULL;
  gint64 n;

  if (!spico_sql_query_int64 (transaction->connection, "SELECT COUNT(*) FROM message WHERE seq > 0", NULL, 0, &n, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_int64 (n);
}

static gint64
read_count (SpicoClient *client)
{
  DexFuture *future;
  const GValue *value;
  gint64 count;

  future = spico_store_read (spico_client_get_store (client), count_messages, NULL, NULL);
  spico_test_wait_for (!dex_future_is_pending (future));
  value = dex_future_get_value (future, NULL);
  count = value != NULL ? g_value_get_int64 (value) : -1;
  dex_unref (future);

  return count;
}

static gboolean
is_settled (SpicoClient *client)
{
  return spico_client_get_connection (client) == SPICO_CONNECTION_ONLINE && !spico_client_is_syncing (client);
}

static void
wait_until_whole (SpicoClient *client,
                  gint64       n_messages)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;

  while (!is_settled (client) || read_count (client) != n_messages)
    {
      if (g_get_monotonic_time () > deadline_us)
        g_error ("the store has %" G_GINT64_FORMAT " messages of %" G_GINT64_FORMAT, read_count (client), n_messages);
      spico_test_turn ();
    }
}

static void
let_go (SpicoClient *client)
{
  spico_test_succeeds (spico_client_close (client));
  g_object_unref (client);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (SpicoCredentials) keyring = NULL;
  SpicoClient *client;
  char line[32];
  gint64 begun_us;

  g_assert (argc == 6);
  dex_init ();
  keyring = spico_keyring_new ();
  client = spico_client_new (argv[4], keyring);
  spico_test_succeeds (spico_client_sign_in (client, argv[1], argv[2], argv[3]));
  wait_until_whole (client, atoll (argv[5]));
  let_go (client);
  printf ("ready\n");
  fflush (stdout);

  if (fgets (line, sizeof line, stdin) == NULL)
    return EXIT_FAILURE;
  begun_us = g_get_monotonic_time ();
  client = spico_client_new (argv[4], keyring);
  spico_test_succeeds (spico_client_open_last (client));
  wait_until_whole (client, atoll (line));
  printf ("%" G_GINT64_FORMAT "\n", (g_get_monotonic_time () - begun_us) / 1000);
  let_go (client);

  return EXIT_SUCCESS;
}
