/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-templates-dialog.h"

#include <glib/gi18n.h>

#include "spico-account-dialog.h"
#include "spico-client-templates.h"
#include "spico-error-text.h"
#include "spico-saveable.h"
#include "spico-template-editor.h"
#include "spico-template-text.h"

#define TOAST_S 10

struct _SpicoTemplatesDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwToastOverlay *toasts;
  AdwNavigationView *navigation;
  AdwPreferencesPage *page;

  SpicoClient *client;
  SpicoAccount *acting;
};

static void saveable_init (SpicoSaveableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoTemplatesDialog, spico_templates_dialog, ADW_TYPE_DIALOG, G_IMPLEMENT_INTERFACE (SPICO_TYPE_SAVEABLE, saveable_init))

/* The templates of one account, as they are listed. */
typedef struct {
  SpicoTemplatesDialog *dialog;
  AdwPreferencesGroup *group;
  char *account_id;
  GListModel *list;
  GPtrArray *rows;
} Section;

static void
section_free (gpointer data)
{
  Section *self = data;

  g_signal_handlers_disconnect_by_data (self->list, self);
  g_object_unref (self->list);
  g_ptr_array_unref (self->rows);
  g_free (self->account_id);
  g_free (self);
}

static void
say (SpicoTemplatesDialog *self,
     const char           *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_timeout (toast, TOAST_S);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
saved_cb (SpicoTemplatesDialog *self)
{
  adw_navigation_view_pop_to_tag (self->navigation, "templates");
  say (self, _("The template is saved."));
}

/* @template: (nullable): a new one; @text: (nullable): what it begins with */
static void
open_editor (SpicoTemplatesDialog *self,
             const char           *account_id,
             SpicoMessageTemplate *template,
             const char           *text)
{
  SpicoAccount *other = template == NULL && text != NULL ? self->acting : NULL;
  GtkWidget *editor = spico_template_editor_new (self->client, account_id, template, text, other);

  g_signal_connect_object (editor, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (editor));
}

/* ---- Rows ---- */

static DexFuture *
deleted_cb (DexFuture *future,
            gpointer   user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    say (user_data, spico_error_text (error));

  return dex_future_new_true ();
}

static void
delete_answered_cb (SpicoTemplatesDialog *self,
                    const char           *response,
                    AdwAlertDialog       *dialog)
{
  SpicoMessageTemplate *template = g_object_get_data (G_OBJECT (dialog), "template");

  if (g_str_equal (response, "delete"))
    dex_future_disown (dex_future_finally (spico_client_destroy_template (self->client, spico_message_template_get_account_id (template), spico_message_template_get_id (template)),
                                           deleted_cb, g_object_ref (self), g_object_unref));
}

/* It cannot be undone, and others may use it. */
static void
delete_clicked_cb (SpicoTemplatesDialog *self,
                   GtkWidget            *button)
{
  SpicoMessageTemplate *template = g_object_get_data (G_OBJECT (button), "template");
  AdwDialog *dialog = adw_alert_dialog_new (_("Delete the Template?"), NULL);

  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog),
                                /* Translators: %s is the name of a template of messages */
                                _("“%s” will be deleted for everyone who uses it. Messages that were written with it stay as they are."), spico_template_text_name (template));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("Cancel"), "delete", _("Delete"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "template", g_object_ref (template), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (delete_answered_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
row_activated_cb (SpicoTemplatesDialog *self,
                  GtkWidget            *row)
{
  SpicoMessageTemplate *template = g_object_get_data (G_OBJECT (row), "template");

  open_editor (self, spico_message_template_get_account_id (template), template, NULL);
}

static char *
describe (SpicoMessageTemplate *template)
{
  g_autofree char *preview = spico_template_text_preview (template);

  if (spico_message_template_get_draft_name (template) != NULL)
    /* Translators: of a template of messages that is being written; %s says why it is not saved */
    return g_strdup_printf (_("To be saved. %s"), spico_template_text_reason (spico_message_template_get_reason (template)));
  if (spico_message_template_is_waiting (template))
    /* Translators: %s is the beginning of a template of messages */
    return g_strdup_printf (_("%s (not saved yet)"), preview);

  return g_steal_pointer (&preview);
}

static void
add_row (Section              *section,
         SpicoMessageTemplate *template)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *described = describe (template);
  /* Translators: %s is the name of a template of messages */
  g_autofree char *label = g_strdup_printf (_("Delete %s"), spico_template_text_name (template));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), spico_template_text_name (template));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), described);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "template", g_object_ref (template), g_object_unref);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), section->dialog, G_CONNECT_SWAPPED);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "template", g_object_ref (template), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_clicked_cb), section->dialog, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (section->group, row);
  g_ptr_array_add (section->rows, row);
}

static void
show_rows (Section *section)
{
  for (guint i = 0; i < section->rows->len; i++)
    adw_preferences_group_remove (section->group, g_ptr_array_index (section->rows, i));
  g_ptr_array_set_size (section->rows, 0);
  for (guint i = 0; i < g_list_model_get_n_items (section->list); i++)
    {
      g_autoptr (SpicoMessageTemplate) template = g_list_model_get_item (section->list, i);

      add_row (section, template);
    }
}

static void
create_clicked_cb (Section *section)
{
  open_editor (section->dialog, section->account_id, NULL, NULL);
}

/* A screen reader hears whose the new one will be. */
static GtkWidget *
make_create_button (const char *title)
{
  GtkWidget *button = gtk_button_new_with_label (_("New Template"));
  /* Translators: 1: « New Template », 2: whose */
  g_autofree char *label = g_strdup_printf (_("%1$s: %2$s"), _("New Template"), title);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  /* The words on it would be its name. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return button;
}

static void
add_section (SpicoTemplatesDialog *self,
             const char           *account_id,
             const char           *title,
             const char           *description)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *create = make_create_button (title);
  Section *section = g_new0 (Section, 1);

  section->dialog = self;
  section->group = ADW_PREFERENCES_GROUP (group);
  section->account_id = g_strdup (account_id);
  section->list = spico_client_list_templates (self->client, account_id);
  section->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (section->group, escaped);
  adw_preferences_group_set_description (section->group, description);
  adw_preferences_group_set_header_suffix (section->group, create);
  adw_preferences_page_add (self->page, section->group);
  g_object_set_data_full (G_OBJECT (group), "section", section, section_free);
  g_signal_connect_swapped (create, "clicked", G_CALLBACK (create_clicked_cb), section);
  g_signal_connect_swapped (section->list, "items-changed", G_CALLBACK (show_rows), section);
}

/* ---- Class ---- */

static DexFuture *
save (SpicoSaveable *saveable)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (SPICO_TEMPLATES_DIALOG (saveable)->navigation);

  return SPICO_IS_TEMPLATE_EDITOR (page) ? spico_template_editor_keep (SPICO_TEMPLATE_EDITOR (page)) : dex_future_new_true ();
}

static void
saveable_init (SpicoSaveableInterface *iface)
{
  iface->save = save;
}

static void
spico_templates_dialog_dispose (GObject *object)
{
  SpicoTemplatesDialog *self = SPICO_TEMPLATES_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_TEMPLATES_DIALOG);
  g_clear_object (&self->client);
  g_clear_object (&self->acting);

  G_OBJECT_CLASS (spico_templates_dialog_parent_class)->dispose (object);
}

static void
spico_templates_dialog_class_init (SpicoTemplatesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_templates_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-templates-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplatesDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplatesDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplatesDialog, page);
}

static void
spico_templates_dialog_init (SpicoTemplatesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
spico_templates_dialog_new (SpicoClient  *client,
                            SpicoAccount *account)
{
  SpicoTemplatesDialog *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (account == NULL || SPICO_IS_ACCOUNT (account), NULL);

  self = g_object_new (SPICO_TYPE_TEMPLATES_DIALOG, NULL);
  self->client = g_object_ref (client);
  g_set_object (&self->acting, account);
  add_section (self, spico_principal_get_id (spico_client_get_person (client)), _("My templates"), _("You alone see them."));
  if (account != NULL)
    {
      add_section (self, spico_account_get_id (account), spico_account_get_name (account), _("Everyone who writes for this account uses them, and may edit and delete them."));
      spico_account_dialog_follow (ADW_DIALOG (self), client, spico_account_get_id (account));
    }

  return ADW_DIALOG (self);
}

AdwDialog *
spico_templates_dialog_new_from (SpicoClient  *client,
                                 SpicoAccount *account,
                                 const char   *text)
{
  AdwDialog *dialog = spico_templates_dialog_new (client, account);

  open_editor (SPICO_TEMPLATES_DIALOG (dialog), spico_principal_get_id (spico_client_get_person (client)), NULL, text);

  return dialog;
}
