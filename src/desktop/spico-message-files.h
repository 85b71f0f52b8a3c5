/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_MESSAGE_FILES (spico_message_files_get_type ())
G_DECLARE_FINAL_TYPE (SpicoMessageFiles, spico_message_files, SPICO, MESSAGE_FILES, AdwBin)

/**
 * SpicoMessageFiles:
 *
 * The files that go with a message, below its words, one card each.
 */

/** spico_message_files_new: @client: of what is shown */
GtkWidget *spico_message_files_new (SpicoClient *client);

/**
 * spico_message_files_set_message:
 * @message: (nullable): whose files are shown; of one that was withdrawn there are none
 */
void spico_message_files_set_message (SpicoMessageFiles *self,
                                      SpicoMessage      *message);

G_END_DECLS
