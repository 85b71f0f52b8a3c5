/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spico-preview SIDE: reads a file that somebody sent, writes what it looks like (spico-preview-format.h). It has neither keys nor rights. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "spico-preview-format.h"
#include "spico-preview.h"

static gboolean
write_all (const guint8 *data,
           gsize         length)
{
  while (length > 0)
    {
      gssize n = write (STDOUT_FILENO, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }

  return TRUE;
}

/* A file that is longer is none that is shown. */
static GBytes *
read_all (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  guint8 buffer[65536];
  gssize n;

  while ((n = read (STDIN_FILENO, buffer, sizeof buffer)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || file->len + (gsize) n > SPICO_PREVIEW_FILE_MAX)
        return NULL;
      g_byte_array_append (file, buffer, (guint) n);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&file));
}

static gboolean
write_pixels (const SpicoPreviewPixels *pixels)
{
  guint8 header[SPICO_PREVIEW_HEADER_LENGTH];
  guint32 width = GUINT32_TO_LE (pixels->width);
  guint32 height = GUINT32_TO_LE (pixels->height);

  memcpy (header, SPICO_PREVIEW_WORD, SPICO_PREVIEW_WORD_LENGTH);
  memcpy (header + SPICO_PREVIEW_WORD_LENGTH, &width, sizeof width);
  memcpy (header + SPICO_PREVIEW_WORD_LENGTH + sizeof width, &height, sizeof height);

  return write_all (header, sizeof header) && write_all (pixels->data, (gsize) pixels->width * pixels->height * 4);
}

static gboolean
show (guint side)
{
  g_autoptr (GBytes) file = read_all ();
  g_autoptr (SpicoPreviewPixels) pixels = file != NULL ? spico_preview_make (file, side, NULL) : NULL;

  return pixels != NULL && write_pixels (pixels);
}

int
main (int   argc,
      char *argv[])
{
  guint64 side;
  gboolean is_shown;

  /* What this process is told of the session it stands in: nothing. */
  clearenv ();
  if (close_range (STDERR_FILENO + 1, ~0U, 0) != 0)
    return EXIT_FAILURE;
  if (argc != 2 || !g_ascii_string_to_unsigned (argv[1], 10, 1, SPICO_PREVIEW_SIDE_MAX, &side, NULL))
    return EXIT_FAILURE;
  if (!spico_preview_lock (NULL))
    return EXIT_FAILURE;

  is_shown = show ((guint) side);
  /* Nothing else is to be done: what libraries do at the end, they may not any more. */
  _exit (is_shown ? EXIT_SUCCESS : EXIT_FAILURE);
}
