/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-banner.h"

void
spico_banner_show (AdwBanner  *banner,
                   const char *text)
{
  if (text != NULL)
    adw_banner_set_title (banner, text);
  adw_banner_set_revealed (banner, text != NULL);
  /* What is folded away is not to be read aloud either. */
  gtk_widget_set_visible (GTK_WIDGET (banner), text != NULL);
}
