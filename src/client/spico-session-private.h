/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "spico-session.h"

G_BEGIN_DECLS

/* For what moves blobs (spico-session-blobs.c), whose bodies are neither JSON nor in memory. */

/** spico_session_await_authorized: Returns: (transfer full) (nullable): a message to @path of the server, that bears a token; awaits, from a fiber */
SoupMessage *spico_session_await_authorized (SpicoSession *self,
                                             const char   *method,
                                             const char   *path,
                                             GError      **error);

/** spico_session_drop_token_of: the server refuses the token that @message bears: the next one bears another */
void spico_session_drop_token_of (SpicoSession *self,
                                  SoupMessage  *message);

/** spico_session_get_transfers: Returns: (transfer none): connections of their own, that wait for as long as a scanner may take */
SoupSession *spico_session_get_transfers (SpicoSession *self);

G_END_DECLS
