/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-message-template.h"

G_BEGIN_DECLS

/**
 * SpicoMessageTemplateValues:
 * @id: its id
 * @account_id: whose it is
 * @name: (nullable): what it is called
 * @text: (nullable): what it says
 * @edited_at: when it was last written, in microseconds since 1970; 0 where it never was
 * @edited_by_id: (nullable): who did
 * @is_waiting: whether the server does not know yet
 * @draft_name: (nullable): the name that is not saved
 * @draft_text: (nullable): the text that is not saved
 * @reason: why
 *
 * What a template is.
 */
typedef struct {
  const char *id;
  const char *account_id;
  const char *name;
  const char *text;
  gint64 edited_at;
  const char *edited_by_id;
  gboolean is_waiting;
  const char *draft_name;
  const char *draft_text;
  SpicoTemplateReason reason;
} SpicoMessageTemplateValues;

SpicoMessageTemplate *spico_message_template_new (const SpicoMessageTemplateValues *values);

G_END_DECLS
