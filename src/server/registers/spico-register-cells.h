/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-register-lines.h"
#include "spico-register.h"

G_BEGIN_DECLS

/**
 * SpicoRegisterCell:
 * @name: the column's name in the file
 * @max: the longest value that is taken, in characters
 */
typedef struct {
  const char *name;
  guint max;
} SpicoRegisterCell;

/**
 * SpicoRegisterCells:
 *
 * The cells of one line after another, of a file without quotes whose first line names its columns: `|` between them.
 */
typedef struct _SpicoRegisterCells SpicoRegisterCells;

SpicoRegisterCells *spico_register_cells_new (const SpicoRegisterCell *columns,
                                              guint                    n_columns,
                                              guint                    n_required);
void spico_register_cells_free (SpicoRegisterCells *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoRegisterCells, spico_register_cells_free)

gboolean spico_register_cells_read_header (SpicoRegisterCells *self,
                                           SpicoRegisterLines *lines,
                                           const char         *message,
                                           GError            **error);
gboolean spico_register_cells_take (SpicoRegisterCells  *self,
                                    SpicoRegisterLine   *line,
                                    SpicoRegisterReason *reason);
const char *spico_register_cells_get (SpicoRegisterCells *self,
                                      guint               column);
gboolean spico_register_cells_is_blank (SpicoRegisterCells *self,
                                        guint               column);
gboolean spico_register_cells_fit (SpicoRegisterCells *self);
void spico_register_cells_close (SpicoRegisterCells *self,
                                 GString            *value);

char **spico_register_cells_open (char *value,
                                  guint n_columns);

gboolean spico_register_split_quoted (GPtrArray *cells,
                                      char      *line);

G_END_DECLS
