/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <microhttpd.h>

#include "spico-auth-flow.h"
#include "spico-auth-hash.h"
#include "spico-auth-limiter.h"
#include "spico-blob.h"
#include "spico-event-hub.h"
#include "spico-event-pace.h"
#include "spico-executor.h"
#include "spico-http-answer.h"
#include "spico-http-server.h"
#include "spico-http-watch.h"
#include "spico-metrics-listener.h"
#include "spico-metrics.h"
#include "spico-openid-provider.h"
#include "spico-push-sender.h"
#include "spico-recent-tokens.h"
#include "spico-relay.h"
#include "spico-scanner.h"

G_BEGIN_DECLS

/** What the head of a request may take, with what libmicrohttpd notes of each header. */
#define SPICO_HTTP_HEAD_MAX 3072
/** Who our client says that it is, where it signs in with the operator's OpenID provider. */
#define SPICO_HTTP_CLIENT_ID "spico"
/** Room for the head of the longest answer, a download or where a browser signs in. */
#define SPICO_HTTP_ANSWER_HEAD_MAX 1536

typedef struct _SpicoHttpExchange SpicoHttpExchange;
typedef struct _SpicoHttpUpload SpicoHttpUpload;
typedef struct _SpicoHttpDownload SpicoHttpDownload;

/**
 * SpicoHttpRoute:
 * @path: the path; also what the log says. What is in braces stands for anything
 * @method: `GET` (HEAD comes with it) or `POST`
 * @needs_token: whether a bearer token must stand in the request
 * @content_type: (nullable): the type that the body must have
 * @max_body: the largest body, in bytes; 0 takes the session's `maxSizeRequest`
 * @takes_pieces: whether it is an upload: the body is not kept, spico_http_upload_piece() is given it piece by piece, and `maxSizeUpload` bounds it
 * @start: begins the work; spico_http_exchange_finish() or spico_http_exchange_stream() ends it, in any thread, at once or later
 *
 * What is served at a path.
 */
typedef struct {
  const char *path;
  const char *method;
  gboolean needs_token;
  const char *content_type;
  gsize max_body;
  gboolean takes_pieces;
  void (*start) (SpicoHttpExchange *exchange);
} SpicoHttpRoute;

/**
 * SpicoHttpExchange:
 *
 * One request and its answer. libmicrohttpd's thread owns it until its work starts and after it has finished; in between it belongs to whoever works on it.
 */
struct _SpicoHttpExchange {
  SpicoTask task;
  SpicoHttpServer *server;
  struct MHD_Connection *connection;
  const SpicoHttpRoute *route;
  const char *log_method;
  char *path;
  gint64 started_us;
  char *id; /* in the log, and in the answer's header and problem details */

  /* Being received. */
  gboolean is_head;
  gboolean is_old; /* HTTP/1.0 */
  gboolean accepts_gzip;
  gboolean has_started;
  gboolean is_counted;
  gboolean is_upload_counted;
  gboolean has_worked;
  gboolean is_patient;
  gint is_working; /* atomic */
  gsize max_body;
  gsize n_received;
  gsize n_discarded;
  gsize n_reserved;
  GByteArray *body;
  char *token;
  char *token_hash;
  char *address;
  char *base_url;
  SpicoEventOptions event_options;

  /* Being worked on; each route uses what it needs. */
  SpicoJmapRun *run; /* written, and not finished yet */
  SpicoJmapRequest *request;
  gint64 now_us;   /* of what was announced; 0 before */
  char *person_id; /* whose token it was lately, or NULL: it lets nobody in */
  SpicoActor *actor;
  GBytes *reply;
  GPtrArray *accounts;
  SpicoEventReview *review;
  char *login;
  char *password;
  char *password_hash;
  char *device_name;
  char *refresh_token;
  SpicoAuthFlow *flow; /* of a browser that signs in with the provider */
  SpicoOpenidRequest *openid_request;
  char *state; /* that the browser brings back */
  const char *oauth_error; /* what the provider says instead of who it is */
  char *identity;          /* who the provider says it is */
  SpicoAuthGrant grant;
  char *redirect_uri;
  char *code;
  char *code_verifier;
  char *token_digest; /* of a refresh token, as the client says it */
  char *tokens_json;
  gboolean is_refused;
  gboolean must_erase;
  gboolean has_erased;
  SpicoHttpUpload *upload;

  /* To be sent. */
  SpicoHttpAnswer *answer;
  SpicoEventStream *stream;
  SpicoHttpDownload *download;
};

struct _SpicoHttpServer {
  SpicoHttpOptions options;
  char *bound;
  struct MHD_Daemon *daemon;
  SpicoHttpWatch *watch;
  SpicoExecutor *executor;
  SpicoEventHub *hub;
  SpicoRecentTokens *recent_tokens;
  SpicoRelay *relay; /* only where other servers may share the database */
  SpicoAuthHasher *hasher;
  SpicoAuthLimiter *limiter;
  SpicoPushSender *sender;
  SpicoOpenidProvider *openid; /* only where the operator has one */
  SpicoScanner *scanner; /* only where the operator has one */
  SpicoMailRelay *mail_relay; /* only where the operator has one */
  SpicoMailRelay *mssante_relay; /* likewise, of mails through MSSanté */
  guint announcements_per_minute; /* of those, how many people are mailed to */
  gint64 mail_wait_us;        /* how long what is mailed waits for more of its kind */
  SpicoMetrics *metrics;
  SpicoMetricsListener *metrics_listener;

  /* What a reload changes; read in any thread. */
  gint logs_requests;
  gint session_days;
  gint stream_timeout_s;
  gint max_body_memory_mb;

  GMutex mutex;
  GCond cond;
  gboolean is_stopping;
  guint n_working;      /* exchanges whose connection is suspended for work */
  guint n_unanswered;   /* exchanges that have worked, or do, and whose answer is not sent yet */
  guint n_background;   /* the server's own tasks */
  gsize body_memory;
  GHashTable *requests; /* hash of an access token → number of its requests under way */
  GHashTable *uploads;  /* hash of an access token → number of its uploads under way */

  SpicoEventPace pace;
  gint64 next_purge_us;
  gint is_purge_behind; /* atomic */
  gboolean is_telling;
  gboolean is_pushing;
  gboolean is_mailing;
  gboolean is_submitting;
  gboolean is_releasing;
  gint64 next_release_us; /* in microseconds since 1970, when the next message leaves that is sent later; 0 until the database was asked */
  GBytes *announcements;        /* that anybody may read, as they were a moment ago */
  gint64 announcements_until_us;
  GHashTable *changed_accounts; /* since pushes were last looked at */
  gboolean is_sealing;
  gint64 next_anchor_us;
  char *holder; /* who this process is in the leases */
};

/* spico-http-server.c */
void spico_http_server_expect (SpicoHttpServer       *self,
                               struct MHD_Connection *connection);
void spico_http_server_forget (SpicoHttpServer       *self,
                               struct MHD_Connection *connection);
void spico_http_server_wait_long (SpicoHttpServer       *self,
                                  struct MHD_Connection *connection,
                                  gboolean               is_long);
gint64 spico_http_server_get_session_lifetime (SpicoHttpServer *self);

/* spico-http-exchange.c */
SpicoHttpExchange *spico_http_exchange_new (SpicoHttpServer       *server,
                                            struct MHD_Connection *connection,
                                            const char            *path,
                                            const char            *method);
void spico_http_exchange_free (SpicoHttpExchange *self);
enum MHD_Result spico_http_exchange_begin (SpicoHttpExchange *self);
enum MHD_Result spico_http_exchange_receive (SpicoHttpExchange *self,
                                             const char        *data,
                                             gsize              length);
enum MHD_Result spico_http_exchange_work (SpicoHttpExchange *self);
enum MHD_Result spico_http_exchange_send (SpicoHttpExchange *self);
void spico_http_exchange_finish (SpicoHttpExchange *self,
                                 SpicoHttpAnswer   *answer);
void spico_http_exchange_stream (SpicoHttpExchange *self,
                                 SpicoEventStream  *stream);
void spico_http_exchange_fail (SpicoHttpExchange *self,
                               const GError      *error);
void spico_http_exchange_moved (SpicoHttpExchange *self,
                                guint64            before,
                                guint64            after);
const char *spico_http_exchange_argument (SpicoHttpExchange *self,
                                          const char        *name);
GBytes *spico_http_exchange_take_body (SpicoHttpExchange *self);
SpicoHttpAnswer *spico_http_exchange_suspend (SpicoHttpExchange *self);
void spico_http_exchange_resume (SpicoHttpExchange *self);
void spico_http_exchange_download (SpicoHttpExchange *self,
                                   SpicoHttpDownload *download);
SpicoHttpAnswer *spico_http_exchange_describe (SpicoHttpExchange *self,
                                               const GError      *error);

/* spico-http-head.c */
gboolean spico_http_head_is_too_large (SpicoHttpExchange *exchange);
enum MHD_Result spico_http_head_refuse (SpicoHttpExchange *exchange);
gboolean spico_http_head_is_ambiguous (SpicoHttpExchange *exchange);
char *spico_http_head_bearer (SpicoHttpExchange *exchange);
gboolean spico_http_head_accepts_gzip (SpicoHttpExchange *exchange);
gboolean spico_http_head_has_content_type (SpicoHttpExchange *exchange,
                                           const char        *wanted);
char *spico_http_head_address (SpicoHttpExchange *exchange);
guint64 spico_http_head_length (SpicoHttpExchange *exchange);
char *spico_http_head_base_url (SpicoHttpExchange *exchange);

/* spico-http-announcements.c */
void spico_http_start_announcements (SpicoHttpExchange *exchange);

/* spico-http-routes.c */
const SpicoHttpRoute *spico_http_routes_find (const char *path);
void spico_http_start_session (SpicoHttpExchange *exchange);
void spico_http_start_api (SpicoHttpExchange *exchange);
void spico_http_start_events (SpicoHttpExchange *exchange);
void spico_http_start_health (SpicoHttpExchange *exchange);
void spico_http_start_support (SpicoHttpExchange *exchange);
void spico_http_start_live (SpicoHttpExchange *exchange);

gboolean spico_http_authenticate (SpicoHttpExchange  *exchange,
                                  SpicoSqlConnection *connection,
                                  gint64              now_us,
                                  GError            **error);

/* spico-http-upload.c */
void spico_http_upload_piece (SpicoHttpExchange *exchange,
                              GBytes            *piece);
void spico_http_start_upload (SpicoHttpExchange *exchange);
void spico_http_upload_end (SpicoHttpExchange *exchange);

/* spico-http-scan.c */
gboolean spico_http_scan (SpicoHttpServer *server,
                          const SpicoBlob *blob,
                          SpicoScannedFunc done,
                          gpointer         data);

/* spico-http-download.c */
void spico_http_start_download (SpicoHttpExchange *exchange);
struct MHD_Response *spico_http_download_respond (SpicoHttpDownload *download);
void spico_http_download_free (SpicoHttpDownload *download);

/* spico-http-file-name.c */
char *spico_http_disposition (const char *name);
const char *spico_http_media_type (const char *type);

/* spico-http-signin.c */
void spico_http_start_token (SpicoHttpExchange *exchange);
void spico_http_start_revoke (SpicoHttpExchange *exchange);
void spico_http_start_erasure (SpicoHttpExchange *exchange);

/* spico-http-openid.c */
void spico_http_start_metadata (SpicoHttpExchange *exchange);
void spico_http_start_authorize (SpicoHttpExchange *exchange);
void spico_http_start_callback (SpicoHttpExchange *exchange);

/* spico-http-background.c */
void spico_http_heard_cb (GPtrArray *changes,
                          gpointer   data);
void spico_http_review_streams (SpicoHttpServer *server,
                                gboolean         is_due);
void spico_http_write_presence (SpicoHttpServer *server,
                                GPtrArray       *people);
void spico_http_seal_audit (SpicoHttpServer *server);
void spico_http_probe_disk (SpicoHttpServer *server);
void spico_http_purge_sessions (SpicoHttpServer *server);

/* spico-http-chores.c */
gboolean spico_http_chore_begin (SpicoHttpServer *server,
                                 gboolean        *is_under_way);
void spico_http_chore_follow (SpicoHttpServer *server);
gboolean spico_http_chore_may_go_on (SpicoHttpServer *server);
void spico_http_chore_end (SpicoHttpServer *server,
                           gboolean        *is_under_way);
void spico_http_tell_markers (SpicoHttpServer *server);

/* spico-http-push.c */
void spico_http_publish (SpicoHttpServer *server,
                         GPtrArray       *changes);
void spico_http_push (SpicoHttpServer *server);

/* spico-http-mail.c */
void spico_http_mail (SpicoHttpServer *server);

/* spico-http-release.c */
void spico_http_release (SpicoHttpServer *server);
void spico_http_hear_of_releases (SpicoHttpServer *server,
                                  GPtrArray       *changes);

/* spico-http-submit.c */
void spico_http_submit (SpicoHttpServer *server);

/* spico-http-log.c */
void spico_http_log_request (SpicoHttpExchange *exchange);

G_END_DECLS
