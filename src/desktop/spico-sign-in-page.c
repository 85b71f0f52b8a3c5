/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sign-in-page.h"

#include <glib/gi18n.h>

#include "spico-announcement-banner.h"
#include "spico-browser-text.h"
#include "spico-client-lock.h"
#include "spico-client-sign-in.h"
#include "spico-error-box.h"
#include "spico-error-text.h"
#include "spico-former-password.h"
#include "spico-people-list.h"
#include "spico-progress-button.h"
#include "spico-provider-sign-in.h"

/* Whoever types an address is done when nothing comes for that long. */
#define TYPING_MS 400
/* A server that does not answer is asked again. */
#define AGAIN_MS 5000

struct _SpicoSignInPage {
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack *stack;
  GtkWidget *cancel_button;
  SpicoAnnouncementBanner *announcements;
  SpicoErrorBox *error;
  GtkWidget *fields;
  GtkWidget *server_group;
  AdwEntryRow *server;
  GtkWidget *provider_button;
  GtkLabel *provider_label;
  GtkWidget *or_label;
  AdwEntryRow *login;
  AdwEntryRow *password;
  SpicoProgressButton *button;
  SpicoPeopleList *people;
  SpicoProviderSignIn *provider;

  SpicoClient *client;
  gboolean is_signing_in;
  gboolean is_again;
  gboolean asks_own_lock;

  SpicoSignInWays *ways; /* of the server whose address stands there; NULL while that is not known */
  guint ways_source;
  guint n_asked;         /* so that only the last answer counts */
  char *expected_login;
  gboolean wants_provider; /* once there is one */
  gboolean began_unasked;
  gboolean can_cancel;
};

G_DEFINE_FINAL_TYPE (SpicoSignInPage, spico_sign_in_page, ADW_TYPE_BIN)

enum {
  SIGNED_IN,
  CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
row_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static AdwEntryRow *
first_missing (SpicoSignInPage *self)
{
  AdwEntryRow *rows[] = { self->server, self->login, self->password };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (row_text (rows[i])[0] == '\0')
      return rows[i];

  return NULL;
}

static gboolean
has_provider (SpicoSignInPage *self)
{
  return self->ways != NULL && spico_sign_in_ways_get_provider (self->ways) != NULL;
}

/* As long as nobody says otherwise. */
static gboolean
takes_password (SpicoSignInPage *self)
{
  return !has_provider (self) || spico_sign_in_ways_takes_password (self->ways);
}

static void
update (SpicoSignInPage *self)
{
  spico_progress_button_set_state (self->button, first_missing (self) == NULL, self->is_signing_in);
  gtk_widget_set_sensitive (self->server_group, !self->is_signing_in);
  gtk_widget_set_sensitive (self->fields, !self->is_signing_in);
  gtk_widget_set_sensitive (self->provider_button, !self->is_signing_in);
}

/* The ways of the server that one chooses */

static void
update_ways (SpicoSignInPage *self)
{
  g_autofree char *text = NULL;

  if (has_provider (self))
    {
      /* Translators: on a button; the service in which one signs in, “Pro Santé Connect” */
      text = g_strdup_printf (_("Sign In with %s"), spico_sign_in_ways_get_provider (self->ways));
      gtk_label_set_label (self->provider_label, text);
    }
  gtk_widget_set_visible (self->provider_button, has_provider (self));
  gtk_widget_set_visible (self->or_label, has_provider (self) && takes_password (self));
  gtk_widget_set_visible (self->fields, takes_password (self));
  gtk_widget_set_visible (GTK_WIDGET (self->button), takes_password (self));
  g_object_set (self->button, "suggested", !has_provider (self), NULL);
}

static void
forget_expected (SpicoSignInPage *self)
{
  g_clear_pointer (&self->expected_login, g_free);
  self->wants_provider = FALSE;
}

/* What goes through the browser has a button of its own to give up. */
static void
show_stage (SpicoSignInPage *self,
            const char      *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->cancel_button, self->can_cancel && g_str_equal (name, "form"));
}

static void
begin_provider (SpicoSignInPage *self)
{
  self->began_unasked = self->wants_provider;
  self->wants_provider = FALSE;
  spico_sign_in_page_show_error (self, NULL);
  show_stage (self, "provider");
  spico_provider_sign_in_begin (self->provider, self->client, self->ways, self->expected_login);
}

static void
take_ways (SpicoSignInPage *self,
           SpicoSignInWays *ways)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  g_set_object (&self->ways, ways);
  update_ways (self);
  if (had_focus && !takes_password (self) && !gtk_widget_get_focus_child (self->server_group))
    gtk_widget_grab_focus (self->provider_button);
  if (self->wants_provider && has_provider (self))
    begin_provider (self);
}

static void ask_ways_later (SpicoSignInPage *self,
                            guint            delay);

typedef struct {
  SpicoSignInPage *page;
  guint number;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->page);
  g_free (question);
}

/* What says nothing of itself is an older server, or none: that is told when somebody signs in. */
static DexFuture *
ways_cb (DexFuture *completed,
         gpointer   data)
{
  Question *question = data;
  SpicoSignInPage *self = question->page;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);

  if (question->number != self->n_asked || self->client == NULL)
    return NULL;

  take_ways (self, value != NULL ? g_value_get_object (value) : NULL);
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE))
    ask_ways_later (self, AGAIN_MS);

  return NULL;
}

/* What it announces may be why nobody can sign in. */
static void
ask_ways (gpointer data)
{
  SpicoSignInPage *self = data;
  Question *question = g_new0 (Question, 1);

  self->ways_source = 0;
  question->page = g_object_ref (self);
  question->number = ++self->n_asked;
  spico_announcement_banner_ask (self->announcements, self->client, row_text (self->server));
  dex_future_disown (dex_future_finally (spico_client_ask_sign_in_ways (self->client, row_text (self->server)), ways_cb, question, question_free));
}

/* Nobody is asked while nobody looks. */
static void
ask_ways_later (SpicoSignInPage *self,
                guint            delay)
{
  g_clear_handle_id (&self->ways_source, g_source_remove);
  if (self->client != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && *row_text (self->server) != '\0')
    self->ways_source = g_timeout_add_once (delay, ask_ways, self);
}

static void
map_cb (SpicoSignInPage *self)
{
  ask_ways_later (self, 0);
}

static void
unmap_cb (SpicoSignInPage *self)
{
  g_clear_handle_id (&self->ways_source, g_source_remove);
}

static void sign_in_again (SpicoSignInPage *self,
                           const char      *former_password);

static void
former_response_cb (AdwDialog  *dialog,
                    const char *response,
                    gpointer    user_data)
{
  SpicoSignInPage *self = user_data;

  if (g_str_equal (response, "unlock"))
    sign_in_again (self, spico_former_password_dialog_get_password (dialog));
  else if (g_str_equal (response, "erase"))
    sign_in_again (self, NULL);
}

/* The password was changed since, or what is kept here was locked with another one: only that opens it. */
static void
ask_former_password (SpicoSignInPage *self,
                     gboolean         is_wrong)
{
  AdwDialog *dialog = spico_former_password_dialog_new (self->asks_own_lock, is_wrong);

  g_signal_connect_object (dialog, "response", G_CALLBACK (former_response_cb), self, 0);
  spico_former_password_dialog_present (dialog, GTK_WIDGET (self));
}

static gboolean
is_locked_error (const GError *error)
{
  return g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_LOCKED) || g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OWN_LOCK);
}

static void
show_failure (SpicoSignInPage *self,
              const GError    *error)
{
  if (is_locked_error (error))
    {
      self->asks_own_lock = error->code == SPICO_CLIENT_ERROR_OWN_LOCK;
      ask_former_password (self, FALSE);
    }
  else if (self->is_again && g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD))
    ask_former_password (self, TRUE);
  else
    spico_sign_in_page_show_error (self, spico_error_text (error));
}

static DexFuture *
signed_in_cb (DexFuture *completed,
              gpointer   user_data)
{
  SpicoSignInPage *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);

  self->is_signing_in = FALSE;
  if (value != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->password), "");
      spico_sign_in_page_show_error (self, NULL);
    }
  else
    show_failure (self, error);

  update (self);
  if (value != NULL)
    g_signal_emit (self, signals[SIGNED_IN], 0);
  else if (!is_locked_error (error) && !self->is_again)
    gtk_widget_grab_focus (GTK_WIDGET (self->password));

  return NULL;
}

/* Takes @future. */
static void
follow (SpicoSignInPage *self,
        DexFuture       *future)
{
  self->is_signing_in = TRUE;
  spico_sign_in_page_show_error (self, NULL);
  update (self);
  dex_future_disown (dex_future_finally (future, signed_in_cb, g_object_ref (self), g_object_unref));
}

static void
sign_in_again (SpicoSignInPage *self,
               const char      *former_password)
{
  if (self->is_signing_in)
    return;

  self->is_again = TRUE;
  follow (self, spico_client_sign_in_again (self->client, row_text (self->server), row_text (self->login), row_text (self->password), former_password));
}

static void
sign_in (SpicoSignInPage *self)
{
  if (self->is_signing_in || first_missing (self) != NULL)
    return;

  self->is_again = FALSE;
  follow (self, spico_client_sign_in (self->client, row_text (self->server), row_text (self->login), row_text (self->password)));
}

static void
changed_cb (SpicoSignInPage *self)
{
  update (self);
}

/* Of another server nothing is known yet. */
static void
server_changed_cb (SpicoSignInPage *self)
{
  self->n_asked++;
  if (self->client != NULL)
    {
      take_ways (self, NULL);
      spico_announcement_banner_ask (self->announcements, self->client, NULL);
    }
  ask_ways_later (self, TYPING_MS);
  update (self);
}

static void
provider_clicked_cb (SpicoSignInPage *self)
{
  if (!self->is_signing_in && has_provider (self))
    begin_provider (self);
}

static void
show_form (SpicoSignInPage *self)
{
  show_stage (self, "form");
  gtk_widget_grab_focus (self->provider_button);
}

static void
provider_signed_in_cb (SpicoSignInPage *self)
{
  show_stage (self, "form");
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  spico_sign_in_page_show_error (self, NULL);
  g_signal_emit (self, signals[SIGNED_IN], 0);
}

/* Back to where one came from. */
static void
provider_given_up_cb (SpicoSignInPage *self)
{
  show_form (self);
  if (self->began_unasked)
    g_signal_emit (self, signals[CANCELLED], 0);
}

/* Whom to call is known by the server (F101). */
static DexFuture *
support_cb (DexFuture *completed,
            gpointer   user_data)
{
  SpicoSignInPage *self = user_data;
  const GValue *value = dex_future_get_value (completed, NULL);
  g_autofree char *text = spico_browser_format_no_account (value != NULL ? g_value_get_boxed (value) : NULL);

  if (self->client != NULL)
    spico_sign_in_page_show_error (self, text);

  return NULL;
}

static void
provider_failed_cb (SpicoSignInPage *self,
                    const GError    *error)
{
  show_form (self);
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NO_ACCOUNT))
    dex_future_disown (dex_future_finally (spico_client_load_support (self->client, row_text (self->server)), support_cb, g_object_ref (self), g_object_unref));
  else
    spico_sign_in_page_show_error (self, spico_error_text (error));
}

static void
entry_activated_cb (SpicoSignInPage *self)
{
  AdwEntryRow *missing = first_missing (self);

  if (!takes_password (self))
    provider_clicked_cb (self);
  else if (missing != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (missing));
  else
    sign_in (self);
}

static void
button_clicked_cb (SpicoSignInPage *self)
{
  sign_in (self);
}

static void
cancel_clicked_cb (SpicoSignInPage *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static gboolean
spico_sign_in_page_grab_focus (GtkWidget *widget)
{
  SpicoSignInPage *self = SPICO_SIGN_IN_PAGE (widget);
  AdwEntryRow *missing = first_missing (self);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "provider"))
    return gtk_widget_grab_focus (GTK_WIDGET (self->provider));
  if (!takes_password (self) && missing != self->server)
    return gtk_widget_grab_focus (self->provider_button);

  return gtk_widget_grab_focus (missing != NULL ? GTK_WIDGET (missing) : GTK_WIDGET (self->button));
}

static void
spico_sign_in_page_dispose (GObject *object)
{
  SpicoSignInPage *self = SPICO_SIGN_IN_PAGE (object);

  g_clear_handle_id (&self->ways_source, g_source_remove);
  g_clear_object (&self->client);
  g_clear_object (&self->ways);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_SIGN_IN_PAGE);

  G_OBJECT_CLASS (spico_sign_in_page_parent_class)->dispose (object);
}

static void
spico_sign_in_page_finalize (GObject *object)
{
  g_free (SPICO_SIGN_IN_PAGE (object)->expected_login);

  G_OBJECT_CLASS (spico_sign_in_page_parent_class)->finalize (object);
}

static void
spico_sign_in_page_class_init (SpicoSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_sign_in_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = spico_sign_in_page_finalize;
  widget_class->grab_focus = spico_sign_in_page_grab_focus;

  signals[SIGNED_IN] = g_signal_new ("signed-in", SPICO_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CANCELLED] = g_signal_new ("cancelled", SPICO_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_ANNOUNCEMENT_BANNER);
  g_type_ensure (SPICO_TYPE_ERROR_BOX);
  g_type_ensure (SPICO_TYPE_PEOPLE_LIST);
  g_type_ensure (SPICO_TYPE_PROGRESS_BUTTON);
  g_type_ensure (SPICO_TYPE_PROVIDER_SIGN_IN);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, announcements);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, server_group);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, provider_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, provider_label);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, or_label);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, provider);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, error);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, fields);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, server);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, login);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, button);
  gtk_widget_class_bind_template_child (widget_class, SpicoSignInPage, people);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, server_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, provider_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, provider_signed_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, provider_given_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, provider_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
spico_sign_in_page_init (SpicoSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (unmap_cb), NULL);
  update (self);
}

void
spico_sign_in_page_set_client (SpicoSignInPage *self,
                               SpicoClient     *client)
{
  g_return_if_fail (SPICO_IS_SIGN_IN_PAGE (self));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  spico_people_list_set_client (self->people, client);
  ask_ways_later (self, 0);
}

void
spico_sign_in_page_prefill (SpicoSignInPage *self,
                            const char      *server,
                            const char      *login)
{
  g_return_if_fail (SPICO_IS_SIGN_IN_PAGE (self));

  if (server != NULL && server[0] != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->server), server);
  if (login != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->login), login);
  forget_expected (self);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  spico_sign_in_page_show_error (self, NULL);
  spico_sign_in_page_grab_focus (GTK_WIDGET (self));
}

void
spico_sign_in_page_expect (SpicoSignInPage *self,
                           const char      *login,
                           gboolean         wants_provider)
{
  g_return_if_fail (SPICO_IS_SIGN_IN_PAGE (self));

  g_set_str (&self->expected_login, login);
  self->wants_provider = wants_provider;
  if (wants_provider && has_provider (self))
    begin_provider (self);
}

const char *
spico_sign_in_page_get_server (SpicoSignInPage *self)
{
  g_return_val_if_fail (SPICO_IS_SIGN_IN_PAGE (self), NULL);

  return row_text (self->server);
}

void
spico_sign_in_page_show_error (SpicoSignInPage *self,
                               const char      *text)
{
  g_return_if_fail (SPICO_IS_SIGN_IN_PAGE (self));

  spico_error_box_show (self->error, text);
}

void
spico_sign_in_page_set_can_cancel (SpicoSignInPage *self,
                                   gboolean         can_cancel)
{
  g_return_if_fail (SPICO_IS_SIGN_IN_PAGE (self));

  self->can_cancel = can_cancel;
  gtk_widget_set_visible (self->cancel_button, can_cancel && g_str_equal (gtk_stack_get_visible_child_name (self->stack), "form"));
}

void
spico_sign_in_page_leave (SpicoSignInPage *self)
{
  GtkWidget *stack;

  g_return_if_fail (SPICO_IS_SIGN_IN_PAGE (self));

  stack = gtk_widget_get_parent (GTK_WIDGET (self));
  if (!GTK_IS_STACK (stack) || gtk_stack_get_visible_child (GTK_STACK (stack)) == GTK_WIDGET (self))
    return;

  spico_provider_sign_in_give_up (self->provider);
  forget_expected (self);
  show_stage (self, "form");
}
