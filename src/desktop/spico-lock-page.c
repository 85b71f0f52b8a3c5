/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-lock-page.h"

#include <glib/gi18n.h>

#include "spico-announcement-banner.h"
#include "spico-avatar.h"
#include "spico-client-sign-in.h"
#include "spico-error-box.h"
#include "spico-lock-text.h"
#include "spico-people-list.h"
#include "spico-progress-button.h"

struct _SpicoLockPage {
  AdwBin parent_instance;

  /* Template widgets */
  SpicoAnnouncementBanner *announcements;
  SpicoAvatar *avatar;
  GtkLabel *name;
  GtkLabel *explanation;
  SpicoErrorBox *error;
  GtkWidget *fields;
  AdwEntryRow *password;
  SpicoProgressButton *button;
  GtkButton *forgotten_button;
  SpicoPeopleList *people;

  SpicoClient *client;
  char *shown_login;
  gboolean is_unlocking;
};

G_DEFINE_FINAL_TYPE (SpicoLockPage, spico_lock_page, ADW_TYPE_BIN)

enum {
  FORGOTTEN,
  SOMEBODY_ELSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
typed (SpicoLockPage *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->password));
}

static void
update (SpicoLockPage *self)
{
  gtk_widget_set_sensitive (self->fields, !self->is_unlocking);
  spico_progress_button_set_state (self->button, *typed (self) != '\0', self->is_unlocking);
}

static void
changed_cb (SpicoLockPage *self)
{
  update (self);
}

/* What one typed is not for another's eyes, nor what was said of it. */
static void
forget_other (SpicoLockPage *self)
{
  const char *login = spico_client_get_login (self->client);

  if (g_strcmp0 (self->shown_login, login) == 0)
    return;

  g_set_str (&self->shown_login, login);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  spico_error_box_show (self->error, NULL);
}

/* What the store has of them is locked too: the server says again what stands in the way of work. */
static void
ask_announcements (SpicoLockPage *self)
{
  gboolean is_locked = spico_client_get_state (self->client) == SPICO_CLIENT_LOCKED;

  spico_announcement_banner_ask (self->announcements, self->client, is_locked ? spico_client_get_server_uri (self->client) : NULL);
}

static void
client_cb (SpicoLockPage *self)
{
  const char *name = spico_client_get_chosen_name (self->client);
  gboolean has_own_lock = spico_client_has_own_lock (self->client);
  g_autofree char *explanation = spico_lock_explain (spico_client_get_waiting (self->client));

  forget_other (self);
  spico_avatar_set_name (self->avatar, name);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->explanation, explanation);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password), has_own_lock ? _("Lock password") : _("Password"));
  gtk_button_set_label (self->forgotten_button, has_own_lock ? _("Lock Password Forgotten?") : _("Forgotten or Changed Password"));
  ask_announcements (self);
  update (self);
}

static DexFuture *
unlocked_cb (DexFuture *future,
             gpointer   user_data)
{
  SpicoLockPage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  self->is_unlocking = FALSE;
  if (self->client == NULL)
    return NULL;

  if (dex_future_get_value (future, &error) == NULL)
    text = spico_lock_format_error (error, spico_client_get_unlock_wait (self->client), spico_client_has_own_lock (self->client));
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  spico_error_box_show (self->error, text);
  update (self);
  if (text != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->password));

  return NULL;
}

static void
unlock_cb (SpicoLockPage *self)
{
  if (self->is_unlocking || *typed (self) == '\0')
    return;

  self->is_unlocking = TRUE;
  spico_error_box_show (self->error, NULL);
  update (self);
  dex_future_disown (dex_future_finally (spico_client_unlock (self->client, typed (self)), unlocked_cb, g_object_ref (self), g_object_unref));
}

static void
forgotten_cb (SpicoLockPage *self)
{
  g_signal_emit (self, signals[FORGOTTEN], 0);
}

static void
somebody_else_cb (SpicoLockPage *self)
{
  g_signal_emit (self, signals[SOMEBODY_ELSE], 0);
}

static gboolean
spico_lock_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SPICO_LOCK_PAGE (widget)->password));
}

static void
spico_lock_page_dispose (GObject *object)
{
  SpicoLockPage *self = SPICO_LOCK_PAGE (object);

  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_LOCK_PAGE);

  G_OBJECT_CLASS (spico_lock_page_parent_class)->dispose (object);
}

static void
spico_lock_page_finalize (GObject *object)
{
  g_free (SPICO_LOCK_PAGE (object)->shown_login);

  G_OBJECT_CLASS (spico_lock_page_parent_class)->finalize (object);
}

static void
spico_lock_page_class_init (SpicoLockPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_lock_page_dispose;
  object_class->finalize = spico_lock_page_finalize;
  widget_class->grab_focus = spico_lock_page_grab_focus;

  signals[FORGOTTEN] = g_signal_new ("forgotten", SPICO_TYPE_LOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SOMEBODY_ELSE] = g_signal_new ("somebody-else", SPICO_TYPE_LOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_ANNOUNCEMENT_BANNER);
  g_type_ensure (SPICO_TYPE_AVATAR);
  g_type_ensure (SPICO_TYPE_ERROR_BOX);
  g_type_ensure (SPICO_TYPE_PEOPLE_LIST);
  g_type_ensure (SPICO_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-lock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPage, announcements);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPage, name);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPage, error);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPage, fields);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPage, password);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPage, button);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPage, forgotten_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoLockPage, people);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, unlock_cb);
  gtk_widget_class_bind_template_callback (widget_class, forgotten_cb);
  gtk_widget_class_bind_template_callback (widget_class, somebody_else_cb);
}

static void
spico_lock_page_init (SpicoLockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
spico_lock_page_set_client (SpicoLockPage *self,
                            SpicoClient   *client)
{
  g_return_if_fail (SPICO_IS_LOCK_PAGE (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  spico_people_list_set_client (self->people, client);
  g_signal_connect_object (client, "notify::state", G_CALLBACK (client_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::login", G_CALLBACK (client_cb), self, G_CONNECT_SWAPPED);
  client_cb (self);
}

void
spico_lock_page_show_error (SpicoLockPage *self,
                            const char    *text)
{
  g_return_if_fail (SPICO_IS_LOCK_PAGE (self));

  spico_error_box_show (self->error, text);
}
