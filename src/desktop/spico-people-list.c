/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-people-list.h"

#include <glib/gi18n.h>

#include "spico-avatar.h"

struct _SpicoPeopleList {
  AdwBin parent_instance;

  /* Template widgets */
  AdwPreferencesGroup *group;
  GtkWidget *somebody_else;

  GListModel *people;
  GPtrArray *rows;
  gboolean shows_somebody_else;
};

G_DEFINE_FINAL_TYPE (SpicoPeopleList, spico_people_list, ADW_TYPE_BIN)

enum {
  PROP_0,
  PROP_SHOWS_SOMEBODY_ELSE,
  N_PROPS
};

enum {
  SOMEBODY_ELSE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GtkWidget *
create_row (SpicoKnownPerson *person)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = spico_avatar_new (32);

  spico_avatar_set_name (SPICO_AVATAR (avatar), spico_known_person_get_name (person));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), spico_known_person_get_name (person));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), spico_known_person_get_login (person));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(ss)", spico_known_person_get_server_uri (person), spico_known_person_get_login (person));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.choose-person");

  return row;
}

/* The last row stays the last. */
static void
update (SpicoPeopleList *self)
{
  guint n = self->people != NULL ? g_list_model_get_n_items (self->people) : 0;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  adw_preferences_group_remove (self->group, self->somebody_else);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpicoKnownPerson) person = g_list_model_get_item (self->people, i);
      GtkWidget *row = create_row (person);

      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
  adw_preferences_group_add (self->group, self->somebody_else);
  gtk_widget_set_visible (self->somebody_else, self->shows_somebody_else);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0 || self->shows_somebody_else);
}

static void
somebody_else_cb (SpicoPeopleList *self)
{
  g_signal_emit (self, signals[SOMEBODY_ELSE], 0);
}

static void
spico_people_list_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_SHOWS_SOMEBODY_ELSE)
    g_value_set_boolean (value, SPICO_PEOPLE_LIST (object)->shows_somebody_else);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
spico_people_list_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SpicoPeopleList *self = SPICO_PEOPLE_LIST (object);

  if (prop_id == PROP_SHOWS_SOMEBODY_ELSE)
    {
      self->shows_somebody_else = g_value_get_boolean (value);
      update (self);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
spico_people_list_dispose (GObject *object)
{
  SpicoPeopleList *self = SPICO_PEOPLE_LIST (object);

  if (self->people != NULL)
    g_signal_handlers_disconnect_by_data (self->people, self);
  g_clear_object (&self->people);
  g_clear_object (&self->somebody_else);
  /* The bin lets go of a child that is a template child too; the template would do it behind its back. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (spico_people_list_parent_class)->dispose (object);
}

static void
spico_people_list_finalize (GObject *object)
{
  g_ptr_array_unref (SPICO_PEOPLE_LIST (object)->rows);

  G_OBJECT_CLASS (spico_people_list_parent_class)->finalize (object);
}

static void
spico_people_list_class_init (SpicoPeopleListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = spico_people_list_get_property;
  object_class->set_property = spico_people_list_set_property;
  object_class->dispose = spico_people_list_dispose;
  object_class->finalize = spico_people_list_finalize;

  properties[PROP_SHOWS_SOMEBODY_ELSE] = g_param_spec_boolean ("shows-somebody-else", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SOMEBODY_ELSE] = g_signal_new ("somebody-else", SPICO_TYPE_PEOPLE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/esante/Spico/ui/spico-people-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SpicoPeopleList, group);
}

static void
spico_people_list_init (SpicoPeopleList *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  self->somebody_else = g_object_ref_sink (adw_button_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->somebody_else), _("Somebody Else…"));
  g_signal_connect_object (self->somebody_else, "activated", G_CALLBACK (somebody_else_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, self->somebody_else);
  update (self);
}

void
spico_people_list_set_client (SpicoPeopleList *self,
                              SpicoClient     *client)
{
  g_return_if_fail (SPICO_IS_PEOPLE_LIST (self));
  g_return_if_fail (SPICO_IS_CLIENT (client));
  g_return_if_fail (self->people == NULL);

  self->people = spico_client_list_other_people (client);
  g_signal_connect_swapped (self->people, "items-changed", G_CALLBACK (update), self);
  update (self);
}
