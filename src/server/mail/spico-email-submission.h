/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-email-message.h"
#include "spico-mail-relay.h"
#include "spico-query.h"

G_BEGIN_DECLS

/** By which name a submission holds its files among those of messages: no message has such an id. */
#define SPICO_EMAIL_OWNER(id) g_strconcat ("mail:", id, NULL)

/**
 * SpicoEmailSubmission:
 * @id: its id
 * @account_id: the account that sends it
 * @message: what is sent
 * @attempts: how often it was tried before
 * @created_at_us: when it was asked for
 *
 * A mail through MSSanté that was claimed to be sent (F066).
 */
typedef struct {
  char *id;
  char *account_id;
  char *subject;
  char *text;
  SpicoEmailMessage message;
  guint attempts;
  gint64 created_at_us;
} SpicoEmailSubmission;

void spico_email_submission_free (SpicoEmailSubmission *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoEmailSubmission, spico_email_submission_free)

gboolean spico_email_submission_is_due (SpicoSqlConnection *connection,
                                        gint64              now_us,
                                        gboolean           *is_due,
                                        GError            **error);
SpicoEmailSubmission *spico_email_submission_claim (SpicoSqlConnection *connection,
                                                    gint64              now_us,
                                                    gboolean           *was_asked,
                                                    GError            **error);
gboolean spico_email_submission_settle (SpicoEmailSubmission *self,
                                        SpicoSqlConnection   *connection,
                                        SpicoMailOutcome      outcome,
                                        gint64                now_us,
                                        GPtrArray            *changes,
                                        GError              **error);
gboolean spico_email_submission_purge (SpicoSqlConnection *connection,
                                       gint64              now_us,
                                       guint               most,
                                       guint              *n_gone,
                                       GError            **error);

G_END_DECLS
