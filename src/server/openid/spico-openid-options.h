/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoOpenidOptions:
 * @issuer: (nullable): the provider's issuer identifier; %NULL where there is no provider
 * @client_id: who we are to it
 * @client_secret: what proves it
 * @name: what people call the provider: the words of the client's button
 * @scope: what is asked for
 * @acr_values: (nullable): how people are to have proved who they are
 * @identity_claim: the claim that says who somebody is
 * @matches_login: whether that claim is a login of ours, rather than a national identification
 * @ca_file: (nullable): whose word is taken for the provider's certificate; %NULL for that of the system
 *
 * The operator's OpenID provider (F002).
 */
typedef struct {
  char *issuer;
  char *client_id;
  char *client_secret;
  char *name;
  char *scope;
  char *acr_values;
  char *identity_claim;
  gboolean matches_login;
  char *ca_file;
} SpicoOpenidOptions;

void spico_openid_options_clear (SpicoOpenidOptions *options);
gboolean spico_openid_options_check (const SpicoOpenidOptions *options,
                                     GError                  **error);
gboolean spico_openid_url_is_valid (const char *url,
                                    gboolean    allows_loopback);
gboolean spico_openid_url_is_loopback (const char *url);

G_END_DECLS
