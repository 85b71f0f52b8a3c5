/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"
#include "spico-sign-in-ways.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PROVIDER_SIGN_IN (spico_provider_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (SpicoProviderSignIn, spico_provider_sign_in, SPICO, PROVIDER_SIGN_IN, AdwBin)

/**
 * SpicoProviderSignIn:
 *
 * What the window shows while somebody signs in with a provider in their browser (F002), and then chooses, or types, what locks this computer (X018).
 *
 * Signals: `signed-in`, once the store is open; `given-up`; `failed`, with a #GError.
 */

/**
 * spico_provider_sign_in_begin:
 * @ways: those of a server that has a provider
 * @expected_login: (nullable): who has to sign in; %NULL where anybody may
 *
 * Opens the browser. What was begun before is given up.
 */
void spico_provider_sign_in_begin (SpicoProviderSignIn *self,
                                   SpicoClient         *client,
                                   SpicoSignInWays     *ways,
                                   const char          *expected_login);

/** spico_provider_sign_in_give_up: nobody waits for the browser any more, and nothing is told of it */
void spico_provider_sign_in_give_up (SpicoProviderSignIn *self);

G_END_DECLS
