/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * spico_auth_schema_sql:
 *
 * The migration that makes the tables of signing in, version 2 of the server's schema: `login`, `auth_session`, `refresh_token` and `access_token`.
 */
extern const char spico_auth_schema_sql[];

/**
 * spico_auth_devices_sql:
 *
 * The migration that makes sessions devices of their person (B019): `auth_session.name`, and `must_erase`, of those that have ended and whose device has not confirmed that it erased what it keeps.
 */
extern const char spico_auth_devices_sql[];

/**
 * spico_auth_openid_sql:
 *
 * The migration that lets people sign in with the operator's OpenID provider (F002): `auth_session.way`, and `sign_in_flow`.
 */
extern const char spico_auth_openid_sql[];

G_END_DECLS
