/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-facts.h"

GtkWidget *
spico_facts_add (GPtrArray           *rows,
                 AdwPreferencesGroup *group,
                 const char          *title,
                 const char          *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (group, row);
  g_object_set_data (G_OBJECT (row), "group", group);
  g_ptr_array_add (rows, row);
  gtk_widget_set_visible (GTK_WIDGET (group), TRUE);

  return row;
}

void
spico_facts_add_property (GPtrArray           *rows,
                          AdwPreferencesGroup *group,
                          const char          *title,
                          const char          *value)
{
  GtkWidget *row;

  if (value == NULL || *value == '\0')
    return;

  row = spico_facts_add (rows, group, title, value);
  gtk_widget_add_css_class (row, "property");
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
}

AdwPreferencesGroup *
spico_facts_group_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "group");
}

void
spico_facts_clear (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (rows, i);
      AdwPreferencesGroup *group = spico_facts_group_of (row);

      adw_preferences_group_remove (group, row);
      gtk_widget_set_visible (GTK_WIDGET (group), FALSE);
    }
  g_ptr_array_set_size (rows, 0);
}
