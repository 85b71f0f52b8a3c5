/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

/* A client in memory, with the interface of src/client: a mailbox of its own, a delegated one, and a few conversations in every
 * state that a screen can show. No store and no network. */

SpicoClient *fake_client_new (void);
void fake_client_set_state (SpicoClient      *self,
                            SpicoClientState  state,
                            SpicoConnection   connection,
                            guint             pending_count);
void fake_client_set_obstacle (SpicoClient *self,
                               GError      *obstacle);
void fake_client_lose_contact (SpicoClient *self,
                               gboolean     is_lost);
void fake_client_fill (SpicoClient *self);
void fake_client_add_to_circle (SpicoClient *self,
                                const char  *principal_id,
                                const char  *role,
                                gboolean     is_refused);
SpicoConversation *fake_client_first_conversation (SpicoClient *self);
SpicoConversation *fake_client_conversation (SpicoClient *self,
                                             guint        position);
void fake_client_receive (SpicoClient *self,
                          const char  *text);
const char *fake_client_last_call (SpicoClient *self);
const char *fake_client_last_start (SpicoClient *self);
guint fake_client_count_starts (SpicoClient *self);

G_END_DECLS
