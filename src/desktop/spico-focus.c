/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-focus.h"

static gboolean
is_lost (GtkWidget *dialog,
         GtkRoot   *root)
{
  GtkWidget *focus = gtk_root_get_focus (root);

  if (focus == NULL || !gtk_widget_get_mapped (focus))
    return TRUE;

  return GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (root))) == dialog && !gtk_widget_is_ancestor (focus, dialog);
}

void
spico_focus_keep (GtkWidget *widget)
{
  GtkWidget *dialog;
  GtkRoot *root;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  dialog = gtk_widget_get_ancestor (widget, ADW_TYPE_DIALOG);
  root = gtk_widget_get_root (widget);
  if (dialog != NULL && ADW_IS_APPLICATION_WINDOW (root) && is_lost (dialog, root))
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}
