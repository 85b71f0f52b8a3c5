/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-templates-button.h"

#include <glib/gi18n.h>
#include <string.h>

#include "spico-client-contact.h"
#include "spico-client-templates.h"
#include "spico-composer-files.h"
#include "spico-editor.h"
#include "spico-sort-key.h"
#include "spico-template-text.h"
#include "spico-templates-dialog.h"

/* Above so many, one may search among them. */
#define N_WITHOUT_SEARCH 7
#define ITEM "spico-template"

struct _SpicoTemplatesButton {
  AdwBin parent_instance;

  /* Template widgets */
  GtkMenuButton *button;
  GtkPopover *popover;
  GtkEditable *search;
  GtkWidget *nothing;
  GtkWidget *scroller;
  GtkListBox *list;
  GtkWidget *save_as;

  SpicoEditor *editor;
  SpicoComposerFiles *files;
  /* While it is open: one's own, and those of the account that one acts for. */
  GListModel *lists[2];
};

G_DEFINE_FINAL_TYPE (SpicoTemplatesButton, spico_templates_button, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_EDITOR,
  PROP_FILES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The account that one acts for; NULL where one acts for oneself, or what it has is locked. */
static SpicoAccount *
find_acting (SpicoTemplatesButton *self)
{
  SpicoClient *client = spico_composer_files_get_client (self->files);
  const char *account_id = spico_composer_files_get_account (self->files);
  SpicoAccount *account = account_id != NULL ? spico_client_find_account (client, account_id) : NULL;

  return account != NULL && !spico_account_is_personal (account) && !spico_client_is_locked (client, account) ? account : NULL;
}

static SpicoMessageTemplate *
template_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), ITEM);
}

/* ---- Showing ---- */

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

static GtkWidget *
make_row (SpicoMessageTemplate *template)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *preview = spico_template_text_preview (template);
  GtkWidget *text = make_label (preview, "caption");

  gtk_widget_add_css_class (text, "dimmed");
  gtk_box_append (GTK_BOX (box), make_label (spico_template_text_name (template), NULL));
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spico_template_text_name (template), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, preview, -1);
  g_object_set_data_full (G_OBJECT (row), ITEM, g_object_ref (template), g_object_unref);

  return row;
}

static gboolean
matches (SpicoMessageTemplate *template,
         const char           *words)
{
  g_autofree char *wanted = spico_sort_key (words);
  g_autofree char *both = g_strconcat (spico_message_template_get_name (template), " ", spico_message_template_get_text (template), NULL);
  g_autofree char *key = spico_sort_key (both);

  return strstr (key, wanted) != NULL;
}

static guint
add_rows (SpicoTemplatesButton *self,
          GListModel           *list)
{
  guint n_saved = 0;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (SpicoMessageTemplate) template = g_list_model_get_item (list, i);

      if (!spico_message_template_is_saved (template))
        continue;
      n_saved++;
      if (matches (template, gtk_editable_get_text (self->search)))
        gtk_list_box_append (self->list, make_row (template));
    }

  return n_saved;
}

/* They are read once it is open: by then the focus is on what stands below them. */
static void
focus_first (SpicoTemplatesButton *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (gtk_widget_get_visible (GTK_WIDGET (self->search)))
    {
      if (gtk_editable_get_text (self->search)[0] == '\0')
        gtk_widget_grab_focus (GTK_WIDGET (self->search));
    }
  else if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
show_rows (SpicoTemplatesButton *self)
{
  gboolean is_any;
  guint n_saved = 0;

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < G_N_ELEMENTS (self->lists); i++)
    n_saved += self->lists[i] != NULL ? add_rows (self, self->lists[i]) : 0;

  is_any = gtk_list_box_get_row_at_index (self->list, 0) != NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->search), n_saved > N_WITHOUT_SEARCH);
  gtk_widget_set_visible (self->scroller, is_any);
  gtk_widget_set_visible (self->nothing, !is_any);
  focus_first (self);
  gtk_label_set_label (GTK_LABEL (self->nothing), n_saved > 0 ? _("No template has these words") : _("No template yet"));
}

/* Of the first of an account, where there are those of two. */
static void
show_header (GtkListBoxRow *row,
             GtkListBoxRow *before,
             gpointer       data)
{
  SpicoTemplatesButton *self = data;
  const char *account_id = spico_message_template_get_account_id (template_of (row));
  SpicoAccount *account = find_acting (self);
  gboolean is_first = before == NULL || !g_str_equal (spico_message_template_get_account_id (template_of (before)), account_id);
  GtkWidget *label;

  if (!is_first || account == NULL)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  label = make_label (g_str_equal (spico_account_get_id (account), account_id) ? spico_account_get_name (account) : _("My templates"), "heading");
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_start (label, 6);
  gtk_list_box_row_set_header (row, label);
}

static void
follow (SpicoTemplatesButton *self,
        guint                 index,
        const char           *account_id)
{
  self->lists[index] = spico_client_list_templates (spico_composer_files_get_client (self->files), account_id);
  g_signal_connect_object (self->lists[index], "items-changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
}

static void
leave_lists (SpicoTemplatesButton *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->lists); i++)
    {
      if (self->lists[i] != NULL)
        g_signal_handlers_disconnect_by_data (self->lists[i], self);
      g_clear_object (&self->lists[i]);
    }
}

static void
shown_cb (SpicoTemplatesButton *self)
{
  SpicoClient *client = spico_composer_files_get_client (self->files);
  SpicoAccount *account = find_acting (self);

  leave_lists (self);
  gtk_editable_set_text (self->search, "");
  follow (self, 0, spico_principal_get_id (spico_client_get_person (client)));
  if (account != NULL)
    follow (self, 1, spico_account_get_id (account));
  gtk_widget_set_sensitive (self->save_as, !spico_editor_is_empty (self->editor));
  show_rows (self);
}

static void
closed_cb (SpicoTemplatesButton *self)
{
  leave_lists (self);
}

static void
search_changed_cb (SpicoTemplatesButton *self)
{
  show_rows (self);
}

/* ---- What is chosen ---- */

static void
row_activated_cb (SpicoTemplatesButton *self,
                  GtkListBoxRow        *row)
{
  g_autoptr (SpicoMessageTemplate) template = g_object_ref (template_of (row));

  gtk_popover_popdown (self->popover);
  spico_editor_insert (self->editor, spico_message_template_get_text (template));
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
search_activated_cb (SpicoTemplatesButton *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL)
    row_activated_cb (self, row);
}

static void
stop_search_cb (SpicoTemplatesButton *self)
{
  gtk_popover_popdown (self->popover);
}

static void
save_as_clicked_cb (SpicoTemplatesButton *self)
{
  g_autofree char *text = spico_editor_get_text (self->editor);

  gtk_popover_popdown (self->popover);
  adw_dialog_present (spico_templates_dialog_new_from (spico_composer_files_get_client (self->files), find_acting (self), text), GTK_WIDGET (self));
}

static void
manage_clicked_cb (SpicoTemplatesButton *self)
{
  gtk_popover_popdown (self->popover);
  adw_dialog_present (spico_templates_dialog_new (spico_composer_files_get_client (self->files), find_acting (self)), GTK_WIDGET (self));
}

/* One writes here: not in a dialog over it. */
static gboolean
is_beside_focus (SpicoTemplatesButton *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  return focus != NULL && gtk_widget_get_ancestor (focus, ADW_TYPE_DIALOG) == gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_DIALOG);
}

static gboolean
pressed_cb (GtkWidget *widget,
            GVariant  *arguments,
            gpointer   user_data)
{
  SpicoTemplatesButton *self = user_data;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !gtk_widget_is_sensitive (GTK_WIDGET (self)) || !is_beside_focus (self))
    return FALSE;

  gtk_menu_button_popup (self->button);
  return TRUE;
}

/* ---- Class ---- */

static void
spico_templates_button_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  SpicoTemplatesButton *self = SPICO_TEMPLATES_BUTTON (object);

  /* Both are beside it in a template, and live as long. */
  switch (prop_id)
    {
    case PROP_EDITOR:
      self->editor = g_value_get_object (value);
      break;
    case PROP_FILES:
      self->files = g_value_get_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_templates_button_dispose (GObject *object)
{
  leave_lists (SPICO_TEMPLATES_BUTTON (object));
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_templates_button_parent_class)->dispose (object);
}

static void
spico_templates_button_class_init (SpicoTemplatesButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = spico_templates_button_set_property;
  object_class->dispose = spico_templates_button_dispose;

  properties[PROP_EDITOR] = g_param_spec_object ("editor", NULL, NULL, SPICO_TYPE_EDITOR, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FILES] = g_param_spec_object ("files", NULL, NULL, SPICO_TYPE_COMPOSER_FILES, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-templates-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplatesButton, button);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplatesButton, popover);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplatesButton, search);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplatesButton, nothing);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplatesButton, scroller);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplatesButton, list);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplatesButton, save_as);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_as_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, manage_clicked_cb);
}

static void
spico_templates_button_init (SpicoTemplatesButton *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, show_header, self, NULL);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control><Shift>m"), gtk_callback_action_new (pressed_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
