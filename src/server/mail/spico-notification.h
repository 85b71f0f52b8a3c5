/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-mail-relay.h"
#include "spico-mail-text.h"
#include "spico-query.h"

G_BEGIN_DECLS

/**
 * SpicoNotification:
 * @id: the mail: the first of what it tells
 * @message_id: what tells it from others; the same where the same is sent again
 * @kind: what it is about
 * @ids: (element-type utf8): the notifications that it tells, the oldest first
 * @account_ids: (element-type utf8): of each the account that notifies
 * @to: (nullable): the recipient's address; %NULL where there is none any more
 * @events: (element-type utf8): what it says of them, a sentence each, ended by %NULL; fewer than @ids where two are about the same
 * @details: (nullable): the text of an announcement, in paragraphs
 * @is_asked: whether the recipient is to answer one of them
 * @code: (nullable): the code that it brings, which proves that its reader reads the address
 * @has_account: whether the recipient has an account
 * @attempts: how often it was tried before
 * @created_at_us: when the last of them was asked for
 *
 * A mail that was claimed to be sent: one notification, or several of a kind to one address (F005, F015, F027, F044, F073).
 */
typedef struct {
  char *id;
  char *message_id;
  SpicoMailKind kind;
  GPtrArray *ids;
  GPtrArray *account_ids;
  char *to;
  GPtrArray *events;
  char *details;
  gboolean is_asked;
  char *code;
  gboolean has_account;
  guint attempts;
  gint64 created_at_us;
} SpicoNotification;

void spico_notification_free (SpicoNotification *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoNotification, spico_notification_free)

/** Who could not be told for so long is not told any more, in microseconds. */
#define SPICO_NOTIFICATION_PATIENCE_US (3 * G_TIME_SPAN_DAY)

/** The address that a register has of a person, of a principal `t`: RPPS gives it with an activity. */
#define SPICO_NOTIFICATION_REGISTER_ADDRESS(t) "(SELECT y.mail FROM activity y WHERE y.person_id = " t ".id AND y.mail <> '' ORDER BY y.number LIMIT 1)"

/** Where the address of mail of a principal `t` is found: the one that they have set and proved, or that of the register (F005). */
#define SPICO_NOTIFICATION_ADDRESS(t)                                                                                          \
  "COALESCE((SELECT u.mail FROM profile u WHERE u.id = " t ".id AND u.mail <> ''), " SPICO_NOTIFICATION_REGISTER_ADDRESS (t) ")"

/** Whether a principal `t` has not switched the mails of a kind off: `contact`, `group`, `delegation` or `announcement` (F006). */
#define SPICO_NOTIFICATION_IS_WANTED(t, kind) "NOT EXISTS (SELECT 1 FROM profile u WHERE u.id = " t ".id AND u." kind "_by_mail = 0)"

gboolean spico_notification_lock (SpicoSqlConnection *connection,
                                  gint64              now_us,
                                  GError            **error);
gboolean spico_notification_is_due (SpicoSqlConnection *connection,
                                    gint64              now_us,
                                    gint64              wait_us,
                                    gboolean           *is_due,
                                    GError            **error);
GPtrArray *spico_notification_claim (SpicoSqlConnection *connection,
                                     gint64              now_us,
                                     gint64              wait_us,
                                     guint               most,
                                     GError            **error);
gboolean spico_notification_settle (SpicoNotification  *self,
                                    SpicoSqlConnection *connection,
                                    SpicoMailOutcome    outcome,
                                    gint64              now_us,
                                    GPtrArray          *changes,
                                    GError            **error);
gboolean spico_notification_purge (SpicoSqlConnection *connection,
                                   gint64              now_us,
                                   guint               most,
                                   guint              *n_gone,
                                   GError            **error);
gboolean spico_notification_queue (SpicoSqlConnection *connection,
                                   const char         *conversation_id,
                                   const char         *account_id,
                                   const char         *person_id,
                                   GPtrArray          *principal_ids,
                                   gint64              now_us,
                                   GPtrArray          *ids,
                                   GError            **error);
gboolean spico_notification_queue_request (SpicoSqlConnection *connection,
                                           const char         *request_id,
                                           const char         *address,
                                           const char         *account_id,
                                           const char         *person_id,
                                           gint64              now_us,
                                           GError            **error);
gboolean spico_notification_queue_share (SpicoSqlConnection *connection,
                                         const char         *group_id,
                                         const char         *recipient_id,
                                         const char         *account_id,
                                         const char         *person_id,
                                         gint64              now_us,
                                         GPtrArray          *ids,
                                         GError            **error);

G_END_DECLS
