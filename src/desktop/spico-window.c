/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-window.h"

#include <glib/gi18n.h>

#include "spico-absence-dialog.h"
#include "spico-account-button.h"
#include "spico-acting.h"
#include "spico-announcement-banner.h"
#include "spico-announcements-dialog.h"
#include "spico-card-dialog.h"
#include "spico-client-sign-in.h"
#include "spico-connection-banner.h"
#include "spico-conversation-flags.h"
#include "spico-day.h"
#include "spico-devices-dialog.h"
#include "spico-dialog-keys.h"
#include "spico-discussions-page.h"
#include "spico-error-text.h"
#include "spico-groups-dialog.h"
#include "spico-help-dialog.h"
#include "spico-kept-notices.h"
#include "spico-lock-page.h"
#include "spico-locker.h"
#include "spico-mail-actions.h"
#include "spico-mail-file.h"
#include "spico-new-conversation-dialog.h"
#include "spico-patients-page.h"
#include "spico-profile-page.h"
#include "spico-requests-button.h"
#include "spico-saveable.h"
#include "spico-sign-in-page.h"
#include "spico-toasts.h"

/* A store opens faster than this; a spinner before it would only flicker. */
#define SPINNER_DELAY_MS 500

struct _SpicoWindow {
  AdwApplicationWindow parent_instance;

  /* Template widgets */
  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  GtkRevealer *opening_revealer;
  SpicoAccountButton *account_button;
  SpicoRequestsButton *requests_button;
  SpicoConnectionBanner *connection_banner;
  SpicoAnnouncementBanner *announcement_banner;
  AdwViewStack *pages;
  SpicoDiscussionsPage *discussions;
  AdwBin *patients_bin;
  AdwBin *profile_bin;
  GMenu *main_menu;
  GMenu *lock_menu;

  /* Borrowed from the stacks; made when first shown */
  SpicoSignInPage *sign_in;
  SpicoLockPage *lock;
  SpicoPatientsPage *patients;
  SpicoProfilePage *profile;

  /* Owned */
  SpicoClient *client;
  GSettings *settings;
  SpicoToasts *toasts;
  SpicoLocker *locker;
  char *server;
  char *login;
  guint spinner_source;
  guint n_failed;
  gboolean shows_sign_in;
};

G_DEFINE_FINAL_TYPE (SpicoWindow, spico_window, ADW_TYPE_APPLICATION_WINDOW)

enum {
  READY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void signed_in_cb (SpicoWindow *self);
static void sign_in_cancelled_cb (SpicoWindow *self);
static void sign_in_again_cb (SpicoWindow *self);
static void somebody_else_cb (SpicoWindow *self);

/* What the client says */

/* Takes the page's place in the stack, once. */
static void
show_page (SpicoWindow *self,
           const char  *name,
           GtkWidget   *page)
{
  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), name))
    return;

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_grab_focus (page);
  g_signal_emit (self, signals[READY], 0);
}

/* Whoever is signed in sees neither: both are made when they are first shown. */
static void
show_sign_in (SpicoWindow *self)
{
  SpicoClientState state = spico_client_get_state (self->client);

  if (self->sign_in == NULL)
    {
      self->sign_in = g_object_new (SPICO_TYPE_SIGN_IN_PAGE, NULL);
      spico_sign_in_page_set_client (self->sign_in, self->client);
      spico_sign_in_page_prefill (self->sign_in, self->server, self->login);
      g_signal_connect_object (self->sign_in, "signed-in", G_CALLBACK (signed_in_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->sign_in, "cancelled", G_CALLBACK (sign_in_cancelled_cb), self, G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->sign_in), "sign-in");
      g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (spico_sign_in_page_leave), self->sign_in, G_CONNECT_SWAPPED);
    }
  spico_sign_in_page_set_can_cancel (self->sign_in, state == SPICO_CLIENT_READY || state == SPICO_CLIENT_LOCKED);
  show_page (self, "sign-in", GTK_WIDGET (self->sign_in));
}

static void
show_lock (SpicoWindow *self)
{
  if (self->lock == NULL)
    {
      self->lock = g_object_new (SPICO_TYPE_LOCK_PAGE, NULL);
      spico_lock_page_set_client (self->lock, self->client);
      g_signal_connect_object (self->lock, "forgotten", G_CALLBACK (sign_in_again_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->lock, "somebody-else", G_CALLBACK (somebody_else_cb), self, G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->lock), "lock");
    }
  show_page (self, "lock", GTK_WIDGET (self->lock));
}

/* What is being opened or locked is shown where one comes from: only the start has a page of its own. */
static void
update_stack (SpicoWindow *self)
{
  SpicoClientState state = spico_client_get_state (self->client);

  if (state == SPICO_CLIENT_READY && !self->shows_sign_in)
    gtk_stack_set_visible_child_name (self->stack, "main");
  else if (state == SPICO_CLIENT_SIGNED_OUT || self->shows_sign_in)
    show_sign_in (self);
  else if (state == SPICO_CLIENT_LOCKED)
    show_lock (self);
}

/* What was refused is told wherever one is: its conversation may be out of sight, or its account gone (F030). */
static void
failed_count_cb (SpicoWindow *self)
{
  guint n_before = self->n_failed;

  self->n_failed = spico_client_get_failed_count (self->client);
  if (self->n_failed <= n_before || spico_client_get_state (self->client) != SPICO_CLIENT_READY)
    return;

  spico_toasts_show (self->toasts, self->n_failed - n_before == 1 ? _("A message could not be sent. It is kept on this computer.")
                                                                  : _("Messages could not be sent. They are kept on this computer."));
}

/* A connection that comes or goes may be all that one hears of a computer that slept. */
static void
connection_cb (SpicoWindow *self)
{
  spico_day_check (spico_day_get_default ());
}

static void
account_cb (SpicoWindow *self)
{
  SpicoAccount *account = spico_client_get_account (self->client);
  gboolean has_mailbox = account != NULL && spico_account_has_discussions (account);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.absence", has_mailbox);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.groups", has_mailbox);
  spico_account_button_set_selected (self->account_button, account);
  spico_discussions_page_set_account (self->discussions, account);
}

static void
close_dialogs (SpicoWindow *self)
{
  AdwDialog *dialog;

  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self))) != NULL)
    adw_dialog_force_close (dialog);
}

/* Nothing of somebody is left on the screen, nor behind it, for whoever comes next. */
static void
forget_contents (SpicoWindow *self)
{
  close_dialogs (self);
  spico_mail_file_remove_all ();
  spico_toasts_clear (self->toasts);
  spico_discussions_page_set_account (self->discussions, NULL);
  adw_view_stack_set_visible_child_name (self->pages, "discussions");
  adw_bin_set_child (self->patients_bin, NULL);
  adw_bin_set_child (self->profile_bin, NULL);
  self->patients = NULL;
  self->profile = NULL;
}

static void
state_cb (SpicoWindow *self)
{
  SpicoClientState state = spico_client_get_state (self->client);

  if (state == SPICO_CLIENT_READY)
    account_cb (self);
  else if (state != SPICO_CLIENT_OPENING)
    forget_contents (self);
  update_stack (self);
}

static void
signed_in_cb (SpicoWindow *self)
{
  self->shows_sign_in = FALSE;
  state_cb (self);
}

static void
sign_in_cancelled_cb (SpicoWindow *self)
{
  self->shows_sign_in = FALSE;
  update_stack (self);
}

/* Nobody is left wondering where their conversations are (B019). */
static void
erased_cb (SpicoWindow *self,
           gboolean     is_erased)
{
  self->shows_sign_in = FALSE;
  spico_window_show_error (self, is_erased ? _("You signed this device out from another one. The conversations and drafts that it kept have been erased.")
                                           : _("You signed this device out from another one, but what it keeps could not be erased. Unlock the keyring, then start Spico again."));
}

/* Signing in, from the lock page */

static void
show_sign_in_for (SpicoWindow *self,
                  const char  *login)
{
  self->shows_sign_in = TRUE;
  update_stack (self);
  spico_sign_in_page_prefill (self->sign_in, spico_client_get_server_uri (self->client), login);
}

/* By the way by which they came: what they have open waits for them meanwhile. */
static void
sign_in_again_cb (SpicoWindow *self)
{
  show_sign_in_for (self, spico_client_get_login (self->client));
  spico_sign_in_page_expect (self->sign_in, spico_client_get_login (self->client), spico_client_get_state (self->client) == SPICO_CLIENT_READY && spico_client_uses_provider (self->client));
}

static void
somebody_else_cb (SpicoWindow *self)
{
  show_sign_in_for (self, "");
}

/* What stood there is out of sight at once, however long the store takes to close. */
static void
leaving_cb (SpicoWindow *self)
{
  close_dialogs (self);
  self->shows_sign_in = FALSE;
  show_lock (self);
}

static void
leaving_failed_cb (SpicoWindow  *self,
                   const GError *error)
{
  update_stack (self);
  if (spico_client_get_state (self->client) == SPICO_CLIENT_LOCKED)
    spico_lock_page_show_error (self->lock, spico_error_text (error));
  else
    spico_toasts_show_error (self->toasts, spico_error_text (error));
}

static void
account_chosen_cb (SpicoWindow  *self,
                   SpicoAccount *account)
{
  spico_client_set_account (self->client, account);
}

static void
spinner_cb (gpointer user_data)
{
  SpicoWindow *self = user_data;

  self->spinner_source = 0;
  gtk_revealer_set_reveal_child (self->opening_revealer, TRUE);
}

/* Actions */

static gboolean
is_main (SpicoWindow *self)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->stack), "main");
}

static gboolean
can_present (SpicoWindow *self)
{
  return is_main (self) && adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) == NULL;
}

static gboolean
shows_patients (SpicoWindow *self)
{
  return self->patients != NULL && adw_view_stack_get_visible_child (self->pages) == GTK_WIDGET (self->patients_bin);
}

static gboolean
shows_profile (SpicoWindow *self)
{
  return self->profile != NULL && adw_view_stack_get_visible_child (self->pages) == GTK_WIDGET (self->profile_bin);
}

static void
open_conversation (SpicoWindow *self,
                   const char  *account_id,
                   const char  *conversation_id)
{
  adw_view_stack_set_visible_child_name (self->pages, "discussions");
  spico_discussions_page_open (self->discussions, account_id, conversation_id);
}

/* Takes the form. */
static void
present_form (SpicoWindow *self,
              AdwDialog   *dialog)
{
  g_signal_connect_object (dialog, "started", G_CALLBACK (open_conversation), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
start_conversation (SpicoWindow  *self,
                    SpicoDossier *dossier)
{
  if (can_present (self))
    present_form (self, spico_new_conversation_dialog_new (self->client, dossier, NULL));
}

/* « Écrire » on a card: the card, and what it was opened from, make room for the form. */
static void
write_cb (SpicoWindow    *self,
          SpicoPrincipal *principal)
{
  g_autoptr (SpicoPrincipal) member = g_object_ref (principal);

  close_dialogs (self);
  present_form (self, spico_new_conversation_dialog_new (self->client, NULL, member));
}

/* « Transférer »: a new conversation begins with the message (F054). */
static void
forward_activated_cb (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  SpicoWindow *self = SPICO_WINDOW (widget);
  const char *account_id;
  const char *forwarded_id;
  const char *text;
  g_autoptr (SpicoDraft) begun = NULL;

  if (!can_present (self))
    return;

  g_variant_get (parameter, "(&s&s&s)", &account_id, &forwarded_id, &text);
  begun = spico_draft_new (account_id, NULL, NULL, NULL, text);
  spico_draft_set_forwarded_id (begun, *forwarded_id != '\0' ? forwarded_id : NULL);
  present_form (self, spico_new_conversation_dialog_new_begun (self->client, begun));
}

static void
show_card_activated_cb (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  SpicoWindow *self = SPICO_WINDOW (widget);
  const char *principal_id;
  gboolean can_write;
  g_autoptr (SpicoPrincipal) principal = NULL;
  AdwDialog *dialog;

  if (!is_main (self))
    return;

  g_variant_get (parameter, "(&sb)", &principal_id, &can_write);
  principal = spico_client_get_principal (self->client, principal_id);
  dialog = spico_card_dialog_new (self->client, principal, can_write);
  g_signal_connect_object (dialog, "write", G_CALLBACK (write_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* Of the mailbox that is shown: one's own, or a delegated one. */
static void
mailbox_dialog_activated_cb (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  SpicoWindow *self = SPICO_WINDOW (widget);
  SpicoAccount *account = self->client != NULL ? spico_client_get_account (self->client) : NULL;

  if (account != NULL && spico_account_has_discussions (account) && can_present (self))
    adw_dialog_present (g_str_equal (action_name, "win.absence") ? spico_absence_dialog_new (self->client, account) : spico_groups_dialog_new (self->client, account), widget);
}

static void
devices_activated_cb (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  SpicoWindow *self = SPICO_WINDOW (widget);

  if (can_present (self))
    adw_dialog_present (spico_devices_dialog_new (self->client), widget);
}

static void
announcements_activated_cb (GtkWidget  *widget,
                            const char *action_name,
                            GVariant   *parameter)
{
  SpicoWindow *self = SPICO_WINDOW (widget);

  if (can_present (self))
    adw_dialog_present (spico_announcements_dialog_new (self->client), widget);
}

/* About what one has in front of oneself, over it. */
static void
help_activated_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SpicoWindow *self = SPICO_WINDOW (widget);
  const char *topic = spico_help_topic_of (ADW_APPLICATION_WINDOW (self));

  if (SPICO_IS_HELP_DIALOG (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self))))
    return;
  if (topic == NULL)
    topic = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "lock") ? "verrouillage" : !is_main (self) ? "connexion" : shows_patients (self) ? "patients" : shows_profile (self) ? "profil" : "discussions";
  adw_dialog_present (spico_help_dialog_new (self->client, self->sign_in != NULL ? spico_sign_in_page_get_server (self->sign_in) : NULL, topic), widget);
}

/* Whoever comes back to the window wants to know now, not at the next attempt. */
static void
active_cb (SpicoWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)))
    spico_day_check (spico_day_get_default ());
  if (self->client != NULL && gtk_window_is_active (GTK_WINDOW (self)) && spico_client_get_state (self->client) != SPICO_CLIENT_OPENING
      && spico_client_get_connection (self->client) == SPICO_CONNECTION_OFFLINE && !spico_client_get_session_ended (self->client))
    spico_client_reconnect (self->client);
}

static void
discussions_loaded_cb (SpicoWindow *self)
{
  g_signal_emit (self, signals[READY], 0);
}

static void
ensure_patients (SpicoWindow *self)
{
  if (self->patients != NULL)
    return;

  self->patients = SPICO_PATIENTS_PAGE (spico_patients_page_new ());
  spico_patients_page_set_client (self->patients, self->client);
  g_signal_connect_object (self->patients, "conversation-activated", G_CALLBACK (open_conversation), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->patients, "start-conversation", G_CALLBACK (start_conversation), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->patients_bin, GTK_WIDGET (self->patients));
}

static void
ensure_profile (SpicoWindow *self)
{
  if (self->profile != NULL)
    return;

  self->profile = SPICO_PROFILE_PAGE (spico_profile_page_new ());
  spico_profile_page_set_client (self->profile, self->client);
  adw_bin_set_child (self->profile_bin, GTK_WIDGET (self->profile));
}

/* Whoever has something else open finishes that first. */
static void
show_relations (SpicoWindow  *self,
                SpicoAccount *account)
{
  if (!can_present (self))
    return;

  spico_client_set_account (self->client, account);
  adw_view_stack_set_visible_child_name (self->pages, "profile");
  ensure_profile (self);
  spico_profile_page_show (self->profile, "relations");
}

/* The others are made when first looked at: the window opens on Discussions, and opens sooner so. */
static void
page_changed_cb (SpicoWindow *self)
{
  GtkWidget *page = adw_view_stack_get_visible_child (self->pages);

  if (self->client == NULL)
    return;

  if (page == GTK_WIDGET (self->patients_bin))
    ensure_patients (self);
  else if (page == GTK_WIDGET (self->profile_bin))
    ensure_profile (self);
}

static void
new_conversation_activated_cb (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  start_conversation (SPICO_WINDOW (widget), NULL);
}

static void
open_conversation_activated_cb (GtkWidget  *widget,
                                const char *action_name,
                                GVariant   *parameter)
{
  SpicoWindow *self = SPICO_WINDOW (widget);
  const char *account_id;
  const char *conversation_id;

  g_variant_get (parameter, "(&s&s)", &account_id, &conversation_id);
  open_conversation (self, account_id, conversation_id);
}

static void
open_unread_activated_cb (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  SpicoWindow *self = SPICO_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->pages, "discussions");
  spico_discussions_page_open_unread (self->discussions, g_variant_get_string (parameter, NULL));
}

static void
page_activated_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SpicoWindow *self = SPICO_WINDOW (widget);
  const char *name = g_variant_get_string (parameter, NULL);

  if (g_str_equal (name, "relations"))
    show_relations (self, spico_client_get_account (self->client));
  else if (is_main (self) && adw_view_stack_get_child_by_name (self->pages, name) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, name);
}

static void
search_activated_cb (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  SpicoWindow *self = SPICO_WINDOW (widget);

  if (!is_main (self))
    return;
  if (shows_patients (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->patients));
  else if (!shows_profile (self))
    spico_discussions_page_focus_search (self->discussions);
}

static void
thread_activated_cb (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  SpicoWindow *self = SPICO_WINDOW (widget);
  SpicoThreadView *thread = spico_discussions_page_get_thread (self->discussions);
  g_autofree char *action = g_strconcat ("thread", strchr (action_name, '.'), NULL);

  if (is_main (self) && thread != NULL && gtk_widget_get_mapped (GTK_WIDGET (thread)))
    gtk_widget_activate_action (GTK_WIDGET (thread), action, NULL);
}

static void
flag_activated_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  spico_conversation_flags_undo (SPICO_WINDOW (widget)->client, parameter);
}

/* Regions */

typedef gboolean (*FocusRegion) (SpicoWindow *self);

static gboolean
focus_header (SpicoWindow *self)
{
  return gtk_widget_child_focus (GTK_WIDGET (self->account_button), GTK_DIR_TAB_FORWARD);
}

static gboolean
focus_list (SpicoWindow *self)
{
  if (shows_patients (self))
    return gtk_widget_grab_focus (GTK_WIDGET (self->patients));
  if (shows_profile (self))
    return gtk_widget_grab_focus (GTK_WIDGET (self->profile));
  return spico_discussions_page_focus_list (self->discussions);
}

static gboolean
focus_messages (SpicoWindow *self)
{
  SpicoThreadView *thread = spico_discussions_page_get_thread (self->discussions);

  if (shows_patients (self))
    return spico_patients_page_focus_dossier (self->patients);
  if (shows_profile (self))
    return spico_profile_page_focus_tab (self->profile);

  return thread != NULL && spico_thread_view_focus_messages (thread);
}

static gboolean
focus_composer (SpicoWindow *self)
{
  SpicoThreadView *thread = spico_discussions_page_get_thread (self->discussions);

  return thread != NULL && !shows_patients (self) && !shows_profile (self) && spico_thread_view_focus_composer (thread);
}

static const FocusRegion regions[] = { focus_header, focus_list, focus_messages, focus_composer };

static guint
current_region (SpicoWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  SpicoThreadView *thread = spico_discussions_page_get_thread (self->discussions);

  if (focus != NULL && shows_patients (self) && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->patients)))
    return spico_patients_page_dossier_has_focus (self->patients) ? 2 : 1;
  if (focus != NULL && shows_profile (self) && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->profile)))
    return spico_profile_page_tab_has_focus (self->profile) ? 2 : 1;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->discussions)))
    return 0;
  if (thread == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (thread)))
    return 1;

  return spico_thread_view_composer_has_focus (thread) ? 3 : 2;
}

static void
region_activated_cb (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  SpicoWindow *self = SPICO_WINDOW (widget);
  guint n = G_N_ELEMENTS (regions);
  guint step = g_str_equal (action_name, "win.next-region") ? 1 : n - 1;
  guint region = current_region (self);

  if (!is_main (self))
    return;
  for (guint i = 0; i < n; i++)
    {
      region = (region + step) % n;
      if (regions[region](self))
        return;
    }
}

/* Class */

static void
spico_window_dispose (GObject *object)
{
  SpicoWindow *self = SPICO_WINDOW (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_WINDOW);
  g_clear_object (&self->locker);
  g_clear_object (&self->toasts);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (spico_window_parent_class)->dispose (object);
}

static void
spico_window_finalize (GObject *object)
{
  SpicoWindow *self = SPICO_WINDOW (object);

  g_free (self->server);
  g_free (self->login);

  G_OBJECT_CLASS (spico_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, opening_revealer);
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, account_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, requests_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, connection_banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, announcement_banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, discussions);
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, patients_bin);
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, profile_bin);
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, SpicoWindow, lock_menu);
  gtk_widget_class_bind_template_callback (widget_class, account_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_relations);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, discussions_loaded_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.forward", "(sss)", forward_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.new-conversation", NULL, new_conversation_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.open-conversation", "(ss)", open_conversation_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.open-unread", "s", open_unread_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.absence", NULL, mailbox_dialog_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.groups", NULL, mailbox_dialog_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.announcements", NULL, announcements_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.devices", NULL, devices_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.help", NULL, help_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.show-card", "(sb)", show_card_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.page", "s", page_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.information", NULL, thread_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.mark-unread", NULL, thread_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.archive", NULL, thread_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.mark-handled", NULL, thread_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.flag-conversation", "(ssub)", flag_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.next-region", NULL, region_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.previous-region", NULL, region_activated_cb);
}

static void
spico_window_class_init (SpicoWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = spico_window_finalize;

  signals[READY] = g_signal_new ("ready", SPICO_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_ACCOUNT_BUTTON);
  g_type_ensure (SPICO_TYPE_ANNOUNCEMENT_BANNER);
  g_type_ensure (SPICO_TYPE_CONNECTION_BANNER);
  g_type_ensure (SPICO_TYPE_REQUESTS_BUTTON);
  g_type_ensure (SPICO_TYPE_DISCUSSIONS_PAGE);
  bind_template (widget_class);
  install_actions (widget_class);
}

static void
spico_window_init (SpicoWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->settings = g_settings_new (SPICO_APPLICATION_ID);
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_cb), NULL);
  spico_dialog_keys_follow (ADW_APPLICATION_WINDOW (self));
  self->toasts = spico_toasts_new (self->toast_overlay, G_ACTION_MAP (self));
  self->spinner_source = g_timeout_add_once (SPINNER_DELAY_MS, spinner_cb, self);
}

static void
set_client (SpicoWindow *self,
            SpicoClient *client)
{
  g_autoptr (GListModel) accounts = spico_acting_list_accounts (client);

  self->client = g_object_ref (client);
  spico_account_button_set_accounts (self->account_button, accounts);
  spico_requests_button_set_client (self->requests_button, client);
  spico_discussions_page_set_client (self->discussions, client);
  spico_connection_banner_set_client (self->connection_banner, client);
  spico_announcement_banner_set_client (self->announcement_banner, client);

  self->locker = spico_locker_new (self, client);
  spico_locker_fill_menus (self->locker, self->main_menu, self->lock_menu);
  g_signal_connect_object (self->locker, "leaving", G_CALLBACK (leaving_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->locker, "failed", G_CALLBACK (leaving_failed_cb), self, G_CONNECT_SWAPPED);

  spico_mail_actions_add (ADW_APPLICATION_WINDOW (self), client);
  spico_kept_notices_attach (GTK_WIDGET (self), client);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::account", G_CALLBACK (account_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (connection_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::failed-count", G_CALLBACK (failed_count_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "erased", G_CALLBACK (erased_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
spico_window_new (GtkApplication *application,
                  SpicoClient    *client,
                  const char     *server,
                  const char     *login)
{
  SpicoWindow *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  self = g_object_new (SPICO_TYPE_WINDOW, "application", application, NULL);
  set_client (self, client);
  self->server = g_strdup (server);
  self->login = g_strdup (login);

  return GTK_WIDGET (self);
}

void
spico_window_show_error (SpicoWindow *self,
                         const char  *text)
{
  g_return_if_fail (SPICO_IS_WINDOW (self));

  show_sign_in (self);
  spico_sign_in_page_show_error (self->sign_in, text);
}

gboolean
spico_window_shows_conversation (SpicoWindow *self,
                                 const char  *account_id,
                                 const char  *conversation_id)
{
  SpicoThreadView *thread = spico_discussions_page_get_thread (self->discussions);

  return thread != NULL && spico_thread_view_shows (thread, account_id, conversation_id);
}

static DexFuture *
flush_drafts_cb (DexFuture *future,
                 gpointer   user_data)
{
  return spico_client_flush_drafts (SPICO_WINDOW (user_data)->client);
}

/* One that lies below another may have words in it too. */
DexFuture *
spico_window_save (SpicoWindow *self)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GListModel) dialogs = NULL;
  SpicoThreadView *thread;

  g_return_val_if_fail (SPICO_IS_WINDOW (self), NULL);

  thread = spico_discussions_page_get_thread (self->discussions);
  g_ptr_array_add (futures, thread != NULL ? spico_thread_view_save (thread) : dex_future_new_true ());
  dialogs = adw_application_window_get_dialogs (ADW_APPLICATION_WINDOW (self));
  for (guint i = 0; i < g_list_model_get_n_items (dialogs); i++)
    {
      g_autoptr (AdwDialog) dialog = g_list_model_get_item (dialogs, i);

      if (SPICO_IS_SAVEABLE (dialog))
        g_ptr_array_add (futures, spico_saveable_save (SPICO_SAVEABLE (dialog)));
    }

  return dex_future_finally (dex_future_allv ((DexFuture *const *) futures->pdata, futures->len), flush_drafts_cb, g_object_ref (self), g_object_unref);
}
