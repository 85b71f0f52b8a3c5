/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-requests-button.h"

#include <glib/gi18n.h>

#include "spico-groups-dialog.h"
#include "spico-request-row.h"
#include "spico-requests.h"

struct _SpicoRequestsButton {
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *button;
  GtkLabel *badge;
  GtkPopover *popover;
  GtkListBox *list;

  SpicoClient *client;
  GListModel *requests; /* while the client is ready */
};

G_DEFINE_FINAL_TYPE (SpicoRequestsButton, spico_requests_button, ADW_TYPE_BIN)

enum {
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update (SpicoRequestsButton *self)
{
  guint n = self->requests != NULL ? g_list_model_get_n_items (self->requests) : 0;
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *label = g_strdup_printf (ngettext ("%u request waits for your answer", "%u requests wait for your answer", n), n);

  gtk_label_set_label (self->badge, count);
  gtk_widget_set_tooltip_text (self->button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (n == 0)
    gtk_popover_popdown (self->popover);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

/* A group is answered in its row of « Groupes de favoris », a delegation in « Relations ». */
static void
row_activated_cb (SpicoRequestsButton *self,
                  GtkListBoxRow       *row)
{
  g_autoptr (GObject) request = g_object_ref (spico_request_row_get_request (SPICO_REQUEST_ROW (row)));
  SpicoAccount *account = spico_request_row_get_account (SPICO_REQUEST_ROW (row));

  gtk_popover_popdown (self->popover);
  if (account == NULL)
    return;

  if (SPICO_IS_FAVOURITE_GROUP (request))
    adw_dialog_present (spico_groups_dialog_new_answering (self->client, account, SPICO_FAVOURITE_GROUP (request)), GTK_WIDGET (self));
  else
    g_signal_emit (self, signals[OPENED], 0, account);
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return spico_request_row_new (SPICO_REQUESTS_BUTTON (user_data)->client, item);
}

static void
forget (SpicoRequestsButton *self)
{
  if (self->requests == NULL)
    return;

  g_signal_handlers_disconnect_by_func (self->requests, update, self);
  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->requests);
}

static void
state_cb (SpicoRequestsButton *self)
{
  if (spico_client_get_state (self->client) != SPICO_CLIENT_READY)
    {
      forget (self);
    }
  else if (self->requests == NULL)
    {
      self->requests = spico_requests_new (self->client);
      gtk_list_box_bind_model (self->list, self->requests, create_row, self, NULL);
      g_signal_connect_object (self->requests, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
spico_requests_button_dispose (GObject *object)
{
  SpicoRequestsButton *self = SPICO_REQUESTS_BUTTON (object);

  forget (self);
  g_clear_object (&self->client);
  /* The bin lets go of a child; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_REQUESTS_BUTTON);

  G_OBJECT_CLASS (spico_requests_button_parent_class)->dispose (object);
}

static void
spico_requests_button_class_init (SpicoRequestsButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_requests_button_dispose;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_ACCOUNT);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-requests-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoRequestsButton, button);
  gtk_widget_class_bind_template_child (widget_class, SpicoRequestsButton, badge);
  gtk_widget_class_bind_template_child (widget_class, SpicoRequestsButton, popover);
  gtk_widget_class_bind_template_child (widget_class, SpicoRequestsButton, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
spico_requests_button_init (SpicoRequestsButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
spico_requests_button_set_client (SpicoRequestsButton *self,
                                  SpicoClient         *client)
{
  g_return_if_fail (SPICO_IS_REQUESTS_BUTTON (self));
  g_return_if_fail (SPICO_IS_CLIENT (client) && self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);
}
