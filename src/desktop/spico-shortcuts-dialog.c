/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-shortcuts-dialog.h"

#include <glib/gi18n.h>

struct _SpicoShortcutsDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwPreferencesPage *page;
};

G_DEFINE_FINAL_TYPE (SpicoShortcutsDialog, spico_shortcuts_dialog, ADW_TYPE_DIALOG)

/* A title alone begins a group. */
static const struct {
  const char *title;
  const char *accelerator;
} shortcuts[] = {
  { N_("General"), NULL },
  { N_("New conversation"), "<Control>n" },
  { N_("Search"), "<Control>f" },
  { N_("Discussions"), "<Alt>1" },
  { N_("Patients"), "<Alt>2" },
  { N_("Profile"), "<Alt>3" },
  { N_("Next region of the window"), "F6" },
  { N_("Previous region of the window"), "<Shift>F6" },
  { N_("Main menu"), "F10" },
  { N_("Help on what is shown"), "F1" },
  { N_("Keyboard shortcuts"), "<Control>question" },
  { N_("Lock"), "<Control>l" },
  { N_("Quit"), "<Control>q" },
  { N_("Conversation"), NULL },
  { N_("Send the message"), "<Control>Return" },
  { N_("Attach files"), "<Control><Shift>a" },
  { N_("Message templates"), "<Control><Shift>m" },
  { N_("Send later"), "<Control><Shift>Return" },
  { N_("Leave the message being written"), "Tab" },
  { N_("Reply to the selected message"), "<Control>r" },
  { N_("Menu of the selected message"), "<Shift>F10" },
  { N_("Give up the reply"), "Escape" },
  { N_("Mark as unread"), "<Control><Shift>u" },
  { N_("Mark as handled"), "<Control>d" },
  { N_("Archive"), "<Control>e" },
  { N_("Undo the last action"), "<Control>z" },
  { N_("Information"), "<Control>i" },
};

static GtkWidget *
create_keys (const char *accelerator)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  g_autofree char *label = NULL;
  g_auto (GStrv) keys = NULL;
  GdkModifierType modifiers;
  guint key;

  if (!gtk_accelerator_parse (accelerator, &key, &modifiers))
    return box;

  label = gtk_accelerator_get_label (key, modifiers);
  keys = g_strsplit (label, "+", -1);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      GtkWidget *cap = gtk_label_new (keys[i]);

      gtk_widget_add_css_class (cap, "spico-key");
      gtk_box_append (GTK_BOX (box), cap);
    }

  return box;
}

static void
spico_shortcuts_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_SHORTCUTS_DIALOG);

  G_OBJECT_CLASS (spico_shortcuts_dialog_parent_class)->dispose (object);
}

static void
spico_shortcuts_dialog_class_init (SpicoShortcutsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_shortcuts_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-shortcuts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoShortcutsDialog, page);
}

static void
spico_shortcuts_dialog_init (SpicoShortcutsDialog *self)
{
  AdwPreferencesGroup *group = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      GtkWidget *row;

      if (shortcuts[i].accelerator == NULL)
        {
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, _(shortcuts[i].title));
          adw_preferences_page_add (self->page, group);
          continue;
        }
      row = adw_action_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(shortcuts[i].title));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_keys (shortcuts[i].accelerator));
      adw_preferences_group_add (group, row);
    }
}

AdwDialog *
spico_shortcuts_dialog_new (void)
{
  return g_object_new (SPICO_TYPE_SHORTCUTS_DIALOG, NULL);
}
