/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-groups-lists.h"

#include "spico-groups-administered.h"
#include "spico-groups-received.h"
#include "spico-kept.h"

struct _SpicoGroupsLists {
  AdwBreakpointBin parent_instance;

  /* Template widgets */
  SpicoGroupsAdministered *administered;
  SpicoGroupsReceived *received;
  AdwViewStack *stack;
};

G_DEFINE_FINAL_TYPE (SpicoGroupsLists, spico_groups_lists, ADW_TYPE_BREAKPOINT_BIN)

enum {
  EDIT,
  OPEN,
  RESUME,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
edit_cb (SpicoGroupsLists    *self,
         SpicoFavouriteGroup *group)
{
  g_signal_emit (self, signals[EDIT], 0, group);
}

static void
open_cb (SpicoGroupsLists    *self,
         SpicoFavouriteGroup *group)
{
  g_signal_emit (self, signals[OPEN], 0, group);
}

static void
resume_cb (SpicoGroupsLists *self,
           SpicoKept        *kept)
{
  g_signal_emit (self, signals[RESUME], 0, kept);
}

static void
deleted_cb (SpicoGroupsLists *self,
            const char       *group_id)
{
  spico_groups_received_expect_deletion (self->received, group_id);
}

static void
spico_groups_lists_dispose (GObject *object)
{
  /* The bin lets go of a child that is a template child too; the template would do it behind its back. */
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (object), NULL);

  G_OBJECT_CLASS (spico_groups_lists_parent_class)->dispose (object);
}

static void
spico_groups_lists_class_init (SpicoGroupsListsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_groups_lists_dispose;

  signals[EDIT] = g_signal_new ("edit", SPICO_TYPE_GROUPS_LISTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_FAVOURITE_GROUP);
  signals[OPEN] = g_signal_new ("open", SPICO_TYPE_GROUPS_LISTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_FAVOURITE_GROUP);
  signals[RESUME] = g_signal_new ("resume", SPICO_TYPE_GROUPS_LISTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_KEPT);

  g_type_ensure (SPICO_TYPE_GROUPS_ADMINISTERED);
  g_type_ensure (SPICO_TYPE_GROUPS_RECEIVED);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-groups-lists.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsLists, administered);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsLists, received);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupsLists, stack);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, deleted_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
}

static void
spico_groups_lists_init (SpicoGroupsLists *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
spico_groups_lists_new (SpicoClient *client,
                        const char  *account_id)
{
  SpicoGroupsLists *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  self = g_object_new (SPICO_TYPE_GROUPS_LISTS, NULL);
  spico_groups_administered_set_source (self->administered, client, account_id);
  spico_groups_received_set_source (self->received, client, account_id, spico_groups_administered_get_groups (self->administered));

  return GTK_WIDGET (self);
}

void
spico_groups_lists_show (SpicoGroupsLists *self,
                         const char       *group_id)
{
  g_return_if_fail (SPICO_IS_GROUPS_LISTS (self));
  g_return_if_fail (group_id != NULL);

  adw_view_stack_set_visible_child_name (self->stack, "received");
  spico_groups_received_show (self->received, group_id);
}
