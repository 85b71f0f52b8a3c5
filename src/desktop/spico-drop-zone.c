/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-drop-zone.h"

struct _SpicoDropZone {
  AdwBin parent_instance;

  gboolean is_open;
};

G_DEFINE_FINAL_TYPE (SpicoDropZone, spico_drop_zone, ADW_TYPE_BIN)

enum {
  DROPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
accept_cb (SpicoDropZone *self,
           GdkDrop       *drop)
{
  return self->is_open && gdk_content_formats_contain_gtype (gdk_drop_get_formats (drop), GDK_TYPE_FILE_LIST);
}

static GdkDragAction
enter_cb (SpicoDropZone *self,
          double         x,
          double         y)
{
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);

  return GDK_ACTION_COPY;
}

static void
leave_cb (SpicoDropZone *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static gboolean
drop_cb (SpicoDropZone *self,
         const GValue  *value)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (!self->is_open || !G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;

  g_signal_emit (self, signals[DROPPED], 0, g_value_get_boxed (value));

  return TRUE;
}

static void
spico_drop_zone_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_drop_zone_parent_class)->dispose (object);
}

static void
spico_drop_zone_class_init (SpicoDropZoneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = spico_drop_zone_dispose;

  signals[DROPPED] = g_signal_new ("dropped", SPICO_TYPE_DROP_ZONE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, GDK_TYPE_FILE_LIST);

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), "/com/esante/Spico/ui/spico-drop-zone.ui");
}

static void
spico_drop_zone_init (SpicoDropZone *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
spico_drop_zone_watch (SpicoDropZone *self,
                       GtkWidget     *view)
{
  GtkDropTarget *target;

  g_return_if_fail (SPICO_IS_DROP_ZONE (self));
  g_return_if_fail (GTK_IS_WIDGET (view));

  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  /* Before the editor, which would take their names as text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "accept", G_CALLBACK (accept_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "enter", G_CALLBACK (enter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (view, GTK_EVENT_CONTROLLER (target));
}

void
spico_drop_zone_set_is_open (SpicoDropZone *self,
                             gboolean       is_open)
{
  g_return_if_fail (SPICO_IS_DROP_ZONE (self));

  self->is_open = is_open;
}
