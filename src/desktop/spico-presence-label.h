/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client-enums.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PRESENCE_LABEL (spico_presence_label_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPresenceLabel, spico_presence_label, SPICO, PRESENCE_LABEL, AdwBin)

/**
 * SpicoPresenceLabel:
 *
 * A dot and the word for a presence: « en ligne », « actif », « absent » or « inactif » (F014). The dot alone never tells: its
 * shape differs as well as its colour, and the word is there, or in the tooltip and the accessible name where #SpicoPresenceLabel:compact.
 */

GtkWidget *spico_presence_label_new (void);
void spico_presence_label_set_presence (SpicoPresenceLabel *self,
                                        SpicoPresence       presence);
void spico_presence_label_set_absent_until (SpicoPresenceLabel *self,
                                            const char         *absent_until);
void spico_presence_label_set_compact (SpicoPresenceLabel *self,
                                       gboolean            compact);

/**
 * spico_presence_format:
 * @presence: a presence
 * @absent_until: (nullable): the last day of an absence, `YYYY-MM-DD`
 *
 * Returns: (transfer full): the word for it, with the last day of an absence where it is known
 */
char *spico_presence_format (SpicoPresence presence,
                             const char   *absent_until);

G_END_DECLS
