/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/** The longest text that a channel carries, in bytes. */
#define SPICO_SQL_CHANNEL_MAX 7900

/**
 * SpicoSqlChannel:
 *
 * What the programs on one PostgreSQL database tell each other (NOTIFY and LISTEN), on a connection of its own. It says sooner what can be read later: a text may
 * be lost, with the connection or with the process, and nothing may rest on it. From one thread at a time.
 */
typedef struct _SpicoSqlChannel SpicoSqlChannel;

SpicoSqlChannel *spico_sql_channel_open (const char *uri,
                                         const char *name,
                                         GError    **error);
void spico_sql_channel_free (SpicoSqlChannel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoSqlChannel, spico_sql_channel_free)

int spico_sql_channel_get_fd (SpicoSqlChannel *self);
gboolean spico_sql_channel_send (SpicoSqlChannel *self,
                                 const char      *text,
                                 GError         **error);
gboolean spico_sql_channel_receive (SpicoSqlChannel *self,
                                    GPtrArray       *texts,
                                    GError         **error);

G_END_DECLS
