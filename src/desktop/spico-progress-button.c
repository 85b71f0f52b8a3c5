/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-progress-button.h"

struct _SpicoProgressButton {
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *button;
  GtkStack *stack;
  GtkLabel *label;

  char *text;
  char *busy_text;
  gboolean is_busy;
  gboolean is_suggested;
};

G_DEFINE_FINAL_TYPE (SpicoProgressButton, spico_progress_button, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_TEXT,
  PROP_BUSY_TEXT,
  PROP_SUGGESTED,
  N_PROPS
};

enum {
  CLICKED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
update (SpicoProgressButton *self)
{
  if (self->is_suggested)
    gtk_widget_add_css_class (self->button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->button, "suggested-action");
  gtk_label_set_label (self->label, self->text != NULL ? self->text : "");
  gtk_stack_set_visible_child_name (self->stack, self->is_busy ? "progress" : "label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, self->is_busy ? self->busy_text : self->text, -1);
}

static void
clicked_cb (SpicoProgressButton *self)
{
  g_signal_emit (self, signals[CLICKED], 0);
}

static gboolean
spico_progress_button_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SPICO_PROGRESS_BUTTON (widget)->button);
}

static void
spico_progress_button_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  SpicoProgressButton *self = SPICO_PROGRESS_BUTTON (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_BUSY_TEXT:
      g_value_set_string (value, self->busy_text);
      break;
    case PROP_SUGGESTED:
      g_value_set_boolean (value, self->is_suggested);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_progress_button_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  SpicoProgressButton *self = SPICO_PROGRESS_BUTTON (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_set_str (&self->text, g_value_get_string (value));
      break;
    case PROP_BUSY_TEXT:
      g_set_str (&self->busy_text, g_value_get_string (value));
      break;
    case PROP_SUGGESTED:
      self->is_suggested = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
  update (self);
}

static void
spico_progress_button_dispose (GObject *object)
{
  /* The bin lets go of a child that is a template child too; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_progress_button_parent_class)->dispose (object);
}

static void
spico_progress_button_finalize (GObject *object)
{
  SpicoProgressButton *self = SPICO_PROGRESS_BUTTON (object);

  g_free (self->text);
  g_free (self->busy_text);

  G_OBJECT_CLASS (spico_progress_button_parent_class)->finalize (object);
}

static void
spico_progress_button_class_init (SpicoProgressButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = spico_progress_button_get_property;
  object_class->set_property = spico_progress_button_set_property;
  object_class->dispose = spico_progress_button_dispose;
  object_class->finalize = spico_progress_button_finalize;
  widget_class->grab_focus = spico_progress_button_grab_focus;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_BUSY_TEXT] = g_param_spec_string ("busy-text", NULL, NULL, NULL, flags);
  properties[PROP_SUGGESTED] = g_param_spec_boolean ("suggested", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CLICKED] = g_signal_new ("clicked", SPICO_TYPE_PROGRESS_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-progress-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoProgressButton, button);
  gtk_widget_class_bind_template_child (widget_class, SpicoProgressButton, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoProgressButton, label);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
spico_progress_button_init (SpicoProgressButton *self)
{
  self->is_suggested = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
spico_progress_button_set_state (SpicoProgressButton *self,
                                 gboolean             is_ready,
                                 gboolean             is_busy)
{
  g_return_if_fail (SPICO_IS_PROGRESS_BUTTON (self));

  self->is_busy = is_busy;
  gtk_widget_set_sensitive (self->button, is_ready && !is_busy);
  update (self);
}
