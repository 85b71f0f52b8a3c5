/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoActor:
 * @person_id: the principal of the person who acts, as proved by the token
 * @session_id: the session (token family) that acts, for the audit
 *
 * Who asks. The account acted for stands in each method call; what the person may do with it is authz_check's to say.
 */
typedef struct {
  char *person_id;
  char *session_id;
} SpicoActor;

void spico_actor_free (SpicoActor *actor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoActor, spico_actor_free)

/**
 * SpicoStateChange:
 * @account_id: the account whose data changed
 * @type_name: the JMAP type name
 * @state: the new state
 *
 * One (account, type) whose state a request has moved on; told to the event streams once the transaction is committed.
 */
typedef struct {
  char *account_id;
  char *type_name;
  gint64 state;
} SpicoStateChange;

/**
 * SpicoJmapLimits:
 *
 * The limits announced in the session object and enforced (RFC 8620 section 2); and, not announced, how many bytes of objects one
 * answer may hold, whether PushSubscriptions may lead to addresses that are not public, and whether notifications are mailed. And the region's name, where it has one, how its support desk is reached, and how many hours without contact what clients keep of delegated accounts and of dossiers stays readable. And whether mails are sent through MSSanté, how many of an account in a day, and which domains are of MSSanté.
 */
typedef struct {
  gsize max_size_request;
  guint max_calls_in_request;
  guint max_objects_in_get;
  guint max_objects_in_set;
  guint max_concurrent_requests;
  gsize max_size_upload;
  guint max_concurrent_upload;
  gsize max_size_attachments;
  gsize max_size_answer;
  gboolean pushes_to_private;
  gboolean sends_mail;
  const char *region_name;
  const char *support_mail;
  const char *support_telephone;
  const char *support_hours;
  guint offline_hours;
  gboolean sends_emails;
  const char *const *mssante_domains;
  guint max_emails_a_day;
} SpicoJmapLimits;

extern const SpicoJmapLimits spico_jmap_default_limits;

typedef struct _SpicoJmapRequest SpicoJmapRequest;

/**
 * SpicoJmapGroup:
 *
 * What the requests of one transaction change, written at its end: the state rows that many share are then locked for the shortest time, in one order, and by few statements.
 */
typedef struct _SpicoJmapGroup SpicoJmapGroup;

SpicoJmapGroup *spico_jmap_group_new (gint64 now_us);
void spico_jmap_group_free (SpicoJmapGroup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoJmapGroup, spico_jmap_group_free)

void spico_jmap_group_mark (SpicoJmapGroup *self);
void spico_jmap_group_undo (SpicoJmapGroup *self);
gboolean spico_jmap_group_write (SpicoJmapGroup     *self,
                                 SpicoSqlConnection *connection,
                                 GError            **error);
GPtrArray *spico_jmap_group_get_changes (SpicoJmapGroup *self);

/**
 * SpicoJmapRun:
 *
 * A request that was run, and whose answer still lacks the states that the end of its group tells.
 */
typedef struct _SpicoJmapContext SpicoJmapRun;

SpicoJmapRequest *spico_jmap_request_parse (GBytes                *body,
                                            const SpicoJmapLimits *limits,
                                            GBytes               **problem);
gboolean spico_jmap_request_writes (SpicoJmapRequest *request);
guint spico_jmap_request_lane (SpicoJmapRequest *request,
                               gboolean         *stands_apart);
GBytes *spico_jmap_request_run (SpicoJmapRequest   *request,
                                SpicoSqlConnection *connection,
                                const SpicoActor   *actor,
                                gint64              now_us,
                                GPtrArray          *changes,
                                GError            **error);
SpicoJmapRun *spico_jmap_request_start (SpicoJmapRequest   *request,
                                        SpicoJmapGroup     *group,
                                        SpicoSqlConnection *connection,
                                        const SpicoActor   *actor,
                                        gint64              now_us,
                                        GError            **error);
GBytes *spico_jmap_run_finish (SpicoJmapRun *self,
                               GError      **error);
void spico_jmap_run_free (SpicoJmapRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoJmapRun, spico_jmap_run_free)
void spico_jmap_request_free (SpicoJmapRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoJmapRequest, spico_jmap_request_free)

GBytes *spico_jmap_session_support (const SpicoJmapLimits *limits);
GBytes *spico_jmap_public_announcements (SpicoSqlConnection *connection,
                                         gint64              now_us,
                                         GError            **error);
GBytes *spico_jmap_session (SpicoSqlConnection    *connection,
                            const SpicoActor      *actor,
                            const SpicoJmapLimits *limits,
                            const char            *login,
                            const char            *base_url,
                            gint64                 now_us,
                            GError               **error);

gint64 spico_jmap_state_of (SpicoSqlConnection *connection,
                            const char         *account_id,
                            const char         *type_name,
                            GError            **error);

G_END_DECLS
