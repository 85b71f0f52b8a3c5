/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of tables: cells that follow what they show. */
#include "spico-cells.h"

#include <glib/gi18n.h>

#include "spico-avatar.h"
#include "spico-picker-row.h"
#include "spico-tooltip.h"

/* What the cells of a column do. The factory owns it. */
typedef struct {
  SpicoCellText text;
  SpicoCellPart parts[2];
  GtkWidget *(*make) (gpointer owner);
  SpicoCellShow show;
  gpointer owner;
  gboolean has_room;
} Column;

static void
show (GtkListItem *cell)
{
  Column *column = g_object_get_data (G_OBJECT (cell), "column");
  GtkWidget *child = gtk_list_item_get_child (cell);
  gpointer item = gtk_list_item_get_item (cell);
  g_autofree char *text = NULL;

  if (item == NULL)
    return;
  if (column->show != NULL)
    {
      column->show (child, item, column->owner);
      return;
    }

  text = column->text (item);
  gtk_label_set_label (GTK_LABEL (child), text);
  if (column->has_room)
    spico_tooltip_set (child, text);
}

GtkWidget *
spico_cells_make_long_text (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);

  return label;
}

static GtkWidget *
make_short_text (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);

  return label;
}

static GtkWidget *
make_text (Column *column)
{
  return column->has_room ? spico_cells_make_long_text () : make_short_text ();
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *cell,
          Column             *column)
{
  GtkWidget *child = column->make != NULL ? column->make (column->owner) : make_text (column);

  g_object_set_data (G_OBJECT (cell), "column", column);
  g_object_set_data (G_OBJECT (child), "spico-cell", cell);
  gtk_list_item_set_child (cell, child);
}

static const char *const part_keys[] = { "part", "second-part" };

static void
follow_part (GtkListItem *cell,
             Column      *column,
             guint        i)
{
  gpointer part = column->parts[i] != NULL ? column->parts[i] (gtk_list_item_get_item (cell)) : NULL;

  if (part == NULL)
    return;
  g_object_set_data_full (G_OBJECT (cell), part_keys[i], g_object_ref (part), g_object_unref);
  g_signal_connect_object (part, "notify", G_CALLBACK (show), cell, G_CONNECT_SWAPPED);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *cell,
         Column             *column)
{
  g_signal_connect_object (gtk_list_item_get_item (cell), "notify", G_CALLBACK (show), cell, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (part_keys); i++)
    follow_part (cell, column, i);
  show (cell);
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *cell,
           Column             *column)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (cell), show, cell);
  for (guint i = 0; i < G_N_ELEMENTS (part_keys); i++)
    {
      gpointer part = g_object_get_data (G_OBJECT (cell), part_keys[i]);

      if (part != NULL)
        g_signal_handlers_disconnect_by_func (part, show, cell);
      g_object_set_data (G_OBJECT (cell), part_keys[i], NULL);
    }
}

/* Takes the column. */
static GtkListItemFactory *
make_factory (Column *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data_full (G_OBJECT (factory), "column", column, g_free);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), column);

  return factory;
}

/* Takes the column. */
static GtkColumnViewColumn *
add (GtkColumnView *view,
     const char    *title,
     Column        *column)
{
  g_autoptr (GtkColumnViewColumn) added = gtk_column_view_column_new (title, make_factory (column));

  gtk_column_view_append_column (view, added);

  return added;
}

GtkColumnViewColumn *
spico_cells_add_text (GtkColumnView *view,
                      const char    *title,
                      SpicoCellText  text,
                      SpicoCellPart  part)
{
  Column *column = g_new0 (Column, 1);

  column->text = text;
  column->parts[0] = part;

  return add (view, title, column);
}

void
spico_cells_follow (GtkColumnViewColumn *column,
                    SpicoCellPart        part)
{
  Column *cells = g_object_get_data (G_OBJECT (gtk_column_view_column_get_factory (column)), "column");

  cells->parts[1] = part;
}

GtkColumnViewColumn *
spico_cells_add (GtkColumnView *view,
                 const char    *title,
                 GtkWidget   *(*make) (gpointer owner),
                 SpicoCellShow  show_cell,
                 gpointer       owner)
{
  Column *column = g_new0 (Column, 1);

  column->make = make;
  column->show = show_cell;
  column->owner = owner;

  return add (view, title, column);
}

GtkListItemFactory *
spico_cells_new_factory (GtkWidget   *(*make) (gpointer owner),
                         SpicoCellShow  show_cell,
                         gpointer       owner)
{
  Column *column = g_new0 (Column, 1);

  column->make = make;
  column->show = show_cell;
  column->owner = owner;

  return make_factory (column);
}

void
spico_cells_give_room (GtkColumnViewColumn *column,
                       int                  least)
{
  Column *cells = g_object_get_data (G_OBJECT (gtk_column_view_column_get_factory (column)), "column");

  cells->has_room = TRUE;
  gtk_column_view_column_set_fixed_width (column, least);
  gtk_column_view_column_set_expand (column, TRUE);
}

/* ---- People and structures ---- */

static GtkWidget *
make_line (void)
{
  GtkWidget *label = make_short_text ();

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);

  return label;
}

GtkWidget *
spico_cells_make_principal (gpointer owner)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *occupation = make_line ();

  gtk_widget_add_css_class (occupation, "caption");
  gtk_widget_add_css_class (occupation, "dimmed");
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), make_line ());
  gtk_box_append (GTK_BOX (lines), occupation);
  gtk_box_append (GTK_BOX (box), spico_avatar_new (32));
  gtk_box_append (GTK_BOX (box), lines);

  return box;
}

void
spico_cells_show_principal (GtkWidget *box,
                            gpointer   principal,
                            gpointer   owner)
{
  SpicoAvatar *avatar = SPICO_AVATAR (gtk_widget_get_first_child (box));
  GtkWidget *lines = gtk_widget_get_last_child (box);
  GtkWidget *occupation = gtk_widget_get_last_child (lines);
  g_autofree char *text = spico_picker_row_format_occupation (principal);
  const char *name = spico_principal_get_name (principal);

  spico_avatar_set_name (avatar, name);
  spico_avatar_set_is_structure (avatar, spico_principal_get_kind (principal) != SPICO_PRINCIPAL_PERSON);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (lines)), name);
  gtk_label_set_label (GTK_LABEL (occupation), text != NULL ? text : "");
  gtk_widget_set_visible (occupation, text != NULL && *text != '\0');
  gtk_list_item_set_accessible_label (g_object_get_data (G_OBJECT (box), "spico-cell"), name);
}

gpointer
spico_cells_get_item (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    {
      GtkListItem *cell = g_object_get_data (G_OBJECT (at), "spico-cell");

      if (cell != NULL)
        return gtk_list_item_get_item (cell);
    }

  return NULL;
}

char *
spico_cells_format_day (GDateTime *day)
{
  return day != NULL ? g_date_time_format (day, "%d/%m/%Y") : g_strdup ("");
}

char *
spico_cells_format_yes_no (gboolean is_yes)
{
  return g_strdup (is_yes ? _("Yes") : _("No"));
}
