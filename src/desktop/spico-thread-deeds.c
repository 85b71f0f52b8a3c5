/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-thread-deeds.h"

#include <glib/gi18n.h>

#include "spico-client-messages.h"
#include "spico-error-text.h"
#include "spico-failed-message.h"

/* Long enough to see that it was the wrong one. */
#define OFFER_S 10

struct _SpicoThreadDeeds {
  GObject parent_instance;

  /* Borrowed */
  GtkWidget *view;
  SpicoComposer *composer;

  SpicoThreadSeek *seek;
  SpicoClient *client;
};

G_DEFINE_FINAL_TYPE (SpicoThreadDeeds, spico_thread_deeds, G_TYPE_OBJECT)

/* What is under way keeps the view, which may be left meanwhile. */
typedef struct {
  SpicoThreadDeeds *self;
  GtkWidget *view;
  SpicoMessage *message;
  /* Of one that is withdrawn: what it said. */
  char *text;
} Deed;

static Deed *
deed_new (SpicoThreadDeeds *self,
          SpicoMessage     *message)
{
  Deed *deed = g_new0 (Deed, 1);

  deed->self = g_object_ref (self);
  deed->view = g_object_ref (self->view);
  deed->message = g_object_ref (message);
  deed->text = g_strdup (spico_message_get_text (message));

  return deed;
}

static void
deed_free (gpointer data)
{
  Deed *deed = data;

  g_object_unref (deed->self);
  g_object_unref (deed->view);
  g_object_unref (deed->message);
  g_free (deed->text);
  g_free (deed);
}

static void
show_error (Deed         *deed,
            const GError *error)
{
  gtk_widget_activate_action (deed->view, "win.error", "s", spico_error_text (error));
}

static void
retry_cb (SpicoThreadDeeds *self,
          SpicoMessage     *message)
{
  spico_failed_message_retry (self->view, self->client, message);
}

static void
rewrite_cb (SpicoThreadDeeds *self,
            SpicoMessage     *message)
{
  spico_failed_message_edit (self->view, self->client, self->composer, message);
}

static void
reply_cb (SpicoThreadDeeds *self,
          SpicoMessage     *message)
{
  spico_composer_reply (self->composer, message);
}

static void
correct_cb (SpicoThreadDeeds *self,
            SpicoMessage     *message)
{
  spico_composer_correct (self->composer, message);
}

static void
give_back_cb (AdwToast *toast,
              gpointer  user_data)
{
  Deed *deed = user_data;

  spico_composer_give_back (deed->self->composer, deed->message, deed->text);
}

/* By now nothing is left of the text in the message. */
static Deed *
deed_copy (const Deed *deed)
{
  Deed *copy = deed_new (deed->self, deed->message);

  g_set_str (&copy->text, deed->text);

  return copy;
}

static void
deed_destroy_cb (gpointer  data,
                 GClosure *closure)
{
  deed_free (data);
}

/* It is gone, at once and for everybody: what one can still do is write it again. */
static void
offer_words (Deed *deed)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (deed->view, ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast;

  if (overlay == NULL)
    return;

  toast = adw_toast_new (_("Message withdrawn"));
  adw_toast_set_button_label (toast, _("Take the Text Back"));
  adw_toast_set_timeout (toast, OFFER_S);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (give_back_cb), deed_copy (deed), deed_destroy_cb, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static DexFuture *
unsaid_cb (DexFuture *completed,
           gpointer   user_data)
{
  Deed *deed = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) != NULL)
    offer_words (deed);
  else if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID))
    gtk_widget_activate_action (deed->view, "win.error", "s", _("The message stays: somebody has read it meanwhile."));
  else if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE))
    gtk_widget_activate_action (deed->view, "win.error", "s", _("The message stays: without a connection, nothing can be withdrawn."));
  else
    show_error (deed, error);

  return NULL;
}

static void
withdraw_cb (SpicoThreadDeeds *self,
             SpicoMessage     *message)
{
  DexFuture *future = spico_client_withdraw_message (self->client, spico_principal_get_id (spico_message_get_account (message)), spico_message_get_id (message));

  dex_future_disown (dex_future_finally (future, unsaid_cb, deed_new (self, message), deed_free));
}

static void
show_original_cb (SpicoThreadDeeds *self,
                  SpicoMessage     *message)
{
  spico_thread_seek_show (self->seek, spico_message_get_in_reply_to (message), TRUE);
}

static void
spico_thread_deeds_dispose (GObject *object)
{
  SpicoThreadDeeds *self = SPICO_THREAD_DEEDS (object);

  g_clear_object (&self->seek);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_thread_deeds_parent_class)->dispose (object);
}

static void
spico_thread_deeds_class_init (SpicoThreadDeedsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_thread_deeds_dispose;
}

static void
spico_thread_deeds_init (SpicoThreadDeeds *self)
{
}

SpicoThreadDeeds *
spico_thread_deeds_new (GtkWidget       *view,
                        SpicoComposer   *composer,
                        SpicoThreadSeek *seek)
{
  SpicoThreadDeeds *self = g_object_new (SPICO_TYPE_THREAD_DEEDS, NULL);

  self->view = view;
  self->composer = composer;
  self->seek = g_object_ref (seek);

  return self;
}

void
spico_thread_deeds_set_client (SpicoThreadDeeds *self,
                               SpicoClient      *client)
{
  g_return_if_fail (SPICO_IS_THREAD_DEEDS (self));

  g_set_object (&self->client, client);
}

void
spico_thread_deeds_follow (SpicoThreadDeeds *self,
                           SpicoMessageRow  *row)
{
  g_return_if_fail (SPICO_IS_THREAD_DEEDS (self));
  g_return_if_fail (SPICO_IS_MESSAGE_ROW (row));

  g_signal_connect_object (row, "retry", G_CALLBACK (retry_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "rewrite", G_CALLBACK (rewrite_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "reply", G_CALLBACK (reply_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "correct", G_CALLBACK (correct_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "withdraw", G_CALLBACK (withdraw_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "show-original", G_CALLBACK (show_original_cb), self, G_CONNECT_SWAPPED);
}
