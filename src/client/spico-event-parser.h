/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoEvent:
 * @name: its name; `message` where the stream gives none
 * @data: its data, the lines joined by line feeds
 *
 * An event of a stream of the server (HTML standard, « Server-sent events »).
 */
typedef struct {
  char *name;
  GString *data;
} SpicoEvent;

void spico_event_free (SpicoEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoEvent, spico_event_free)

/**
 * SpicoEventParser:
 *
 * Reads a stream of events, in pieces cut anywhere. It keeps no more than a line and the data of one event, bounded together.
 */
typedef struct _SpicoEventParser SpicoEventParser;

SpicoEventParser *spico_event_parser_new (gsize max_size);
void spico_event_parser_free (SpicoEventParser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoEventParser, spico_event_parser_free)

void spico_event_parser_feed (SpicoEventParser *self,
                              GBytes           *bytes);
SpicoEvent *spico_event_parser_next (SpicoEventParser *self);
gboolean spico_event_parser_is_too_long (SpicoEventParser *self);

G_END_DECLS
