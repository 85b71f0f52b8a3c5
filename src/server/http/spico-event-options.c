/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-event-options.h"

#include "spico-type.h"

#define PING_DEFAULT 30
#define PING_MIN 5
#define PING_MAX 300

static gboolean
parse_types (SpicoEventOptions *options,
             const char        *types)
{
  g_auto (GStrv) names = NULL;

  if (types == NULL || *types == '\0' || strcmp (types, "*") == 0)
    return TRUE;

  names = g_strsplit (types, ",", 64);
  options->types = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; names[i] != NULL; i++)
    {
      const SpicoType *type = spico_type_find (names[i]);

      /* A type that this server does not know never changes here. */
      if (type != NULL)
        g_hash_table_add (options->types, (gpointer) type->name);
    }

  return TRUE;
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
 * @options: (out): the options; clear them even after a failure
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
  *options = (SpicoEventOptions) { 0 };

  if (closeafter != NULL && strcmp (closeafter, "state") != 0 && strcmp (closeafter, "no") != 0)
    return FALSE;

  options->closes_after_state = closeafter != NULL && strcmp (closeafter, "state") == 0;

  return parse_types (options, types) && parse_ping (options, ping);
}

/**
 * spico_event_options_clear:
 * @options: options
 */
void
spico_event_options_clear (SpicoEventOptions *options)
{
  g_clear_pointer (&options->types, g_hash_table_unref);
}
