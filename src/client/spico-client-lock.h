/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-known-person.h"
#include "spico-waiting.h"

G_BEGIN_DECLS

/**
 * spico_client_set_lock_delay:
 * @seconds: how long somebody may be away before their store is locked; 0 for ever
 *
 * What was closed for longer than that is locked when the program starts again, whoever did not lock it. The windows lock what is open.
 */
void spico_client_set_lock_delay (SpicoClient *self,
                                  guint        seconds);

/**
 * spico_client_lock:
 *
 * Closes connection and store (X018): from then on the password that was typed at the last sign-in opens it again, and nothing else. What waits leaves once it is
 * unlocked. Save what is being written first.
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_STATE where nothing is open, with %SPICO_CLIENT_ERROR_KEYRING where the
 *   keyring does not take part: the store is closed nevertheless
 */
DexFuture *spico_client_lock (SpicoClient *self);

/**
 * spico_client_unlock:
 * @password: the password, of which nothing is kept
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_WRONG_PASSWORD, with %SPICO_CLIENT_ERROR_TOO_MANY_ATTEMPTS while
 *   spico_client_get_unlock_wait() is not 0, with %SPICO_CLIENT_ERROR_KEYRING where the key is not there (then only a sign-in helps) or the keyring is locked
 */
DexFuture *spico_client_unlock (SpicoClient *self,
                                const char  *password);

/** spico_client_get_unlock_wait: Returns: the seconds until the next password may be tried; 0 where it may be now */
guint spico_client_get_unlock_wait (SpicoClient *self);

/** spico_client_get_waiting: Returns: (transfer none): what was left when it was locked; until the next call */
const SpicoWaiting *spico_client_get_waiting (SpicoClient *self);

/** spico_client_get_chosen_name: Returns: (transfer none): how who is signed in, or locked, is called; their login where that is not known */
const char *spico_client_get_chosen_name (SpicoClient *self);

/**
 * spico_client_list_other_people:
 *
 * The others who are signed in on this computer (B001).
 *
 * Returns: (transfer full): a live list of #SpicoKnownPerson, who used it last first
 */
GListModel *spico_client_list_other_people (SpicoClient *self);

/**
 * spico_client_choose_person:
 * @person: one of spico_client_list_other_people()
 *
 * Locks what is open, and waits for the password of @person.
 *
 * Returns: (transfer full): a future of a boolean; rejects as spico_client_lock() does
 */
DexFuture *spico_client_choose_person (SpicoClient      *self,
                                       SpicoKnownPerson *person);

/**
 * spico_client_sign_in_again:
 * @former_password: (nullable): the password that locks what is kept here; %NULL to have that erased
 *
 * Signs in where spico_client_sign_in() was rejected with %SPICO_CLIENT_ERROR_LOCKED, as the password was changed on the server since.
 *
 * Returns: (transfer full): a future of a boolean; rejects as both do
 */
DexFuture *spico_client_sign_in_again (SpicoClient *self,
                                       const char  *server_uri,
                                       const char  *login,
                                       const char  *password,
                                       const char  *former_password);

G_END_DECLS
