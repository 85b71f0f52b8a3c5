/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkSliceListModel *spico_gradual_rows_new (GtkWidget *widget,
                                           guint      n_first,
                                           guint      n_more);
GtkSliceListModel *spico_gradual_rows_fill_table (GtkColumnView *table,
                                                  GListModel    *model);
void spico_gradual_rows_restart (GtkSliceListModel *rows,
                                 GListModel        *model);
void spico_gradual_rows_reduce (GtkSliceListModel *rows);
gboolean spico_gradual_rows_is_reduced (GtkSliceListModel *rows);
void spico_gradual_rows_show_all (GtkSliceListModel *rows);

G_END_DECLS
