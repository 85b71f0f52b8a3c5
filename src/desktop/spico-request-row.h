/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_REQUEST_ROW (spico_request_row_get_type ())
G_DECLARE_FINAL_TYPE (SpicoRequestRow, spico_request_row, SPICO, REQUEST_ROW, GtkListBoxRow)

/**
 * SpicoRequestRow:
 *
 * What one is asked, and for whom where that is not oneself (F007).
 */

/**
 * spico_request_row_new:
 * @client: the client
 * @request: an item of spico_requests_new()
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *spico_request_row_new (SpicoClient *client,
                                  gpointer     request);

/** spico_request_row_get_request: Returns: (transfer none): what it shows */
gpointer spico_request_row_get_request (SpicoRequestRow *self);

/** spico_request_row_get_account: Returns: (transfer none) (nullable): the account that is asked, while one may act for it */
SpicoAccount *spico_request_row_get_account (SpicoRequestRow *self);

G_END_DECLS
