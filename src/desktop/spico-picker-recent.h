/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PICKER_RECENT (spico_picker_recent_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPickerRecent, spico_picker_recent, SPICO, PICKER_RECENT, AdwBin)

/**
 * SpicoPickerRecent:
 *
 * « Dernières recherches » (F016).
 *
 * Properties: `is-empty`, whether nothing has been searched for yet. Signal: `activated` (text), what is to be searched for again.
 */

/**
 * spico_picker_recent_set_client:
 * @self: the latest searches
 * @client: a client that is ready; set once
 */
void spico_picker_recent_set_client (SpicoPickerRecent *self,
                                     SpicoClient       *client);

gboolean spico_picker_recent_is_empty (SpicoPickerRecent *self);

G_END_DECLS
