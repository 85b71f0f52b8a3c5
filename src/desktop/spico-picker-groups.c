/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-picker-groups.h"

#include <glib/gi18n.h>

struct _SpicoPickerGroups {
  AdwBin parent_instance;

  /* Template widgets */
  GtkListView *list;
  GtkWidget *use;
  GtkLabel *hint;

  char *account_id;
  SpicoList *groups;
  GtkSelectionModel *toggled;
  GListStore *chosen;
  SpicoOutsiders *outsiders;
  SpicoGroupUses *uses;
};

G_DEFINE_FINAL_TYPE (SpicoPickerGroups, spico_picker_groups, ADW_TYPE_BIN)

/* Those by which somebody is chosen now. */
static GStrv
list_used (SpicoPickerGroups *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) member_ids = NULL;
  g_autofree char *used = NULL;

  for (guint i = 0; self->chosen != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->chosen)); i++)
    {
      g_autoptr (SpicoPrincipal) member = g_list_model_get_item (G_LIST_MODEL (self->chosen), i);

      g_strv_builder_add (builder, spico_principal_get_id (member));
    }
  member_ids = g_strv_builder_end (builder);
  used = spico_group_uses_to_text (self->uses, self->account_id, (const char *const *) member_ids);

  return spico_group_uses_list_ids (used);
}

/* With those that are toggled. */
static guint
count_groups (SpicoPickerGroups *self,
              GtkBitset         *toggled)
{
  g_auto (GStrv) used = list_used (self);
  guint n = g_strv_length (used);

  for (guint i = 0; i < gtk_bitset_get_size (toggled); i++)
    {
      g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (G_LIST_MODEL (self->toggled), gtk_bitset_get_nth (toggled, i));

      n += !g_strv_contains ((const char *const *) used, spico_favourite_group_get_id (group));
    }

  return n;
}

static void
update (SpicoPickerGroups *self)
{
  g_autoptr (GtkBitset) toggled = self->toggled != NULL ? gtk_selection_model_get_selection (self->toggled) : gtk_bitset_new_empty ();
  guint most = spico_group_uses_get_most ();
  gboolean is_too_many = count_groups (self, toggled) > most;
  /* Translators: %u is always several */
  g_autofree char *hint = g_strdup_printf (_("The members of a conversation are chosen by %u groups at most."), most);

  gtk_label_set_label (self->hint, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), is_too_many);
  gtk_widget_set_sensitive (self->use, !gtk_bitset_is_empty (toggled) && !is_too_many);
  gtk_widget_set_visible (GTK_WIDGET (self), !spico_picker_groups_is_empty (self));
}

/* ---- Rows ---- */

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Toggled by its row: who touches the check touches the row. */
static GtkWidget *
make_check (GtkListItem *cell)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_can_target (check, FALSE);
  gtk_widget_set_can_focus (check, FALSE);
  g_object_bind_property (cell, "selected", check, "active", G_BINDING_SYNC_CREATE);

  return check;
}

static void
say_toggled (GtkListItem *cell)
{
  gtk_list_item_set_accessible_description (cell, gtk_list_item_get_selected (cell) ? _("Chosen") : "");
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *cell)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_add_css_class (row, "spico-group-row");
  gtk_box_append (GTK_BOX (lines), make_label ("body"));
  gtk_box_append (GTK_BOX (lines), make_label ("caption"));
  gtk_box_append (GTK_BOX (row), make_check (cell));
  gtk_box_append (GTK_BOX (row), lines);
  gtk_list_item_set_child (cell, row);
  /* A click would choose this one alone. */
  gtk_list_item_set_selectable (cell, FALSE);
  g_signal_connect (cell, "notify::selected", G_CALLBACK (say_toggled), NULL);
}

static void
describe (GtkListItem *cell)
{
  SpicoFavouriteGroup *group = gtk_list_item_get_item (cell);
  GtkWidget *lines = gtk_widget_get_last_child (gtk_list_item_get_child (cell));
  guint n = g_list_model_get_n_items (spico_favourite_group_get_members (group));
  g_autofree char *count = g_strdup_printf (g_dngettext (NULL, "%u member", "%u members", n), n);
  g_autofree char *all = g_strjoin (", ", spico_favourite_group_get_name (group), count, NULL);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (lines)), spico_favourite_group_get_name (group));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (lines)), count);
  gtk_list_item_set_accessible_label (cell, all);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *cell)
{
  SpicoFavouriteGroup *group = gtk_list_item_get_item (cell);

  g_signal_connect_object (group, "notify", G_CALLBACK (describe), cell, G_CONNECT_SWAPPED);
  g_signal_connect_object (spico_favourite_group_get_members (group), "items-changed", G_CALLBACK (describe), cell, G_CONNECT_SWAPPED);
  describe (cell);
  say_toggled (cell);
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *cell)
{
  SpicoFavouriteGroup *group = gtk_list_item_get_item (cell);

  g_signal_handlers_disconnect_by_func (group, describe, cell);
  g_signal_handlers_disconnect_by_func (spico_favourite_group_get_members (group), describe, cell);
}

static void
activated_cb (SpicoPickerGroups *self,
              guint              position)
{
  if (gtk_selection_model_is_selected (self->toggled, position))
    gtk_selection_model_unselect_item (self->toggled, position);
  else
    gtk_selection_model_select_item (self->toggled, position, FALSE);
}

/* ---- Using them ---- */

static void
choose (SpicoPickerGroups *self,
        SpicoPrincipal    *member)
{
  if (!g_list_store_find (self->chosen, member, NULL))
    g_list_store_append (self->chosen, member);
}

static void
add_members (SpicoPickerGroups   *self,
             SpicoFavouriteGroup *group,
             GPtrArray           *outsiders)
{
  GListModel *members = spico_favourite_group_get_members (group);

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (SpicoPrincipal) member = g_list_model_get_item (members, i);

      /* The account takes part anyway, others do already. */
      if (g_str_equal (spico_principal_get_id (member), self->account_id) || (self->outsiders != NULL && spico_outsiders_is_member (self->outsiders, member)))
        continue;
      if (self->outsiders == NULL || !spico_outsiders_has (self->outsiders, member) || g_list_store_find (self->chosen, member, NULL))
        choose (self, member);
      else if (!g_ptr_array_find (outsiders, member, NULL))
        g_ptr_array_add (outsiders, g_object_ref (member));
    }
}

typedef struct {
  SpicoPickerGroups *self;
  GPtrArray *outsiders;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->self);
  g_ptr_array_unref (question->outsiders);
  g_free (question);
}

static DexFuture *
asked_cb (DexFuture *future,
          gpointer   data)
{
  Question *question = data;

  for (guint i = 0; g_value_get_boolean (dex_future_get_value (future, NULL)) && i < question->outsiders->len; i++)
    choose (question->self, g_ptr_array_index (question->outsiders, i));

  return dex_ref (future);
}

static void
ask (SpicoPickerGroups *self,
     GPtrArray         *outsiders)
{
  Question *question = g_new0 (Question, 1);

  question->self = g_object_ref (self);
  question->outsiders = g_ptr_array_ref (outsiders);
  dex_future_disown (dex_future_then (spico_outsiders_ask (self->outsiders, outsiders, GTK_WIDGET (self), _("Add Anyway")), asked_cb, question, question_free));
}

static void
use_clicked_cb (SpicoPickerGroups *self)
{
  g_autoptr (GPtrArray) outsiders = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) toggled = gtk_selection_model_get_selection (self->toggled);

  for (guint i = 0; i < gtk_bitset_get_size (toggled); i++)
    {
      g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (G_LIST_MODEL (self->toggled), gtk_bitset_get_nth (toggled, i));

      spico_group_uses_add (self->uses, group);
      add_members (self, group, outsiders);
    }
  gtk_selection_model_unselect_all (self->toggled);
  if (outsiders->len > 0)
    ask (self, outsiders);
}

/* ---- Class ---- */

static void
drop_groups (SpicoPickerGroups *self)
{
  if (self->toggled != NULL)
    g_signal_handlers_disconnect_by_data (self->toggled, self);
  g_clear_object (&self->toggled);
  g_clear_object (&self->groups);
}

static void
spico_picker_groups_dispose (GObject *object)
{
  SpicoPickerGroups *self = SPICO_PICKER_GROUPS (object);

  drop_groups (self);
  if (self->chosen != NULL)
    g_signal_handlers_disconnect_by_data (self->chosen, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_PICKER_GROUPS);
  g_clear_object (&self->chosen);
  g_clear_object (&self->outsiders);

  G_OBJECT_CLASS (spico_picker_groups_parent_class)->dispose (object);
}

static void
spico_picker_groups_finalize (GObject *object)
{
  SpicoPickerGroups *self = SPICO_PICKER_GROUPS (object);

  g_free (self->account_id);
  g_object_unref (self->uses);

  G_OBJECT_CLASS (spico_picker_groups_parent_class)->finalize (object);
}

static void
spico_picker_groups_class_init (SpicoPickerGroupsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_picker_groups_dispose;
  object_class->finalize = spico_picker_groups_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-picker-groups.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerGroups, list);
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerGroups, use);
  gtk_widget_class_bind_template_child (widget_class, SpicoPickerGroups, hint);
  gtk_widget_class_bind_template_callback (widget_class, use_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
spico_picker_groups_init (SpicoPickerGroups *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->uses = spico_group_uses_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
}

void
spico_picker_groups_set_source (SpicoPickerGroups *self,
                                SpicoClient       *client,
                                const char        *account_id,
                                GListStore        *chosen,
                                SpicoOutsiders    *outsiders)
{
  g_return_if_fail (SPICO_IS_PICKER_GROUPS (self));

  drop_groups (self);
  g_set_str (&self->account_id, account_id);
  if (self->chosen != NULL)
    g_signal_handlers_disconnect_by_data (self->chosen, self);
  g_set_object (&self->chosen, chosen);
  g_signal_connect_object (chosen, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_set_object (&self->outsiders, outsiders);
  self->groups = spico_client_list_groups (client, account_id, SPICO_GROUP_LIST_USABLE);
  self->toggled = GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->groups))));
  g_signal_connect_object (self->toggled, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->toggled, "selection-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, self->toggled);
  update (self);
}

SpicoGroupUses *
spico_picker_groups_get_uses (SpicoPickerGroups *self)
{
  g_return_val_if_fail (SPICO_IS_PICKER_GROUPS (self), NULL);

  return self->uses;
}

gboolean
spico_picker_groups_is_empty (SpicoPickerGroups *self)
{
  g_return_val_if_fail (SPICO_IS_PICKER_GROUPS (self), TRUE);

  return self->groups == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->groups)) == 0;
}
