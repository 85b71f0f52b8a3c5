/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-page.h"

G_BEGIN_DECLS

/** SpicoMessageRows: fills messages from what was read of a conversation, without a question to the store. */
typedef struct _SpicoMessageRows SpicoMessageRows;

SpicoMessageRows *spico_message_rows_new (SpicoClient *client,
                                          const char  *account_id,
                                          const char  *conversation_id,
                                          SpicoPage   *page);
void spico_message_rows_free (SpicoMessageRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoMessageRows, spico_message_rows_free)

void spico_message_rows_fill (SpicoMessageRows *self,
                              SpicoMessage     *item,
                              guint             row);
void spico_message_rows_fill_quoted (SpicoMessageRows *self,
                                     SpicoMessage     *original,
                                     guint             row);

G_END_DECLS
