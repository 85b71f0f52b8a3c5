/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpicoRegisterFile:
 *
 * A file of a register as it is delivered: plain, compressed by gzip, or the one file of that kind in a ZIP archive.
 */
typedef struct _SpicoRegisterFile SpicoRegisterFile;

SpicoRegisterFile *spico_register_file_open (GFile      *file,
                                             const char *part,
                                             GError    **error);
void spico_register_file_free (SpicoRegisterFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoRegisterFile, spico_register_file_free)

GInputStream *spico_register_file_get_stream (SpicoRegisterFile *self);
const char *spico_register_file_get_name (SpicoRegisterFile *self);
guint64 spico_register_file_get_size (SpicoRegisterFile *self);
guint64 spico_register_file_get_position (SpicoRegisterFile *self);

G_END_DECLS
