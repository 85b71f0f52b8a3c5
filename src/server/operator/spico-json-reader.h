/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <yyjson.h>

G_BEGIN_DECLS

/**
 * SpicoJsonReader:
 * @where: the place reached in the file: `/conversations/3/messages/0`
 *
 * Reads a JSON file that a person wrote, and says where it is wrong. Every function does nothing once @error is set, so that it is looked at once, at the end of an object.
 */
typedef struct {
  GString *where;
  GError *error;
} SpicoJsonReader;

void spico_json_reader_init (SpicoJsonReader *self);
void spico_json_reader_clear (SpicoJsonReader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SpicoJsonReader, spico_json_reader_clear)

void spico_json_reader_fail (SpicoJsonReader *self,
                             const char      *text);
gsize spico_json_reader_enter (SpicoJsonReader *self,
                               const char      *name,
                               gsize            index);
void spico_json_reader_leave (SpicoJsonReader *self,
                              gsize            mark);
void spico_json_reader_known (SpicoJsonReader   *self,
                              yyjson_val        *object,
                              const char *const *names);
yyjson_val *spico_json_reader_array (SpicoJsonReader *self,
                                     yyjson_val      *object,
                                     const char      *name);
yyjson_val *spico_json_reader_object (SpicoJsonReader *self,
                                      yyjson_val      *object,
                                      const char      *name);
const char *spico_json_reader_text (SpicoJsonReader *self,
                                    yyjson_val      *object,
                                    const char      *name);
const char *spico_json_reader_optional_text (SpicoJsonReader *self,
                                             yyjson_val      *object,
                                             const char      *name);
gboolean spico_json_reader_boolean (SpicoJsonReader *self,
                                    yyjson_val      *object,
                                    const char      *name);
gint64 spico_json_reader_integer (SpicoJsonReader *self,
                                  yyjson_val      *object,
                                  const char      *name,
                                  gint64           max);
gboolean spico_json_reader_time (SpicoJsonReader *self,
                                 yyjson_val      *object,
                                 const char      *name,
                                 gint64           now_us,
                                 gint64          *time_us);
char *spico_json_reader_day (SpicoJsonReader *self,
                             yyjson_val      *object,
                             const char      *name,
                             gint64           now_us);

G_END_DECLS
