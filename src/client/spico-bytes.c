/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-bytes.h"

#include "spico-client-error.h"
#include "spico-main-thread.h"

#define PIECE (256 * 1024)

typedef struct {
  SpicoVault *vault;
  SpicoVaultWriter *writer; /* borrowed from whoever awaits */
  GBytes *piece;
  char *name;
  gint64 size;
  GStrv names;
} Task;

static Task *
task_new (SpicoVault *vault)
{
  Task *task = g_new0 (Task, 1);

  task->vault = spico_vault_ref (vault);

  return task;
}

static void
task_free (gpointer data)
{
  Task *task = data;

  spico_vault_unref (task->vault);
  g_clear_pointer (&task->piece, g_bytes_unref);
  g_free (task->name);
  g_strfreev (task->names);
  g_free (task);
}

static DexFuture *
run (Task        *task,
     DexFiberFunc func)
{
  return spico_main_thread_run (func, task, task_free);
}

static DexFuture *
answer (gboolean ok,
        GError **error)
{
  return ok ? dex_future_new_true () : dex_future_new_for_error (*error);
}

/* Into the vault */

static DexFuture *
add_piece (gpointer data)
{
  Task *task = data;
  GError *error = NULL;

  return answer (spico_vault_writer_add (task->writer, task->piece, &error), &error);
}

static DexFuture *
finish (gpointer data)
{
  Task *task = data;
  GError *error = NULL;

  return answer (spico_vault_writer_finish (task->writer, &error), &error);
}

static gboolean
set_cancelled (GError **error)
{
  g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CANCELLED, "It was given up");

  return FALSE;
}

/* Who gives up does not wait for a stream that says nothing. */
static GBytes *
await_piece (GInputStream *stream,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (DexFuture) reading = dex_input_stream_read_bytes (stream, PIECE, G_PRIORITY_DEFAULT);
  const GValue *value;

  dex_await (dex_future_first (dex_ref (reading), dex_cancellable_new_from_cancellable (cancellable), NULL), NULL);
  if (g_cancellable_is_cancelled (cancellable))
    {
      set_cancelled (error);
      return NULL;
    }
  value = dex_future_get_value (reading, error);

  return value != NULL ? g_value_dup_boxed (value) : NULL;
}

static gboolean
await_add (SpicoVault       *vault,
           SpicoVaultWriter *writer,
           GBytes           *piece,
           GError          **error)
{
  Task *task = task_new (vault);

  task->writer = writer;
  task->piece = g_bytes_ref (piece);

  return dex_await (run (task, add_piece), error);
}

static gboolean
await_finish (SpicoVault       *vault,
              SpicoVaultWriter *writer,
              GError          **error)
{
  Task *task = task_new (vault);

  task->writer = writer;

  return dex_await (run (task, finish), error);
}

gint64
spico_bytes_await_keep (SpicoVault        *vault,
                        const char        *name,
                        GInputStream      *stream,
                        gint64             most,
                        GCancellable      *cancellable,
                        SpicoBytesProgress progress,
                        gpointer           data,
                        GError           **error)
{
  g_autoptr (SpicoVaultWriter) writer = spico_vault_write (vault, name, error);
  gint64 size = 0;
  gsize n = writer != NULL ? 1 : 0;

  while (n > 0)
    {
      g_autoptr (GBytes) piece = await_piece (stream, cancellable, error);

      if (piece == NULL)
        return -1;
      n = g_bytes_get_size (piece);
      size += (gint64) n;
      if (size > most)
        {
          g_set_error_literal (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_TOO_LARGE, "There is more of it than there may be");
          return -1;
        }
      if (n > 0 && !await_add (vault, writer, piece, error))
        return -1;
      if (progress != NULL)
        progress (size, data);
    }

  return writer != NULL && await_finish (vault, writer, error) ? size : -1;
}

/* And out of it */

static DexFuture *
open_whole (gpointer data)
{
  Task *task = data;
  GError *error = NULL;
  GInputStream *stream = spico_vault_check (task->vault, task->name, task->size, &error) ? spico_vault_open (task->vault, task->name, &error) : NULL;

  return stream != NULL ? dex_future_new_take_object (stream) : dex_future_new_for_error (error);
}

GInputStream *
spico_bytes_await_open (SpicoVault *vault,
                        const char *name,
                        gint64      size,
                        GError    **error)
{
  Task *task = task_new (vault);

  task->name = g_strdup (name);
  task->size = size;

  return dex_await_object (run (task, open_whole), error);
}

static DexFuture *
list_files (gpointer data)
{
  return dex_future_new_take_boxed (G_TYPE_STRV, spico_vault_list (((Task *) data)->vault));
}

GStrv
spico_bytes_await_list (SpicoVault *vault)
{
  return dex_await_boxed (run (task_new (vault), list_files), NULL);
}

static DexFuture *
remove_files (gpointer data)
{
  Task *task = data;

  for (guint i = 0; task->names[i] != NULL; i++)
    spico_vault_remove (task->vault, task->names[i]);

  return dex_future_new_true ();
}

void
spico_bytes_await_remove (SpicoVault *vault,
                          GStrv       names)
{
  Task *task = task_new (vault);

  task->names = g_strdupv (names);
  dex_await (run (task, remove_files), NULL);
}
