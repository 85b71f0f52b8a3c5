/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-urgency-mark.h"

#include <glib/gi18n.h>

#include "spico-urgency-text.h"

struct _SpicoUrgencyMark {
  AdwBin parent_instance;

  /* Template widgets */
  AdwWrapBox *line;
  GtkWidget *urgent;
  GtkLabel *reply;
  GtkWidget *overdue;
  GtkLabel *overdue_label;
};

G_DEFINE_FINAL_TYPE (SpicoUrgencyMark, spico_urgency_mark, ADW_TYPE_BIN)

static void
spico_urgency_mark_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_urgency_mark_parent_class)->dispose (object);
}

static void
spico_urgency_mark_class_init (SpicoUrgencyMarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_urgency_mark_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-urgency-mark.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoUrgencyMark, line);
  gtk_widget_class_bind_template_child (widget_class, SpicoUrgencyMark, urgent);
  gtk_widget_class_bind_template_child (widget_class, SpicoUrgencyMark, reply);
  gtk_widget_class_bind_template_child (widget_class, SpicoUrgencyMark, overdue);
  gtk_widget_class_bind_template_child (widget_class, SpicoUrgencyMark, overdue_label);
}

static void
spico_urgency_mark_init (SpicoUrgencyMark *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static SpicoUrgencyMark *
ensure (SpicoUrgencyMark **self,
        GtkWidget         *above)
{
  if (*self != NULL)
    return *self;

  *self = g_object_new (SPICO_TYPE_URGENCY_MARK, NULL);
  gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (above)), GTK_WIDGET (*self), above);

  return *self;
}

static char *
join (gboolean    is_urgent,
      const char *reply,
      const char *overdue)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;

  if (is_urgent)
    g_strv_builder_add (parts, _("Urgent"));
  if (reply != NULL)
    g_strv_builder_add (parts, reply);
  if (overdue != NULL)
    g_strv_builder_add (parts, overdue);
  strv = g_strv_builder_end (parts);

  return g_strjoinv (C_("list of names", ", "), strv);
}

static char *
show (SpicoUrgencyMark **mark,
      GtkWidget         *above,
      gboolean           is_urgent,
      const char        *reply,
      const char        *overdue)
{
  gboolean presses = is_urgent || reply != NULL || overdue != NULL;
  SpicoUrgencyMark *self;

  if (!presses)
    {
      if (*mark != NULL)
        gtk_widget_set_visible (GTK_WIDGET (*mark), FALSE);
      return NULL;
    }

  self = ensure (mark, above);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_set_visible (self->urgent, is_urgent);
  gtk_label_set_label (self->reply, reply != NULL ? reply : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reply), reply != NULL);
  gtk_label_set_label (self->overdue_label, overdue != NULL ? overdue : "");
  gtk_widget_set_visible (self->overdue, overdue != NULL);

  return join (is_urgent, reply, overdue);
}

/* Of one's own message it stands where that does. */
static void
set_side (SpicoUrgencyMark *self,
          gboolean          is_own)
{
  gtk_widget_set_halign (GTK_WIDGET (self), is_own ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_widget_set_halign (self->overdue, is_own ? GTK_ALIGN_END : GTK_ALIGN_START);
  adw_wrap_box_set_align (self->line, is_own ? 1 : 0);
}

char *
spico_urgency_mark_show_message (SpicoUrgencyMark **self,
                                 SpicoMessage      *message,
                                 GtkWidget         *above)
{
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *reply = NULL;
  g_autofree char *overdue = NULL;
  char *label;

  g_return_val_if_fail (SPICO_IS_MESSAGE (message), NULL);

  if (spico_message_is_withdrawn (message) || (!spico_message_is_urgent (message) && spico_message_get_reply_by (message) == NULL))
    return show (self, above, FALSE, NULL, NULL);

  now = spico_urgency_now ();
  reply = spico_text_reply_expected (message, now);
  overdue = spico_text_unread_by (message, now);
  label = show (self, above, spico_message_is_urgent (message), reply, overdue);
  set_side (*self, spico_message_is_own (message));

  return label;
}

char *
spico_urgency_mark_show_conversation (SpicoUrgencyMark **self,
                                      SpicoConversation *conversation,
                                      GtkWidget         *above)
{
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *reply = NULL;

  g_return_val_if_fail (SPICO_IS_CONVERSATION (conversation), NULL);

  if (spico_conversation_get_reply_by (conversation) != NULL)
    {
      now = spico_urgency_now ();
      reply = spico_text_reply_to_conversation (conversation, now);
    }

  return show (self, above, spico_conversation_is_urgent (conversation), reply, spico_conversation_is_overdue (conversation) ? _("Unread: call") : NULL);
}
