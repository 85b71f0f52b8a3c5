/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where somebody says that what they write presses (B015), at the width of a telephone. */
#include <adwaita.h>

#include "screen.h"
#include "spico-composer-urgency.h"
#include "spico-conversation-private.h"
#include "spico-conversation-row.h"
#include "spico-reply-by-dialog.h"

static GtkWidget *
window_with (GtkWidget *child)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 480);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  screen_settle (window);

  return window;
}

static gboolean
is_open (SpicoComposerUrgency *urgency)
{
  gboolean open;

  g_object_get (urgency, "is-open", &open, NULL);

  return open;
}

static SpicoUrgency
in_an_hour (void)
{
  return (SpicoUrgency) { TRUE, g_get_real_time () + G_TIME_SPAN_HOUR };
}

/* Most messages press nobody: then nothing is shown, and what is chosen stays to be seen once it is folded away. */
static void
test_folded (void)
{
  SpicoComposerUrgency *urgency = g_object_new (SPICO_TYPE_COMPOSER_URGENCY, NULL);
  GtkWidget *window = window_with (GTK_WIDGET (urgency));

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (urgency)));
  g_object_set (urgency, "is-open", TRUE, NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (urgency)));
  screen_settle (window);
  screen_picture (window, "urgency-open");
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
  g_object_set (urgency, "is-open", FALSE, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (urgency)));

  spico_composer_urgency_set (urgency, in_an_hour ());
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (urgency)) && !is_open (urgency));
  screen_settle (window);
  screen_picture (window, "urgency-folded");
  g_object_set (urgency, "available", FALSE, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (urgency)));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Nothing leaves with a time that is over; it is shown, and stays what was chosen. */
static void
test_over (void)
{
  SpicoComposerUrgency *urgency = g_object_new (SPICO_TYPE_COMPOSER_URGENCY, NULL);
  GtkWidget *window = window_with (GTK_WIDGET (urgency));

  g_assert_true (spico_composer_urgency_check (urgency));
  spico_composer_urgency_set (urgency, in_an_hour ());
  g_assert_true (spico_composer_urgency_check (urgency));
  spico_composer_urgency_set (urgency, (SpicoUrgency) { FALSE, g_get_real_time () - 1 });
  g_assert_false (spico_composer_urgency_check (urgency));
  g_assert_true (is_open (urgency));
  g_assert_cmpint (spico_composer_urgency_get (urgency).reply_by, >, 0);
  screen_settle (window);
  screen_picture (window, "urgency-over");
  g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What comes from a draft gives way to what somebody has chosen since. */
static void
test_joined (void)
{
  SpicoComposerUrgency *urgency = g_object_ref_sink (g_object_new (SPICO_TYPE_COMPOSER_URGENCY, NULL));
  SpicoUrgency chosen = in_an_hour ();

  spico_composer_urgency_join (urgency, chosen);
  g_assert_cmpint (spico_composer_urgency_get (urgency).reply_by, ==, chosen.reply_by);
  spico_composer_urgency_join (urgency, (SpicoUrgency) { FALSE, 1 });
  g_assert_true (spico_composer_urgency_get (urgency).is_urgent);
  g_assert_cmpint (spico_composer_urgency_get (urgency).reply_by, ==, chosen.reply_by);
  g_object_unref (urgency);
}

static void
note_time (GtkWidget *dialog,
           GDateTime *time,
           GDateTime **chosen)
{
  *chosen = g_date_time_ref (time);
}

static GtkWidget *
find_button (GtkWidget *widget,
             const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Tomorrow noon, as it is offered. */
static void
test_another_time (void)
{
  GtkWidget *window = window_with (gtk_label_new (""));
  AdwDialog *dialog = spico_reply_by_dialog_new ();
  g_autoptr (GDateTime) chosen = NULL;

  g_signal_connect (dialog, "chosen", G_CALLBACK (note_time), &chosen);
  adw_dialog_present (dialog, window);
  screen_settle (window);
  screen_picture (window, "urgency-reply-by");
  g_signal_emit_by_name (find_button (GTK_WIDGET (dialog), "Choisir"), "clicked");
  g_assert_nonnull (chosen);
  g_assert_cmpint (g_date_time_get_hour (chosen), ==, 12);
  g_assert_cmpint (g_date_time_to_unix_usec (chosen), >, g_get_real_time ());
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A row says so to who sees it and to who hears it, and no more once another message is in it. */
static void
test_rows (void)
{
  GtkWidget *row = spico_conversation_row_new ();
  GtkWidget *window = window_with (row);
  g_autoptr (SpicoConversation) pressing = g_object_new (SPICO_TYPE_CONVERSATION, NULL);
  g_autoptr (SpicoConversation) calm = g_object_new (SPICO_TYPE_CONVERSATION, NULL);
  g_autofree char *label = NULL;
  g_autofree char *calm_label = NULL;

  spico_item_set_string (pressing, SPICO_CONVERSATION_PROP_SUBJECT, "Chute");
  spico_item_set_boolean (pressing, SPICO_CONVERSATION_PROP_IS_URGENT, TRUE);
  spico_item_set_boolean (pressing, SPICO_CONVERSATION_PROP_IS_OVERDUE, TRUE);
  spico_conversation_row_set_conversation (SPICO_CONVERSATION_ROW (row), pressing);
  screen_settle (window);
  screen_picture (window, "urgency-row");
  g_object_get (row, "label", &label, NULL);
  g_assert_nonnull (strstr (label, "Urgent, Non lu"));
  spico_conversation_row_set_conversation (SPICO_CONVERSATION_ROW (row), calm);
  g_object_get (row, "label", &calm_label, NULL);
  g_assert_null (strstr (calm_label, "Urgent"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  screen_init (&argc, &argv);
  g_test_add_func ("/urgency/B015 it is folded away until it is asked for", test_folded);
  g_test_add_func ("/urgency/B015 a time that is over is not sent", test_over);
  g_test_add_func ("/urgency/B015 what is chosen since stands", test_joined);
  g_test_add_func ("/urgency/B015 another time is chosen", test_another_time);
  g_test_add_func ("/urgency/B015 the rows of the list say so", test_rows);

  return g_test_run ();
}
