/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_AVATAR (spico_avatar_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAvatar, spico_avatar, SPICO, AVATAR, AdwBin)

/**
 * SpicoAvatar:
 *
 * The initials of a person without their civility, or the building that stands for a structure. It is decoration: the name
 * always stands beside it, so that assistive technology passes over it.
 */

GtkWidget *spico_avatar_new (int size);
void spico_avatar_set_name (SpicoAvatar *self,
                            const char  *name);
void spico_avatar_set_is_structure (SpicoAvatar *self,
                                    gboolean     is_structure);
void spico_avatar_set_size (SpicoAvatar *self,
                            int          size);
const char *spico_avatar_strip_civility (const char *name);

G_END_DECLS
