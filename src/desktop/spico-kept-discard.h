/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"
#include "spico-kept.h"

G_BEGIN_DECLS

/** spico_kept_discard_ask: asks, over @parent, whether @kept is to be forgotten for good, and does so */
void spico_kept_discard_ask (GtkWidget   *parent,
                             SpicoClient *client,
                             SpicoKept   *kept);

/** spico_kept_discard_button: Returns: (transfer floating): a button with the trash, which says to a screen reader what @kept is; it does nothing by itself */
GtkWidget *spico_kept_discard_button (SpicoKept *kept);

G_END_DECLS
