/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GtkListView, and the one in a GtkColumnView, makes up to two hundred rows beside those that show. The first frame needs a screenful; the others follow a few a frame, once nothing else
 * has come for a moment: who goes on typing would wait for rows that nobody sees. */
#include "spico-gradual-rows.h"

#define KEY "spico-gradual-rows"
/* As many as a GtkListView makes. */
#define ALL_ROWS 200
/* Longer than it takes to the next key. */
#define REST_MS 200
/* How many are let go of at once, where there is time. */
#define FEWER 60
/* A screenful of a table, and what a frame has time for, with a handful of cells each. */
#define FIRST_OF_TABLE 20
#define MORE_OF_TABLE 10

typedef struct {
  GWeakRef widget;
  guint n_first;
  guint n_more;
  guint rest;
  guint tick;
  guint idle;
} Gradual;

static void
gradual_free (gpointer data)
{
  Gradual *gradual = data;

  g_weak_ref_clear (&gradual->widget);
  g_free (gradual);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  GtkSliceListModel *rows = data;
  Gradual *gradual = g_object_get_data (G_OBJECT (rows), KEY);
  guint size = gtk_slice_list_model_get_size (rows);

  if (size < ALL_ROWS && g_list_model_get_n_items (G_LIST_MODEL (rows)) == size)
    {
      gtk_slice_list_model_set_size (rows, size + gradual->n_more);
      return G_SOURCE_CONTINUE;
    }

  /* Where there were fewer, others may still come. */
  gradual->tick = 0;
  if (size >= ALL_ROWS)
    gtk_slice_list_model_set_size (rows, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

static gboolean
rested_cb (gpointer data)
{
  Gradual *gradual = g_object_get_data (data, KEY);
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&gradual->widget);

  gradual->rest = 0;
  if (widget != NULL)
    gradual->tick = gtk_widget_add_tick_callback (widget, tick_cb, g_object_ref (data), g_object_unref);

  return G_SOURCE_REMOVE;
}

static void
stop (Gradual *gradual)
{
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&gradual->widget);
  guint tick = gradual->tick;

  gradual->tick = 0;
  g_clear_handle_id (&gradual->rest, g_source_remove);
  g_clear_handle_id (&gradual->idle, g_source_remove);
  if (tick != 0 && widget != NULL)
    gtk_widget_remove_tick_callback (widget, tick);
}

/* The first ones are drawn before more are made: at a low priority. */
static void
await_rest (GtkSliceListModel *rows,
            Gradual           *gradual)
{
  if (gradual->rest != 0 || gradual->tick != 0 || gradual->idle != 0 || gtk_slice_list_model_get_size (rows) == G_MAXUINT)
    return;

  gradual->rest = g_timeout_add_full (G_PRIORITY_LOW, REST_MS, rested_cb, g_object_ref (rows), g_object_unref);
}

/* Nothing is counted before there are rows. */
static void
rows_changed_cb (GListModel *rows,
                 guint       position,
                 guint       removed,
                 guint       added,
                 gpointer    data)
{
  if (added > 0)
    await_rest (GTK_SLICE_LIST_MODEL (rows), data);
}

/**
 * spico_gradual_rows_new:
 * @widget: whose frames are counted; the list view, or what holds it
 * @n_first: how many rows the first frame has
 * @n_more: how many each later one adds, once no others have come for a moment
 *
 * Returns: (transfer full): a model without rows, to be shown by a list view
 */
GtkSliceListModel *
spico_gradual_rows_new (GtkWidget *widget,
                        guint      n_first,
                        guint      n_more)
{
  GtkSliceListModel *rows = gtk_slice_list_model_new (NULL, 0, n_first);
  Gradual *gradual = g_new0 (Gradual, 1);

  g_weak_ref_init (&gradual->widget, widget);
  gradual->n_first = n_first;
  gradual->n_more = n_more;
  g_object_set_data_full (G_OBJECT (rows), KEY, gradual, gradual_free);
  g_signal_connect (rows, "items-changed", G_CALLBACK (rows_changed_cb), gradual);

  return rows;
}

/**
 * spico_gradual_rows_fill_table:
 * @table: a table without a selection
 * @model: its items
 *
 * Gives @table its rows gradually.
 *
 * Returns: (transfer none): the model that @table has
 */
GtkSliceListModel *
spico_gradual_rows_fill_table (GtkColumnView *table,
                               GListModel    *model)
{
  GtkSliceListModel *rows = spico_gradual_rows_new (GTK_WIDGET (table), FIRST_OF_TABLE, MORE_OF_TABLE);
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (rows));

  gtk_slice_list_model_set_model (rows, model);
  gtk_column_view_set_model (table, GTK_SELECTION_MODEL (selection));

  return rows;
}

/**
 * spico_gradual_rows_restart:
 * @rows: a model of spico_gradual_rows_new()
 * @model: (nullable): what is shown from now on, its first rows at once
 */
void
spico_gradual_rows_restart (GtkSliceListModel *rows,
                            GListModel        *model)
{
  Gradual *gradual = g_object_get_data (G_OBJECT (rows), KEY);

  stop (gradual);
  gtk_slice_list_model_set_size (rows, gradual->n_first);
  gtk_slice_list_model_set_model (rows, model);
}

static gboolean
reduce_cb (gpointer data)
{
  Gradual *gradual = g_object_get_data (G_OBJECT (data), KEY);
  guint n_shown = MIN (g_list_model_get_n_items (G_LIST_MODEL (data)), ALL_ROWS);

  if (n_shown > gradual->n_first + FEWER)
    {
      gtk_slice_list_model_set_size (data, n_shown - FEWER);
      return G_SOURCE_CONTINUE;
    }

  gradual->idle = 0;
  gtk_slice_list_model_set_size (data, gradual->n_first);
  /* What is shown may stay as it is. */
  await_rest (data, gradual);
  return G_SOURCE_REMOVE;
}

/**
 * spico_gradual_rows_reduce:
 * @rows: a model of spico_gradual_rows_fill_table()
 *
 * Goes back to the first rows, a few at a time, as letting go of two hundred takes long too; the others follow as at first. For whatever has most of them become others: a filter is
 * changed once spico_gradual_rows_is_reduced(), which notify::size tells.
 */
void
spico_gradual_rows_reduce (GtkSliceListModel *rows)
{
  Gradual *gradual = g_object_get_data (G_OBJECT (rows), KEY);
  g_autoptr (GtkWidget) table = g_weak_ref_get (&gradual->widget);

  stop (gradual);
  /* From far below, all the rows of there would go at once. */
  if (table != NULL && g_list_model_get_n_items (G_LIST_MODEL (rows)) > ALL_ROWS)
    gtk_column_view_scroll_to (GTK_COLUMN_VIEW (table), 0, NULL, GTK_LIST_SCROLL_NONE, NULL);
  if (g_list_model_get_n_items (G_LIST_MODEL (rows)) > gradual->n_first)
    gradual->idle = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, reduce_cb, g_object_ref (rows), g_object_unref);
  else
    reduce_cb (rows);
}

/** spico_gradual_rows_is_reduced: Returns: whether there are the first rows alone */
gboolean
spico_gradual_rows_is_reduced (GtkSliceListModel *rows)
{
  Gradual *gradual = g_object_get_data (G_OBJECT (rows), KEY);

  return gtk_slice_list_model_get_size (rows) == gradual->n_first;
}

/**
 * spico_gradual_rows_show_all:
 * @rows: a model of spico_gradual_rows_new()
 *
 * All rows are there from now on, for who looks for one of them.
 */
void
spico_gradual_rows_show_all (GtkSliceListModel *rows)
{
  gtk_slice_list_model_set_size (rows, G_MAXUINT);
}
