/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoPushSender:
 *
 * Posts to the addresses of clients, over HTTPS and nothing else, in a thread of its own; so many at once, and no longer than a few seconds each.
 */
typedef struct _SpicoPushSender SpicoPushSender;

/**
 * SpicoPushSentFunc:
 * @status: the HTTP status that was answered; 0 if nothing was
 * @data: what was given along
 *
 * Called once for each push, in the sender's thread.
 */
typedef void (*SpicoPushSentFunc) (guint    status,
                                   gpointer data);

SpicoPushSender *spico_push_sender_new (gboolean    allows_private,
                                        const char *ca_file,
                                        GError    **error);
void spico_push_sender_stop (SpicoPushSender *self);
void spico_push_sender_free (SpicoPushSender *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoPushSender, spico_push_sender_free)

guint spico_push_sender_room (SpicoPushSender *self);
void spico_push_sender_send (SpicoPushSender  *self,
                             const char       *url,
                             const char       *body,
                             SpicoPushSentFunc sent,
                             gpointer          data);

G_END_DECLS
