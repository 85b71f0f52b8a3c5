/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-quote.h"

#include "spico-reply-text.h"

struct _SpicoQuote {
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *button;
  GtkLabel *author;
  GtkLabel *line;

  SpicoMessage *original;
  char *label;
  GSignalGroup *original_signals;
  GSignalGroup *person_signals;
  GSignalGroup *account_signals;
};

G_DEFINE_FINAL_TYPE (SpicoQuote, spico_quote, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_cb (SpicoQuote *self)
{
  g_autofree char *author = NULL;
  g_autofree char *line = NULL;
  g_autofree char *label = NULL;

  if (self->original == NULL)
    return;

  author = spico_text_original_author (self->original);
  line = spico_text_original_line (self->original);
  label = spico_text_original (self->original);
  gtk_label_set_label (self->author, author);
  gtk_label_set_label (self->line, line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (g_set_str (&self->label, label))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

static void
targets_cb (SpicoQuote *self)
{
  g_signal_group_set_target (self->person_signals, self->original != NULL ? spico_message_get_person (self->original) : NULL);
  g_signal_group_set_target (self->account_signals, self->original != NULL ? spico_message_get_account (self->original) : NULL);
}

static void
spico_quote_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SpicoQuote *self = SPICO_QUOTE (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_quote_dispose (GObject *object)
{
  SpicoQuote *self = SPICO_QUOTE (object);

  g_clear_object (&self->original_signals);
  g_clear_object (&self->person_signals);
  g_clear_object (&self->account_signals);
  g_clear_object (&self->original);
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (spico_quote_parent_class)->dispose (object);
}

static void
spico_quote_finalize (GObject *object)
{
  g_free (SPICO_QUOTE (object)->label);

  G_OBJECT_CLASS (spico_quote_parent_class)->finalize (object);
}

static void
spico_quote_class_init (SpicoQuoteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_quote_get_property;
  object_class->dispose = spico_quote_dispose;
  object_class->finalize = spico_quote_finalize;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-quote.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoQuote, button);
  gtk_widget_class_bind_template_child (widget_class, SpicoQuote, author);
  gtk_widget_class_bind_template_child (widget_class, SpicoQuote, line);
}

static void
spico_quote_init (SpicoQuote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->person_signals = g_signal_group_new (SPICO_TYPE_PRINCIPAL);
  g_signal_group_connect_swapped (self->person_signals, "notify::name", G_CALLBACK (update_cb), self);
  self->account_signals = g_signal_group_new (SPICO_TYPE_PRINCIPAL);
  g_signal_group_connect_swapped (self->account_signals, "notify::name", G_CALLBACK (update_cb), self);
  self->original_signals = g_signal_group_new (SPICO_TYPE_MESSAGE);
  g_signal_group_connect_swapped (self->original_signals, "notify::person", G_CALLBACK (targets_cb), self);
  g_signal_group_connect_swapped (self->original_signals, "notify::account", G_CALLBACK (targets_cb), self);
  g_signal_group_connect_swapped (self->original_signals, "notify", G_CALLBACK (update_cb), self);
}

GtkWidget *
spico_quote_new (void)
{
  return g_object_new (SPICO_TYPE_QUOTE, NULL);
}

void
spico_quote_set_original (SpicoQuote   *self,
                          SpicoMessage *original)
{
  g_return_if_fail (SPICO_IS_QUOTE (self));
  g_return_if_fail (original == NULL || SPICO_IS_MESSAGE (original));

  if (!g_set_object (&self->original, original))
    return;

  g_signal_group_set_target (self->original_signals, original);
  targets_cb (self);
  update_cb (self);
}

const char *
spico_quote_get_label (SpicoQuote *self)
{
  g_return_val_if_fail (SPICO_IS_QUOTE (self), NULL);

  return self->original != NULL ? self->label : NULL;
}
