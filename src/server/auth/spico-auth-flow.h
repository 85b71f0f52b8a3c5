/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-auth.h"

G_BEGIN_DECLS

/**
 * SpicoAuthFlow:
 * @state: what the provider is to give back; the database knows its SHA-256 only
 * @nonce: what the ID token is to hold
 * @verifier: what the provider's code is redeemed with (RFC 7636)
 * @base_url: where the client found the server
 * @redirect_uri: where the client listens
 * @client_state: what the client is to be given back
 * @challenge: what the client's verifier must match
 *
 * A sign-in that is under way with the operator's OpenID provider (F002).
 */
typedef struct {
  char *state;
  char *nonce;
  char *verifier;
  char *base_url;
  char *redirect_uri;
  char *client_state;
  char *challenge;
} SpicoAuthFlow;

/**
 * SpicoAuthGrant:
 * @SPICO_AUTH_GRANTED: there is a code
 * @SPICO_AUTH_NO_ACCOUNT: nobody of the region has this identity, or several have
 * @SPICO_AUTH_DISABLED: the operator has closed the account
 *
 * What becomes of who has proved their identity.
 */
typedef enum {
  SPICO_AUTH_GRANTED,
  SPICO_AUTH_NO_ACCOUNT,
  SPICO_AUTH_DISABLED,
} SpicoAuthGrant;

SpicoAuthFlow *spico_auth_flow_new (const char *base_url,
                                    const char *redirect_uri,
                                    const char *client_state,
                                    const char *challenge);
void spico_auth_flow_free (SpicoAuthFlow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoAuthFlow, spico_auth_flow_free)

char *spico_auth_challenge (const char *verifier);

gboolean spico_auth_flow_has_room (SpicoSqlConnection *connection,
                                   const char         *address,
                                   gint64              now_us,
                                   gboolean           *has_room,
                                   GError            **error);
gboolean spico_auth_flow_save (const SpicoAuthFlow *self,
                               SpicoSqlConnection  *connection,
                               const char          *address,
                               gint64               now_us,
                               GError             **error);
gboolean spico_auth_flow_is_known (SpicoSqlConnection *connection,
                                   const char         *state,
                                   gint64              now_us,
                                   gboolean           *is_known,
                                   GError            **error);
SpicoAuthFlow *spico_auth_flow_take (SpicoSqlConnection *connection,
                                     const char         *state,
                                     gint64              now_us,
                                     GError            **error);
gboolean spico_auth_flow_grant (const SpicoAuthFlow *self,
                                SpicoSqlConnection  *connection,
                                const char          *identity,
                                gboolean             is_login,
                                gint64               now_us,
                                SpicoAuthGrant      *grant,
                                char               **code,
                                GError             **error);

/**
 * SpicoAuthCode:
 * @code: the code that the client was given
 * @verifier: what its challenge was made of
 * @redirect_uri: where it listened
 * @device_name: what it calls its device, from spico_auth_normalise_device_name()
 *
 * What a client redeems; borrowed.
 */
typedef struct {
  const char *code;
  const char *verifier;
  const char *redirect_uri;
  const char *device_name;
} SpicoAuthCode;

gboolean spico_auth_knows_code (SpicoSqlConnection *connection,
                                const char         *code,
                                gboolean           *is_known,
                                GError            **error);
SpicoAuthTokens *spico_auth_redeem (SpicoSqlConnection  *connection,
                                    const SpicoAuthCode *code,
                                    gint64               lifetime_us,
                                    gint64               now_us,
                                    GError             **error);

G_END_DECLS
