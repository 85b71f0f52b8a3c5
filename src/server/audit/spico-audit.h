/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-authz.h"

G_BEGIN_DECLS

gboolean spico_audit_add (SpicoSqlConnection *connection,
                          const SpicoActor   *actor,
                          gint64              now_us,
                          const char         *account_id,
                          SpicoAction         action,
                          const char         *type_name,
                          const char         *object_id,
                          const char         *rule,
                          GError            **error);
gboolean spico_audit_add_sign_in (SpicoSqlConnection *connection,
                                  const SpicoActor   *actor,
                                  gint64              now_us,
                                  const char         *event,
                                  const char         *rule,
                                  GError            **error);

G_END_DECLS
