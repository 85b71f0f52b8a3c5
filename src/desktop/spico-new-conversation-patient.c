/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-new-conversation-patient.h"

#include <glib/gi18n.h>

#include "spico-client-contact.h"
#include "spico-new-conversation-state.h"
#include "spico-patient-chip.h"
#include "spico-patient-text.h"

struct _SpicoNewConversationPatient {
  AdwPreferencesRow parent_instance;

  /* Template widgets */
  GtkWidget *choose;
  AdwBin *bin;
  GtkLabel *note;

  SpicoClient *client;
  SpicoAccount *account;
  SpicoDossier *dossier;
  SpicoDossier *dropped;
  char *locked_id; /* of a draft, while dossiers may not be read */
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (SpicoNewConversationPatient, spico_new_conversation_patient, ADW_TYPE_PREFERENCES_ROW)

enum {
  PROP_0,
  PROP_COMPACT,
  N_PROPS
};

enum {
  CHANGED,
  CHOOSE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void set_dossier (SpicoNewConversationPatient *self,
                         SpicoDossier                *dossier);

static void
show_note (SpicoNewConversationPatient *self,
           const char                  *note)
{
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

static void
removed_cb (SpicoNewConversationPatient *self)
{
  set_dossier (self, NULL);
  show_note (self, NULL);
  gtk_widget_grab_focus (self->choose);
}

static void
set_dossier (SpicoNewConversationPatient *self,
             SpicoDossier                *dossier)
{
  GtkWidget *chip = NULL;

  g_set_object (&self->dossier, dossier);
  if (dossier != NULL)
    {
      chip = spico_patient_chip_new (spico_dossier_get_patient (dossier), TRUE);
      g_signal_connect_object (chip, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
    }

  adw_bin_set_child (self->bin, chip);
  gtk_widget_set_visible (GTK_WIDGET (self->bin), chip != NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tell_dropped (SpicoNewConversationPatient *self,
              SpicoDossier                *dossier)
{
  SpicoPatient *patient = spico_dossier_get_patient (dossier);
  g_autofree char *name = spico_patient_format_name (spico_patient_get_birth_name (patient),
                                                     spico_patient_get_first_names (patient));
  /* Translators: 1: a patient, 2: the account in « Act as » */
  g_autofree char *note = g_strdup_printf (_("%1$s is not in the active list of %2$s: the patient was removed."), name,
                                           spico_account_get_name (self->account));

  show_note (self, note);
}

typedef struct {
  SpicoNewConversationPatient *self;
  SpicoAccount *account;
  SpicoDossier *previous;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->self);
  g_object_unref (search->account);
  g_clear_object (&search->previous);
  g_free (search);
}

static DexFuture *
searched_cb (DexFuture *future,
             gpointer   user_data)
{
  Search *search = user_data;
  SpicoNewConversationPatient *self = search->self;
  const GValue *value = dex_future_get_value (future, NULL);
  SpicoDossier *dossier = value != NULL ? g_value_get_object (value) : NULL;

  /* Meanwhile, another account or patient was chosen. */
  if (self->client == NULL || self->dossier != NULL || self->account != search->account)
    return dex_future_new_for_boolean (FALSE);

  if (dossier != NULL && spico_dossier_in_active_list (dossier))
    {
      show_note (self, NULL);
      set_dossier (self, dossier);
    }
  else if (search->previous != NULL)
    {
      tell_dropped (self, search->previous);
    }
  else
    {
      show_note (self, _("The patient of this draft is no longer in the active list: the patient was removed."));
    }

  return dex_future_new_for_boolean (TRUE);
}

/* The same patient may stand in the other account's list too: looked up under that account. */
static void
find (SpicoNewConversationPatient *self,
      const char                  *dossier_id,
      SpicoDossier                *previous)
{
  Search *search = g_new0 (Search, 1);

  search->self = g_object_ref (self);
  search->account = g_object_ref (self->account);
  search->previous = previous != NULL ? g_object_ref (previous) : NULL;
  dex_future_disown (dex_future_finally (spico_client_get_dossier (self->client, spico_account_get_id (self->account), dossier_id),
                                         searched_cb, search, search_free));
}

/* The patient of a draft, once dossiers may be read again (F030). */
static void
contact_changed_cb (SpicoNewConversationPatient *self)
{
  g_autofree char *id = NULL;

  if (self->locked_id == NULL || spico_client_get_contact_lost (self->client))
    return;

  id = g_steal_pointer (&self->locked_id);
  find (self, id, NULL);
}

static void
choose_clicked_cb (SpicoNewConversationPatient *self)
{
  g_signal_emit (self, signals[CHOOSE], 0);
}

static void
spico_new_conversation_patient_get_property (GObject    *object,
                                             guint       prop_id,
                                             GValue     *value,
                                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, SPICO_NEW_CONVERSATION_PATIENT (object)->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_new_conversation_patient_set_property (GObject      *object,
                                             guint         prop_id,
                                             const GValue *value,
                                             GParamSpec   *pspec)
{
  SpicoNewConversationPatient *self = SPICO_NEW_CONVERSATION_PATIENT (object);

  switch (prop_id)
    {
    case PROP_COMPACT:
      if (self->compact != g_value_get_boolean (value))
        {
          self->compact = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
spico_new_conversation_patient_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SPICO_NEW_CONVERSATION_PATIENT (widget)->choose);
}

static void
spico_new_conversation_patient_dispose (GObject *object)
{
  SpicoNewConversationPatient *self = SPICO_NEW_CONVERSATION_PATIENT (object);

  g_clear_object (&self->client);
  g_clear_object (&self->account);
  g_clear_object (&self->dossier);
  g_clear_object (&self->dropped);
  g_clear_pointer (&self->locked_id, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_NEW_CONVERSATION_PATIENT);

  G_OBJECT_CLASS (spico_new_conversation_patient_parent_class)->dispose (object);
}

static void
spico_new_conversation_patient_class_init (SpicoNewConversationPatientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_new_conversation_patient_get_property;
  object_class->set_property = spico_new_conversation_patient_set_property;
  object_class->dispose = spico_new_conversation_patient_dispose;
  widget_class->grab_focus = spico_new_conversation_patient_grab_focus;

  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOOSE] = g_signal_new ("choose", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-new-conversation-patient.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationPatient, choose);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationPatient, bin);
  gtk_widget_class_bind_template_child (widget_class, SpicoNewConversationPatient, note);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
}

static void
spico_new_conversation_patient_init (SpicoNewConversationPatient *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * spico_new_conversation_patient_set_client:
 * @self: a row
 * @client: a client that is ready; set once
 */
void
spico_new_conversation_patient_set_client (SpicoNewConversationPatient *self,
                                           SpicoClient                 *client)
{
  g_return_if_fail (SPICO_IS_NEW_CONVERSATION_PATIENT (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));

  g_set_object (&self->client, client);
  g_signal_connect_object (client, "notify::contact-lost", G_CALLBACK (contact_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * spico_new_conversation_patient_set_account:
 * @self: a row
 * @account: the account acted as; the patient is kept, found again under it, or dropped with an explanation
 */
void
spico_new_conversation_patient_set_account (SpicoNewConversationPatient *self,
                                            SpicoAccount                *account)
{
  gboolean has_dossiers;
  g_autoptr (SpicoDossier) previous = NULL;

  g_return_if_fail (SPICO_IS_NEW_CONVERSATION_PATIENT (self));
  g_return_if_fail (SPICO_IS_ACCOUNT (account));

  g_set_object (&self->account, account);
  g_clear_pointer (&self->locked_id, g_free);
  has_dossiers = spico_account_has_dossiers (account);
  gtk_widget_set_sensitive (self->choose, has_dossiers);
  show_note (self, has_dossiers ? NULL : _("This account has no active list: no patient can be chosen."));

  /* Going back to the account whose patient was dropped brings that patient back. */
  previous = self->dossier != NULL ? g_object_ref (self->dossier) : g_steal_pointer (&self->dropped);
  if (previous == NULL)
    return;
  if (self->dossier != NULL &&
      spico_new_conversation_keeps_patient (spico_dossier_get_account_id (self->dossier), spico_account_get_id (account), has_dossiers))
    return;

  g_set_object (&self->dropped, previous);
  set_dossier (self, NULL);
  if (has_dossiers)
    find (self, spico_dossier_get_id (previous), previous);
  else
    tell_dropped (self, previous);
}

/**
 * spico_new_conversation_patient_get_dossier:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the dossier of the patient
 */
SpicoDossier *
spico_new_conversation_patient_get_dossier (SpicoNewConversationPatient *self)
{
  g_return_val_if_fail (SPICO_IS_NEW_CONVERSATION_PATIENT (self), NULL);

  return self->dossier;
}

/**
 * spico_new_conversation_patient_get_dossier_id:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): which dossier it is, also where it may not be read before the server is reached: a draft keeps its patient (F030)
 */
const char *
spico_new_conversation_patient_get_dossier_id (SpicoNewConversationPatient *self)
{
  g_return_val_if_fail (SPICO_IS_NEW_CONVERSATION_PATIENT (self), NULL);

  return self->dossier != NULL ? spico_dossier_get_id (self->dossier) : self->locked_id;
}

/**
 * spico_new_conversation_patient_choose:
 * @self: a row
 * @dossier: (nullable): the patient that the person chose
 */
void
spico_new_conversation_patient_choose (SpicoNewConversationPatient *self,
                                       SpicoDossier                *dossier)
{
  g_return_if_fail (SPICO_IS_NEW_CONVERSATION_PATIENT (self));
  g_return_if_fail (dossier == NULL || SPICO_IS_DOSSIER (dossier));

  g_clear_object (&self->dropped);
  g_clear_pointer (&self->locked_id, g_free);
  show_note (self, NULL);
  set_dossier (self, dossier);
}

/**
 * spico_new_conversation_patient_restore:
 * @self: a row that has an account
 * @dossier_id: the patient of a draft, looked for in the active list of the account
 */
void
spico_new_conversation_patient_restore (SpicoNewConversationPatient *self,
                                        const char                  *dossier_id)
{
  g_return_if_fail (SPICO_IS_NEW_CONVERSATION_PATIENT (self));
  g_return_if_fail (self->account != NULL);

  if (!spico_account_has_dossiers (self->account))
    return;

  if (!spico_client_get_contact_lost (self->client))
    {
      find (self, dossier_id, NULL);
      return;
    }
  g_set_str (&self->locked_id, dossier_id);
  show_note (self, _("The patient of this draft is kept, and shown again once you reconnect."));
}
