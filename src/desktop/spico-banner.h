/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * spico_banner_show:
 * @banner: a banner
 * @text: (nullable): what it says; %NULL for nothing, and then it is not there
 */
void spico_banner_show (AdwBanner  *banner,
                        const char *text);

G_END_DECLS
