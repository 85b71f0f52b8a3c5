/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap.h"
#include "spico-sql-connection.h"

G_BEGIN_DECLS

/** The shortest password that an account may have, in characters. */
#define SPICO_AUTH_PASSWORD_MIN 8
/** The longest password, in bytes: more only costs time. */
#define SPICO_AUTH_PASSWORD_MAX 1024

/** How long an access token is good for, in seconds (docs/protocol.md). */
#define SPICO_AUTH_ACCESS_SECONDS 600

gboolean spico_auth_init (GError **error);

char *spico_auth_normalise_login (const char *login);

gboolean spico_auth_create_account (SpicoSqlConnection *connection,
                                    const char         *login,
                                    const char         *principal_id,
                                    const char         *password,
                                    gint64              now_us,
                                    GError            **error);
gboolean spico_auth_set_enabled (SpicoSqlConnection *connection,
                                 const char         *login,
                                 gboolean            enabled,
                                 gint64              now_us,
                                 GError            **error);

/**
 * SpicoAuthTokens:
 * @access_token: what opens everything, for #SPICO_AUTH_ACCESS_SECONDS
 * @refresh_token: what gives the next pair
 *
 * What a signed-in client holds; the server keeps only their SHA-256.
 */
typedef struct {
  char *access_token;
  char *refresh_token;
} SpicoAuthTokens;

void spico_auth_tokens_free (SpicoAuthTokens *tokens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoAuthTokens, spico_auth_tokens_free)

gboolean spico_auth_find_login (SpicoSqlConnection *connection,
                                const char         *login,
                                char              **password_hash,
                                GError            **error);
SpicoAuthTokens *spico_auth_open_session (SpicoSqlConnection *connection,
                                          const char         *login,
                                          const char         *password_hash,
                                          const char         *device_name,
                                          gint64              lifetime_us,
                                          gint64              now_us,
                                          GError            **error);
gboolean spico_auth_knows_token (SpicoSqlConnection *connection,
                                 const char         *token,
                                 gboolean           *is_known,
                                 GError            **error);
SpicoAuthTokens *spico_auth_refresh (SpicoSqlConnection *connection,
                                     const char         *refresh_token,
                                     gint64              lifetime_us,
                                     gint64              now_us,
                                     GError            **error);
gboolean spico_auth_revoke (SpicoSqlConnection *connection,
                            const char         *token,
                            gint64              now_us,
                            GError            **error);
gboolean spico_auth_must_erase (SpicoSqlConnection *connection,
                                const char         *digest,
                                gboolean           *must_erase,
                                GError            **error);
gboolean spico_auth_confirm_erased (SpicoSqlConnection *connection,
                                    const char         *digest,
                                    gint64              now_us,
                                    GError            **error);
void spico_auth_announce (SpicoSqlConnection *connection,
                          const char         *access_token,
                          gint64              now_us);
SpicoActor *spico_auth_authenticate (SpicoSqlConnection *connection,
                                     const char         *access_token,
                                     gint64              now_us,
                                     char              **login,
                                     GError            **error);
gboolean spico_auth_find_open_sessions (SpicoSqlConnection *connection,
                                        const char *const  *session_ids,
                                        gsize               n_ids,
                                        gint64              now_us,
                                        GHashTable         *open,
                                        GError            **error);
gboolean spico_auth_session_is_open (SpicoSqlConnection *connection,
                                     const char         *session_id,
                                     gint64              now_us,
                                     gboolean           *is_open,
                                     GError            **error);
gboolean spico_auth_touch_presence (SpicoSqlConnection *connection,
                                    const char         *person_id,
                                    gint64              online_until_us,
                                    gint64              now_us,
                                    GError            **error);
gboolean spico_auth_purge (SpicoSqlConnection *connection,
                           gint64              lifetime_us,
                           gint64              now_us,
                           GError            **error);

G_END_DECLS
