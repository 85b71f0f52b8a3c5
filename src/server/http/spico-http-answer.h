/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <microhttpd.h>

G_BEGIN_DECLS

/**
 * SpicoHttpAnswer:
 * @status: the HTTP status
 * @body: the body, which may be compressed
 * @content_type: its type
 * @is_compressed: whether @body is gzip
 * @allow: (nullable): the methods of a 405
 * @retry_after: seconds after which to try again; 0 says nothing
 * @closes: whether the connection ends with it
 * @location: (nullable): where a 302 leads
 * @max_age: for how many seconds it may be kept; 0 not at all
 *
 * What a request is answered, made before libmicrohttpd is told.
 */
typedef struct {
  guint status;
  GBytes *body;
  const char *content_type;
  gboolean is_compressed;
  const char *allow;
  guint retry_after;
  gboolean closes;
  char *location;
  guint max_age;
} SpicoHttpAnswer;

gboolean spico_http_answer_is_problem (const SpicoHttpAnswer *self);
void spico_http_answer_set_instance (SpicoHttpAnswer *self,
                                     const char      *request_id);

SpicoHttpAnswer *spico_http_answer_new_json (guint   status,
                                             GBytes *body);
SpicoHttpAnswer *spico_http_answer_new_text (guint       status,
                                             const char *json);
SpicoHttpAnswer *spico_http_answer_new_problem (guint       status,
                                                const char *type,
                                                const char *title);
SpicoHttpAnswer *spico_http_answer_new_limit (guint       status,
                                              const char *limit,
                                              const char *title);
SpicoHttpAnswer *spico_http_answer_new_overloaded (void);
SpicoHttpAnswer *spico_http_answer_new_page (guint       status,
                                             const char *title,
                                             const char *text);
SpicoHttpAnswer *spico_http_answer_new_redirection (const char *location);
void spico_http_answer_free (SpicoHttpAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoHttpAnswer, spico_http_answer_free)

gboolean spico_http_answer_is_worth_compressing (const SpicoHttpAnswer *self);
void spico_http_answer_compress (SpicoHttpAnswer *self);

/**
 * SpicoHttpTakenFunc:
 * @before: how much the client had taken
 * @after: how much it has
 * @data: what was given with it
 *
 * Called as a long answer goes out.
 */
typedef void (*SpicoHttpTakenFunc) (guint64  before,
                                    guint64  after,
                                    gpointer data);

void spico_http_add_common_headers (struct MHD_Response *response);
enum MHD_Result spico_http_answer_send (const SpicoHttpAnswer *self,
                                        const char            *request_id,
                                        struct MHD_Connection *connection,
                                        SpicoHttpTakenFunc     taken,
                                        gpointer               data);

G_END_DECLS
