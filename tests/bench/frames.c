/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "frames.h"

#include "turns.h"

struct _Frames {
  GtkWidget *window;
  GArray *costs;
  double begun;
};

static void
before_cb (Frames *self)
{
  self->begun = turns_now_ms ();
}

static void
after_cb (Frames *self)
{
  double cost = turns_now_ms () - self->begun;

  g_array_append_val (self->costs, cost);
}

/* The window is realized. */
Frames *
frames_new (GtkWidget *window)
{
  Frames *self = g_new0 (Frames, 1);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  self->window = window;
  self->costs = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (before_cb), self);
  g_signal_connect_data (clock, "after-paint", G_CALLBACK (after_cb), self, NULL, G_CONNECT_SWAPPED | G_CONNECT_AFTER);

  return self;
}

void
frames_free (Frames *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->window);

  g_signal_handlers_disconnect_by_data (clock, self);
  g_array_unref (self->costs);
  g_free (self);
}

guint
frames_count (Frames *self)
{
  return self->costs->len;
}

void
frames_forget (Frames *self)
{
  g_array_set_size (self->costs, 0);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double *first = a, *second = b;

  return *first < *second ? -1 : *first > *second;
}

double
frames_percentile (Frames *self,
                   double  share)
{
  g_assert (self->costs->len > 0);
  g_array_sort (self->costs, compare);

  return g_array_index (self->costs, double, MIN ((guint) (self->costs->len * share), self->costs->len - 1));
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  return G_SOURCE_CONTINUE;
}

/* The next frame, even where nothing changes. */
void
frames_wait (Frames *self)
{
  guint n_before = self->costs->len;
  guint tick = gtk_widget_add_tick_callback (self->window, tick_cb, NULL, NULL);

  while (self->costs->len == n_before)
    turns_turn ();
  gtk_widget_remove_tick_callback (self->window, tick);
}
