/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "spico-client.h"

G_BEGIN_DECLS

/** spico_kept_notices_attach: from now on, and for as long as it is there, @window says what could not be saved when that is heard of (F030, F040): by its action `win.error` */
void spico_kept_notices_attach (GtkWidget   *window,
                                SpicoClient *client);

G_END_DECLS
