/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-absence-dialog.h"

#include <glib/gi18n.h>

#include "spico-absence-text.h"
#include "spico-account-dialog.h"
#include "spico-acting.h"
#include "spico-banner.h"
#include "spico-client-forms.h"
#include "spico-error-text.h"
#include "spico-picker.h"
#include "spico-saveable.h"
#include "spico-typed-day.h"

struct _SpicoAbsenceDialog {
  AdwDialog parent_instance;

  /* Template widgets */
  AdwNavigationView *navigation;
  AdwBanner *banner;
  AdwPreferencesGroup *declared;
  AdwPreferencesGroup *form;
  GtkEditable *first_day;
  GtkEditable *last_day;
  AdwActionRow *stand_in;
  GtkWidget *no_stand_in;
  GtkEditable *message;
  GtkLabel *reason;
  GtkWidget *declare;
  SpicoPicker *picker;

  SpicoClient *client;
  char *account_id;
  char *account_name;
  GListStore *chosen;
  GPtrArray *rows;
  /* What is being declared, or NULL. */
  GStrv declaring;
  gulong connection_handler;
  guint save_source;
  gboolean is_busy;
  gboolean is_filling;
  /* What was kept has been read: before that, nothing is written over it. */
  gboolean is_ready;
};

static void saveable_init (SpicoSaveableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpicoAbsenceDialog, spico_absence_dialog, ADW_TYPE_DIALOG, G_IMPLEMENT_INTERFACE (SPICO_TYPE_SAVEABLE, saveable_init))

#define SAVE_DELAY_MS 500

static void read_absences (SpicoAbsenceDialog *self);
static void show_stand_in (SpicoAbsenceDialog *self);

/* ---- What is typed ---- */

static char *
today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

static gboolean
is_online (SpicoAbsenceDialog *self)
{
  return spico_client_get_connection (self->client) == SPICO_CONNECTION_ONLINE;
}

static void
update (SpicoAbsenceDialog *self)
{
  g_autofree char *first_day = spico_typed_day_parse (gtk_editable_get_text (self->first_day));
  g_autofree char *last_day = spico_typed_day_parse (gtk_editable_get_text (self->last_day));
  g_autofree char *day = today ();
  const char *fault = spico_absence_find_fault (first_day, last_day, day);

  if (!is_online (self))
    fault = _("Off line, absences can be neither declared nor removed");
  gtk_label_set_label (self->reason, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), fault != NULL);
  gtk_widget_set_sensitive (self->declare, fault == NULL && !self->is_busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "absence.withdraw", is_online (self) && !self->is_busy);
}

static SpicoPrincipal *
dup_stand_in (SpicoAbsenceDialog *self)
{
  return g_list_model_get_item (G_LIST_MODEL (self->chosen), 0);
}

/* ---- What is kept of it until it is declared ---- */

static void
save_late_cb (gpointer user_data)
{
  SpicoAbsenceDialog *self = user_data;

  self->save_source = 0;
  dex_future_disown (spico_saveable_save (SPICO_SAVEABLE (self)));
}

static void
keep (SpicoAbsenceDialog *self)
{
  if (self->save_source == 0 && !self->is_filling)
    self->save_source = g_timeout_add_once (SAVE_DELAY_MS, save_late_cb, self);
}

/* Whoever was quicker than the store has begun anew. */
static gboolean
is_empty (SpicoAbsenceDialog *self)
{
  return *gtk_editable_get_text (self->first_day) == '\0' && *gtk_editable_get_text (self->last_day) == '\0' && *gtk_editable_get_text (self->message) == '\0' &&
         g_list_model_get_n_items (G_LIST_MODEL (self->chosen)) == 0;
}

static void
fill (SpicoAbsenceDialog *self,
      char              **values)
{
  self->is_filling = TRUE;
  gtk_editable_set_text (self->first_day, values[SPICO_ABSENCE_FIRST_DAY]);
  gtk_editable_set_text (self->last_day, values[SPICO_ABSENCE_LAST_DAY]);
  gtk_editable_set_text (self->message, values[SPICO_ABSENCE_MESSAGE]);
  if (*values[SPICO_ABSENCE_STAND_IN] != '\0')
    {
      g_autoptr (SpicoPrincipal) stand_in = spico_client_get_principal (self->client, values[SPICO_ABSENCE_STAND_IN]);

      g_list_store_append (self->chosen, stand_in);
      g_signal_connect_object (stand_in, "notify", G_CALLBACK (show_stand_in), self, G_CONNECT_SWAPPED);
    }
  self->is_filling = FALSE;
}

static DexFuture *
form_read_cb (DexFuture *future,
              gpointer   user_data)
{
  SpicoAbsenceDialog *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  char **values = value != NULL ? g_value_get_boxed (value) : NULL;

  if (self->client == NULL)
    return dex_future_new_true ();

  self->is_ready = value != NULL;
  if (values != NULL && is_empty (self))
    fill (self, values);

  return dex_future_new_true ();
}

static void
edited_cb (SpicoAbsenceDialog *self)
{
  if (self->client == NULL)
    return;

  keep (self);
  update (self);
}

/* ---- Who stands in ---- */

static void
show_stand_in (SpicoAbsenceDialog *self)
{
  g_autoptr (SpicoPrincipal) principal = dup_stand_in (self);

  adw_action_row_set_subtitle (self->stand_in, principal != NULL ? spico_principal_get_name (principal) : _("Nobody"));
  gtk_widget_set_visible (self->no_stand_in, principal != NULL);
}

/* One person at most: whoever is chosen last. */
static void
chosen_cb (SpicoAbsenceDialog *self,
           guint               position,
           guint               removed,
           guint               added)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->chosen)) > 1)
    {
      g_list_store_remove (self->chosen, 0);
      return;
    }

  keep (self);
  show_stand_in (self);
  if (added > 0 && !self->is_filling)
    adw_navigation_view_pop_to_tag (self->navigation, "form");
}

static void
choose_stand_in_cb (SpicoAbsenceDialog *self)
{
  adw_navigation_view_push_by_tag (self->navigation, "stand-in");
  spico_picker_start (self->picker);
}

static void
no_stand_in_cb (SpicoAbsenceDialog *self)
{
  g_list_store_remove_all (self->chosen);
}

static void
stand_in_closed_cb (SpicoAbsenceDialog *self)
{
  adw_navigation_view_pop_to_tag (self->navigation, "form");
}

/* ---- What was declared ---- */

static GStrv
read_form (SpicoAbsenceDialog *self)
{
  g_autoptr (SpicoPrincipal) stand_in = dup_stand_in (self);
  const char *values[SPICO_ABSENCE_N_FIELDS + 1] = { NULL };

  values[SPICO_ABSENCE_FIRST_DAY] = gtk_editable_get_text (self->first_day);
  values[SPICO_ABSENCE_LAST_DAY] = gtk_editable_get_text (self->last_day);
  values[SPICO_ABSENCE_MESSAGE] = gtk_editable_get_text (self->message);
  values[SPICO_ABSENCE_STAND_IN] = stand_in != NULL ? spico_principal_get_id (stand_in) : "";

  return g_strdupv ((GStrv) values);
}

/* What was declared is no longer to be; what was typed since, or beside an absence that was withdrawn, is. It is forgotten at once, as the dialog may be closed already. */
static void
forget_declared (SpicoAbsenceDialog *self)
{
  g_auto (GStrv) declared = g_steal_pointer (&self->declaring);
  g_auto (GStrv) now = read_form (self);

  if (declared == NULL || !g_strv_equal ((const char *const *) declared, (const char *const *) now))
    return;

  gtk_editable_set_text (self->first_day, "");
  gtk_editable_set_text (self->last_day, "");
  gtk_editable_set_text (self->message, "");
  g_list_store_remove_all (self->chosen);
  dex_future_disown (spico_saveable_save (SPICO_SAVEABLE (self)));
}

static DexFuture *
changed_cb (DexFuture *future,
            gpointer   user_data)
{
  SpicoAbsenceDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_busy = FALSE;
  if (self->client == NULL)
    return dex_future_new_true ();

  if (dex_future_get_value (future, &error) != NULL)
    {
      spico_banner_show (self->banner, NULL);
      forget_declared (self);
      read_absences (self);
    }
  else
    {
      spico_banner_show (self->banner, g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CONFLICT) ? _("An absence is declared for some of these days already.") : spico_error_text (error));
    }
  update (self);

  return dex_future_new_true ();
}

static void
declare_cb (SpicoAbsenceDialog *self)
{
  g_autofree char *first_day = spico_typed_day_parse (gtk_editable_get_text (self->first_day));
  g_autofree char *last_day = spico_typed_day_parse (gtk_editable_get_text (self->last_day));
  g_autoptr (SpicoPrincipal) stand_in = dup_stand_in (self);

  if (!gtk_widget_get_sensitive (self->declare))
    return;

  self->is_busy = TRUE;
  g_strfreev (self->declaring);
  self->declaring = read_form (self);
  update (self);
  dex_future_disown (dex_future_finally (spico_client_declare_absence (self->client, self->account_id, first_day, last_day,
                                                                       stand_in != NULL ? spico_principal_get_id (stand_in) : NULL, gtk_editable_get_text (self->message)),
                                         changed_cb, g_object_ref (self), g_object_unref));
}

static void
withdraw_cb (GtkWidget  *widget,
             const char *action_name,
             GVariant   *absence_id)
{
  SpicoAbsenceDialog *self = SPICO_ABSENCE_DIALOG (widget);

  self->is_busy = TRUE;
  g_clear_pointer (&self->declaring, g_strfreev);
  update (self);
  dex_future_disown (dex_future_finally (spico_client_withdraw_absence (self->client, self->account_id, g_variant_get_string (absence_id, NULL)), changed_cb, g_object_ref (self),
                                         g_object_unref));
}

/* Who declared it for the account is named with it (F022). */
static char *
describe_declarer (SpicoPrincipal *declarer,
                   const char     *account_name)
{
  g_autofree char *both = NULL;

  if (*spico_principal_get_name (declarer) == '\0')
    return NULL;
  both = spico_acting_text (spico_principal_get_name (declarer), account_name);
  /* Translators: %s is « Mme X on behalf of Y » */
  return g_strdup_printf (_("Declared by %s"), both);
}

/* The names of who stands in, and of who declared it, may come after the row. */
static void
describe (AdwActionRow *row)
{
  SpicoPrincipal *stand_in = g_object_get_data (G_OBJECT (row), "stand-in");
  SpicoPrincipal *declarer = g_object_get_data (G_OBJECT (row), "declarer");
  const char *message = g_object_get_data (G_OBJECT (row), "message");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  g_autofree char *declared = declarer != NULL ? describe_declarer (declarer, g_object_get_data (G_OBJECT (row), "account")) : NULL;

  if (stand_in != NULL)
    /* Translators: %s is a person or a structure */
    g_strv_builder_take (builder, g_strdup_printf (_("Stand-in: %s"), spico_principal_get_name (stand_in)));
  if (*message != '\0')
    g_strv_builder_add (builder, message);
  if (declared != NULL)
    g_strv_builder_add (builder, declared);

  lines = g_strv_builder_end (builder);
  text = g_strjoinv ("\n", lines);
  adw_action_row_set_subtitle (row, text);
}

/* Takes the principal. */
static void
follow_name (GtkWidget      *row,
             const char     *key,
             SpicoPrincipal *principal)
{
  g_object_set_data_full (G_OBJECT (row), key, principal, g_object_unref);
  g_signal_connect_object (principal, "notify", G_CALLBACK (describe), row, G_CONNECT_SWAPPED);
}

static void
add_withdraw_button (GtkWidget          *row,
                     SpicoAbsence       *absence,
                     const char         *days)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: %s is « From 24/12/2026 to 02/01/2027 » */
  g_autofree char *label = g_strdup_printf (_("Remove the absence: %s"), days);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "absence.withdraw");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", spico_absence_get_id (absence));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_absence (SpicoAbsenceDialog *self,
             SpicoAbsence       *absence)
{
  g_autofree char *days = spico_absence_format_days (spico_absence_get_first_day (absence), spico_absence_get_last_day (absence));
  const char *declarer_id = spico_absence_get_declared_by_id (absence);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), days);
  g_object_set_data_full (G_OBJECT (row), "message", g_strdup (spico_absence_get_message (absence)), g_free);
  g_object_set_data_full (G_OBJECT (row), "account", g_strdup (self->account_name), g_free);
  if (spico_absence_get_stand_in_id (absence) != NULL)
    follow_name (row, "stand-in", spico_client_get_principal (self->client, spico_absence_get_stand_in_id (absence)));
  if (declarer_id != NULL && !g_str_equal (declarer_id, self->account_id))
    follow_name (row, "declarer", spico_client_get_principal (self->client, declarer_id));
  describe (ADW_ACTION_ROW (row));
  add_withdraw_button (row, absence, days);
  adw_preferences_group_add (self->declared, row);
  g_ptr_array_add (self->rows, row);
}

static DexFuture *
absences_read_cb (DexFuture *future,
                  gpointer   user_data)
{
  SpicoAbsenceDialog *self = user_data;
  const GValue *value = dex_future_get_value (future, NULL);
  GListModel *absences = value != NULL ? g_value_get_object (value) : NULL;

  if (self->client == NULL || absences == NULL)
    return dex_future_new_true ();

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->declared, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < g_list_model_get_n_items (absences); i++)
    {
      g_autoptr (SpicoAbsence) absence = g_list_model_get_item (absences, i);

      add_absence (self, absence);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->declared), self->rows->len > 0);

  return dex_future_new_true ();
}

static void
read_absences (SpicoAbsenceDialog *self)
{
  dex_future_disown (dex_future_finally (spico_client_list_absences (self->client, self->account_id), absences_read_cb, g_object_ref (self), g_object_unref));
}

static void
connection_cb (SpicoAbsenceDialog *self)
{
  update (self);
  if (is_online (self))
    read_absences (self);
}

static void
spico_absence_dialog_closed (AdwDialog *dialog)
{
  dex_future_disown (spico_saveable_save (SPICO_SAVEABLE (dialog)));
}

/* ---- Class ---- */

static DexFuture *
save (SpicoSaveable *saveable)
{
  SpicoAbsenceDialog *self = SPICO_ABSENCE_DIALOG (saveable);
  g_auto (GStrv) values = NULL;

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (!self->is_ready && is_empty (self))
    return dex_future_new_true ();
  values = read_form (self);

  return spico_client_save_form (self->client, self->account_id, SPICO_ABSENCE_FORM, (const char *const *) values);
}

static void
saveable_init (SpicoSaveableInterface *iface)
{
  iface->save = save;
}

static void
spico_absence_dialog_dispose (GObject *object)
{
  SpicoAbsenceDialog *self = SPICO_ABSENCE_DIALOG (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (self->client != NULL)
    g_clear_signal_handler (&self->connection_handler, self->client);
  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (self), SPICO_TYPE_ABSENCE_DIALOG);
  g_clear_object (&self->chosen);

  G_OBJECT_CLASS (spico_absence_dialog_parent_class)->dispose (object);
}

static void
spico_absence_dialog_finalize (GObject *object)
{
  SpicoAbsenceDialog *self = SPICO_ABSENCE_DIALOG (object);

  g_free (self->account_id);
  g_free (self->account_name);
  g_strfreev (self->declaring);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (spico_absence_dialog_parent_class)->finalize (object);
}

static void
spico_absence_dialog_class_init (SpicoAbsenceDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = spico_absence_dialog_dispose;
  object_class->finalize = spico_absence_dialog_finalize;
  ADW_DIALOG_CLASS (klass)->closed = spico_absence_dialog_closed;

  g_type_ensure (SPICO_TYPE_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-absence-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoAbsenceDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, SpicoAbsenceDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, SpicoAbsenceDialog, declared);
  gtk_widget_class_bind_template_child (widget_class, SpicoAbsenceDialog, form);
  gtk_widget_class_bind_template_child (widget_class, SpicoAbsenceDialog, first_day);
  gtk_widget_class_bind_template_child (widget_class, SpicoAbsenceDialog, last_day);
  gtk_widget_class_bind_template_child (widget_class, SpicoAbsenceDialog, stand_in);
  gtk_widget_class_bind_template_child (widget_class, SpicoAbsenceDialog, no_stand_in);
  gtk_widget_class_bind_template_child (widget_class, SpicoAbsenceDialog, message);
  gtk_widget_class_bind_template_child (widget_class, SpicoAbsenceDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, SpicoAbsenceDialog, declare);
  gtk_widget_class_bind_template_child (widget_class, SpicoAbsenceDialog, picker);
  gtk_widget_class_install_action (widget_class, "absence.withdraw", "s", withdraw_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, declare_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_stand_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, no_stand_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, stand_in_closed_cb);
}

static void
spico_absence_dialog_init (SpicoAbsenceDialog *self)
{
  self->rows = g_ptr_array_new ();
  self->chosen = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->stand_in), FALSE);
  spico_picker_set_model (self->picker, self->chosen);
  g_signal_connect_object (self->chosen, "items-changed", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
}

AdwDialog *
spico_absence_dialog_new (SpicoClient  *client,
                          SpicoAccount *account)
{
  SpicoAbsenceDialog *self = g_object_new (SPICO_TYPE_ABSENCE_DIALOG, NULL);
  /* Translators: %s is a person or a structure */
  g_autofree char *whose = g_strdup_printf (_("Absence of %s"), spico_account_get_name (account));

  self->client = g_object_ref (client);
  self->account_id = g_strdup (spico_account_get_id (account));
  self->account_name = g_strdup (spico_account_get_name (account));
  adw_preferences_group_set_description (self->form, whose);
  spico_picker_set_client (self->picker, client);
  spico_picker_set_account (self->picker, self->account_id);
  self->connection_handler = g_signal_connect_swapped (client, "notify::connection", G_CALLBACK (connection_cb), self);
  spico_account_dialog_follow (ADW_DIALOG (self), client, self->account_id);
  show_stand_in (self);
  connection_cb (self);
  dex_future_disown (dex_future_finally (spico_client_load_form (client, self->account_id, SPICO_ABSENCE_FORM, SPICO_ABSENCE_N_FIELDS), form_read_cb, g_object_ref (self), g_object_unref));

  return ADW_DIALOG (self);
}
