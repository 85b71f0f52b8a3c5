/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/** Who stands in the audit for what the operator does. */
#define SPICO_OPERATOR_ID "operator"

gboolean spico_operator_trace (SpicoSqlConnection *connection,
                               const char         *account_id,
                               const char         *action,
                               const char         *type_name,
                               const char         *object_id,
                               gint64              now_us,
                               GError            **error);
gboolean spico_operator_create_account (SpicoSqlConnection *connection,
                                        const char         *login,
                                        const char         *principal_id,
                                        const char         *password,
                                        gint64              now_us,
                                        GError            **error);
gboolean spico_operator_open_structure (SpicoSqlConnection *connection,
                                        const char         *principal_id,
                                        gint64              now_us,
                                        GError            **error);
gboolean spico_operator_set_enabled (SpicoSqlConnection *connection,
                                     const char         *login,
                                     gboolean            enabled,
                                     gint64              now_us,
                                     GError            **error);
gboolean spico_operator_set_delegation (SpicoSqlConnection *connection,
                                        const char         *account_id,
                                        const char         *delegate_id,
                                        const char         *scope,
                                        const char         *referent,
                                        gboolean            is_mailed,
                                        gint64              now_us,
                                        GError            **error);
gboolean spico_operator_end_delegation (SpicoSqlConnection *connection,
                                        const char         *account_id,
                                        const char         *delegate_id,
                                        gint64              now_us,
                                        GError            **error);
gboolean spico_operator_set_absence (SpicoSqlConnection *connection,
                                     const char         *principal_id,
                                     const char         *first_day,
                                     const char         *last_day,
                                     const char         *stand_in_id,
                                     const char         *message,
                                     GError            **error);
gboolean spico_operator_add_member (SpicoSqlConnection *connection,
                                    const char         *dossier_id,
                                    const char         *account_id,
                                    const char         *by_person_id,
                                    gboolean            habilitation,
                                    gboolean            in_active_list,
                                    const char         *role,
                                    gint64              now_us,
                                    GError            **error);

G_END_DECLS
