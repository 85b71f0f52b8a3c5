/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-kept-notices.h"

#include <glib/gi18n.h>

#include "spico-client-kept.h"

/* What a window follows: it may have been said long ago that all was saved, on another page. */
typedef struct {
  GtkWidget *window;
  SpicoClient *client;
  gulong state_handler;
  GListModel *kept;
  guint n_refused;
  guint n_ended;
  gboolean is_read;
} Notices;

static guint
count (GListModel *kept,
       gboolean    is_ended)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (kept); i++)
    {
      g_autoptr (SpicoKept) one = g_list_model_get_item (kept, i);
      SpicoKeptReason reason = spico_kept_get_reason (one);

      n += is_ended ? reason == SPICO_KEPT_ENDED : reason != SPICO_KEPT_ENDED && reason != SPICO_KEPT_NOT_SAVED;
    }

  return n;
}

static void
say (Notices    *self,
     const char *text)
{
  gtk_widget_activate_action (self->window, "win.error", "s", text);
}

/* What was there when it was first read has been said. */
static void
kept_cb (Notices *self)
{
  guint n_refused = count (self->kept, FALSE);
  guint n_ended = count (self->kept, TRUE);

  if (self->is_read && n_refused > self->n_refused)
    say (self, _("A group of favourites could not be saved. What you typed is kept: see “Groups of Favourites”."));
  if (self->is_read && n_ended > self->n_ended)
    say (self, _("What you typed for an account that you no longer act for could not be saved. It is kept: choose this account under “Mailbox”."));
  self->n_refused = n_refused;
  self->n_ended = n_ended;
  self->is_read = TRUE;
}

static void
forget (Notices *self)
{
  if (self->kept != NULL)
    g_signal_handlers_disconnect_by_data (self->kept, self);
  g_clear_object (&self->kept);
  self->is_read = FALSE;
}

/* Each person has a store of their own. */
static void
state_cb (Notices *self)
{
  forget (self);
  if (spico_client_get_state (self->client) != SPICO_CLIENT_READY)
    return;

  self->kept = spico_client_list_kept (self->client, NULL);
  g_signal_connect_swapped (self->kept, "items-changed", G_CALLBACK (kept_cb), self);
}

static void
notices_free (gpointer data)
{
  Notices *self = data;

  forget (self);
  g_clear_signal_handler (&self->state_handler, self->client);
  g_object_unref (self->client);
  g_free (self);
}

void
spico_kept_notices_attach (GtkWidget   *window,
                           SpicoClient *client)
{
  Notices *self;

  g_return_if_fail (GTK_IS_WIDGET (window));
  g_return_if_fail (SPICO_IS_CLIENT (client));

  self = g_new0 (Notices, 1);
  self->window = window;
  self->client = g_object_ref (client);
  self->state_handler = g_signal_connect_swapped (client, "notify::state", G_CALLBACK (state_cb), self);
  g_object_set_data_full (G_OBJECT (window), "spico-kept-notices", self, notices_free);
  state_cb (self);
}
