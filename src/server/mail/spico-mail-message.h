/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** How many events a mail names, each in a line; of the others it says how many they are. */
#define SPICO_MAIL_MAX_LINES 20

/**
 * SpicoMailKind:
 * @SPICO_MAIL_CONTACT: somebody wants to reach the recipient (F015), or has written to them, who have no account (F073)
 * @SPICO_MAIL_GROUP: a group of favourites is shared with them (F044)
 * @SPICO_MAIL_DELEGATION: something became of a delegation (F027)
 * @SPICO_MAIL_CODE: it brings the code that proves that they read the address (F005)
 * @SPICO_MAIL_FORMER: it tells the address that another is used from now on (F005)
 * @SPICO_MAIL_ANNOUNCEMENT: it brings what the operator announces to everyone (F005, F008)
 * @SPICO_MAIL_REQUEST: the operator is asked for another administrator of a group of favourites (F058)
 * @SPICO_MAIL_ROLE: who administers a group of favourites from now on, or not (F058)
 * @SPICO_MAIL_ASSIGNMENT: a conversation is handed to the recipient (B014)
 *
 * What a mail is about. Events of the same of the first three kinds, requests, roles and assignments are told together.
 */
typedef enum {
  SPICO_MAIL_CONTACT,
  SPICO_MAIL_GROUP,
  SPICO_MAIL_DELEGATION,
  SPICO_MAIL_CODE,
  SPICO_MAIL_FORMER,
  SPICO_MAIL_ANNOUNCEMENT,
  SPICO_MAIL_REQUEST,
  SPICO_MAIL_ROLE,
  SPICO_MAIL_ASSIGNMENT,
} SpicoMailKind;

/**
 * SpicoMailMessage:
 * @id: what the mail is about; its Message-ID comes from it, so that one that is sent twice can be told as such
 * @from: the address that the operator sends from
 * @to: the recipient's address
 * @kind: what it is about
 * @events: (array zero-terminated=1): what it tells, at least one, the first one first, each a sentence without its point
 * @details: (nullable): the text of an announcement, its paragraphs separated by an empty line
 * @is_asked: whether the recipient is to answer one of them
 * @code: (nullable): the code that proves that the recipient reads the address, where the mail brings one
 * @has_account: whether the recipient has an account already
 * @url: (nullable): where the region is found
 * @sent_at_us: the time, in microseconds since 1970
 *
 * Notifications as a mail (F005, F015, F027, F044, F073). It says who wants to reach somebody, shares a group with them, does what with a delegation, or changes an address, and never about what: no patient, no subject, no text, no name of a group (B005). What the operator announces is said as they wrote it.
 */
typedef struct {
  const char *id;
  const char *from;
  const char *to;
  SpicoMailKind kind;
  const char *const *events;
  const char *details;
  gboolean is_asked;
  const char *code;
  gboolean has_account;
  const char *url;
  gint64 sent_at_us;
} SpicoMailMessage;

char *spico_mail_message_format (const SpicoMailMessage *self);

G_END_DECLS
