/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-attachments.h"

#include <glib/gi18n.h>

#include "spico-tooltip.h"

#define ATTRIBUTES G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE
#define ATTACHMENT "spico-attachment"

typedef struct {
  GFile *file;
  char *name;
  char *type;
  guint64 size;
  gboolean is_there;
  GtkWidget *row; /* borrowed from the group */
} Attachment;

struct _SpicoMailAttachments {
  AdwBin parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *files;
  GtkWidget *attach;

  GPtrArray *attachments;
};

G_DEFINE_FINAL_TYPE (SpicoMailAttachments, spico_mail_attachments, ADW_TYPE_BIN)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
attachment_free (gpointer data)
{
  Attachment *attachment = data;

  g_object_unref (attachment->file);
  g_free (attachment->name);
  g_free (attachment->type);
  g_free (attachment);
}

static Attachment *
find_attachment (SpicoMailAttachments *self,
                 GFile                *file)
{
  for (guint i = 0; i < self->attachments->len; i++)
    {
      Attachment *attachment = g_ptr_array_index (self->attachments, i);

      if (g_file_equal (attachment->file, file))
        return attachment;
    }

  return NULL;
}

/* ---- Rows ---- */

static void
remove_clicked_cb (SpicoMailAttachments *self,
                   GtkWidget            *button)
{
  Attachment *attachment = g_object_get_data (G_OBJECT (button), ATTACHMENT);

  /* The row goes, and would take the focus along. */
  gtk_widget_grab_focus (self->attach);
  adw_preferences_group_remove (self->files, attachment->row);
  g_ptr_array_remove (self->attachments, attachment);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
make_remove (SpicoMailAttachments *self,
             Attachment           *attachment)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *label = g_strdup_printf (_("Remove %s"), attachment->name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  spico_tooltip_set (button, label);
  g_object_set_data (G_OBJECT (button), ATTACHMENT, attachment);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, G_CONNECT_SWAPPED);

  return button;
}

static void
show_attachment (SpicoMailAttachments *self,
                 Attachment           *attachment)
{
  g_autofree char *size = g_format_size (attachment->size);

  attachment->row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (attachment->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (attachment->row), attachment->name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (attachment->row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (attachment->row), attachment->is_there ? size : _("No longer there, or cannot be read"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (attachment->row), make_remove (self, attachment));
  adw_preferences_group_add (self->files, attachment->row);
}

/* ---- Files ---- */

static void
look_at (Attachment *attachment,
         GFileInfo  *info)
{
  const char *content_type = info != NULL ? g_file_info_get_attribute_string (info, G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE) : NULL;

  attachment->is_there = info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR;
  attachment->size = attachment->is_there ? (guint64) g_file_info_get_size (info) : 0;
  attachment->name = info != NULL ? g_strdup (g_file_info_get_display_name (info)) : g_file_get_basename (attachment->file);
  attachment->type = content_type != NULL ? g_content_type_get_mime_type (content_type) : NULL;
}

typedef struct {
  SpicoMailAttachments *self;
  GFile *file;
} Looking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  g_object_unref (looking->self);
  g_object_unref (looking->file);
  g_free (looking);
}

static DexFuture *
looked_cb (DexFuture *future,
           gpointer   data)
{
  Looking *looking = data;
  SpicoMailAttachments *self = looking->self;
  const GValue *value = dex_future_get_value (future, NULL);
  Attachment *attachment = find_attachment (self, looking->file);

  /* It may have been taken away, with the dialog even, before it was looked at. */
  if (attachment == NULL || attachment->row != NULL || gtk_widget_get_parent (GTK_WIDGET (self)) == NULL)
    return dex_future_new_true ();

  look_at (attachment, value != NULL ? g_value_get_object (value) : NULL);
  show_attachment (self, attachment);
  g_signal_emit (self, signals[CHANGED], 0);

  return dex_future_new_true ();
}

static void
add_file (SpicoMailAttachments *self,
          GFile                *file)
{
  Attachment *attachment;
  Looking *looking;

  if (find_attachment (self, file) != NULL)
    return;

  attachment = g_new0 (Attachment, 1);
  attachment->file = g_object_ref (file);
  g_ptr_array_add (self->attachments, attachment);
  looking = g_new0 (Looking, 1);
  looking->self = g_object_ref (self);
  looking->file = g_object_ref (file);
  dex_future_disown (dex_future_finally (dex_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT), looked_cb, looking, looking_free));
}

static void
chosen_cb (GObject      *dialog,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SpicoMailAttachments) self = user_data;
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (dialog), result, NULL);

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      add_file (self, file);
    }
}

static void
attach_clicked_cb (SpicoMailAttachments *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Attach Files"));
  gtk_file_dialog_set_accept_label (dialog, C_("verb", "Attach"));
  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, chosen_cb, g_object_ref (self));
}

/* ---- Reading ---- */

typedef struct {
  GPtrArray *names;
  GPtrArray *types;
  SpicoEmail *email;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_ptr_array_unref (reading->names);
  g_ptr_array_unref (reading->types);
  spico_email_unref (reading->email);
  g_free (reading);
}

static DexFuture *
read_cb (DexFuture *future,
         gpointer   data)
{
  Reading *reading = data;

  for (guint i = 0; i < reading->names->len; i++)
    {
      const char *name = g_ptr_array_index (reading->names, i);
      const GValue *value = dex_future_set_get_value_at (DEX_FUTURE_SET (future), i, NULL);

      if (value == NULL)
        /* Translators: %s is a file */
        return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_FAILED, _("%s cannot be read. Remove it, or attach it anew."), name);
      spico_email_add_attachment (reading->email, name, g_ptr_array_index (reading->types, i), g_value_get_boxed (value));
    }

  return dex_future_new_true ();
}

DexFuture *
spico_mail_attachments_read (SpicoMailAttachments *self,
                             SpicoEmail           *email)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  Reading *reading;

  g_return_val_if_fail (SPICO_IS_MAIL_ATTACHMENTS (self), NULL);

  if (self->attachments->len == 0)
    return dex_future_new_true ();

  reading = g_new0 (Reading, 1);
  reading->names = g_ptr_array_new_with_free_func (g_free);
  reading->types = g_ptr_array_new_with_free_func (g_free);
  reading->email = spico_email_ref (email);
  for (guint i = 0; i < self->attachments->len; i++)
    {
      Attachment *attachment = g_ptr_array_index (self->attachments, i);

      g_ptr_array_add (reading->names, attachment->name != NULL ? g_strdup (attachment->name) : g_file_get_basename (attachment->file));
      g_ptr_array_add (reading->types, g_strdup (attachment->type));
      g_ptr_array_add (futures, dex_file_load_contents_bytes (attachment->file));
    }

  return dex_future_finally (dex_future_allv ((DexFuture *const *) futures->pdata, futures->len), read_cb, reading, reading_free);
}

/* ---- Class ---- */

static void
spico_mail_attachments_dispose (GObject *object)
{
  /* The bin lets go of a child; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_mail_attachments_parent_class)->dispose (object);
}

static void
spico_mail_attachments_finalize (GObject *object)
{
  g_ptr_array_unref (SPICO_MAIL_ATTACHMENTS (object)->attachments);

  G_OBJECT_CLASS (spico_mail_attachments_parent_class)->finalize (object);
}

static void
spico_mail_attachments_class_init (SpicoMailAttachmentsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_mail_attachments_dispose;
  object_class->finalize = spico_mail_attachments_finalize;

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_MAIL_ATTACHMENTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-mail-attachments.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoMailAttachments, files);
  gtk_widget_class_bind_template_child (widget_class, SpicoMailAttachments, attach);
  gtk_widget_class_bind_template_callback (widget_class, attach_clicked_cb);
}

static void
spico_mail_attachments_init (SpicoMailAttachments *self)
{
  g_autofree char *size = g_format_size (SPICO_EMAIL_MAX_SIZE);
  g_autofree char *limits = NULL;

  self->attachments = g_ptr_array_new_with_free_func (attachment_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Translators: 1: a number of files, 2: a size, « 7 MB » */
  limits = g_strdup_printf (_("No more than %1$d files, and %2$s in all"), SPICO_EMAIL_MAX_ATTACHMENTS, size);
  adw_preferences_group_set_description (self->files, limits);
}

guint
spico_mail_attachments_count (SpicoMailAttachments *self)
{
  g_return_val_if_fail (SPICO_IS_MAIL_ATTACHMENTS (self), 0);

  return self->attachments->len;
}

guint64
spico_mail_attachments_get_size (SpicoMailAttachments *self)
{
  guint64 size = 0;

  g_return_val_if_fail (SPICO_IS_MAIL_ATTACHMENTS (self), 0);

  for (guint i = 0; i < self->attachments->len; i++)
    size += ((Attachment *) g_ptr_array_index (self->attachments, i))->size;

  return size;
}

char *
spico_mail_attachments_to_text (SpicoMailAttachments *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) uris = NULL;

  g_return_val_if_fail (SPICO_IS_MAIL_ATTACHMENTS (self), NULL);

  for (guint i = 0; i < self->attachments->len; i++)
    g_strv_builder_take (builder, g_file_get_uri (((Attachment *) g_ptr_array_index (self->attachments, i))->file));
  uris = g_strv_builder_end (builder);

  return g_strjoinv ("\n", uris);
}

void
spico_mail_attachments_add_text (SpicoMailAttachments *self,
                                 const char           *text)
{
  g_auto (GStrv) uris = NULL;

  g_return_if_fail (SPICO_IS_MAIL_ATTACHMENTS (self));

  uris = g_strsplit (text, "\n", -1);
  for (guint i = 0; uris[i] != NULL; i++)
    {
      g_autoptr (GFile) file = *uris[i] != '\0' ? g_file_new_for_uri (uris[i]) : NULL;

      if (file != NULL)
        add_file (self, file);
    }
}
