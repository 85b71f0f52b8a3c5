/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-event-parser.h"

#include <string.h>

struct _SpicoEventParser {
  gsize max_size;
  GBytes *piece;
  gsize position;
  gboolean was_return;
  gboolean is_too_long;

  GString *line;
  char *name;
  GString *data;
};

/**
 * spico_event_free:
 * @event: (transfer full): an event
 */
void
spico_event_free (SpicoEvent *event)
{
  g_free (event->name);
  g_string_free (event->data, TRUE);
  g_free (event);
}

/**
 * spico_event_parser_new:
 * @max_size: the longest line, and the longest data, in bytes
 *
 * Returns: (transfer full): a parser at the beginning of a stream
 */
SpicoEventParser *
spico_event_parser_new (gsize max_size)
{
  SpicoEventParser *self = g_new0 (SpicoEventParser, 1);

  self->max_size = max_size;
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);

  return self;
}

/**
 * spico_event_parser_free:
 * @self: (transfer full): a parser
 */
void
spico_event_parser_free (SpicoEventParser *self)
{
  g_clear_pointer (&self->piece, g_bytes_unref);
  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_free (self->name);
  g_free (self);
}

/**
 * spico_event_parser_feed:
 * @self: a parser that has given all the events of the piece before
 * @bytes: the next piece of the stream
 */
void
spico_event_parser_feed (SpicoEventParser *self,
                         GBytes           *bytes)
{
  g_clear_pointer (&self->piece, g_bytes_unref);
  self->piece = g_bytes_ref (bytes);
  self->position = 0;
}

/* An event without data is none. */
static SpicoEvent *
take_event (SpicoEventParser *self)
{
  g_autofree char *name = g_steal_pointer (&self->name);
  SpicoEvent *event;

  if (self->data->len == 0)
    return NULL;

  event = g_new0 (SpicoEvent, 1);
  event->name = name != NULL && *name != '\0' ? g_steal_pointer (&name) : g_strdup ("message");
  event->data = self->data;
  self->data = g_string_new (NULL);
  /* Each line ended with a line feed: the last is one too many. */
  g_string_truncate (event->data, event->data->len - 1);

  return event;
}

static const char *
value_of (SpicoEventParser *self,
          const char       *field)
{
  gsize length = strlen (field);
  const char *line = self->line->str;

  if (strncmp (line, field, length) != 0 || (line[length] != ':' && line[length] != '\0'))
    return NULL;
  if (line[length] == '\0')
    return "";

  return line + length + 1 + (line[length + 1] == ' ');
}

static SpicoEvent *
finish_line (SpicoEventParser *self)
{
  SpicoEvent *event = NULL;
  const char *value;

  if (self->line->len == 0)
    event = take_event (self);
  else if ((value = value_of (self, "event")) != NULL)
    g_set_str (&self->name, value);
  else if ((value = value_of (self, "data")) != NULL)
    g_string_append_printf (self->data, "%s\n", value);
  g_string_truncate (self->line, 0);

  return event;
}

/**
 * spico_event_parser_next:
 * @self: a parser
 *
 * Returns: (transfer full) (nullable): the next event of the piece that was fed; %NULL where it holds no further one
 */
SpicoEvent *
spico_event_parser_next (SpicoEventParser *self)
{
  gsize size = 0;
  const char *text = self->piece != NULL ? g_bytes_get_data (self->piece, &size) : NULL;

  while (self->position < size && !self->is_too_long)
    {
      char c = text[self->position++];
      gboolean was_return = self->was_return;
      SpicoEvent *event = NULL;

      self->was_return = c == '\r';
      /* A line ends with either, or with both. */
      if (c == '\r' || (c == '\n' && !was_return))
        event = finish_line (self);
      else if (c != '\n')
        g_string_append_c (self->line, c);
      self->is_too_long = self->line->len > self->max_size || self->data->len > self->max_size;
      if (event != NULL)
        return event;
    }

  return NULL;
}

/**
 * spico_event_parser_is_too_long:
 * @self: a parser
 *
 * Returns: whether the stream holds a line, or data, that is too long: nothing more comes of it
 */
gboolean
spico_event_parser_is_too_long (SpicoEventParser *self)
{
  return self->is_too_long;
}
