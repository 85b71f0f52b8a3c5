/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

/** How many principals are asked about at once. */
#define SPICO_CLIENT_MAX_ASKED 100

/**
 * spico_client_find_mssante_addresses:
 * @ids: principals, %SPICO_CLIENT_MAX_ASKED at most
 *
 * The addresses of MSSanté that everyone may see (F004), which the server alone has.
 *
 * Returns: (transfer full): a future of a #GHashTable, of each id a #GStrv of addresses, the preferred one first; rejects with %SPICO_CLIENT_ERROR_OFFLINE
 */
DexFuture *spico_client_find_mssante_addresses (SpicoClient       *self,
                                                const char *const *ids);

G_END_DECLS
