/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** The longest answer of a provider that is read, in bytes. */
#define SPICO_OPENID_ANSWER_MAX (256 * 1024)
/** The longest ID token. */
#define SPICO_OPENID_TOKEN_MAX (32 * 1024)
/** The longest identity, in bytes. */
#define SPICO_OPENID_IDENTITY_MAX 255

/**
 * SpicoOpenidMetadata:
 * @authorization_endpoint: where the browser goes
 * @token_endpoint: where codes are redeemed
 * @userinfo_endpoint: (nullable): where the rest of the claims is
 * @jwks_uri: where the keys are
 * @posts_secret: whether the client's secret goes into the form rather than into a header
 * @says_issuer: whether it says who it is when it sends the browser back (RFC 9207)
 *
 * What a provider says of itself; immutable.
 */
typedef struct {
  char *authorization_endpoint;
  char *token_endpoint;
  char *userinfo_endpoint;
  char *jwks_uri;
  gboolean posts_secret;
  gboolean says_issuer;
} SpicoOpenidMetadata;

/**
 * SpicoOpenidTokens:
 * @id_token: who signed in
 * @access_token: what opens the rest of the claims
 *
 * What a code was redeemed for.
 */
typedef struct {
  char *id_token;
  char *access_token;
} SpicoOpenidTokens;

SpicoOpenidMetadata *spico_openid_metadata_read (const char *json,
                                                 gsize       length,
                                                 const char *issuer,
                                                 GError    **error);
SpicoOpenidMetadata *spico_openid_metadata_ref (SpicoOpenidMetadata *self);
void spico_openid_metadata_unref (SpicoOpenidMetadata *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoOpenidMetadata, spico_openid_metadata_unref)

SpicoOpenidTokens *spico_openid_tokens_read (const char *json,
                                             gsize       length,
                                             GError    **error);
void spico_openid_tokens_free (SpicoOpenidTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoOpenidTokens, spico_openid_tokens_free)

gboolean spico_openid_userinfo_read (const char *json,
                                     gsize       length,
                                     const char *subject,
                                     const char *identity_claim,
                                     char      **identity,
                                     GError    **error);

G_END_DECLS
