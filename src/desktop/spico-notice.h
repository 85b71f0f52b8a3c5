/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** spico_notice_new: Returns: (transfer floating): a sentence that is told before one goes on, with a sign before it */
GtkWidget *spico_notice_new (const char *text);

G_END_DECLS
