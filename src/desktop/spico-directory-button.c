/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-directory-button.h"

#include <glib/gi18n.h>

#include "spico-directory-dialog.h"

struct _SpicoDirectoryButton {
  AdwBin parent_instance;

  GtkButton *button;

  SpicoClient *client;
  SpicoPrincipalKind kind;
};

G_DEFINE_FINAL_TYPE (SpicoDirectoryButton, spico_directory_button, ADW_TYPE_BIN)

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
chosen_cb (SpicoDirectoryButton *self,
           SpicoPrincipal       *principal)
{
  g_signal_emit (self, signals[CHOSEN], 0, principal);
}

static void
clicked_cb (SpicoDirectoryButton *self)
{
  AdwDialog *dialog;

  if (self->client == NULL)
    return;

  dialog = spico_directory_dialog_new (self->client, self->kind);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
spico_directory_button_dispose (GObject *object)
{
  g_clear_object (&SPICO_DIRECTORY_BUTTON (object)->client);

  G_OBJECT_CLASS (spico_directory_button_parent_class)->dispose (object);
}

static void
spico_directory_button_class_init (SpicoDirectoryButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_directory_button_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_PRINCIPAL);
}

static void
spico_directory_button_init (SpicoDirectoryButton *self)
{
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  spico_directory_button_set_kind (self, SPICO_PRINCIPAL_PERSON);
}

void
spico_directory_button_set_client (SpicoDirectoryButton *self,
                                   SpicoClient          *client)
{
  g_return_if_fail (SPICO_IS_DIRECTORY_BUTTON (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
}

void
spico_directory_button_set_kind (SpicoDirectoryButton *self,
                                 SpicoPrincipalKind    kind)
{
  g_return_if_fail (SPICO_IS_DIRECTORY_BUTTON (self));

  self->kind = kind;
  gtk_button_set_label (self->button, kind == SPICO_PRINCIPAL_PERSON ? _("Detailed Search for a Professional…") : _("Detailed Search for a Structure…"));
}
