/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-email.h"

G_BEGIN_DECLS

/** How many principals are asked about at once. */
#define SPICO_CLIENT_MAX_ASKED 100

/**
 * spico_client_find_mssante_addresses:
 * @ids: principals, %SPICO_CLIENT_MAX_ASKED at most
 *
 * The addresses of MSSanté that everyone may see (F004), which the server alone has.
 *
 * Returns: (transfer full): a future of a #GHashTable, of each id a #GStrv of addresses, the preferred one first; rejects with %SPICO_CLIENT_ERROR_OFFLINE
 */
DexFuture *spico_client_find_mssante_addresses (SpicoClient       *self,
                                                const char *const *ids);

/**
 * spico_client_load_mssante:
 *
 * What the region says of mails through MSSanté, as last heard.
 *
 * Returns: (transfer full): a future of a #GStrv: `relay` where it sends them itself, else an empty text; then the domains of MSSanté
 */
DexFuture *spico_client_load_mssante (SpicoClient *self);

/**
 * spico_client_send_email:
 * @account_id: the account that sends it
 * @id: the same each time it is tried, so that it is sent once
 * @email: the mail; its sender is an address of the account
 *
 * Gives a mail to the region's relay of MSSanté (F066), on line only: its files first, each as a blob.
 *
 * Returns: (transfer full): a future of a boolean, once it waits there; rejects with %SPICO_CLIENT_ERROR_OFFLINE, %SPICO_CLIENT_ERROR_TOO_MANY_ATTEMPTS where the account has sent as many as it may in a day, or
 *   %SPICO_CLIENT_ERROR_INVALID where the region does not take it so
 */
DexFuture *spico_client_send_email (SpicoClient *self,
                                    const char  *account_id,
                                    const char  *id,
                                    SpicoEmail  *email);

/**
 * SpicoSentEmail:
 *
 * What became of a mail through the relay: `from`, `recipient-count`, `status` (`queued`, `sent` or `failed`) and `created-at`, local time.
 */
#define SPICO_TYPE_SENT_EMAIL (spico_sent_email_get_type ())
G_DECLARE_FINAL_TYPE (SpicoSentEmail, spico_sent_email, SPICO, SENT_EMAIL, GObject)

const char *spico_sent_email_get_from (SpicoSentEmail *self);
guint spico_sent_email_get_recipient_count (SpicoSentEmail *self);
const char *spico_sent_email_get_status (SpicoSentEmail *self);
GDateTime *spico_sent_email_get_created_at (SpicoSentEmail *self);

/**
 * spico_client_list_sent_emails:
 * @account_id: an account with discussions
 *
 * Returns: (transfer full): a future of a #GListModel of #SpicoSentEmail, the newest first, of the last thirty days; rejects with %SPICO_CLIENT_ERROR_OFFLINE
 */
DexFuture *spico_client_list_sent_emails (SpicoClient *self,
                                          const char  *account_id);

G_END_DECLS
