/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-query.h"

G_BEGIN_DECLS

/**
 * SpicoDelegationNews:
 * @delegation_id: the delegation
 * @account_id: the delegator
 * @delegate_id: the delegate
 * @by_account_id: the account that acted, or the operator; the delegator where its time was over
 * @by_person_id: the person who acted, or the operator; the region where its time was over
 * @now_us: the time, in microseconds since 1970
 *
 * What has become of a delegation.
 */
typedef struct {
  const char *delegation_id;
  const char *account_id;
  const char *delegate_id;
  const char *by_account_id;
  const char *by_person_id;
  gint64 now_us;
} SpicoDelegationNews;

gboolean spico_delegation_news_queue (const SpicoDelegationNews *self,
                                      SpicoSqlConnection        *connection,
                                      const char                *matter,
                                      GPtrArray                 *ids,
                                      GError                   **error);
char *spico_delegation_news_format (const char *matter,
                                    const char *who,
                                    const char *account,
                                    gboolean    is_structure,
                                    const char *delegate);
gboolean spico_delegation_news_is_asked (const char *matter);

G_END_DECLS
