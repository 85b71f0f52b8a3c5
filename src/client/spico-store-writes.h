/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-store.h"
#include "spico-urgency.h"

G_BEGIN_DECLS

/**
 * SpicoWrite:
 * @mailbox_id: the mailbox in which it was done, where that is not the same as
 * @account_id: the account for which it was done
 * @conversation_id: the conversation
 * @id: the object's own id
 * @dossier_id: the patient
 * @subject: « Objet »
 * @text: a text
 * @ids: participants
 * @used_groups: (nullable): by which groups they were chosen, as spico_group_uses_to_text() gives them
 * @in_reply_to_id: (nullable): the message that it answers
 * @urgency: how a message presses whoever reads it
 * @active_switch: a #SpicoDraftSwitch, of a group
 * @public_switch: a #SpicoDraftSwitch, of a group
 * @number: a seq, or a time in microseconds
 * @flag: on or off
 *
 * What a person did, on its way to the store. Each job below says which members it reads. All of them are #SpicoStoreFunc for
 * spico_store_write(): what was written and what is to be told to the server are one transaction.
 */
typedef struct {
  char *mailbox_id;
  char *account_id;
  char *conversation_id;
  char *id;
  char *dossier_id;
  char *subject;
  char *text;
  GStrv ids;
  char *used_groups;
  char *in_reply_to_id;
  SpicoUrgency urgency;
  guint active_switch;
  guint public_switch;
  gint64 number;
  gboolean flag;
} SpicoWrite;

SpicoWrite *spico_write_new (const char *account_id,
                             const char *conversation_id,
                             const char *id);
void spico_write_free (gpointer data);

gboolean spico_store_enqueue (SpicoTransaction *transaction,
                              const char       *lane,
                              const char       *account_id,
                              const char       *kind,
                              const char       *object_id,
                              GError          **error);
gboolean spico_store_revive_conversation (SpicoTransaction *transaction,
                                          const char       *account_id,
                                          const char       *conversation_id,
                                          GError          **error);
gboolean spico_store_use_draft (SpicoTransaction *transaction,
                                SpicoWrite       *write,
                                GError          **error);
gboolean spico_store_join (SpicoTransaction *transaction,
                           SpicoWrite       *write,
                           GError          **error);
gboolean spico_store_send_waiting (SpicoTransaction *transaction,
                                   SpicoWrite       *write,
                                   GError          **error);
DexFuture *spico_write_message (SpicoTransaction *transaction,
                                gpointer          data);
DexFuture *spico_write_added (SpicoTransaction *transaction,
                              gpointer          data);
DexFuture *spico_write_removed (SpicoTransaction *transaction,
                                gpointer          data);
DexFuture *spico_write_retitled (SpicoTransaction *transaction,
                                 gpointer          data);
DexFuture *spico_write_patient (SpicoTransaction *transaction,
                                gpointer          data);
DexFuture *spico_write_conversation (SpicoTransaction *transaction,
                                     gpointer          data);
DexFuture *spico_write_retry (SpicoTransaction *transaction,
                              gpointer          data);
DexFuture *spico_write_withdraw (SpicoTransaction *transaction,
                                 gpointer          data);
DexFuture *spico_write_draft (SpicoTransaction *transaction,
                              gpointer          data);
DexFuture *spico_write_joined (SpicoTransaction *transaction,
                               gpointer          data);
DexFuture *spico_write_read_marker (SpicoTransaction *transaction,
                                    gpointer          data);
DexFuture *spico_write_unread (SpicoTransaction *transaction,
                               gpointer          data);
DexFuture *spico_write_flag (SpicoTransaction *transaction,
                             gpointer          data);
DexFuture *spico_write_favourite (SpicoTransaction *transaction,
                                  gpointer          data);
DexFuture *spico_write_unfavourite (SpicoTransaction *transaction,
                                    gpointer          data);
DexFuture *spico_write_search (SpicoTransaction *transaction,
                               gpointer          data);
DexFuture *spico_write_setting (SpicoTransaction *transaction,
                                gpointer          data);

G_END_DECLS
