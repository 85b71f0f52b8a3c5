/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_MAIL_HANDED_PAGE (spico_mail_handed_page_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMailHandedPage, spico_mail_handed_page, SPICO, MAIL_HANDED_PAGE, AdwNavigationPage)

/**
 * SpicoMailHandedPage:
 *
 * A mail that is handed to the program which opens mails on this computer (F066), or saved as a file. Emits `sent`, when one says that it was sent.
 */

/**
 * spico_mail_handed_page_set_mail:
 * @mail: a message
 *
 * Returns: whether it could be written, for another program to open
 */
gboolean spico_mail_handed_page_set_mail (SpicoMailHandedPage *self,
                                          GBytes              *mail);

/** spico_mail_handed_page_open: opens it with the program for mails; where there is none, the page says what to do */
void spico_mail_handed_page_open (SpicoMailHandedPage *self);

/** spico_mail_handed_page_tell: @text: (nullable): what stands over the page */
void spico_mail_handed_page_tell (SpicoMailHandedPage *self,
                                  const char          *text);

G_END_DECLS
