/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-directory-numbers.h"

#include "spico-sql-query.h"

/* At first few, so that a small load leaves no hole; then twice as many each time. */
#define FIRST_TAKEN 16
#define MOST_TAKEN 4096
#define MAX_TRIES 12

typedef struct {
  guint area;
  gint64 next;
  gint64 end; /* of those that are ours */
  gint64 n_taken;
} Area;

struct _SpicoDirectoryNumbers {
  SpicoSqlConnection *connection;
  GHashTable *areas;
};

/**
 * spico_directory_numbers_new:
 * @connection: a connection that may write
 *
 * Returns: (transfer full): what gives out numbers
 */
SpicoDirectoryNumbers *
spico_directory_numbers_new (SpicoSqlConnection *connection)
{
  SpicoDirectoryNumbers *self = g_new0 (SpicoDirectoryNumbers, 1);

  self->connection = connection;
  self->areas = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

/**
 * spico_directory_numbers_free:
 * @self: (transfer full): what gives out numbers; those that it holds are lost
 */
void
spico_directory_numbers_free (SpicoDirectoryNumbers *self)
{
  g_hash_table_unref (self->areas);
  g_free (self);
}

static Area *
find_area (SpicoDirectoryNumbers *self,
           guint                  number)
{
  Area *area = g_hash_table_lookup (self->areas, GUINT_TO_POINTER (number));

  if (area == NULL)
    {
      area = g_new0 (Area, 1);
      area->area = number;
      area->n_taken = FIRST_TAKEN / 2;
      g_hash_table_insert (self->areas, GUINT_TO_POINTER (number), area);
    }

  return area;
}

static gboolean
take_more (SpicoDirectoryNumbers *self,
           Area                  *area,
           GError               **error)
{
  gint64 n = MIN (area->n_taken * 2, MOST_TAKEN);

  if (!spico_sql_query_int64 (self->connection,
                              "INSERT INTO directory_area (area, next) VALUES ($1, $2 + 1) ON CONFLICT (area) DO UPDATE SET next = directory_area.next + $2 RETURNING next",
                              SPICO_SQL_VALUES (SPICO_SQL_INT (area->area), SPICO_SQL_INT (n)), 0, &area->end, error))
    return FALSE;

  area->next = area->end - n;
  area->n_taken = n;
  return TRUE;
}

/* Outside a transaction, in one of its own, which nobody waits for long. */
static gboolean
take_alone (SpicoDirectoryNumbers *self,
            Area                  *area,
            GError               **error)
{
  g_autoptr (GError) local_error = NULL;

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_clear_error (&local_error);
      if (spico_sql_connection_begin (self->connection, SPICO_SQL_TRANSACTION_WRITE, &local_error))
        {
          if (take_more (self, area, &local_error) && spico_sql_connection_commit (self->connection, &local_error))
            return TRUE;
          area->next = area->end = 0;
          spico_sql_connection_rollback (self->connection);
        }
      if (!g_error_matches (local_error, SPICO_SQL_ERROR, SPICO_SQL_ERROR_BUSY))
        break;
    }

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * spico_directory_numbers_take:
 * @self: what gives out numbers
 * @area: an area
 * @number: (out): one that nobody had
 * @error: a #SpicoSqlError
 *
 * Returns: whether there was one
 */
gboolean
spico_directory_numbers_take (SpicoDirectoryNumbers *self,
                              guint                  area,
                              gint64                *number,
                              GError               **error)
{
  Area *from = find_area (self, area);
  gboolean is_inside = spico_sql_connection_in_transaction (self->connection);

  if (from->next == from->end && !(is_inside ? take_more (self, from, error) : take_alone (self, from, error)))
    return FALSE;

  *number = SPICO_DIRECTORY_NUMBER (area, from->next++);
  return TRUE;
}

/**
 * spico_directory_numbers_give_back:
 * @self: what gives out numbers
 * @error: a #SpicoSqlError
 *
 * Gives back what was not used, where nobody has taken more since; in a transaction.
 *
 * Returns: whether no error was met
 */
gboolean
spico_directory_numbers_give_back (SpicoDirectoryNumbers *self,
                                   GError               **error)
{
  GHashTableIter iterator;
  gpointer value;

  g_hash_table_iter_init (&iterator, self->areas);
  while (g_hash_table_iter_next (&iterator, NULL, &value))
    {
      Area *area = value;

      if (area->next < area->end
          && !spico_sql_run (self->connection, "UPDATE directory_area SET next = $1 WHERE area = $2 AND next = $3",
                             SPICO_SQL_VALUES (SPICO_SQL_INT (area->next), SPICO_SQL_INT (area->area), SPICO_SQL_INT (area->end)), error))
        return FALSE;
    }

  g_hash_table_remove_all (self->areas);
  return TRUE;
}

/**
 * spico_directory_lock:
 * @connection: a connection in a transaction that writes
 * @error: a #SpicoSqlError
 *
 * Lists are read, added to and written: by one at a time, until the end of the transaction. What others remember of them holds no longer (spico_directory_memory_open()).
 *
 * Returns: whether it is our turn
 */
gboolean
spico_directory_lock (SpicoSqlConnection *connection,
                      GError            **error)
{
  return spico_sql_run (connection, "INSERT INTO directory_area (area, next) VALUES (-1, 1) ON CONFLICT (area) DO UPDATE SET next = directory_area.next + 1", NULL, error);
}

/**
 * spico_directory_pack:
 * @bytes: a list
 * @difference: what its next serial is above the one before
 */
void
spico_directory_pack (GByteArray *bytes,
                      guint32     difference)
{
  guchar packed[5];
  guint n = 0;

  while (difference > 0x7f)
    {
      packed[n++] = (guchar) (difference | 0x80);
      difference >>= 7;
    }
  packed[n++] = (guchar) difference;
  g_byte_array_append (bytes, packed, n);
}

/**
 * spico_directory_areas_add:
 * @self: a set of areas
 * @area: an area; one that can be none is left out
 */
void
spico_directory_areas_add (SpicoDirectoryAreas *self,
                           guint                area)
{
  if (area < SPICO_DIRECTORY_N_AREAS)
    self->bits[area / 64] |= G_GUINT64_CONSTANT (1) << (area % 64);
}

/**
 * spico_directory_areas_have:
 * @self: a set of areas
 * @area: an area
 *
 * Returns: whether it is among them
 */
gboolean
spico_directory_areas_have (const SpicoDirectoryAreas *self,
                            guint                      area)
{
  return area < SPICO_DIRECTORY_N_AREAS && (self->bits[area / 64] >> (area % 64) & 1) != 0;
}

/**
 * spico_directory_areas_pack:
 * @self: a set of areas
 *
 * Returns: (transfer full): it as the dictionary holds it
 */
GBytes *
spico_directory_areas_pack (const SpicoDirectoryAreas *self)
{
  GByteArray *bytes = g_byte_array_new ();
  guint32 last = 0;

  for (guint32 area = 0; area < SPICO_DIRECTORY_N_AREAS; area++)
    {
      if (!spico_directory_areas_have (self, area))
        continue;
      spico_directory_pack (bytes, area + 1 - last);
      last = area + 1;
    }

  return g_byte_array_free_to_bytes (bytes);
}

/**
 * spico_directory_areas_unpack:
 * @self: a set of areas, to which others are added
 * @bytes: what the dictionary holds
 */
void
spico_directory_areas_unpack (SpicoDirectoryAreas *self,
                              GBytes              *bytes)
{
  gsize length = 0;
  const guchar *at = g_bytes_get_data (bytes, &length);
  const guchar *end = at + length;
  guint32 number = 0;

  while (spico_directory_unpack (&at, end, &number))
    spico_directory_areas_add (self, number - 1);
}
