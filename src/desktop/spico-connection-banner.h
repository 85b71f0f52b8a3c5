/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_CONNECTION_BANNER (spico_connection_banner_get_type ())
G_DECLARE_FINAL_TYPE (SpicoConnectionBanner, spico_connection_banner, SPICO, CONNECTION_BANNER, AdwBin)

/**
 * SpicoConnectionBanner:
 *
 * Says over the window that there is no connection, why, and what waits; it is not there while there is one (B003).
 *
 * Signal: `sign-in-again`, where only that helps.
 */

void spico_connection_banner_set_client (SpicoConnectionBanner *self,
                                         SpicoClient           *client);

G_END_DECLS
