/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-browser-text.h"

#include <glib/gi18n.h>

#include "spico-client-error.h"
#include "spico-error-text.h"

/* Light or dark, as the browser is. */
#define PAGE                                                                                                                   \
  "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n" \
  "<meta name=\"color-scheme\" content=\"light dark\">\n<title>Spico</title>\n"                                                \
  "<style>body{font-family:system-ui,sans-serif;max-width:32em;margin:20vh auto 0;padding:0 1.5em;text-align:center;line-height:1.5}</style>\n" \
  "</head>\n<body>\n<h1>%s</h1>\n<p>%s</p>\n</body>\n</html>\n"

char *
spico_browser_format_page (const GError *error)
{
  gboolean is_cancelled = g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CANCELLED);
  const char *title = error == NULL ? _("You are signed in to Spico.") : _("You are not signed in to Spico.");
  const char *text = error == NULL || is_cancelled ? "" : spico_error_text (error);
  g_autofree char *safe_title = g_markup_escape_text (title, -1);
  g_autofree char *said = g_strstrip (g_strjoin (" ", text, error == NULL ? _("You can close this page.") : _("You can close this page and go back to Spico."), NULL));
  g_autofree char *safe_text = g_markup_escape_text (said, -1);

  /* Translators: the language that the page is in, as HTML says it: “fr” */
  return g_strdup_printf (PAGE, _("en"), safe_title, safe_text);
}

char *
spico_browser_format_no_account (const char *const *support)
{
  gboolean is_known = support != NULL && g_strv_length ((char **) support) >= 2;
  const char *mail = is_known ? support[0] : "";
  const char *telephone = is_known ? support[1] : "";

  if (*mail != '\0' && *telephone != '\0')
    return g_strdup_printf (_("You do not have an account yet. Contact the support desk: %s, %s."), mail, telephone);
  if (*mail != '\0' || *telephone != '\0')
    return g_strdup_printf (_("You do not have an account yet. Contact the support desk: %s."), *mail != '\0' ? mail : telephone);

  return g_strdup (_("You do not have an account yet. Contact the support desk."));
}
