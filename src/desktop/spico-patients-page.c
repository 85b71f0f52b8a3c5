/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-patients-page.h"

#include <glib/gi18n.h>

#include "spico-client-contact.h"
#include "spico-dossier-view.h"
#include "spico-patient-text.h"
#include "spico-patients-list.h"
#include "spico-thread-text.h"

struct _SpicoPatientsPage {
  AdwBreakpointBin parent_instance;

  /* Template widgets */
  AdwNavigationSplitView *split;
  GtkStack *sidebar_stack;
  SpicoPatientsList *list;
  AdwStatusPage *locked_page;
  AdwNavigationPage *content_page;
  GtkStack *content_stack;
  SpicoDossierView *dossier_view;

  SpicoClient *client;
};

G_DEFINE_FINAL_TYPE (SpicoPatientsPage, spico_patients_page, ADW_TYPE_BREAKPOINT_BIN)

enum {
  CONVERSATION_ACTIVATED,
  START_CONVERSATION,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the delegation does not cover needs no lock (F024). */
static const char *
pick_sidebar (SpicoAccount *account,
              gboolean      is_locked)
{
  if (account != NULL && !spico_account_has_dossiers (account))
    return "outside";

  return is_locked ? "locked" : "list";
}

static void
show_locked (SpicoPatientsPage *self)
{
  g_autofree char *text = spico_text_locked_dossiers (spico_client_get_contact_hours (self->client));

  adw_status_page_set_description (self->locked_page, text);
}

/* Which account it is, or whether its dossiers may be read (F030). */
static void
account_changed_cb (SpicoPatientsPage *self)
{
  SpicoAccount *account = spico_client_get_account (self->client);
  gboolean has_dossiers = account != NULL && spico_account_has_dossiers (account);
  gboolean is_locked = spico_client_get_contact_lost (self->client);

  spico_patients_list_set_source (self->list, self->client, has_dossiers && !is_locked ? spico_account_get_id (account) : NULL);
  gtk_stack_set_visible_child_name (self->sidebar_stack, pick_sidebar (account, is_locked));
  if (is_locked)
    show_locked (self);

  /* A dossier belongs to the list that it was opened from. */
  gtk_stack_set_visible_child_name (self->content_stack, is_locked ? "locked" : "none");
  adw_navigation_page_set_title (self->content_page, _("Patient"));
  adw_navigation_split_view_set_show_content (self->split, FALSE);
}

static void
activated_cb (SpicoPatientsPage *self,
              SpicoDossier      *dossier)
{
  SpicoPatient *patient = spico_dossier_get_patient (dossier);

  spico_dossier_view_show (self->dossier_view, self->client, dossier);
  gtk_stack_set_visible_child_name (self->content_stack, "dossier");
  if (patient != NULL)
    {
      g_autofree char *name = spico_patient_format_name (spico_patient_get_birth_name (patient),
                                                         spico_patient_get_first_names (patient));

      adw_navigation_page_set_title (self->content_page, name);
    }
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
conversation_activated_cb (SpicoPatientsPage *self,
                           const char        *account_id,
                           const char        *conversation_id)
{
  g_signal_emit (self, signals[CONVERSATION_ACTIVATED], 0, account_id, conversation_id);
}

static void
start_conversation_cb (SpicoPatientsPage *self,
                       SpicoDossier      *dossier)
{
  g_signal_emit (self, signals[START_CONVERSATION], 0, dossier);
}

static gboolean
spico_patients_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SPICO_PATIENTS_PAGE (widget)->list));
}

static void
spico_patients_page_dispose (GObject *object)
{
  SpicoPatientsPage *self = SPICO_PATIENTS_PAGE (object);

  /* The bin lets go of a child that is a template child too; the template would do it behind its back. */
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (object), NULL);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_patients_page_parent_class)->dispose (object);
}

static void
spico_patients_page_class_init (SpicoPatientsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_patients_page_dispose;
  widget_class->grab_focus = spico_patients_page_grab_focus;

  signals[CONVERSATION_ACTIVATED] = g_signal_new ("conversation-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[START_CONVERSATION] = g_signal_new ("start-conversation", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                              NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_DOSSIER);

  g_type_ensure (SPICO_TYPE_DOSSIER_VIEW);
  g_type_ensure (SPICO_TYPE_PATIENTS_LIST);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-patients-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsPage, split);
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsPage, sidebar_stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsPage, list);
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsPage, locked_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsPage, content_page);
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsPage, content_stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsPage, dossier_view);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, conversation_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_conversation_cb);
}

static void
spico_patients_page_init (SpicoPatientsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  spico_patients_list_set_shows_selection (self->list, TRUE);
}

/**
 * spico_patients_page_new:
 *
 * Returns: (transfer floating): a new page, empty before it has a client
 */
GtkWidget *
spico_patients_page_new (void)
{
  return g_object_new (SPICO_TYPE_PATIENTS_PAGE, NULL);
}

/**
 * spico_patients_page_set_client:
 * @self: a page
 * @client: a client that is ready, whose selected account is followed; set once
 */
void
spico_patients_page_set_client (SpicoPatientsPage *self,
                                SpicoClient       *client)
{
  g_return_if_fail (SPICO_IS_PATIENTS_PAGE (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify::account", G_CALLBACK (account_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::contact-lost", G_CALLBACK (account_changed_cb), self, G_CONNECT_SWAPPED);
  account_changed_cb (self);
}

/**
 * spico_patients_page_focus_dossier:
 * @self: a page
 *
 * Returns: whether the dossier could take the focus: not where none is shown
 */
gboolean
spico_patients_page_focus_dossier (SpicoPatientsPage *self)
{
  g_return_val_if_fail (SPICO_IS_PATIENTS_PAGE (self), FALSE);

  return gtk_widget_get_mapped (GTK_WIDGET (self->dossier_view)) &&
         gtk_widget_child_focus (GTK_WIDGET (self->dossier_view), GTK_DIR_TAB_FORWARD);
}

/**
 * spico_patients_page_dossier_has_focus:
 * @self: a page
 *
 * Returns: whether the focus is in the dossier, as against the list
 */
gboolean
spico_patients_page_dossier_has_focus (SpicoPatientsPage *self)
{
  g_return_val_if_fail (SPICO_IS_PATIENTS_PAGE (self), FALSE);

  return gtk_widget_get_focus_child (GTK_WIDGET (self->dossier_view)) != NULL;
}
