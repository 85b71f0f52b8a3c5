/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-client-templates.h"

#include "spico-client-private.h"
#include "spico-store-list.h"
#include "spico-store-templates.h"
#include "spico-store-writes.h"
#include "spico-template.h"
#include "spico-text.h"
#include "spico-uuid.h"

/* By their names, then what was typed of new ones. */
static const SpicoStoreListKind templates_kind = {
  spico_message_template_get_type,
  spico_store_read_templates,
  (GEqualFunc) spico_message_template_equals,
  SPICO_CHANGE_TEMPLATES,
};

GListModel *
spico_client_list_templates (SpicoClient *self,
                             const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  return spico_store_list_new (self->store, &templates_kind, account_id);
}

static DexFuture *
submit (SpicoClient   *self,
        SpicoStoreFunc func,
        const char    *account_id,
        const char    *template_id,
        const char    *name,
        const char    *text)
{
  SpicoWrite *write;

  if (self->store == NULL)
    return spico_client_nobody ();

  write = spico_write_new (account_id, NULL, template_id);
  write->subject = g_strdup (name);
  write->text = g_strdup (text);
  write->number = g_get_real_time ();

  return spico_store_write (self->store, func, write, spico_write_free);
}

DexFuture *
spico_client_save_template (SpicoClient *self,
                            const char  *account_id,
                            const char  *template_id,
                            const char  *name,
                            const char  *text)
{
  g_autofree char *normal_name = spico_client_normalize (name, SPICO_TEMPLATE_NAME_MAX);
  g_autofree char *normal_text = spico_client_normalize (text, SPICO_TEMPLATE_TEXT_MAX);

  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && template_id != NULL, NULL);

  if (normal_name == NULL || spico_text_is_blank (normal_name) || normal_text == NULL || spico_text_is_blank (normal_text))
    return dex_future_new_for_error (g_error_new_literal (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_INVALID, "A template has a name and a text"));

  return submit (self, spico_write_template, account_id, template_id, g_strstrip (normal_name), normal_text);
}

DexFuture *
spico_client_destroy_template (SpicoClient *self,
                               const char  *account_id,
                               const char  *template_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && template_id != NULL, NULL);

  return submit (self, spico_write_untemplate, account_id, template_id, NULL, NULL);
}

DexFuture *
spico_client_keep_template (SpicoClient *self,
                            const char  *account_id,
                            const char  *template_id,
                            const char  *name,
                            const char  *text)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && template_id != NULL && name != NULL && text != NULL, NULL);

  return submit (self, spico_write_template_draft, account_id, template_id, name, text);
}

char *
spico_client_new_template_id (void)
{
  return spico_uuid_new (g_get_real_time ());
}
