/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns.h"

#include <stdio.h>
#include <time.h>

#define TURNS_BEFORE_STILL 200
#define SCROLL_STEPS 20

static double longest;

/* Milliseconds of this thread's processor time. */
double
turns_now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000.0 + (double) now.tv_nsec / 1000000.0;
}

static void
turn (gboolean may_block)
{
  double begun = turns_now_ms ();

  g_main_context_iteration (NULL, may_block);
  longest = MAX (longest, turns_now_ms () - begun);
}

void
turns_turn (void)
{
  turn (TRUE);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       n_frames)
{
  (*(guint *) n_frames)++;

  return G_SOURCE_CONTINUE;
}

/* Some frames, and all that is to be done at once. */
void
turns_settle (GtkWidget *window)
{
  guint n_frames = 0;
  guint id = gtk_widget_add_tick_callback (window, tick_cb, &n_frames, NULL);

  while (n_frames < 4)
    turn (TRUE);
  gtk_widget_remove_tick_callback (window, id);
  for (guint i = 0; i < TURNS_BEFORE_STILL && g_main_context_pending (NULL); i++)
    turn (FALSE);
}

/* From one end to the other, in steps. */
void
turns_scroll (GtkWidget *list,
              GtkWidget *window,
              gboolean   is_upward)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));

  for (guint i = 1; i <= SCROLL_STEPS; i++)
    {
      guint step = is_upward ? SCROLL_STEPS - i : i;

      gtk_adjustment_set_value (adjustment, (gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)) * step / SCROLL_STEPS);
      turns_settle (window);
    }
}

void
turns_forget (void)
{
  longest = 0;
}

void
turns_tell (const char *name)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  printf ("%s %s\n", name, g_ascii_formatd (number, sizeof number, "%.2f", longest));
  turns_forget ();
}

gpointer
turns_find (GtkWidget *widget,
            GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = turns_find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}
