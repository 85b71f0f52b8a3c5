/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libdex.h>

#include "spico-sql-connection.h"
#include "spico-type.h"

G_BEGIN_DECLS

/** The deepest JSON that is parsed: deeper text could overflow a stack. */
#define SPICO_JSON_MAX_DEPTH 32

gboolean spico_json_is_shallow (const char *text,
                                gsize       length);
JsonNode *spico_json_parse (GBytes  *bytes,
                            GError **error);
DexFuture *spico_json_parse_in_thread (GBytes *bytes);

JsonObject *spico_json_get_object (JsonObject *object,
                                   const char *name);
JsonArray *spico_json_get_array (JsonObject *object,
                                 const char *name);
const char *spico_json_get_string (JsonObject *object,
                                   const char *name);
gint64 spico_json_get_int (JsonObject *object,
                           const char *name);
gboolean spico_json_get_boolean (JsonObject *object,
                                 const char *name);
JsonObject *spico_json_get_element_object (JsonArray *array,
                                           guint      index);
const char *spico_json_get_element_string (JsonArray *array,
                                           guint      index);

gint64 spico_json_parse_time (const char *text);
char *spico_json_format_time (gint64 microseconds);
gboolean spico_json_bind_property (SpicoSqlStatement   *statement,
                                   guint                index,
                                   const SpicoProperty *property,
                                   JsonObject          *object,
                                   GError             **error);
char *spico_json_text_array (const char *const *texts);

G_END_DECLS
