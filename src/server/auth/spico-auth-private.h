/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-auth.h"

G_BEGIN_DECLS

/** How long a token is, in signs. */
#define SPICO_AUTH_TOKEN_LENGTH 43

/** The ways to sign in, as the session's row and the trace have them. */
#define SPICO_AUTH_BY_PASSWORD "password"
#define SPICO_AUTH_BY_OPENID "openid"

/**
 * SpicoAuthSession:
 * @id: its id, from spico_auth_make_session_id()
 * @login: a normalised login
 * @person_id: whose it is
 * @device_name: what the client calls its device, from spico_auth_normalise_device_name()
 * @way: %SPICO_AUTH_BY_PASSWORD or %SPICO_AUTH_BY_OPENID
 *
 * A session that begins; borrowed.
 */
typedef struct {
  const char *id;
  const char *login;
  const char *person_id;
  const char *device_name;
  const char *way;
} SpicoAuthSession;

char *spico_auth_make_token (void);
char *spico_auth_hash_token (const char *token);
gboolean spico_auth_token_is_plausible (const char *token);
char *spico_auth_make_session_id (void);
void spico_auth_set_refused (GError **error);
gboolean spico_auth_trace (SpicoSqlConnection *connection,
                           const char         *person_id,
                           const char         *session_id,
                           gint64              now_us,
                           const char         *event,
                           const char         *rule,
                           GError            **error);
SpicoAuthTokens *spico_auth_start_session (SpicoSqlConnection     *connection,
                                           const SpicoAuthSession *session,
                                           gint64                  lifetime_us,
                                           gint64                  now_us,
                                           GError                **error);
gboolean spico_auth_end_session (SpicoSqlConnection *connection,
                                 const char         *person_id,
                                 const char         *session_id,
                                 gint64              now_us,
                                 GError            **error);

G_END_DECLS
