/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search of a mailbox (B004). */
#include "spico-client-search.h"

#include "spico-client-private.h"
#include "spico-list-items.h"
#include "spico-list-private.h"
#include "spico-people.h"
#include "spico-store-search.h"
#include "spico-store-writes.h"

static SpicoList *
search (SpicoClient             *self,
        SpicoReadKind            kind,
        const char              *account_id,
        const char              *text,
        const SpicoSearchFilter *filter)
{
  SpicoReadQuery *query = spico_read_query_new (kind, account_id);

  query->text = g_strdup (text);
  query->filter = filter != NULL ? spico_search_filter_copy (filter) : NULL;

  return spico_list_new (self, query);
}

SpicoList *
spico_client_search_conversations (SpicoClient             *self,
                                   const char              *account_id,
                                   const char              *text,
                                   const SpicoSearchFilter *filter)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && text != NULL, NULL);

  return search (self, SPICO_READ_CONVERSATIONS, account_id, text, filter);
}

SpicoList *
spico_client_search_messages (SpicoClient             *self,
                              const char              *account_id,
                              const char              *text,
                              const SpicoSearchFilter *filter)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL && text != NULL, NULL);

  return search (self, SPICO_READ_FOUND_MESSAGES, account_id, text, filter);
}

static DexFuture *
patients_cb (DexFuture *future,
             gpointer   data)
{
  SpicoPage *page = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_autoptr (GListStore) patients = g_list_store_new (SPICO_TYPE_PATIENT);

  for (guint i = 0; i < spico_rows_get_n_rows (page->rows); i++)
    {
      g_autoptr (SpicoPatient) patient = spico_list_items_make_patient (page->rows, i, 0);

      g_list_store_append (patients, patient);
    }

  return dex_future_new_for_object (patients);
}

static DexFuture *
people_cb (DexFuture *future,
           gpointer   data)
{
  SpicoClient *self = data;
  SpicoPage *page = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_autoptr (GListStore) people = g_list_store_new (SPICO_TYPE_PRINCIPAL);

  for (guint i = 0; i < spico_rows_get_n_rows (page->principals); i++)
    {
      g_autoptr (SpicoPrincipal) principal = spico_people_fill (self->people, page->principals, i);

      g_list_store_append (people, principal);
    }

  return dex_future_new_for_object (people);
}

static DexFuture *
list_choices (SpicoClient      *self,
              const char       *account_id,
              SpicoStoreFunc    read,
              DexFutureCallback read_cb)
{
  if (self->store == NULL)
    return spico_client_nobody ();

  return dex_future_then (spico_store_read (self->store, read, spico_write_new (account_id, NULL, NULL), spico_write_free), read_cb, g_object_ref (self), g_object_unref);
}

DexFuture *
spico_client_list_talked_about (SpicoClient *self,
                                const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  return list_choices (self, account_id, spico_store_read_talked_about, patients_cb);
}

DexFuture *
spico_client_list_talked_with (SpicoClient *self,
                               const char  *account_id)
{
  g_return_val_if_fail (SPICO_IS_CLIENT (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  return list_choices (self, account_id, spico_store_read_talked_with, people_cb);
}
