/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-editor.h"

#include <glib/gi18n.h>

#include "spico-banner.h"
#include "spico-editor.h"
#include "spico-error-text.h"
#include "spico-group-members.h"
#include "spico-group-sharing.h"
#include "spico-group-text.h"
#include "spico-kept-text.h"
#include "spico-picker.h"

#define SAVE_DELAY_MS 3000

struct _SpicoGroupEditor {
  AdwNavigationPage parent_instance;

  /* Template widgets */
  AdwBanner *banner;
  AdwViewStack *stack;
  AdwToggleGroup *active;
  GtkEditable *name;
  SpicoEditor *description;
  SpicoGroupMembers *members_tab;
  SpicoGroupSharing *sharing;
  GtkWidget *save;
  GtkLabel *state;

  SpicoClient *client;
  char *account_id;
  /* Where its draft stands: the group, or what a new one was begun from. */
  char *draft_id;
  char *group_id;
  /* Whom a new group begins with. */
  GStrv wanted_ids;
  SpicoFavouriteGroup *group;
  SpicoList *administered;
  GListStore *members;
  /* As the store has the group, or had it when a change of it was last looked at. */
  SpicoGroupForm *base;
  SpicoGroupForm *theirs;
  guint conflicts;
  guint save_source;
  guint compare_source;
  guint loss_source;
  gboolean is_ready;
  gboolean is_filling;
  gboolean is_dirty;
  gboolean is_saving;
  /* Whoever administers the group no more changes nothing of it. */
  gboolean is_lost;
};

G_DEFINE_FINAL_TYPE (SpicoGroupEditor, spico_group_editor, ADW_TYPE_NAVIGATION_PAGE)

static void follow_group (SpicoGroupEditor    *self,
                          SpicoFavouriteGroup *group);
static void load_draft (SpicoGroupEditor *self);

/* ---- What stands in the tabs ---- */

static GStrv
list_ids (GListModel *principals)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (principals); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (principals, i);

      g_strv_builder_add (builder, spico_principal_get_id (principal));
    }

  return g_strv_builder_end (builder);
}

static SpicoGroupForm *
read_form (SpicoGroupEditor *self)
{
  g_auto (GStrv) ids = list_ids (G_LIST_MODEL (self->members));
  g_autofree char *description = spico_editor_get_text (self->description);

  return spico_group_form_new (gtk_editable_get_text (self->name), description, g_strcmp0 (adw_toggle_group_get_active_name (self->active), "yes") == 0, spico_group_sharing_get_is_public (self->sharing),
                               (const char *const *) ids);
}

static SpicoGroupForm *
blank_form (void)
{
  static const char *const nobody[] = { NULL };

  return spico_group_form_new ("", "", TRUE, FALSE, nobody);
}

static SpicoGroupForm *
form_of (SpicoFavouriteGroup *group)
{
  g_auto (GStrv) ids = list_ids (spico_favourite_group_get_members (group));

  return spico_group_form_new (spico_favourite_group_get_name (group), spico_favourite_group_get_description (group), spico_favourite_group_get_is_active (group),
                               spico_favourite_group_get_is_public (group), (const char *const *) ids);
}

static void
fill (SpicoGroupEditor *self,
      SpicoGroupForm   *form)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; form->member_ids[i] != NULL; i++)
    g_ptr_array_add (members, spico_client_get_principal (self->client, form->member_ids[i]));

  self->is_filling = TRUE;
  adw_toggle_group_set_active_name (self->active, form->is_active ? "yes" : "no");
  if (g_strcmp0 (gtk_editable_get_text (self->name), form->name) != 0)
    gtk_editable_set_text (self->name, form->name);
  spico_editor_set_text (self->description, form->description);
  spico_group_sharing_set_is_public (self->sharing, form->is_public);
  g_list_store_splice (self->members, 0, g_list_model_get_n_items (G_LIST_MODEL (self->members)), members->pdata, members->len);
  self->is_filling = FALSE;
}

/* ---- Showing ---- */

static void
show_banner (SpicoGroupEditor *self,
             const char       *title,
             const char       *button)
{
  spico_banner_show (self->banner, title);
  adw_banner_set_button_label (self->banner, button);
}

static void
update (SpicoGroupEditor *self)
{
  g_autoptr (SpicoGroupForm) form = NULL;
  const char *fault;
  gboolean differs;

  if (!self->is_ready || self->is_filling)
    return;

  form = read_form (self);
  fault = spico_group_text_fault (form);
  differs = spico_group_form_compare (self->base, form) != 0;
  gtk_widget_set_sensitive (self->save, fault == NULL && differs && !self->is_saving && !self->is_lost);
  gtk_label_set_label (self->state, fault != NULL ? fault : differs ? _("Not saved yet") : _("All is saved"));
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), *self->base->name != '\0' ? self->base->name : _("New Group"));
}

/* ---- Draft ---- */

/* A switch that nobody touched follows the group. */
static SpicoDraftSwitch
to_switch (gboolean before,
           gboolean is_on)
{
  if (before == is_on)
    return SPICO_DRAFT_SWITCH_UNTOUCHED;

  return is_on ? SPICO_DRAFT_SWITCH_ON : SPICO_DRAFT_SWITCH_OFF;
}

static gboolean
from_switch (SpicoDraftSwitch made_of_it,
             gboolean         before)
{
  return made_of_it == SPICO_DRAFT_SWITCH_UNTOUCHED ? before : made_of_it == SPICO_DRAFT_SWITCH_ON;
}

DexFuture *
spico_group_editor_save_draft (SpicoGroupEditor *self)
{
  g_autoptr (SpicoGroupForm) form = NULL;
  g_autoptr (SpicoDraft) draft = NULL;

  g_return_val_if_fail (SPICO_IS_GROUP_EDITOR (self), NULL);

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (!self->is_dirty || !self->is_ready)
    return dex_future_new_true ();

  self->is_dirty = FALSE;
  form = read_form (self);
  if (spico_group_form_compare (self->base, form) == 0)
    return spico_client_discard_group_draft (self->client, self->account_id, self->draft_id);

  draft = spico_draft_new_group (self->account_id, self->draft_id, form->name, form->description, (const char *const *) form->member_ids);
  spico_draft_set_switches (draft, to_switch (self->base->is_active, form->is_active), to_switch (self->base->is_public, form->is_public));
  return spico_client_save_draft (self->client, draft);
}

static void
save_timeout_cb (gpointer user_data)
{
  SpicoGroupEditor *self = user_data;

  self->save_source = 0;
  dex_future_disown (spico_group_editor_save_draft (self));
}

static void
edited_cb (SpicoGroupEditor *self)
{
  if (!self->is_ready || self->is_filling)
    return;

  self->is_dirty = TRUE;
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add_once (SAVE_DELAY_MS, save_timeout_cb, self);
  update (self);
}

/* What is saved meanwhile, by the person or by somebody else, is told beside what was typed. */
static char *
describe_draft (SpicoGroupEditor *self,
                SpicoKeptReason   reason,
                guint             differences)
{
  if (reason != SPICO_KEPT_NOT_SAVED)
    return g_strdup_printf ("%s %s", spico_kept_explain (reason), _("What you typed is here."));
  if (self->group_id != NULL && (differences & SPICO_GROUP_FORM_FIELD_NAME) != 0)
    /* Translators: %s is the name of a group */
    return g_strdup_printf (_("What you had not saved is here again. Saved, the group is named “%s”."), self->base->name);
  if (self->group_id != NULL && (differences & SPICO_GROUP_FORM_FIELD_DESCRIPTION) != 0)
    /* Translators: %s is the description of a group */
    return g_strdup_printf (_("What you had not saved is here again. Saved, the description is “%s”."), self->base->description);
  return g_strdup (_("What you had not saved is here again."));
}

static void
take_draft (SpicoGroupEditor *self,
            SpicoDraft       *draft)
{
  g_autoptr (SpicoGroupForm) form = spico_group_form_new (spico_draft_get_subject (draft), spico_draft_get_text (draft), from_switch (spico_draft_get_active_switch (draft), self->base->is_active),
                                                          from_switch (spico_draft_get_public_switch (draft), self->base->is_public), spico_draft_get_participant_ids (draft));
  guint differences = spico_group_form_compare (self->base, form);
  g_autofree char *told = describe_draft (self, spico_draft_get_reason (draft), differences);

  if (differences == 0)
    return;
  fill (self, form);
  show_banner (self, told, _("Discard"));
}

/* ---- What somebody else saves ---- */

static char *
describe_conflicts (SpicoGroupEditor *self)
{
  if ((self->conflicts & SPICO_GROUP_FORM_FIELD_NAME) != 0)
    /* Translators: %s is the name of a group */
    return g_strdup_printf (_("Somebody else has saved this group meanwhile, under the name “%s”. What you typed is kept."), self->theirs->name);
  if ((self->conflicts & SPICO_GROUP_FORM_FIELD_DESCRIPTION) != 0)
    return g_strdup (_("Somebody else has saved this group meanwhile, with another description. What you typed is kept."));
  return g_strdup (_("Somebody else has saved this group meanwhile. Their changes are in it beside yours."));
}

/* Their changes join what stands here; what both changed is asked about. */
static void
compare (SpicoGroupEditor *self)
{
  g_autoptr (SpicoGroupForm) theirs = form_of (self->group);
  g_autoptr (SpicoGroupForm) mine = read_form (self);
  g_autoptr (SpicoGroupForm) merged = NULL;
  g_autofree char *told = NULL;
  gboolean was_edited = spico_group_form_compare (self->base, mine) != 0;

  if (spico_group_form_compare (self->base, theirs) == 0)
    {
      update (self);
      return;
    }

  merged = spico_group_form_merge (self->base, mine, theirs, &self->conflicts);
  g_clear_pointer (&self->base, spico_group_form_free);
  g_clear_pointer (&self->theirs, spico_group_form_free);
  self->base = form_of (self->group);
  self->theirs = g_steal_pointer (&theirs);
  if (spico_group_form_compare (mine, merged) != 0)
    fill (self, merged);
  if (!was_edited && spico_favourite_group_get_has_draft (self->group))
    load_draft (self);
  else if (was_edited && spico_group_form_compare (mine, self->theirs) != 0)
    {
      told = describe_conflicts (self);
      show_banner (self, told, self->conflicts != 0 ? _("Take Theirs") : NULL);
    }
  update (self);
}

static void
compare_cb (gpointer user_data)
{
  SpicoGroupEditor *self = user_data;

  self->compare_source = 0;
  if (self->is_ready && self->group != NULL && !self->is_saving)
    compare (self);
}

/* A change of a group comes property by property. */
static void
group_changed_cb (SpicoGroupEditor *self)
{
  if (self->compare_source == 0)
    self->compare_source = g_idle_add_once (compare_cb, self);
}

static void
take_theirs (SpicoGroupEditor *self)
{
  g_autoptr (SpicoGroupForm) mine = read_form (self);

  if ((self->conflicts & SPICO_GROUP_FORM_FIELD_NAME) != 0)
    g_set_str (&mine->name, self->theirs->name);
  if ((self->conflicts & SPICO_GROUP_FORM_FIELD_DESCRIPTION) != 0)
    g_set_str (&mine->description, self->theirs->description);
  if ((self->conflicts & SPICO_GROUP_FORM_FIELD_IS_ACTIVE) != 0)
    mine->is_active = self->theirs->is_active;
  if ((self->conflicts & SPICO_GROUP_FORM_FIELD_IS_PUBLIC) != 0)
    mine->is_public = self->theirs->is_public;
  self->conflicts = 0;
  fill (self, mine);
}

/* Either what both changed, or the draft that was found. */
static void
banner_clicked_cb (SpicoGroupEditor *self)
{
  if (self->conflicts != 0)
    take_theirs (self);
  else
    fill (self, self->base);
  show_banner (self, NULL, NULL);
  edited_cb (self);
}

static void
find_group (SpicoGroupEditor *self)
{
  for (guint i = 0; self->group_id != NULL && self->group == NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->administered)); i++)
    {
      g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (G_LIST_MODEL (self->administered), i);

      if (g_str_equal (spico_favourite_group_get_id (group), self->group_id))
        follow_group (self, group);
    }
}

static gboolean
is_administered (SpicoGroupEditor *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->administered)); i++)
    {
      g_autoptr (SpicoFavouriteGroup) group = g_list_model_get_item (G_LIST_MODEL (self->administered), i);

      if (group == self->group || g_strcmp0 (spico_favourite_group_get_id (group), self->group_id) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What is edited is a new group from here on, under the same draft. */
static void
leave_group (SpicoGroupEditor *self)
{
  g_signal_handlers_disconnect_by_data (self->group, self);
  g_signal_handlers_disconnect_by_data (spico_favourite_group_get_members (self->group), self);
  g_clear_object (&self->group);
  g_clear_pointer (&self->group_id, g_free);
  g_clear_pointer (&self->base, spico_group_form_free);
  self->base = blank_form ();
  self->conflicts = 0;
  spico_group_sharing_set_group (self->sharing, NULL);
}

/* What was typed and cannot be saved any more can still be read, and copied. */
static void
show_lost (SpicoGroupEditor *self)
{
  g_autoptr (SpicoGroupForm) form = read_form (self);
  gboolean is_edited = spico_group_form_compare (self->base, form) != 0;
  const char *told = is_edited ? _("You no longer administer this group: what you typed cannot be saved any more.") : _("You no longer administer this group.");

  gtk_widget_set_sensitive (GTK_WIDGET (self->name), !self->is_lost || is_edited);
  gtk_widget_set_sensitive (GTK_WIDGET (self->description), !self->is_lost || is_edited);
  gtk_widget_set_sensitive (GTK_WIDGET (self->active), !self->is_lost);
  gtk_widget_set_sensitive (GTK_WIDGET (self->members_tab), !self->is_lost);
  spico_group_sharing_set_is_administered (self->sharing, !self->is_lost);
  show_banner (self, self->is_lost ? told : NULL, NULL);
  update (self);
}

/* The group is not there any more, or never was, and what was to be saved of it came back: that makes a new one. */
static DexFuture *
rescued_cb (DexFuture *future,
            gpointer   user_data)
{
  SpicoGroupEditor *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  SpicoDraft *draft = value != NULL ? g_value_get_object (value) : NULL;

  if (self->client == NULL || !self->is_lost || draft == NULL || spico_draft_get_reason (draft) == SPICO_KEPT_NOT_SAVED)
    return dex_future_new_true ();

  self->is_lost = FALSE;
  leave_group (self);
  show_lost (self);
  take_draft (self, draft);
  update (self);

  return dex_future_new_true ();
}

/* A row that takes another place goes, and comes back in the same turn. */
static void
look_for_loss_cb (gpointer user_data)
{
  SpicoGroupEditor *self = user_data;
  gboolean is_lost = self->group != NULL && !is_administered (self);

  self->loss_source = 0;
  if (!self->is_ready || self->is_lost == is_lost)
    return;

  self->is_lost = is_lost;
  show_lost (self);
  if (is_lost)
    dex_future_disown (dex_future_finally (spico_client_load_group_draft (self->client, self->account_id, self->draft_id), rescued_cb, g_object_ref (self), g_object_unref));
}

static void
administered_changed_cb (SpicoGroupEditor *self)
{
  find_group (self);
  if (self->loss_source == 0 && !spico_list_is_loading (self->administered))
    self->loss_source = g_idle_add_once (look_for_loss_cb, self);
}

static void
follow_group (SpicoGroupEditor    *self,
              SpicoFavouriteGroup *group)
{
  self->group = g_object_ref (group);
  g_signal_connect_object (group, "notify", G_CALLBACK (group_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (spico_favourite_group_get_members (group), "items-changed", G_CALLBACK (group_changed_cb), self, G_CONNECT_SWAPPED);
  spico_group_sharing_set_group (self->sharing, group);
}

/* ---- Saving ---- */

static void
take_saved (SpicoGroupEditor *self,
            SpicoGroupForm   *saved,
            const char       *group_id)
{
  g_clear_pointer (&self->base, spico_group_form_free);
  self->base = saved;
  self->conflicts = 0;
  dex_future_disown (spico_client_discard_group_draft (self->client, self->account_id, self->draft_id));
  g_set_str (&self->group_id, group_id);
  g_set_str (&self->draft_id, group_id);
  find_group (self);
  show_banner (self, NULL, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "groups.toast", "s", _("The group is saved."));
}

static DexFuture *
saved_cb (DexFuture *future,
          gpointer   user_data)
{
  SpicoGroupEditor *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  SpicoGroupForm *saved = g_object_steal_data (G_OBJECT (self), "saving");

  self->is_saving = FALSE;
  if (self->client == NULL)
    {
      spico_group_form_free (saved);
      return dex_future_new_true ();
    }
  if (value != NULL)
    {
      take_saved (self, saved, g_value_get_string (value));
    }
  else
    {
      spico_group_form_free (saved);
      show_banner (self, spico_error_text (error), NULL);
    }
  edited_cb (self);

  return dex_future_new_true ();
}

static void
save_clicked_cb (SpicoGroupEditor *self)
{
  SpicoGroupForm *form = read_form (self);

  self->is_saving = TRUE;
  gtk_widget_set_sensitive (self->save, FALSE);
  g_object_set_data (G_OBJECT (self), "saving", form);
  dex_future_disown (dex_future_finally (spico_client_save_group (self->client, self->account_id, self->group_id, form->name, form->description, form->is_active, form->is_public,
                                                                  (const char *const *) form->member_ids),
                                         saved_cb, g_object_ref (self), g_object_unref));
}

/* ---- Choosing members ---- */

static void
chosen_cb (SpicoGroupEditor *self)
{
  GtkWidget *navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  if (navigation == NULL)
    navigation = g_object_get_data (G_OBJECT (self), "navigation");
  adw_navigation_view_pop_to_page (ADW_NAVIGATION_VIEW (navigation), ADW_NAVIGATION_PAGE (self));
}

static GtkWidget *
make_header (SpicoGroupEditor *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *done = gtk_button_new_with_label (_("Done"));

  gtk_widget_add_css_class (done, "suggested-action");
  g_signal_connect_object (done, "clicked", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), done);

  return header;
}

static void
add_cb (SpicoGroupEditor *self,
        const char       *kind)
{
  GtkWidget *navigation = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);
  GtkWidget *picker = spico_picker_new ();
  GtkWidget *view = adw_toolbar_view_new ();

  spico_picker_set_client (SPICO_PICKER (picker), self->client);
  spico_picker_set_model (SPICO_PICKER (picker), self->members);
  spico_picker_set_account (SPICO_PICKER (picker), self->account_id);
  g_signal_connect_object (picker, "closed", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), make_header (self));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), picker);
  g_object_set_data (G_OBJECT (self), "navigation", navigation);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), adw_navigation_page_new (view, _("Members of the group")));
  spico_picker_start_among (SPICO_PICKER (picker), kind);
}

/* ---- Class ---- */

static void
take_wanted (SpicoGroupEditor *self)
{
  g_autoptr (SpicoGroupForm) form = spico_group_form_new ("", "", TRUE, FALSE, (const char *const *) self->wanted_ids);

  fill (self, form);
}

static DexFuture *
draft_loaded_cb (DexFuture *future,
                 gpointer   user_data)
{
  SpicoGroupEditor *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  SpicoDraft *draft = value != NULL ? g_value_get_object (value) : NULL;

  if (self->client == NULL)
    return dex_future_new_true ();

  self->is_ready = TRUE;
  if (draft != NULL && !spico_draft_is_empty (draft))
    take_draft (self, draft);
  else if (self->wanted_ids != NULL && self->group_id == NULL)
    take_wanted (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), TRUE);
  edited_cb (self);
  if (self->group_id == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->name));

  return dex_future_new_true ();
}

static void
load_draft (SpicoGroupEditor *self)
{
  dex_future_disown (dex_future_finally (spico_client_load_group_draft (self->client, self->account_id, self->draft_id), draft_loaded_cb, g_object_ref (self), g_object_unref));
}

static void
spico_group_editor_hidden (AdwNavigationPage *page)
{
  dex_future_disown (spico_group_editor_save_draft (SPICO_GROUP_EDITOR (page)));
}

static void
spico_group_editor_unmap (GtkWidget *widget)
{
  dex_future_disown (spico_group_editor_save_draft (SPICO_GROUP_EDITOR (widget)));

  GTK_WIDGET_CLASS (spico_group_editor_parent_class)->unmap (widget);
}

static void
spico_group_editor_dispose (GObject *object)
{
  SpicoGroupEditor *self = SPICO_GROUP_EDITOR (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_handle_id (&self->compare_source, g_source_remove);
  g_clear_handle_id (&self->loss_source, g_source_remove);
  if (self->administered != NULL)
    g_signal_handlers_disconnect_by_data (self->administered, self);
  self->is_ready = FALSE;
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_GROUP_EDITOR);
  g_clear_object (&self->administered);
  g_clear_object (&self->group);
  g_clear_object (&self->members);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_group_editor_parent_class)->dispose (object);
}

static void
spico_group_editor_finalize (GObject *object)
{
  SpicoGroupEditor *self = SPICO_GROUP_EDITOR (object);

  g_free (self->account_id);
  g_free (self->draft_id);
  g_free (self->group_id);
  g_strfreev (self->wanted_ids);
  g_clear_pointer (&self->base, spico_group_form_free);
  g_clear_pointer (&self->theirs, spico_group_form_free);

  G_OBJECT_CLASS (spico_group_editor_parent_class)->finalize (object);
}

static void
spico_group_editor_class_init (SpicoGroupEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_group_editor_dispose;
  object_class->finalize = spico_group_editor_finalize;
  widget_class->unmap = spico_group_editor_unmap;
  ADW_NAVIGATION_PAGE_CLASS (klass)->hidden = spico_group_editor_hidden;

  g_type_ensure (SPICO_TYPE_EDITOR);
  g_type_ensure (SPICO_TYPE_GROUP_MEMBERS);
  g_type_ensure (SPICO_TYPE_GROUP_SHARING);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-group-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupEditor, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupEditor, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupEditor, active);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupEditor, name);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupEditor, description);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupEditor, members_tab);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupEditor, sharing);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupEditor, save);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupEditor, state);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
spico_group_editor_init (SpicoGroupEditor *self)
{
  self->members = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  gtk_widget_init_template (GTK_WIDGET (self));
  spico_group_members_set_model (self->members_tab, self->members);
  g_signal_connect_object (self->members, "items-changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
}

/* Takes the base. Not a key before the draft is there: it would be written over. */
static void
start (SpicoGroupEditor *self,
       SpicoClient      *client,
       const char       *account_id,
       SpicoGroupForm   *base)
{
  self->client = g_object_ref (client);
  self->account_id = g_strdup (account_id);
  self->base = base;
  self->administered = spico_client_list_groups (client, account_id, SPICO_GROUP_LIST_ADMINISTERED);
  g_signal_connect_object (self->administered, "items-changed", G_CALLBACK (administered_changed_cb), self, G_CONNECT_SWAPPED);
  spico_group_sharing_set_client (self->sharing, client, account_id);
  fill (self, base);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), FALSE);
  load_draft (self);
}

GtkWidget *
spico_group_editor_new (SpicoClient         *client,
                        const char          *account_id,
                        SpicoFavouriteGroup *group)
{
  SpicoGroupEditor *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  self = g_object_new (SPICO_TYPE_GROUP_EDITOR, NULL);
  if (group != NULL)
    {
      self->group_id = g_strdup (spico_favourite_group_get_id (group));
      self->draft_id = g_strdup (self->group_id);
    }
  start (self, client, account_id, group != NULL ? form_of (group) : blank_form ());
  if (group != NULL)
    follow_group (self, group);

  return GTK_WIDGET (self);
}

GtkWidget *
spico_group_editor_new_kept (SpicoClient *client,
                             SpicoKept   *kept)
{
  SpicoGroupEditor *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (SPICO_IS_KEPT (kept), NULL);

  self = g_object_new (SPICO_TYPE_GROUP_EDITOR, NULL);
  self->draft_id = g_strdup (spico_kept_get_id (kept));
  start (self, client, spico_kept_get_account_id (kept), blank_form ());

  return GTK_WIDGET (self);
}

/* Whoever uses the group is a member too; each conversation has a draft of its own. */
GtkWidget *
spico_group_editor_new_from (SpicoClient       *client,
                             SpicoConversation *conversation)
{
  const char *account_id = spico_conversation_get_account_id (conversation);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) others = list_ids (spico_conversation_get_participants (conversation));
  SpicoGroupEditor *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);

  self = g_object_new (SPICO_TYPE_GROUP_EDITOR, NULL);
  g_strv_builder_add (builder, account_id);
  g_strv_builder_addv (builder, (const char **) others);
  self->wanted_ids = g_strv_builder_end (builder);
  self->draft_id = g_strconcat ("new ", spico_conversation_get_id (conversation), NULL);
  start (self, client, account_id, blank_form ());

  return GTK_WIDGET (self);
}
