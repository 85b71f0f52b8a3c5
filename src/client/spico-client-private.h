/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-attachments.h"
#include "spico-client.h"
#include "spico-drafts.h"
#include "spico-people.h"
#include "spico-profile.h"
#include "spico-store.h"
#include "spico-sync.h"

G_BEGIN_DECLS

struct _SpicoClient {
  GObject parent_instance;

  char *data_dir;
  char *device_name;
  SpicoCredentials *credentials;

  SpicoClientState state;
  gboolean session_ended;
  SpicoProfile *profile;    /* who is signed in, or locked */
  GPtrArray *profiles;      /* all who are known here, as last read */
  GListStore *other_people; /* those but @profile */
  guint lock_delay;
  guint erasure_source;
  gboolean is_asking_erasure;
  SpicoStore *store;
  GBytes *key; /* of the store */
  SpicoDrafts *drafts;
  SpicoAttachments *attachments;
  SpicoSession *session;
  SpicoSync *sync;
  SpicoPeople *people;

  char *person_id;
  SpicoPrincipal *person;
  char *wanted_account_id;
  GListStore *accounts;
  SpicoAccount *account;
  guint pending_count;
  guint failed_count;
  gint64 contact_at; /* as last read */
  guint contact_hours;
  gboolean contact_lost;

  gboolean is_reading_accounts;
  gboolean accounts_are_stale;
  gboolean is_reading_waiting;
  gboolean waiting_is_stale;
  guint presence_source;
  DexFuture *last_search; /* of the directory */
};

DexFuture *spico_client_nobody (void);
void spico_client_set_state (SpicoClient     *self,
                             SpicoClientState state);
void spico_client_take_network (SpicoClient  *self,
                                SpicoSession *session);
void spico_client_take_store (SpicoClient  *self,
                              SpicoStore   *store,
                              GBytes       *key);
void spico_client_take_profile (SpicoClient  *self,
                                SpicoProfile *profile);
gboolean spico_client_await_profiles (SpicoClient *self,
                                      GError     **error);
gboolean spico_client_await_save_profile (SpicoClient *self,
                                          GError     **error);
gboolean spico_client_await_open_store (SpicoClient  *self,
                                        SpicoProfile *profile,
                                        GBytes       *key,
                                        GError      **error);
gboolean spico_client_await_lock (SpicoClient *self,
                                  GError     **error);
GBytes *spico_client_await_try_password (SpicoClient  *self,
                                         SpicoProfile *profile,
                                         const char   *password,
                                         GError      **error);
void spico_client_take_person (SpicoClient *self,
                               const char  *person_id);
void spico_client_await_drop_store (SpicoClient *self);
void spico_client_await_leave (SpicoClient *self);
void spico_client_erase (SpicoClient *self);
void spico_client_ask_erasure (SpicoClient *self);
void spico_client_await_erase_if_asked (SpicoClient  *self,
                                        SpicoProfile *profile);
void spico_client_tell_erased (SpicoClient *self,
                               gboolean     is_erased);
void spico_client_apply_accounts (SpicoClient *self,
                                  SpicoRows   *rows);
void spico_client_apply_waiting (SpicoClient *self,
                                 SpicoRows   *rows);

void spico_client_apply_contact (SpicoClient *self,
                                 SpicoRows   *rows);
void spico_client_set_contact_lost (SpicoClient *self,
                                    gboolean     is_lost);
void spico_client_read_contact (SpicoClient *self);
void spico_client_check_contact (SpicoClient *self,
                                 gint64       now_us);
gpointer spico_client_reading_new (SpicoClient *self);
void spico_client_reading_free (gpointer data);
SpicoClient *spico_client_reading_get (gpointer data);

DexFuture *spico_client_detach_all (SpicoClient *self,
                                    const char  *mailbox_id,
                                    const char  *conversation_id);
/* Returns: (transfer full) (nullable): the text as the server keeps it; %NULL where it is none, or longer */
char *spico_client_normalize (const char *text,
                              glong       max);
/* Returns: (transfer full) (nullable): the text of a message, as spico_client_normalize() gives it; empty where it is blank */
char *spico_client_normalize_message (const char *text);
SpicoStore *spico_client_get_store (SpicoClient *self);
const char *spico_client_get_person_id (SpicoClient *self);
SpicoPrincipal *spico_client_intern (SpicoClient *self,
                                     const char  *principal_id);
SpicoPrincipal *spico_client_fill_principal (SpicoClient *self,
                                             SpicoRows   *rows,
                                             guint        row);
void spico_client_fill_principals (SpicoClient *self,
                                   SpicoRows   *rows);
gboolean spico_client_is_sending (SpicoClient *self,
                                  const char  *message_id);
DexFuture *spico_client_fetch_older (SpicoClient *self,
                                     const char  *account_id,
                                     const char  *conversation_id,
                                     gint64       before_seq);

G_END_DECLS
