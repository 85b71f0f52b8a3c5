/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-idle.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

struct _SpicoIdle {
  GObject parent_instance;

  GtkWidget *window; /* borrowed */
  GtkEventController *controller;
  guint delay;
  gint64 last_at;
  int timer;
  guint source;
  gboolean is_told;
};

G_DEFINE_FINAL_TYPE (SpicoIdle, spico_idle, G_TYPE_OBJECT)

enum {
  IDLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The time that goes on while the computer sleeps, and that nobody sets: GLib's sources know none. */
static gint64
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_BOOTTIME, &time);

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gint64
remaining (SpicoIdle *self)
{
  return self->last_at + (gint64) self->delay * G_USEC_PER_SEC - now ();
}

/* 0 stops it. */
static void
set_timer (SpicoIdle *self,
           gint64     microseconds)
{
  struct itimerspec spec = { .it_value = { .tv_sec = microseconds / G_USEC_PER_SEC, .tv_nsec = microseconds % G_USEC_PER_SEC * 1000 } };

  timerfd_settime (self->timer, 0, &spec, NULL);
}

static void
tell (SpicoIdle *self)
{
  if (self->is_told)
    return;

  self->is_told = TRUE;
  g_signal_emit (self, signals[IDLE], 0);
}

/* What was done meanwhile did not set the timer anew: that would be a system call for each movement. */
static gboolean
timer_cb (int          fd,
          GIOCondition condition,
          gpointer     data)
{
  SpicoIdle *self = data;
  guint64 n_times;

  if (read (fd, &n_times, sizeof n_times) != sizeof n_times || self->delay == 0)
    return G_SOURCE_CONTINUE;

  if (remaining (self) > 0)
    set_timer (self, remaining (self));
  else
    tell (self);

  return G_SOURCE_CONTINUE;
}

static gboolean
is_act (GdkEvent *event)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
    case GDK_BUTTON_PRESS:
    case GDK_BUTTON_RELEASE:
    case GDK_KEY_PRESS:
    case GDK_KEY_RELEASE:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
    case GDK_TOUCH_END:
    case GDK_TOUCHPAD_SWIPE:
    case GDK_TOUCHPAD_PINCH:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Before anybody else hears of it. The first one after too long a rest may come before the timer: whoever wakes the computer is not to act in another's name. */
static gboolean
event_cb (SpicoIdle *self,
          GdkEvent  *event)
{
  gboolean is_late = self->delay > 0 && !self->is_told && remaining (self) <= 0;

  if (!is_act (event))
    return GDK_EVENT_PROPAGATE;

  if (is_late)
    {
      tell (self);
      return GDK_EVENT_STOP;
    }
  self->last_at = now ();
  if (self->is_told)
    {
      self->is_told = FALSE;
      set_timer (self, (gint64) self->delay * G_USEC_PER_SEC);
    }

  return GDK_EVENT_PROPAGATE;
}

static void
spico_idle_dispose (GObject *object)
{
  SpicoIdle *self = SPICO_IDLE (object);

  if (self->window != NULL)
    {
      gtk_widget_remove_controller (self->window, self->controller);
      g_object_remove_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
      self->window = NULL;
    }
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_fd (&self->timer, NULL);

  G_OBJECT_CLASS (spico_idle_parent_class)->dispose (object);
}

static void
spico_idle_class_init (SpicoIdleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_idle_dispose;

  signals[IDLE] = g_signal_new ("idle", SPICO_TYPE_IDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
spico_idle_init (SpicoIdle *self)
{
  self->timer = timerfd_create (CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  self->source = g_unix_fd_add (self->timer, G_IO_IN, timer_cb, self);
  self->last_at = now ();
}

SpicoIdle *
spico_idle_new (GtkWidget *window)
{
  SpicoIdle *self;

  g_return_val_if_fail (GTK_IS_WIDGET (window), NULL);

  self = g_object_new (SPICO_TYPE_IDLE, NULL);
  self->window = window;
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &self->window);
  self->controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (self->controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (self->controller, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (window, self->controller);

  return self;
}

void
spico_idle_set_delay (SpicoIdle *self,
                      guint      seconds)
{
  g_return_if_fail (SPICO_IS_IDLE (self));

  self->delay = seconds;
  self->is_told = FALSE;
  set_timer (self, seconds > 0 ? MAX (remaining (self), 1) : 0);
}
