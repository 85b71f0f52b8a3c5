/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-store-reads.h"

G_BEGIN_DECLS

SpicoList *spico_list_new (SpicoClient    *client,
                           SpicoReadQuery *query);
SpicoReadQuery *spico_list_get_query (SpicoList *self);
void spico_list_set_searching (SpicoList *self,
                               gboolean   is_searching);
void spico_list_set_error (SpicoList    *self,
                           const GError *error);
void spico_list_set_found (SpicoList         *self,
                           const char *const *found_ids);
void spico_list_set_not_found (SpicoList    *self,
                               const GError *error);

G_END_DECLS
