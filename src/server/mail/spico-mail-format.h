/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the messages that the server makes have in common (RFC 5322, RFC 2045–2047). */

/** It stands in no base64, so in no part. */
#define SPICO_MAIL_BOUNDARY "=_spico"

gsize spico_mail_format_cut (const char *text,
                             gsize       most);
void spico_mail_format_words (GString    *mail,
                              const char *text);
void spico_mail_format_body (GString      *mail,
                             const guint8 *bytes,
                             gsize         size);
void spico_mail_format_part (GString    *mail,
                             const char *type,
                             const char *text);
char *spico_mail_format_date (gint64 us);

G_END_DECLS
