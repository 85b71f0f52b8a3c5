/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MAIL_SENDER (spico_mail_sender_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMailSender, spico_mail_sender, SPICO, MAIL_SENDER, AdwBin)

/**
 * SpicoMailSender:
 *
 * Who sends a mail through MSSanté (F066): « Agir en tant que », and « Expéditeur » among the addresses that the register has of that account. Emits `changed`.
 */

/** spico_mail_sender_set_client: @client: a client that is ready; once */
void spico_mail_sender_set_client (SpicoMailSender *self,
                                   SpicoClient     *client);

/**
 * spico_mail_sender_select:
 * @account_id: an account
 * @address: (nullable): the address that it prefers here, where it has it
 */
void spico_mail_sender_select (SpicoMailSender *self,
                               const char      *account_id,
                               const char      *address);

/** spico_mail_sender_get_account: Returns: (transfer none) (nullable): the account acted as */
SpicoAccount *spico_mail_sender_get_account (SpicoMailSender *self);

/** spico_mail_sender_get_address: Returns: (transfer none) (nullable): the address; %NULL where none is known */
const char *spico_mail_sender_get_address (SpicoMailSender *self);

G_END_DECLS
