/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-message-above.h"

static GtkWidget *
create_day (void)
{
  GtkWidget *day = gtk_label_new (NULL);

  gtk_widget_add_css_class (day, "spico-day");
  gtk_widget_add_css_class (day, "caption-heading");
  gtk_widget_add_css_class (day, "dimmed");

  return day;
}

void
spico_message_above_show_day (GtkWidget **day,
                              GtkBox     *box,
                              const char *text)
{
  g_return_if_fail (GTK_IS_BOX (box));

  if (*day == NULL && text == NULL)
    return;
  if (*day == NULL)
    {
      *day = create_day ();
      gtk_box_prepend (box, *day);
    }
  if (text != NULL)
    gtk_label_set_label (GTK_LABEL (*day), text);
  gtk_widget_set_visible (*day, text != NULL);
}

static GtkWidget *
create_line (void)
{
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (line, TRUE);

  return line;
}

static GtkWidget *
create_divider (void)
{
  GtkWidget *divider = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (divider, "spico-divider");
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (GTK_BOX (divider), create_line ());
  gtk_box_append (GTK_BOX (divider), label);
  gtk_box_append (GTK_BOX (divider), create_line ());

  return divider;
}

void
spico_message_above_show_divider (GtkWidget **divider,
                                  GtkBox     *box,
                                  GtkWidget  *day,
                                  const char *text)
{
  g_return_if_fail (GTK_IS_BOX (box));

  if (*divider == NULL && text == NULL)
    return;
  if (*divider == NULL)
    *divider = create_divider ();
  if (gtk_widget_get_parent (*divider) == NULL)
    gtk_box_prepend (box, *divider);
  /* The day may have been made after it. */
  gtk_box_reorder_child_after (box, *divider, day);
  if (text != NULL)
    gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (gtk_widget_get_first_child (*divider))), text);
  gtk_widget_set_visible (*divider, text != NULL);
}
