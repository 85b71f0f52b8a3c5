/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <microhttpd.h>

#include "spico-event-options.h"
#include "spico-event-review.h"
#include "spico-jmap.h"

G_BEGIN_DECLS

/**
 * SpicoEventStream:
 *
 * One client's event stream: what is still to be told, coalesced by account and type, so that a client that reads slowly costs no more than one that does not.
 * It belongs to its hub until its connection ends.
 */
typedef struct _SpicoEventStream SpicoEventStream;

/**
 * SpicoEventHub:
 *
 * All event streams, by the accounts that they are told about. Safe from any thread.
 */
typedef struct _SpicoEventHub SpicoEventHub;

SpicoEventHub *spico_event_hub_new (guint max_streams,
                                    guint max_per_session);
void spico_event_hub_free (SpicoEventHub *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoEventHub, spico_event_hub_free)

SpicoEventStream *spico_event_hub_open (SpicoEventHub           *self,
                                        struct MHD_Connection   *connection,
                                        const SpicoActor        *actor,
                                        GPtrArray               *accounts,
                                        const SpicoEventOptions *options);
struct MHD_Response *spico_event_stream_respond (SpicoEventStream *stream);
void spico_event_hub_close (SpicoEventHub    *self,
                            SpicoEventStream *stream);

void spico_event_hub_publish (SpicoEventHub *self,
                              GPtrArray     *changes);
void spico_event_hub_tick (SpicoEventHub *self,
                           gint64         now_us);
void spico_event_hub_stop (SpicoEventHub *self);
guint spico_event_hub_size (SpicoEventHub *self);
GPtrArray *spico_event_hub_take_present (SpicoEventHub *self,
                                         gint64         now_us,
                                         gint64         interval_us);

gboolean spico_event_hub_review (SpicoEventHub      *self,
                                 SpicoSqlConnection *connection,
                                 gint64              now_us,
                                 GError            **error);
SpicoEventReview *spico_event_hub_begin_review (SpicoEventHub    *self,
                                                SpicoEventStream *stream);
void spico_event_hub_apply_review (SpicoEventHub    *self,
                                   SpicoEventReview *review);

G_END_DECLS
