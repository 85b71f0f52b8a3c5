/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-dossier-view.h"

#include <glib/gi18n.h>

#include "spico-avatar.h"
#include "spico-conversation-row.h"
#include "spico-day.h"
#include "spico-patient-text.h"

struct _SpicoDossierView {
  AdwBin parent_instance;

  /* Template widgets */
  AdwHeaderBar *header;
  AdwWindowTitle *window_title;
  GtkScrolledWindow *scrolled;
  GtkStack *stack;
  SpicoAvatar *avatar;
  GtkLabel *name;
  GtkLabel *birth;
  GtkWidget *start;
  AdwActionRow *birth_name;
  AdwActionRow *used_name;
  AdwActionRow *first_names;
  AdwActionRow *birth_date;
  AdwActionRow *sex;
  AdwActionRow *birth_place;
  AdwActionRow *matricule;
  GtkLabel *status;
  AdwActionRow *role;
  GtkStack *conversations_stack;
  GtkListBox *conversations;

  SpicoClient *client;
  SpicoDossier *dossier;
  SpicoList *list;
  gulong dossier_handler;
};

G_DEFINE_FINAL_TYPE (SpicoDossierView, spico_dossier_view, ADW_TYPE_BIN)

enum {
  CONVERSATION_ACTIVATED,
  START_CONVERSATION,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const status_classes[] = {
  [SPICO_INS_PROVISIONAL] = "warning",
  [SPICO_INS_RETRIEVED] = "dimmed",
  [SPICO_INS_VALIDATED] = "accent",
  [SPICO_INS_QUALIFIED] = "success",
};

static void
show_row (AdwActionRow *row,
          const char   *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
}

static void
show_status (SpicoDossierView *self)
{
  SpicoInsStatus status = spico_dossier_get_ins_status (self->dossier);
  const char *const classes[] = { "caption", "spico-identity-status", status_classes[status], NULL };
  /* Translators: %s is the status of an identity: « qualifiée »… */
  g_autofree char *label = g_strdup_printf (_("Identity: %s"), spico_patient_ins_status_label (status));

  gtk_label_set_label (self->status, label);
  gtk_widget_set_css_classes (GTK_WIDGET (self->status), (const char **) classes);
}

static void
show_matricule (SpicoDossierView *self)
{
  const char *matricule = spico_dossier_get_ins_matricule (self->dossier);
  g_autofree char *grouped = spico_patient_format_matricule (matricule);

  show_row (self->matricule, *grouped != '\0' ? grouped : _("Not known"));
}

static void
show_birth (SpicoDossierView *self,
            SpicoPatient     *patient)
{
  g_autoptr (GDate) today = spico_day_today (spico_day_get_default ());
  const char *birth_date = spico_patient_get_birth_date (patient);
  g_autofree char *date = spico_patient_format_date (birth_date);
  g_autofree char *age = spico_patient_format_age (birth_date, today);
  g_autofree char *sentence = spico_patient_format_birth (birth_date, spico_patient_get_sex (patient));
  g_autofree char *heading = age != NULL ? g_strdup_printf ("%s · %s", sentence, age) : g_strdup (sentence);
  g_autofree char *row = age != NULL ? g_strdup_printf ("%s (%s)", date, age) : g_strdup (date);

  gtk_label_set_label (self->birth, heading);
  adw_window_title_set_subtitle (self->window_title, heading);
  show_row (self->birth_date, row);
}

static void
show_identity (SpicoDossierView *self)
{
  SpicoPatient *patient = spico_dossier_get_patient (self->dossier);
  g_autofree char *name = spico_patient_format_name (spico_patient_get_birth_name (patient),
                                                     spico_patient_get_first_names (patient));
  g_autofree char *avatar = g_strdup_printf ("%s %s", spico_patient_get_first_names (patient),
                                             spico_patient_get_birth_name (patient));

  adw_window_title_set_title (self->window_title, name);
  spico_avatar_set_name (self->avatar, avatar);
  gtk_label_set_label (self->name, name);
  show_birth (self, patient);
  show_row (self->birth_name, spico_patient_get_birth_name (patient));
  show_row (self->used_name, spico_dossier_get_used_name (self->dossier));
  show_row (self->first_names, spico_patient_get_first_names (patient));
  show_row (self->sex, spico_patient_sex_label (spico_patient_get_sex (patient)));
  show_row (self->birth_place, spico_dossier_get_birth_place_code (self->dossier));
  show_matricule (self);
  show_status (self);
  show_row (self->role, spico_dossier_get_role (self->dossier));
}

static void
update (SpicoDossierView *self)
{
  SpicoPatient *patient = spico_dossier_get_patient (self->dossier);
  gboolean is_loaded = spico_dossier_is_loaded (self->dossier) && patient != NULL;

  if (is_loaded)
    show_identity (self);
  gtk_stack_set_visible_child_name (self->stack, is_loaded ? "dossier" : "loading");
}

static void
update_conversations (SpicoDossierView *self)
{
  const char *page = "empty";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    page = "list";
  else if (spico_list_is_loading (self->list))
    page = "loading";
  else if (spico_list_get_error (self->list) != NULL)
    page = "error";

  gtk_stack_set_visible_child_name (self->conversations_stack, page);
}

static void
label_changed_cb (GtkWidget *content)
{
  GtkWidget *row = gtk_widget_get_parent (content);
  g_autofree char *label = NULL;

  g_object_get (content, "label", &label, NULL);
  if (row != NULL && label != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
create_conversation_row (gpointer item,
                         gpointer user_data)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *content = spico_conversation_row_new ();

  gtk_widget_set_margin_top (content, 6);
  gtk_widget_set_margin_bottom (content, 6);
  gtk_widget_set_margin_start (content, 8);
  gtk_widget_set_margin_end (content, 8);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), content);
  g_signal_connect (content, "notify::label", G_CALLBACK (label_changed_cb), NULL);
  spico_conversation_row_set_conversation (SPICO_CONVERSATION_ROW (content), item);
  label_changed_cb (content);

  return row;
}

static void
conversation_row_activated_cb (SpicoDossierView *self,
                               GtkListBoxRow    *row)
{
  g_autoptr (SpicoConversation) conversation = g_list_model_get_item (G_LIST_MODEL (self->list),
                                                                      (guint) gtk_list_box_row_get_index (row));

  g_signal_emit (self, signals[CONVERSATION_ACTIVATED], 0,
                 spico_conversation_get_account_id (conversation), spico_conversation_get_id (conversation));
}

static void
start_clicked_cb (SpicoDossierView *self)
{
  g_signal_emit (self, signals[START_CONVERSATION], 0, self->dossier);
}

/* Whose dossier it is stays on the screen however far one reads: the header takes over where the name scrolls away. */
static void
scrolled_cb (SpicoDossierView *self,
             GtkAdjustment    *adjustment)
{
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (self->birth), GTK_WIDGET (self->scrolled), &bounds))
    adw_header_bar_set_show_title (self->header, bounds.origin.y + bounds.size.height < 0);
}

static void
drop_list (SpicoDossierView *self)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_func (self->list, update_conversations, self);
  g_clear_object (&self->list);
}

static void
load_conversations (SpicoDossierView *self)
{
  const char *account_id = spico_dossier_get_account_id (self->dossier);
  SpicoAccount *account = spico_client_find_account (self->client, account_id);

  gtk_widget_set_visible (self->start, account != NULL && spico_account_has_discussions (account));

  drop_list (self);
  self->list = spico_client_list_dossier_conversations (self->client, account_id, spico_dossier_get_id (self->dossier));
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_conversations), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::is-loading", G_CALLBACK (update_conversations), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::error", G_CALLBACK (update_conversations), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->conversations, G_LIST_MODEL (self->list), create_conversation_row, NULL, NULL);
  update_conversations (self);
}

static void
spico_dossier_view_dispose (GObject *object)
{
  SpicoDossierView *self = SPICO_DOSSIER_VIEW (object);

  drop_list (self);
  g_clear_signal_handler (&self->dossier_handler, self->dossier);
  g_clear_object (&self->dossier);
  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_DOSSIER_VIEW);

  G_OBJECT_CLASS (spico_dossier_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, header);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, window_title);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, avatar);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, name);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, birth);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, start);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, birth_name);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, used_name);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, first_names);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, birth_date);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, sex);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, birth_place);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, matricule);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, status);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, role);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, conversations_stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoDossierView, conversations);
  gtk_widget_class_bind_template_callback (widget_class, start_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, conversation_row_activated_cb);
}

static void
spico_dossier_view_class_init (SpicoDossierViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_dossier_view_dispose;

  signals[CONVERSATION_ACTIVATED] = g_signal_new ("conversation-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[START_CONVERSATION] = g_signal_new ("start-conversation", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                              NULL, NULL, NULL, G_TYPE_NONE, 1, SPICO_TYPE_DOSSIER);

  g_type_ensure (SPICO_TYPE_AVATAR);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-dossier-view.ui");
  bind_template (widget_class);
}

static void
spico_dossier_view_init (SpicoDossierView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled), "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * spico_dossier_view_new:
 *
 * Returns: (transfer floating): a new view, that waits for a dossier
 */
GtkWidget *
spico_dossier_view_new (void)
{
  return g_object_new (SPICO_TYPE_DOSSIER_VIEW, NULL);
}

/**
 * spico_dossier_view_show:
 * @self: a view
 * @client: a client that is ready
 * @dossier: the dossier to show, followed as it loads
 */
void
spico_dossier_view_show (SpicoDossierView *self,
                         SpicoClient      *client,
                         SpicoDossier     *dossier)
{
  g_return_if_fail (SPICO_IS_DOSSIER_VIEW (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (SPICO_IS_DOSSIER (dossier));

  if (self->dossier == dossier)
    return;

  g_set_object (&self->client, client);
  g_clear_signal_handler (&self->dossier_handler, self->dossier);
  g_set_object (&self->dossier, dossier);
  self->dossier_handler = g_signal_connect_swapped (dossier, "notify", G_CALLBACK (update), self);

  load_conversations (self);
  update (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}
