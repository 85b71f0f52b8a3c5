/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** The longest line that is read, in bytes. */
#define SPICO_REGISTER_MAX_LINE 65536

/**
 * SpicoRegisterLine:
 * @text: (nullable): the line without its end, to be written into; %NULL where it is longer than #SPICO_REGISTER_MAX_LINE
 * @length: its length in bytes, NUL bytes included
 * @number: 1 for the first
 */
typedef struct {
  char *text;
  gsize length;
  guint64 number;
} SpicoRegisterLine;

typedef struct _SpicoRegisterLines SpicoRegisterLines;

SpicoRegisterLines *spico_register_lines_new (GInputStream *stream);
void spico_register_lines_free (SpicoRegisterLines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoRegisterLines, spico_register_lines_free)

gboolean spico_register_lines_next (SpicoRegisterLines *self,
                                    SpicoRegisterLine  *line,
                                    GError            **error);

G_END_DECLS
