/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-mail-address.h"

G_BEGIN_DECLS

/** To how many a mail goes at most, in one go. */
#define SPICO_EMAIL_MAX_RECIPIENTS 100
/** How many files go with a mail at most. */
#define SPICO_EMAIL_MAX_ATTACHMENTS 10
/** The characters of « Objet », and of the text. */
#define SPICO_EMAIL_MAX_SUBJECT 200
#define SPICO_EMAIL_MAX_TEXT 20000

/**
 * SpicoEmail:
 *
 * A mail through MSSanté (F066, F054) as it is written; the names are those of JMAP mail (RFC 8621 section 4). For any thread, one at a time.
 */
typedef struct _SpicoEmail SpicoEmail;

#define SPICO_TYPE_EMAIL (spico_email_get_type ())
GType spico_email_get_type (void);
SpicoEmail *spico_email_new (void);
SpicoEmail *spico_email_ref (SpicoEmail *self);
void spico_email_unref (SpicoEmail *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoEmail, spico_email_unref)

/**
 * spico_email_set_from:
 * @name: who writes, as shown
 * @address: an address that is valid; without one, the program that sends the mail says it
 */
void spico_email_set_from (SpicoEmail *self,
                           const char *name,
                           const char *address);

/**
 * spico_email_add_to:
 * @name: (nullable): who it is for, as shown
 * @address: an address that is valid
 */
void spico_email_add_to (SpicoEmail *self,
                         const char *name,
                         const char *address);

void spico_email_set_subject (SpicoEmail *self,
                              const char *subject);
void spico_email_set_text (SpicoEmail *self,
                           const char *text);

/**
 * spico_email_add_attachment:
 * @name: the name of the file
 * @type: (nullable): its media type
 * @content: what is in it
 */
void spico_email_add_attachment (SpicoEmail *self,
                                 const char *name,
                                 const char *type,
                                 GBytes     *content);

/**
 * spico_email_format:
 * @id: what its Message-ID is made of: an id that no other mail has
 * @date: when it is written
 *
 * Makes the message (RFC 5322), with its attachments (RFC 2045, RFC 2046), names that are not ASCII encoded (RFC 2047, RFC 2231). `X-Unsent` has programs of mail open it to be sent, rather than as one that was received.
 *
 * Returns: (transfer full) (nullable): the message; %NULL with a %SPICO_CLIENT_ERROR_INVALID where it has no recipient, or is larger than announced above
 */
GBytes *spico_email_format (SpicoEmail *self,
                            const char *id,
                            GDateTime  *date,
                            GError    **error);

G_END_DECLS
