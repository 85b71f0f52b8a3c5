/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item.h"
#include "spico-principal.h"

G_BEGIN_DECLS

#define SPICO_TYPE_READER (spico_reader_get_type ())
G_DECLARE_FINAL_TYPE (SpicoReader, spico_reader, SPICO, READER, SpicoItem)

/**
 * SpicoReader:
 *
 * Somebody who has read a message: « Vu par Mme X pour le compte de Y » (B004).
 */

/**
 * spico_reader_get_person:
 *
 * Returns: (transfer none): who read
 */
SpicoPrincipal *spico_reader_get_person (SpicoReader *self);

/**
 * spico_reader_get_account:
 *
 * Returns: (transfer none): the account through which they read
 */
SpicoPrincipal *spico_reader_get_account (SpicoReader *self);

/**
 * spico_reader_is_for_account:
 *
 * Returns: whether the person and the account differ
 */
gboolean spico_reader_is_for_account (SpicoReader *self);

/**
 * spico_reader_get_read_at:
 *
 * Returns: (transfer none) (nullable): when, local time; %NULL where unknown
 */
GDateTime *spico_reader_get_read_at (SpicoReader *self);

G_END_DECLS
