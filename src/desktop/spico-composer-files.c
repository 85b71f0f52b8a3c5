/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-composer-files.h"

#include <glib/gi18n.h>

#include "spico-attachment-text.h"
#include "spico-client-attachments.h"
#include "spico-composer-file.h"
#include "spico-error-text.h"
#include "spico-photo-stream.h"

struct _SpicoComposerFiles {
  AdwBin parent_instance;

  /* Template widgets */
  GtkBox *box;

  /* Of whom it serves. */
  GtkWidget *button;

  SpicoClient *client;
  char *mailbox_id;
  char *conversation_id;
  char *account_id;
  /* What is attached here, or NULL where nothing is written. */
  GListModel *attachments;
  GSignalGroup *attachments_signals;
  /* Files that are being copied to this place. */
  guint n_pending;
  /* Raised by each change of place. */
  guint generation;
};

G_DEFINE_FINAL_TYPE (SpicoComposerFiles, spico_composer_files, ADW_TYPE_BIN)

enum {
  CHANGED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_cb (SpicoComposerFiles *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), spico_composer_files_get_count (self) > 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static DexFuture *
done_cb (DexFuture *completed,
         gpointer   user_data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    g_signal_emit (user_data, signals[FAILED], 0, spico_error_text (error));

  return NULL;
}

static void
remove_cb (SpicoComposerFiles *self,
           SpicoAttachment    *attachment)
{
  dex_future_disown (dex_future_finally (spico_client_detach (self->client, attachment), done_cb, g_object_ref (self), g_object_unref));
}

void
spico_composer_files_forward (SpicoComposerFiles *self,
                              SpicoDraft         *draft)
{
  const char *account_id;

  g_return_if_fail (SPICO_IS_COMPOSER_FILES (self));
  g_return_if_fail (SPICO_IS_DRAFT (draft));

  account_id = spico_draft_get_account_id (draft);
  if (spico_draft_get_forwarded_id (draft) != NULL)
    dex_future_disown (dex_future_finally (spico_client_attach_forwarded (self->client, self->mailbox_id, self->conversation_id, account_id, account_id, spico_draft_get_forwarded_id (draft)),
                                           done_cb, g_object_ref (self), g_object_unref));
}

static void
retry_cb (SpicoComposerFiles *self,
          SpicoAttachment    *attachment)
{
  dex_future_disown (dex_future_finally (spico_client_retry_attachment (self->client, attachment), done_cb, g_object_ref (self), g_object_unref));
}

static GtkWidget *
create_row (SpicoComposerFiles *self,
            guint               position)
{
  g_autoptr (SpicoAttachment) attachment = g_list_model_get_item (self->attachments, position);
  GtkWidget *row = spico_composer_file_new (attachment);

  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "retry", G_CALLBACK (retry_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attachment, "notify::state", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);

  return row;
}

static GtkWidget *
row_at (SpicoComposerFiles *self,
        guint               position)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->box));

  for (guint i = 0; row != NULL && i < position; i++)
    row = gtk_widget_get_next_sibling (row);

  return row;
}

static void
items_changed_cb (SpicoComposerFiles *self,
                  guint               position,
                  guint               n_removed,
                  guint               n_added)
{
  GtkWidget *above = position > 0 ? row_at (self, position - 1) : NULL;

  for (guint i = 0; i < n_removed; i++)
    gtk_box_remove (self->box, row_at (self, position));
  for (guint i = 0; i < n_added; i++)
    {
      GtkWidget *row = create_row (self, position + i);

      gtk_box_insert_child_after (self->box, row, above);
      above = row;
    }
  update_cb (self);
}

static void
set_attachments (SpicoComposerFiles *self,
                 GListModel         *attachments)
{
  guint n_before = spico_composer_files_get_count (self);

  self->generation++;
  self->n_pending = 0;
  g_set_object (&self->attachments, attachments);
  g_signal_group_set_target (self->attachments_signals, attachments);
  items_changed_cb (self, 0, n_before, spico_composer_files_get_count (self));
}

/* ---- Adding ---- */

/* Files on their way to a place: another one may be shown when they are there. */
typedef struct {
  SpicoComposerFiles *self;
  SpicoClient *client;
  GListModel *attachments;
  char *mailbox_id;
  char *conversation_id;
  char *account_id;
  guint generation;
  /* Of GFile; or what was on the clipboard. */
  GPtrArray *files;
  GInputStream *pasted;
  const char *pasted_type;
} Adding;

static Adding *
adding_new (SpicoComposerFiles *self)
{
  Adding *adding = g_new0 (Adding, 1);

  adding->self = g_object_ref (self);
  adding->client = g_object_ref (self->client);
  adding->attachments = g_object_ref (self->attachments);
  adding->mailbox_id = g_strdup (self->mailbox_id);
  adding->conversation_id = g_strdup (self->conversation_id);
  adding->account_id = g_strdup (self->account_id);
  adding->generation = self->generation;
  adding->files = g_ptr_array_new_with_free_func (g_object_unref);

  return adding;
}

static void
adding_free (gpointer data)
{
  Adding *adding = data;

  g_object_unref (adding->self);
  g_object_unref (adding->client);
  g_object_unref (adding->attachments);
  g_free (adding->mailbox_id);
  g_free (adding->conversation_id);
  g_free (adding->account_id);
  g_ptr_array_unref (adding->files);
  g_clear_object (&adding->pasted);
  g_free (adding);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Adding, adding_free)

/* Until then the message waits for it. */
static void
begin (Adding *adding)
{
  adding->self->n_pending++;
  update_cb (adding->self);
}

static void
end (Adding *adding)
{
  if (adding->generation != adding->self->generation)
    return;

  adding->self->n_pending--;
  update_cb (adding->self);
}

static void
tell_failure (Adding     *adding,
              const char *text)
{
  g_signal_emit (adding->self, signals[FAILED], 0, text);
}

/* Awaits. */
static void
await_attach (Adding       *adding,
              GInputStream *stream,
              const char   *name,
              const char   *media_type)
{
  g_autoptr (GInputStream) filtered = spico_photo_stream_new (stream);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpicoAttachment) attachment = dex_await_object (spico_client_attach (adding->client, adding->mailbox_id, adding->conversation_id, adding->account_id, filtered, name, media_type, NULL), &error);
  g_autofree char *text = NULL;

  if (attachment == NULL)
    {
      text = spico_text_attach_error (name, error);
      tell_failure (adding, text);
    }
  else if (spico_photo_stream_is_photo (SPICO_PHOTO_STREAM (filtered)))
    spico_composer_file_mark_photo (attachment);
}

/* Before anything of it is read. */
static char *
refuse (Adding    *adding,
        GFileInfo *info)
{
  const char *name = g_file_info_get_display_name (info);
  guint n = g_list_model_get_n_items (adding->attachments);
  SpicoAttachmentLimits limits;
  gint64 total = 0;

  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, "a folder");

      return spico_text_attach_error (name, error);
    }

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoAttachment) attachment = g_list_model_get_item (adding->attachments, i);

      total += spico_attachment_get_size (attachment);
    }
  spico_client_get_attachment_limits (adding->client, &limits);

  return spico_text_attachment_refusal (&limits, name, g_file_info_get_size (info), total, n);
}

/* Awaits. */
static void
await_add (Adding *adding,
           GFile  *file)
{
  g_autofree char *base_name = g_file_get_basename (file);
  g_autofree char *shown_name = g_filename_display_name (base_name);
  g_autofree char *refusal = NULL;
  g_autofree char *media_type = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GFileInfo) info = dex_await_object (dex_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE,
                                                                      G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT), &error);

  refusal = info != NULL ? refuse (adding, info) : NULL;
  if (info != NULL && refusal == NULL)
    stream = dex_await_object (dex_file_read (file, G_PRIORITY_DEFAULT), &error);
  if (stream == NULL)
    {
      if (refusal == NULL)
        refusal = spico_text_attach_error (shown_name, error);
      tell_failure (adding, refusal);
      return;
    }

  media_type = g_file_info_get_content_type (info) != NULL ? g_content_type_get_mime_type (g_file_info_get_content_type (info)) : NULL;
  await_attach (adding, G_INPUT_STREAM (stream), g_file_info_get_display_name (info), media_type);
}

static DexFuture *
add_fiber (gpointer data)
{
  Adding *adding = data;

  if (adding->pasted != NULL)
    await_attach (adding, adding->pasted, g_str_equal (adding->pasted_type, "image/jpeg") ? _("Pasted Picture.jpg") : _("Pasted Picture.png"), adding->pasted_type);
  for (guint i = 0; i < adding->files->len; i++)
    await_add (adding, g_ptr_array_index (adding->files, i));
  end (adding);

  return dex_future_new_true ();
}

/* Takes over @adding, which has begun. */
static void
add (Adding *adding)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, add_fiber, adding, adding_free));
}

static gboolean
can_add (SpicoComposerFiles *self)
{
  return self->attachments != NULL && self->account_id != NULL;
}

static void
chosen_cb (GObject      *dialog,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SpicoComposerFiles) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (dialog), result, &error);
  Adding *adding;

  if (files == NULL && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    g_signal_emit (self, signals[FAILED], 0, spico_error_text (error));
  if (files == NULL || !can_add (self))
    return;

  adding = adding_new (self);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (adding->files, g_list_model_get_item (files, i));
  begin (adding);
  add (adding);
}

/* ---- The clipboard ---- */

static void
paste_text (SpicoComposerFiles *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL)
    gtk_widget_activate_action (focus, "clipboard.paste", NULL);
}

static gboolean
are_here (GSList *files)
{
  for (GSList *at = files; at != NULL; at = at->next)
    {
      if (!g_file_has_uri_scheme (at->data, "file"))
        return FALSE;
    }

  return files != NULL;
}

/* The address of a page is a list of files, too, for who offers it: that is text. */
static void
files_pasted_cb (GObject      *clipboard,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (Adding) adding = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  GSList *files = value != NULL ? g_value_get_boxed (value) : NULL;

  if (!are_here (files))
    {
      end (adding);
      paste_text (adding->self);
      return;
    }

  for (GSList *at = files; at != NULL; at = at->next)
    g_ptr_array_add (adding->files, g_object_ref (at->data));
  add (g_steal_pointer (&adding));
}

static void
picture_pasted_cb (GObject      *clipboard,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Adding) adding = user_data;
  const char *type;

  adding->pasted = gdk_clipboard_read_finish (GDK_CLIPBOARD (clipboard), result, &type, NULL);
  if (adding->pasted == NULL)
    {
      end (adding);
      return;
    }

  adding->pasted_type = g_intern_string (type);
  add (g_steal_pointer (&adding));
}

/* Returns: whether the clipboard has files, or a picture and no text, which are attached then. */
static gboolean
paste (SpicoComposerFiles *self)
{
  static const char *types[] = { "image/png", "image/jpeg", NULL };
  GdkClipboard *clipboard;
  GdkContentFormats *formats;
  Adding *adding;

  if (!can_add (self))
    return FALSE;

  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  formats = gdk_clipboard_get_formats (clipboard);
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    {
      adding = adding_new (self);
      begin (adding);
      gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, files_pasted_cb, adding);
      return TRUE;
    }
  /* Whoever copies a table copies its picture, too: words are what is meant then. It is not decoded here. */
  if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING)
      || !(gdk_content_formats_contain_mime_type (formats, types[0]) || gdk_content_formats_contain_mime_type (formats, types[1])))
    return FALSE;

  adding = adding_new (self);
  begin (adding);
  gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, NULL, picture_pasted_cb, adding);

  return TRUE;
}

static void
choose (SpicoComposerFiles *self)
{
  g_autoptr (GtkFileDialog) dialog = NULL;
  GtkRoot *root;

  if (!can_add (self))
    return;

  root = gtk_widget_get_root (GTK_WIDGET (self));
  dialog = gtk_file_dialog_new ();
  gtk_file_dialog_set_title (dialog, _("Attach Files"));
  gtk_file_dialog_set_accept_label (dialog, _("Attach"));
  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (root), NULL, chosen_cb, g_object_ref (self));
}

/* ---- Where one writes ---- */

static gboolean
attach_pressed_cb (GtkWidget *widget,
                   GVariant  *args,
                   gpointer   user_data)
{
  SpicoComposerFiles *self = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* What a dialog lies over does not hear of keys. */
  if (!gtk_widget_get_mapped (self->button)
      || (focus != NULL && gtk_widget_get_ancestor (focus, ADW_TYPE_DIALOG) != gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_DIALOG)))
    return FALSE;

  choose (self);

  return TRUE;
}

/* Text is the editor's. */
static gboolean
paste_pressed_cb (GtkWidget *widget,
                  GVariant  *args,
                  gpointer   user_data)
{
  return paste (user_data);
}

static void
add_key (SpicoComposerFiles *self,
         GtkWidget          *writer,
         GtkShortcutScope    scope,
         const char         *keys,
         GtkShortcutFunc     pressed_cb)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), scope);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys), gtk_callback_action_new (pressed_cb, self, NULL)));
  gtk_widget_add_controller (writer, controller);
}

static void
update_button (SpicoComposerFiles *self)
{
  g_autofree char *what = NULL;
  g_autofree char *hint = NULL;
  SpicoAttachmentLimits limits;

  gtk_widget_set_visible (self->button, can_add (self));
  if (!can_add (self))
    return;

  spico_client_get_attachment_limits (self->client, &limits);
  what = spico_text_attachment_limits (&limits);
  /* Translators: of a button; %s is « 50 MB in all, at most 20 files » */
  hint = g_strdup_printf (_("Attach Files (Ctrl + Shift + A): %s"), what);
  gtk_widget_set_tooltip_text (self->button, hint);
}

/* ---- Class ---- */

static void
spico_composer_files_dispose (GObject *object)
{
  SpicoComposerFiles *self = SPICO_COMPOSER_FILES (object);

  g_clear_object (&self->attachments_signals);
  g_clear_object (&self->attachments);
  g_clear_object (&self->client);
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (spico_composer_files_parent_class)->dispose (object);
}

static void
spico_composer_files_finalize (GObject *object)
{
  SpicoComposerFiles *self = SPICO_COMPOSER_FILES (object);

  g_free (self->mailbox_id);
  g_free (self->conversation_id);
  g_free (self->account_id);

  G_OBJECT_CLASS (spico_composer_files_parent_class)->finalize (object);
}

static void
spico_composer_files_class_init (SpicoComposerFilesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_composer_files_dispose;
  object_class->finalize = spico_composer_files_finalize;

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_COMPOSER_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", SPICO_TYPE_COMPOSER_FILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-composer-files.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoComposerFiles, box);
}

static void
spico_composer_files_init (SpicoComposerFiles *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->attachments_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->attachments_signals, "items-changed", G_CALLBACK (items_changed_cb), self);
}

void
spico_composer_files_set_client (SpicoComposerFiles *self,
                                 SpicoClient        *client)
{
  g_return_if_fail (SPICO_IS_COMPOSER_FILES (self));

  g_set_object (&self->client, client);
}

void
spico_composer_files_set_place (SpicoComposerFiles *self,
                                const char         *mailbox_id,
                                const char         *conversation_id)
{
  g_autoptr (GListModel) attachments = NULL;

  g_return_if_fail (SPICO_IS_COMPOSER_FILES (self));

  g_set_str (&self->mailbox_id, mailbox_id);
  g_set_str (&self->conversation_id, conversation_id);
  attachments = spico_client_list_draft_attachments (self->client, mailbox_id, conversation_id);
  set_attachments (self, attachments);
}

void
spico_composer_files_clear_place (SpicoComposerFiles *self)
{
  g_return_if_fail (SPICO_IS_COMPOSER_FILES (self));

  set_attachments (self, NULL);
}

void
spico_composer_files_set_account (SpicoComposerFiles *self,
                                  const char         *account_id)
{
  g_return_if_fail (SPICO_IS_COMPOSER_FILES (self));

  g_set_str (&self->account_id, account_id);
  update_button (self);
}

SpicoClient *
spico_composer_files_get_client (SpicoComposerFiles *self)
{
  g_return_val_if_fail (SPICO_IS_COMPOSER_FILES (self), NULL);

  return self->client;
}

const char *
spico_composer_files_get_account (SpicoComposerFiles *self)
{
  g_return_val_if_fail (SPICO_IS_COMPOSER_FILES (self), NULL);

  return self->account_id;
}

void
spico_composer_files_serve (SpicoComposerFiles *self,
                            GtkWidget          *writer,
                            GtkWidget          *button)
{
  g_return_if_fail (SPICO_IS_COMPOSER_FILES (self));
  g_return_if_fail (GTK_IS_WIDGET (writer));

  self->button = button;
  g_signal_connect_object (button, "clicked", G_CALLBACK (choose), self, G_CONNECT_SWAPPED);
  add_key (self, writer, GTK_SHORTCUT_SCOPE_GLOBAL, "<Control><Shift>a", attach_pressed_cb);
  add_key (self, writer, GTK_SHORTCUT_SCOPE_LOCAL, "<Control>v|<Shift>Insert", paste_pressed_cb);
}

void
spico_composer_files_add (SpicoComposerFiles *self,
                          GSList             *files)
{
  Adding *adding;

  g_return_if_fail (SPICO_IS_COMPOSER_FILES (self));

  if (!can_add (self))
    return;

  adding = adding_new (self);
  for (GSList *at = files; at != NULL; at = at->next)
    g_ptr_array_add (adding->files, g_object_ref (at->data));
  begin (adding);
  add (adding);
}

guint
spico_composer_files_get_count (SpicoComposerFiles *self)
{
  g_return_val_if_fail (SPICO_IS_COMPOSER_FILES (self), 0);

  return self->attachments != NULL ? g_list_model_get_n_items (self->attachments) : 0;
}

gboolean
spico_composer_files_may_send (SpicoComposerFiles *self)
{
  guint n;

  g_return_val_if_fail (SPICO_IS_COMPOSER_FILES (self), FALSE);

  n = spico_composer_files_get_count (self);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoAttachment) attachment = g_list_model_get_item (self->attachments, i);

      if (spico_attachment_get_state (attachment) == SPICO_ATTACHMENT_FAILED)
        return FALSE;
    }

  return self->n_pending == 0;
}
