/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-toasts.h"

struct _SpicoToasts {
  GObject parent_instance;

  AdwToastOverlay *overlay; /* borrowed */
  AdwToast *error;          /* borrowed from it, while it is shown */
};

G_DEFINE_FINAL_TYPE (SpicoToasts, spico_toasts, G_TYPE_OBJECT)

static void
spico_toasts_class_init (SpicoToastsClass *klass)
{
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

static const GActionEntry entries[] = {
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
