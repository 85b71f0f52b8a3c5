/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-circle-member.h"
#include "spico-item-private.h"

G_BEGIN_DECLS

/* The properties of SpicoCircleMember, for spico_item_set_*(). */
enum {
  SPICO_CIRCLE_MEMBER_PROP_0,
  SPICO_CIRCLE_MEMBER_PROP_PRINCIPAL,
  SPICO_CIRCLE_MEMBER_PROP_ROLE,
  SPICO_CIRCLE_MEMBER_PROP_IS_REFUSED,
  SPICO_CIRCLE_MEMBER_PROP_LAST,
};

G_END_DECLS
