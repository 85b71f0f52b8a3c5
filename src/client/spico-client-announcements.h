/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

/**
 * spico_client_ask_announcements:
 * @server_uri: the server's address, as it is typed
 *
 * The incidents and maintenances of now, for whoever cannot sign in there (F005, F008). Nobody has to be signed in.
 *
 * Returns: (transfer full): a future of a #GListModel of #SpicoAnnouncement, the newest first, none of them read; rejects with %SPICO_CLIENT_ERROR_OFFLINE, `CERTIFICATE…`,
 *   `INVALID` or `INSECURE` where @server_uri is no address, `NOT_A_SERVER`
 */
DexFuture *spico_client_ask_announcements (SpicoClient *self,
                                           const char  *server_uri);

G_END_DECLS
