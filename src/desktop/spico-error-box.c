/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-error-box.h"

struct _SpicoErrorBox {
  AdwBin parent_instance;

  /* Template widgets */
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (SpicoErrorBox, spico_error_box, ADW_TYPE_BIN)

static void
spico_error_box_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_ERROR_BOX);

  G_OBJECT_CLASS (spico_error_box_parent_class)->dispose (object);
}

static void
spico_error_box_class_init (SpicoErrorBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_error_box_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-error-box.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoErrorBox, label);
}

static void
spico_error_box_init (SpicoErrorBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
spico_error_box_show (SpicoErrorBox *self,
                      const char    *text)
{
  g_return_if_fail (SPICO_IS_ERROR_BOX (self));

  gtk_label_set_label (self->label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  if (text != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}
