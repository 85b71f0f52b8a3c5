/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap.h"
#include "spico-sql-connection.h"

G_BEGIN_DECLS

/** How many subscriptions a session may have. */
#define SPICO_PUSH_MAX_SUBSCRIPTIONS 8
/** How many a person may have made in the last hour whose address has not answered with its code: nobody is to be pestered through this server. */
#define SPICO_PUSH_MAX_UNVERIFIED 16
/** How long one lives at most without being prolonged, in microseconds. */
#define SPICO_PUSH_LIFETIME_US (G_GINT64_CONSTANT (7) * 86400 * G_USEC_PER_SEC)
/** How long one waits to be verified, in microseconds. */
#define SPICO_PUSH_UNVERIFIED_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

/**
 * SpicoPushSubscription:
 * @types: (nullable): the types that it wants, separated by commas; %NULL for all
 * @verification_code: what was pushed to its address, to be brought back
 * @wanted: how often something was to be pushed
 * @attempts: how often in a row that failed
 * @pushed: the states that were last told, as JSON
 *
 * Where a session wants to be told of changes (RFC 8620 section 7.2). Times are microseconds since 1970.
 */
typedef struct {
  char *id;
  char *person_id;
  char *session_id;
  char *device_client_id;
  char *url;
  char *types;
  char *verification_code;
  gboolean is_verified;
  gint64 expires_at;
  gint64 wanted;
  guint attempts;
  char *pushed;
} SpicoPushSubscription;

void spico_push_subscription_free (SpicoPushSubscription *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoPushSubscription, spico_push_subscription_free)

GPtrArray *spico_push_subscriptions_list (SpicoSqlConnection *connection,
                                          const char         *session_id,
                                          gint64              now_us,
                                          GError            **error);
gboolean spico_push_may_try (SpicoSqlConnection *connection,
                             const char         *person_id,
                             gboolean           *may,
                             GError            **error);
gboolean spico_push_subscription_insert (SpicoPushSubscription *self,
                                         SpicoSqlConnection    *connection,
                                         gint64                 now_us,
                                         GError               **error);
gboolean spico_push_subscription_update (SpicoPushSubscription *self,
                                         SpicoSqlConnection    *connection,
                                         GError               **error);
gboolean spico_push_subscription_verify (SpicoPushSubscription *self,
                                         SpicoSqlConnection    *connection,
                                         gint64                 now_us,
                                         GError               **error);
gboolean spico_push_subscription_delete (SpicoPushSubscription *self,
                                         SpicoSqlConnection    *connection,
                                         GError               **error);

gboolean spico_push_note (SpicoSqlConnection *connection,
                          const char *const  *account_ids,
                          gsize               n_account_ids,
                          GError            **error);
gboolean spico_push_is_due (SpicoSqlConnection *connection,
                            gint64              now_us,
                            gboolean           *has_any,
                            gboolean           *is_due,
                            GError            **error);
GPtrArray *spico_push_claim (SpicoSqlConnection *connection,
                             gint64              now_us,
                             guint               most,
                             GError            **error);
gboolean spico_push_compose (SpicoPushSubscription *self,
                             SpicoSqlConnection    *connection,
                             gint64                 now_us,
                             char                 **body,
                             GError               **error);
gboolean spico_push_settle (SpicoPushSubscription *self,
                            SpicoSqlConnection    *connection,
                            guint                  status,
                            gint64                 now_us,
                            GError               **error);
gboolean spico_push_purge (SpicoSqlConnection *connection,
                           gint64              now_us,
                           GError            **error);

G_END_DECLS
