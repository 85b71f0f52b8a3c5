/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoEventReview:
 *
 * What event streams may be told and should have been told, as read from the database for many streams at once: it finds what other processes have written, and
 * what a delegation or a session no longer covers.
 */
typedef struct _SpicoEventReview SpicoEventReview;

SpicoEventReview *spico_event_review_new (void);
void spico_event_review_free (SpicoEventReview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoEventReview, spico_event_review_free)

void spico_event_review_add (SpicoEventReview *self,
                             guint64           stream_id,
                             const char       *person_id,
                             const char       *session_id);
gboolean spico_event_review_read (SpicoEventReview   *self,
                                  SpicoSqlConnection *connection,
                                  gint64              now_us,
                                  GError            **error);

/**
 * SpicoEventReviewFunc:
 * @self: a review
 * @stream_id: a stream
 * @accounts: (nullable) (element-type SpicoAuthzAccount): the accounts that its person may use; %NULL where its session is over
 * @data: what was given with it
 */
typedef void (*SpicoEventReviewFunc) (SpicoEventReview *self,
                                      guint64           stream_id,
                                      GPtrArray        *accounts,
                                      gpointer          data);

void spico_event_review_foreach (SpicoEventReview    *self,
                                 SpicoEventReviewFunc func,
                                 gpointer             data);
GHashTable *spico_event_review_get_states (SpicoEventReview *self,
                                           const char       *account_id);

G_END_DECLS
