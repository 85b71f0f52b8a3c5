/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-outsiders.h"

#include <glib/gi18n.h>

struct _SpicoOutsiders {
  GObject parent_instance;

  SpicoList *circle;
  GListModel *members;
  GHashTable *accepted;
  gboolean asks_about_all;
};

G_DEFINE_FINAL_TYPE (SpicoOutsiders, spico_outsiders, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CIRCLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_in_circle (SpicoOutsiders *self,
              const char     *principal_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->circle)); i++)
    {
      g_autoptr (SpicoCircleMember) member = g_list_model_get_item (G_LIST_MODEL (self->circle), i);

      if (g_strcmp0 (spico_principal_get_id (spico_circle_member_get_principal (member)), principal_id) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Whoever may choose the patient stands in the circle: one without anybody was not read yet. */
static gboolean
is_known (SpicoOutsiders *self)
{
  return self->circle != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->circle)) > 0;
}

static char *
describe (SpicoOutsiders *self,
          GPtrArray      *outsiders)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *list = NULL;

  for (guint i = 0; i < outsiders->len; i++)
    g_strv_builder_add (builder, spico_principal_get_name (g_ptr_array_index (outsiders, i)));
  names = g_strv_builder_end (builder);
  list = g_strjoinv (", ", names);

  if (!is_known (self))
    /* Translators: %s is one name, or several with commas between them */
    return g_strdup_printf (ngettext ("This account does not see the patient’s care circle, and cannot tell whether %s is in it. In the conversation they will see who the patient is, and all that is written.",
                                      "This account does not see the patient’s care circle, and cannot tell whether %s are in it. In the conversation they will see who the patient is, and all that is written.",
                                      outsiders->len),
                            list);

  /* Translators: %s is one name, or several with commas between them */
  return g_strdup_printf (ngettext ("%s is not in this patient’s care circle. In the conversation they will see who the patient is, and all that is written.",
                                    "%s are not in this patient’s care circle. In the conversation they will see who the patient is, and all that is written.",
                                    outsiders->len),
                          list);
}

typedef struct {
  SpicoOutsiders *self;
  GPtrArray *outsiders;
  DexPromise *answer;
} Question;

static void
question_free (gpointer data,
               GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->self);
  g_ptr_array_unref (question->outsiders);
  dex_unref (question->answer);
  g_free (question);
}

static void
answered_cb (AdwAlertDialog *dialog,
             const char     *response,
             Question       *question)
{
  gboolean is_yes = g_str_equal (response, "yes");

  for (guint i = 0; is_yes && i < question->outsiders->len; i++)
    g_hash_table_add (question->self->accepted, g_strdup (spico_principal_get_id (g_ptr_array_index (question->outsiders, i))));
  dex_promise_resolve_boolean (question->answer, is_yes);
}

static void
spico_outsiders_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CIRCLE:
      g_value_set_object (value, SPICO_OUTSIDERS (object)->circle);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
spico_outsiders_finalize (GObject *object)
{
  SpicoOutsiders *self = SPICO_OUTSIDERS (object);

  g_clear_object (&self->circle);
  g_clear_object (&self->members);
  g_hash_table_unref (self->accepted);

  G_OBJECT_CLASS (spico_outsiders_parent_class)->finalize (object);
}

static void
spico_outsiders_class_init (SpicoOutsidersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = spico_outsiders_get_property;
  object_class->finalize = spico_outsiders_finalize;

  properties[PROP_CIRCLE] = g_param_spec_object ("circle", NULL, NULL, SPICO_TYPE_LIST, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
spico_outsiders_init (SpicoOutsiders *self)
{
  self->accepted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

SpicoOutsiders *
spico_outsiders_new (void)
{
  return g_object_new (SPICO_TYPE_OUTSIDERS, NULL);
}

void
spico_outsiders_set_circle (SpicoOutsiders *self,
                            SpicoList      *circle)
{
  g_return_if_fail (SPICO_IS_OUTSIDERS (self));

  if (!g_set_object (&self->circle, circle))
    return;

  g_hash_table_remove_all (self->accepted);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CIRCLE]);
}

SpicoList *
spico_outsiders_get_circle (SpicoOutsiders *self)
{
  g_return_val_if_fail (SPICO_IS_OUTSIDERS (self), NULL);

  return self->circle;
}

void
spico_outsiders_set_members (SpicoOutsiders *self,
                             GListModel     *members)
{
  g_return_if_fail (SPICO_IS_OUTSIDERS (self));

  g_set_object (&self->members, members);
}

gboolean
spico_outsiders_is_member (SpicoOutsiders *self,
                           SpicoPrincipal *principal)
{
  g_return_val_if_fail (SPICO_IS_OUTSIDERS (self), FALSE);

  for (guint i = 0; self->members != NULL && i < g_list_model_get_n_items (self->members); i++)
    {
      g_autoptr (SpicoPrincipal) member = g_list_model_get_item (self->members, i);

      if (member == principal)
        return TRUE;
    }

  return FALSE;
}

void
spico_outsiders_set_asks_about_all (SpicoOutsiders *self,
                                    gboolean        asks_about_all)
{
  g_return_if_fail (SPICO_IS_OUTSIDERS (self));

  self->asks_about_all = asks_about_all;
}

/* Where the circle is not known, who is chosen is not asked about one by one. */
static gboolean
is_to_be_asked (SpicoOutsiders *self,
                SpicoPrincipal *principal)
{
  if (self->asks_about_all && !is_known (self))
    return !g_hash_table_contains (self->accepted, spico_principal_get_id (principal));

  return spico_outsiders_has (self, principal);
}

gboolean
spico_outsiders_has (SpicoOutsiders *self,
                     SpicoPrincipal *principal)
{
  const char *id;

  g_return_val_if_fail (SPICO_IS_OUTSIDERS (self), FALSE);

  id = spico_principal_get_id (principal);

  return is_known (self) && !g_hash_table_contains (self->accepted, id) && !is_in_circle (self, id);
}

GPtrArray *
spico_outsiders_find (SpicoOutsiders *self,
                      GListModel     *principals,
                      const char     *account_id)
{
  GPtrArray *outsiders = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (principals); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (principals, i);

      if (g_strcmp0 (spico_principal_get_id (principal), account_id) != 0 && is_to_be_asked (self, principal))
        g_ptr_array_add (outsiders, g_steal_pointer (&principal));
    }

  return outsiders;
}

DexFuture *
spico_outsiders_ask (SpicoOutsiders *self,
                     GPtrArray      *outsiders,
                     GtkWidget      *parent,
                     const char     *yes)
{
  g_autofree char *body = describe (self, outsiders);
  AdwDialog *dialog = adw_alert_dialog_new (_("Outside the Care Circle"), body);
  Question *question = g_new0 (Question, 1);

  question->self = g_object_ref (self);
  question->outsiders = g_ptr_array_ref (outsiders);
  question->answer = dex_promise_new ();
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("Cancel"), "yes", yes, NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), question, question_free, 0);
  adw_dialog_present (dialog, parent);

  return DEX_FUTURE (dex_ref (question->answer));
}

typedef struct {
  SpicoPrincipal *principal;
  GListStore *chosen;
} Addition;

static void
addition_free (gpointer data)
{
  Addition *addition = data;

  g_object_unref (addition->principal);
  g_object_unref (addition->chosen);
  g_free (addition);
}

static DexFuture *
asked_cb (DexFuture *future,
          gpointer   data)
{
  Addition *addition = data;

  if (g_value_get_boolean (dex_future_get_value (future, NULL)) && !g_list_store_find (addition->chosen, addition->principal, NULL))
    g_list_store_append (addition->chosen, addition->principal);

  return dex_ref (future);
}

void
spico_outsiders_add (SpicoOutsiders *self,
                     SpicoPrincipal *principal,
                     GListStore     *chosen,
                     GtkWidget      *parent)
{
  g_autoptr (GPtrArray) outsiders = g_ptr_array_new_with_free_func (g_object_unref);
  Addition *addition = g_new0 (Addition, 1);

  g_ptr_array_add (outsiders, g_object_ref (principal));
  addition->principal = g_object_ref (principal);
  addition->chosen = g_object_ref (chosen);
  dex_future_disown (dex_future_then (spico_outsiders_ask (self, outsiders, parent, _("Add Anyway")), asked_cb, addition, addition_free));
}
