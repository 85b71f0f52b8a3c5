/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * SpicoProfile:
 * @server_uri: the server
 * @login: the login
 * @folder: the folder of the store
 *
 * Who is signed in on this machine: what is needed to ask the keyring, and nothing secret. A file of the data folder.
 */
typedef struct {
  char *server_uri;
  char *login;
  char *folder;
} SpicoProfile;

#define SPICO_TYPE_PROFILE (spico_profile_get_type ())
GType spico_profile_get_type (void);
SpicoProfile *spico_profile_new (const char *data_dir,
                                 const char *server_uri,
                                 const char *login);
SpicoProfile *spico_profile_copy (SpicoProfile *self);
void spico_profile_free (SpicoProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoProfile, spico_profile_free)

char *spico_profile_get_store_path (SpicoProfile *self);
DexFuture *spico_profile_load_last (const char *data_dir);
DexFuture *spico_profile_prepare (SpicoProfile *self,
                                  gboolean      afresh);
DexFuture *spico_profile_save_last (SpicoProfile *self);
DexFuture *spico_profile_erase (SpicoProfile *self);

G_END_DECLS
