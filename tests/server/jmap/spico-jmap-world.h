/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <yyjson.h>

#include "spico-authz.h"
#include "spico-jmap.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

G_BEGIN_DECLS

/**
 * SpicoJmapWorld:
 * @database: its database
 * @connection: the one connection to it
 * @now_us: the clock, which each request moves on by one second
 * @changes: what the last request told the event streams
 *
 * A small region, asked directly: no HTTP, no thread. People: `pa`, `pb`, `pc`, `pd` (no account: `pn`); structures: `fs`, whose delegate is `pd`, and `fo`. `pc` is attached to
 * `fs`, and nothing more.
 */
typedef struct {
  SpicoTestDatabase *database;
  SpicoSqlConnection *connection;
  gint64 now_us;
  GPtrArray *changes;
} SpicoJmapWorld;

void spico_jmap_world_set_up (SpicoJmapWorld *self,
                              gconstpointer   data);
void spico_jmap_world_join (SpicoJmapWorld *self,
                            SpicoJmapWorld *other);
void spico_jmap_world_leave (SpicoJmapWorld *self);
void spico_jmap_world_tear_down (SpicoJmapWorld *self,
                                 gconstpointer   data);
void spico_jmap_world_sql (SpicoJmapWorld      *self,
                           const char          *sql,
                           const SpicoSqlValue *values);
void spico_jmap_world_add_principal (SpicoJmapWorld *self,
                                     const char     *id,
                                     const char     *kind,
                                     const char     *name,
                                     gboolean        has_account);
void spico_jmap_world_delegate (SpicoJmapWorld *self,
                                const char     *account_id,
                                const char     *person_id,
                                const char     *scope);

SpicoJmapLimits spico_jmap_world_limits (void);
yyjson_doc *spico_jmap_world_ask (SpicoJmapWorld *self,
                                  const char     *person_id,
                                  const char     *calls,
                                  ...) G_GNUC_PRINTF (3, 4);
yyjson_doc *spico_jmap_world_problem (const char *body);
yyjson_val *spico_jmap_world_value (yyjson_doc *answer,
                                    const char *pointer);
const char *spico_jmap_world_text (yyjson_doc *answer,
                                   const char *pointer);
gint64 spico_jmap_world_number (yyjson_doc *answer,
                                const char *pointer);
gsize spico_jmap_world_size (yyjson_doc *answer,
                             const char *pointer);
gboolean spico_jmap_world_has (yyjson_doc *answer,
                               const char *pointer);
gboolean spico_jmap_world_lists (yyjson_doc *answer,
                                 const char *pointer,
                                 const char *text);
gboolean spico_jmap_world_told (SpicoJmapWorld *self,
                                const char     *account_id,
                                const char     *type_name);
char *spico_jmap_world_converse (SpicoJmapWorld *self,
                                 const char     *person_id,
                                 const char     *account_id,
                                 const char     *participants);
char *spico_jmap_world_say (SpicoJmapWorld *self,
                            const char     *person_id,
                            const char     *account_id,
                            const char     *conversation_id,
                            const char     *text);
char *spico_jmap_world_open_dossier (SpicoJmapWorld *self,
                                     const char     *person_id,
                                     const char     *account_id);

typedef yyjson_doc SpicoAnswer;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoAnswer, yyjson_doc_free)

/* What stands there is @expected. */
#define assert_text(answer, pointer, expected) g_assert_cmpstr (spico_jmap_world_text (answer, pointer), ==, expected)

/* Creates a message; @more is what is beside the conversation: `'text':'Oui','inReplyToId':'…'`. */
SpicoAnswer *spico_jmap_world_post (SpicoJmapWorld *world,
                                    const char     *person_id,
                                    const char     *account_id,
                                    const char     *conversation_id,
                                    const char     *more);
/* Of what spico_jmap_world_post() asked: it was created, or refused because of @property. */
void spico_jmap_world_assert_posted (SpicoAnswer *answer);
void spico_jmap_world_assert_refused (SpicoAnswer *answer,
                                      const char  *property);

G_END_DECLS
