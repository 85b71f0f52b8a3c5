/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-card-dialog.h"

#include "spico-card-page.h"

struct _SpicoCardDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwNavigationView *navigation;

  SpicoClient *client;
  gboolean can_write;
};

G_DEFINE_FINAL_TYPE (SpicoCardDialog, spico_card_dialog, ADW_TYPE_DIALOG)

enum {
  WRITE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
write_cb (SpicoCardDialog *self,
          SpicoCardPage   *page)
{
  g_signal_emit (self, signals[WRITE], 0, spico_card_page_get_principal (page));
}

static void
push (SpicoCardDialog *self,
      SpicoPrincipal  *principal)
{
  AdwNavigationPage *page = spico_card_page_new (self->client, principal, self->can_write);

  g_signal_connect_object (page, "principal-activated", G_CALLBACK (push), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "write", G_CALLBACK (write_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->navigation, page);
}

static void
spico_card_dialog_dispose (GObject *object)
{
  SpicoCardDialog *self = SPICO_CARD_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_CARD_DIALOG);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_card_dialog_parent_class)->dispose (object);
}

static void
spico_card_dialog_class_init (SpicoCardDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_card_dialog_dispose;

  signals[WRITE] = g_signal_new ("write", SPICO_TYPE_CARD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_PRINCIPAL);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-card-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoCardDialog, navigation);
}

static void
spico_card_dialog_init (SpicoCardDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
spico_card_dialog_new (SpicoClient    *client,
                       SpicoPrincipal *principal,
                       gboolean        can_write)
{
  SpicoCardDialog *self = g_object_new (SPICO_TYPE_CARD_DIALOG, NULL);

  self->client = g_object_ref (client);
  self->can_write = can_write;
  push (self, principal);

  return ADW_DIALOG (self);
}
