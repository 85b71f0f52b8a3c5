/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream of events, as the client reads it: whole, and cut anywhere, it says the same. */
#include <string.h>

#include "spico-event-parser.h"
#include "spico-fuzz.h"

#define MAX_SIZE 4096

static void
read_piece (SpicoEventParser *parser,
            const uint8_t    *data,
            size_t            size,
            GString          *said)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  SpicoEvent *event;

  spico_event_parser_feed (parser, bytes);
  while ((event = spico_event_parser_next (parser)) != NULL)
    {
      g_assert_cmpuint (event->data->len, <=, MAX_SIZE);
      g_assert_null (strchr (event->data->str, '\r'));
      g_assert_null (strchr (event->name, '\n'));
      g_string_append_printf (said, "%s=%s;", event->name, event->data->str);
      spico_event_free (event);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (SpicoEventParser) whole = spico_event_parser_new (MAX_SIZE);
  g_autoptr (SpicoEventParser) cut = spico_event_parser_new (MAX_SIZE);
  g_autoptr (GString) said_whole = g_string_new (NULL);
  g_autoptr (GString) said_cut = g_string_new (NULL);
  size_t step = size > 0 ? data[0] % 7 + 1 : 1;

  read_piece (whole, data, size, said_whole);
  for (size_t i = 0; i < size; i += step)
    read_piece (cut, data + i, MIN (step, size - i), said_cut);
  g_assert_cmpstr (said_whole->str, ==, said_cut->str);
  g_assert_true (spico_event_parser_is_too_long (whole) == spico_event_parser_is_too_long (cut));

  return 0;
}
