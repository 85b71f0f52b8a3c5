/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-pull.h"
#include "spico-store-pull.h"

G_BEGIN_DECLS

guint spico_pull_max_objects (SpicoSession *session);
gboolean spico_pull_write (SpicoSession *session,
                           SpicoStore   *store,
                           GPtrArray    *batches,
                           GError      **error);
gboolean spico_pull_write_one (SpicoSession    *session,
                               SpicoStore      *store,
                               const char      *account_id,
                               const SpicoType *type,
                               JsonArray       *list,
                               GError         **error);
gboolean spico_pull_circles (SpicoSession *session,
                             SpicoStore   *store,
                             GError      **error);
GStrv spico_pull_principals_page (SpicoSession *session,
                                  SpicoStore   *store,
                                  JsonObject   *filter,
                                  guint         position,
                                  guint         limit,
                                  GError      **error);
gboolean spico_pull_whole (SpicoSession    *session,
                           SpicoStore      *store,
                           const SpicoType *type,
                           const char      *setting_name,
                           SpicoStoreFunc   write,
                           const char      *state,
                           GError         **error);
gboolean spico_pull_profiles (SpicoSession *session,
                              SpicoStore   *store,
                              SpicoRows    *rows,
                              GHashTable   *dirty,
                              GError      **error);
gboolean spico_pull_region (SpicoSession *session,
                            SpicoStore   *store,
                            GError      **error);

G_END_DECLS
