/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-search-filters.h"

#include <glib/gi18n.h>

#include "spico-choice-button.h"
#include "spico-day.h"
#include "spico-patient-text.h"
#include "spico-typed-day.h"

#define OWN_DATES "dates"

/* How many days a choice goes back, beside today. */
static const struct {
  const char *id;
  const char *name;
  int n_days;
} periods[] = {
  { "today", N_("Today"), 0 },
  { "week", N_("Last 7 Days"), 7 },
  { "month", N_("Last 30 Days"), 30 },
  { "year", N_("Last 12 Months"), 365 },
};

struct _SpicoSearchFilters {
  AdwBin parent_instance;

  /* Template widgets */
  SpicoChoiceButton *patient;
  SpicoChoiceButton *person;
  SpicoChoiceButton *period;
  GtkToggleButton *unread;
  GtkWidget *dates;
  GtkEditable *first_day;
  GtkEditable *last_day;
  GtkWidget *clear;

  SpicoClient *client;
  char *account_id;
  gboolean is_resetting;
};

G_DEFINE_FINAL_TYPE (SpicoSearchFilters, spico_search_filters, ADW_TYPE_BIN)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- What there is to choose from ---- */

static void
add_patient (SpicoChoiceButton *button,
             gpointer           item)
{
  g_autofree char *name = spico_patient_format_name (spico_patient_get_birth_name (item), spico_patient_get_first_names (item));
  g_autofree char *birth = spico_patient_format_birth (spico_patient_get_birth_date (item), spico_patient_get_sex (item));

  spico_choice_button_add (button, spico_patient_get_dossier_id (item), name, birth);
}

static void
add_person (SpicoChoiceButton *button,
            gpointer           item)
{
  const char *profession = spico_principal_get_profession (item);

  spico_choice_button_add (button, spico_principal_get_id (item), spico_principal_get_name (item), profession != NULL && *profession != '\0' ? profession : NULL);
}

typedef struct {
  GWeakRef button;
  void (*add) (SpicoChoiceButton *button,
               gpointer           item);
} Filling;

static void
filling_free (gpointer data)
{
  Filling *filling = data;

  g_weak_ref_clear (&filling->button);
  g_free (filling);
}

/* Where they cannot be read, there is nothing to choose from; the search goes on. */
static DexFuture *
read_cb (DexFuture *completed,
         gpointer   data)
{
  Filling *filling = data;
  g_autoptr (SpicoChoiceButton) button = g_weak_ref_get (&filling->button);
  const GValue *value = dex_future_get_value (completed, NULL);
  GListModel *items = value != NULL ? g_value_get_object (value) : NULL;

  if (button == NULL || items == NULL)
    return NULL;

  spico_choice_button_clear (button);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (items, i);

      filling->add (button, item);
    }
  spico_choice_button_show (button);

  return NULL;
}

static void
fill (SpicoChoiceButton *button,
      DexFuture         *items,
      void (*add)       (SpicoChoiceButton *button,
                         gpointer           item))
{
  Filling *filling = g_new0 (Filling, 1);

  g_weak_ref_init (&filling->button, button);
  filling->add = add;
  dex_future_disown (dex_future_finally (items, read_cb, filling, filling_free));
}

static void
patients_opened_cb (SpicoSearchFilters *self)
{
  if (self->account_id != NULL)
    fill (self->patient, spico_client_list_talked_about (self->client, self->account_id), add_patient);
}

static void
people_opened_cb (SpicoSearchFilters *self)
{
  if (self->account_id != NULL)
    fill (self->person, spico_client_list_talked_with (self->client, self->account_id), add_person);
}

/* ---- What is chosen ---- */

/* @text: a day, as one types it. Returns: its beginning here, @n_days later, in microseconds; 0 where none is typed. */
static gint64
parse_day (const char *text,
           int         n_days)
{
  g_autofree char *day = spico_typed_day_parse (text);
  g_autofree char *midnight = g_strconcat (day != NULL ? day : "", "T00:00:00", NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) start = g_date_time_new_from_iso8601 (midnight, zone);
  g_autoptr (GDateTime) shifted = start != NULL ? g_date_time_add_days (start, n_days) : NULL;

  return shifted != NULL ? g_date_time_to_unix_usec (shifted) : 0;
}

static gboolean
has_own_dates (SpicoSearchFilters *self)
{
  return g_strcmp0 (spico_choice_button_get_chosen (self->period), OWN_DATES) == 0;
}

/* Counted from midnight: a search that stays on the screen stays the same all day. */
static gint64
days_ago (int n_days)
{
  g_autoptr (GDateTime) now = spico_day_now (spico_day_get_default ());
  g_autoptr (GDateTime) midnight = g_date_time_new (g_date_time_get_timezone (now), g_date_time_get_year (now), g_date_time_get_month (now), g_date_time_get_day_of_month (now), 0, 0, 0);
  g_autoptr (GDateTime) start = g_date_time_add_days (midnight, -n_days);

  return g_date_time_to_unix_usec (start);
}

static void
read_period (SpicoSearchFilters *self,
             SpicoSearchFilter  *filter)
{
  const char *chosen = spico_choice_button_get_chosen (self->period);

  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      if (g_strcmp0 (chosen, periods[i].id) == 0)
        filter->from = days_ago (periods[i].n_days);
    }
  if (!has_own_dates (self))
    return;

  filter->from = parse_day (gtk_editable_get_text (self->first_day), 0);
  filter->before = parse_day (gtk_editable_get_text (self->last_day), 1);
}

static void
mark_fault (GtkEditable *entry)
{
  const char *text = gtk_editable_get_text (entry);
  gboolean is_wrong = *text != '\0' && parse_day (text, 0) == 0;

  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID, is_wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
update (SpicoSearchFilters *self)
{
  gtk_widget_set_visible (self->dates, has_own_dates (self));
  mark_fault (self->first_day);
  mark_fault (self->last_day);
  gtk_widget_set_visible (self->clear, has_own_dates (self) || spico_search_filters_is_narrowed (self));
}

static void
changed_cb (SpicoSearchFilters *self)
{
  if (self->is_resetting)
    return;

  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
period_changed_cb (SpicoSearchFilters *self)
{
  changed_cb (self);
  if (has_own_dates (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->first_day));
}

static void
clear_clicked_cb (SpicoSearchFilters *self)
{
  /* It goes, and does not take the focus along. */
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_BACKWARD);
  spico_search_filters_reset (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- Class ---- */

static void
spico_search_filters_dispose (GObject *object)
{
  SpicoSearchFilters *self = SPICO_SEARCH_FILTERS (object);

  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), SPICO_TYPE_SEARCH_FILTERS);
  g_clear_object (&self->client);
  g_clear_pointer (&self->account_id, g_free);

  G_OBJECT_CLASS (spico_search_filters_parent_class)->dispose (object);
}

static void
spico_search_filters_class_init (SpicoSearchFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = spico_search_filters_dispose;

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_SEARCH_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SPICO_TYPE_CHOICE_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-search-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoSearchFilters, patient);
  gtk_widget_class_bind_template_child (widget_class, SpicoSearchFilters, person);
  gtk_widget_class_bind_template_child (widget_class, SpicoSearchFilters, period);
  gtk_widget_class_bind_template_child (widget_class, SpicoSearchFilters, unread);
  gtk_widget_class_bind_template_child (widget_class, SpicoSearchFilters, dates);
  gtk_widget_class_bind_template_child (widget_class, SpicoSearchFilters, first_day);
  gtk_widget_class_bind_template_child (widget_class, SpicoSearchFilters, last_day);
  gtk_widget_class_bind_template_child (widget_class, SpicoSearchFilters, clear);
  gtk_widget_class_bind_template_callback (widget_class, patients_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, people_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, period_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked_cb);
}

static void
spico_search_filters_init (SpicoSearchFilters *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    spico_choice_button_add (self->period, periods[i].id, _(periods[i].name), NULL);
  spico_choice_button_add (self->period, OWN_DATES, _("Between Two Dates"), NULL);
}

void
spico_search_filters_set_source (SpicoSearchFilters *self,
                                 SpicoClient        *client,
                                 const char         *account_id)
{
  g_return_if_fail (SPICO_IS_SEARCH_FILTERS (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));

  g_set_object (&self->client, client);
  g_set_str (&self->account_id, account_id);
  spico_choice_button_clear (self->patient);
  spico_choice_button_clear (self->person);
  spico_search_filters_reset (self);
}

void
spico_search_filters_reset (SpicoSearchFilters *self)
{
  g_return_if_fail (SPICO_IS_SEARCH_FILTERS (self));

  self->is_resetting = TRUE;
  spico_choice_button_reset (self->patient);
  spico_choice_button_reset (self->person);
  spico_choice_button_reset (self->period);
  gtk_toggle_button_set_active (self->unread, FALSE);
  gtk_editable_set_text (self->first_day, "");
  gtk_editable_set_text (self->last_day, "");
  self->is_resetting = FALSE;
  update (self);
}

SpicoSearchFilter *
spico_search_filters_get_filter (SpicoSearchFilters *self)
{
  g_autoptr (SpicoSearchFilter) filter = spico_search_filter_new ();

  g_return_val_if_fail (SPICO_IS_SEARCH_FILTERS (self), NULL);

  filter->dossier_id = g_strdup (spico_choice_button_get_chosen (self->patient));
  filter->principal_id = g_strdup (spico_choice_button_get_chosen (self->person));
  filter->is_unread = gtk_toggle_button_get_active (self->unread);
  read_period (self, filter);

  return spico_search_filter_is_empty (filter) ? NULL : g_steal_pointer (&filter);
}

gboolean
spico_search_filters_is_narrowed (SpicoSearchFilters *self)
{
  g_autoptr (SpicoSearchFilter) filter = spico_search_filters_get_filter (self);

  return filter != NULL;
}
