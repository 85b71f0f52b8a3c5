/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define SPICO_TYPE_SIGN_IN_WAYS (spico_sign_in_ways_get_type ())
G_DECLARE_FINAL_TYPE (SpicoSignInWays, spico_sign_in_ways, SPICO, SIGN_IN_WAYS, GObject)

/**
 * SpicoSignInWays:
 *
 * How one signs in to a server, as it says itself (RFC 8414, F002): with the password of a login, with a provider, or with either. It does not change.
 */

/**
 * spico_sign_in_ways_new_password:
 * @server_uri: from spico_session_normalize_uri()
 *
 * Returns: (transfer full): those of a server that says nothing of them: an older one, which takes passwords
 */
SpicoSignInWays *spico_sign_in_ways_new_password (const char *server_uri);

/**
 * spico_sign_in_ways_parse:
 * @server_uri: where @metadata comes from, from spico_session_normalize_uri()
 * @metadata: what the server says
 *
 * What is offered through the browser must lead to the server itself, and be protected by PKCE (RFC 8252 section 6).
 *
 * Returns: (transfer full): the ways; %NULL with %SPICO_CLIENT_ERROR_NOT_A_SERVER where @metadata is of another server (RFC 8414 section 3.3)
 */
SpicoSignInWays *spico_sign_in_ways_parse (const char *server_uri,
                                           JsonObject *metadata,
                                           GError    **error);

/** spico_sign_in_ways_get_server_uri: Returns: (transfer none): the server */
const char *spico_sign_in_ways_get_server_uri (SpicoSignInWays *self);

/** spico_sign_in_ways_takes_password: Returns: whether the password of a login is one of them */
gboolean spico_sign_in_ways_takes_password (SpicoSignInWays *self);

/** spico_sign_in_ways_get_provider: Returns: (transfer none) (nullable): how the provider is called, on one line; %NULL where there is none */
const char *spico_sign_in_ways_get_provider (SpicoSignInWays *self);

/** spico_sign_in_ways_get_endpoint: Returns: (transfer none) (nullable): where the browser is sent; %NULL where there is no provider */
const char *spico_sign_in_ways_get_endpoint (SpicoSignInWays *self);

/**
 * spico_sign_in_ways_is_issuer:
 * @iss: (nullable): who an answer says it comes from
 *
 * Returns: whether it is this server (RFC 9207); an answer that does not say is of this server only where the server never says
 */
gboolean spico_sign_in_ways_is_issuer (SpicoSignInWays *self,
                                       const char      *iss);

G_END_DECLS
