/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item-private.h"
#include "spico-account.h"

G_BEGIN_DECLS

/* The properties of SpicoAccount, for spico_item_set_*(). */
enum {
  SPICO_ACCOUNT_PROP_0,
  SPICO_ACCOUNT_PROP_ID,
  SPICO_ACCOUNT_PROP_NAME,
  SPICO_ACCOUNT_PROP_IS_PERSONAL,
  SPICO_ACCOUNT_PROP_HAS_DISCUSSIONS,
  SPICO_ACCOUNT_PROP_HAS_DOSSIERS,
  SPICO_ACCOUNT_PROP_UNREAD_COUNT,
  SPICO_ACCOUNT_PROP_IS_ENDED,
  SPICO_ACCOUNT_PROP_LAST,
};

G_END_DECLS
