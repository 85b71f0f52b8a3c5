/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_ERROR_BOX (spico_error_box_get_type ())
G_DECLARE_FINAL_TYPE (SpicoErrorBox, spico_error_box, SPICO, ERROR_BOX, AdwBin)

/**
 * SpicoErrorBox:
 *
 * What did not work, above the fields that it is about.
 */

/**
 * spico_error_box_show:
 * @text: (nullable): what is said, to assistive technology too; %NULL where there is nothing any more
 */
void spico_error_box_show (SpicoErrorBox *self,
                           const char    *text);

G_END_DECLS
