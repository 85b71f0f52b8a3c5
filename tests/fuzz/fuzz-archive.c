/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a register is delivered in: a plain, gzipped or zipped file is read to its end, or refused. */
#include <glib/gstdio.h>
#include <unistd.h>

#include "spico-fuzz.h"
#include "spico-register-file.h"
#include "spico-server-error.h"

/* What is inflated of one input at most: a kilobyte may well hold a megabyte. */
#define MAX_READ (4 * 1024 * 1024)

static void
read_all (SpicoRegisterFile *file)
{
  g_autofree char *buffer = g_malloc (65536);
  g_autoptr (GError) error = NULL;
  gsize total = 0;
  gssize n = 1;

  while (n > 0 && total < MAX_READ)
    {
      n = g_input_stream_read (spico_register_file_get_stream (file), buffer, 65536, NULL, &error);
      total += n > 0 ? (gsize) n : 0;
    }

  g_assert_true ((n < 0) == (error != NULL));
  g_assert_true (error == NULL || error->domain == SPICO_SERVER_ERROR || error->domain == G_IO_ERROR);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *path = NULL;
  g_autoptr (SpicoRegisterFile) file = NULL;
  g_autoptr (GFile) location = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("spico-archive-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (write (fd, data, size), ==, (gssize) size);
  close (fd);
  location = g_file_new_for_path (path);
  file = spico_register_file_open (location, "registre", &error);
  g_assert_true ((file == NULL) == (error != NULL));
  g_assert_true (error == NULL || error->domain == SPICO_SERVER_ERROR);
  if (file != NULL)
    read_all (file);
  g_unlink (path);

  return 0;
}
