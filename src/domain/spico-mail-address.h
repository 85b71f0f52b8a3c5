/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** The bytes of all files of a mail through MSSanté: with what base64 adds, the 10 MB that every operator of MSSanté takes. */
#define SPICO_EMAIL_MAX_SIZE 7000000

gboolean spico_mail_address_is_valid (const char *text);
gboolean spico_mail_address_is_within (const char        *address,
                                       const char *const *domains);
gboolean spico_mail_domain_is_valid (const char *domain);

G_END_DECLS
