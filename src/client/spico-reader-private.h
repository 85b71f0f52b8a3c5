/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item-private.h"
#include "spico-reader.h"

G_BEGIN_DECLS

/* The properties of SpicoReader, for spico_item_set_*(). */
enum {
  SPICO_READER_PROP_0,
  SPICO_READER_PROP_PERSON,
  SPICO_READER_PROP_ACCOUNT,
  SPICO_READER_PROP_IS_FOR_ACCOUNT,
  SPICO_READER_PROP_READ_AT,
  SPICO_READER_PROP_LAST,
};

G_END_DECLS
