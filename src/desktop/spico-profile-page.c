/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-profile-page.h"

#include <glib/gi18n.h>

#include "spico-groups-dialog.h"
#include "spico-groups-lists.h"
#include "spico-profile-mssante.h"
#include "spico-profile-notifications.h"
#include "spico-profile-user.h"
#include "spico-relations-page.h"

struct _SpicoProfilePage {
  AdwBreakpointBin parent_instance;

  /* Template widgets */
  AdwNavigationSplitView *split;
  AdwWindowTitle *title;
  GtkListBox *list;
  AdwNavigationPage *content_page;
  AdwWindowTitle *content_title;
  GtkButton *create;
  GtkStack *stack;

  SpicoClient *client;
  SpicoAccount *account;
};

G_DEFINE_FINAL_TYPE (SpicoProfilePage, spico_profile_page, ADW_TYPE_BREAKPOINT_BIN)

/* ---- The tabs ---- */

/**
 * Tab:
 * @name: for the program
 * @title: for people
 * @needs_discussions: whether it is there only where the account's discussions are open to the person
 * @make: makes what it shows of the account, once that is looked at
 */
typedef struct {
  const char *name;
  const char *title;
  gboolean needs_discussions;
  GtkWidget *(*make) (SpicoProfilePage *self);
} Tab;

static void
edit_group_cb (SpicoProfilePage    *self,
               SpicoFavouriteGroup *group)
{
  adw_dialog_present (spico_groups_dialog_new_editing (self->client, self->account, group), GTK_WIDGET (self));
}

static void
open_group_cb (SpicoProfilePage    *self,
               SpicoFavouriteGroup *group)
{
  adw_dialog_present (spico_groups_dialog_new_showing (self->client, self->account, group), GTK_WIDGET (self));
}

static GtkWidget *
make_user (SpicoProfilePage *self)
{
  return spico_profile_user_new (self->client, self->account);
}

static GtkWidget *
make_mssante (SpicoProfilePage *self)
{
  return spico_profile_mssante_new (self->client, self->account);
}

static GtkWidget *
make_relations (SpicoProfilePage *self)
{
  return spico_relations_page_new (self->client, self->account);
}

static GtkWidget *
make_notifications (SpicoProfilePage *self)
{
  return spico_profile_notifications_new (self->client, self->account);
}

static GtkWidget *
make_groups (SpicoProfilePage *self)
{
  GtkWidget *lists = spico_groups_lists_new (self->client, spico_account_get_id (self->account));

  g_signal_connect_object (lists, "edit", G_CALLBACK (edit_group_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lists, "open", G_CALLBACK (open_group_cb), self, G_CONNECT_SWAPPED);

  return lists;
}

static const Tab tabs[] = {
  { "user", N_("User profile"), FALSE, make_user },
  { "mssante", N_("MSSanté profile"), FALSE, make_mssante },
  { "notifications", N_("Notifications"), FALSE, make_notifications },
  { "relations", N_("Relations"), FALSE, make_relations },
  { "groups", N_("Groups of favourites"), TRUE, make_groups },
};

static gboolean
is_there (SpicoProfilePage *self,
          const Tab        *tab)
{
  return self->account != NULL && (!tab->needs_discussions || spico_account_has_discussions (self->account));
}

/* What a tab shows is made when it is first looked at, and anew for another account. */
static void
show_tab (SpicoProfilePage *self,
          guint             index)
{
  const Tab *tab = &tabs[index];
  AdwBin *bin = ADW_BIN (gtk_stack_get_child_by_name (self->stack, tab->name));

  if (adw_bin_get_child (bin) == NULL && self->account != NULL)
    adw_bin_set_child (bin, tab->make (self));
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (bin));
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) index));
  gtk_widget_set_visible (GTK_WIDGET (self->create), tab->make == make_groups);
  adw_navigation_page_set_title (self->content_page, _(tab->title));
  adw_window_title_set_title (self->content_title, _(tab->title));
}

static guint
current_tab (SpicoProfilePage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL ? (guint) gtk_list_box_row_get_index (row) : 0;
}

static void
row_activated_cb (SpicoProfilePage *self,
                  GtkListBoxRow    *row)
{
  show_tab (self, (guint) gtk_list_box_row_get_index (row));
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

/* Where there is no room for its words, they are its tooltip and its name; GTK still takes its name from the label that is gone. */
static void
collapsed_cb (SpicoProfilePage *self)
{
  if (adw_navigation_split_view_get_collapsed (self->split))
    gtk_button_set_icon_name (self->create, "list-add-symbolic");
  else
    gtk_button_set_label (self->create, _("Create a New Group"));
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->create), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->create), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Create a New Group"), -1);
}

static void
add_tab (SpicoProfilePage *self,
         const Tab        *tab)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (_(tab->title));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _(tab->title), -1);
  gtk_list_box_append (self->list, row);
  gtk_stack_add_named (self->stack, adw_bin_new (), tab->name);
}

/* ---- The account ---- */

static void
empty_tabs (SpicoProfilePage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      adw_bin_set_child (ADW_BIN (gtk_stack_get_child_by_name (self->stack, tabs[i].name)), NULL);
      gtk_widget_set_visible (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) i)), is_there (self, &tabs[i]));
    }
}

static void
account_changed_cb (SpicoProfilePage *self)
{
  SpicoAccount *account = spico_client_get_account (self->client);
  guint index = current_tab (self);

  if (!g_set_object (&self->account, account))
    return;

  empty_tabs (self);
  adw_window_title_set_subtitle (self->title, account != NULL ? spico_account_get_name (account) : "");
  adw_window_title_set_subtitle (self->content_title, account != NULL ? spico_account_get_name (account) : "");
  show_tab (self, is_there (self, &tabs[index]) ? index : 0);
}

/* ---- Actions ---- */

static void
create_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  SpicoProfilePage *self = SPICO_PROFILE_PAGE (widget);

  if (self->account != NULL)
    edit_group_cb (self, NULL);
}

static void
toast_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *text)
{
  gtk_widget_activate_action_variant (widget, "win.toast", text);
}

/* ---- Class ---- */

static gboolean
spico_profile_page_grab_focus (GtkWidget *widget)
{
  SpicoProfilePage *self = SPICO_PROFILE_PAGE (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
spico_profile_page_dispose (GObject *object)
{
  SpicoProfilePage *self = SPICO_PROFILE_PAGE (object);

  /* The bin lets go of a child that is a template child too; the template would do it behind its back. */
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (object), NULL);
  g_clear_object (&self->account);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_profile_page_parent_class)->dispose (object);
}

static void
spico_profile_page_class_init (SpicoProfilePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_profile_page_dispose;
  widget_class->grab_focus = spico_profile_page_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-profile-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoProfilePage, split);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfilePage, title);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfilePage, list);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfilePage, content_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfilePage, content_title);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfilePage, create);
  gtk_widget_class_bind_template_child (widget_class, SpicoProfilePage, stack);
  gtk_widget_class_bind_template_callback (widget_class, collapsed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "groups.create", NULL, create_cb);
  gtk_widget_class_install_action (widget_class, "groups.toast", "s", toast_cb);
}

static void
spico_profile_page_init (SpicoProfilePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    add_tab (self, &tabs[i]);
  collapsed_cb (self);
}

/**
 * spico_profile_page_new:
 *
 * Returns: (transfer floating): a new page, empty before it has a client
 */
GtkWidget *
spico_profile_page_new (void)
{
  return g_object_new (SPICO_TYPE_PROFILE_PAGE, NULL);
}

/**
 * spico_profile_page_set_client:
 * @self: a page
 * @client: a client that is ready, whose selected account is followed; set once
 */
void
spico_profile_page_set_client (SpicoProfilePage *self,
                               SpicoClient      *client)
{
  g_return_if_fail (SPICO_IS_PROFILE_PAGE (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::account", G_CALLBACK (account_changed_cb), self, G_CONNECT_SWAPPED);
  account_changed_cb (self);
}

/**
 * spico_profile_page_show:
 * @self: a page
 * @tab: the name of a tab; one that is not there for the account is passed over
 */
void
spico_profile_page_show (SpicoProfilePage *self,
                         const char       *tab)
{
  g_return_if_fail (SPICO_IS_PROFILE_PAGE (self));

  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      if (g_str_equal (tabs[i].name, tab) && is_there (self, &tabs[i]))
        row_activated_cb (self, gtk_list_box_get_row_at_index (self->list, (int) i));
    }
}

/**
 * spico_profile_page_focus_tab:
 * @self: a page
 *
 * Returns: whether what is shown of the tab could take the focus
 */
gboolean
spico_profile_page_focus_tab (SpicoProfilePage *self)
{
  g_return_val_if_fail (SPICO_IS_PROFILE_PAGE (self), FALSE);

  return gtk_widget_get_mapped (GTK_WIDGET (self->stack)) && gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

/**
 * spico_profile_page_tab_has_focus:
 * @self: a page
 *
 * Returns: whether the focus is in the tab, as against the list of them
 */
gboolean
spico_profile_page_tab_has_focus (SpicoProfilePage *self)
{
  g_return_val_if_fail (SPICO_IS_PROFILE_PAGE (self), FALSE);

  return gtk_widget_get_focus_child (GTK_WIDGET (self->stack)) != NULL;
}
