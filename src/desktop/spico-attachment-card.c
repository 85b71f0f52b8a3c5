/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-attachment-card.h"

#include <glib/gi18n.h>

#include "spico-attachment-dialog.h"
#include "spico-attachment-opening.h"
#include "spico-attachment-text.h"
#include "spico-previewer.h"
#include "spico-tooltip.h"

/* Twice what is shown, for screens of twice the density. */
#define SIDE 640
/* What is larger comes from the server only when somebody asks for it. */
#define AUTOMATIC_MAX (10 * 1000 * 1000)

struct _SpicoAttachmentCard {
  AdwBin parent_instance;

  /* Template widgets */
  GtkWidget *preview_button;
  GtkStack *preview_stack;
  GtkImage *preview_icon;
  GtkPicture *picture;
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *facts;
  GtkProgressBar *progress;
  GtkWidget *open_button;
  GtkWidget *save_button;

  SpicoClient *client;
  char *account_id;
  SpicoAttachment *attachment;
  /* Of what is asked for while the card is on the screen. */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (SpicoAttachmentCard, spico_attachment_card, ADW_TYPE_BIN)

static gboolean
may_show (SpicoAttachmentCard *self)
{
  return spico_previewer_may_show (spico_attachment_get_name (self->attachment), spico_attachment_get_size (self->attachment));
}

static void
set_label (GtkWidget  *button,
           const char *format,
           const char *name)
{
  g_autoptr (GString) label = g_string_new (format);

  g_string_replace (label, "%s", name, 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label->str, -1);
  spico_tooltip_set (button, label->str);
}

static void
update_cb (SpicoAttachmentCard *self)
{
  const char *name = spico_attachment_get_name (self->attachment);
  SpicoAttachmentState state = spico_attachment_get_state (self->attachment);
  g_autofree char *what = spico_text_attachment (self->attachment);
  g_autofree char *where = spico_text_attachment_state (self->attachment);
  g_autofree char *facts = where != NULL ? g_strjoin (" · ", what, where, NULL) : g_strdup (what);
  g_autofree char *label = g_strdup_printf ("%s, %s", name, facts);

  gtk_image_set_from_icon_name (self->icon, state == SPICO_ATTACHMENT_FAILED ? "spico-failed-symbolic" : spico_attachment_icon (name));
  gtk_image_set_from_icon_name (self->preview_icon, spico_attachment_icon (name));
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->facts, facts);
  gtk_progress_bar_set_fraction (self->progress, spico_attachment_get_progress (self->attachment));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), state == SPICO_ATTACHMENT_UPLOADING || state == SPICO_ATTACHMENT_DOWNLOADING);
  gtk_widget_set_visible (self->preview_button, may_show (self));
  gtk_widget_set_visible (self->open_button, spico_attachment_may_open (name));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  /* Translators: %s is a file that goes with a message */
  set_label (self->preview_button, _("Show %s"), name);
  /* Translators: %s is a file that goes with a message */
  set_label (self->open_button, _("Open %s"), name);
  /* Translators: %s is a file that goes with a message */
  set_label (self->save_button, _("Save %s As…"), name);
}

/* ---- What it looks like ---- */

typedef struct {
  SpicoAttachmentCard *self;
  GCancellable *cancellable;
} Looking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  g_object_unref (looking->self);
  g_object_unref (looking->cancellable);
  g_free (looking);
}

static DexFuture *
look_fiber (gpointer data)
{
  Looking *looking = data;
  SpicoAttachmentCard *self = looking->self;
  g_autoptr (GInputStream) file = dex_await_object (spico_client_open_attachment (self->client, self->account_id, self->attachment, looking->cancellable), NULL);
  g_autoptr (GdkTexture) texture = NULL;

  if (file != NULL && !g_cancellable_is_cancelled (looking->cancellable))
    texture = dex_await_object (spico_previewer_show (spico_previewer_get_default (), file, SIDE, looking->cancellable), NULL);
  if (texture != NULL && !g_cancellable_is_cancelled (looking->cancellable))
    {
      gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
      gtk_stack_set_visible_child_name (self->preview_stack, "picture");
    }

  return dex_future_new_true ();
}

static gboolean
comes_by_itself (SpicoAttachmentCard *self)
{
  return may_show (self) && (spico_attachment_get_state (self->attachment) == SPICO_ATTACHMENT_LOCAL || spico_attachment_get_size (self->attachment) <= AUTOMATIC_MAX);
}

static void
spico_attachment_card_map (GtkWidget *widget)
{
  SpicoAttachmentCard *self = SPICO_ATTACHMENT_CARD (widget);
  Looking *looking;

  GTK_WIDGET_CLASS (spico_attachment_card_parent_class)->map (widget);
  if (!comes_by_itself (self) || self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  looking = g_new0 (Looking, 1);
  looking->self = g_object_ref (self);
  looking->cancellable = g_object_ref (self->cancellable);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, look_fiber, looking, looking_free));
}

/* Pictures that nobody sees are in nobody's memory. */
static void
spico_attachment_card_unmap (GtkWidget *widget)
{
  SpicoAttachmentCard *self = SPICO_ATTACHMENT_CARD (widget);

  GTK_WIDGET_CLASS (spico_attachment_card_parent_class)->unmap (widget);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_stack_set_visible_child_name (self->preview_stack, "icon");
  gtk_picture_set_paintable (self->picture, NULL);
}

/* ---- Deeds ---- */

static void
show_clicked_cb (SpicoAttachmentCard *self)
{
  adw_dialog_present (spico_attachment_dialog_new (self->client, self->account_id, self->attachment), GTK_WIDGET (self));
}

static void
open_clicked_cb (SpicoAttachmentCard *self)
{
  spico_attachment_open (GTK_WIDGET (self), self->client, self->account_id, self->attachment);
}

static void
save_clicked_cb (SpicoAttachmentCard *self)
{
  spico_attachment_save (GTK_WIDGET (self), self->client, self->account_id, self->attachment);
}

static void
spico_attachment_card_dispose (GObject *object)
{
  SpicoAttachmentCard *self = SPICO_ATTACHMENT_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (spico_attachment_card_parent_class)->dispose (object);
}

static void
spico_attachment_card_finalize (GObject *object)
{
  SpicoAttachmentCard *self = SPICO_ATTACHMENT_CARD (object);

  g_clear_object (&self->client);
  g_clear_object (&self->attachment);
  g_free (self->account_id);

  G_OBJECT_CLASS (spico_attachment_card_parent_class)->finalize (object);
}

static void
spico_attachment_card_class_init (SpicoAttachmentCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_attachment_card_dispose;
  object_class->finalize = spico_attachment_card_finalize;
  widget_class->map = spico_attachment_card_map;
  widget_class->unmap = spico_attachment_card_unmap;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-attachment-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentCard, preview_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentCard, preview_stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentCard, preview_icon);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentCard, picture);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentCard, icon);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentCard, name);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentCard, facts);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentCard, progress);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentCard, open_button);
  gtk_widget_class_bind_template_child (widget_class, SpicoAttachmentCard, save_button);
  gtk_widget_class_bind_template_callback (widget_class, show_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
}

static void
spico_attachment_card_init (SpicoAttachmentCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
spico_attachment_card_new (SpicoClient     *client,
                           const char      *account_id,
                           SpicoAttachment *attachment)
{
  SpicoAttachmentCard *self;

  g_return_val_if_fail (SPICO_IS_ATTACHMENT (attachment), NULL);

  self = g_object_new (SPICO_TYPE_ATTACHMENT_CARD, NULL);
  self->client = g_object_ref (client);
  self->account_id = g_strdup (account_id);
  self->attachment = g_object_ref (attachment);
  g_signal_connect_object (attachment, "notify", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  update_cb (self);

  return GTK_WIDGET (self);
}
