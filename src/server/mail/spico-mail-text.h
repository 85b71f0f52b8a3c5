/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-mail-message.h"

G_BEGIN_DECLS

/**
 * SpicoMailText:
 * @subject: the subject, in one line
 * @opening: the first paragraph
 * @lines: (element-type utf8): what is told, each in a line; none where @opening says it
 * @closing: (element-type utf8): the paragraphs that follow
 *
 * What a mail says, in French, whichever way it is shown.
 */
typedef struct {
  char *subject;
  char *opening;
  GPtrArray *lines;
  GPtrArray *closing;
} SpicoMailText;

char *spico_mail_text_say (SpicoMailKind kind,
                           const char   *who,
                           const char   *with);
char *spico_mail_text_announce (const char *kind,
                                const char *title);
char *spico_mail_text_detail (const char *text,
                              gint64      starts_at_us,
                              gint64      ends_at_us);

SpicoMailText *spico_mail_text_new (const SpicoMailMessage *message);
void spico_mail_text_free (SpicoMailText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoMailText, spico_mail_text_free)

char *spico_mail_text_to_plain (const SpicoMailText *self);
char *spico_mail_text_to_html (const SpicoMailText *self,
                               const char          *url);

G_END_DECLS
