/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in a form that is not sent yet: a setting of the store, as text of a GVariant. */
#include "spico-client-forms.h"

#include "spico-client-private.h"
#include "spico-store-reads.h"
#include "spico-store-writes.h"

static char *
name_setting (const char *account_id,
              const char *form)
{
  return g_strdup_printf ("form/%s/%s", form, account_id);
}

static gboolean
has_words (const char *const *values)
{
  for (guint i = 0; values[i] != NULL; i++)
    if (*values[i] != '\0')
      return TRUE;

  return FALSE;
}

DexFuture *
spico_client_save_form (SpicoClient       *self,
                        const char        *account_id,
                        const char        *form,
                        const char *const *values)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) variant = NULL;
  SpicoWrite *write;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && form != NULL && values != NULL, NULL);

  if (self->store == NULL)
    return spico_client_nobody ();

  name = name_setting (account_id, form);
  variant = g_variant_ref_sink (g_variant_new_strv (values, -1));
  write = spico_write_new (NULL, NULL, name);
  write->text = has_words (values) ? g_variant_print (variant, FALSE) : g_strdup ("");

  return spico_store_write (self->store, spico_write_setting, write, spico_write_free);
}

typedef struct {
  guint n_values;
} Shape;

static DexFuture *
read_cb (DexFuture *future,
         gpointer   data)
{
  const Shape *shape = data;
  const char *text = g_value_get_string (dex_future_get_value (future, NULL));
  g_autoptr (GVariant) variant = text != NULL && *text != '\0' ? g_variant_parse (G_VARIANT_TYPE_STRING_ARRAY, text, NULL, NULL, NULL) : NULL;
  char **values = variant != NULL && g_variant_n_children (variant) == shape->n_values ? g_variant_dup_strv (variant, NULL) : NULL;

  return dex_future_new_take_boxed (G_TYPE_STRV, values);
}

DexFuture *
spico_client_load_form (SpicoClient *self,
                        const char  *account_id,
                        const char  *form,
                        guint        n_values)
{
  Shape *shape;

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && form != NULL, NULL);

  if (self->store == NULL)
    return spico_client_nobody ();

  shape = g_new (Shape, 1);
  shape->n_values = n_values;

  return dex_future_then (spico_store_read (self->store, spico_read_setting, name_setting (account_id, form), g_free), read_cb, shape, g_free);
}
