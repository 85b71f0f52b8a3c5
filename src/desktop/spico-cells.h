/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SpicoCellText:
 * @item: an item of the list
 *
 * Returns: (transfer full): what a cell says of it
 */
typedef char *(*SpicoCellText) (gpointer item);

/**
 * SpicoCellPart:
 * @item: an item of the list
 *
 * Returns: (transfer none) (nullable): an object whose changes change the cell too
 */
typedef gpointer (*SpicoCellPart) (gpointer item);

/**
 * SpicoCellShow:
 * @widget: the widget of a cell
 * @item: the item that it shows now
 * @owner: whose column it is
 */
typedef void (*SpicoCellShow) (GtkWidget *widget,
                               gpointer   item,
                               gpointer   owner);

/**
 * spico_cells_add_text:
 * @view: a table
 * @title: the column's title
 * @text: what its cells say
 * @part: (nullable): what else they follow
 *
 * Adds a column of text; its cells follow their items.
 *
 * Returns: (transfer none): the column
 */
GtkColumnViewColumn *spico_cells_add_text (GtkColumnView *view,
                                           const char    *title,
                                           SpicoCellText  text,
                                           SpicoCellPart  part);

/** spico_cells_follow: adds a second object, of each item, whose changes change the cells of a column of text too */
void spico_cells_follow (GtkColumnViewColumn *column,
                         SpicoCellPart        part);

/**
 * spico_cells_add:
 * @view: a table
 * @title: the column's title
 * @make: makes the widget of a cell, for @owner
 * @show: fills it, again whenever its item changes
 * @owner: the widget whose column it is; it outlives the table
 *
 * Returns: (transfer none): the column
 */
GtkColumnViewColumn *spico_cells_add (GtkColumnView *view,
                                      const char    *title,
                                      GtkWidget   *(*make) (gpointer owner),
                                      SpicoCellShow  show,
                                      gpointer       owner);

/** spico_cells_make_long_text: Returns: (transfer floating): a label of what may be long, in three lines at most */
GtkWidget *spico_cells_make_long_text (void);

/** spico_cells_give_room: a column of what may be long has @least pixels, and whatever the others leave */
void spico_cells_give_room (GtkColumnViewColumn *column,
                            int                  least);

/**
 * spico_cells_new_factory: the same for the rows of a list
 *
 * Returns: (transfer full): what makes them
 */
GtkListItemFactory *spico_cells_new_factory (GtkWidget   *(*make) (gpointer owner),
                                             SpicoCellShow  show,
                                             gpointer       owner);

/** spico_cells_make_principal: a cell that tells namesakes apart: name and occupation of a person or a structure, for spico_cells_show_principal() */
GtkWidget *spico_cells_make_principal (gpointer owner);
void spico_cells_show_principal (GtkWidget *box,
                                 gpointer   principal,
                                 gpointer   owner);

/** spico_cells_get_item: Returns: (transfer none) (nullable): the item that the cell around @widget shows */
gpointer spico_cells_get_item (GtkWidget *widget);

/** spico_cells_format_day: Returns: (transfer full): « 24/02/2025 »; empty for %NULL */
char *spico_cells_format_day (GDateTime *day);

/** spico_cells_format_yes_no: Returns: (transfer full): « Oui » or « Non » */
char *spico_cells_format_yes_no (gboolean is_yes);

G_END_DECLS
