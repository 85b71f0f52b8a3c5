/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_KEPT_BANNER (spico_kept_banner_get_type ())
G_DECLARE_FINAL_TYPE (SpicoKeptBanner, spico_kept_banner, SPICO, KEPT_BANNER, AdwBin)

/**
 * spico_kept_banner_set_account:
 * @account: (nullable): the account that one looks at
 *
 * Of an account that ended, it says that something was typed for it and could not be saved, and shows it (F030).
 */
void spico_kept_banner_set_account (SpicoKeptBanner *self,
                                    SpicoClient     *client,
                                    SpicoAccount    *account);

G_END_DECLS
