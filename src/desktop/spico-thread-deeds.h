/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-composer.h"
#include "spico-message-row.h"
#include "spico-thread-seek.h"

G_BEGIN_DECLS

#define SPICO_TYPE_THREAD_DEEDS (spico_thread_deeds_get_type ())
G_DECLARE_FINAL_TYPE (SpicoThreadDeeds, spico_thread_deeds, SPICO, THREAD_DEEDS, GObject)

/**
 * SpicoThreadDeeds:
 *
 * What one does with a single message of a conversation: sending it again, rewriting it, answering it, going to the one that it answers.
 */

/**
 * spico_thread_deeds_new:
 * @view: (transfer none): whose actions say what went wrong, and add members
 * @composer: (transfer none): where one writes; like @view, it outlives the object
 * @seek: (transfer none): goes to messages
 */
SpicoThreadDeeds *spico_thread_deeds_new (GtkWidget       *view,
                                          SpicoComposer   *composer,
                                          SpicoThreadSeek *seek);

void spico_thread_deeds_set_client (SpicoThreadDeeds *self,
                                    SpicoClient      *client);

/** spico_thread_deeds_follow: does what is asked of the messages that @row shows */
void spico_thread_deeds_follow (SpicoThreadDeeds *self,
                                SpicoMessageRow  *row);

G_END_DECLS
