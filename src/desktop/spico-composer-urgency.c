/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-composer-urgency.h"

#include <glib/gi18n.h>

#include "spico-reply-by-dialog.h"
#include "spico-urgency-text.h"

struct _SpicoComposerUrgency {
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *choices;
  GtkToggleButton *urgent;
  GtkToggleButton *hour;
  GtkToggleButton *today;
  GtkToggleButton *tomorrow;
  GtkToggleButton *other;
  GtkWidget *summary;
  GtkWidget *summary_urgent;
  GtkLabel *reply;

  SpicoUrgency urgency;
  /* Which time is chosen; SPICO_N_REPLY_CHOICES for another one. */
  SpicoReplyChoice choice;
  gboolean is_open;
  gboolean available;
  gboolean is_showing;
};

G_DEFINE_FINAL_TYPE (SpicoComposerUrgency, spico_composer_urgency, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_IS_OPEN,
  PROP_AVAILABLE,
  N_PROPS
};

enum {
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
is_set (SpicoComposerUrgency *self)
{
  return self->urgency.is_urgent || self->urgency.reply_by > 0;
}

static gboolean
is_over (SpicoComposerUrgency *self,
         GDateTime            *now)
{
  return self->urgency.reply_by > 0 && self->urgency.reply_by <= g_date_time_to_unix_usec (now);
}

static char *
format_reply (SpicoComposerUrgency *self,
              GDateTime            *now)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;

  if (self->urgency.reply_by == 0)
    return NULL;

  time = g_date_time_new_from_unix_utc_usec (self->urgency.reply_by);
  text = spico_text_reply_by (time, now);
  /* Translators: %s is “Answer expected before …” */
  return is_over (self, now) ? g_strdup_printf (_("%s: this time is over, choose another"), text) : g_steal_pointer (&text);
}

/* What is offered follows the clock: it is worked out as it is shown. */
static void
show_choices (SpicoComposerUrgency *self,
              GDateTime            *now)
{
  GtkToggleButton *const buttons[] = { self->hour, self->today, self->tomorrow };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      g_autoptr (GDateTime) time = spico_reply_choice_time (i, now);
      g_autofree char *label = spico_text_reply_choice (i, now);
      gboolean is_chosen = self->urgency.reply_by > 0 && self->choice == (SpicoReplyChoice) i;

      gtk_button_set_label (GTK_BUTTON (buttons[i]), label);
      gtk_toggle_button_set_active (buttons[i], is_chosen);
      gtk_widget_set_visible (GTK_WIDGET (buttons[i]), time != NULL || is_chosen);
    }
  gtk_toggle_button_set_active (self->other, self->urgency.reply_by > 0 && self->choice == SPICO_N_REPLY_CHOICES);
  gtk_toggle_button_set_active (self->urgent, self->urgency.is_urgent);
}

static void
show (SpicoComposerUrgency *self)
{
  g_autoptr (GDateTime) now = spico_urgency_now ();
  g_autofree char *reply = format_reply (self, now);

  self->is_showing = TRUE;
  show_choices (self, now);
  self->is_showing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), self->available && (self->is_open || is_set (self)));
  gtk_widget_set_visible (self->choices, self->is_open);
  gtk_widget_set_visible (self->summary_urgent, self->urgency.is_urgent && !self->is_open);
  gtk_label_set_label (self->reply, reply != NULL ? reply : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reply), reply != NULL);
  gtk_widget_set_visible (self->summary, reply != NULL || (self->urgency.is_urgent && !self->is_open));
  if (is_over (self, now))
    gtk_widget_add_css_class (GTK_WIDGET (self->reply), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->reply), "error");
}

static void
set_is_open (SpicoComposerUrgency *self,
             gboolean              is_open)
{
  if (self->is_open == is_open)
    return;

  self->is_open = is_open;
  show (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_OPEN]);
}

static void
set_available (SpicoComposerUrgency *self,
               gboolean              available)
{
  if (self->available == available)
    return;

  self->available = available;
  show (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
}

static void
choose (SpicoComposerUrgency *self,
        SpicoUrgency          urgency,
        SpicoReplyChoice      choice)
{
  self->urgency = urgency;
  self->choice = choice;
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
urgent_toggled_cb (SpicoComposerUrgency *self)
{
  if (!self->is_showing)
    choose (self, (SpicoUrgency) { gtk_toggle_button_get_active (self->urgent), self->urgency.reply_by }, self->choice);
}

static void
choose_time (SpicoComposerUrgency *self,
             GDateTime            *time,
             SpicoReplyChoice      choice)
{
  choose (self, (SpicoUrgency) { self->urgency.is_urgent, time != NULL ? g_date_time_to_unix_usec (time) : 0 }, choice);
}

/* Pressed again, none is chosen any more. */
static void
time_toggled_cb (SpicoComposerUrgency *self,
                 GtkToggleButton      *button)
{
  SpicoReplyChoice choice = button == self->hour ? SPICO_REPLY_IN_AN_HOUR : button == self->today ? SPICO_REPLY_TODAY : SPICO_REPLY_TOMORROW;
  g_autoptr (GDateTime) now = spico_urgency_now ();
  g_autoptr (GDateTime) time = NULL;

  if (self->is_showing)
    return;

  time = gtk_toggle_button_get_active (button) ? spico_reply_choice_time (choice, now) : NULL;
  choose_time (self, time, choice);
}

static void
other_chosen_cb (SpicoComposerUrgency *self,
                 GDateTime            *time)
{
  choose_time (self, time, SPICO_N_REPLY_CHOICES);
}

static void
other_toggled_cb (SpicoComposerUrgency *self)
{
  AdwDialog *dialog;

  if (self->is_showing)
    return;
  if (!gtk_toggle_button_get_active (self->other))
    {
      choose_time (self, NULL, SPICO_N_REPLY_CHOICES);
      return;
    }

  dialog = spico_reply_by_dialog_new ();
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (other_chosen_cb), self, G_CONNECT_SWAPPED);
  /* Where it is left, what was chosen before stands. */
  g_signal_connect_object (dialog, "closed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
remove_clicked_cb (SpicoComposerUrgency *self)
{
  choose (self, SPICO_NOT_URGENT, SPICO_N_REPLY_CHOICES);
  gtk_widget_child_focus (gtk_widget_get_parent (GTK_WIDGET (self)), GTK_DIR_TAB_FORWARD);
}

static void
spico_composer_urgency_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  SpicoComposerUrgency *self = SPICO_COMPOSER_URGENCY (object);

  switch (prop_id)
    {
    case PROP_IS_OPEN:
      g_value_set_boolean (value, self->is_open);
      break;
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_composer_urgency_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  SpicoComposerUrgency *self = SPICO_COMPOSER_URGENCY (object);

  switch (prop_id)
    {
    case PROP_IS_OPEN:
      set_is_open (self, g_value_get_boolean (value));
      break;
    case PROP_AVAILABLE:
      set_available (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_composer_urgency_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_composer_urgency_parent_class)->dispose (object);
}

static void
spico_composer_urgency_class_init (SpicoComposerUrgencyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_composer_urgency_get_property;
  object_class->set_property = spico_composer_urgency_set_property;
  object_class->dispose = spico_composer_urgency_dispose;

  properties[PROP_IS_OPEN] = g_param_spec_boolean ("is-open", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_COMPOSER_URGENCY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-composer-urgency.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerUrgency, choices);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerUrgency, urgent);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerUrgency, hour);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerUrgency, today);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerUrgency, tomorrow);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerUrgency, other);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerUrgency, summary);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerUrgency, summary_urgent);
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerUrgency, reply);
  gtk_widget_class_bind_template_callback (widget_class, urgent_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, time_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
spico_composer_urgency_init (SpicoComposerUrgency *self)
{
  self->available = TRUE;
  self->choice = SPICO_N_REPLY_CHOICES;
  gtk_widget_init_template (GTK_WIDGET (self));
  show (self);
}

SpicoUrgency
spico_composer_urgency_get (SpicoComposerUrgency *self)
{
  g_return_val_if_fail (SPICO_IS_COMPOSER_URGENCY (self), SPICO_NOT_URGENT);

  return self->urgency;
}

void
spico_composer_urgency_set (SpicoComposerUrgency *self,
                            SpicoUrgency          urgency)
{
  g_return_if_fail (SPICO_IS_COMPOSER_URGENCY (self));

  self->urgency = urgency;
  self->choice = SPICO_N_REPLY_CHOICES;
  set_is_open (self, FALSE);
  show (self);
}

void
spico_composer_urgency_join (SpicoComposerUrgency *self,
                             SpicoUrgency          urgency)
{
  g_return_if_fail (SPICO_IS_COMPOSER_URGENCY (self));

  if (!is_set (self) && (urgency.is_urgent || urgency.reply_by > 0))
    spico_composer_urgency_set (self, urgency);
}

void
spico_composer_urgency_join_message (SpicoComposerUrgency *self,
                                     SpicoMessage         *message)
{
  GDateTime *reply_by = spico_message_get_reply_by (message);

  spico_composer_urgency_join (self, (SpicoUrgency) { spico_message_is_urgent (message), reply_by != NULL ? g_date_time_to_unix_usec (reply_by) : 0 });
}

gboolean
spico_composer_urgency_check (SpicoComposerUrgency *self)
{
  g_autoptr (GDateTime) now = spico_urgency_now ();

  g_return_val_if_fail (SPICO_IS_COMPOSER_URGENCY (self), FALSE);

  if (!is_over (self, now))
    return TRUE;

  set_is_open (self, TRUE);
  show (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->hour));
  return FALSE;
}
