/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-register-cells.h"
#include "spico-register-store.h"
#include "spico-register.h"

G_BEGIN_DECLS

/**
 * SpicoRegisterFormat:
 * @columns: (array length=n_columns): what is read of each line
 * @n_columns: how many
 * @n_required: how many of them, the first ones, a file must have
 * @message: what is said, before the name of the column, of a file that lacks one of these
 * @target: what it fills
 * @find_id: (transfer full) (nullable): whom a line is about, be it damaged; %NULL where it does not say
 * @check: whether a line can be loaded, and why not
 * @is_odd: (nullable): whether a line that is loaded deserves a warning: the key of its identifier is wrong
 *
 * A register of lines with `|` between their cells, no quoting, and columns found by name.
 */
typedef struct {
  const SpicoRegisterCell *columns;
  guint n_columns;
  guint n_required;
  const char *message;
  const SpicoRegisterTarget *target;
  char *(*find_id) (SpicoRegisterCells *cells);
  gboolean (*check) (SpicoRegisterCells  *cells,
                     SpicoRegisterReason *reason);
  gboolean (*is_odd) (SpicoRegisterCells *cells);
} SpicoRegisterFormat;

SpicoRegisterReport *spico_register_import (SpicoSqlConnection         *connection,
                                            GInputStream               *stream,
                                            const SpicoRegisterFormat  *format,
                                            const SpicoRegisterOptions *options,
                                            GError                    **error);

G_END_DECLS
