/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-json-stream.h"

#include <string.h>

#include "spico-server-error.h"

#define BUFFER_SIZE 65536
#define MAX_DEPTH 64
/* The longest name, or text, of the outer object that matters. */
#define MAX_TEXT 64

struct _SpicoJsonStream {
  GInputStream *stream;
  char *array;
  char *text_name;
  char buffer[BUFFER_SIZE];
  gsize start;
  gsize end;

  guint depth;
  gboolean is_string;
  gboolean is_escaped;
  gboolean has_begun;
  gboolean is_wanted; /* within the array */
  gboolean has_array;
  gboolean is_element;

  GString *last;    /* text of the outer object */
  GString *name;    /* of its member */
  GString *text;    /* that was asked for */
  GString *element;
  gboolean is_ended;
};

/**
 * spico_json_stream_new:
 * @stream: where JSON is read from
 * @array: the member of the outer object whose elements, objects, are wanted
 * @text: a member of it that is a text
 *
 * Returns: (transfer full): a reader
 */
SpicoJsonStream *
spico_json_stream_new (GInputStream *stream,
                       const char   *array,
                       const char   *text)
{
  SpicoJsonStream *self = g_new0 (SpicoJsonStream, 1);

  self->stream = g_object_ref (stream);
  self->array = g_strdup (array);
  self->text_name = g_strdup (text);
  self->last = g_string_new (NULL);
  self->name = g_string_new (NULL);
  self->text = g_string_new (NULL);
  self->element = g_string_new (NULL);
  return self;
}

/**
 * spico_json_stream_free:
 * @self: (transfer full) (nullable): a reader
 */
void
spico_json_stream_free (SpicoJsonStream *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->stream);
  g_free (self->array);
  g_free (self->text_name);
  g_string_free (self->last, TRUE);
  g_string_free (self->name, TRUE);
  g_string_free (self->text, TRUE);
  g_string_free (self->element, TRUE);
  g_free (self);
}

static gboolean
refuse (GError    **error,
        const char *text)
{
  g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, text);
  return FALSE;
}

static void
end_string (SpicoJsonStream *self)
{
  self->is_string = FALSE;
  if (self->depth == 1 && self->name->len > 0 && strcmp (self->name->str, self->text_name) == 0)
    g_string_assign (self->text, self->last->str);
}

static void
read_in_string (SpicoJsonStream *self,
                char             c)
{
  if (self->is_escaped)
    self->is_escaped = FALSE;
  else if (c == '\\')
    self->is_escaped = TRUE;
  else if (c == '"')
    {
      end_string (self);
      return;
    }

  if (self->depth == 1 && self->last->len < MAX_TEXT)
    g_string_append_c (self->last, c);
}

static gboolean
open_bracket (SpicoJsonStream *self,
              char             c,
              GError         **error)
{
  if (self->depth == MAX_DEPTH || (self->depth == 0 && (c != '{' || self->has_begun)))
    return refuse (error, "The file is not JSON");

  self->has_begun = TRUE;
  if (self->depth == 1)
    self->is_wanted = c == '[' && strcmp (self->name->str, self->array) == 0;
  self->has_array |= self->is_wanted;
  self->depth++;
  return TRUE;
}

static gboolean
close_bracket (SpicoJsonStream *self,
               GError         **error)
{
  if (self->depth == 0)
    return refuse (error, "The file is not JSON");

  self->depth--;
  if (self->depth == 1)
    self->is_wanted = FALSE;
  return TRUE;
}

static gboolean
read_outside (SpicoJsonStream *self,
              char             c,
              GError         **error)
{
  switch (c)
    {
    case '"':
      self->is_string = TRUE;
      if (self->depth == 1)
        g_string_truncate (self->last, 0);
      return self->depth > 0 || refuse (error, "The file is not JSON");
    case ':':
      if (self->depth == 1)
        g_string_assign (self->name, self->last->str);
      return TRUE;
    case ',':
      if (self->depth == 1)
        g_string_truncate (self->name, 0);
      return TRUE;
    case '{':
    case '[':
      return open_bracket (self, c, error);
    case '}':
    case ']':
      return close_bracket (self, error);
    default:
      return self->depth > 0 || g_ascii_isspace (c) || refuse (error, "The file is not JSON");
    }
}

/* Whether an element ends with this character. One that is too long is given out cut, and is no JSON then. */
static gboolean
read_character (SpicoJsonStream *self,
                char             c,
                gboolean        *is_whole,
                GError         **error)
{
  gboolean begins = !self->is_string && self->is_wanted && self->depth == 2 && c == '{';

  *is_whole = FALSE;
  if (begins)
    {
      g_string_truncate (self->element, 0);
      self->is_element = TRUE;
    }
  if (self->is_element && self->element->len < SPICO_JSON_STREAM_MAX)
    g_string_append_c (self->element, c);

  if (self->is_string)
    read_in_string (self, c);
  else if (!read_outside (self, c, error))
    return FALSE;

  *is_whole = self->is_element && self->depth == 2 && !self->is_string;
  if (*is_whole)
    self->is_element = FALSE;
  return TRUE;
}

static gboolean
fill (SpicoJsonStream *self,
      GError         **error)
{
  gssize n = g_input_stream_read (self->stream, self->buffer, BUFFER_SIZE, NULL, error);

  self->start = 0;
  self->end = n > 0 ? (gsize) n : 0;
  self->is_ended = n == 0;
  return n >= 0;
}

static gboolean
check_end (SpicoJsonStream *self,
           GError         **error)
{
  if (!self->has_begun)
    return refuse (error, "The file is empty");
  if (self->depth > 0)
    return refuse (error, "The file is cut");

  return self->has_array || refuse (error, "The file is not a FINESS+ extraction");
}

/**
 * spico_json_stream_next:
 * @self: a reader
 * @element: (out) (transfer none) (nullable): the next element, until the next call; %NULL after the last one
 * @error: %SPICO_SERVER_ERROR_INVALID where the file is cut or something else, or an error of the stream
 *
 * Whether the file is whole shows at its end only.
 *
 * Returns: whether no error was met
 */
gboolean
spico_json_stream_next (SpicoJsonStream *self,
                        GString        **element,
                        GError         **error)
{
  gboolean is_whole = FALSE;

  *element = NULL;
  while (!is_whole)
    {
      if (self->start == self->end && !fill (self, error))
        return FALSE;
      if (self->is_ended)
        return check_end (self, error);
      if (!read_character (self, self->buffer[self->start++], &is_whole, error))
        return FALSE;
    }

  *element = self->element;
  return TRUE;
}

/**
 * spico_json_stream_get_text:
 * @self: a reader
 *
 * Returns: (transfer none): the text that was asked for, as far as it was met; empty without one
 */
const char *
spico_json_stream_get_text (SpicoJsonStream *self)
{
  return self->text->str;
}
