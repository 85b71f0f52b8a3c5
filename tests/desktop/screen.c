/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen.h"

#include "spico-desktop.h"

#define FRAMES 6

static gboolean
frame_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  (*(guint *) user_data)++;

  return G_SOURCE_CONTINUE;
}

void
screen_settle (GtkWidget *window)
{
  guint n = 0;
  guint tick = gtk_widget_add_tick_callback (window, frame_cb, &n, NULL);

  while (n < FRAMES)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_tick_callback (window, tick);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
screen_picture (GtkWidget  *window,
                const char *name)
{
  const char *folder = g_getenv ("SPICO_PICTURES");
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = NULL;
  GtkSnapshot *snapshot;

  screen_settle (window);
  if (folder == NULL)
    return;

  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  path = g_strdup_printf ("%s/%s.png", folder, name);
  gdk_texture_save_to_png (texture, path);
}

/* What AdwApplication does by itself. */
static void
add_style (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display), "/com/esante/Spico/icons");
  gtk_css_provider_load_from_resource (provider, "/com/esante/Spico/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
screen_begin (void)
{
  spico_desktop_init_locale ();
  adw_init ();
  spico_desktop_init ();
  add_style ();
}

void
screen_init (int    *argc,
             char ***argv)
{
  g_test_init (argc, argv, NULL);
  screen_begin ();
}
