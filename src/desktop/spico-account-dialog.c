/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-account-dialog.h"

#include <glib/gi18n.h>

#include "spico-client-contact.h"

#define FOLLOWED "spico-followed-account"

/* The name outlives the account. */
typedef struct {
  SpicoClient *client;
  char *account_id;
  char *name;
} Followed;

static void
followed_free (gpointer data)
{
  Followed *self = data;

  g_object_unref (self->client);
  g_free (self->account_id);
  g_free (self->name);
  g_free (self);
}

/* Returns: (transfer full) (nullable): why what is of the account cannot be looked at any more */
static char *
say_why (const Followed *self)
{
  SpicoAccount *account = spico_client_find_account (self->client, self->account_id);

  if (account == NULL || spico_account_is_ended (account))
    /* Translators: %s is a person or a structure */
    return g_strdup_printf (_("You no longer act for %s: what was open has been closed."), self->name);
  if (spico_client_is_locked (self->client, account))
    /* Translators: %s is a person or a structure */
    return g_strdup_printf (_("%s is locked until the server is reached: what was open has been closed."), self->name);

  return NULL;
}

/* The last that was opened stands over the others. */
static void
close_down_to (AdwDialog            *dialog,
               AdwApplicationWindow *window)
{
  AdwDialog *over;

  while ((over = adw_application_window_get_visible_dialog (window)) != NULL && over != dialog)
    adw_dialog_force_close (over);
  adw_dialog_force_close (dialog);
}

static void
look_cb (AdwDialog *dialog)
{
  const Followed *followed = g_object_get_data (G_OBJECT (dialog), FOLLOWED);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (dialog));
  g_autofree char *why = NULL;

  if (!ADW_IS_APPLICATION_WINDOW (root) || spico_client_get_state (followed->client) != SPICO_CLIENT_READY)
    return;
  why = say_why (followed);
  if (why == NULL)
    return;

  gtk_widget_activate_action (GTK_WIDGET (root), "win.toast", "s", why);
  close_down_to (dialog, ADW_APPLICATION_WINDOW (root));
}

void
spico_account_dialog_follow (AdwDialog   *dialog,
                             SpicoClient *client,
                             const char  *account_id)
{
  SpicoAccount *account;
  Followed *followed;

  g_return_if_fail (ADW_IS_DIALOG (dialog));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (account_id != NULL);
  g_return_if_fail (g_object_get_data (G_OBJECT (dialog), FOLLOWED) == NULL);

  account = spico_client_find_account (client, account_id);
  if (account == NULL || spico_account_is_personal (account))
    return;

  followed = g_new0 (Followed, 1);
  followed->client = g_object_ref (client);
  followed->account_id = g_strdup (account_id);
  followed->name = g_strdup (spico_account_get_name (account));
  g_object_set_data_full (G_OBJECT (dialog), FOLLOWED, followed, followed_free);
  g_signal_connect_object (client, "notify::contact-lost", G_CALLBACK (look_cb), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (spico_client_get_accounts (client), "items-changed", G_CALLBACK (look_cb), dialog, G_CONNECT_SWAPPED);
}
