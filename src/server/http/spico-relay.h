/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoRelay:
 *
 * Tells the other servers on one PostgreSQL database what this one has committed, and hears it of them: outside every transaction, a few times a second at most
 * however much is written, and only to be sooner than the review of the streams, which finds whatever was not told. A thread and a connection of its own.
 */
typedef struct _SpicoRelay SpicoRelay;

/**
 * SpicoRelayFunc:
 * @changes: (nullable) (element-type SpicoStateChange): what another server has committed; %NULL where it is not known: anything may have changed
 * @data: what was given with it
 *
 * Called in the relay's thread.
 */
typedef void (*SpicoRelayFunc) (GPtrArray *changes,
                                gpointer   data);

SpicoRelay *spico_relay_new (const char    *database,
                             SpicoRelayFunc heard,
                             gpointer       data);
void spico_relay_free (SpicoRelay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoRelay, spico_relay_free)

void spico_relay_tell (SpicoRelay *self,
                       GPtrArray  *changes);
void spico_relay_tell_anything (const char *database);

G_END_DECLS
