/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-kept-groups.h"

#include <glib/gi18n.h>

#include "spico-client-contact.h"
#include "spico-client-kept.h"
#include "spico-kept-discard.h"
#include "spico-kept-text.h"

struct _SpicoKeptGroups {
  AdwBin parent_instance;

  /* Template widgets */
  GtkListBox *list;

  SpicoClient *client;
  char *account_id;
  GListModel *kept;
};

G_DEFINE_FINAL_TYPE (SpicoKeptGroups, spico_kept_groups, ADW_TYPE_BIN)

enum {
  RESUME,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static SpicoKept *
get_kept (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "kept");
}

static void
activated_cb (SpicoKeptGroups *self,
              GtkWidget       *row)
{
  g_signal_emit (self, signals[RESUME], 0, get_kept (row));
}

static void
discard_clicked_cb (SpicoKeptGroups *self,
                    GtkWidget       *button)
{
  spico_kept_discard_ask (GTK_WIDGET (self), self->client, get_kept (gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW)));
}

static GtkWidget *
make_row (SpicoKeptGroups *self,
          SpicoKept       *kept)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *discard = spico_kept_discard_button (kept);
  g_autofree char *title = spico_kept_get_title (kept);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), spico_kept_explain (spico_kept_get_reason (kept)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), discard);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "kept", g_object_ref (kept), g_object_unref);
  g_signal_connect_object (discard, "clicked", G_CALLBACK (discard_clicked_cb), self, G_CONNECT_SWAPPED);

  return row;
}

/* Of a delegated account, nothing is shown before the server is reached (F030). */
static gboolean
is_locked (SpicoKeptGroups *self)
{
  return spico_client_is_locked (self->client, spico_client_find_account (self->client, self->account_id));
}

static void
update (SpicoKeptGroups *self)
{
  guint n = is_locked (self) ? 0 : g_list_model_get_n_items (self->kept);

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoKept) kept = g_list_model_get_item (self->kept, i);

      gtk_list_box_append (self->list, make_row (self, kept));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
spico_kept_groups_dispose (GObject *object)
{
  SpicoKeptGroups *self = SPICO_KEPT_GROUPS (object);

  /* The bin lets go of a child that the template would let go of behind its back. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_KEPT_GROUPS);
  if (self->kept != NULL)
    g_signal_handlers_disconnect_by_data (self->kept, self);
  g_clear_object (&self->kept);
  g_clear_object (&self->client);
  g_clear_pointer (&self->account_id, g_free);

  G_OBJECT_CLASS (spico_kept_groups_parent_class)->dispose (object);
}

static void
spico_kept_groups_class_init (SpicoKeptGroupsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_kept_groups_dispose;

  signals[RESUME] = g_signal_new ("resume", SPICO_TYPE_KEPT_GROUPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_KEPT);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-kept-groups.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoKeptGroups, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
spico_kept_groups_init (SpicoKeptGroups *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
spico_kept_groups_set_source (SpicoKeptGroups *self,
                              SpicoClient     *client,
                              const char      *account_id)
{
  g_return_if_fail (SPICO_IS_KEPT_GROUPS (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  self->account_id = g_strdup (account_id);
  self->kept = spico_client_list_kept (client, account_id);
  g_signal_connect_object (self->kept, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::contact-lost", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
