/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoWaiting:
 * @n_messages: messages that wait to be sent
 * @n_changes: groups, answers to them, templates, corrections and other times of messages that are sent later, which are saved here, and that the server does not know
 * @n_drafts: what was typed and is neither saved nor sent: messages that were refused or cancelled, and drafts of messages, groups, templates and absences
 *
 * What is left when a store is locked (X018): the first two leave once it is unlocked, the last is found again. Numbers alone: they are read without a password.
 */
typedef struct {
  guint n_messages;
  guint n_changes;
  guint n_drafts;
} SpicoWaiting;

G_END_DECLS
