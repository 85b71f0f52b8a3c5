/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PROFILE_PAGE (spico_profile_page_get_type ())
G_DECLARE_FINAL_TYPE (SpicoProfilePage, spico_profile_page, SPICO, PROFILE_PAGE, AdwBreakpointBin)

/**
 * SpicoProfilePage:
 *
 * « Mon profil » (F004) of the account selected in the client: the person's, or that of a structure they act for. Its tabs stand in a list, one of them beside it or, where there is no room, after it.
 */

GtkWidget *spico_profile_page_new (void);
void spico_profile_page_set_client (SpicoProfilePage *self,
                                    SpicoClient      *client);
void spico_profile_page_show (SpicoProfilePage *self,
                              const char       *tab);
gboolean spico_profile_page_focus_tab (SpicoProfilePage *self);
gboolean spico_profile_page_tab_has_focus (SpicoProfilePage *self);

G_END_DECLS
