/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-former-password.h"

#include <glib/gi18n.h>

static void
changed_cb (GtkEditable    *entry,
            AdwAlertDialog *alert)
{
  adw_alert_dialog_set_response_enabled (alert, "unlock", *gtk_editable_get_text (entry) != '\0');
}

static const char *
explain (gboolean is_own_lock,
         gboolean is_wrong)
{
  if (is_own_lock)
    return is_wrong ? _("This is not your lock password. If you do not know it any more, what this computer keeps can only be erased: your drafts, and what was not sent yet.")
                    : _("Enter your lock password to find your drafts again, and what was not sent yet.");

  return is_wrong ? _("This is not the former password. If nobody knows it, what this computer keeps can only be erased: your drafts, and what was not sent yet.")
                  : _("What this computer keeps is locked with your former password. Enter it to find your drafts again, and what was not sent yet.");
}

AdwDialog *
spico_former_password_dialog_new (gboolean is_own_lock,
                                  gboolean is_wrong)
{
  AdwDialog *dialog = adw_alert_dialog_new (is_own_lock ? _("Locked on This Computer") : _("Your Password Has Changed"), explain (is_own_lock, is_wrong));
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);
  GtkWidget *entry = adw_password_entry_row_new ();
  GtkWidget *list = gtk_list_box_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), is_own_lock ? _("Lock password") : _("Former password"));
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  adw_alert_dialog_set_extra_child (alert, list);
  adw_alert_dialog_add_responses (alert, "cancel", _("Cancel"), "erase", _("Erase and Sign In"), "unlock", _("Unlock"), NULL);
  adw_alert_dialog_set_response_appearance (alert, "erase", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_response_appearance (alert, "unlock", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_response_enabled (alert, "unlock", FALSE);
  adw_alert_dialog_set_default_response (alert, "unlock");
  adw_alert_dialog_set_close_response (alert, "cancel");
  g_object_set_data (G_OBJECT (dialog), "entry", entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), dialog, 0);

  return dialog;
}

void
spico_former_password_dialog_present (AdwDialog *dialog,
                                      GtkWidget *parent)
{
  GtkWidget *entry = g_object_get_data (G_OBJECT (dialog), "entry");

  adw_dialog_present (dialog, parent);
  gtk_widget_grab_focus (entry);
}

const char *
spico_former_password_dialog_get_password (AdwDialog *dialog)
{
  return gtk_editable_get_text (g_object_get_data (G_OBJECT (dialog), "entry"));
}
