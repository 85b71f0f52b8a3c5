/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * spico_error_text:
 * @error: an error of %SPICO_CLIENT_ERROR, or any other
 *
 * Returns: (transfer none): what happened and what to do, in a sentence for people; never the error's own message
 */
const char *spico_error_text (const GError *error);

/**
 * spico_error_obstacle_text:
 * @error: from spico_client_get_obstacle()
 *
 * Returns: (transfer none): why nothing is sent, and what to do, for as long as that lasts
 */
const char *spico_error_obstacle_text (const GError *error);

G_END_DECLS
