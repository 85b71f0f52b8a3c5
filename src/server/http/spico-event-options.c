/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-event-options.h"

#include <string.h>

#include "spico-type.h"

#define PING_DEFAULT 30
#define PING_MIN 5
#define PING_MAX 300

static guint
parse_types (const char *types)
{
  g_auto (GStrv) names = NULL;
  guint bits = 0;

  if (types == NULL || *types == '\0' || strcmp (types, "*") == 0)
    return G_MAXUINT;

  names = g_strsplit (types, ",", 64);
  for (guint i = 0; names[i] != NULL; i++)
    {
      guint place;

      /* A type that this server does not know never changes here. */
      if (spico_type_find_place (names[i], &place))
        bits |= 1u << place;
    }

  return bits;
}

static gboolean
parse_ping (SpicoEventOptions *options,
            const char        *ping)
{
  guint64 seconds = PING_DEFAULT;

  if (ping != NULL && !g_ascii_string_to_unsigned (ping, 10, 0, G_MAXUINT32, &seconds, NULL))
    return FALSE;

  options->ping_seconds = seconds == 0 ? 0 : (guint) CLAMP (seconds, PING_MIN, PING_MAX);

  return TRUE;
}

/**
 * spico_event_options_parse:
 * @options: (out): the options
 * @types: (nullable): `*`, or type names separated by commas
 * @closeafter: (nullable): `state` or `no`
 * @ping: (nullable): seconds, brought within 5 … 300; 0 for none
 *
 * Reads the parameters of an event stream's address (RFC 8620 section 7.3).
 *
 * Returns: whether they are well formed
 */
gboolean
spico_event_options_parse (SpicoEventOptions *options,
                           const char        *types,
                           const char        *closeafter,
                           const char        *ping)
{
  *options = (SpicoEventOptions) { .types = parse_types (types) };

  if (closeafter != NULL && strcmp (closeafter, "state") != 0 && strcmp (closeafter, "no") != 0)
    return FALSE;

  options->closes_after_state = closeafter != NULL && strcmp (closeafter, "state") == 0;

  return parse_ping (options, ping);
}
