/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-message.h"

G_BEGIN_DECLS

#define SPICO_TYPE_QUOTE (spico_quote_get_type ())
G_DECLARE_FINAL_TYPE (SpicoQuote, spico_quote, SPICO, QUOTE, AdwBin)

/**
 * SpicoQuote:
 *
 * The message that another one answers: who wrote it, and its first line. Pressed, it activates `message.show-original`. The keyboard comes to it by
 * the menu of the message.
 *
 * Property: `label` (string, read-only), what a screen reader says.
 */

GtkWidget *spico_quote_new (void);

/**
 * spico_quote_set_original:
 * @original: (nullable): what spico_message_get_in_reply_to() gives; the quote follows its changes
 */
void spico_quote_set_original (SpicoQuote   *self,
                               SpicoMessage *original);

/** spico_quote_get_label: Returns: (transfer none) (nullable): what a screen reader says of it */
const char *spico_quote_get_label (SpicoQuote *self);

G_END_DECLS
