/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MAIL_SENT_PAGE (spico_mail_sent_page_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMailSentPage, spico_mail_sent_page, SPICO, MAIL_SENT_PAGE, AdwNavigationPage)

/**
 * SpicoMailSentPage:
 *
 * What became of the mails that an account has sent through the region's relay of MSSanté (F066): « En attente », « Envoyé », « Refusé ». It looks again as long as one waits. Emits `done`, where it is the last page.
 */

/**
 * spico_mail_sent_page_show:
 * @account_id: the account
 * @is_last: whether a mail has just left: nothing is behind the page then but the way out
 */
void spico_mail_sent_page_show (SpicoMailSentPage *self,
                                SpicoClient       *client,
                                const char        *account_id,
                                gboolean           is_last);

/** spico_mail_sent_page_focus: puts the focus on the way out, once the page is shown */
void spico_mail_sent_page_focus (SpicoMailSentPage *self);

G_END_DECLS
