/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-members.h"

#include <glib/gi18n.h>

#include "spico-cells.h"
#include "spico-gradual-rows.h"
#include "spico-presence-label.h"
#include "spico-tooltip.h"

struct _SpicoGroupMembers {
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack *stack;
  GtkColumnView *view;
  GtkLabel *count;
  GtkWidget *additions;

  /* Borrowed from the view */
  GtkColumnViewColumn *actions_column;

  GListModel *members;
};

G_DEFINE_FINAL_TYPE (SpicoGroupMembers, spico_group_members, ADW_TYPE_BIN)

enum {
  ADD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- Cells ---- */

/* The directory tells no more of it (F014). */
static const char *
describe_connection (SpicoPrincipal *member)
{
  switch (spico_principal_get_connection (member))
    {
    case SPICO_PRESENCE_ONLINE:
      return _("On line now");
    case SPICO_PRESENCE_ACTIVE:
      return _("Less than 30 days ago");
    case SPICO_PRESENCE_ABSENT:
      return "";
    case SPICO_PRESENCE_INACTIVE:
    default:
      return spico_principal_has_account (member) ? _("More than 30 days ago") : _("Never");
    }
}

/* Who is absent was there before. */
static char *
seen_text (gpointer member)
{
  const char *connection = describe_connection (member);
  g_autofree char *absence = NULL;

  if (spico_principal_get_presence (member) != SPICO_PRESENCE_ABSENT)
    return g_strdup (connection);

  absence = spico_presence_format (SPICO_PRESENCE_ABSENT, spico_principal_get_absent_until (member));
  return *connection != '\0' ? g_strjoin ("\n", connection, absence, NULL) : g_steal_pointer (&absence);
}

static char *
active_text (gpointer member)
{
  return spico_cells_format_yes_no (spico_principal_get_connection (member) != SPICO_PRESENCE_INACTIVE);
}

static void
remove_clicked_cb (SpicoGroupMembers *self,
                   GtkWidget         *button)
{
  gpointer member = spico_cells_get_item (button);
  guint position;

  if (member != NULL && g_list_store_find (G_LIST_STORE (self->members), member, &position))
    g_list_store_remove (G_LIST_STORE (self->members), position);
}

static GtkWidget *
make_actions (gpointer owner)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), owner, G_CONNECT_SWAPPED);

  return button;
}

static void
show_actions (GtkWidget *button,
              gpointer   member,
              gpointer   owner)
{
  /* Translators: %s is a person or a structure */
  g_autofree char *label = g_strdup_printf (_("Remove %s"), spico_principal_get_name (member));

  spico_tooltip_set (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
add_columns (SpicoGroupMembers *self)
{
  gtk_column_view_column_set_expand (spico_cells_add (self->view, _("Name"), spico_cells_make_principal, spico_cells_show_principal, NULL), TRUE);
  spico_cells_add_text (self->view, _("Last connection"), seen_text, NULL);
  spico_cells_add_text (self->view, _("Active member"), active_text, NULL);
  self->actions_column = spico_cells_add (self->view, _("Actions"), make_actions, show_actions, self);
}

/* ---- The list ---- */

static void
update (SpicoGroupMembers *self)
{
  guint n = g_list_model_get_n_items (self->members);
  /* Translators: the members of a group */
  g_autofree char *count = g_strdup_printf (g_dngettext (NULL, "%u item", "%u items", n), n);

  gtk_label_set_label (self->count, count);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static void
add_person_cb (SpicoGroupMembers *self)
{
  g_signal_emit (self, signals[ADD], 0, "persons");
}

static void
add_structure_cb (SpicoGroupMembers *self)
{
  g_signal_emit (self, signals[ADD], 0, "structures");
}

static void
spico_group_members_dispose (GObject *object)
{
  SpicoGroupMembers *self = SPICO_GROUP_MEMBERS (object);

  if (self->members != NULL)
    g_signal_handlers_disconnect_by_data (self->members, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_GROUP_MEMBERS);
  g_clear_object (&self->members);

  G_OBJECT_CLASS (spico_group_members_parent_class)->dispose (object);
}

static void
spico_group_members_class_init (SpicoGroupMembersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_group_members_dispose;

  signals[ADD] = g_signal_new ("add", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-group-members.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupMembers, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupMembers, view);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupMembers, count);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupMembers, additions);
  gtk_widget_class_bind_template_callback (widget_class, add_person_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_structure_cb);
}

static void
spico_group_members_init (SpicoGroupMembers *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_columns (self);
}

static void
set_model (SpicoGroupMembers *self,
           GListModel        *members)
{
  self->members = g_object_ref (members);
  g_signal_connect_object (members, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  spico_gradual_rows_fill_table (self->view, members);
  update (self);
}

void
spico_group_members_set_model (SpicoGroupMembers *self,
                               GListStore        *members)
{
  g_return_if_fail (SPICO_IS_GROUP_MEMBERS (self));
  g_return_if_fail (self->members == NULL);

  set_model (self, G_LIST_MODEL (members));
}

void
spico_group_members_show (SpicoGroupMembers *self,
                          GListModel        *members)
{
  g_return_if_fail (SPICO_IS_GROUP_MEMBERS (self));
  g_return_if_fail (self->members == NULL);

  gtk_widget_set_visible (self->additions, FALSE);
  gtk_column_view_column_set_visible (self->actions_column, FALSE);
  set_model (self, members);
}
