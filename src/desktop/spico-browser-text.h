/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * spico_browser_format_page:
 * @error: (nullable): why nobody is signed in; %NULL where somebody is
 *
 * What the browser says in the end (F002). It loads nothing, and names nobody.
 *
 * Returns: (transfer full): a page, in HTML
 */
char *spico_browser_format_page (const GError *error);

/**
 * spico_browser_format_no_account:
 * @support: (nullable): the support desk's address and telephone number, as far as they are known, as spico_client_load_support() gives them
 *
 * Returns: (transfer full): what somebody reads who has no account (F001)
 */
char *spico_browser_format_no_account (const char *const *support);

G_END_DECLS
