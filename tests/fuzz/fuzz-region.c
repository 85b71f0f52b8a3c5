/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of a demonstration region, in a directory of a few principals. A file that is refused leaves nothing. */
#include <string.h>

#include "spico-discussions.h"
#include "spico-fuzz-world.h"
#include "spico-server-error.h"

static gint64
count_rows (SpicoSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  spico_sql_query_int64 (connection,
                         "SELECT (SELECT count(*) FROM dossier) + (SELECT count(*) FROM conversation) + (SELECT count(*) FROM message)"
                         " + (SELECT count(*) FROM favourite) + (SELECT count(*) FROM delegation) + (SELECT count(*) FROM login) + (SELECT count(*) FROM audit)",
                         NULL, -1, &number, &error);
  g_assert_no_error (error);

  return number;
}

/* A password costs 64 MiB and a tenth of a second: what checks it is tested elsewhere. */
static gboolean
has_password (const uint8_t *data,
              size_t         size)
{
  return memmem (data, size, "login", strlen ("login")) != NULL;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static SpicoJmapWorld world;
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  SpicoDiscussionsReport report;
  gint64 before;

  if (has_password (data, size))
    return 0;

  spico_jmap_world_set_up (&world, NULL);
  before = count_rows (world.connection);
  if (!spico_discussions_import (world.connection, bytes, world.now_us, &report, &error))
    {
      g_assert_true (error->domain == SPICO_SERVER_ERROR);
      g_assert_cmpint (count_rows (world.connection), ==, before);
    }
  g_assert_false (spico_sql_connection_in_transaction (world.connection));
  spico_jmap_world_tear_down (&world, NULL);

  return 0;
}
