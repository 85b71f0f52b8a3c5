/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client-private.h"
#include "spico-test-region.h"

G_BEGIN_DECLS

/* A conversation of the region, about a patient, between two people, its last message unread by the first. */
#define RETURN_HOME "Horaires du retour à domicile"
#define ASKED "Sortie vendredi ?"

/* Two people on the same region, each with a data folder; none is signed in at first. */
typedef struct {
  SpicoTestRegion *region;
  char *folder_a;
  char *folder_b;
  SpicoCredentials *keyring;
  SpicoClient *a;
  SpicoClient *b;
} SpicoTestClients;

void spico_test_clients_set_up (SpicoTestClients *fixture,
                                gconstpointer     data);
void spico_test_clients_tear_down (SpicoTestClients *fixture,
                                   gconstpointer     data);
void spico_test_let_go (SpicoClient **client);
gboolean spico_test_is_settled (SpicoClient *client);
guint spico_test_n_items (gpointer list);
char *spico_test_uri_of (SpicoTestClients *fixture,
                         SpicoClient      *client);
void spico_test_sign_in (SpicoTestClients *fixture,
                         SpicoClient      *client,
                         const char       *login);
SpicoList *spico_test_list_filled (SpicoClient *client,
                                   const char  *account_id);
/* By its name, in a list of groups. */
SpicoFavouriteGroup *spico_test_find_group (SpicoList  *list,
                                            const char *name);
gboolean spico_test_has_group (SpicoList  *list,
                               const char *name);
/* Whether the server knows it, as it stands, too. */
gboolean spico_test_group_is_told (SpicoList  *list,
                                   const char *name);
SpicoMessage *spico_test_last_message (SpicoMessageList *list);
gboolean spico_test_last_is (SpicoMessageList *list,
                             const char       *text,
                             SpicoMessageState state);
char *spico_test_start (SpicoClient *client,
                        const char  *account_id,
                        const char  *other_id,
                        const char  *subject,
                        const char  *text);
void spico_test_change_store (SpicoClient *client,
                              const char  *sql);

#define SPICO_TEST_ADD(name, function)                                                                                         \
  g_test_add ("/client/" name, SpicoTestClients, NULL, spico_test_clients_set_up, function, spico_test_clients_tear_down)

G_END_DECLS
