/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-group-share.h"
#include "spico-item-private.h"

G_BEGIN_DECLS

/* The properties of SpicoGroupShare, for spico_item_set_*(). */
enum {
  SPICO_GROUP_SHARE_PROP_0,
  SPICO_GROUP_SHARE_PROP_ID,
  SPICO_GROUP_SHARE_PROP_PRINCIPAL,
  SPICO_GROUP_SHARE_PROP_IS_ADMINISTRATOR,
  SPICO_GROUP_SHARE_PROP_IS_ACCEPTED,
  SPICO_GROUP_SHARE_PROP_SHARED_AT,
  SPICO_GROUP_SHARE_PROP_ACCEPTED_BY,
  SPICO_GROUP_SHARE_PROP_LAST,
};

G_END_DECLS
