/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-groups-dialog.h"

#include <glib/gi18n.h>

#include "spico-account-dialog.h"
#include "spico-group-editor.h"
#include "spico-group-sheet-page.h"
#include "spico-group-view.h"
#include "spico-groups-lists.h"
#include "spico-saveable.h"

/* Whole sentences, of what one may not look at just now. */
#define TOAST_S 10

struct _SpicoGroupsDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwToastOverlay *toasts;
  AdwNavigationView *navigation;
  AdwWindowTitle *title;
  AdwBin *lists_bin;

  SpicoClient *client;
  char *account_id;
};

static void saveable_init (SpicoSaveableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoGroupsDialog, spico_groups_dialog, ADW_TYPE_DIALOG, G_IMPLEMENT_INTERFACE (SPICO_TYPE_SAVEABLE, saveable_init))

static void
push_editor (SpicoGroupsDialog *self,
             GtkWidget         *editor)
{
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (editor));
}

static void
create_cb (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  SpicoGroupsDialog *self = SPICO_GROUPS_DIALOG (widget);

  push_editor (self, spico_group_editor_new (self->client, self->account_id, NULL));
}

static void
edit_cb (SpicoGroupsDialog   *self,
         SpicoFavouriteGroup *group)
{
  push_editor (self, spico_group_editor_new (self->client, self->account_id, group));
}

static void
resume_cb (SpicoGroupsDialog *self,
           SpicoKept         *kept)
{
  push_editor (self, spico_group_editor_new_kept (self->client, kept));
}

static void
open_cb (SpicoGroupsDialog   *self,
         SpicoFavouriteGroup *group)
{
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (spico_group_view_new (self->client, self->account_id, group)));
}

static void
toast_cb (GtkWidget  *widget,
          const char *action_name,
          GVariant   *text)
{
  AdwToast *toast = adw_toast_new (g_variant_get_string (text, NULL));

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_timeout (toast, TOAST_S);
  adw_toast_overlay_add_toast (SPICO_GROUPS_DIALOG (widget)->toasts, toast);
}

/* The sheet of a group may stand over its editor. */
static DexFuture *
save (SpicoSaveable *saveable)
{
  SpicoGroupsDialog *self = SPICO_GROUPS_DIALOG (saveable);
  DexFuture *saved = dex_future_new_true ();

  for (AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation); page != NULL; page = adw_navigation_view_get_previous_page (self->navigation, page))
    {
      if (SPICO_IS_GROUP_EDITOR (page))
        saved = dex_future_all (saved, spico_group_editor_save_draft (SPICO_GROUP_EDITOR (page)), NULL);
      else if (SPICO_IS_GROUP_SHEET_PAGE (page))
        saved = dex_future_all (saved, spico_group_sheet_page_keep (SPICO_GROUP_SHEET_PAGE (page)), NULL);
    }

  return saved;
}

static void
saveable_init (SpicoSaveableInterface *iface)
{
  iface->save = save;
}

static void
spico_groups_dialog_dispose (GObject *object)
{
  SpicoGroupsDialog *self = SPICO_GROUPS_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_GROUPS_DIALOG);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_groups_dialog_parent_class)->dispose (object);
}

static void
spico_groups_dialog_finalize (GObject *object)
{
  g_free (SPICO_GROUPS_DIALOG (object)->account_id);

  G_OBJECT_CLASS (spico_groups_dialog_parent_class)->finalize (object);
}

static void
spico_groups_dialog_class_init (SpicoGroupsDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_groups_dialog_dispose;
  object_class->finalize = spico_groups_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-groups-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsDialog, title);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsDialog, lists_bin);
  gtk_widget_class_install_action (widget_class, "groups.create", NULL, create_cb);
  gtk_widget_class_install_action (widget_class, "groups.toast", "s", toast_cb);
}

static void
spico_groups_dialog_init (SpicoGroupsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
spico_groups_dialog_new (SpicoClient  *client,
                         SpicoAccount *account)
{
  SpicoGroupsDialog *self;
  GtkWidget *lists;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SPICO_IS_ACCOUNT (account), NULL);

  self = g_object_new (SPICO_TYPE_GROUPS_DIALOG, NULL);
  self->client = g_object_ref (client);
  self->account_id = g_strdup (spico_account_get_id (account));
  adw_window_title_set_subtitle (self->title, spico_account_get_name (account));
  lists = spico_groups_lists_new (client, self->account_id);
  g_signal_connect_object (lists, "edit", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lists, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lists, "resume", G_CALLBACK (resume_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->lists_bin, lists);
  spico_account_dialog_follow (ADW_DIALOG (self), client, self->account_id);

  return ADW_DIALOG (self);
}

AdwDialog *
spico_groups_dialog_new_from (SpicoClient       *client,
                              SpicoAccount      *account,
                              SpicoConversation *conversation)
{
  AdwDialog *dialog = spico_groups_dialog_new (client, account);

  push_editor (SPICO_GROUPS_DIALOG (dialog), spico_group_editor_new_from (client, conversation));

  return dialog;
}

AdwDialog *
spico_groups_dialog_new_editing (SpicoClient         *client,
                                 SpicoAccount        *account,
                                 SpicoFavouriteGroup *group)
{
  AdwDialog *dialog = spico_groups_dialog_new (client, account);

  push_editor (SPICO_GROUPS_DIALOG (dialog), spico_group_editor_new (client, spico_account_get_id (account), group));

  return dialog;
}

AdwDialog *
spico_groups_dialog_new_showing (SpicoClient         *client,
                                 SpicoAccount        *account,
                                 SpicoFavouriteGroup *group)
{
  AdwDialog *dialog = spico_groups_dialog_new (client, account);

  open_cb (SPICO_GROUPS_DIALOG (dialog), group);

  return dialog;
}

AdwDialog *
spico_groups_dialog_new_answering (SpicoClient         *client,
                                   SpicoAccount        *account,
                                   SpicoFavouriteGroup *group)
{
  AdwDialog *dialog = spico_groups_dialog_new (client, account);

  spico_groups_lists_show (SPICO_GROUPS_LISTS (adw_bin_get_child (SPICO_GROUPS_DIALOG (dialog)->lists_bin)), spico_favourite_group_get_id (group));

  return dialog;
}
