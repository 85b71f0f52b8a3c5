/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-journal.h"
#include "spico-sql-connection.h"

G_BEGIN_DECLS

/** The longest name of a device, in characters. */
#define SPICO_AUTH_DEVICE_NAME_MAX 100

char *spico_auth_normalise_device_name (const char *name);

gboolean spico_auth_tell_device (SpicoSqlConnection *connection,
                                 const char         *person_id,
                                 const char         *session_id,
                                 SpicoJournalKind    kind,
                                 gint64              now_us,
                                 GError            **error);
gboolean spico_auth_erase_device (SpicoSqlConnection *connection,
                                  SpicoJournal       *journal,
                                  const char         *person_id,
                                  const char         *session_id,
                                  gint64              now_us,
                                  GError            **error);
gboolean spico_auth_forget_device (SpicoSqlConnection *connection,
                                   const char         *session_id,
                                   GError            **error);
gboolean spico_auth_end_devices (SpicoSqlConnection *connection,
                                 const char         *login,
                                 gint64              now_us,
                                 GError            **error);
gboolean spico_auth_expire_devices (SpicoSqlConnection *connection,
                                    gint64              now_us,
                                    guint               most,
                                    GError            **error);

G_END_DECLS
