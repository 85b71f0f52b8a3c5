/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-auth-schema.h"

/* A token is never stored, only its SHA-256. auth_session.confirmed_hash is the refresh token that last came for the first time: it and its children are the
 * only ones that still rotate; any other one of the session, coming again, was stolen or copied, and ends the session. */
const char spico_auth_schema_sql[] =
  "CREATE TABLE login ("
  "  login TEXT PRIMARY KEY,"
  "  person_id TEXT NOT NULL UNIQUE,"
  "  password_hash TEXT NOT NULL,"
  "  is_enabled BIGINT NOT NULL,"
  "  created_at BIGINT NOT NULL"
  ");"
  "CREATE TABLE auth_session ("
  "  id TEXT PRIMARY KEY,"
  "  login TEXT NOT NULL,"
  "  person_id TEXT NOT NULL,"
  "  confirmed_hash TEXT,"
  "  created_at BIGINT NOT NULL,"
  "  refreshed_at BIGINT NOT NULL,"
  "  expires_at BIGINT NOT NULL,"
  "  ended_at BIGINT"
  ");"
  "CREATE INDEX auth_session_login ON auth_session (login);"
  "CREATE INDEX auth_session_expires_at ON auth_session (expires_at);"
  "CREATE TABLE refresh_token ("
  "  hash TEXT PRIMARY KEY,"
  "  session_id TEXT NOT NULL,"
  "  parent_hash TEXT,"
  "  created_at BIGINT NOT NULL"
  ");"
  "CREATE INDEX refresh_token_session_id ON refresh_token (session_id, parent_hash);"
  "CREATE INDEX refresh_token_created_at ON refresh_token (created_at);"
  "CREATE TABLE access_token ("
  "  hash TEXT PRIMARY KEY,"
  "  session_id TEXT NOT NULL,"
  "  created_at BIGINT NOT NULL,"
  "  expires_at BIGINT NOT NULL"
  ");"
  "CREATE INDEX access_token_session_id ON access_token (session_id, created_at);"
  "CREATE INDEX access_token_expires_at ON access_token (expires_at);";

const char spico_auth_devices_sql[] =
  "ALTER TABLE auth_session ADD COLUMN name TEXT NOT NULL DEFAULT '';"
  "ALTER TABLE auth_session ADD COLUMN must_erase BIGINT NOT NULL DEFAULT 0;"
  "CREATE INDEX auth_session_person ON auth_session (person_id, created_at);"
  "CREATE INDEX auth_session_open ON auth_session (expires_at) WHERE ended_at IS NULL OR must_erase = 1;";

/* How a session began; and sign-ins that are under way with the operator's OpenID provider, from one process of the server to the next: what they must come back with, then the
 * one code that the client gets for it. */
const char spico_auth_openid_sql[] =
  "ALTER TABLE auth_session ADD COLUMN way TEXT NOT NULL DEFAULT 'password';"
  "CREATE TABLE sign_in_flow ("
  "  state_hash TEXT PRIMARY KEY,"
  "  address_hash TEXT NOT NULL,"
  "  nonce TEXT NOT NULL,"
  "  verifier TEXT NOT NULL,"
  "  base_url TEXT NOT NULL,"
  "  redirect_uri TEXT NOT NULL,"
  "  client_state TEXT NOT NULL,"
  "  challenge TEXT NOT NULL,"
  "  expires_at BIGINT NOT NULL,"
  "  is_taken BIGINT NOT NULL,"
  "  code_hash TEXT,"
  "  login TEXT,"
  "  session_id TEXT"
  ");"
  "CREATE UNIQUE INDEX sign_in_flow_by_code ON sign_in_flow (code_hash);"
  "CREATE INDEX sign_in_flow_by_address ON sign_in_flow (address_hash, expires_at) WHERE is_taken = 0;"
  "CREATE INDEX sign_in_flow_by_expiry ON sign_in_flow (expires_at);";
