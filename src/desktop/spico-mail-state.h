/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoMailTo:
 * @name: as shown; of whoever was typed, the address
 * @address: an address; empty where there is none, or it is not known yet
 * @is_known: whether the directory was asked
 * @is_trusted: whether the address is one of MSSanté, as far as anybody can tell
 *
 * One recipient. Nothing is owned.
 */
typedef struct {
  const char *name;
  const char *address;
  gboolean is_known;
  gboolean is_trusted;
} SpicoMailTo;

/**
 * SpicoMailField:
 * @SPICO_MAIL_FIELD_NONE: nothing is missing
 * @SPICO_MAIL_FIELD_TO: « Destinataires »
 * @SPICO_MAIL_FIELD_SUBJECT: « Objet »
 * @SPICO_MAIL_FIELD_TEXT: the text
 *
 * Where the cursor goes when somebody tries to send too early.
 */
typedef enum {
  SPICO_MAIL_FIELD_NONE,
  SPICO_MAIL_FIELD_TO,
  SPICO_MAIL_FIELD_SUBJECT,
  SPICO_MAIL_FIELD_TEXT,
} SpicoMailField;

/**
 * SpicoMailValues:
 * @uses_relay: whether the region sends it: then only on line, and only within MSSanté
 * @to: (array length=n_to): the recipients
 * @n_to: how many
 * @subject: « Objet »
 * @text: the text
 * @n_attachments: how many files go along
 * @size: their bytes
 * @is_offline: whether the server is out of reach
 * @is_busy: whether it is being prepared
 *
 * What stands in the form of a mail. Nothing is owned.
 */
typedef struct {
  gboolean uses_relay;
  const SpicoMailTo *to;
  guint n_to;
  const char *subject;
  const char *text;
  guint n_attachments;
  guint64 size;
  gboolean is_offline;
  gboolean is_busy;
} SpicoMailValues;

/**
 * SpicoMailState:
 * @can_send: whether everything needed is there
 * @reason: (nullable): why not, as a sentence for people
 * @missing: the field that @reason is about
 * @left_out: (element-type utf8): the names of those who have no address: they are left out if the person agrees
 * @doubtful: (element-type utf8): typed addresses of which nobody knows whether they are of MSSanté
 *
 * What the form shows: computed from the values alone, so that it is tested without a display (F066).
 */
typedef struct {
  gboolean can_send;
  char *reason;
  SpicoMailField missing;
  GPtrArray *left_out;
  GPtrArray *doubtful;
} SpicoMailState;

SpicoMailState *spico_mail_state_compute (const SpicoMailValues *values);
void spico_mail_state_free (SpicoMailState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoMailState, spico_mail_state_free)

/** spico_mail_state_ask: Returns: (transfer full) (nullable): what is asked before sending: about whom one leaves out, and addresses in doubt; %NULL where there is nothing to ask */
char *spico_mail_state_ask (SpicoMailState *self);

G_END_DECLS
