/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-openid-options.h"

G_BEGIN_DECLS

/**
 * SpicoOpenidProvider:
 *
 * The operator's OpenID provider (F002), asked over HTTPS in a few threads of its own: what it says of itself and its keys, which are remembered for an hour, then codes and claims.
 */
typedef struct _SpicoOpenidProvider SpicoOpenidProvider;

/**
 * SpicoOpenidRequest:
 * @code: what the browser brought
 * @verifier: what it was asked for with
 * @nonce: likewise
 * @redirect_uri: where the browser was sent back to
 * @issuer: (nullable): who the browser says it comes from
 *
 * A sign-in that a browser came back from.
 */
typedef struct {
  char *code;
  char *verifier;
  char *nonce;
  char *redirect_uri;
  char *issuer;
} SpicoOpenidRequest;

void spico_openid_request_free (SpicoOpenidRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoOpenidRequest, spico_openid_request_free)

/**
 * SpicoOpenidDoneFunc:
 * @identity: (nullable): who it is, where that was asked and nothing failed
 * @error: (nullable): a #SpicoServerError: `OVERLOADED` where the provider did not answer, or too many ask; otherwise it answered what cannot be believed
 * @data: what was given along
 *
 * Called once for each thing that is asked, in a thread of the provider's.
 */
typedef void (*SpicoOpenidDoneFunc) (const char   *identity,
                                     const GError *error,
                                     gpointer      data);

SpicoOpenidProvider *spico_openid_provider_new (const SpicoOpenidOptions *options,
                                                GError                  **error);
void spico_openid_provider_stop (SpicoOpenidProvider *self);
void spico_openid_provider_free (SpicoOpenidProvider *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoOpenidProvider, spico_openid_provider_free)

const SpicoOpenidOptions *spico_openid_provider_get_options (SpicoOpenidProvider *self);

gboolean spico_openid_provider_prepare (SpicoOpenidProvider *self,
                                        SpicoOpenidDoneFunc  done,
                                        gpointer             data);
char *spico_openid_provider_make_url (SpicoOpenidProvider *self,
                                      const char          *state,
                                      const char          *nonce,
                                      const char          *challenge,
                                      const char          *redirect_uri);
gboolean spico_openid_provider_identify (SpicoOpenidProvider *self,
                                         SpicoOpenidRequest  *request,
                                         SpicoOpenidDoneFunc  done,
                                         gpointer             data);

G_END_DECLS
