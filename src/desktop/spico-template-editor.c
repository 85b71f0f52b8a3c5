/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-template-editor.h"

#include <glib/gi18n.h>

#include "spico-banner.h"
#include "spico-editor.h"
#include "spico-error-text.h"
#include "spico-template-text.h"
#include "spico-text.h"

#define KEEP_DELAY_MS 500

struct _SpicoTemplateEditor {
  AdwNavigationPage parent_instance;

  /* Template widgets */
  AdwBanner *banner;
  AdwComboRow *owner;
  GtkEditable *name;
  SpicoEditor *text;
  GtkWidget *save;
  GtkLabel *state;

  SpicoClient *client;
  char *account_id;
  char *other_id;
  char *id;
  GListModel *list;
  /* As it is saved; both empty of a new one. */
  char *base_name;
  char *base_text;
  guint keep_source;
  gboolean is_new;
  gboolean is_dirty;
  gboolean is_filling;
  gboolean is_saving;
};

G_DEFINE_FINAL_TYPE (SpicoTemplateEditor, spico_template_editor, ADW_TYPE_NAVIGATION_PAGE)

enum {
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void follow (SpicoTemplateEditor *self);

/* ---- What is typed ---- */

static void
fill (SpicoTemplateEditor *self,
      const char          *name,
      const char          *text)
{
  self->is_filling = TRUE;
  gtk_editable_set_text (self->name, name);
  spico_editor_set_text (self->text, text);
  self->is_filling = FALSE;
}

static gboolean
is_edited (SpicoTemplateEditor *self)
{
  g_autofree char *text = spico_editor_get_text (self->text);

  return !g_str_equal (text, self->base_text) || !g_str_equal (gtk_editable_get_text (self->name), self->base_name);
}

static void
show_banner (SpicoTemplateEditor *self,
             const char          *title,
             const char          *button)
{
  spico_banner_show (self->banner, title);
  adw_banner_set_button_label (self->banner, button);
}

/* Returns: (nullable): what is missing before it can be saved */
static const char *
find_fault (SpicoTemplateEditor *self)
{
  if (spico_text_is_blank (gtk_editable_get_text (self->name)))
    return _("Give the template a name");
  if (spico_editor_is_empty (self->text))
    return _("Write the text of the template");
  if (spico_editor_get_length (self->text) > spico_editor_get_max_length (self->text))
    return _("The text is too long: 20,000 characters at most");

  return NULL;
}

static void
update (SpicoTemplateEditor *self)
{
  const char *fault = find_fault (self);
  gboolean edited = is_edited (self);

  gtk_widget_set_sensitive (self->save, fault == NULL && edited && !self->is_saving);
  gtk_label_set_label (self->state, fault != NULL ? fault : edited ? _("Not saved yet") : _("All is saved"));
}

static void
keep_late_cb (gpointer user_data)
{
  SpicoTemplateEditor *self = user_data;

  self->keep_source = 0;
  dex_future_disown (spico_template_editor_keep (self));
}

static void
keep_soon (SpicoTemplateEditor *self)
{
  self->is_dirty = TRUE;
  if (self->keep_source == 0)
    self->keep_source = g_timeout_add_once (KEEP_DELAY_MS, keep_late_cb, self);
}

/* A store that is busy, or a full disk, is offered it again. */
static DexFuture *
kept_cb (DexFuture *future,
         gpointer   user_data)
{
  SpicoTemplateEditor *self = user_data;

  if (dex_future_get_value (future, NULL) == NULL && self->client != NULL)
    self->is_dirty = TRUE;

  return dex_ref (future);
}

DexFuture *
spico_template_editor_keep (SpicoTemplateEditor *self)
{
  g_autofree char *text = NULL;
  gboolean edited;

  g_return_val_if_fail (SPICO_IS_TEMPLATE_EDITOR (self), NULL);

  g_clear_handle_id (&self->keep_source, g_source_remove);
  if (!self->is_dirty || self->is_saving)
    return dex_future_new_true ();

  self->is_dirty = FALSE;
  edited = is_edited (self);
  text = spico_editor_get_text (self->text);

  return dex_future_finally (spico_client_keep_template (self->client, self->account_id, self->id, edited ? gtk_editable_get_text (self->name) : "", edited ? text : ""), kept_cb, g_object_ref (self),
                             g_object_unref);
}

static void
edited_cb (SpicoTemplateEditor *self)
{
  if (self->is_filling || self->client == NULL)
    return;

  keep_soon (self);
  update (self);
}

/* ---- What is saved ---- */

static SpicoMessageTemplate *
find (SpicoTemplateEditor *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->list); i++)
    {
      g_autoptr (SpicoMessageTemplate) template = g_list_model_get_item (self->list, i);

      if (g_str_equal (spico_message_template_get_id (template), self->id))
        return g_steal_pointer (&template);
    }

  return NULL;
}

static void
take_base (SpicoTemplateEditor *self,
           const char          *name,
           const char          *text)
{
  g_set_str (&self->base_name, name);
  g_set_str (&self->base_text, text);
}

/* What was saved meanwhile: it is shown where nothing was typed, and told where something was. */
static void
take_saved (SpicoTemplateEditor  *self,
            SpicoMessageTemplate *template)
{
  const char *name = spico_message_template_get_name (template);
  const char *text = spico_message_template_get_text (template);
  gboolean edited = is_edited (self);

  if (g_str_equal (name, self->base_name) && g_str_equal (text, self->base_text))
    return;

  take_base (self, name, text);
  if (!edited && spico_message_template_get_draft_name (template) != NULL)
    fill (self, spico_message_template_get_draft_name (template), spico_message_template_get_draft_text (template));
  else if (!edited)
    fill (self, name, text);
  if (is_edited (self))
    show_banner (self, spico_template_text_reason (SPICO_TEMPLATE_REASON_CONFLICT), _("Take What Is Saved"));
  update (self);
}

static void
list_changed_cb (SpicoTemplateEditor *self)
{
  g_autoptr (SpicoMessageTemplate) template = find (self);

  if (self->is_saving || self->client == NULL)
    return;

  if (template != NULL && spico_message_template_is_saved (template))
    take_saved (self, template);
  else if (!self->is_new && *self->base_text != '\0')
    {
      take_base (self, "", "");
      show_banner (self, spico_template_text_reason (SPICO_TEMPLATE_REASON_GONE), NULL);
      keep_soon (self);
      update (self);
    }
}

static void
banner_clicked_cb (SpicoTemplateEditor *self)
{
  fill (self, self->base_name, self->base_text);
  show_banner (self, NULL, NULL);
  edited_cb (self);
}

static DexFuture *
saved_cb (DexFuture *future,
          gpointer   user_data)
{
  SpicoTemplateEditor *self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_saving = FALSE;
  if (self->client == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) != NULL)
    {
      self->is_dirty = FALSE;
      g_signal_emit (self, signals[SAVED], 0);
      return dex_future_new_true ();
    }

  show_banner (self, spico_error_text (error), NULL);
  edited_cb (self);
  return dex_future_new_true ();
}

static void
save_clicked_cb (SpicoTemplateEditor *self)
{
  g_autofree char *text = spico_editor_get_text (self->text);

  if (!gtk_widget_get_sensitive (self->save))
    return;

  g_clear_handle_id (&self->keep_source, g_source_remove);
  self->is_saving = TRUE;
  update (self);
  dex_future_disown (dex_future_finally (spico_client_save_template (self->client, self->account_id, self->id, gtk_editable_get_text (self->name), text), saved_cb, g_object_ref (self),
                                         g_object_unref));
}

/* ---- Whose a new one is ---- */

static void
owner_chosen_cb (SpicoTemplateEditor *self)
{
  const char *chosen = self->other_id != NULL && adw_combo_row_get_selected (self->owner) == 1 ? self->other_id : NULL;

  if (self->client == NULL)
    return;
  if (chosen == NULL)
    chosen = g_object_get_data (G_OBJECT (self), "own");
  if (chosen == NULL || g_str_equal (chosen, self->account_id))
    return;

  dex_future_disown (spico_client_keep_template (self->client, self->account_id, self->id, "", ""));
  g_set_str (&self->account_id, chosen);
  follow (self);
  edited_cb (self);
}

static void
offer_owners (SpicoTemplateEditor *self,
              SpicoAccount        *other)
{
  const char *const names[] = { _("My templates"), spico_account_get_name (other), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);

  self->other_id = g_strdup (spico_account_get_id (other));
  g_object_set_data_full (G_OBJECT (self), "own", g_strdup (self->account_id), g_free);
  adw_combo_row_set_model (self->owner, G_LIST_MODEL (model));
  gtk_widget_set_visible (GTK_WIDGET (self->owner), TRUE);
}

/* ---- Class ---- */

static void
follow (SpicoTemplateEditor *self)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->list);
  self->list = spico_client_list_templates (self->client, self->account_id);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (list_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
spico_template_editor_unmap (GtkWidget *widget)
{
  dex_future_disown (spico_template_editor_keep (SPICO_TEMPLATE_EDITOR (widget)));

  GTK_WIDGET_CLASS (spico_template_editor_parent_class)->unmap (widget);
}

static void
spico_template_editor_dispose (GObject *object)
{
  SpicoTemplateEditor *self = SPICO_TEMPLATE_EDITOR (object);

  g_clear_handle_id (&self->keep_source, g_source_remove);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_TEMPLATE_EDITOR);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (spico_template_editor_parent_class)->dispose (object);
}

static void
spico_template_editor_finalize (GObject *object)
{
  SpicoTemplateEditor *self = SPICO_TEMPLATE_EDITOR (object);

  g_free (self->account_id);
  g_free (self->other_id);
  g_free (self->id);
  g_free (self->base_name);
  g_free (self->base_text);

  G_OBJECT_CLASS (spico_template_editor_parent_class)->finalize (object);
}

static void
spico_template_editor_class_init (SpicoTemplateEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_template_editor_dispose;
  object_class->finalize = spico_template_editor_finalize;
  widget_class->unmap = spico_template_editor_unmap;

  signals[SAVED] = g_signal_new ("saved", SPICO_TYPE_TEMPLATE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-template-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplateEditor, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplateEditor, owner);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplateEditor, name);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplateEditor, text);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplateEditor, save);
  gtk_widget_class_bind_template_child (widget_class, SpicoTemplateEditor, state);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, owner_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);
}

static void
spico_template_editor_init (SpicoTemplateEditor *self)
{
  self->base_name = g_strdup ("");
  self->base_text = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What was typed of it comes first, with the reason why it is not saved. */
static void
show_template (SpicoTemplateEditor  *self,
               SpicoMessageTemplate *template)
{
  const char *draft_name = spico_message_template_get_draft_name (template);

  if (spico_message_template_is_saved (template))
    {
      take_base (self, spico_message_template_get_name (template), spico_message_template_get_text (template));
      fill (self, self->base_name, self->base_text);
    }
  if (draft_name != NULL)
    {
      fill (self, draft_name, spico_message_template_get_draft_text (template));
      show_banner (self, spico_template_text_reason (spico_message_template_get_reason (template)), spico_message_template_is_saved (template) ? _("Take What Is Saved") : NULL);
    }
}

GtkWidget *
spico_template_editor_new (SpicoClient          *client,
                           const char           *account_id,
                           SpicoMessageTemplate *template,
                           const char           *text,
                           SpicoAccount         *other)
{
  SpicoTemplateEditor *self = g_object_new (SPICO_TYPE_TEMPLATE_EDITOR, NULL);

  self->account_id = g_strdup (account_id);
  self->id = template != NULL ? g_strdup (spico_message_template_get_id (template)) : spico_client_new_template_id ();
  self->is_new = template == NULL || !spico_message_template_is_saved (template);
  if (template != NULL)
    show_template (self, template);
  else if (text != NULL)
    {
      fill (self, "", text);
      keep_soon (self);
    }
  if (other != NULL)
    offer_owners (self, other);
  self->client = g_object_ref (client);
  follow (self);
  update (self);

  return GTK_WIDGET (self);
}
