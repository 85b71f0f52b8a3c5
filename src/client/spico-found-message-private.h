/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-found-message.h"
#include "spico-item-private.h"

G_BEGIN_DECLS

/* The properties of SpicoFoundMessage, for spico_item_set_*(). */
enum {
  SPICO_FOUND_MESSAGE_PROP_0,
  SPICO_FOUND_MESSAGE_PROP_MESSAGE,
  SPICO_FOUND_MESSAGE_PROP_ACCOUNT_ID,
  SPICO_FOUND_MESSAGE_PROP_CONVERSATION_ID,
  SPICO_FOUND_MESSAGE_PROP_SUBJECT,
  SPICO_FOUND_MESSAGE_PROP_PATIENT,
  SPICO_FOUND_MESSAGE_PROP_SEARCHED,
  SPICO_FOUND_MESSAGE_PROP_LAST,
};

G_END_DECLS
