/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-view.h"

#include "spico-acting.h"
#include "spico-group-members.h"
#include "spico-group-sheet-page.h"
#include "spico-group-succession.h"
#include "spico-mail-actions.h"

struct _SpicoGroupView {
  AdwNavigationPage parent_instance;

  /* Template widgets */
  AdwActionRow *description;
  AdwActionRow *creator;
  AdwActionRow *accepted;
  GtkWidget *mail;
  GtkStack *stack;
  SpicoGroupMembers *members;
  SpicoGroupSuccession *succession;

  SpicoClient *client;
  char *account_id;
  SpicoFavouriteGroup *group;
};

G_DEFINE_FINAL_TYPE (SpicoGroupView, spico_group_view, ADW_TYPE_NAVIGATION_PAGE)

static gboolean
is_member (SpicoGroupView *self,
           GListModel     *members)
{
  for (guint i = 0; members != NULL && i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (SpicoPrincipal) member = g_list_model_get_item (members, i);

      if (g_str_equal (spico_principal_get_id (member), self->account_id))
        return TRUE;
    }

  return FALSE;
}

/* A public group that the account does not use yet has no members here. */
static void
update (SpicoGroupView *self,
        GListModel     *members)
{
  gtk_widget_set_visible (GTK_WIDGET (self->succession), is_member (self, members));
  gtk_widget_set_visible (self->mail, spico_mail_can_write_to (self->group));
  gtk_stack_set_visible_child_name (self->stack, members != NULL && g_list_model_get_n_items (members) > 0 ? "members" : "unknown");
}

static void
members_changed_cb (SpicoGroupView *self,
                    guint           position,
                    guint           removed,
                    guint           added,
                    GListModel     *members)
{
  update (self, members);
}

/* Of an account that others may act for too: which of them accepted it (F022). */
static void
show_accepted (SpicoGroupView *self)
{
  SpicoPrincipal *person = spico_favourite_group_get_accepted_by (self->group);
  g_autoptr (SpicoPrincipal) account = spico_client_get_principal (self->client, self->account_id);
  gboolean is_for_another = spico_favourite_group_get_is_accepted (self->group) && person != NULL && person != account;

  gtk_widget_set_visible (GTK_WIDGET (self->accepted), is_for_another);
  if (is_for_another)
    spico_acting_show (self->accepted, account, person);
}

static gboolean
has_text (GBinding     *binding,
          const GValue *text,
          GValue       *is_visible,
          gpointer      user_data)
{
  g_value_set_boolean (is_visible, *g_value_get_string (text) != '\0');

  return TRUE;
}

/* Whether it may be used changes while one looks at it. */
static void
usable_cb (SpicoGroupView *self)
{
  gtk_widget_set_visible (self->mail, spico_mail_can_write_to (self->group));
}

static void
mail_cb (SpicoGroupView *self)
{
  spico_mail_write_to (GTK_WIDGET (self), self->group);
}

static void
sheet_cb (SpicoGroupView *self)
{
  GtkWidget *navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), ADW_NAVIGATION_PAGE (spico_group_sheet_page_new (self->client, self->account_id, self->group)));
}

static void
spico_group_view_dispose (GObject *object)
{
  SpicoGroupView *self = SPICO_GROUP_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_GROUP_VIEW);
  g_clear_object (&self->group);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_group_view_parent_class)->dispose (object);
}

static void
spico_group_view_finalize (GObject *object)
{
  g_free (SPICO_GROUP_VIEW (object)->account_id);

  G_OBJECT_CLASS (spico_group_view_parent_class)->finalize (object);
}

static void
spico_group_view_class_init (SpicoGroupViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_group_view_dispose;
  object_class->finalize = spico_group_view_finalize;

  g_type_ensure (SPICO_TYPE_GROUP_MEMBERS);
  g_type_ensure (SPICO_TYPE_GROUP_SUCCESSION);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-group-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupView, description);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupView, creator);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupView, accepted);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupView, mail);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupView, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupView, members);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupView, succession);
  gtk_widget_class_bind_template_callback (widget_class, mail_cb);
  gtk_widget_class_bind_template_callback (widget_class, sheet_cb);
}

static void
spico_group_view_init (SpicoGroupView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
spico_group_view_new (SpicoClient         *client,
                      const char          *account_id,
                      SpicoFavouriteGroup *group)
{
  SpicoGroupView *self;
  GListModel *members;
  SpicoPrincipal *creator;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (group), NULL);

  self = g_object_new (SPICO_TYPE_GROUP_VIEW, NULL);
  self->client = g_object_ref (client);
  self->account_id = g_strdup (account_id);
  self->group = g_object_ref (group);
  members = spico_favourite_group_get_members (group);
  creator = spico_favourite_group_get_creator (group);
  g_object_bind_property (group, "name", self, "title", G_BINDING_SYNC_CREATE);
  g_object_bind_property (group, "description", self->description, "subtitle", G_BINDING_SYNC_CREATE);
  g_object_bind_property_full (group, "description", self->description, "visible", G_BINDING_SYNC_CREATE, has_text, NULL, NULL, NULL);
  if (creator != NULL)
    spico_acting_show (self->creator, creator, spico_favourite_group_get_creator_person (group));
  g_signal_connect_object (group, "notify::accepted-by", G_CALLBACK (show_accepted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "notify::is-accepted", G_CALLBACK (show_accepted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "notify", G_CALLBACK (usable_cb), self, G_CONNECT_SWAPPED);
  show_accepted (self);
  if (members != NULL)
    {
      spico_group_members_show (self->members, members);
      g_signal_connect_object (members, "items-changed", G_CALLBACK (members_changed_cb), self, G_CONNECT_SWAPPED);
    }
  spico_group_succession_set_group (self->succession, client, account_id, group);
  update (self, members);

  return GTK_WIDGET (self);
}
