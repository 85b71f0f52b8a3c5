/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-register-sorter.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* So many files at most; then they become one. */
#define MAX_RUNS 48
#define RUN_BUFFER 65536
#define FIRST_ARENA 65536

/* How a record lies in memory and in a file: both lengths, then the key and the value, a NUL after each. */
typedef struct {
  guint32 key_length;
  guint32 value_length;
} Head;

typedef struct {
  FILE *file;
  char *buffer; /* of the file */
  GByteArray *record;
  Head head;
  gboolean is_ended;
} Run;

struct _SpicoRegisterSorter {
  gsize memory;
  char *arena;
  gsize size; /* of the arena; it grows up to memory */
  gsize used;
  GArray *offsets;
  GPtrArray *runs;
  guint64 n_items;
  /* While the records are given out */
  guint next;
  GArray *heap;
};

static void
run_free (gpointer data)
{
  Run *run = data;

  if (run->file != NULL)
    fclose (run->file);
  g_free (run->buffer);
  g_byte_array_unref (run->record);
  g_free (run);
}

/**
 * spico_register_sorter_new:
 * @memory: how many bytes of records are held before they go to a file
 *
 * Returns: (transfer full): a sorter without records
 */
SpicoRegisterSorter *
spico_register_sorter_new (gsize memory)
{
  SpicoRegisterSorter *self = g_new0 (SpicoRegisterSorter, 1);

  self->memory = memory;
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->runs = g_ptr_array_new_with_free_func (run_free);
  self->heap = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

/**
 * spico_register_sorter_free:
 * @self: (transfer full) (nullable): a sorter
 */
void
spico_register_sorter_free (SpicoRegisterSorter *self)
{
  if (self == NULL)
    return;

  g_free (self->arena);
  g_array_unref (self->offsets);
  g_ptr_array_unref (self->runs);
  g_array_unref (self->heap);
  g_free (self);
}

static gboolean
fail (GError **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "A temporary file cannot be used: %s", g_strerror (code));
  return FALSE;
}

/* A file without a name: nobody else sees it, and a process that is killed leaves nothing behind. A register is public; what is in it needs no key. */
static FILE *
open_file (GError **error)
{
  const char *folder = g_getenv ("TMPDIR");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "/var/tmp", "spico-import-XXXXXX", NULL);
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  FILE *file = NULL;

  if (fd >= 0)
    {
      g_unlink (path);
      file = fdopen (fd, "w+");
    }
  if (file == NULL)
    fail (error);
  if (file == NULL && fd >= 0)
    close (fd);

  return file;
}

static Run *
run_new (GError **error)
{
  FILE *file = open_file (error);
  Run *run;

  if (file == NULL)
    return NULL;

  run = g_new0 (Run, 1);
  run->file = file;
  run->buffer = g_malloc (RUN_BUFFER);
  run->record = g_byte_array_new ();
  setvbuf (file, run->buffer, _IOFBF, RUN_BUFFER);
  return run;
}

static gsize
size_of (const Head *head)
{
  return (gsize) head->key_length + head->value_length + 2;
}

static const char *
key_at (SpicoRegisterSorter *self,
        guint                index)
{
  return self->arena + g_array_index (self->offsets, guint32, index) + sizeof (Head);
}

static gint
compare_offsets (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  const char *arena = data;

  return strcmp (arena + *(const guint32 *) a + sizeof (Head), arena + *(const guint32 *) b + sizeof (Head));
}

/* Stable: equal keys stay in the order in which they came. */
static void
sort_memory (SpicoRegisterSorter *self)
{
  if (self->offsets->len > 1)
    g_array_sort_with_data (self->offsets, compare_offsets, self->arena);
}

static gboolean
write_record (Run        *run,
              const char *record,
              gsize       size,
              GError    **error)
{
  return fwrite (record, 1, size, run->file) == size || fail (error);
}

static gboolean
rewind_run (Run     *run,
            GError **error)
{
  return (fflush (run->file) == 0 && fseeko (run->file, 0, SEEK_SET) == 0) || fail (error);
}

static gboolean
read_record (Run     *run,
             GError **error)
{
  size_t n = fread (&run->head, 1, sizeof run->head, run->file);

  run->is_ended = n == 0 && feof (run->file);
  if (run->is_ended)
    return TRUE;
  if (n != sizeof run->head)
    return fail (error);

  g_byte_array_set_size (run->record, (guint) size_of (&run->head));
  return fread (run->record->data, 1, run->record->len, run->file) == run->record->len || fail (error);
}

/* The first of two runs: the smaller key, then the older run. */
static gboolean
comes_before (SpicoRegisterSorter *self,
              guint                a,
              guint                b)
{
  int order = strcmp ((char *) ((Run *) g_ptr_array_index (self->runs, a))->record->data, (char *) ((Run *) g_ptr_array_index (self->runs, b))->record->data);

  return order < 0 || (order == 0 && a < b);
}

static void
swap (GArray *heap,
      guint   a,
      guint   b)
{
  guint kept = g_array_index (heap, guint, a);

  g_array_index (heap, guint, a) = g_array_index (heap, guint, b);
  g_array_index (heap, guint, b) = kept;
}

static void
sink (SpicoRegisterSorter *self,
      guint                place)
{
  GArray *heap = self->heap;

  while (TRUE)
    {
      guint least = place;

      for (guint child = 2 * place + 1; child <= 2 * place + 2 && child < heap->len; child++)
        {
          if (comes_before (self, g_array_index (heap, guint, child), g_array_index (heap, guint, least)))
            least = child;
        }
      if (least == place)
        return;
      swap (heap, place, least);
      place = least;
    }
}

static gboolean
begin_merge (SpicoRegisterSorter *self,
             GError             **error)
{
  g_array_set_size (self->heap, 0);
  for (guint i = 0; i < self->runs->len; i++)
    {
      Run *run = g_ptr_array_index (self->runs, i);

      if (!rewind_run (run, error) || !read_record (run, error))
        return FALSE;
      if (!run->is_ended)
        g_array_append_val (self->heap, i);
    }
  for (guint place = self->heap->len / 2; place > 0; place--)
    sink (self, place - 1);

  return TRUE;
}

/* Takes the run that was first one record further. */
static gboolean
advance (SpicoRegisterSorter *self,
         GError             **error)
{
  Run *run = g_ptr_array_index (self->runs, g_array_index (self->heap, guint, 0));

  if (!read_record (run, error))
    return FALSE;
  if (run->is_ended)
    g_array_remove_index_fast (self->heap, 0);
  if (self->heap->len > 0)
    sink (self, 0);

  return TRUE;
}

static Run *
first_run (SpicoRegisterSorter *self)
{
  return g_ptr_array_index (self->runs, g_array_index (self->heap, guint, 0));
}

static gboolean
merge_runs (SpicoRegisterSorter *self,
            GError             **error)
{
  Run *all = run_new (error);

  if (all == NULL)
    return FALSE;

  if (!begin_merge (self, error))
    {
      run_free (all);
      return FALSE;
    }
  while (self->heap->len > 0)
    {
      Run *run = first_run (self);

      if (!write_record (all, (char *) &run->head, sizeof run->head, error) || !write_record (all, (char *) run->record->data, run->record->len, error) || !advance (self, error))
        {
          run_free (all);
          return FALSE;
        }
    }

  g_ptr_array_set_size (self->runs, 0);
  g_ptr_array_add (self->runs, all);
  return TRUE;
}

static gboolean
write_memory (SpicoRegisterSorter *self,
              GError             **error)
{
  Run *run = self->runs->len < MAX_RUNS || merge_runs (self, error) ? run_new (error) : NULL;

  if (run == NULL)
    return FALSE;

  g_ptr_array_add (self->runs, run);
  sort_memory (self);
  for (guint i = 0; i < self->offsets->len; i++)
    {
      const char *record = self->arena + g_array_index (self->offsets, guint32, i);
      Head head;

      memcpy (&head, record, sizeof head);
      if (!write_record (run, record, sizeof head + size_of (&head), error))
        return FALSE;
    }

  g_array_set_size (self->offsets, 0);
  self->used = 0;
  return fflush (run->file) == 0 || fail (error);
}

static void
make_room (SpicoRegisterSorter *self,
           gsize                size)
{
  gsize wanted = MAX (self->size, FIRST_ARENA);

  while (wanted < self->used + size)
    wanted *= 2;
  if (wanted == self->size)
    return;

  self->size = MIN (wanted, self->memory);
  self->arena = g_realloc (self->arena, self->size);
}

/**
 * spico_register_sorter_add:
 * @self: a sorter that is not sorted yet
 * @key: the record's key
 * @value: (array length=length): its value
 * @length: in bytes; key and value are far smaller than the sorter's memory
 * @error: an error of the disk
 *
 * Records of the same key come out in the order in which they were added.
 *
 * Returns: whether it was taken
 */
gboolean
spico_register_sorter_add (SpicoRegisterSorter *self,
                           const char          *key,
                           const char          *value,
                           gsize                length,
                           GError             **error)
{
  Head head = { (guint32) strlen (key), (guint32) length };
  gsize size = sizeof head + size_of (&head);
  guint32 offset;
  char *out;

  g_return_val_if_fail (size <= self->memory && self->memory <= G_MAXINT32, FALSE);

  if (self->used + size > self->memory && !write_memory (self, error))
    return FALSE;
  make_room (self, size);

  offset = (guint32) self->used;
  out = self->arena + offset;
  memcpy (out, &head, sizeof head);
  memcpy (out + sizeof head, key, head.key_length + 1);
  memcpy (out + sizeof head + head.key_length + 1, value, length);
  out[size - 1] = '\0';
  g_array_append_val (self->offsets, offset);
  self->used += size;
  self->n_items++;
  return TRUE;
}

/**
 * spico_register_sorter_get_n_items:
 * @self: a sorter
 *
 * Returns: how many records were added
 */
guint64
spico_register_sorter_get_n_items (SpicoRegisterSorter *self)
{
  return self->n_items;
}

/**
 * spico_register_sorter_sort:
 * @self: a sorter that has all its records
 * @error: an error of the disk
 *
 * Returns: whether the records can be asked for
 */
gboolean
spico_register_sorter_sort (SpicoRegisterSorter *self,
                            GError             **error)
{
  self->next = 0;
  if (self->runs->len == 0)
    {
      sort_memory (self);
      return TRUE;
    }

  if (self->offsets->len > 0 && !write_memory (self, error))
    return FALSE;
  g_clear_pointer (&self->arena, g_free);
  return begin_merge (self, error);
}

static void
take_from_memory (SpicoRegisterSorter *self,
                  SpicoRegisterItem   *item)
{
  const char *key = key_at (self, self->next);
  Head head;

  memcpy (&head, key - sizeof head, sizeof head);
  *item = (SpicoRegisterItem) { key, key + head.key_length + 1, head.value_length };
  self->next++;
}

/**
 * spico_register_sorter_next:
 * @self: a sorted sorter
 * @item: (out): the next record
 * @has_item: (out): whether there was one
 * @error: an error of the disk
 *
 * Returns: whether no error was met
 */
gboolean
spico_register_sorter_next (SpicoRegisterSorter *self,
                            SpicoRegisterItem   *item,
                            gboolean            *has_item,
                            GError             **error)
{
  Run *run;

  if (self->runs->len == 0)
    {
      *has_item = self->next < self->offsets->len;
      if (*has_item)
        take_from_memory (self, item);
      return TRUE;
    }

  /* The record that was given out last is let go only now. */
  if (self->next > 0 && self->heap->len > 0 && !advance (self, error))
    return FALSE;
  self->next = 1;
  *has_item = self->heap->len > 0;
  if (!*has_item)
    return TRUE;

  run = first_run (self);
  *item = (SpicoRegisterItem) { (char *) run->record->data, (char *) run->record->data + run->head.key_length + 1, run->head.value_length };
  return TRUE;
}
