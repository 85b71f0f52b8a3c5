/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"
#include "spico-kept.h"

G_BEGIN_DECLS

#define SPICO_TYPE_KEPT_CARD (spico_kept_card_get_type ())
G_DECLARE_FINAL_TYPE (SpicoKeptCard, spico_kept_card, SPICO, KEPT_CARD, AdwBin)

/** spico_kept_card_new: Returns: (transfer floating): all of what was typed, to be read, copied, and deleted */
GtkWidget *spico_kept_card_new (SpicoClient *client,
                                SpicoKept   *kept);

G_END_DECLS
