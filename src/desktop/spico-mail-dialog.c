/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "spico-banner.h"
#include "spico-client-emails.h"
#include "spico-client-forms.h"
#include "spico-editor.h"
#include "spico-error-text.h"
#include "spico-mail-attachments.h"
#include "spico-mail-handed-page.h"
#include "spico-mail-recipients.h"
#include "spico-mail-sender.h"
#include "spico-mail-sent-page.h"
#include "spico-mail-state.h"
#include "spico-picker.h"
#include "spico-saveable.h"
#include "spico-uuid.h"

#define FORM "mail"
#define SAVE_DELAY_MS 3000

enum {
  ACCOUNT,
  FROM,
  TO,
  TYPED,
  SUBJECT,
  TEXT,
  ATTACHMENTS,
  ID,
  N_VALUES
};

struct _SpicoMailDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  GtkStack *stack;
  GtkWidget *resume;
  AdwNavigationView *navigation;
  GtkWidget *send;
  AdwBanner *banner;
  GtkWidget *fields;
  SpicoMailSender *sender;
  SpicoMailRecipients *recipients;
  GtkEditable *subject;
  SpicoEditor *editor;
  SpicoMailAttachments *attachments;
  GtkLabel *reason;
  GtkWidget *saved;
  SpicoPicker *picker;
  SpicoMailHandedPage *handed;
  SpicoMailSentPage *sent_page;
  GtkWidget *sent_button;

  SpicoClient *client;
  char *begun_account_id;
  GListModel *begun_members;
  char *begun_text;
  GStrv unfinished;
  char *mail_id; /* the same each time this mail is sent */
  SpicoMailState *state;
  guint save_source;
  gboolean is_dirty;
  gboolean is_filling;
  gboolean is_busy;
  gboolean is_sent;
  gboolean has_relay;
};

static void saveable_init (SpicoSaveableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoMailDialog, spico_mail_dialog, ADW_TYPE_DIALOG, G_IMPLEMENT_INTERFACE (SPICO_TYPE_SAVEABLE, saveable_init))

enum {
  PROP_0,
  PROP_UNFINISHED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* ---- What stands in the form ---- */

static SpicoAccount *
get_account (SpicoMailDialog *self)
{
  return spico_mail_sender_get_account (self->sender);
}

static const char *
get_from (SpicoMailDialog *self)
{
  return spico_mail_sender_get_address (self->sender);
}

/* The region sends in the name of an address alone; without one, the mailbox of whoever writes does. */
static gboolean
uses_relay (SpicoMailDialog *self)
{
  return self->has_relay && get_from (self) != NULL;
}

static SpicoMailState *
compute_state (SpicoMailDialog *self)
{
  g_autoptr (GArray) to = spico_mail_recipients_describe (self->recipients);
  g_autofree char *text = spico_editor_get_text (self->editor);

  return spico_mail_state_compute (&(SpicoMailValues) {
    .uses_relay = uses_relay (self),
    .to = (const SpicoMailTo *) (gpointer) to->data,
    .n_to = to->len,
    .subject = gtk_editable_get_text (self->subject),
    .text = text,
    .n_attachments = spico_mail_attachments_count (self->attachments),
    .size = spico_mail_attachments_get_size (self->attachments),
    .is_offline = spico_client_get_connection (self->client) == SPICO_CONNECTION_OFFLINE,
    .is_busy = self->is_busy,
  });
}

static void
update (SpicoMailDialog *self)
{
  const char *reason;

  if (self->client == NULL || self->is_filling)
    return;

  g_clear_pointer (&self->state, spico_mail_state_free);
  self->state = compute_state (self);
  reason = self->state->reason;
  gtk_widget_set_sensitive (self->send, self->state->can_send);
  gtk_widget_set_sensitive (self->fields, !self->is_busy);
  gtk_label_set_label (self->reason, reason != NULL ? reason : "");
  gtk_button_set_label (GTK_BUTTON (self->send), uses_relay (self) ? _("Send") : _("Prepare"));
}

/* ---- What is kept ---- */

/* One draft a person, whomever they write for: it is kept with their own account, which does not end. */
static const char *
get_own_id (SpicoMailDialog *self)
{
  GListModel *accounts = G_LIST_MODEL (spico_client_get_accounts (self->client));

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (SpicoAccount) account = g_list_model_get_item (accounts, i);

      if (spico_account_is_personal (account))
        return spico_account_get_id (account);
    }

  return NULL;
}

static gboolean
is_empty (SpicoMailDialog *self)
{
  return spico_mail_recipients_list (self->recipients)->len == 0 && *spico_mail_recipients_get_typed (self->recipients) == '\0' && *gtk_editable_get_text (self->subject) == '\0' &&
         spico_editor_is_empty (self->editor) && spico_mail_attachments_count (self->attachments) == 0;
}

static DexFuture *
saved_cb (DexFuture *future,
          gpointer   user_data)
{
  SpicoMailDialog *self = user_data;

  if (self->client != NULL && !self->is_dirty && !self->is_sent)
    gtk_widget_set_visible (self->saved, dex_future_get_value (future, NULL) != NULL);

  return dex_ref (future);
}

static DexFuture *
save_values (SpicoMailDialog   *self,
             const char *const *values)
{
  const char *own_id = get_own_id (self);

  return own_id != NULL ? spico_client_save_form (self->client, own_id, FORM, values) : dex_future_new_true ();
}

static DexFuture *
forget (SpicoMailDialog *self)
{
  static const char *const nothing[N_VALUES + 1] = { "", "", "", "", "", "", "", "", NULL };

  return save_values (self, nothing);
}

static DexFuture *
save_draft (SpicoMailDialog *self)
{
  const char *values[N_VALUES + 1] = { NULL };
  g_autofree char *to = NULL;
  g_autofree char *text = NULL;
  g_autofree char *attachments = NULL;
  SpicoAccount *account;

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (!self->is_dirty || self->is_sent || self->client == NULL)
    return dex_future_new_true ();

  self->is_dirty = FALSE;
  if (is_empty (self))
    return forget (self);

  account = get_account (self);
  to = spico_mail_recipients_to_text (self->recipients);
  text = spico_editor_get_text (self->editor);
  attachments = spico_mail_attachments_to_text (self->attachments);
  values[ACCOUNT] = account != NULL ? spico_account_get_id (account) : "";
  values[FROM] = get_from (self) != NULL ? get_from (self) : "";
  values[TO] = to;
  values[TYPED] = spico_mail_recipients_get_typed (self->recipients);
  values[SUBJECT] = gtk_editable_get_text (self->subject);
  values[TEXT] = text;
  values[ATTACHMENTS] = attachments;
  values[ID] = self->mail_id;

  return dex_future_finally (save_values (self, values), saved_cb, g_object_ref (self), g_object_unref);
}

static void
save_late_cb (gpointer user_data)
{
  SpicoMailDialog *self = user_data;

  self->save_source = 0;
  dex_future_disown (save_draft (self));
}

static void
edited_cb (SpicoMailDialog *self)
{
  if (self->client == NULL || self->is_filling || self->is_sent)
    return;

  self->is_dirty = TRUE;
  gtk_widget_set_visible (self->saved, FALSE);
  if (self->save_source == 0)
    self->save_source = g_timeout_add_once (SAVE_DELAY_MS, save_late_cb, self);
  update (self);
}

/* ---- Who sends, and to whom ---- */

static void
sender_changed_cb (SpicoMailDialog *self)
{
  SpicoAccount *account = get_account (self);

  if (self->client == NULL || account == NULL)
    return;

  spico_picker_set_account (self->picker, spico_account_get_id (account));
  edited_cb (self);
}


static void
add_recipients_cb (SpicoMailDialog *self)
{
  adw_navigation_view_push_by_tag (self->navigation, "recipients");
  spico_picker_start (self->picker);
}

static void
recipients_done_cb (SpicoMailDialog *self)
{
  adw_navigation_view_pop_to_tag (self->navigation, "form");
}

static void
focus_missing (SpicoMailDialog *self)
{
  switch (self->state->missing)
    {
    case SPICO_MAIL_FIELD_TO:
      spico_mail_recipients_focus (self->recipients);
      break;
    case SPICO_MAIL_FIELD_SUBJECT:
      gtk_widget_grab_focus (GTK_WIDGET (self->subject));
      break;
    case SPICO_MAIL_FIELD_NONE:
    case SPICO_MAIL_FIELD_TEXT:
    default:
      gtk_widget_grab_focus (GTK_WIDGET (self->editor));
      break;
    }
}

static void
subject_activated_cb (SpicoMailDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

/* ---- Handing over ---- */

static void
show_sent_cb (SpicoMailDialog *self)
{
  SpicoAccount *account = get_account (self);

  if (account == NULL)
    return;

  spico_mail_sent_page_show (self->sent_page, self->client, spico_account_get_id (account), self->is_sent);
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (self->sent_page));
  if (self->is_sent)
    spico_mail_sent_page_focus (self->sent_page);
}

static void
done_cb (SpicoMailDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
end_busy (SpicoMailDialog *self,
          const char      *fault)
{
  self->is_busy = FALSE;
  spico_banner_show (self->banner, fault);
  update (self);
}

static void
hand_over (SpicoMailDialog *self,
           GBytes          *mail)
{
  if (!spico_mail_handed_page_set_mail (self->handed, mail))
    {
      end_busy (self, _("The mail cannot be written. Check the free space on this computer."));
      return;
    }

  end_busy (self, NULL);
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (self->handed));
  spico_mail_handed_page_open (self->handed);
}

static SpicoEmail *
make_email (SpicoMailDialog *self)
{
  SpicoEmail *email = spico_email_new ();
  GPtrArray *recipients = spico_mail_recipients_list (self->recipients);
  g_autofree char *text = spico_editor_get_text (self->editor);

  if (get_from (self) != NULL)
    spico_email_set_from (email, spico_account_get_name (get_account (self)), get_from (self));
  for (guint i = 0; i < recipients->len; i++)
    {
      SpicoMailRecipient *recipient = g_ptr_array_index (recipients, i);

      if (*spico_mail_recipient_get_address (recipient) != '\0')
        spico_email_add_to (email, spico_mail_recipient_get_principal (recipient) != NULL ? spico_mail_recipient_get_name (recipient) : NULL, spico_mail_recipient_get_address (recipient));
    }
  spico_email_set_subject (email, gtk_editable_get_text (self->subject));
  spico_email_set_text (email, text);

  return email;
}

typedef struct {
  SpicoMailDialog *self;
  SpicoEmail *email;
} Preparing;

static void
preparing_free (gpointer data)
{
  Preparing *preparing = data;

  g_object_unref (preparing->self);
  spico_email_unref (preparing->email);
  g_free (preparing);
}

static const char *
describe_refusal (const GError *error)
{
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_TOO_MANY_ATTEMPTS))
    return _("This account has sent as many mails as it may today. The draft stays.");
  if (g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID))
    return _("The region does not take this mail: check the sender, the addresses and the files.");

  return spico_error_text (error);
}

static DexFuture *
submitted_cb (DexFuture *future,
              gpointer   user_data)
{
  SpicoMailDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->client == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) == NULL)
    {
      end_busy (self, describe_refusal (error));
      return dex_future_new_true ();
    }

  end_busy (self, NULL);
  self->is_filling = TRUE;
  self->is_sent = TRUE;
  g_clear_handle_id (&self->save_source, g_source_remove);
  dex_future_disown (forget (self));
  show_sent_cb (self);
  return dex_future_new_true ();
}

static void
submit (SpicoMailDialog *self,
        SpicoEmail      *email)
{
  dex_future_disown (dex_future_finally (spico_client_send_email (self->client, spico_account_get_id (get_account (self)), self->mail_id, email), submitted_cb, g_object_ref (self), g_object_unref));
}

static DexFuture *
files_read_cb (DexFuture *future,
               gpointer   data)
{
  Preparing *preparing = data;
  SpicoMailDialog *self = preparing->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GBytes) mail = NULL;

  if (self->client == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) == NULL)
    {
      end_busy (self, error->message);
      return dex_future_new_true ();
    }

  if (uses_relay (self))
    {
      submit (self, preparing->email);
      return dex_future_new_true ();
    }
  mail = spico_email_format (preparing->email, self->mail_id, now, &error);
  if (mail != NULL)
    hand_over (self, mail);
  else
    end_busy (self, spico_error_text (error));

  return dex_future_new_true ();
}

static void
prepare (SpicoMailDialog *self)
{
  Preparing *preparing = g_new0 (Preparing, 1);

  preparing->self = g_object_ref (self);
  preparing->email = make_email (self);
  self->is_busy = TRUE;
  spico_banner_show (self->banner, NULL);
  update (self);
  dex_future_disown (save_draft (self));
  dex_future_disown (dex_future_finally (spico_mail_attachments_read (self->attachments, preparing->email), files_read_cb, preparing, preparing_free));
}

static void
asked_cb (GObject      *dialog,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SpicoMailDialog) self = user_data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (dialog), result);

  if (self->client != NULL && !self->is_busy && self->state->can_send && g_str_equal (response, "continue"))
    prepare (self);
}

static void
ask (SpicoMailDialog *self,
     const char      *text)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Go On All the Same?"), text);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "back", _("Back to the Mail"), "continue", _("Go On"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "back");
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "back");
  if (self->state->doubtful->len > 0)
    adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "continue", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), NULL, asked_cb, g_object_ref (self));
}

static void
send_cb (SpicoMailDialog *self)
{
  g_autofree char *question = NULL;

  if (self->state == NULL || self->is_busy || !spico_mail_recipients_take_typed (self->recipients))
    return;
  if (!self->state->can_send)
    {
      focus_missing (self);
      return;
    }

  question = spico_mail_state_ask (self->state);
  if (question != NULL)
    ask (self, question);
  else
    prepare (self);
}

static DexFuture *
forgotten_cb (DexFuture *future,
              gpointer   user_data)
{
  SpicoMailDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->client == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) != NULL)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }

  self->is_sent = FALSE;
  spico_mail_handed_page_tell (self->handed, spico_error_text (error));
  return dex_future_new_true ();
}

static void
sent_cb (SpicoMailDialog *self)
{
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->is_sent = TRUE;
  dex_future_disown (dex_future_finally (forget (self), forgotten_cb, g_object_ref (self), g_object_unref));
}

/* ---- Filling ---- */

static void
fill (SpicoMailDialog *self,
      char           **values)
{
  spico_mail_sender_select (self->sender, values[ACCOUNT], values[FROM]);
  if (*values[ID] != '\0')
    g_set_str (&self->mail_id, values[ID]);
  spico_mail_recipients_add_text (self->recipients, values[TO], values[TYPED]);
  gtk_editable_set_text (self->subject, values[SUBJECT]);
  spico_editor_set_text (self->editor, values[TEXT]);
  spico_mail_attachments_add_text (self->attachments, values[ATTACHMENTS]);
}

static void
fill_begun (SpicoMailDialog *self)
{
  SpicoAccount *shown = spico_client_get_account (self->client);
  GListStore *chosen = spico_mail_recipients_get_chosen (self->recipients);

  spico_mail_sender_select (self->sender, self->begun_account_id != NULL ? self->begun_account_id : spico_account_get_id (shown), NULL);
  for (guint i = 0; self->begun_members != NULL && i < g_list_model_get_n_items (self->begun_members); i++)
    {
      g_autoptr (SpicoPrincipal) member = g_list_model_get_item (self->begun_members, i);

      if (g_strcmp0 (spico_principal_get_id (member), self->begun_account_id) != 0)
        g_list_store_append (chosen, member);
    }
  if (self->begun_text == NULL)
    return;

  /* What a message is about stands in it: the subject is read on the way. */
  gtk_editable_set_text (self->subject, _("Message passed on from Spico"));
  spico_editor_set_text (self->editor, self->begun_text);
}

static gboolean
has_begun (SpicoMailDialog *self)
{
  return self->begun_members != NULL || self->begun_text != NULL;
}

static void
start (SpicoMailDialog *self,
       char           **values)
{
  self->is_filling = TRUE;
  if (values != NULL)
    fill (self, values);
  else
    fill_begun (self);
  self->is_filling = FALSE;
  gtk_stack_set_visible_child_name (self->stack, "form");
  sender_changed_cb (self);
  /* What was kept stands there as it is kept. */
  self->is_dirty = values == NULL && has_begun (self);
  if (!self->is_dirty)
    g_clear_handle_id (&self->save_source, g_source_remove);
  update (self);
  focus_missing (self);
}

static void
resume_clicked_cb (SpicoMailDialog *self)
{
  g_auto (GStrv) values = g_steal_pointer (&self->unfinished);

  start (self, values);
}

static void
discard_clicked_cb (SpicoMailDialog *self)
{
  g_clear_pointer (&self->unfinished, g_strfreev);
  dex_future_disown (forget (self));
  start (self, NULL);
}

static DexFuture *
loaded_cb (DexFuture *future,
           gpointer   user_data)
{
  SpicoMailDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  char **values = value != NULL ? g_value_get_boxed (value) : NULL;

  if (self->client == NULL)
    return dex_future_new_true ();

  /* What was left last time is not written over unseen. */
  if (value == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.error", "s", spico_error_text (error));
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }

  if (values == NULL || !has_begun (self) || (self->begun_text != NULL && strstr (values[TEXT], self->begun_text) != NULL))
    {
      start (self, values);
      return dex_future_new_true ();
    }

  self->unfinished = g_strdupv (values);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNFINISHED]);
  gtk_stack_set_visible_child_name (self->stack, "question");
  gtk_widget_grab_focus (self->resume);
  return dex_future_new_true ();
}

/* ---- Class ---- */

static char *
describe_unfinished (SpicoMailDialog *self)
{
  if (self->unfinished == NULL)
    return NULL;
  if (*self->unfinished[SUBJECT] == '\0')
    return g_strdup (_("A mail that was not sent is still here."));

  /* Translators: %s is the subject of a mail */
  return g_strdup_printf (_("A mail that was not sent is still here: “%s”."), self->unfinished[SUBJECT]);
}

static void
spico_mail_dialog_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_UNFINISHED:
      g_value_take_string (value, describe_unfinished (SPICO_MAIL_DIALOG (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static DexFuture *
save (SpicoSaveable *saveable)
{
  return save_draft (SPICO_MAIL_DIALOG (saveable));
}

static void
saveable_init (SpicoSaveableInterface *iface)
{
  iface->save = save;
}

static void
spico_mail_dialog_closed (AdwDialog *dialog)
{
  dex_future_disown (save_draft (SPICO_MAIL_DIALOG (dialog)));
}

static void
spico_mail_dialog_dispose (GObject *object)
{
  SpicoMailDialog *self = SPICO_MAIL_DIALOG (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_MAIL_DIALOG);
  g_clear_object (&self->begun_members);

  G_OBJECT_CLASS (spico_mail_dialog_parent_class)->dispose (object);
}

static void
spico_mail_dialog_finalize (GObject *object)
{
  SpicoMailDialog *self = SPICO_MAIL_DIALOG (object);

  g_clear_pointer (&self->state, spico_mail_state_free);
  g_strfreev (self->unfinished);
  g_free (self->begun_account_id);
  g_free (self->begun_text);
  g_free (self->mail_id);

  G_OBJECT_CLASS (spico_mail_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, resume);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, send);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, sender);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, recipients);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, subject);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, editor);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, attachments);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, saved);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, picker);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, handed);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, sent_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailDialog, sent_button);
  gtk_widget_class_bind_template_callback (widget_class, resume_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, sender_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_recipients_cb);
  gtk_widget_class_bind_template_callback (widget_class, recipients_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, subject_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, sent_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_sent_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
}

static void
spico_mail_dialog_class_init (SpicoMailDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_mail_dialog_get_property;
  object_class->dispose = spico_mail_dialog_dispose;
  object_class->finalize = spico_mail_dialog_finalize;
  ADW_DIALOG_CLASS (klass)->closed = spico_mail_dialog_closed;

  properties[PROP_UNFINISHED] = g_param_spec_string ("unfinished", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SPICO_TYPE_EDITOR);
  g_type_ensure (SPICO_TYPE_MAIL_ATTACHMENTS);
  g_type_ensure (SPICO_TYPE_MAIL_HANDED_PAGE);
  g_type_ensure (SPICO_TYPE_MAIL_RECIPIENTS);
  g_type_ensure (SPICO_TYPE_MAIL_SENDER);
  g_type_ensure (SPICO_TYPE_MAIL_SENT_PAGE);
  g_type_ensure (SPICO_TYPE_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-mail-dialog.ui");
  bind_template (widget_class);
}

static void
spico_mail_dialog_init (SpicoMailDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->mail_id = spico_uuid_new (g_get_real_time ());
  spico_picker_set_model (self->picker, spico_mail_recipients_get_chosen (self->recipients));
}

static DexFuture *
mssante_loaded_cb (DexFuture *future,
                   gpointer   user_data)
{
  SpicoMailDialog *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  const char *const *says = value != NULL ? g_value_get_boxed (value) : NULL;

  if (self->client == NULL || says == NULL)
    return dex_future_new_true ();

  self->has_relay = g_str_equal (says[0], "relay");
  gtk_widget_set_visible (self->sent_button, self->has_relay);
  spico_mail_recipients_set_domains (self->recipients, says + 1);
  update (self);
  return dex_future_new_true ();
}

static void
set_client (SpicoMailDialog *self,
            SpicoClient     *client)
{
  const char *own_id;

  self->is_filling = TRUE;
  self->client = g_object_ref (client);
  spico_mail_sender_set_client (self->sender, client);
  spico_picker_set_client (self->picker, client);
  spico_mail_recipients_set_client (self->recipients, client);
  self->is_filling = FALSE;
  g_signal_connect_object (client, "notify::connection", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  dex_future_disown (dex_future_finally (spico_client_load_mssante (client), mssante_loaded_cb, g_object_ref (self), g_object_unref));
  /* Not a key before the draft is there: it would be written over. */
  own_id = get_own_id (self);
  if (own_id != NULL)
    dex_future_disown (dex_future_finally (spico_client_load_form (client, own_id, FORM, N_VALUES), loaded_cb, g_object_ref (self), g_object_unref));
}

AdwDialog *
spico_mail_dialog_new (SpicoClient *client,
                       const char  *account_id,
                       GListModel  *members,
                       const char  *text)
{
  SpicoMailDialog *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  self = g_object_new (SPICO_TYPE_MAIL_DIALOG, NULL);
  self->begun_account_id = g_strdup (account_id);
  g_set_object (&self->begun_members, members);
  self->begun_text = g_strdup (text);
  set_client (self, client);

  return ADW_DIALOG (self);
}
