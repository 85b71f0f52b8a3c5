/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-directory-dialog.h"

#include "spico-directory-page.h"

struct _SpicoDirectoryDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwNavigationView *navigation;

  SpicoClient *client;
  SpicoDirectoryPage *first;
};

G_DEFINE_FINAL_TYPE (SpicoDirectoryDialog, spico_directory_dialog, ADW_TYPE_DIALOG)

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
close_cb (SpicoDirectoryDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
chosen_cb (SpicoDirectoryDialog *self,
           SpicoPrincipal       *principal)
{
  g_signal_emit (self, signals[CHOSEN], 0, principal);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
back_cb (SpicoDirectoryDialog *self)
{
  adw_navigation_view_pop (self->navigation);
}

static void
structure_chosen_cb (SpicoDirectoryDialog *self,
                     SpicoPrincipal       *structure)
{
  spico_directory_page_set_structure (self->first, structure);
  adw_navigation_view_pop (self->navigation);
}

/* « Structure de coordination »: the search of a structure is a page of the same window. */
static void
structure_wanted_cb (SpicoDirectoryDialog *self)
{
  AdwNavigationPage *page = spico_directory_page_new (self->client, SPICO_PRINCIPAL_STRUCTURE);

  g_signal_connect_object (page, "chosen", G_CALLBACK (structure_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "closed", G_CALLBACK (back_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->navigation, page);
}

static void
spico_directory_dialog_dispose (GObject *object)
{
  SpicoDirectoryDialog *self = SPICO_DIRECTORY_DIALOG (object);

  self->first = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_DIRECTORY_DIALOG);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_directory_dialog_parent_class)->dispose (object);
}

static void
spico_directory_dialog_class_init (SpicoDirectoryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_directory_dialog_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_PRINCIPAL);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-directory-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoDirectoryDialog, navigation);
}

static void
spico_directory_dialog_init (SpicoDirectoryDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
spico_directory_dialog_new (SpicoClient       *client,
                            SpicoPrincipalKind kind)
{
  SpicoDirectoryDialog *self = g_object_new (SPICO_TYPE_DIRECTORY_DIALOG, NULL);

  self->client = g_object_ref (client);
  self->first = SPICO_DIRECTORY_PAGE (spico_directory_page_new (client, kind));
  g_signal_connect_object (self->first, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->first, "closed", G_CALLBACK (close_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->first, "structure-wanted", G_CALLBACK (structure_wanted_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (self->first));
  adw_dialog_set_title (ADW_DIALOG (self), adw_navigation_page_get_title (ADW_NAVIGATION_PAGE (self->first)));

  return ADW_DIALOG (self);
}
