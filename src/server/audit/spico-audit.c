/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-audit.h"

/**
 * spico_audit_add:
 * @connection: a connection, in the transaction that does what is traced
 * @actor: who acts
 * @now_us: when, in microseconds since 1970
 * @account_id: for whom
 * @action: what is done
 * @type_name: to what type of object
 * @object_id: to which
 * @rule: by what right
 * @error: return location for a #SpicoSqlError
 *
 * Adds one line to the trace: who, for whom, what, when, by which rule (« traçabilité »). Never a text, never an INS number.
 *
 * Returns: whether it is written
 */
gboolean
spico_audit_add (SpicoSqlConnection *connection,
                 const SpicoActor   *actor,
                 gint64              now_us,
                 const char         *account_id,
                 SpicoAction         action,
                 const char         *type_name,
                 const char         *object_id,
                 const char         *rule,
                 GError            **error)
{
  return spico_sql_run_later (connection,
                              "INSERT INTO audit (at, person_id, account_id, session_id, action, type, object_id, rule)"
                              " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                              SPICO_SQL_VALUES (SPICO_SQL_INT (now_us),
                                                SPICO_SQL_TEXT (actor->person_id),
                                                SPICO_SQL_TEXT (account_id),
                                                SPICO_SQL_TEXT (actor->session_id),
                                                SPICO_SQL_TEXT (spico_action_name (action)),
                                                SPICO_SQL_TEXT (type_name),
                                                SPICO_SQL_TEXT (object_id),
                                                SPICO_SQL_TEXT (rule)),
                              error);
}

/**
 * spico_audit_add_sign_in:
 * @connection: a connection, in the transaction that does what is traced
 * @actor: whose session it is
 * @now_us: when, in microseconds since 1970
 * @event: what happens to the session, or to the login: `sign-in`, `sign-out`…
 * @rule: by what proof: `password`, `openid`, `refresh-token`, `operator`
 * @error: return location for a #SpicoSqlError
 *
 * Adds one line to the trace about signing in and out, and about what may.
 *
 * Returns: whether it is written
 */
gboolean
spico_audit_add_sign_in (SpicoSqlConnection *connection,
                         const SpicoActor   *actor,
                         gint64              now_us,
                         const char         *event,
                         const char         *rule,
                         GError            **error)
{
  return spico_sql_run (connection,
                        "INSERT INTO audit (at, person_id, account_id, session_id, action, type, object_id, rule)"
                        " VALUES ($1, $2, $2, $3, $4, 'Session', $3, $5)",
                        SPICO_SQL_VALUES (SPICO_SQL_INT (now_us),
                                          SPICO_SQL_TEXT (actor->person_id),
                                          SPICO_SQL_TEXT (actor->session_id),
                                          SPICO_SQL_TEXT (event),
                                          SPICO_SQL_TEXT (rule)),
                        error);
}
