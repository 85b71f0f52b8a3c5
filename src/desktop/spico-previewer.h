/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

G_BEGIN_DECLS

#define SPICO_TYPE_PREVIEWER (spico_previewer_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPreviewer, spico_previewer, SPICO, PREVIEWER, GObject)

/**
 * SpicoPreviewer:
 *
 * Has files that somebody sent looked at by `spico-preview`, a process without rights (B004): this one, which has the keys, never decodes any of them. Main thread only.
 */

/**
 * spico_previewer_get_default:
 *
 * Returns: (transfer none): the one of this program, which asks what is installed
 */
SpicoPreviewer *spico_previewer_get_default (void);

/**
 * spico_previewer_new:
 * @program: the path of `spico-preview`
 */
SpicoPreviewer *spico_previewer_new (const char *program);

/**
 * spico_previewer_may_show:
 * @name: the name of a file
 * @size: its bytes
 *
 * Returns: whether it is worth a try to show what it looks like, by its name alone: what it is, the program finds out
 */
gboolean spico_previewer_may_show (const char *name,
                                   gint64      size);

/**
 * spico_previewer_show:
 * @file: all of a file; it is closed
 * @side: the most pixels of a side, 1 … %SPICO_PREVIEW_SIDE_MAX
 * @cancellable: (nullable): gives it up
 *
 * A few are looked at at once, the others wait. None takes longer than 20 s once its turn has come.
 *
 * Returns: (transfer full): a future of a #GdkTexture; rejects where there is nothing to be shown
 */
DexFuture *spico_previewer_show (SpicoPreviewer *self,
                                 GInputStream   *file,
                                 guint           side,
                                 GCancellable   *cancellable);

G_END_DECLS
