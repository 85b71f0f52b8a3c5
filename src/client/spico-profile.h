/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "spico-waiting.h"

G_BEGIN_DECLS

/**
 * SpicoProfile:
 * @server_uri: the server
 * @login: the login
 * @name: how the person is called, perhaps nothing
 * @folder: the folder of the store
 * @waiting: what was left when it was locked
 * @used_at: when it was last signed in to, unlocked, locked or closed, in microseconds since 1970
 * @failed_count: passwords that did not unlock it, one after the other
 * @failed_at: when the last of them was tried
 * @uses_provider: whether they signed in with a provider the last time (F002), and not with a password
 * @has_own_lock: whether what unlocks it was chosen for this computer, and is not the password of their login
 *
 * Somebody who is signed in on this machine (B001): what is needed to ask the keyring, and nothing secret. A group in a file of the data folder.
 */
typedef struct {
  char *server_uri;
  char *login;
  char *name;
  char *folder;
  SpicoWaiting waiting;
  gint64 used_at;
  guint failed_count;
  gint64 failed_at;
  gboolean uses_provider;
  gboolean has_own_lock;
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

/**
 * spico_profile_load_all:
 * @data_dir: the data folder
 *
 * Returns: (transfer full): a future of a #GPtrArray of #SpicoProfile, who used it last first; empty where there is nobody, or nothing that can be read
 */
DexFuture *spico_profile_load_all (const char *data_dir);

/**
 * spico_profile_prepare:
 * @afresh: whether what stands there cannot be read any more, its key being lost
 *
 * Makes the folder, for its owner alone.
 *
 * Returns: (transfer full): a future of a boolean
 */
DexFuture *spico_profile_prepare (SpicoProfile *self,
                                  gboolean      afresh);

/** spico_profile_save: among those who are known here. Returns: (transfer full): a future of a boolean */
DexFuture *spico_profile_save (SpicoProfile *self);

/** spico_profile_erase: the store, and that anybody was known. Returns: (transfer full): a future of a boolean */
DexFuture *spico_profile_erase (SpicoProfile *self);

G_END_DECLS
