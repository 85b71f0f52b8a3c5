/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-provider-sign-in.h"

#include <glib/gi18n.h>

#include "spico-browser-text.h"
#include "spico-client-lock.h"
#include "spico-client-sign-in.h"
#include "spico-error-box.h"
#include "spico-former-password.h"
#include "spico-lock-password-form.h"
#include "spico-lock-text.h"

struct _SpicoProviderSignIn {
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack *stack;
  GtkLabel *title;
  GtkLabel *explanation;
  SpicoErrorBox *browser_error;
  GtkWidget *buttons;
  GtkWidget *cancel_button;
  SpicoErrorBox *lock_error;
  SpicoLockPasswordForm *form;
  GtkWidget *give_up_button;

  SpicoClient *client;
  SpicoAuthorization *authorization; /* NULL where nothing is under way */
  char *provider;
  gboolean asks_own_lock;
};

G_DEFINE_FINAL_TYPE (SpicoProviderSignIn, spico_provider_sign_in, ADW_TYPE_BIN)

enum {
  SIGNED_IN,
  GIVEN_UP,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
drop (SpicoProviderSignIn *self)
{
  g_autoptr (SpicoAuthorization) authorization = g_steal_pointer (&self->authorization);

  if (authorization != NULL)
    spico_authorization_give_up (authorization);
  spico_lock_password_form_clear (self->form);
  spico_lock_password_form_set_busy (self->form, FALSE);
  spico_error_box_show (self->lock_error, NULL);
  spico_error_box_show (self->browser_error, NULL);
}

/* The screen */

static void
show_browser (SpicoProviderSignIn *self)
{
  /* Translators: the service in which one signs in, “Pro Santé Connect” */
  g_autofree char *text = g_strdup_printf (_("The page of %s is open there. This window comes back by itself."), self->provider);

  gtk_label_set_label (self->title, _("Finish Signing In in Your Browser"));
  gtk_label_set_label (self->explanation, text);
  gtk_widget_set_visible (self->buttons, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
  gtk_widget_grab_focus (self->cancel_button);
}

static void
show_opening (SpicoProviderSignIn *self)
{
  gtk_label_set_label (self->title, _("Signing in…"));
  gtk_label_set_label (self->explanation, "");
  spico_error_box_show (self->browser_error, NULL);
  gtk_widget_set_visible (self->buttons, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "waiting");
}

static void
show_lock (SpicoProviderSignIn *self,
           const char          *error)
{
  spico_lock_password_form_set_busy (self->form, FALSE);
  gtk_widget_set_sensitive (self->give_up_button, TRUE);
  spico_error_box_show (self->lock_error, error);
  gtk_stack_set_visible_child_name (self->stack, "lock");
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

/* Whoever looks at their browser sees that it goes on here. */
static void
present_window (SpicoProviderSignIn *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    gtk_window_present (GTK_WINDOW (root));
}

/* The browser */

static void
launched_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (SpicoProviderSignIn) self = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error) && self->authorization != NULL)
    spico_error_box_show (self->browser_error, _("No browser could be opened. Contact the support desk."));
}

static void
open_browser (SpicoProviderSignIn *self)
{
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (spico_authorization_get_uri (self->authorization));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  spico_error_box_show (self->browser_error, NULL);
  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, launched_cb, g_object_ref (self));
}

static void
open_again_cb (SpicoProviderSignIn *self)
{
  if (self->authorization != NULL)
    open_browser (self);
}

static void
cancel_cb (SpicoProviderSignIn *self)
{
  drop (self);
  g_signal_emit (self, signals[GIVEN_UP], 0);
}

static void
fail (SpicoProviderSignIn *self,
      const GError        *error)
{
  drop (self);
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CANCELLED))
    g_signal_emit (self, signals[GIVEN_UP], 0);
  else
    g_signal_emit (self, signals[FAILED], 0, error);
}

/* The lock */

typedef struct {
  SpicoProviderSignIn *self;
  SpicoAuthorization *authorization;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_object_unref (step->self);
  g_object_unref (step->authorization);
  g_free (step);
}

static Step *
step_new (SpicoProviderSignIn *self)
{
  Step *step = g_new0 (Step, 1);

  step->self = g_object_ref (self);
  step->authorization = g_object_ref (self->authorization);

  return step;
}

static void enter (SpicoProviderSignIn *self,
                   const char          *password,
                   gboolean             is_new);

static void
former_response_cb (AdwDialog           *dialog,
                    const char          *response,
                    SpicoProviderSignIn *self)
{
  if (self->authorization == NULL)
    return;

  if (g_str_equal (response, "unlock"))
    enter (self, spico_former_password_dialog_get_password (dialog), FALSE);
  else if (g_str_equal (response, "erase"))
    show_lock (self, NULL);
  else
    cancel_cb (self);
}

static void
ask_password (SpicoProviderSignIn *self,
              gboolean             is_wrong)
{
  AdwDialog *dialog = spico_former_password_dialog_new (self->asks_own_lock, is_wrong);

  g_signal_connect_object (dialog, "response", G_CALLBACK (former_response_cb), self, 0);
  spico_former_password_dialog_present (dialog, GTK_WIDGET (self));
}

static gboolean
is_choosing (SpicoProviderSignIn *self)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->stack), "lock");
}

static void
take_error (SpicoProviderSignIn *self,
            const GError        *error)
{
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NO_LOCK))
    show_lock (self, NULL);
  else if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OWN_LOCK) || g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_LOCKED))
    {
      self->asks_own_lock = error->code == SPICO_CLIENT_ERROR_OWN_LOCK;
      ask_password (self, FALSE);
    }
  else if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD))
    ask_password (self, TRUE);
  else if (is_choosing (self))
    {
      g_autofree char *text = spico_lock_format_error (error, 0, TRUE);

      show_lock (self, text);
    }
  else
    fail (self, error);
}

static DexFuture *
entered_cb (DexFuture *future,
            gpointer   data)
{
  Step *step = data;
  SpicoProviderSignIn *self = step->self;
  g_autoptr (GError) error = NULL;

  if (self->authorization != step->authorization)
    return NULL;

  if (dex_future_get_value (future, &error) == NULL)
    {
      take_error (self, error);
      return NULL;
    }
  drop (self);
  g_signal_emit (self, signals[SIGNED_IN], 0);

  return NULL;
}

static void
enter (SpicoProviderSignIn *self,
       const char          *password,
       gboolean             is_new)
{
  if (!is_new)
    show_opening (self);
  dex_future_disown (dex_future_finally (spico_client_sign_in_authorized (self->client, self->authorization, password, is_new), entered_cb, step_new (self), step_free));
}

static void
chosen_cb (SpicoProviderSignIn *self,
           const char          *password)
{
  if (self->authorization == NULL)
    return;

  spico_lock_password_form_set_busy (self->form, TRUE);
  gtk_widget_set_sensitive (self->give_up_button, FALSE);
  enter (self, password, TRUE);
}

static DexFuture *
came_back_cb (DexFuture *future,
              gpointer   data)
{
  Step *step = data;
  SpicoProviderSignIn *self = step->self;
  g_autoptr (GError) error = NULL;

  if (self->authorization != step->authorization)
    return NULL;

  present_window (self);
  if (dex_future_get_value (future, &error) != NULL)
    enter (self, NULL, FALSE);
  else
    fail (self, error);

  return NULL;
}

/* Class */

static void
spico_provider_sign_in_dispose (GObject *object)
{
  SpicoProviderSignIn *self = SPICO_PROVIDER_SIGN_IN (object);

  if (self->authorization != NULL)
    spico_authorization_give_up (self->authorization);
  g_clear_object (&self->authorization);
  g_clear_object (&self->client);
  /* The bin lets go of a child that is a template child too; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_provider_sign_in_parent_class)->dispose (object);
}

static void
spico_provider_sign_in_finalize (GObject *object)
{
  g_free (SPICO_PROVIDER_SIGN_IN (object)->provider);

  G_OBJECT_CLASS (spico_provider_sign_in_parent_class)->finalize (object);
}

static void
spico_provider_sign_in_class_init (SpicoProviderSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_provider_sign_in_dispose;
  object_class->finalize = spico_provider_sign_in_finalize;

  signals[SIGNED_IN] = g_signal_new ("signed-in", SPICO_TYPE_PROVIDER_SIGN_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GIVEN_UP] = g_signal_new ("given-up", SPICO_TYPE_PROVIDER_SIGN_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", SPICO_TYPE_PROVIDER_SIGN_IN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  g_type_ensure (SPICO_TYPE_ERROR_BOX);
  g_type_ensure (SPICO_TYPE_LOCK_PASSWORD_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-provider-sign-in.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoProviderSignIn, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoProviderSignIn, title);
  gtk_widget_class_bind_template_child (widget_class, SpicoProviderSignIn, explanation);
  gtk_widget_class_bind_template_child (widget_class, SpicoProviderSignIn, browser_error);
  gtk_widget_class_bind_template_child (widget_class, SpicoProviderSignIn, buttons);
  gtk_widget_class_bind_template_child (widget_class, SpicoProviderSignIn, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoProviderSignIn, lock_error);
  gtk_widget_class_bind_template_child (widget_class, SpicoProviderSignIn, form);
  gtk_widget_class_bind_template_child (widget_class, SpicoProviderSignIn, give_up_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
spico_provider_sign_in_init (SpicoProviderSignIn *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
spico_provider_sign_in_begin (SpicoProviderSignIn *self,
                              SpicoClient         *client,
                              SpicoSignInWays     *ways,
                              const char          *expected_login)
{
  DexFuture *future;

  g_return_if_fail (SPICO_IS_PROVIDER_SIGN_IN (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (SPICO_IS_SIGN_IN_WAYS (ways));

  drop (self);
  g_set_object (&self->client, client);
  g_set_str (&self->provider, spico_sign_in_ways_get_provider (ways));
  self->authorization = spico_client_authorize (client, ways, expected_login);
  future = spico_authorization_begin (self->authorization, spico_browser_format_page);
  show_browser (self);
  if (spico_authorization_get_uri (self->authorization) != NULL)
    open_browser (self);
  dex_future_disown (dex_future_finally (future, came_back_cb, step_new (self), step_free));
}

void
spico_provider_sign_in_give_up (SpicoProviderSignIn *self)
{
  g_return_if_fail (SPICO_IS_PROVIDER_SIGN_IN (self));

  drop (self);
}
