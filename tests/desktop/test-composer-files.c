/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files on their way to a message, from the clipboard and from the disk. */
#include "fake-client.h"
#include "screen.h"
#include "spico-attachment-private.h"
#include "spico-client-attachments.h"
#include "spico-composer-files.h"

typedef struct {
  SpicoClient *client;
  GtkWidget *window;
  GtkWidget *box;
  SpicoComposerFiles *files;
  GListModel *attached;
  char *failure;
} World;

static void
failed_cb (World      *world,
           const char *text)
{
  g_set_str (&world->failure, text);
}

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);
  GtkWidget *button = gtk_button_new ();

  world->client = fake_client_new ();
  world->files = g_object_new (SPICO_TYPE_COMPOSER_FILES, NULL);
  world->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  world->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (world->window), 480, 300);
  gtk_box_append (GTK_BOX (world->box), GTK_WIDGET (world->files));
  gtk_box_append (GTK_BOX (world->box), button);
  gtk_window_set_child (GTK_WINDOW (world->window), world->box);
  g_signal_connect_swapped (world->files, "failed", G_CALLBACK (failed_cb), world);
  spico_composer_files_serve (world->files, world->box, button);
  spico_composer_files_set_client (world->files, world->client);
  spico_composer_files_set_place (world->files, "m1", "c1");
  spico_composer_files_set_account (world->files, "m1");
  world->attached = spico_client_list_draft_attachments (world->client, "m1", "c1");
  gtk_window_present (GTK_WINDOW (world->window));

  return world;
}

static void
world_free (World *world)
{
  g_list_store_remove_all (G_LIST_STORE (world->attached));
  gtk_window_destroy (GTK_WINDOW (world->window));
  g_object_unref (world->attached);
  g_object_unref (world->client);
  g_free (world->failure);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* Ctrl+V, where one writes. Returns: whether it was for files. */
static gboolean
paste (World *world)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (world->box);
  g_autoptr (GtkShortcutTrigger) wanted = gtk_shortcut_trigger_parse_string ("<Control>v|<Shift>Insert");

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      g_autoptr (GtkShortcut) shortcut = GTK_IS_SHORTCUT_CONTROLLER (controller) ? g_list_model_get_item (G_LIST_MODEL (controller), 0) : NULL;

      if (shortcut != NULL && gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), wanted))
        return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, world->box, NULL);
    }
  g_assert_not_reached ();
}

static void
set_clipboard (World              *world,
               GdkContentProvider *content)
{
  gdk_clipboard_set_content (gtk_widget_get_clipboard (world->window), content);
  g_object_unref (content);
}

static GdkContentProvider *
offer_picture (const char *type)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x89PNG", 4);

  return gdk_content_provider_new_for_bytes (type, bytes);
}

static void
wait_for_files (World *world,
                guint  n)
{
  while (spico_composer_files_get_count (world->files) != n || !spico_composer_files_may_send (world->files))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_failure (World *world)
{
  while (world->failure == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static char *
name_at (World *world,
         guint  position)
{
  g_autoptr (SpicoAttachment) attachment = g_list_model_get_item (world->attached, position);

  return g_strdup (spico_attachment_get_name (attachment));
}

static void
test_a_picture_is_pasted (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  set_clipboard (world, offer_picture ("image/png"));
  g_assert_true (paste (world));
  g_assert_false (spico_composer_files_may_send (world->files));
  wait_for_files (world, 1);
  set_clipboard (world, offer_picture ("image/jpeg"));
  g_assert_true (paste (world));
  wait_for_files (world, 2);
  first = name_at (world, 0);
  second = name_at (world, 1);

  g_assert_cmpstr (first, ==, "Image collée.png");
  g_assert_cmpstr (second, ==, "Image collée.jpg");
}

/* A table that was copied is words, and its picture. */
static void
test_words_are_the_editors (void)
{
  g_autoptr (World) world = world_new ();
  GdkContentProvider *offers[] = { offer_picture ("image/png"), gdk_content_provider_new_typed (G_TYPE_STRING, "12,3") };

  set_clipboard (world, gdk_content_provider_new_union (offers, G_N_ELEMENTS (offers)));
  g_assert_false (paste (world));
  set_clipboard (world, offer_picture ("image/svg+xml"));
  g_assert_false (paste (world));
  g_assert_cmpuint (spico_composer_files_get_count (world->files), ==, 0);
}

static GFile *
make_file (const char *folder,
           const char *name,
           const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  return g_file_new_for_path (path);
}

static void
test_files_are_pasted (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *folder = g_dir_make_tmp ("spico-files-XXXXXX", NULL);
  g_autoptr (GFile) file = make_file (folder, "Bilan d'entrée.pdf", "%PDF-1.7");
  GSList files = { file, NULL };
  g_autofree char *name = NULL;

  set_clipboard (world, gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, &files));
  g_assert_true (paste (world));
  wait_for_files (world, 1);
  name = name_at (world, 0);
  g_assert_cmpstr (name, ==, "Bilan d'entrée.pdf");
}

static void
test_what_cannot_be_attached_is_told (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *folder = g_dir_make_tmp ("spico-files-XXXXXX", NULL);
  g_autoptr (GFile) directory = g_file_new_for_path (folder);
  g_autoptr (GFile) empty = make_file (folder, "vide.txt", "");
  g_autoptr (GFile) absent = g_file_get_child (directory, "absent.pdf");
  GFile *files[] = { directory, empty, absent };
  static const char *const says[] = { "est un dossier", "est vide", "illisible" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      GSList one = { files[i], NULL };

      spico_composer_files_add (world->files, &one);
      wait_for_failure (world);
      g_assert_nonnull (strstr (world->failure, says[i]));
      g_clear_pointer (&world->failure, g_free);
    }
  g_assert_cmpuint (spico_composer_files_get_count (world->files), ==, 0);
}

/* Nothing leaves without what it speaks of. */
static void
test_what_was_refused_holds_the_message (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (SpicoAttachment) attachment = NULL;

  set_clipboard (world, offer_picture ("image/png"));
  paste (world);
  wait_for_files (world, 1);
  attachment = g_list_model_get_item (world->attached, 0);
  spico_item_set_enum (attachment, SPICO_ATTACHMENT_PROP_FAILURE, SPICO_ATTACHMENT_FAILURE_INFECTED);
  spico_item_set_enum (attachment, SPICO_ATTACHMENT_PROP_STATE, SPICO_ATTACHMENT_FAILED);
  g_assert_false (spico_composer_files_may_send (world->files));
  screen_settle (world->window);
  screen_picture (world->window, "attachment-refused");
  dex_future_disown (spico_client_detach (world->client, attachment));
  g_assert_true (spico_composer_files_may_send (world->files));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (world->files)));
}

int
main (int   argc,
      char *argv[])
{
  screen_init (&argc, &argv);

  g_test_add_func ("/composer-files/a-picture-is-pasted", test_a_picture_is_pasted);
  g_test_add_func ("/composer-files/words-are-the-editors", test_words_are_the_editors);
  g_test_add_func ("/composer-files/files-are-pasted", test_files_are_pasted);
  g_test_add_func ("/composer-files/what-cannot-be-attached-is-told", test_what_cannot_be_attached_is_told);
  g_test_add_func ("/composer-files/what-was-refused-holds-the-message", test_what_was_refused_holds_the_message);

  return g_test_run ();
}
