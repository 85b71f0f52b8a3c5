/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GtkListView makes up to two hundred rows beside those that show. The first frame needs a screenful; the others follow a few a frame. */
#include "spico-gradual-rows.h"

#define KEY "spico-gradual-rows"
/* As many as a GtkListView makes. */
#define ALL_ROWS 200

typedef struct {
  GWeakRef widget;
  guint n_first;
  guint n_more;
  guint tick;
  gint64 first_frame; /* -1 before it */
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
  gint64 frame = gdk_frame_clock_get_frame_counter (clock);
  guint size = gtk_slice_list_model_get_size (rows);

  if (gradual->first_frame < 0)
    gradual->first_frame = frame;
  /* The rows of the first frame are not drawn yet. */
  if (frame == gradual->first_frame)
    return G_SOURCE_CONTINUE;
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

/* Nothing is counted before there are rows. */
static void
rows_changed_cb (GListModel *rows,
                 guint       position,
                 guint       removed,
                 guint       added,
                 gpointer    data)
{
  Gradual *gradual = data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&gradual->widget);

  if (added == 0 || widget == NULL || gradual->tick != 0 || gtk_slice_list_model_get_size (GTK_SLICE_LIST_MODEL (rows)) == G_MAXUINT)
    return;

  gradual->first_frame = -1;
  gradual->tick = gtk_widget_add_tick_callback (widget, tick_cb, g_object_ref (rows), g_object_unref);
}

/**
 * spico_gradual_rows_new:
 * @widget: whose frames are counted; the list view, or what holds it
 * @n_first: how many rows the first frame has
 * @n_more: how many each later one adds
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
  gradual->first_frame = -1;
  g_object_set_data_full (G_OBJECT (rows), KEY, gradual, gradual_free);
  g_signal_connect (rows, "items-changed", G_CALLBACK (rows_changed_cb), gradual);

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

  gtk_slice_list_model_set_size (rows, gradual->n_first);
  gradual->first_frame = -1;
  gtk_slice_list_model_set_model (rows, model);
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
