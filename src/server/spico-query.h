/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"
#include "spico-sql-query.h"

G_BEGIN_DECLS

/**
 * SpicoQuery:
 *
 * A statement in the making. `{account}`, `{person}`, `{session}`, `{now}` and `{today}` in the fragments stand for who asks and when, `{join}` for JOIN; values from outside are always bound,
 * never written into the text, so that the texts are few and stay prepared.
 */
typedef struct _SpicoQuery SpicoQuery;

SpicoQuery *spico_query_new (const char *account_id,
                             const char *person_id,
                             gint64      now_us);
void spico_query_set_session (SpicoQuery *self,
                              const char *session_id);
void spico_query_free (SpicoQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoQuery, spico_query_free)

void spico_query_keep_order (SpicoQuery         *self,
                             SpicoSqlConnection *connection);
void spico_query_add (SpicoQuery *self,
                      const char *fragment);
void spico_query_add_text (SpicoQuery *self,
                           const char *text);
void spico_query_add_int64 (SpicoQuery *self,
                            gint64      number);
void spico_query_add_list (SpicoQuery        *self,
                           const char *const *texts,
                           gsize              n_texts);
SpicoSqlStatement *spico_query_run (SpicoQuery         *self,
                                    SpicoSqlConnection *connection,
                                    GError            **error);
gboolean spico_query_run_later (SpicoQuery         *self,
                                SpicoSqlConnection *connection,
                                GError            **error);
void spico_query_announce (SpicoQuery         *self,
                           SpicoSqlConnection *connection);
gboolean spico_query_run_exists (SpicoQuery         *self,
                                 SpicoSqlConnection *connection,
                                 gboolean           *exists,
                                 GError            **error);

G_END_DECLS
