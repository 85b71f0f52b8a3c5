/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-sheet-page.h"

#include <glib/gi18n.h>

#include "spico-banner.h"
#include "spico-editor.h"
#include "spico-error-text.h"
#include "spico-group-sheet-layout.h"
#include "spico-group-sheet-preview.h"
#include "spico-group-sheet-text.h"
#include "spico-pages-file.h"

#define KEEP_DELAY_MS 3000

struct _SpicoGroupSheetPage {
  AdwNavigationPage parent_instance;

  /* Template widgets */
  AdwBanner *banner;
  GtkWidget *form;
  AdwActionRow *name;
  GtkEditable *title_row;
  SpicoEditor *about;
  SpicoEditor *finding;
  SpicoEditor *contact;
  GtkWidget *reset;
  GtkWidget *save;
  GtkBox *pages;
  GtkLabel *state;

  SpicoClient *client;
  char *account_id;
  SpicoFavouriteGroup *group;
  char *region_name;
  SpicoPages *layout;
  guint keep_source;
  guint show_source;
  gboolean is_ready;
  gboolean is_filling;
  gboolean is_dirty;
};

G_DEFINE_FINAL_TYPE (SpicoGroupSheetPage, spico_group_sheet_page, ADW_TYPE_NAVIGATION_PAGE)

/* ---- What stands in the form ---- */

static SpicoGroupSheet *
propose (SpicoGroupSheetPage *self)
{
  return spico_group_sheet_text_propose (spico_favourite_group_get_description (self->group));
}

static SpicoGroupSheet *
read_form (SpicoGroupSheetPage *self)
{
  SpicoGroupSheet *sheet = spico_group_sheet_new ();

  sheet->parts[SPICO_GROUP_SHEET_TITLE] = g_strdup (gtk_editable_get_text (self->title_row));
  sheet->parts[SPICO_GROUP_SHEET_ABOUT] = spico_editor_get_text (self->about);
  sheet->parts[SPICO_GROUP_SHEET_FINDING] = spico_editor_get_text (self->finding);
  sheet->parts[SPICO_GROUP_SHEET_CONTACT] = spico_editor_get_text (self->contact);

  return sheet;
}

/* What was not written is as it is proposed. */
static void
fill (SpicoGroupSheetPage   *self,
      const SpicoGroupSheet *sheet)
{
  g_autoptr (SpicoGroupSheet) whole = propose (self);

  for (guint i = 0; i < SPICO_GROUP_SHEET_N_PARTS; i++)
    {
      if (sheet->parts[i] != NULL)
        g_set_str (&whole->parts[i], sheet->parts[i]);
    }
  self->is_filling = TRUE;
  gtk_editable_set_text (self->title_row, whole->parts[SPICO_GROUP_SHEET_TITLE]);
  spico_editor_set_text (self->about, whole->parts[SPICO_GROUP_SHEET_ABOUT]);
  spico_editor_set_text (self->finding, whole->parts[SPICO_GROUP_SHEET_FINDING]);
  spico_editor_set_text (self->contact, whole->parts[SPICO_GROUP_SHEET_CONTACT]);
  self->is_filling = FALSE;
}

/* Returns: (transfer full): what differs from what is proposed, so that the rest follows the group */
static SpicoGroupSheet *
read_written (SpicoGroupSheetPage *self)
{
  SpicoGroupSheet *sheet = read_form (self);
  g_autoptr (SpicoGroupSheet) proposed = propose (self);

  for (guint i = 0; i < SPICO_GROUP_SHEET_N_PARTS; i++)
    {
      if (g_str_equal (sheet->parts[i], proposed->parts[i]))
        g_clear_pointer (&sheet->parts[i], g_free);
    }

  return sheet;
}

static gboolean
is_as_proposed (SpicoGroupSheetPage *self)
{
  g_autoptr (SpicoGroupSheet) sheet = read_written (self);

  for (guint i = 0; i < SPICO_GROUP_SHEET_N_PARTS; i++)
    {
      if (sheet->parts[i] != NULL)
        return FALSE;
    }

  return TRUE;
}

/* ---- Showing ---- */

static GtkWidget *
make_page (SpicoGroupSheetPage *self,
           guint                page)
{
  g_autoptr (GdkPaintable) paintable = spico_group_sheet_preview_new (self->layout, page);
  GtkWidget *picture = gtk_picture_new_for_paintable (paintable);
  /* Translators: of what will be printed; %u is the number of a page */
  g_autofree char *text = g_strdup_printf (_("Preview, page %u"), page + 1);

  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_add_css_class (picture, "spico-sheet");

  return picture;
}

static void
show_pages (SpicoGroupSheetPage *self)
{
  GtkWidget *page;

  while ((page = gtk_widget_get_first_child (GTK_WIDGET (self->pages))) != NULL)
    gtk_box_remove (self->pages, page);
  for (guint i = 0; i < spico_pages_get_n_pages (self->layout); i++)
    gtk_box_append (self->pages, make_page (self, i));
}

static void
show_warning (SpicoGroupSheetPage *self)
{
  const char *warning = spico_group_sheet_text_warn (spico_favourite_group_get_is_public (self->group), spico_favourite_group_get_is_active (self->group),
                                                     spico_favourite_group_get_is_waiting (self->group));

  spico_banner_show (self->banner, warning);
}

static void
show_cb (gpointer user_data)
{
  SpicoGroupSheetPage *self = user_data;
  g_autoptr (SpicoGroupSheet) sheet = read_form (self);
  const char *fault = spico_group_sheet_text_fault (sheet);

  self->show_source = 0;
  g_clear_object (&self->layout);
  self->layout = spico_group_sheet_layout (sheet, spico_favourite_group_get_name (self->group), self->region_name);
  show_pages (self);
  show_warning (self);
  gtk_widget_set_sensitive (self->save, fault == NULL);
  gtk_widget_set_sensitive (self->reset, !is_as_proposed (self));
  gtk_label_set_label (self->state, fault != NULL ? fault : _("What you write is kept on this computer, with the group"));
}

/* Several keys, and several properties of a group, are shown at once. */
static void
update (SpicoGroupSheetPage *self)
{
  if (self->is_ready && self->show_source == 0)
    self->show_source = g_idle_add_once (show_cb, self);
}

/* ---- Keeping ---- */

DexFuture *
spico_group_sheet_page_keep (SpicoGroupSheetPage *self)
{
  g_autoptr (SpicoGroupSheet) sheet = NULL;

  g_return_val_if_fail (SPICO_IS_GROUP_SHEET_PAGE (self), NULL);

  g_clear_handle_id (&self->keep_source, g_source_remove);
  if (!self->is_dirty)
    return dex_future_new_true ();

  self->is_dirty = FALSE;
  sheet = read_written (self);

  return spico_client_save_group_sheet (self->client, self->account_id, spico_favourite_group_get_id (self->group), sheet);
}

static void
keep_timeout_cb (gpointer user_data)
{
  SpicoGroupSheetPage *self = user_data;

  self->keep_source = 0;
  dex_future_disown (spico_group_sheet_page_keep (self));
}

static void
edited_cb (SpicoGroupSheetPage *self)
{
  if (!self->is_ready || self->is_filling)
    return;

  self->is_dirty = TRUE;
  g_clear_handle_id (&self->keep_source, g_source_remove);
  self->keep_source = g_timeout_add_once (KEEP_DELAY_MS, keep_timeout_cb, self);
  update (self);
}

static void
reset_clicked_cb (SpicoGroupSheetPage *self)
{
  g_autoptr (SpicoGroupSheet) nothing = spico_group_sheet_new ();

  fill (self, nothing);
  edited_cb (self);
}

/* ---- Saving as a PDF ---- */

/* Who has closed the page meanwhile has left the PDF to itself. */
static void
tell_failure (SpicoGroupSheetPage *self,
              const char          *text)
{
  AdwDialog *dialog;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  dialog = adw_alert_dialog_new (_("The Sheet Is Not Saved"), text);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("I Understand"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static DexFuture *
saved_cb (DexFuture *completed,
          gpointer   user_data)
{
  SpicoGroupSheetPage *self = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "groups.toast", "s", _("The sheet is saved."));
  else if (error->domain == G_IO_ERROR)
    tell_failure (self, _("It cannot be written there. Choose another folder."));
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    tell_failure (self, spico_error_text (error));

  return dex_future_new_true ();
}

static DexFuture *
chosen_cb (DexFuture *completed,
           gpointer   user_data)
{
  return spico_pages_file_write (user_data, g_value_get_object (dex_future_get_value (completed, NULL)), NULL);
}

/* What is saved is what is shown when one asks for it, whatever is typed meanwhile. */
static void
save_clicked_cb (SpicoGroupSheetPage *self)
{
  g_autofree char *file_name = spico_group_sheet_text_name_file (spico_favourite_group_get_name (self->group));
  DexFuture *future;

  if (self->show_source != 0)
    {
      g_clear_handle_id (&self->show_source, g_source_remove);
      show_cb (self);
    }
  future = spico_pages_file_choose (GTK_WIDGET (self), _("Save the Sheet"), file_name);
  future = dex_future_then (future, chosen_cb, g_object_ref (self->layout), g_object_unref);
  dex_future_disown (dex_future_finally (future, saved_cb, g_object_ref (self), g_object_unref));
}

/* ---- Class ---- */

static DexFuture *
loaded_cb (DexFuture *future,
           gpointer   user_data)
{
  SpicoGroupSheetPage *self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->client == NULL)
    return dex_future_new_true ();

  /* What was written before, and cannot be read, is not written over unseen. */
  if (value == NULL)
    {
      spico_banner_show (self->banner, spico_error_text (error));
      return dex_future_new_true ();
    }

  fill (self, g_value_get_boxed (value));
  self->is_ready = TRUE;
  gtk_widget_set_sensitive (self->form, TRUE);
  update (self);

  return dex_future_new_true ();
}

static DexFuture *
region_loaded_cb (DexFuture *future,
                  gpointer   user_data)
{
  SpicoGroupSheetPage *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value != NULL)
    g_set_str (&self->region_name, g_value_get_string (value));
  if (self->client != NULL)
    update (self);

  return dex_future_new_true ();
}

static void
spico_group_sheet_page_unmap (GtkWidget *widget)
{
  dex_future_disown (spico_group_sheet_page_keep (SPICO_GROUP_SHEET_PAGE (widget)));

  GTK_WIDGET_CLASS (spico_group_sheet_page_parent_class)->unmap (widget);
}

static void
spico_group_sheet_page_dispose (GObject *object)
{
  SpicoGroupSheetPage *self = SPICO_GROUP_SHEET_PAGE (object);

  g_clear_handle_id (&self->keep_source, g_source_remove);
  g_clear_handle_id (&self->show_source, g_source_remove);
  if (self->group != NULL)
    g_signal_handlers_disconnect_by_data (self->group, self);
  self->is_ready = FALSE;
  self->is_dirty = FALSE;
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_GROUP_SHEET_PAGE);
  g_clear_object (&self->layout);
  g_clear_object (&self->group);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_group_sheet_page_parent_class)->dispose (object);
}

static void
spico_group_sheet_page_finalize (GObject *object)
{
  SpicoGroupSheetPage *self = SPICO_GROUP_SHEET_PAGE (object);

  g_free (self->account_id);
  g_free (self->region_name);

  G_OBJECT_CLASS (spico_group_sheet_page_parent_class)->finalize (object);
}

static void
spico_group_sheet_page_class_init (SpicoGroupSheetPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_group_sheet_page_dispose;
  object_class->finalize = spico_group_sheet_page_finalize;
  widget_class->unmap = spico_group_sheet_page_unmap;

  g_type_ensure (SPICO_TYPE_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-group-sheet-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSheetPage, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSheetPage, form);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSheetPage, name);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSheetPage, title_row);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSheetPage, about);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSheetPage, finding);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSheetPage, contact);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSheetPage, reset);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSheetPage, save);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSheetPage, pages);
  gtk_widget_class_bind_template_child (widget_class, SpicoGroupSheetPage, state);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
}

static void
spico_group_sheet_page_init (SpicoGroupSheetPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
spico_group_sheet_page_new (SpicoClient         *client,
                            const char          *account_id,
                            SpicoFavouriteGroup *group)
{
  SpicoGroupSheetPage *self;

  g_return_val_if_fail (SPICO_IS_CLIENT (client), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);
  g_return_val_if_fail (SPICO_IS_FAVOURITE_GROUP (group), NULL);

  self = g_object_new (SPICO_TYPE_GROUP_SHEET_PAGE, NULL);
  self->client = g_object_ref (client);
  self->account_id = g_strdup (account_id);
  self->group = g_object_ref (group);
  g_object_bind_property (group, "name", self->name, "subtitle", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (group, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  show_warning (self);
  dex_future_disown (dex_future_finally (spico_client_load_region_name (client), region_loaded_cb, g_object_ref (self), g_object_unref));
  dex_future_disown (dex_future_finally (spico_client_load_group_sheet (client, account_id, spico_favourite_group_get_id (group)), loaded_cb, g_object_ref (self), g_object_unref));

  return GTK_WIDGET (self);
}
