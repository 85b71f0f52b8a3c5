/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-kept-discard.h"

#include <glib/gi18n.h>

#include "spico-client-kept.h"
#include "spico-kept-text.h"

static void
answered_cb (AdwAlertDialog *dialog,
             const char     *response)
{
  if (g_str_equal (response, "delete"))
    dex_future_disown (spico_client_discard_kept (g_object_get_data (G_OBJECT (dialog), "client"), g_object_get_data (G_OBJECT (dialog), "kept")));
}

void
spico_kept_discard_ask (GtkWidget   *parent,
                        SpicoClient *client,
                        SpicoKept   *kept)
{
  g_autofree char *title = spico_kept_get_title (kept);
  AdwDialog *dialog;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (SPICO_IS_KEPT (kept));

  dialog = adw_alert_dialog_new (_("Delete What You Typed?"), NULL);
  /* Translators: %s is « Group “…” », or « Absence » */
  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog), _("%s: it is nowhere else, and cannot be found again."), title);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("Cancel"), "delete", _("Delete"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "client", g_object_ref (client), g_object_unref);
  g_object_set_data_full (G_OBJECT (dialog), "kept", g_object_ref (kept), g_object_unref);
  g_signal_connect (dialog, "response", G_CALLBACK (answered_cb), NULL);
  adw_dialog_present (dialog, parent);
}

GtkWidget *
spico_kept_discard_button (SpicoKept *kept)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *title = spico_kept_get_title (kept);
  /* Translators: %s is « Group “…” », or « Absence » */
  g_autofree char *label = g_strdup_printf (_("Delete what you typed: %s"), title);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Delete What You Typed"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return button;
}
