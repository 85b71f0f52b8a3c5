/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-discussion-rows.h"

#include <glib/gi18n.h>

#include "spico-conversation-row.h"
#include "spico-found-row.h"

static void
row_label_cb (GtkWidget   *row,
              GParamSpec  *pspec,
              GtkListItem *item)
{
  g_autofree char *label = NULL;

  g_object_get (row, "label", &label, NULL);
  gtk_list_item_set_accessible_label (item, label != NULL ? label : "");
}

/* A row of the list shows now one kind, now the other; most often the same as before. */
static GtkWidget *
ensure_row (GtkListItem *item,
            GType        type,
            GtkWidget *(*make) (void))
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (row != NULL && G_TYPE_CHECK_INSTANCE_TYPE (row, type))
    return row;

  row = make ();
  g_signal_connect_object (row, "notify::label", G_CALLBACK (row_label_cb), item, 0);
  gtk_list_item_set_child (item, row);

  return row;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  ensure_row (item, SPICO_TYPE_CONVERSATION_ROW, spico_conversation_row_new);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  gpointer shown = gtk_list_item_get_item (item);

  if (SPICO_IS_FOUND_MESSAGE (shown))
    spico_found_row_set_found (SPICO_FOUND_ROW (ensure_row (item, SPICO_TYPE_FOUND_ROW, spico_found_row_new)), shown);
  else
    spico_conversation_row_set_conversation (SPICO_CONVERSATION_ROW (ensure_row (item, SPICO_TYPE_CONVERSATION_ROW, spico_conversation_row_new)), shown);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (SPICO_IS_FOUND_ROW (row))
    spico_found_row_set_found (SPICO_FOUND_ROW (row), NULL);
  else
    spico_conversation_row_set_conversation (SPICO_CONVERSATION_ROW (row), NULL);
}

GtkListItemFactory *
spico_discussion_rows_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);

  return factory;
}

static void
header_setup_cb (GtkSignalListItemFactory *factory,
                 GtkListHeader            *header)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_header_set_child (header, label);
}

static void
header_bind_cb (GtkSignalListItemFactory *factory,
                GtkListHeader            *header)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_header_get_child (header)), SPICO_IS_FOUND_MESSAGE (gtk_list_header_get_item (header)) ? _("Messages") : _("Conversations"));
}

GtkListItemFactory *
spico_discussion_rows_new_headers (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (header_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (header_bind_cb), NULL);

  return factory;
}
