/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-thread-scroll.h"

/* So near to an end counts as being there, in pixels. */
#define BOTTOM_MARGIN 24
#define TOP_MARGIN 1000
#define SETTLE_FRAMES 3
/* What is shown below a message that was asked for, so that it does not stand under the button that floats there. */
#define ROWS_BELOW 3

typedef enum {
  PLACE_NONE,
  PLACE_END,
  PLACE_START,
  PLACE_DONE,
} PlaceStep;

struct _SpicoThreadScroll {
  GObject parent_instance;

  /* Borrowed */
  GtkScrolledWindow *scroller;
  GtkListView *list;

  guint start;
  guint place_tick;
  guint settle_tick;
  guint settle_frames;
  guint show_tick;
  guint shown;
  PlaceStep step;
  gboolean is_sticky;
  gboolean takes_keyboard;
};

G_DEFINE_FINAL_TYPE (SpicoThreadScroll, spico_thread_scroll, G_TYPE_OBJECT)

enum {
  MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkAdjustment *
adjustment (SpicoThreadScroll *self)
{
  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

static guint
n_rows (SpicoThreadScroll *self)
{
  GtkSelectionModel *model = gtk_list_view_get_model (self->list);

  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

static void
stay_at_bottom (SpicoThreadScroll *self)
{
  GtkAdjustment *vertical = adjustment (self);

  if (!self->is_sticky || self->step == PLACE_NONE || n_rows (self) == 0)
    return;

  gtk_list_view_scroll_to (self->list, n_rows (self) - 1, GTK_LIST_SCROLL_NONE, NULL);
  gtk_adjustment_set_value (vertical, gtk_adjustment_get_upper (vertical) - gtk_adjustment_get_page_size (vertical));
}

static gboolean
settle_tick_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  SpicoThreadScroll *self = user_data;

  stay_at_bottom (self);
  if (--self->settle_frames > 0)
    return G_SOURCE_CONTINUE;

  self->settle_tick = 0;
  if (self->step == PLACE_DONE)
    {
      self->is_sticky = self->is_sticky || spico_thread_scroll_is_at_bottom (self);
      g_signal_emit (self, signals[MOVED], 0);
    }

  return G_SOURCE_REMOVE;
}

/* Each step waits for the frame that lays out the one before. */
static gboolean
place_tick_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  SpicoThreadScroll *self = user_data;

  if (self->step == PLACE_END)
    {
      self->step = PLACE_START;
      if (self->start < n_rows (self))
        {
          self->is_sticky = FALSE;
          gtk_list_view_scroll_to (self->list, self->start, GTK_LIST_SCROLL_NONE, NULL);
        }
      return G_SOURCE_CONTINUE;
    }

  self->place_tick = 0;
  self->step = PLACE_DONE;
  self->is_sticky = spico_thread_scroll_is_at_bottom (self);
  g_signal_emit (self, signals[MOVED], 0);

  return G_SOURCE_REMOVE;
}

static void
begin (SpicoThreadScroll *self)
{
  if (self->step != PLACE_NONE || n_rows (self) == 0 || gtk_adjustment_get_page_size (adjustment (self)) < 1)
    return;

  self->step = PLACE_END;
  self->is_sticky = TRUE;
  gtk_list_view_scroll_to (self->list, n_rows (self) - 1, GTK_LIST_SCROLL_NONE, NULL);
  self->place_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), place_tick_cb, self, NULL);
}

static void
changed_cb (SpicoThreadScroll *self)
{
  begin (self);
  spico_thread_scroll_settle (self);
}

/* While the list settles it moves by itself; then it is a person who does. */
static void
value_changed_cb (SpicoThreadScroll *self)
{
  if (self->step != PLACE_DONE || self->settle_tick != 0)
    return;

  self->is_sticky = spico_thread_scroll_is_at_bottom (self);
  g_signal_emit (self, signals[MOVED], 0);
}

static void
stop_ticks (SpicoThreadScroll *self)
{
  if (self->place_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->place_tick);
  if (self->settle_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->settle_tick);
  if (self->show_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->show_tick);
  self->place_tick = 0;
  self->settle_tick = 0;
  self->show_tick = 0;
}

static void
spico_thread_scroll_dispose (GObject *object)
{
  stop_ticks (SPICO_THREAD_SCROLL (object));

  G_OBJECT_CLASS (spico_thread_scroll_parent_class)->dispose (object);
}

static void
spico_thread_scroll_class_init (SpicoThreadScrollClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_thread_scroll_dispose;

  signals[MOVED] = g_signal_new ("moved", SPICO_TYPE_THREAD_SCROLL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
spico_thread_scroll_init (SpicoThreadScroll *self)
{
  self->is_sticky = TRUE;
  self->start = GTK_INVALID_LIST_POSITION;
}

SpicoThreadScroll *
spico_thread_scroll_new (GtkScrolledWindow *scroller,
                         GtkListView       *list)
{
  SpicoThreadScroll *self = g_object_new (SPICO_TYPE_THREAD_SCROLL, NULL);

  self->scroller = scroller;
  self->list = list;
  g_signal_connect_object (adjustment (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment (self), "value-changed", G_CALLBACK (value_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
spico_thread_scroll_reset (SpicoThreadScroll *self)
{
  g_return_if_fail (SPICO_IS_THREAD_SCROLL (self));

  stop_ticks (self);
  self->step = PLACE_NONE;
  self->start = GTK_INVALID_LIST_POSITION;
  self->is_sticky = TRUE;
}

void
spico_thread_scroll_place (SpicoThreadScroll *self,
                           guint              start)
{
  g_return_if_fail (SPICO_IS_THREAD_SCROLL (self));

  self->start = start;
  begin (self);
}

void
spico_thread_scroll_settle (SpicoThreadScroll *self)
{
  g_return_if_fail (SPICO_IS_THREAD_SCROLL (self));

  stay_at_bottom (self);
  self->settle_frames = SETTLE_FRAMES;
  if (self->settle_tick == 0)
    self->settle_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), settle_tick_cb, self, NULL);
}

/* Rows that are bound where one will be are laid out once, not at the beginning first. */
void
spico_thread_scroll_foresee (SpicoThreadScroll *self)
{
  g_return_if_fail (SPICO_IS_THREAD_SCROLL (self));

  if (self->step == PLACE_NONE && n_rows (self) > 0)
    gtk_list_view_scroll_to (self->list, n_rows (self) - 1, GTK_LIST_SCROLL_NONE, NULL);
}

static gboolean
show_tick_cb (GtkWidget     *widget,
              GdkFrameClock *clock,
              gpointer       user_data)
{
  SpicoThreadScroll *self = user_data;

  self->show_tick = 0;
  if (self->shown >= n_rows (self))
    return G_SOURCE_REMOVE;

  gtk_list_view_scroll_to (self->list, self->shown, self->takes_keyboard ? GTK_LIST_SCROLL_FOCUS : GTK_LIST_SCROLL_NONE, NULL);
  if (self->takes_keyboard)
    gtk_widget_grab_focus (widget);

  return G_SOURCE_REMOVE;
}

/* First to what stands below it: where that was out of sight, it is now at an end of what is seen, and the message within. */
void
spico_thread_scroll_show (SpicoThreadScroll *self,
                          guint              position,
                          gboolean           takes_keyboard)
{
  g_return_if_fail (SPICO_IS_THREAD_SCROLL (self));
  g_return_if_fail (position < n_rows (self));

  self->is_sticky = FALSE;
  self->shown = position;
  self->takes_keyboard = takes_keyboard;
  gtk_list_view_scroll_to (self->list, MIN (position + ROWS_BELOW, n_rows (self) - 1), GTK_LIST_SCROLL_NONE, NULL);
  if (self->show_tick == 0)
    self->show_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), show_tick_cb, self, NULL);
}

void
spico_thread_scroll_stick (SpicoThreadScroll *self)
{
  g_return_if_fail (SPICO_IS_THREAD_SCROLL (self));

  self->is_sticky = TRUE;
  spico_thread_scroll_settle (self);
}

gboolean
spico_thread_scroll_is_placed (SpicoThreadScroll *self)
{
  g_return_val_if_fail (SPICO_IS_THREAD_SCROLL (self), FALSE);

  return self->step == PLACE_DONE;
}

gboolean
spico_thread_scroll_is_sticky (SpicoThreadScroll *self)
{
  g_return_val_if_fail (SPICO_IS_THREAD_SCROLL (self), FALSE);

  return self->is_sticky;
}

gboolean
spico_thread_scroll_is_at_bottom (SpicoThreadScroll *self)
{
  GtkAdjustment *vertical;

  g_return_val_if_fail (SPICO_IS_THREAD_SCROLL (self), FALSE);

  vertical = adjustment (self);

  return gtk_adjustment_get_value (vertical) + gtk_adjustment_get_page_size (vertical) + BOTTOM_MARGIN >= gtk_adjustment_get_upper (vertical);
}

gboolean
spico_thread_scroll_is_near_top (SpicoThreadScroll *self)
{
  g_return_val_if_fail (SPICO_IS_THREAD_SCROLL (self), FALSE);

  return gtk_adjustment_get_value (adjustment (self)) <= TOP_MARGIN;
}
