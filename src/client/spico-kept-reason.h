/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoKeptReason:
 * @SPICO_KEPT_NOT_SAVED: nobody has asked to save it yet
 * @SPICO_KEPT_REFUSED: the server does not take it
 * @SPICO_KEPT_MEMBERS: somebody among the members may not be in it, or is not in the directory any more
 * @SPICO_KEPT_TOO_MANY: the account administers as many groups as it may
 * @SPICO_KEPT_NOT_ADMINISTRATOR: the account does not administer the group, or no longer
 * @SPICO_KEPT_GONE: the group was deleted
 * @SPICO_KEPT_ENDED: the account may no longer be used, or not for this (F024, F030)
 *
 * Why something that was typed is here, and nowhere else. The store keeps these numbers, but for the last, which follows from the account.
 */
typedef enum {
  SPICO_KEPT_NOT_SAVED,
  SPICO_KEPT_REFUSED,
  SPICO_KEPT_MEMBERS,
  SPICO_KEPT_TOO_MANY,
  SPICO_KEPT_NOT_ADMINISTRATOR,
  SPICO_KEPT_GONE,
  SPICO_KEPT_ENDED,
} SpicoKeptReason;

G_END_DECLS
