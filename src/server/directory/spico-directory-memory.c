/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a connection has read of the directory's index and is the same until somebody writes there: people type the same beginnings. */
#include "spico-directory-memory.h"

#include <string.h>

#include "spico-directory-numbers.h"

/* A shelf's younger half, and what one key may have of it. */
#define HALF_BYTES (8 * 1024 * 1024)
#define MAX_BYTES (HALF_BYTES / 4)
/* What a key costs besides its rows, and a row besides its bytes. */
#define KEY_BYTES 128
#define ROW_BYTES 64
/* Half of the people that are remembered: some 100 bytes each. */
#define HALF_PEOPLE 30000

/* Two halves: the younger one takes what comes, and what is found in the older one; when it is full it becomes the older one. */
typedef struct {
  gint64 mark;
  GHashTable *younger;
  GHashTable *older;
  gsize n_bytes; /* of the younger one */
} Shelf;

typedef struct {
  Shelf shelves[SPICO_DIRECTORY_N_SHELVES];
  GHashTable *younger_people; /* by number; nothing where nobody has it */
  GHashTable *older_people;
} Memory;

static void
person_clear (gpointer data)
{
  if (data != NULL)
    spico_directory_found_unref (data);
}

static GHashTable *
new_people (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, person_clear);
}

static GHashTable *
new_half (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

static Memory *
memory_new (void)
{
  Memory *self = g_new0 (Memory, 1);

  for (guint i = 0; i < SPICO_DIRECTORY_N_SHELVES; i++)
    {
      self->shelves[i].younger = new_half ();
      self->shelves[i].older = new_half ();
    }
  self->younger_people = new_people ();
  self->older_people = new_people ();

  return self;
}

static void
memory_free (gpointer data)
{
  Memory *self = data;

  for (guint i = 0; i < SPICO_DIRECTORY_N_SHELVES; i++)
    {
      g_hash_table_unref (self->shelves[i].younger);
      g_hash_table_unref (self->shelves[i].older);
    }
  g_hash_table_unref (self->younger_people);
  g_hash_table_unref (self->older_people);
  g_free (self);
}

static Memory *
find_memory (SpicoSqlConnection *connection)
{
  Memory *memory = spico_sql_connection_get_memo (connection);

  if (memory == NULL)
    {
      memory = memory_new ();
      spico_sql_connection_set_memo (connection, memory, memory_free);
    }

  return memory;
}

static Shelf *
find_shelf (SpicoSqlConnection *connection,
            SpicoDirectoryShelf shelf)
{
  return &find_memory (connection)->shelves[shelf];
}

/**
 * spico_directory_memory_open:
 * @connection: a connection, in a transaction
 * @shelf: a shelf
 * @mark: what the transaction sees that is another after each write
 *
 * What was kept under another mark is forgotten.
 */
void
spico_directory_memory_open (SpicoSqlConnection *connection,
                             SpicoDirectoryShelf shelf,
                             gint64              mark)
{
  Shelf *self = find_shelf (connection, shelf);

  if (self->mark == mark)
    return;

  g_hash_table_remove_all (self->younger);
  g_hash_table_remove_all (self->older);
  self->n_bytes = 0;
  self->mark = mark;
  if (shelf == SPICO_DIRECTORY_SHELF_PEOPLE)
    {
      g_hash_table_remove_all (find_memory (connection)->younger_people);
      g_hash_table_remove_all (find_memory (connection)->older_people);
    }
}

static gsize
measure (const char *key,
         GPtrArray  *rows)
{
  gsize size = KEY_BYTES + strlen (key);

  for (guint i = 0; i < rows->len; i++)
    size += ROW_BYTES + g_bytes_get_size (g_ptr_array_index (rows, i));

  return size;
}

/**
 * spico_directory_memory_keep:
 * @connection: a connection, in a transaction that has opened the shelf
 * @shelf: a shelf
 * @key: what was asked
 * @rows: (element-type GBytes): what was answered; not kept where it is large
 */
void
spico_directory_memory_keep (SpicoSqlConnection *connection,
                             SpicoDirectoryShelf shelf,
                             const char         *key,
                             GPtrArray          *rows)
{
  Shelf *self = find_shelf (connection, shelf);
  gsize size = measure (key, rows);

  if (size > MAX_BYTES)
    return;

  if (self->n_bytes + size > HALF_BYTES)
    {
      g_hash_table_unref (self->older);
      self->older = self->younger;
      self->younger = new_half ();
      self->n_bytes = 0;
    }
  if (g_hash_table_insert (self->younger, g_strdup (key), g_ptr_array_ref (rows)))
    self->n_bytes += size;
}

/**
 * spico_directory_memory_find:
 * @connection: a connection, in a transaction; before it has opened the shelf, what is found may not be true any more
 * @shelf: a shelf
 * @key: what is asked
 *
 * Returns: (transfer full) (nullable) (element-type GBytes): what was answered, or %NULL where it is not remembered
 */
GPtrArray *
spico_directory_memory_find (SpicoSqlConnection *connection,
                             SpicoDirectoryShelf shelf,
                             const char         *key)
{
  Shelf *self = find_shelf (connection, shelf);
  GPtrArray *rows = g_hash_table_lookup (self->younger, key);

  if (rows != NULL)
    return g_ptr_array_ref (rows);

  rows = g_hash_table_lookup (self->older, key);
  if (rows == NULL)
    return NULL;

  g_ptr_array_ref (rows);
  g_hash_table_remove (self->older, key);
  spico_directory_memory_keep (connection, shelf, key, rows);
  return rows;
}

/**
 * spico_directory_memory_find_row:
 * @connection: as for spico_directory_memory_find()
 * @shelf: a shelf
 * @key: what is asked
 *
 * Returns: (transfer full) (nullable): what spico_directory_memory_keep_row() was given, or %NULL where it is not remembered
 */
GBytes *
spico_directory_memory_find_row (SpicoSqlConnection *connection,
                                 SpicoDirectoryShelf shelf,
                                 const char         *key)
{
  g_autoptr (GPtrArray) rows = spico_directory_memory_find (connection, shelf, key);

  return rows != NULL ? g_bytes_ref (g_ptr_array_index (rows, 0)) : NULL;
}

/**
 * spico_directory_memory_keep_row:
 * @connection: as for spico_directory_memory_keep()
 * @shelf: a shelf
 * @key: what was asked
 * @row: what was answered, in one piece
 */
void
spico_directory_memory_keep_row (SpicoSqlConnection *connection,
                                 SpicoDirectoryShelf shelf,
                                 const char         *key,
                                 GBytes             *row)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_ptr_array_add (rows, g_bytes_ref (row));
  spico_directory_memory_keep (connection, shelf, key, rows);
}

/**
 * spico_directory_memory_keep_person:
 * @connection: a connection, in a transaction that has opened the shelf of people
 * @number: a number of the index
 * @person: (nullable): who has it; %NULL where nobody is seen who does
 */
void
spico_directory_memory_keep_person (SpicoSqlConnection  *connection,
                                    gint64               number,
                                    SpicoDirectoryFound *person)
{
  Memory *self = find_memory (connection);

  if (g_hash_table_size (self->younger_people) >= HALF_PEOPLE)
    {
      g_hash_table_unref (self->older_people);
      self->older_people = g_steal_pointer (&self->younger_people);
      self->younger_people = new_people ();
    }
  g_hash_table_insert (self->younger_people, SPICO_DIRECTORY_KEY (number), person != NULL ? spico_directory_found_ref (person) : NULL);
}

/**
 * spico_directory_memory_find_person:
 * @connection: a connection, in a transaction that has opened the shelf of people
 * @number: a number of the index
 * @person: (out) (transfer full) (nullable): who has it; %NULL where nobody is seen who does
 *
 * Returns: whether it is remembered
 */
gboolean
spico_directory_memory_find_person (SpicoSqlConnection   *connection,
                                    gint64                number,
                                    SpicoDirectoryFound **person)
{
  Memory *self = find_memory (connection);
  gpointer found = NULL;
  gboolean is_younger = g_hash_table_lookup_extended (self->younger_people, SPICO_DIRECTORY_KEY (number), NULL, &found);

  if (!is_younger && !g_hash_table_lookup_extended (self->older_people, SPICO_DIRECTORY_KEY (number), NULL, &found))
    return FALSE;

  *person = found != NULL ? spico_directory_found_ref (found) : NULL;
  if (!is_younger)
    spico_directory_memory_keep_person (connection, number, *person);
  return TRUE;
}
