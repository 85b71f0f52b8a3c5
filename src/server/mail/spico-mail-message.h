/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoMailMessage:
 * @id: what the mail is about; its Message-ID comes from it, so that one that is sent twice can be told as such
 * @from: the address that the operator sends from
 * @to: the recipient's address
 * @who: who wants to reach them: « Mme X », or « Mme X pour le compte de Y »
 * @shared_with: (nullable): with whom a group of favourites is shared, where the mail tells of that: « vous », or a structure
 * @matter: (nullable): what became of a delegation, where the mail tells of that
 * @is_asked: whether the recipient is to answer that
 * @code: (nullable): the code that proves that the recipient reads the address, where the mail brings one
 * @is_former: whether the mail tells an address that another is used from now on
 * @has_account: whether the recipient has an account already
 * @url: (nullable): where the region is found
 * @sent_at_us: the time, in microseconds since 1970
 *
 * A notification as a mail (F005, F015, F027, F044, F073). It says who wants to reach somebody, shares a group with them, does what with a delegation, or changes an address, and never about what: no patient, no subject, no text, no name of a group (B005).
 */
typedef struct {
  const char *id;
  const char *from;
  const char *to;
  const char *who;
  const char *shared_with;
  const char *matter;
  gboolean is_asked;
  const char *code;
  gboolean is_former;
  gboolean has_account;
  const char *url;
  gint64 sent_at_us;
} SpicoMailMessage;

gboolean spico_mail_address_is_valid (const char *text);
char *spico_mail_message_format (const SpicoMailMessage *self);

G_END_DECLS
