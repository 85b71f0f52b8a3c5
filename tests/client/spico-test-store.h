/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-store.h"
#include "spico-test-region.h"

G_BEGIN_DECLS

/* A store of Mme Mauger's in a folder of its own, without a server. */
typedef struct {
  char *folder;
  SpicoStore *store;
} SpicoTestStore;

void spico_test_store_set_up (SpicoTestStore *fixture,
                              gconstpointer   data);
void spico_test_store_tear_down (SpicoTestStore *fixture,
                                 gconstpointer   data);

/** spico_test_store_put: writes what the server says: `{"account", "type", "list"}` */
void spico_test_store_put (SpicoTestStore *fixture,
                           const char     *text);

/** spico_test_store_put_accounts: writes the session's accounts: her own, and @others, as members of an object, each after a comma */
void spico_test_store_put_accounts (SpicoTestStore *fixture,
                                    const char     *others);

G_END_DECLS
