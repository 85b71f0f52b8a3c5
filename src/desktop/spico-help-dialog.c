/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-help-dialog.h"

#include "spico-help-page.h"
#include "spico-help-topics.h"

#define FOLDER "/com/esante/Spico/help/"

struct _SpicoHelpDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwNavigationView *navigation;
  AdwPreferencesGroup *contents;
  GtkWidget *support;
  GtkLinkButton *mail;
  GtkLabel *telephone;
  GtkLabel *hours;
};

G_DEFINE_FINAL_TYPE (SpicoHelpDialog, spico_help_dialog, ADW_TYPE_DIALOG)

/* Pages */

static SpicoHelpPage *
load_page (const char *topic)
{
  g_autofree char *path = g_strconcat (FOLDER, topic, ".txt", NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;

  return text != NULL ? spico_help_page_parse (text) : NULL;
}

static GtkWidget *
create_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);

  return label;
}

/* A number or a bullet, and the text beside it. */
static GtkWidget *
create_item (const SpicoHelpBlock *block)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *number = block->kind == SPICO_HELP_STEP ? g_strdup_printf ("%u.", block->number) : g_strdup ("•");
  GtkWidget *mark = create_label (number);
  GtkWidget *text = create_label (block->text);

  gtk_label_set_width_chars (GTK_LABEL (mark), 2);
  gtk_widget_add_css_class (mark, "dimmed");
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), text);

  return box;
}

static GtkWidget *
create_link (const SpicoHelpBlock *block)
{
  g_autoptr (SpicoHelpPage) page = load_page (block->text);
  GtkWidget *button = gtk_button_new_with_label (page != NULL ? page->title : block->text);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "accent");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "help.show");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", block->text);

  return button;
}

static GtkWidget *
create_block (const SpicoHelpBlock *block)
{
  GtkWidget *label;

  if (block->kind == SPICO_HELP_LINK)
    return create_link (block);
  if (block->kind == SPICO_HELP_STEP || block->kind == SPICO_HELP_ITEM)
    return create_item (block);

  label = create_label (block->text);
  if (block->kind == SPICO_HELP_HEADING)
    gtk_widget_add_css_class (label, "heading");

  return label;
}

/* A row each, so that the keyboard, and whoever hears the screen, goes from one to the next. */
static GtkWidget *
create_row (const SpicoHelpBlock *block)
{
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *spoken = block->kind == SPICO_HELP_STEP ? g_strdup_printf ("%u. %s", block->number, block->text) : g_strdup (block->text);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), create_block (block));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, block->kind == SPICO_HELP_HEADING ? "spico-help-heading" : "spico-help-block");
  if (block->kind == SPICO_HELP_LINK)
    gtk_widget_set_focusable (row, FALSE);
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return row;
}

static GtkWidget *
create_content (const SpicoHelpPage *page)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "spico-help");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, page->title, -1);
  for (guint i = 0; i < page->blocks->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), create_row (g_ptr_array_index (page->blocks, i)));
  adw_clamp_set_child (ADW_CLAMP (clamp), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);

  return scrolled;
}

/* NULL where there is no such page. */
static AdwNavigationPage *
create_page (const char *topic)
{
  g_autoptr (SpicoHelpPage) page = load_page (topic);
  GtkWidget *view;

  if (page == NULL)
    return NULL;

  view = adw_toolbar_view_new ();
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), create_content (page));

  return adw_navigation_page_new_with_tag (view, page->title, topic);
}

/* One that was opened before on the way is gone back to: no page stands twice in a way. */
static void
show_activated_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SpicoHelpDialog *self = SPICO_HELP_DIALOG (widget);
  const char *topic = g_variant_get_string (parameter, NULL);
  AdwNavigationPage *page;

  if (adw_navigation_view_find_page (self->navigation, topic) != NULL)
    {
      adw_navigation_view_pop_to_tag (self->navigation, topic);
      return;
    }

  page = create_page (topic);
  if (page != NULL)
    adw_navigation_view_push (self->navigation, page);
}

static void
add_contents (SpicoHelpDialog *self,
              const char      *topic)
{
  g_autoptr (SpicoHelpPage) page = load_page (topic);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), page != NULL ? page->title : topic);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "help.show");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", topic);
  adw_preferences_group_add (self->contents, row);
}

/* The support desk */

static void
show_text (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), text[0] != '\0');
}

static DexFuture *
support_loaded_cb (DexFuture *completed,
                   gpointer   user_data)
{
  SpicoHelpDialog *self = user_data;
  const GValue *value = dex_future_get_value (completed, NULL);
  const char *const *support = value != NULL ? g_value_get_boxed (value) : NULL;
  g_autofree char *address = NULL;
  g_autofree char *uri = NULL;

  if (support == NULL || g_strv_length ((char **) support) != 3 || self->support == NULL)
    return NULL;

  address = g_uri_escape_string (support[0], "@", FALSE);
  uri = g_strconcat ("mailto:", address, NULL);
  gtk_link_button_set_uri (self->mail, uri);
  gtk_button_set_label (GTK_BUTTON (self->mail), support[0]);
  gtk_widget_set_visible (GTK_WIDGET (self->mail), support[0][0] != '\0');
  show_text (self->telephone, support[1]);
  show_text (self->hours, support[2]);
  gtk_widget_set_visible (self->support, support[0][0] != '\0' || support[1][0] != '\0' || support[2][0] != '\0');

  return NULL;
}

/* Class */

static void
spico_help_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_HELP_DIALOG);

  G_OBJECT_CLASS (spico_help_dialog_parent_class)->dispose (object);
}

static void
spico_help_dialog_class_init (SpicoHelpDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_help_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-help-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoHelpDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, SpicoHelpDialog, contents);
  gtk_widget_class_bind_template_child (widget_class, SpicoHelpDialog, support);
  gtk_widget_class_bind_template_child (widget_class, SpicoHelpDialog, mail);
  gtk_widget_class_bind_template_child (widget_class, SpicoHelpDialog, telephone);
  gtk_widget_class_bind_template_child (widget_class, SpicoHelpDialog, hours);
  gtk_widget_class_install_action (widget_class, "help.show", "s", show_activated_cb);
}

static void
spico_help_dialog_init (SpicoHelpDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; spico_help_topics[i] != NULL; i++)
    add_contents (self, spico_help_topics[i]);
}

AdwDialog *
spico_help_dialog_new (SpicoClient *client,
                       const char  *server,
                       const char  *topic)
{
  SpicoHelpDialog *self;
  AdwNavigationPage *page;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  self = g_object_new (SPICO_TYPE_HELP_DIALOG, NULL);
  page = topic != NULL ? create_page (topic) : NULL;
  if (page != NULL)
    {
      adw_navigation_view_set_animate_transitions (self->navigation, FALSE);
      adw_navigation_view_push (self->navigation, page);
      adw_navigation_view_set_animate_transitions (self->navigation, TRUE);
    }
  dex_future_disown (dex_future_finally (spico_client_load_support (client, server), support_loaded_cb, g_object_ref (self), g_object_unref));

  return ADW_DIALOG (self);
}

const char *
spico_help_topic_of (AdwApplicationWindow *window)
{
  GtkWidget *widget = gtk_window_get_focus (GTK_WINDOW (window));
  AdwDialog *dialog = adw_application_window_get_visible_dialog (window);

  if (dialog != NULL && (widget == NULL || !gtk_widget_is_ancestor (widget, GTK_WIDGET (dialog))))
    widget = GTK_WIDGET (dialog);
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      const char *topic = spico_help_find_topic (G_OBJECT_TYPE_NAME (widget));

      if (topic != NULL)
        return topic;
    }

  return NULL;
}
