/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-tooltip.h"

#define KEY "spico-tooltip"

static gboolean
query_cb (GtkWidget  *widget,
          int         x,
          int         y,
          gboolean    is_by_keyboard,
          GtkTooltip *tooltip,
          gpointer    data)
{
  const char *text = g_object_get_data (G_OBJECT (widget), KEY);

  gtk_tooltip_set_text (tooltip, text);

  return text != NULL;
}

void
spico_tooltip_set (GtkWidget  *widget,
                   const char *text)
{
  g_object_set_data_full (G_OBJECT (widget), KEY, g_strdup (text), g_free);
  if (gtk_widget_get_has_tooltip (widget) || text == NULL)
    return;

  g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
  gtk_widget_set_has_tooltip (widget, TRUE);
}
