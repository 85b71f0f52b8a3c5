/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_CANDIDATES_PAGE (spico_candidates_page_get_type ())
G_DECLARE_FINAL_TYPE (SpicoCandidatesPage, spico_candidates_page, SPICO, CANDIDATES_PAGE, AdwNavigationPage)

/**
 * SpicoCandidatesPage:
 *
 * The members of a group, of whom one is chosen. Its signal « chosen » (#SpicoPrincipal) says who; the page goes.
 */

/**
 * spico_candidates_page_new:
 * @title: what they are chosen for
 * @candidates: (transfer none): a list of #SpicoPrincipal
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *spico_candidates_page_new (const char *title,
                                      GListModel *candidates);

G_END_DECLS
