/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

/**
 * spico_client_save_form:
 * @account_id: whose form it is
 * @form: which one, by a name that no other has
 * @values: what stands in its fields, always in the same order
 *
 * Keeps in the store what was typed into a form, until it is saved without a word in it. For forms that are filled in in one go: what is written to somebody has drafts.
 *
 * Returns: (transfer full): a future of a boolean, once it is safely in the store
 */
DexFuture *spico_client_save_form (SpicoClient       *self,
                                   const char        *account_id,
                                   const char        *form,
                                   const char *const *values);

/**
 * spico_client_load_form:
 * @n_values: how many fields it has
 *
 * Returns: (transfer full): a future of a #GStrv, what was typed; %NULL where nothing was, or into other fields
 */
DexFuture *spico_client_load_form (SpicoClient *self,
                                   const char  *account_id,
                                   const char  *form,
                                   guint        n_values);

G_END_DECLS
