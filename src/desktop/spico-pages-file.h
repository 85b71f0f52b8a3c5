/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

#include "spico-pages.h"

G_BEGIN_DECLS

/**
 * spico_pages_file_choose:
 * @parent: a widget of the window that asks
 * @title: the dialog's
 * @file_name: what is proposed, with its ending
 *
 * Asks where a PDF is to be saved.
 *
 * Returns: (transfer full): a future of a #GFile; rejects with %GTK_DIALOG_ERROR_DISMISSED where nobody wants it any more
 */
DexFuture *spico_pages_file_choose (GtkWidget  *parent,
                                    const char *title,
                                    const char *file_name);

/**
 * spico_pages_file_write:
 * @pages: what is printed, on a thread of its own: nothing is added meanwhile, and who draws it has counted its pages before
 * @file: where; what stands there stays until all is written, and then is replaced by a file that its owner alone may read
 * @cancellable: (nullable): leaves everything as it was
 *
 * Returns: (transfer full): a future of a boolean; rejects with a #GIOErrorEnum
 */
DexFuture *spico_pages_file_write (SpicoPages   *pages,
                                   GFile        *file,
                                   GCancellable *cancellable);

G_END_DECLS
