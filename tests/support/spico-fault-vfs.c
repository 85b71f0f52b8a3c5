/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that fails when it is told to, for the files of one folder; everything else goes straight to the real one.
 *
 * It also remembers, for each of these files, what has been flushed and what has only been written since: at any step it can tell what a power cut would leave. */
#include "spico-fault-vfs.h"

#include <sqlcipher/sqlite3.h>
#include <string.h>

/* A write that was not flushed yet. A truncation has no bytes. */
typedef struct {
  gint64 offset;
  GBytes *bytes;
} Pending;

/* A file as it stands on the disk: it outlives whoever has it open. */
typedef struct {
  GByteArray *flushed;
  GPtrArray *pending;
} Disk;

typedef struct {
  sqlite3_file base;
  Disk *disk; /* NULL for a file that is not watched */
  sqlite3_file *real;
} File;

static struct {
  GMutex mutex;
  sqlite3_vfs *real;
  char *folder;
  GHashTable *disks; /* path → Disk */
  SpicoFaultStepFunc before_step;
  gpointer data;
  guint n_steps;
  gboolean is_armed;
  gboolean has_struck;
  SpicoFault fault;
  guint at;

  /* The write that is under way when the power goes. */
  const Disk *current;
  gint64 current_offset;
  GBytes *current_bytes;
} state;

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  g_clear_pointer (&pending->bytes, g_bytes_unref);
  g_free (pending);
}

static void
disk_free (gpointer data)
{
  Disk *disk = data;

  g_byte_array_unref (disk->flushed);
  g_ptr_array_unref (disk->pending);
  g_free (disk);
}

static void
apply (GByteArray *contents,
       gint64      offset,
       GBytes     *bytes,
       gsize       length)
{
  guint end = (guint) (offset + (gint64) length);
  guint before = contents->len;

  if (bytes == NULL)
    {
      g_byte_array_set_size (contents, (guint) MIN (offset, (gint64) contents->len));
      return;
    }
  if (end > contents->len)
    {
      g_byte_array_set_size (contents, end);
      memset (contents->data + before, 0, end - before);
    }
  memcpy (contents->data + offset, g_bytes_get_data (bytes, NULL), length);
}

static void
add_pending (Disk         *disk,
             gint64        offset,
             gconstpointer bytes,
             gsize         length)
{
  Pending *pending = g_new0 (Pending, 1);

  pending->offset = offset;
  pending->bytes = bytes != NULL ? g_bytes_new (bytes, length) : NULL;
  g_ptr_array_add (disk->pending, pending);
}

static void
flush (Disk *disk)
{
  for (guint i = 0; i < disk->pending->len; i++)
    {
      const Pending *pending = g_ptr_array_index (disk->pending, i);

      apply (disk->flushed, pending->offset, pending->bytes, pending->bytes != NULL ? g_bytes_get_size (pending->bytes) : 0);
    }
  g_ptr_array_set_size (disk->pending, 0);
}

/* Counts a step; with the mutex held, which is let go while the test looks at the disk. Tells whether this step fails. */
static gboolean
take_step (gboolean is_write)
{
  guint step = ++state.n_steps;
  gboolean strikes = state.is_armed && step >= state.at && (!state.has_struck || state.fault >= SPICO_FAULT_FULL);

  if (state.before_step != NULL)
    {
      g_mutex_unlock (&state.mutex);
      state.before_step (step, state.data);
      g_mutex_lock (&state.mutex);
    }
  if (!strikes || (state.fault == SPICO_FAULT_FULL && !is_write) || (state.fault == SPICO_FAULT_SHORT && !is_write))
    return FALSE;

  state.has_struck = TRUE;
  return TRUE;
}

/* Files. */

static sqlite3_file *
real_of (sqlite3_file *file)
{
  return ((File *) file)->real;
}

static int
file_close (sqlite3_file *file)
{
  sqlite3_file *real = real_of (file);

  return real->pMethods != NULL ? real->pMethods->xClose (real) : SQLITE_OK;
}

static int
file_read (sqlite3_file *file,
           void         *buffer,
           int           length,
           sqlite3_int64 offset)
{
  return real_of (file)->pMethods->xRead (real_of (file), buffer, length, offset);
}

static int
write_some (File         *file,
            const void   *buffer,
            int           length,
            sqlite3_int64 offset)
{
  int code = length > 0 ? file->real->pMethods->xWrite (file->real, buffer, length, offset) : SQLITE_OK;

  if (code == SQLITE_OK && length > 0)
    add_pending (file->disk, offset, buffer, (gsize) length);

  return code;
}

static int
file_write (sqlite3_file *base,
            const void   *buffer,
            int           length,
            sqlite3_int64 offset)
{
  File *file = (File *) base;
  g_autoptr (GMutexLocker) locker = NULL;
  gboolean fails;

  if (file->disk == NULL)
    return file->real->pMethods->xWrite (file->real, buffer, length, offset);

  locker = g_mutex_locker_new (&state.mutex);
  state.current = file->disk;
  state.current_offset = offset;
  state.current_bytes = g_bytes_new (buffer, (gsize) length);
  fails = take_step (TRUE);
  state.current = NULL;
  g_clear_pointer (&state.current_bytes, g_bytes_unref);
  if (!fails)
    return write_some (file, buffer, length, offset);
  if (state.fault == SPICO_FAULT_SHORT)
    write_some (file, buffer, length / 2, offset);

  return state.fault == SPICO_FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
file_truncate (sqlite3_file *base,
               sqlite3_int64 size)
{
  File *file = (File *) base;
  g_autoptr (GMutexLocker) locker = NULL;
  int code;

  if (file->disk == NULL)
    return file->real->pMethods->xTruncate (file->real, size);

  locker = g_mutex_locker_new (&state.mutex);
  if (take_step (FALSE))
    return SQLITE_IOERR_TRUNCATE;
  code = file->real->pMethods->xTruncate (file->real, size);
  if (code == SQLITE_OK)
    add_pending (file->disk, size, NULL, 0);

  return code;
}

/* The real flush is spared: it changes nothing that can be seen. */
static int
file_sync (sqlite3_file *base,
           int           flags)
{
  File *file = (File *) base;
  g_autoptr (GMutexLocker) locker = NULL;

  if (file->disk == NULL)
    return file->real->pMethods->xSync (file->real, flags);

  locker = g_mutex_locker_new (&state.mutex);
  if (take_step (FALSE))
    return SQLITE_IOERR_FSYNC;
  flush (file->disk);

  return SQLITE_OK;
}

static int
file_size (sqlite3_file  *file,
           sqlite3_int64 *size)
{
  return real_of (file)->pMethods->xFileSize (real_of (file), size);
}

static int
file_lock (sqlite3_file *file,
           int           level)
{
  return real_of (file)->pMethods->xLock (real_of (file), level);
}

static int
file_unlock (sqlite3_file *file,
             int           level)
{
  return real_of (file)->pMethods->xUnlock (real_of (file), level);
}

static int
file_check_reserved_lock (sqlite3_file *file,
                          int          *result)
{
  return real_of (file)->pMethods->xCheckReservedLock (real_of (file), result);
}

/* Hints of sizes to come, and the like, would go past the count. */
static int
file_control (sqlite3_file *file,
              int           operation,
              void         *argument)
{
  if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE)
    return SQLITE_OK;

  return real_of (file)->pMethods->xFileControl (real_of (file), operation, argument);
}

static int
file_sector_size (sqlite3_file *file)
{
  return real_of (file)->pMethods->xSectorSize (real_of (file));
}

/* None: neither that a page is written whole, nor that what is appended is safe. */
static int
file_device_characteristics (sqlite3_file *file)
{
  return 0;
}

static int
file_shm_map (sqlite3_file  *file,
              int            region,
              int            size,
              int            extend,
              void volatile **memory)
{
  return real_of (file)->pMethods->xShmMap (real_of (file), region, size, extend, memory);
}

static int
file_shm_lock (sqlite3_file *file,
               int           offset,
               int           n,
               int           flags)
{
  return real_of (file)->pMethods->xShmLock (real_of (file), offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *file)
{
  real_of (file)->pMethods->xShmBarrier (real_of (file));
}

static int
file_shm_unmap (sqlite3_file *file,
                int           remove)
{
  return real_of (file)->pMethods->xShmUnmap (real_of (file), remove);
}

/* Version 2: shared memory, but no mapping of the file, which would go past us. */
static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_reserved_lock,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_device_characteristics,
  .xShmMap = file_shm_map,
  .xShmLock = file_shm_lock,
  .xShmBarrier = file_shm_barrier,
  .xShmUnmap = file_shm_unmap,
};

/* The disk. */

static gboolean
is_watched (const char *path)
{
  return path != NULL && state.folder != NULL && g_str_has_prefix (path, state.folder);
}

/* What a file holds when it is first seen lies there for long. */
static Disk *
find_disk (const char *path)
{
  Disk *disk = g_hash_table_lookup (state.disks, path);
  g_autofree char *contents = NULL;
  gsize length = 0;

  if (disk != NULL)
    return disk;

  disk = g_new0 (Disk, 1);
  disk->flushed = g_byte_array_new ();
  disk->pending = g_ptr_array_new_with_free_func (pending_free);
  if (g_file_get_contents (path, &contents, &length, NULL))
    g_byte_array_append (disk->flushed, (const guint8 *) contents, (guint) length);
  g_hash_table_insert (state.disks, g_strdup (path), disk);

  return disk;
}

static void
find_disks (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      find_disk (path);
    }
}

static int
vfs_open (sqlite3_vfs  *vfs,
          const char   *path,
          sqlite3_file *base,
          int           flags,
          int          *out_flags)
{
  File *file = (File *) base;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&state.mutex);
  int code;

  base->pMethods = NULL;
  file->real = (sqlite3_file *) (file + 1);
  file->real->pMethods = NULL;
  file->disk = NULL;
  if (is_watched (path) && take_step (FALSE))
    return SQLITE_CANTOPEN;

  if (is_watched (path))
    file->disk = find_disk (path);
  code = state.real->xOpen (state.real, path, file->real, flags, out_flags);
  if (file->real->pMethods != NULL)
    base->pMethods = &methods;

  return code;
}

static int
vfs_delete (sqlite3_vfs *vfs,
            const char  *path,
            int          sync_folder)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&state.mutex);
  Disk *disk;

  if (!is_watched (path))
    return state.real->xDelete (state.real, path, sync_folder);
  if (take_step (FALSE))
    return SQLITE_IOERR_DELETE;

  /* Whoever has it open still writes to what nobody can find any more. */
  disk = g_hash_table_lookup (state.disks, path);
  if (disk != NULL)
    {
      g_byte_array_set_size (disk->flushed, 0);
      g_ptr_array_set_size (disk->pending, 0);
    }

  return state.real->xDelete (state.real, path, sync_folder);
}

static int
vfs_access (sqlite3_vfs *vfs,
            const char  *path,
            int          flags,
            int         *result)
{
  return state.real->xAccess (state.real, path, flags, result);
}

static int
vfs_full_pathname (sqlite3_vfs *vfs,
                   const char  *name,
                   int          size,
                   char        *path)
{
  return state.real->xFullPathname (state.real, name, size, path);
}

static int
vfs_randomness (sqlite3_vfs *vfs,
                int          length,
                char        *bytes)
{
  return state.real->xRandomness (state.real, length, bytes);
}

static int
vfs_sleep (sqlite3_vfs *vfs,
           int          microseconds)
{
  return state.real->xSleep (state.real, microseconds);
}

static int
vfs_current_time (sqlite3_vfs   *vfs,
                  sqlite3_int64 *time)
{
  return state.real->xCurrentTimeInt64 (state.real, time);
}

static int
vfs_last_error (sqlite3_vfs *vfs,
                int          length,
                char        *text)
{
  return state.real->xGetLastError (state.real, length, text);
}

/**
 * spico_fault_vfs_register:
 *
 * Puts the disk between SQLite and every file that is opened from now on.
 */
void
spico_fault_vfs_register (void)
{
  static sqlite3_vfs vfs = {
    .iVersion = 2,
    .zName = "spico-fault",
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_pathname,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xCurrentTimeInt64 = vfs_current_time,
    .xGetLastError = vfs_last_error,
  };

  if (state.real != NULL)
    return;

  state.real = sqlite3_vfs_find (NULL);
  g_assert_nonnull (state.real);
  state.disks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, disk_free);
  vfs.szOsFile = (int) sizeof (File) + state.real->szOsFile;
  vfs.mxPathname = state.real->mxPathname;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, TRUE), ==, SQLITE_OK);
}

/**
 * spico_fault_vfs_watch:
 * @folder: (nullable): the folder whose files can fail, none of them open; %NULL for none
 * @before_step: (nullable): called before each step in it
 * @data: given to @before_step
 *
 * Begins to count anew.
 */
void
spico_fault_vfs_watch (const char        *folder,
                       SpicoFaultStepFunc before_step,
                       gpointer           data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&state.mutex);

  g_hash_table_remove_all (state.disks);
  g_set_str (&state.folder, folder);
  state.before_step = before_step;
  state.data = data;
  state.n_steps = 0;
  state.is_armed = FALSE;
  state.has_struck = FALSE;
  if (folder != NULL)
    find_disks (folder);
}

/**
 * spico_fault_vfs_arm:
 * @fault: what is to happen
 * @step: at which step from now
 */
void
spico_fault_vfs_arm (SpicoFault fault,
                     guint      step)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&state.mutex);

  state.is_armed = TRUE;
  state.has_struck = FALSE;
  state.fault = fault;
  state.at = state.n_steps + step;
}

/**
 * spico_fault_vfs_disarm:
 *
 * Mends the disk.
 *
 * Returns: whether anything had failed
 */
gboolean
spico_fault_vfs_disarm (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&state.mutex);

  state.is_armed = FALSE;

  return state.has_struck;
}

/**
 * spico_fault_vfs_n_steps:
 *
 * Returns: how many steps were taken since spico_fault_vfs_watch()
 */
guint
spico_fault_vfs_n_steps (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&state.mutex);

  return state.n_steps;
}

/* Of what was not flushed a disk may have written any part, in any order; of the write under way, its first half. */
static void
save_disk (const Disk *disk,
           const char *path,
           GRand      *chance)
{
  g_autoptr (GByteArray) contents = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  g_byte_array_append (contents, disk->flushed->data, disk->flushed->len);
  for (guint i = 0; i < disk->pending->len; i++)
    {
      const Pending *pending = g_ptr_array_index (disk->pending, i);

      if (g_rand_boolean (chance))
        apply (contents, pending->offset, pending->bytes, pending->bytes != NULL ? g_bytes_get_size (pending->bytes) : 0);
    }
  if (state.current == disk)
    apply (contents, state.current_offset, state.current_bytes, g_bytes_get_size (state.current_bytes) / 2);

  g_file_set_contents_full (path, (const char *) contents->data, contents->len, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/**
 * spico_fault_vfs_cut_power:
 * @folder: where to put the files as a power cut at this step would leave them
 * @chance: which of the writes that were not flushed reached the disk
 *
 * To be called from a #SpicoFaultStepFunc. The files themselves go on.
 */
void
spico_fault_vfs_cut_power (const char *folder,
                           GRand      *chance)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&state.mutex);
  GHashTableIter iter;
  gpointer path, disk;

  g_hash_table_iter_init (&iter, state.disks);
  while (g_hash_table_iter_next (&iter, &path, &disk))
    {
      g_autofree char *name = g_path_get_basename (path);
      g_autofree char *copy = g_build_filename (folder, name, NULL);

      save_disk (disk, copy, chance);
    }
}
