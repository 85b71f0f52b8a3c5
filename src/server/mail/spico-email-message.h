/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoEmailAddress:
 * @name: (nullable): as shown
 * @email: the address, valid
 */
typedef struct {
  char *name;
  char *email;
} SpicoEmailAddress;

/**
 * SpicoEmailFile:
 * @name: harmless, as spico_file_name_is_harmless() says
 * @type: its media type, valid
 * @content: what is in it
 */
typedef struct {
  char *name;
  char *type;
  GBytes *content;
} SpicoEmailFile;

/**
 * SpicoEmailMessage:
 * @id: what its Message-ID is made of; the same each time it is sent
 * @from: who it is from
 * @to: (element-type SpicoEmailAddress): who it is for
 * @subject: its subject, in one line
 * @text: what it says
 * @files: (element-type SpicoEmailFile): what goes with it
 * @sent_at_us: the time, in microseconds since 1970
 *
 * A mail that an account sends through MSSanté (F066).
 */
typedef struct {
  const char *id;
  SpicoEmailAddress from;
  GPtrArray *to;
  const char *subject;
  const char *text;
  GPtrArray *files;
  gint64 sent_at_us;
} SpicoEmailMessage;

void spico_email_address_free (SpicoEmailAddress *self);
void spico_email_file_free (SpicoEmailFile *self);
GBytes *spico_email_message_format (const SpicoEmailMessage *self);

G_END_DECLS
