/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-session.h"
#include "spico-store.h"

G_BEGIN_DECLS

typedef struct _SpicoPush SpicoPush;

/**
 * SpicoPush:
 * @session: where to
 * @store: where from
 * @sending: told of each message that leaves, and again when its fate is known
 * @refused: told of what must be read again, `ACCOUNT TYPE`, as the server has not taken what was changed of it here
 * @outdated: told of what must be read before that can be told, `ACCOUNT TYPE`, as somebody else may have changed it meanwhile
 * @data: for these
 * @one_by_one: whether a request as a whole was refused, so that each operation goes alone
 *
 * The emptying of an outbox.
 */
struct _SpicoPush {
  SpicoSession *session;
  SpicoStore *store;
  void (*sending) (SpicoPush  *push,
                   const char *message_id,
                   gboolean    is_sending,
                   gpointer    data);
  void (*refused) (SpicoPush  *push,
                   const char *what,
                   gpointer    data);
  void (*outdated) (SpicoPush  *push,
                    const char *what,
                    gpointer    data);
  gpointer data;
  gboolean one_by_one;
};

gboolean spico_push (SpicoPush *push,
                     gboolean  *has_more,
                     GError   **error);

G_END_DECLS
