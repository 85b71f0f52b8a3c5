/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-session.h"

G_BEGIN_DECLS

/*
 * The method calls of a JMAP request, and what a response says of each (RFC 8620 section 3). A call is known by a letter or two
 * and a number.
 */

void spico_calls_add (JsonArray  *calls,
                      const char *type_name,
                      const char *verb,
                      JsonObject *arguments,
                      const char *id,
                      guint       index);
JsonObject *spico_arguments_new (const char *account_id);
void spico_calls_add_get_of (JsonArray  *calls,
                             const char *account_id,
                             const char *type_name,
                             const char *id,
                             guint       index,
                             const char *source_verb,
                             const char *source_id,
                             const char *path);
JsonObject *spico_query_new (const char *account_id,
                             JsonObject *filter,
                             const char *sort,
                             gboolean    is_ascending,
                             guint       limit);
void spico_calls_add_query (JsonArray  *calls,
                            const char *type_name,
                            JsonObject *query,
                            const char *query_id,
                            const char *get_id,
                            guint       index);
JsonObject *spico_calls_await (SpicoSession *session,
                               JsonArray    *calls,
                               GError      **error);
JsonObject *spico_calls_find (JsonObject *response,
                              const char *id,
                              guint       index,
                              GError    **error);
const char *spico_calls_find_refusal (JsonObject *answer,
                                      const char *member);
const char *spico_calls_error_type (JsonObject *response,
                                    const char *id,
                                    guint       index);

G_END_DECLS
