/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-journal.h"
#include "spico-query.h"

G_BEGIN_DECLS

/** How many codes may be tried for one that was mailed. */
#define SPICO_ADDRESS_PROOF_ATTEMPTS 5
/** How long a code counts, in microseconds from when it is mailed. */
#define SPICO_ADDRESS_PROOF_LIFETIME_US (30 * G_TIME_SPAN_MINUTE)

/**
 * SpicoAddressProof:
 * @account_id: the account
 * @person_id: the person who acts
 * @mail: (not nullable): the address that was set, empty where none was
 * @register_mail: (not nullable): the address that counts where none was set
 * @pending_mail: (not nullable): the address to be proved, empty where there is none
 * @code_id: (nullable): the notification that brings the code
 * @code_hash: (not nullable): the hash of the code, empty where none was mailed yet, or none counts any more
 * @code_expires_at: until when the code counts
 * @attempts_left: how many codes may still be tried
 *
 * How an account proves that it reads an address before notifications go there (F005): by a code that is made when its mail is about to be sent, so that the region never holds more than its hash.
 */
typedef struct {
  char *account_id;
  char *person_id;
  char *mail;
  char *register_mail;
  char *pending_mail;
  char *code_id;
  char *code_hash;
  gint64 code_expires_at;
  gint64 attempts_left;
} SpicoAddressProof;

void spico_address_proof_free (SpicoAddressProof *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoAddressProof, spico_address_proof_free)

SpicoAddressProof *spico_address_proof_lock (SpicoSqlConnection *connection,
                                             const char         *account_id,
                                             const char         *person_id,
                                             GError            **error);
gboolean spico_address_proof_count_today (SpicoAddressProof  *self,
                                          SpicoSqlConnection *connection,
                                          gint64              now_us,
                                          gint64             *n_asked,
                                          GError            **error);
gboolean spico_address_proof_ask (SpicoAddressProof  *self,
                                  SpicoSqlConnection *connection,
                                  const char         *address,
                                  gint64              now_us,
                                  GError            **error);
gboolean spico_address_proof_give_up (SpicoAddressProof  *self,
                                      SpicoSqlConnection *connection,
                                      GError            **error);
gboolean spico_address_proof_try (SpicoAddressProof  *self,
                                  SpicoSqlConnection *connection,
                                  const char         *code,
                                  gint64              now_us,
                                  GError            **error);
gboolean spico_address_proof_set (SpicoAddressProof  *self,
                                  SpicoSqlConnection *connection,
                                  const char         *address,
                                  gint64              now_us,
                                  GError            **error);

gboolean spico_address_proof_make_code (SpicoSqlConnection *connection,
                                        const char         *account_id,
                                        const char         *code_id,
                                        gint64              now_us,
                                        char              **code,
                                        GError            **error);
gboolean spico_address_proof_note_outcome (SpicoSqlConnection *connection,
                                           SpicoJournal       *journal,
                                           const char         *account_id,
                                           const char         *code_id,
                                           const char         *status,
                                           GError            **error);

G_END_DECLS
