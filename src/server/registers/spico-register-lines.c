/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-register-lines.h"

#include <string.h>

/* Room for the longest line, its end, and the NUL that takes the end's place. */
#define BUFFER_SIZE (SPICO_REGISTER_MAX_LINE * 2)

struct _SpicoRegisterLines {
  GInputStream *stream;
  char *buffer;
  gsize start;
  gsize end;
  gboolean is_ended;
  guint64 n_lines;
};

/**
 * spico_register_lines_new:
 * @stream: where a register is read from
 *
 * Reads line by line, in a bounded space whatever the file.
 *
 * Returns: (transfer full): a reader
 */
SpicoRegisterLines *
spico_register_lines_new (GInputStream *stream)
{
  SpicoRegisterLines *self = g_new0 (SpicoRegisterLines, 1);

  self->stream = g_object_ref (stream);
  self->buffer = g_malloc (BUFFER_SIZE + 1);
  return self;
}

/**
 * spico_register_lines_free:
 * @self: (transfer full) (nullable): a reader
 */
void
spico_register_lines_free (SpicoRegisterLines *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->stream);
  g_free (self->buffer);
  g_free (self);
}

static gboolean
fill (SpicoRegisterLines *self,
      GError            **error)
{
  gssize n;

  memmove (self->buffer, self->buffer + self->start, self->end - self->start);
  self->end -= self->start;
  self->start = 0;

  n = g_input_stream_read (self->stream, self->buffer + self->end, BUFFER_SIZE - self->end, NULL, error);
  if (n < 0)
    return FALSE;

  self->end += (gsize) n;
  self->is_ended = n == 0;
  return TRUE;
}

/* The end of the line that begins at start, once it is in the buffer; NULL once more than the longest line is. */
static gboolean
find_end (SpicoRegisterLines *self,
          char              **line_end,
          GError            **error)
{
  gsize searched = 0;

  *line_end = NULL;

  while (*line_end == NULL && self->end - self->start <= SPICO_REGISTER_MAX_LINE)
    {
      *line_end = memchr (self->buffer + self->start + searched, '\n', self->end - self->start - searched);
      searched = self->end - self->start;

      if (*line_end != NULL)
        break;
      if (self->is_ended)
        {
          *line_end = self->buffer + self->end;
          break;
        }
      if (!fill (self, error))
        return FALSE;
    }

  if (*line_end == NULL)
    *line_end = memchr (self->buffer + self->start, '\n', SPICO_REGISTER_MAX_LINE + 1);

  return TRUE;
}

static gboolean
skip_line (SpicoRegisterLines *self,
           GError            **error)
{
  while (TRUE)
    {
      char *end = memchr (self->buffer + self->start, '\n', self->end - self->start);

      if (end != NULL)
        {
          self->start = (gsize) (end - self->buffer) + 1;
          return TRUE;
        }

      self->start = self->end;
      if (self->is_ended)
        return TRUE;
      if (!fill (self, error))
        return FALSE;
    }
}

/**
 * spico_register_lines_next:
 * @self: a reader
 * @line: (out): the next line, valid until the next call
 * @error: an error of the stream
 *
 * Returns: whether there was one; FALSE without @error at the end of the file
 */
gboolean
spico_register_lines_next (SpicoRegisterLines *self,
                           SpicoRegisterLine  *line,
                           GError            **error)
{
  char *end = NULL;

  if (!find_end (self, &end, error))
    return FALSE;

  if (self->is_ended && self->start == self->end)
    return FALSE;

  line->number = ++self->n_lines;
  line->text = NULL;
  line->length = 0;

  if (end == NULL)
    return skip_line (self, error);

  line->text = self->buffer + self->start;
  line->length = (gsize) (end - line->text);
  self->start = MIN ((gsize) (end - self->buffer) + 1, self->end);

  if (line->length > 0 && line->text[line->length - 1] == '\r')
    line->length--;

  line->text[line->length] = '\0';
  return TRUE;
}
