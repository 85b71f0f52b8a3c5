/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-previewer.h"

#include <signal.h>
#include <string.h>

#include "spico-preview-format.h"

#define MOST_AT_ONCE 2
#define SECONDS 20

struct _SpicoPreviewer {
  GObject parent_instance;

  char *program;
  guint n_running;
  /* The promises of those whose turn has not come. */
  GQueue waiting;
};

G_DEFINE_FINAL_TYPE (SpicoPreviewer, spico_previewer, G_TYPE_OBJECT)

typedef struct {
  SpicoPreviewer *self;
  GInputStream *file;
  GCancellable *cancellable;
  guint side;
  GInputStream *output;
} Showing;

static Showing *
showing_new (SpicoPreviewer *self,
             GInputStream   *file,
             guint           side,
             GCancellable   *cancellable)
{
  Showing *showing = g_atomic_rc_box_new0 (Showing);

  showing->self = g_object_ref (self);
  showing->file = g_object_ref (file);
  showing->side = side;
  g_set_object (&showing->cancellable, cancellable);

  return showing;
}

static void
showing_clear (gpointer data)
{
  Showing *showing = data;

  g_object_unref (showing->self);
  g_object_unref (showing->file);
  g_clear_object (&showing->cancellable);
  g_clear_object (&showing->output);
}

static void
showing_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, showing_clear);
}

/* The texture of exactly what was announced, or NULL. */
static GdkTexture *
make_texture (GBytes *output,
              guint   side)
{
  g_autoptr (GBytes) pixels = NULL;
  guint32 width;
  guint32 height;
  gsize size;
  const guint8 *data = g_bytes_get_data (output, &size);

  if (size <= SPICO_PREVIEW_HEADER_LENGTH || memcmp (data, SPICO_PREVIEW_WORD, SPICO_PREVIEW_WORD_LENGTH) != 0)
    return NULL;
  memcpy (&width, data + SPICO_PREVIEW_WORD_LENGTH, sizeof width);
  memcpy (&height, data + SPICO_PREVIEW_WORD_LENGTH + sizeof width, sizeof height);
  width = GUINT32_FROM_LE (width);
  height = GUINT32_FROM_LE (height);
  if (width == 0 || width > side || height == 0 || height > side || size - SPICO_PREVIEW_HEADER_LENGTH != (gsize) width * height * 4)
    return NULL;

  pixels = g_bytes_new_from_bytes (output, SPICO_PREVIEW_HEADER_LENGTH, size - SPICO_PREVIEW_HEADER_LENGTH);

  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8A8, pixels, (gsize) width * 4);
}

/* What it answers, which is no more than it may. */
static DexFuture *
read_fiber (gpointer data)
{
  Showing *showing = data;
  g_autoptr (GByteArray) output = g_byte_array_new ();
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GError) error = NULL;
  gsize most = SPICO_PREVIEW_HEADER_LENGTH + (gsize) showing->side * showing->side * 4;
  GdkTexture *texture;

  for (;;)
    {
      g_autoptr (GBytes) piece = dex_await_boxed (dex_input_stream_read_bytes (showing->output, 65536, G_PRIORITY_DEFAULT), &error);

      if (piece == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      if (g_bytes_get_size (piece) == 0)
        break;
      if (output->len + g_bytes_get_size (piece) > most)
        return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "more than a preview");
      g_byte_array_append (output, g_bytes_get_data (piece, NULL), (guint) g_bytes_get_size (piece));
    }

  whole = g_byte_array_free_to_bytes (g_steal_pointer (&output));
  texture = make_texture (whole, showing->side);
  if (texture == NULL)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no preview");

  return dex_future_new_take_object (texture);
}

/* It inherits nothing of this process, not even its environment. */
static GSubprocess *
spawn (Showing *showing,
       GError **error)
{
  static char *no_environment[] = { NULL };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *side = g_strdup_printf ("%u", showing->side);

  g_subprocess_launcher_set_environ (launcher, no_environment);

  return g_subprocess_launcher_spawn (launcher, error, showing->self->program, side, NULL);
}

static DexFuture *
given_up (Showing *showing)
{
  return showing->cancellable != NULL ? dex_cancellable_new_from_cancellable (showing->cancellable) : dex_future_new_infinite ();
}

/* Awaits. */
static GdkTexture *
run (Showing *showing,
     GError **error)
{
  g_autoptr (GSubprocess) process = spawn (showing, error);
  DexFuture *reading;
  GdkTexture *texture;

  if (process == NULL)
    return NULL;

  g_set_object (&showing->output, g_subprocess_get_stdout_pipe (process));
  /* One that has seen enough closes before it has it all. */
  dex_future_disown (dex_output_stream_splice (g_subprocess_get_stdin_pipe (process), showing->file, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, G_PRIORITY_DEFAULT));
  reading = dex_scheduler_spawn (NULL, 0, read_fiber, g_atomic_rc_box_acquire (showing), showing_unref);
  texture = dex_await_object (dex_future_first (reading, dex_timeout_new_seconds (SECONDS), given_up (showing), NULL), error);
  g_subprocess_force_exit (process);

  return texture;
}

/* Awaits. */
static void
await_turn (SpicoPreviewer *self)
{
  if (self->n_running >= MOST_AT_ONCE)
    {
      DexPromise *turn = dex_promise_new ();

      g_queue_push_tail (&self->waiting, dex_ref (turn));
      dex_await (DEX_FUTURE (turn), NULL);
      return;
    }

  self->n_running++;
}

/* The turn is handed on, or is over. */
static void
end_turn (SpicoPreviewer *self)
{
  DexPromise *turn = g_queue_pop_head (&self->waiting);

  if (turn == NULL)
    {
      self->n_running--;
      return;
    }
  dex_promise_resolve_boolean (turn, TRUE);
  dex_unref (turn);
}

static DexFuture *
show_fiber (gpointer data)
{
  Showing *showing = data;
  GdkTexture *texture = NULL;
  g_autoptr (GError) error = NULL;

  await_turn (showing->self);
  if (!g_cancellable_set_error_if_cancelled (showing->cancellable, &error))
    texture = run (showing, &error);
  end_turn (showing->self);

  return texture != NULL ? dex_future_new_take_object (texture) : dex_future_new_for_error (g_steal_pointer (&error));
}

static void
spico_previewer_finalize (GObject *object)
{
  g_free (SPICO_PREVIEWER (object)->program);

  G_OBJECT_CLASS (spico_previewer_parent_class)->finalize (object);
}

static void
spico_previewer_class_init (SpicoPreviewerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_previewer_finalize;

  /* A program that ends before it has read everything is no reason for this one to end. */
  signal (SIGPIPE, SIG_IGN);
}

static void
spico_previewer_init (SpicoPreviewer *self)
{
  g_queue_init (&self->waiting);
}

SpicoPreviewer *
spico_previewer_new (const char *program)
{
  SpicoPreviewer *self = g_object_new (SPICO_TYPE_PREVIEWER, NULL);

  self->program = g_strdup (program);

  return self;
}

SpicoPreviewer *
spico_previewer_get_default (void)
{
  static SpicoPreviewer *previewer;

  if (previewer == NULL)
    previewer = spico_previewer_new (SPICO_LIBEXECDIR "/spico-preview");

  return previewer;
}

gboolean
spico_previewer_may_show (const char *name,
                          gint64      size)
{
  static const char *const ends[] = { ".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".tif", ".tiff", ".pdf" };
  g_autofree char *folded = g_utf8_casefold (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      if (g_str_has_suffix (folded, ends[i]))
        return size > 0 && size <= SPICO_PREVIEW_FILE_MAX;
    }

  return FALSE;
}

DexFuture *
spico_previewer_show (SpicoPreviewer *self,
                      GInputStream   *file,
                      guint           side,
                      GCancellable   *cancellable)
{
  g_return_val_if_fail (SPICO_IS_PREVIEWER (self), NULL);
  g_return_val_if_fail (G_IS_INPUT_STREAM (file), NULL);
  g_return_val_if_fail (side > 0 && side <= SPICO_PREVIEW_SIDE_MAX, NULL);

  return dex_scheduler_spawn (NULL, 0, show_fiber, showing_new (self, file, side, cancellable), showing_unref);
}
