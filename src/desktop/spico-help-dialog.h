/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_HELP_DIALOG (spico_help_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoHelpDialog, spico_help_dialog, SPICO, HELP_DIALOG, AdwDialog)

/**
 * spico_help_dialog_new:
 * @client: who knows the support desk's address
 * @server: (nullable): while nobody is signed in, the server's address, as typed
 * @topic: (nullable): the page to open; %NULL for the contents
 *
 * Returns: (transfer full): the help, with the support desk's address at its foot (F101)
 */
AdwDialog *spico_help_dialog_new (SpicoClient *client,
                                  const char  *server,
                                  const char  *topic);

/**
 * spico_help_topic_of:
 * @window: a window
 *
 * Returns: (transfer none) (nullable): the page about what one has in front of oneself: where the focus is, else the dialog that is open, else the page of the window
 */
const char *spico_help_topic_of (AdwApplicationWindow *window);

G_END_DECLS
