/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * spico_desktop_init_locale:
 *
 * Sets the locale and finds the translations: where Spico is installed, or in `SPICO_LOCALE_DIR` when it runs from its build folder.
 */
void spico_desktop_init_locale (void);

/**
 * spico_desktop_init:
 *
 * Registers the resource of templates, style and icons. Once, before the first widget; tests call it too.
 */
void spico_desktop_init (void);

G_END_DECLS
