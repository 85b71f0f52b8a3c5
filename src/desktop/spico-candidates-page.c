/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-candidates-page.h"

#include <glib/gi18n.h>

#include "spico-cells.h"
#include "spico-principal.h"

struct _SpicoCandidatesPage {
  AdwNavigationPage parent_instance;
};

G_DEFINE_FINAL_TYPE (SpicoCandidatesPage, spico_candidates_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
activated_cb (SpicoCandidatesPage *self,
              guint                position,
              GtkListView         *list)
{
  g_autoptr (SpicoCandidatesPage) page = g_object_ref (self);
  g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list)), position);

  gtk_widget_activate_action (GTK_WIDGET (list), "navigation.pop", NULL);
  if (principal != NULL)
    g_signal_emit (page, signals[CHOSEN], 0, principal);
}

static GtkWidget *
make_list (SpicoCandidatesPage *self,
           GListModel          *candidates)
{
  GtkWidget *list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (candidates))),
                                       spico_cells_new_factory (spico_cells_make_principal, spico_cells_show_principal, NULL));
  GtkWidget *clamp = adw_clamp_scrollable_new ();
  GtkWidget *window = gtk_scrolled_window_new ();

  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), TRUE);
  gtk_list_view_set_tab_behavior (GTK_LIST_VIEW (list), GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_widget_add_css_class (list, "spico-candidates");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Members of the group"), -1);
  g_signal_connect_object (list, "activate", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  adw_clamp_scrollable_set_child (ADW_CLAMP_SCROLLABLE (clamp), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), clamp);

  return window;
}

static void
spico_candidates_page_class_init (SpicoCandidatesPageClass *klass)
{
  signals[CHOSEN] = g_signal_new ("chosen", SPICO_TYPE_CANDIDATES_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_PRINCIPAL);
}

static void
spico_candidates_page_init (SpicoCandidatesPage *self)
{
}

GtkWidget *
spico_candidates_page_new (const char *title,
                           GListModel *candidates)
{
  SpicoCandidatesPage *self;
  GtkWidget *view;

  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (candidates), NULL);

  self = g_object_new (SPICO_TYPE_CANDIDATES_PAGE, "title", title, NULL);
  view = adw_toolbar_view_new ();
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), make_list (self, candidates));
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), view);

  return GTK_WIDGET (self);
}
