/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_SIGN_IN_PAGE (spico_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (SpicoSignInPage, spico_sign_in_page, SPICO, SIGN_IN_PAGE, AdwBin)

/**
 * SpicoSignInPage:
 *
 * The server's address, the login and the password (F002). The password is never kept. What follows a sign-in is told by
 * #SpicoClient:state.
 *
 * Signals: `signed-in`, once the store is open; `cancelled`, where one can go back to reading what is kept here.
 */

void spico_sign_in_page_set_client (SpicoSignInPage *self,
                                    SpicoClient     *client);

/**
 * spico_sign_in_page_prefill:
 * @server: (nullable): the server's address
 * @login: (nullable): the login
 *
 * Writes what is known, and puts the cursor where something is missing.
 */
void spico_sign_in_page_prefill (SpicoSignInPage *self,
                                 const char      *server,
                                 const char      *login);

/**
 * spico_sign_in_page_expect:
 * @login: (nullable): who has to sign in, where it is with a provider (F002): nobody else takes the place of what is kept here; %NULL where anybody may
 * @wants_provider: whether the browser opens without being asked to, as soon as the server says that there is a provider
 */
void spico_sign_in_page_expect (SpicoSignInPage *self,
                                const char      *login,
                                gboolean         wants_provider);

/** spico_sign_in_page_leave: where its stack shows another page, a lock: whoever was in their browser has given up, as it would bring them back to what is not there any more */
void spico_sign_in_page_leave (SpicoSignInPage *self);

/** spico_sign_in_page_get_server: Returns: (transfer none): the server's address, as typed so far */
const char *spico_sign_in_page_get_server (SpicoSignInPage *self);

/**
 * spico_sign_in_page_show_error:
 * @text: (nullable): what went wrong, %NULL to take it away
 */
void spico_sign_in_page_show_error (SpicoSignInPage *self,
                                    const char      *text);

/** spico_sign_in_page_set_can_cancel: whether there is something to go back to: a store that is open, whose session has ended */
void spico_sign_in_page_set_can_cancel (SpicoSignInPage *self,
                                        gboolean         can_cancel);

G_END_DECLS
