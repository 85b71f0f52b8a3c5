/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POST /jmap/upload/{accountId}/ (RFC 8620 section 6.1). The body is written piece by piece, each in a transaction of its own, while the client waits:
 * so a large upload neither sits in memory nor holds the writer. Where the operator has a scanner, nobody sees it before that has: until then it is as one that is broken off. */
#include "spico-http-server-private.h"

#include <string.h>
#include <yyjson.h>

#include "spico-audit.h"
#include "spico-log.h"
#include "spico-server-error.h"

#define PATH_PREFIX "/jmap/upload/"
#define PROBLEM_MALWARE "https://spico.esante.com/jmap/problem/malware"
#define PROBLEM_UNSCANNED "https://spico.esante.com/jmap/problem/unscanned"
/* clamd loads its signatures anew within a minute or so. */
#define RETRY_SCAN_SECONDS 30

struct _SpicoHttpUpload {
  char *account_id;
  SpicoBlob *blob;
  GBytes *piece;
  gint64 number;
  gint64 size;
  gboolean is_last;
};

/* What a broken upload left, being removed. */
typedef struct {
  SpicoTask task;
  SpicoHttpServer *server;
  SpicoBlob *blob;
} Removal;

static SpicoTaskResult
run_removal (SpicoTask          *task,
             SpicoSqlConnection *connection,
             gboolean            can_write,
             GError            **error)
{
  Removal *self = (Removal *) task;

  return spico_blob_abandon (connection, self->blob, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
removal_done (SpicoTask    *task,
              const GError *error)
{
  Removal *self = (Removal *) task;
  SpicoHttpServer *server = self->server;

  /* The sweep removes what could not be removed now, or comes too late for it. */
  spico_blob_free (self->blob);
  g_free (self);
  spico_http_chore_end (server, NULL);
}

static void
remove_broken (SpicoHttpServer *server,
               SpicoBlob       *blob)
{
  Removal *removal;

  if (!spico_http_chore_begin (server, NULL))
    {
      spico_blob_free (blob);
      return;
    }

  removal = g_new0 (Removal, 1);
  removal->task.lane = SPICO_LANE_BACKGROUND;
  removal->task.run = run_removal;
  removal->task.done = removal_done;
  removal->server = server;
  removal->blob = blob;
  if (!spico_executor_write (server->executor, &removal->task))
    removal_done (&removal->task, NULL);
}

/**
 * spico_http_upload_end:
 * @exchange: an exchange that ends
 *
 * Frees its upload, and removes what has come if it was broken off.
 */
void
spico_http_upload_end (SpicoHttpExchange *exchange)
{
  SpicoHttpUpload *self = g_steal_pointer (&exchange->upload);

  if (self == NULL)
    return;

  if (self->blob != NULL && self->number > 0)
    remove_broken (exchange->server, g_steal_pointer (&self->blob));
  g_clear_pointer (&self->blob, spico_blob_free);
  g_clear_pointer (&self->piece, g_bytes_unref);
  g_free (self->account_id);
  g_free (self);
}

static SpicoHttpAnswer *
new_no_account (void)
{
  return spico_http_answer_new_problem (MHD_HTTP_NOT_FOUND, NULL, "There is no such account");
}

/* A refusal: the account is not theirs to write in, or they hold too much; %NULL where the piece may come. */
static gboolean
check_upload (SpicoHttpExchange   *exchange,
              SpicoSqlConnection  *connection,
              gint64               now_us,
              SpicoAuthzDecision  *decision,
              SpicoHttpAnswer    **refusal,
              GError             **error)
{
  SpicoHttpUpload *self = exchange->upload;
  gboolean has_room;

  if (!spico_authz_check (connection, exchange->actor, now_us, self->account_id, SPICO_ACTION_BLOB_CREATE, NULL, decision, error)
      || !spico_blob_has_room (connection, exchange->actor->person_id, (gint64) g_bytes_get_size (self->piece), &has_room, error))
    return FALSE;

  if (!decision->allow)
    *refusal = new_no_account ();
  else if (!has_room)
    *refusal = spico_http_answer_new_problem (MHD_HTTP_INSUFFICIENT_STORAGE, NULL, "Too much was uploaded that nothing refers to yet");

  return TRUE;
}

static GBytes *
describe_blob (const SpicoBlob *blob,
               gint64           size)
{
  yyjson_mut_doc *document = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (document);
  char *text;
  gsize length;

  yyjson_mut_doc_set_root (document, root);
  yyjson_mut_obj_add_str (document, root, "accountId", blob->account_id);
  yyjson_mut_obj_add_str (document, root, "blobId", blob->id);
  yyjson_mut_obj_add_str (document, root, "type", blob->type);
  yyjson_mut_obj_add_sint (document, root, "size", size);
  text = yyjson_mut_write (document, YYJSON_WRITE_NOFLAG, &length);
  yyjson_mut_doc_free (document);

  return g_bytes_new_with_free_func (text, length, free, text);
}

static gboolean
finish_blob (SpicoHttpExchange  *exchange,
             SpicoSqlConnection *connection,
             const char         *rule,
             gint64              now_us,
             GError            **error)
{
  SpicoHttpUpload *self = exchange->upload;
  gboolean exists;

  if (!spico_blob_finish (connection, self->blob, &exists, error))
    return FALSE;
  if (!exists)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND, "The upload took too long");
      return FALSE;
    }

  return spico_audit_add (connection, exchange->actor, now_us, self->account_id, SPICO_ACTION_BLOB_CREATE, "Blob", self->blob->id, rule, error);
}

static gboolean
write_piece (SpicoHttpExchange  *exchange,
             SpicoSqlConnection *connection,
             const char         *rule,
             gint64              now_us,
             GError            **error)
{
  SpicoHttpUpload *self = exchange->upload;
  gboolean exists;

  if (self->number == 0 && !spico_blob_begin (connection, self->blob, exchange->actor->person_id, now_us, error))
    return FALSE;
  if (!spico_blob_append (connection, self->blob, self->number, self->piece, &exists, error))
    return FALSE;
  if (!exists)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_NOT_FOUND, "The upload took too long");
      return FALSE;
    }

  return !self->is_last || exchange->server->scanner != NULL || finish_blob (exchange, connection, rule, now_us, error);
}

/* The first piece goes by a reader: only who may upload here comes to the writer. */
static SpicoTaskResult
run_piece (SpicoTask          *task,
           SpicoSqlConnection *connection,
           gboolean            can_write,
           GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  SpicoHttpUpload *self = exchange->upload;
  gint64 now_us = g_get_real_time ();
  SpicoAuthzDecision decision;

  g_clear_pointer (&exchange->answer, spico_http_answer_free);
  if (self->number == 0 && !spico_http_authenticate (exchange, connection, now_us, error))
    return SPICO_TASK_FAILED;
  if (!check_upload (exchange, connection, now_us, &decision, &exchange->answer, error))
    return SPICO_TASK_FAILED;
  if (exchange->answer != NULL)
    return SPICO_TASK_DONE;
  if (!can_write)
    return SPICO_TASK_WRITE;

  return write_piece (exchange, connection, decision.rule, now_us, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
answer_created (SpicoHttpExchange *exchange)
{
  SpicoHttpUpload *self = exchange->upload;
  g_autoptr (GBytes) reply = describe_blob (self->blob, self->size);

  g_clear_pointer (&self->blob, spico_blob_free);
  exchange->answer = spico_http_answer_new_json (MHD_HTTP_CREATED, reply);
}

/* ---- The scanner's word ---- */

/* A right may have ended while it was scanned. */
static SpicoTaskResult
run_finish (SpicoTask          *task,
            SpicoSqlConnection *connection,
            gboolean            can_write,
            GError            **error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  gint64 now_us = g_get_real_time ();
  SpicoAuthzDecision decision;

  g_clear_pointer (&exchange->answer, spico_http_answer_free);
  if (!spico_authz_check (connection, exchange->actor, now_us, exchange->upload->account_id, SPICO_ACTION_BLOB_CREATE, NULL, &decision, error))
    return SPICO_TASK_FAILED;
  if (!decision.allow)
    {
      exchange->answer = new_no_account ();
      return SPICO_TASK_DONE;
    }

  return finish_blob (exchange, connection, decision.rule, now_us, error) ? SPICO_TASK_DONE : SPICO_TASK_FAILED;
}

static void
finish_done (SpicoTask    *task,
             const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;

  if (error != NULL)
    {
      g_clear_pointer (&exchange->answer, spico_http_answer_free);
      exchange->answer = spico_http_exchange_describe (exchange, error);
    }
  else if (exchange->answer == NULL)
    {
      answer_created (exchange);
    }
  spico_http_exchange_resume (exchange);
}

/* Nothing is passed that nobody has looked at. It may be sent again. */
static SpicoHttpAnswer *
new_unscanned (void)
{
  SpicoHttpAnswer *answer = spico_http_answer_new_problem (MHD_HTTP_SERVICE_UNAVAILABLE, PROBLEM_UNSCANNED, "The file cannot be checked now; try again later");

  answer->retry_after = RETRY_SCAN_SECONDS;

  return answer;
}

static void
scanned (SpicoVerdict  verdict,
         const GError *error,
         gpointer      data)
{
  SpicoHttpExchange *exchange = data;

  if (verdict == SPICO_VERDICT_CLEAN)
    {
      exchange->task.run = run_finish;
      exchange->task.done = finish_done;
      if (!spico_executor_write (exchange->server->executor, &exchange->task))
        spico_http_exchange_finish (exchange, spico_http_answer_new_overloaded ());
      return;
    }

  /* The end of the exchange removes it. */
  if (verdict == SPICO_VERDICT_FOUND)
    spico_log (SPICO_LOG_WARNING, "scan", "outcome=found id=%s", exchange->id);
  else
    spico_log_failure ("scan", exchange->id, error);
  spico_http_exchange_finish (exchange, verdict == SPICO_VERDICT_FOUND ? spico_http_answer_new_problem (MHD_HTTP_UNPROCESSABLE_CONTENT, PROBLEM_MALWARE, "Malware was found in the file") : new_unscanned ());
}

static void
start_scan (SpicoHttpExchange *exchange)
{
  SpicoHttpUpload *self = exchange->upload;

  self->blob->size = self->size;
  if (!spico_http_scan (exchange->server, self->blob, scanned, exchange))
    spico_http_exchange_finish (exchange, new_unscanned ());
}

/* ---- Piece by piece ---- */

/* Either the end of it all, or the connection goes on with the rest of the body. */
static void
piece_done (SpicoTask    *task,
            const GError *error)
{
  SpicoHttpExchange *exchange = (SpicoHttpExchange *) task;
  SpicoHttpUpload *self = exchange->upload;

  if (error != NULL)
    {
      g_clear_pointer (&exchange->answer, spico_http_answer_free);
      exchange->answer = spico_http_exchange_describe (exchange, error);
    }
  else if (exchange->answer == NULL)
    {
      self->size += (gint64) g_bytes_get_size (self->piece);
      self->number++;
    }
  g_clear_pointer (&self->piece, g_bytes_unref);

  if (exchange->answer == NULL && self->is_last && exchange->server->scanner != NULL)
    {
      start_scan (exchange);
      return;
    }
  if (exchange->answer == NULL && self->is_last)
    answer_created (exchange);
  spico_http_exchange_resume (exchange);
}

static SpicoHttpUpload *
new_upload (SpicoHttpExchange *exchange)
{
  SpicoHttpUpload *self = g_new0 (SpicoHttpUpload, 1);
  const char *type = MHD_lookup_connection_value (exchange->connection, MHD_HEADER_KIND, "Content-Type");
  g_autofree char *bare = type != NULL ? g_strndup (type, strcspn (type, ";")) : NULL;

  self->account_id = g_strndup (exchange->path + strlen (PATH_PREFIX), strcspn (exchange->path + strlen (PATH_PREFIX), "/"));
  self->blob = spico_blob_new (self->account_id, spico_http_media_type (bare != NULL ? g_strstrip (bare) : NULL), g_get_real_time ());

  return self;
}

static void
start_piece (SpicoHttpExchange *exchange,
             GBytes            *piece,
             gboolean           is_last)
{
  SpicoHttpUpload *self;
  gboolean is_taken;

  if (exchange->upload == NULL)
    exchange->upload = new_upload (exchange);
  self = exchange->upload;
  self->piece = piece;
  self->is_last = is_last;

  exchange->task.run = run_piece;
  exchange->task.done = piece_done;
  is_taken = self->number == 0 ? spico_executor_read (exchange->server->executor, &exchange->task)
                               : spico_executor_write (exchange->server->executor, &exchange->task);
  if (!is_taken)
    spico_http_exchange_finish (exchange, spico_http_answer_new_overloaded ());
}

/**
 * spico_http_upload_piece:
 * @exchange: an exchange whose body is coming
 * @piece: (transfer full): the next piece of it, of %SPICO_BLOB_PIECE bytes
 *
 * Writes it, while the connection is suspended.
 */
void
spico_http_upload_piece (SpicoHttpExchange *exchange,
                         GBytes            *piece)
{
  exchange->answer = spico_http_exchange_suspend (exchange);
  if (exchange->answer != NULL)
    g_bytes_unref (piece);
  else
    start_piece (exchange, piece, FALSE);
}

/**
 * spico_http_start_upload:
 * @exchange: an exchange whose body has come
 *
 * Writes the last piece, and answers.
 */
void
spico_http_start_upload (SpicoHttpExchange *exchange)
{
  start_piece (exchange, spico_http_exchange_take_body (exchange), TRUE);
}
