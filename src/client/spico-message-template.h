/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpicoTemplateReason:
 * @SPICO_TEMPLATE_REASON_NONE: nobody has saved it yet
 * @SPICO_TEMPLATE_REASON_CONFLICT: somebody else has saved the template otherwise meanwhile
 * @SPICO_TEMPLATE_REASON_GONE: somebody else has deleted the template meanwhile
 * @SPICO_TEMPLATE_REASON_FULL: the account has as many templates as it may
 * @SPICO_TEMPLATE_REASON_ENDED: whoever typed it no longer acts for the account that it was for
 * @SPICO_TEMPLATE_REASON_REFUSED: the server has refused it for another reason
 *
 * Why what was typed of a template is not saved. The store keeps these numbers.
 */
typedef enum {
  SPICO_TEMPLATE_REASON_NONE,
  SPICO_TEMPLATE_REASON_CONFLICT,
  SPICO_TEMPLATE_REASON_GONE,
  SPICO_TEMPLATE_REASON_FULL,
  SPICO_TEMPLATE_REASON_ENDED,
  SPICO_TEMPLATE_REASON_REFUSED,
} SpicoTemplateReason;

#define SPICO_TYPE_MESSAGE_TEMPLATE (spico_message_template_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMessageTemplate, spico_message_template, SPICO, MESSAGE_TEMPLATE, GObject)

/**
 * SpicoMessageTemplate:
 *
 * A template of messages (B021), with what was typed of it and is not saved; or what was typed of a new one. It does not change: a list gives another one.
 */

/** spico_message_template_get_id: Returns: (transfer none): its id, or that of what was typed of a new one */
const char *spico_message_template_get_id (SpicoMessageTemplate *self);

/** spico_message_template_get_account_id: Returns: (transfer none): whose it is */
const char *spico_message_template_get_account_id (SpicoMessageTemplate *self);

/** spico_message_template_get_name: Returns: (transfer none) (nullable): what it is called; %NULL of a new one that nobody has saved */
const char *spico_message_template_get_name (SpicoMessageTemplate *self);

/** spico_message_template_get_text: Returns: (transfer none) (nullable): what it puts into a message; %NULL of a new one that nobody has saved */
const char *spico_message_template_get_text (SpicoMessageTemplate *self);

/** spico_message_template_get_edited_at: Returns: (transfer none) (nullable): when it was last written, local time */
GDateTime *spico_message_template_get_edited_at (SpicoMessageTemplate *self);

/** spico_message_template_get_edited_by_id: Returns: (transfer none) (nullable): the person who did */
const char *spico_message_template_get_edited_by_id (SpicoMessageTemplate *self);

/** spico_message_template_is_saved: Returns: whether it is one, and may be put into messages: not only what was typed of a new one */
gboolean spico_message_template_is_saved (SpicoMessageTemplate *self);

/** spico_message_template_is_waiting: Returns: whether the server does not know yet what was saved here */
gboolean spico_message_template_is_waiting (SpicoMessageTemplate *self);

/** spico_message_template_get_draft_name: Returns: (transfer none) (nullable): the name that was typed and not saved; %NULL where nothing was typed */
const char *spico_message_template_get_draft_name (SpicoMessageTemplate *self);

/** spico_message_template_get_draft_text: Returns: (transfer none) (nullable): the text that was typed and not saved; %NULL where nothing was typed */
const char *spico_message_template_get_draft_text (SpicoMessageTemplate *self);

/** spico_message_template_get_reason: Returns: why that is not saved */
SpicoTemplateReason spico_message_template_get_reason (SpicoMessageTemplate *self);

/** spico_message_template_equals: Returns: whether both say the same of the same template */
gboolean spico_message_template_equals (SpicoMessageTemplate *self,
                                        SpicoMessageTemplate *other);

G_END_DECLS
