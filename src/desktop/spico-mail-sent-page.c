/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-sent-page.h"

#include <glib/gi18n.h>

#include "spico-banner.h"
#include "spico-client-emails.h"
#include "spico-error-text.h"
#include "spico-thread-text.h"

#define AGAIN_SECONDS 2

struct _SpicoMailSentPage {
  AdwNavigationPage parent_instance;

  /* Template widgets */
  AdwBanner *banner;
  GtkStack *stack;
  AdwPreferencesGroup *mails;
  GtkWidget *done;

  SpicoClient *client;
  char *account_id;
  GPtrArray *rows; /* borrowed from the group */
  guint again_source;
};

G_DEFINE_FINAL_TYPE (SpicoMailSentPage, spico_mail_sent_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void look (SpicoMailSentPage *self);

static void
done_clicked_cb (SpicoMailSentPage *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

static const char *
name_status (const char *status)
{
  if (g_str_equal (status, "sent"))
    return C_("mail", "Sent");
  if (g_str_equal (status, "failed"))
    return C_("mail", "Refused");

  return C_("mail", "Waiting");
}

static GtkWidget *
make_row (SpicoSentEmail *email)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *status = gtk_label_new (name_status (spico_sent_email_get_status (email)));
  gboolean has_failed = g_str_equal (spico_sent_email_get_status (email), "failed");
  guint n = spico_sent_email_get_recipient_count (email);
  g_autofree char *title = g_strdup_printf (g_dngettext (NULL, "To %u recipient", "To %u recipients", n), n);
  g_autofree char *when = spico_text_date_time (spico_sent_email_get_created_at (email));
  g_autofree char *subtitle = g_strjoin ("\n", when, spico_sent_email_get_from (email),
                                         has_failed ? _("An address does not exist, or takes no such mail. Check the addresses, and send it again.") : NULL, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (status, has_failed ? "error" : "dimmed");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), status);

  return row;
}

static void
again_cb (gpointer user_data)
{
  SpicoMailSentPage *self = user_data;

  self->again_source = 0;
  look (self);
}

static void
show (SpicoMailSentPage *self,
      GListModel        *emails)
{
  gboolean waits = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->mails, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < g_list_model_get_n_items (emails); i++)
    {
      g_autoptr (SpicoSentEmail) email = g_list_model_get_item (emails, i);
      GtkWidget *row = make_row (email);

      waits |= g_str_equal (spico_sent_email_get_status (email), "queued");
      adw_preferences_group_add (self->mails, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_stack_set_visible_child_name (self->stack, self->rows->len > 0 ? "list" : "empty");
  if (waits && self->again_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->again_source = g_timeout_add_seconds_once (AGAIN_SECONDS, again_cb, self);
}

static DexFuture *
looked_cb (DexFuture *future,
           gpointer   user_data)
{
  SpicoMailSentPage *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->stack == NULL)
    return dex_future_new_true ();

  spico_banner_show (self->banner, error != NULL ? spico_error_text (error) : NULL);
  if (value != NULL)
    show (self, g_value_get_object (value));

  return dex_future_new_true ();
}

static void
look (SpicoMailSentPage *self)
{
  dex_future_disown (dex_future_finally (spico_client_list_sent_emails (self->client, self->account_id), looked_cb, g_object_ref (self), g_object_unref));
}

static void
spico_mail_sent_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&SPICO_MAIL_SENT_PAGE (widget)->again_source, g_source_remove);

  GTK_WIDGET_CLASS (spico_mail_sent_page_parent_class)->unmap (widget);
}

static void
spico_mail_sent_page_dispose (GObject *object)
{
  SpicoMailSentPage *self = SPICO_MAIL_SENT_PAGE (object);

  g_clear_handle_id (&self->again_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_MAIL_SENT_PAGE);
  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_mail_sent_page_parent_class)->dispose (object);
}

static void
spico_mail_sent_page_finalize (GObject *object)
{
  SpicoMailSentPage *self = SPICO_MAIL_SENT_PAGE (object);

  g_ptr_array_unref (self->rows);
  g_free (self->account_id);

  G_OBJECT_CLASS (spico_mail_sent_page_parent_class)->finalize (object);
}

static void
spico_mail_sent_page_class_init (SpicoMailSentPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_mail_sent_page_dispose;
  object_class->finalize = spico_mail_sent_page_finalize;
  widget_class->unmap = spico_mail_sent_page_unmap;

  signals[DONE] = g_signal_new ("done", SPICO_TYPE_MAIL_SENT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-mail-sent-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoMailSentPage, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailSentPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailSentPage, mails);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailSentPage, done);
  gtk_widget_class_bind_template_callback (widget_class, done_clicked_cb);
}

static void
spico_mail_sent_page_init (SpicoMailSentPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
spico_mail_sent_page_show (SpicoMailSentPage *self,
                           SpicoClient       *client,
                           const char        *account_id,
                           gboolean           is_last)
{
  g_return_if_fail (SPICO_IS_MAIL_SENT_PAGE (self));

  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self), !is_last);
  gtk_widget_set_visible (self->done, is_last);

  g_set_object (&self->client, client);
  g_set_str (&self->account_id, account_id);
  look (self);
}

void
spico_mail_sent_page_focus (SpicoMailSentPage *self)
{
  g_return_if_fail (SPICO_IS_MAIL_SENT_PAGE (self));

  gtk_widget_grab_focus (self->done);
}
