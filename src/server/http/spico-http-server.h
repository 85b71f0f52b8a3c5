/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "spico-jmap.h"
#include "spico-log.h"
#include "spico-mail-relay.h"
#include "spico-openid-options.h"

G_BEGIN_DECLS

/**
 * SpicoHttpSettings:
 * @max_body_memory_mb: how much the bodies being received may take together, in MiB
 * @stream_timeout_s: how long the client of an event stream may take nothing of what it is sent, in seconds
 * @session_days: how long a session lives without a refresh, in days
 * @logs_requests: whether each request is a line on the standard error
 * @log_level: the least that is logged
 *
 * What may change while the server runs.
 */
typedef struct {
  guint max_body_memory_mb;
  guint stream_timeout_s;
  guint session_days;
  gboolean logs_requests;
  SpicoLogLevel log_level;
} SpicoHttpSettings;

/**
 * SpicoHttpOptions:
 * @database: the path of a SQLite database or a `postgresql://` address; it must have its schema
 * @key: (nullable): the key of an encrypted SQLite database
 * @address: what to listen on, see spico_http_listen()
 * @public_url: (nullable): where clients find the server, `https://region.example`; %NULL takes what they say
 * @mail: the operator's relay of mail, checked
 * @mssante: their relay of mails through MSSanté, checked
 * @openid: the operator's OpenID provider, checked
 * @clamd: (nullable): the operator's clamd, that looks at uploads: `unix:/path` or `host:port`
 * @clamd_seconds: how long it may take for one
 * @allows_passwords: whether people may sign in with a password of ours
 * @push_ca_file: (nullable): whose word is taken for the certificates of those who are pushed to; %NULL for that of the system
 * @limits: the limits that the session announces
 * @n_readers: how many requests read at once
 * @n_writers: how many write at once, on PostgreSQL
 * @n_hashers: how many passwords are checked at once, 64 MiB each
 * @max_waiting: how many requests may wait for the readers, and as many for the writer
 * @time_limit_ms: how long one statement may take in the database, in milliseconds
 * @lock_timeout_ms: how long an attempt to write waits for what another process has locked, in milliseconds
 * @patience_s: how long a client may take to give 64 kB of a request, or to take as much of an answer, or all of what is less, in seconds
 * @review_s: how soon after one another the event streams are compared with the database at the soonest, in seconds
 * @trusts_proxy: whether `X-Real-IP` says where a request comes from
 * @metrics_address: (nullable): where `/metrics` is served; nowhere without one
 * @settings: what may change later
 */
typedef struct {
  const char *database;
  GBytes *key;
  const char *address;
  const char *public_url;
  const char *push_ca_file;
  const SpicoMailOptions *mail;
  const SpicoMailOptions *mssante;
  const SpicoOpenidOptions *openid;
  const char *clamd;
  guint clamd_seconds;
  gboolean allows_passwords;
  SpicoJmapLimits limits;
  guint n_readers;
  guint n_writers;
  guint n_hashers;
  guint max_waiting;
  guint time_limit_ms;
  guint lock_timeout_ms;
  guint patience_s;
  guint review_s;
  gboolean trusts_proxy;
  const char *metrics_address;
  SpicoHttpSettings settings;
} SpicoHttpOptions;

/**
 * SpicoHttpServer:
 *
 * The server: HTTP on the one side, the executor and its database on the other.
 */
typedef struct _SpicoHttpServer SpicoHttpServer;

SpicoHttpServer *spico_http_server_new (const SpicoHttpOptions *options,
                                        GError                **error);
const char *spico_http_server_get_address (SpicoHttpServer *self);
const char *spico_http_server_get_metrics_address (SpicoHttpServer *self);
void spico_http_server_apply_settings (SpicoHttpServer         *self,
                                       const SpicoHttpSettings *settings);
void spico_http_server_tick (SpicoHttpServer *self);
void spico_http_server_look (SpicoHttpServer *self);
void spico_http_server_stop (SpicoHttpServer *self);

G_END_DECLS
