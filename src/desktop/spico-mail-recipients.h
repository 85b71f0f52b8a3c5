/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"
#include "spico-mail-recipient.h"
#include "spico-mail-state.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MAIL_RECIPIENTS (spico_mail_recipients_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMailRecipients, spico_mail_recipients, SPICO, MAIL_RECIPIENTS, AdwBin)

/**
 * SpicoMailRecipients:
 *
 * Whom a mail through MSSanté is for (F066, F054): each with the address that it goes to, chosen where there are several, or with the word that there is none; and addresses that are typed.
 *
 * Signals: `changed`; `add`, where somebody is to be chosen in the directory.
 */

/** spico_mail_recipients_set_client: @client: a client that is ready, which is asked for addresses; once */
void spico_mail_recipients_set_client (SpicoMailRecipients *self,
                                       SpicoClient         *client);

/** spico_mail_recipients_set_domains: @domains: those of MSSanté, as the region says; addresses in them are trusted */
void spico_mail_recipients_set_domains (SpicoMailRecipients *self,
                                        const char *const   *domains);

/** spico_mail_recipients_get_chosen: Returns: (transfer none): the #SpicoPrincipals that it is for, for a picker to fill */
GListStore *spico_mail_recipients_get_chosen (SpicoMailRecipients *self);

/** spico_mail_recipients_list: Returns: (transfer none) (element-type SpicoMailRecipient): all of them */
GPtrArray *spico_mail_recipients_list (SpicoMailRecipients *self);

/** spico_mail_recipients_describe: Returns: (transfer full) (element-type SpicoMailTo): the same, for the state of the form; it borrows from them */
GArray *spico_mail_recipients_describe (SpicoMailRecipients *self);

/**
 * spico_mail_recipients_take_typed:
 *
 * Returns: whether nothing is left in the entry: an address that stands there is taken, where it is one
 */
gboolean spico_mail_recipients_take_typed (SpicoMailRecipients *self);

/** spico_mail_recipients_get_typed: Returns: (transfer none): what stands in the entry and was not taken */
const char *spico_mail_recipients_get_typed (SpicoMailRecipients *self);

/** spico_mail_recipients_to_text: Returns: (transfer full): how they are kept in a draft */
char *spico_mail_recipients_to_text (SpicoMailRecipients *self);

/**
 * spico_mail_recipients_add_text:
 * @text: what spico_mail_recipients_to_text() gave
 * @typed: what stood in the entry
 */
void spico_mail_recipients_add_text (SpicoMailRecipients *self,
                                     const char          *text,
                                     const char          *typed);

/** spico_mail_recipients_focus: puts the cursor where one adds a recipient */
void spico_mail_recipients_focus (SpicoMailRecipients *self);

G_END_DECLS
