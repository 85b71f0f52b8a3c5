/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-printed.h"

#include <string.h>

char *
spico_printed_write (SpicoPages *pages)
{
  g_autoptr (GFileIOStream) io = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  file = g_file_new_tmp ("spico-XXXXXX.pdf", &io, &error);
  g_assert_no_error (error);
  g_assert_true (spico_pages_print (pages, g_io_stream_get_output_stream (G_IO_STREAM (io)), NULL, &error));
  g_assert_no_error (error);

  return g_file_get_path (file);
}

char *
spico_printed_ask (const char *path,
                   const char *tool,
                   const char *option,
                   const char *value,
                   const char *last)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) command = NULL;
  g_autoptr (GError) error = NULL;
  char *said = NULL;
  int status;

  g_strv_builder_add (builder, tool);
  if (option != NULL)
    g_strv_builder_add_many (builder, option, value, NULL);
  if (option != NULL && g_str_equal (option, "-f"))
    g_strv_builder_add_many (builder, "-l", value, NULL);
  g_strv_builder_add (builder, path);
  if (last != NULL)
    g_strv_builder_add (builder, last);
  command = g_strv_builder_end (builder);
  g_spawn_sync (NULL, command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &said, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));

  return said;
}

char *
spico_printed_read_page (const char *path,
                         guint       page)
{
  g_autofree char *number = g_strdup_printf ("%u", page);

  return spico_printed_ask (path, "pdftotext", "-f", number, "-");
}

/* Lines break where they must: blanks are compared with nothing. */
static char *
squash (const char *text)
{
  GString *squashed = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c) && c != '\f')
        g_string_append_unichar (squashed, c);
    }

  return g_string_free (squashed, FALSE);
}

gboolean
spico_printed_says (const char *text,
                    const char *wanted)
{
  g_autofree char *all = squash (text);
  g_autofree char *part = squash (wanted);

  return strstr (all, part) != NULL;
}

guint
spico_printed_count_pages (const char *path)
{
  g_autofree char *info = spico_printed_ask (path, "pdfinfo", NULL, NULL, NULL);
  const char *pages = strstr (info, "Pages:");

  g_assert_nonnull (pages);

  return (guint) g_ascii_strtoull (pages + strlen ("Pages:") + strspn (pages + strlen ("Pages:"), " "), NULL, 10);
}
