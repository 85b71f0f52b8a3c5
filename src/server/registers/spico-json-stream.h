/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** The longest element that is read, in bytes. */
#define SPICO_JSON_STREAM_MAX (16 * 1024 * 1024)

/**
 * SpicoJsonStream:
 *
 * The elements of one array of a JSON object, one after the other, in the space of the longest of them whatever the file. Only where they begin and end is looked for here.
 */
typedef struct _SpicoJsonStream SpicoJsonStream;

SpicoJsonStream *spico_json_stream_new (GInputStream *stream,
                                        const char   *array,
                                        const char   *text);
void spico_json_stream_free (SpicoJsonStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoJsonStream, spico_json_stream_free)

gboolean spico_json_stream_next (SpicoJsonStream *self,
                                 GString        **element,
                                 GError         **error);
const char *spico_json_stream_get_text (SpicoJsonStream *self);

G_END_DECLS
