/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-principal.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MAIL_RECIPIENT (spico_mail_recipient_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMailRecipient, spico_mail_recipient, SPICO, MAIL_RECIPIENT, GObject)

/**
 * SpicoMailRecipient:
 *
 * Whom a mail is for (F066): somebody of the directory, with the addresses of MSSanté that they have, or an address that was typed. Emits `changed`.
 */

/** spico_mail_recipient_new: @principal: somebody whose addresses are not known yet; Returns: (transfer full): a recipient */
SpicoMailRecipient *spico_mail_recipient_new (SpicoPrincipal *principal);

/** spico_mail_recipient_new_typed: @address: an address that is valid; Returns: (transfer full): a recipient */
SpicoMailRecipient *spico_mail_recipient_new_typed (const char *address);

/** spico_mail_recipient_get_principal: Returns: (transfer none) (nullable): who it is; %NULL of an address that was typed */
SpicoPrincipal *spico_mail_recipient_get_principal (SpicoMailRecipient *self);

/** spico_mail_recipient_get_name: Returns: (transfer none): the name, or the address that was typed */
const char *spico_mail_recipient_get_name (SpicoMailRecipient *self);

/** spico_mail_recipient_get_address: Returns: (transfer none): where the mail goes; empty where there is no address, or none is known */
const char *spico_mail_recipient_get_address (SpicoMailRecipient *self);

/** spico_mail_recipient_get_choices: Returns: (transfer none): the addresses that they have, the preferred one first */
const char *const *spico_mail_recipient_get_choices (SpicoMailRecipient *self);

/** spico_mail_recipient_is_known: Returns: whether their addresses were read, whoever has none among them */
gboolean spico_mail_recipient_is_known (SpicoMailRecipient *self);

/** spico_mail_recipient_set_choices: @choices: the addresses that they have; the one that was chosen stays where it is among them */
void spico_mail_recipient_set_choices (SpicoMailRecipient *self,
                                       const char *const  *choices);

/** spico_mail_recipient_choose: @address: one of the choices */
void spico_mail_recipient_choose (SpicoMailRecipient *self,
                                  const char         *address);

/** spico_mail_recipient_to_text: Returns: (transfer full): a line that keeps it in a draft */
char *spico_mail_recipient_to_text (SpicoMailRecipient *self);

G_END_DECLS
