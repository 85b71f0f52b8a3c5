/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** spico_discussion_rows_new: Returns: (transfer full): what shows #SpicoConversation and #SpicoFoundMessage in one list */
GtkListItemFactory *spico_discussion_rows_new (void);

/** spico_discussion_rows_new_headers: Returns: (transfer full): what says above each kind what it is */
GtkListItemFactory *spico_discussion_rows_new_headers (void);

G_END_DECLS
