/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-toasts.h"

#include <glib/gi18n.h>

struct _SpicoToasts {
  GObject parent_instance;

  AdwToastOverlay *overlay; /* borrowed */
  AdwToast *error;          /* borrowed from it, while it is shown */
  AdwToast *undoable;       /* owned: what was last done, until it is taken back */
};

G_DEFINE_FINAL_TYPE (SpicoToasts, spico_toasts, G_TYPE_OBJECT)

static void
spico_toasts_dispose (GObject *object)
{
  g_clear_object (&SPICO_TOASTS (object)->undoable);

  G_OBJECT_CLASS (spico_toasts_parent_class)->dispose (object);
}

static void
spico_toasts_class_init (SpicoToastsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_toasts_dispose;
}

static void
spico_toasts_init (SpicoToasts *self)
{
}

static AdwToast *
create_toast (const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_use_markup (toast, FALSE);

  return toast;
}

void
spico_toasts_show (SpicoToasts *self,
                   const char  *text)
{
  g_return_if_fail (SPICO_IS_TOASTS (self));

  adw_toast_overlay_add_toast (self->overlay, create_toast (text));
}

static void
undone_cb (SpicoToasts *self,
           AdwToast    *toast)
{
  if (self->undoable == toast)
    g_clear_object (&self->undoable);
}

void
spico_toasts_show_undoable (SpicoToasts *self,
                            const char  *text,
                            const char  *action_name,
                            GVariant    *target)
{
  AdwToast *toast;

  g_return_if_fail (SPICO_IS_TOASTS (self));

  toast = create_toast (text);
  adw_toast_set_button_label (toast, C_("what was done", "Undo"));
  adw_toast_set_action_name (toast, action_name);
  adw_toast_set_action_target_value (toast, target);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undone_cb), self, G_CONNECT_SWAPPED);
  g_set_object (&self->undoable, toast);
  adw_toast_overlay_add_toast (self->overlay, toast);
}

static void
error_dismissed_cb (SpicoToasts *self,
                    AdwToast    *toast)
{
  if (self->error == toast)
    self->error = NULL;
}

void
spico_toasts_show_error (SpicoToasts *self,
                         const char  *text)
{
  AdwToast *toast;

  g_return_if_fail (SPICO_IS_TOASTS (self));

  if (self->error != NULL && g_str_equal (adw_toast_get_title (self->error), text))
    return;
  if (self->error != NULL)
    adw_toast_dismiss (self->error);

  toast = create_toast (text);
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (error_dismissed_cb), self, G_CONNECT_SWAPPED);
  self->error = toast;
  adw_toast_overlay_add_toast (self->overlay, toast);
}

void
spico_toasts_clear (SpicoToasts *self)
{
  g_return_if_fail (SPICO_IS_TOASTS (self));

  g_clear_object (&self->undoable);
  adw_toast_overlay_dismiss_all (self->overlay);
}

static void
toast_activated_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  spico_toasts_show (user_data, g_variant_get_string (parameter, NULL));
}

static void
error_activated_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  spico_toasts_show_error (user_data, g_variant_get_string (parameter, NULL));
}

static void
undoable_activated_cb (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  const char *text;
  const char *action_name;
  g_autoptr (GVariant) target = NULL;

  g_variant_get (parameter, "(&s&sv)", &text, &action_name, &target);
  spico_toasts_show_undoable (user_data, text, action_name, target);
}

/* The window's keys come before those of what has the focus: whoever writes means the words. */
static gboolean
undo_writing (SpicoToasts *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->overlay));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean is_written = GTK_IS_TEXT_VIEW (focus) && gtk_text_buffer_get_can_undo (gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus)));

  /* An entry does not tell whether it can: one that is not empty is taken to. */
  if (GTK_IS_TEXT (focus))
    is_written = gtk_entry_buffer_get_length (gtk_text_get_buffer (GTK_TEXT (focus))) > 0;

  return is_written && gtk_widget_activate_action (focus, "text.undo", NULL);
}

static void
undo_activated_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  SpicoToasts *self = user_data;
  g_autoptr (AdwToast) toast = NULL;

  if (undo_writing (self))
    return;
  toast = g_steal_pointer (&self->undoable);
  if (toast == NULL)
    return;
  gtk_widget_activate_action_variant (GTK_WIDGET (self->overlay), adw_toast_get_action_name (toast), adw_toast_get_action_target_value (toast));
  adw_toast_dismiss (toast);
}

static const GActionEntry entries[] = {
  { .name = "undo", .activate = undo_activated_cb },
  { .name = "undoable", .activate = undoable_activated_cb, .parameter_type = "(ssv)" },
  { .name = "toast", .activate = toast_activated_cb, .parameter_type = "s" },
  { .name = "error", .activate = error_activated_cb, .parameter_type = "s" },
};

SpicoToasts *
spico_toasts_new (AdwToastOverlay *overlay,
                  GActionMap      *actions)
{
  SpicoToasts *self;

  g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (overlay), NULL);

  self = g_object_new (SPICO_TYPE_TOASTS, NULL);
  self->overlay = overlay;
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);

  return self;
}
