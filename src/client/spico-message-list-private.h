/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

SpicoMessageList *spico_message_list_new (SpicoClient *client,
                                          const char  *account_id,
                                          const char  *conversation_id);

G_END_DECLS
