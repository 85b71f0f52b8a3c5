/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoOpenidKeys:
 *
 * The keys that a provider signs with; immutable.
 */
typedef struct _SpicoOpenidKeys SpicoOpenidKeys;

SpicoOpenidKeys *spico_openid_keys_read (const char *json,
                                         gsize       length,
                                         GError    **error);
SpicoOpenidKeys *spico_openid_keys_ref (SpicoOpenidKeys *self);
void spico_openid_keys_unref (SpicoOpenidKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoOpenidKeys, spico_openid_keys_unref)
guint spico_openid_keys_size (SpicoOpenidKeys *self);

/**
 * SpicoOpenidExpectation:
 * @issuer: who must have made the ID token
 * @client_id: for whom
 * @nonce: of which sign-in
 * @access_token: (nullable): what came along
 * @acr_values: (nullable): how whoever signs in must have proved who they are: one of these, parted by spaces (OpenID Connect Core 1.0 section 2, `acr`); %NULL or empty for any way
 * @identity_claim: the claim that says who somebody is
 * @now_s: the time, in seconds since 1970
 *
 * What an ID token must fit; borrowed.
 */
typedef struct {
  const char *issuer;
  const char *client_id;
  const char *nonce;
  const char *access_token;
  const char *acr_values;
  const char *identity_claim;
  gint64 now_s;
} SpicoOpenidExpectation;

gboolean spico_openid_token_read (const char                   *token,
                                  SpicoOpenidKeys              *keys,
                                  const SpicoOpenidExpectation *expectation,
                                  char                        **subject,
                                  char                        **identity,
                                  GError                      **error);

G_END_DECLS
