/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-patients-list.h"

#include "spico-patients-row.h"

struct _SpicoPatientsList {
  AdwBin parent_instance;

  /* Template widgets */
  GtkEditable *search;
  GtkStack *stack;
  GtkListView *view;

  SpicoClient *client;
  SpicoList *list;
  GtkSingleSelection *selection;
  char *account_id;
  gboolean shows_selection;
};

G_DEFINE_FINAL_TYPE (SpicoPatientsList, spico_patients_list, ADW_TYPE_BIN)

enum {
  ACTIVATED,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_search_text (SpicoPatientsList *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
}

static void
update (SpicoPatientsList *self)
{
  g_autofree char *text = dup_search_text (self);
  const char *page = *text != '\0' ? "none" : "empty";

  if (self->list == NULL)
    return;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    page = "list";
  else if (spico_list_is_loading (self->list))
    page = "loading";
  else if (spico_list_get_error (self->list) != NULL)
    page = "error";

  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
drop_list (SpicoPatientsList *self)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_func (self->list, update, self);
  g_clear_object (&self->list);
}

static void
load (SpicoPatientsList *self)
{
  g_autofree char *text = dup_search_text (self);

  drop_list (self);
  if (self->client == NULL || self->account_id == NULL)
    return;

  self->list = spico_client_list_dossiers (self->client, self->account_id, *text != '\0' ? text : NULL);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::is-loading", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::error", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->list));
  update (self);
}

static void
search_changed_cb (SpicoPatientsList *self)
{
  load (self);
}

static void
activate (SpicoPatientsList *self,
          guint              position)
{
  g_autoptr (SpicoDossier) dossier = self->list != NULL ? g_list_model_get_item (G_LIST_MODEL (self->list), position) : NULL;

  if (dossier == NULL)
    return;

  if (self->shows_selection)
    gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[ACTIVATED], 0, dossier);
}

static void
search_activated_cb (SpicoPatientsList *self)
{
  activate (self, 0);
}

static void
search_stopped_cb (SpicoPatientsList *self)
{
  gtk_editable_set_text (self->search, "");
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
activated_cb (SpicoPatientsList *self,
              guint              position)
{
  activate (self, position);
}

static gboolean
key_pressed_cb (SpicoPatientsList *self,
                guint              keyval,
                guint              keycode,
                GdkModifierType    modifiers)
{
  if ((modifiers & gtk_accelerator_get_default_mod_mask ()) != 0 || (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down))
    return GDK_EVENT_PROPAGATE;
  if (self->list == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return GDK_EVENT_PROPAGATE;

  gtk_list_view_scroll_to (self->view, 0, GTK_LIST_SCROLL_FOCUS, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return GDK_EVENT_STOP;
}

static void
setup_cb (SpicoPatientsList *self,
          GtkListItem       *item)
{
  GtkWidget *row = spico_patients_row_new ();

  g_object_bind_property (row, "description", item, "accessible-label", G_BINDING_DEFAULT);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (SpicoPatientsList *self,
         GtkListItem       *item)
{
  spico_patients_row_set_dossier (SPICO_PATIENTS_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
  gtk_list_item_set_selectable (item, self->shows_selection);
}

static void
unbind_cb (SpicoPatientsList *self,
           GtkListItem       *item)
{
  spico_patients_row_set_dossier (SPICO_PATIENTS_ROW (gtk_list_item_get_child (item)), NULL);
}

static gboolean
spico_patients_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SPICO_PATIENTS_LIST (widget)->search));
}

static void
spico_patients_list_dispose (GObject *object)
{
  SpicoPatientsList *self = SPICO_PATIENTS_LIST (object);

  drop_list (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_PATIENTS_LIST);
  g_clear_object (&self->selection);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (spico_patients_list_parent_class)->dispose (object);
}

static void
spico_patients_list_finalize (GObject *object)
{
  g_free (SPICO_PATIENTS_LIST (object)->account_id);

  G_OBJECT_CLASS (spico_patients_list_parent_class)->finalize (object);
}

static void
spico_patients_list_class_init (SpicoPatientsListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_patients_list_dispose;
  object_class->finalize = spico_patients_list_finalize;
  widget_class->grab_focus = spico_patients_list_grab_focus;

  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, SPICO_TYPE_DOSSIER);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-patients-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsList, search);
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsList, stack);
  gtk_widget_class_bind_template_child (widget_class, SpicoPatientsList, view);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
spico_patients_list_init (SpicoPatientsList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

/**
 * spico_patients_list_new:
 *
 * Returns: (transfer floating): a new list, empty before it has a source
 */
GtkWidget *
spico_patients_list_new (void)
{
  return g_object_new (SPICO_TYPE_PATIENTS_LIST, NULL);
}

/**
 * spico_patients_list_set_source:
 * @self: a list
 * @client: a client that is ready
 * @account_id: (nullable): the account whose active list is shown
 */
void
spico_patients_list_set_source (SpicoPatientsList *self,
                                SpicoClient       *client,
                                const char        *account_id)
{
  g_return_if_fail (SPICO_IS_PATIENTS_LIST (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));

  if (self->client == client && g_strcmp0 (self->account_id, account_id) == 0)
    return;

  g_set_object (&self->client, client);
  g_set_str (&self->account_id, account_id);
  load (self);
}

/**
 * spico_patients_list_set_shows_selection:
 * @self: a list
 * @shows_selection: whether the patient opened stays marked
 */
void
spico_patients_list_set_shows_selection (SpicoPatientsList *self,
                                         gboolean           shows_selection)
{
  g_return_if_fail (SPICO_IS_PATIENTS_LIST (self));

  self->shows_selection = !!shows_selection;
}

/**
 * spico_patients_list_start:
 * @self: a list
 *
 * Begins a choice: the whole list, with the cursor in the entry.
 */
void
spico_patients_list_start (SpicoPatientsList *self)
{
  g_return_if_fail (SPICO_IS_PATIENTS_LIST (self));

  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
