/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-chip.h"

#include <glib/gi18n.h>

typedef struct {
  /* Template widgets */
  AdwBin *content_bin;
  GtkWidget *remove;

  GObject *subject;
  gulong subject_handler;
  gboolean removable;
} SpicoChipPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SpicoChip, spico_chip, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_CONTENT,
  PROP_REMOVABLE,
  N_PROPS
};

enum {
  REMOVED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
update (SpicoChip *self)
{
  SPICO_CHIP_GET_CLASS (self)->update (self);
}

static void
remove_clicked_cb (SpicoChip *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
spico_chip_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SpicoChipPrivate *priv = spico_chip_get_instance_private (SPICO_CHIP (object));

  switch (prop_id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, adw_bin_get_child (priv->content_bin));
      break;
    case PROP_REMOVABLE:
      g_value_set_boolean (value, priv->removable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_chip_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  SpicoChipPrivate *priv = spico_chip_get_instance_private (SPICO_CHIP (object));

  switch (prop_id)
    {
    case PROP_CONTENT:
      adw_bin_set_child (priv->content_bin, g_value_get_object (value));
      break;
    case PROP_REMOVABLE:
      priv->removable = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_chip_dispose (GObject *object)
{
  SpicoChipPrivate *priv = spico_chip_get_instance_private (SPICO_CHIP (object));

  g_clear_signal_handler (&priv->subject_handler, priv->subject);
  g_clear_object (&priv->subject);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_CHIP);

  G_OBJECT_CLASS (spico_chip_parent_class)->dispose (object);
}

static void
spico_chip_class_init (SpicoChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_chip_get_property;
  object_class->set_property = spico_chip_set_property;
  object_class->dispose = spico_chip_dispose;

  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REMOVABLE] = g_param_spec_boolean ("removable", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-chip.ui");
  gtk_widget_class_bind_template_child_private (widget_class, SpicoChip, content_bin);
  gtk_widget_class_bind_template_child_private (widget_class, SpicoChip, remove);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
spico_chip_init (SpicoChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

gpointer
spico_chip_get_subject (SpicoChip *self)
{
  SpicoChipPrivate *priv = spico_chip_get_instance_private (self);

  g_return_val_if_fail (SPICO_IS_CHIP (self), NULL);

  return priv->subject;
}

void
spico_chip_set_subject (SpicoChip *self,
                        gpointer   subject)
{
  SpicoChipPrivate *priv = spico_chip_get_instance_private (self);

  g_return_if_fail (SPICO_IS_CHIP (self));
  g_return_if_fail (subject == NULL || G_IS_OBJECT (subject));

  if (priv->subject == subject)
    return;

  g_clear_signal_handler (&priv->subject_handler, priv->subject);
  g_set_object (&priv->subject, subject);
  if (subject != NULL)
    priv->subject_handler = g_signal_connect_swapped (subject, "notify", G_CALLBACK (update), self);

  update (self);
}

void
spico_chip_set_name (SpicoChip  *self,
                     const char *name)
{
  SpicoChipPrivate *priv = spico_chip_get_instance_private (self);
  /* Translators: the accessible name of the cross of a chip; %s is a patient or a member */
  g_autofree char *remove = g_strdup_printf (_("Remove %s"), name);

  g_return_if_fail (SPICO_IS_CHIP (self));

  gtk_widget_set_tooltip_text (priv->remove, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->remove), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
