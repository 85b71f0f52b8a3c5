/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-client.h"

#include "fake-lists.h"
#include "spico-account-private.h"
#include "spico-client-contact.h"
#include "spico-conversation-private.h"
#include "spico-dossier-private.h"
#include "spico-message-private.h"
#include "spico-patient-private.h"
#include "spico-search-term-private.h"
#include "spico-principal-private.h"
#include "spico-reader-private.h"

/* The client */

struct _SpicoClient {
  GObject parent_instance;

  SpicoClientState state;
  SpicoConnection connection;
  GError *obstacle;
  guint pending_count;
  GListStore *accounts;
  SpicoAccount *account;
  GHashTable *principals;
  GListStore *conversations;
  GListStore *messages;
  GListStore *dossiers;
  GListStore *directory;
  GListStore *favourites;
  GListStore *searches;
  SpicoDraft *form;
  char *last_start;
  guint n_starts;
  char *draft;
  char *last_call;
};

G_DEFINE_FINAL_TYPE (SpicoClient, spico_client, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_CONNECTION,
  PROP_SESSION_ENDED,
  PROP_PENDING_COUNT,
  PROP_FAILED_COUNT,
  PROP_ACCOUNTS,
  PROP_ACCOUNT,
  PROP_PERSON,
  PROP_SERVER_URI,
  PROP_LOGIN,
  PROP_IS_SYNCING,
  PROP_CONTACT_LOST,
  N_PROPS
};

static void
spico_client_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SpicoClient *self = SPICO_CLIENT (object);

  if (prop_id == PROP_ACCOUNT)
    g_value_set_object (value, self->account);
  else if (prop_id == PROP_ACCOUNTS)
    g_value_set_object (value, self->accounts);
  else if (prop_id == PROP_STATE)
    g_value_set_enum (value, self->state);
  else if (prop_id == PROP_CONNECTION)
    g_value_set_enum (value, self->connection);
  else if (prop_id == PROP_CONTACT_LOST)
    g_value_set_boolean (value, spico_client_get_contact_lost (self));
}

static void
spico_client_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  if (prop_id == PROP_ACCOUNT)
    spico_client_set_account (SPICO_CLIENT (object), g_value_get_object (value));
}

static void
spico_client_finalize (GObject *object)
{
  SpicoClient *self = SPICO_CLIENT (object);

  g_clear_object (&self->accounts);
  g_clear_object (&self->account);
  g_clear_object (&self->conversations);
  g_clear_object (&self->messages);
  g_clear_object (&self->dossiers);
  g_clear_object (&self->directory);
  g_clear_object (&self->favourites);
  g_clear_object (&self->searches);
  g_clear_object (&self->form);
  g_hash_table_unref (self->principals);
  g_clear_error (&self->obstacle);
  g_free (self->draft);
  g_free (self->last_call);
  g_free (self->last_start);

  G_OBJECT_CLASS (spico_client_parent_class)->finalize (object);
}

static void
spico_client_class_init (SpicoClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = spico_client_get_property;
  object_class->set_property = spico_client_set_property;
  object_class->finalize = spico_client_finalize;
  g_signal_new ("group-requests-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("erased", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  g_object_class_install_property (object_class, PROP_STATE, g_param_spec_enum ("state", NULL, NULL, SPICO_TYPE_CLIENT_STATE, 0, G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_CONNECTION, g_param_spec_enum ("connection", NULL, NULL, SPICO_TYPE_CONNECTION, 0, G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_SESSION_ENDED, g_param_spec_boolean ("session-ended", NULL, NULL, FALSE, G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_PENDING_COUNT, g_param_spec_uint ("pending-count", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_FAILED_COUNT, g_param_spec_uint ("failed-count", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_ACCOUNTS, g_param_spec_object ("accounts", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_ACCOUNT, g_param_spec_object ("account", NULL, NULL, SPICO_TYPE_ACCOUNT, G_PARAM_READWRITE));
  g_object_class_install_property (object_class, PROP_PERSON, g_param_spec_object ("person", NULL, NULL, SPICO_TYPE_PRINCIPAL, G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_SERVER_URI, g_param_spec_string ("server-uri", NULL, NULL, NULL, G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_LOGIN, g_param_spec_string ("login", NULL, NULL, NULL, G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_IS_SYNCING, g_param_spec_boolean ("is-syncing", NULL, NULL, FALSE, G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_CONTACT_LOST, g_param_spec_boolean ("contact-lost", NULL, NULL, FALSE, G_PARAM_READABLE));
}

static void
spico_client_init (SpicoClient *self)
{
  self->accounts = g_list_store_new (SPICO_TYPE_ACCOUNT);
  self->conversations = g_list_store_new (SPICO_TYPE_CONVERSATION);
  self->messages = g_list_store_new (SPICO_TYPE_MESSAGE);
  self->dossiers = g_list_store_new (SPICO_TYPE_DOSSIER);
  self->directory = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  self->favourites = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  self->searches = g_list_store_new (SPICO_TYPE_SEARCH_TERM);
  self->principals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->draft = g_strdup ("");
}

static DexFuture *
called (SpicoClient *self,
        const char  *call)
{
  g_set_str (&self->last_call, call);

  return dex_future_new_for_boolean (TRUE);
}

SpicoClient *
spico_client_new (const char       *data_dir,
                  SpicoCredentials *credentials)
{
  return fake_client_new ();
}

SpicoClientState
spico_client_get_state (SpicoClient *self)
{
  return self->state;
}

SpicoConnection
spico_client_get_connection (SpicoClient *self)
{
  return self->connection;
}

const GError *
spico_client_get_obstacle (SpicoClient *self)
{
  return self->obstacle;
}

gboolean
spico_client_get_session_ended (SpicoClient *self)
{
  return FALSE;
}

gboolean
spico_client_is_syncing (SpicoClient *self)
{
  return FALSE;
}

guint
spico_client_get_pending_count (SpicoClient *self)
{
  return self->pending_count;
}

guint
spico_client_get_failed_count (SpicoClient *self)
{
  return 0;
}

GListModel *
spico_client_get_accounts (SpicoClient *self)
{
  return G_LIST_MODEL (self->accounts);
}

SpicoAccount *
spico_client_get_account (SpicoClient *self)
{
  return self->account;
}

SpicoPrincipal *
spico_client_get_person (SpicoClient *self)
{
  return NULL;
}

void
spico_client_set_account (SpicoClient  *self,
                          SpicoAccount *account)
{
  if (g_set_object (&self->account, account))
    g_object_notify (G_OBJECT (self), "account");
}

SpicoAccount *
spico_client_find_account (SpicoClient *self,
                           const char  *account_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (SpicoAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (g_strcmp0 (spico_account_get_id (account), account_id) == 0)
        return account;
    }

  return NULL;
}

SpicoPrincipal *
spico_client_get_principal (SpicoClient *self,
                            const char  *principal_id)
{
  SpicoPrincipal *principal = g_hash_table_lookup (self->principals, principal_id);

  if (principal == NULL)
    {
      principal = g_object_new (SPICO_TYPE_PRINCIPAL, NULL);
      spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_ID, principal_id);
      g_hash_table_insert (self->principals, g_strdup (principal_id), principal);
    }

  return g_object_ref (principal);
}

DexFuture *
spico_client_open_last (SpicoClient *self)
{
  return called (self, "open-last");
}

DexFuture *
spico_client_sign_in (SpicoClient *self,
                      const char  *server_uri,
                      const char  *login,
                      const char  *password)
{
  if (!g_str_equal (password, "spico-demo"))
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD, "refused");

  fake_client_fill (self);
  fake_client_set_state (self, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);

  return called (self, "sign-in");
}

DexFuture *
spico_client_sign_out (SpicoClient *self)
{
  return called (self, "sign-out");
}

DexFuture *
spico_client_close (SpicoClient *self)
{
  return called (self, "close");
}

void
spico_client_reconnect (SpicoClient *self)
{
}

SpicoList *
spico_client_list_conversations (SpicoClient          *self,
                                 const char           *account_id,
                                 SpicoConversationView view)
{
  return fake_list_new (self->conversations);
}

DexFuture *
spico_client_get_conversation (SpicoClient *self,
                               const char  *account_id,
                               const char  *conversation_id)
{
  return dex_future_new_for_object (fake_client_first_conversation (self));
}

SpicoMessageList *
spico_client_list_messages (SpicoClient *self,
                            const char  *account_id,
                            const char  *conversation_id)
{
  return fake_message_list_new (self->messages, 8);
}

DexFuture *
spico_client_send_message (SpicoClient *self,
                           const char  *mailbox_id,
                           const char  *account_id,
                           const char  *conversation_id,
                           const char  *in_reply_to_id,
                           const char  *text)
{
  g_set_str (&self->draft, "");

  return called (self, text);
}

DexFuture *
spico_client_retry (SpicoClient *self,
                    const char  *message_id)
{
  return called (self, "retry");
}

DexFuture *
spico_client_withdraw_failed (SpicoClient *self,
                              const char  *mailbox_id,
                              const char  *message_id)
{
  return called (self, "withdraw");
}

DexFuture *
spico_client_start_conversation (SpicoClient       *self,
                                 const char        *account_id,
                                 const char *const *participant_ids,
                                 const char        *used_groups,
                                 const char        *dossier_id,
                                 const char        *subject,
                                 const char        *text)
{
  g_autofree char *members = g_strjoinv (",", (char **) participant_ids);
  g_autofree char *start = g_strdup_printf ("%s [%s] %s “%s” “%s”", account_id, members, dossier_id != NULL ? dossier_id : "-", subject, text);

  self->n_starts++;
  g_set_str (&self->last_start, start);
  g_clear_object (&self->form);

  return dex_future_new_for_string ("c1");
}

DexFuture *
spico_client_load_draft (SpicoClient *self,
                         const char  *mailbox_id,
                         const char  *conversation_id)
{
  g_autoptr (SpicoDraft) draft = NULL;

  if (conversation_id == NULL && self->form != NULL)
    draft = g_object_ref (self->form);
  else if (conversation_id != NULL)
    draft = spico_draft_new_message (mailbox_id, conversation_id, NULL, NULL, self->draft);
  else
    draft = spico_draft_new (NULL, NULL, NULL, NULL, NULL);

  return dex_future_new_for_object (draft);
}

DexFuture *
spico_client_save_draft (SpicoClient *self,
                         SpicoDraft  *draft)
{
  if (spico_draft_get_conversation_id (draft) != NULL)
    g_set_str (&self->draft, spico_draft_get_text (draft));
  else if (spico_draft_is_empty (draft))
    g_clear_object (&self->form);
  else
    g_set_object (&self->form, draft);

  return called (self, "save-draft");
}

DexFuture *
spico_client_join_draft (SpicoClient *self,
                         SpicoDraft  *draft)
{
  return spico_client_save_draft (self, draft);
}

DexFuture *
spico_client_flush_drafts (SpicoClient *self)
{
  return called (self, "flush-drafts");
}

DexFuture *
spico_client_discard_draft (SpicoClient *self,
                            const char  *mailbox_id,
                            const char  *conversation_id)
{
  if (conversation_id == NULL)
    g_clear_object (&self->form);

  return called (self, "discard-draft");
}

DexFuture *
spico_client_mark_read (SpicoClient *self,
                        const char  *account_id,
                        const char  *conversation_id,
                        gint64       seq)
{
  return called (self, "mark-read");
}

DexFuture *
spico_client_mark_unread (SpicoClient *self,
                          const char  *account_id,
                          const char  *conversation_id)
{
  return called (self, "mark-unread");
}

DexFuture *
spico_client_set_flag (SpicoClient          *self,
                       const char           *account_id,
                       const char           *conversation_id,
                       SpicoConversationFlag flag,
                       gboolean              on)
{
  return called (self, "set-flag");
}

SpicoList *
spico_client_find_principals (SpicoClient                *self,
                              const char                 *text,
                              const SpicoPrincipalFilter *filter)
{
  g_autoptr (GListStore) found = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  g_autofree char *wanted = g_utf8_casefold (text, -1);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->directory)); i++)
    {
      g_autoptr (SpicoPrincipal) principal = g_list_model_get_item (G_LIST_MODEL (self->directory), i);
      gboolean is_person = spico_principal_get_kind (principal) == SPICO_PRINCIPAL_PERSON;
      g_autofree char *name = g_utf8_casefold (spico_principal_get_name (principal), -1);

      if (g_strstr_len (name, -1, wanted) != NULL && (filter == NULL || (is_person ? filter->persons : filter->structures)))
        g_list_store_append (found, principal);
    }

  return fake_list_new (found);
}

SpicoFavourites *
spico_client_get_favourites (SpicoClient *self,
                             const char  *account_id)
{
  return fake_favourites_new (self->favourites);
}

SpicoList *
spico_client_list_favourites (SpicoClient *self,
                              const char  *account_id)
{
  return fake_list_new (self->favourites);
}

DexFuture *
spico_client_add_favourite (SpicoClient *self,
                            const char  *account_id,
                            const char  *principal_id)
{
  g_autoptr (SpicoPrincipal) principal = spico_client_get_principal (self, principal_id);

  g_list_store_append (self->favourites, principal);

  return called (self, "add-favourite");
}

DexFuture *
spico_client_remove_favourite (SpicoClient *self,
                               const char  *account_id,
                               const char  *principal_id)
{
  g_autoptr (SpicoPrincipal) principal = spico_client_get_principal (self, principal_id);
  guint position;

  if (g_list_store_find (self->favourites, principal, &position))
    g_list_store_remove (self->favourites, position);

  return called (self, "remove-favourite");
}

SpicoList *
spico_client_list_recent_searches (SpicoClient *self)
{
  return fake_list_new (self->searches);
}

DexFuture *
spico_client_remember_search (SpicoClient *self,
                              const char  *text)
{
  g_autoptr (SpicoSearchTerm) term = g_object_new (SPICO_TYPE_SEARCH_TERM, NULL);

  spico_item_set_string (term, SPICO_SEARCH_TERM_PROP_TEXT, text);
  g_list_store_insert (self->searches, 0, term);

  return called (self, "remember-search");
}

SpicoList *
spico_client_list_dossiers (SpicoClient *self,
                            const char  *account_id,
                            const char  *text)
{
  g_autoptr (GListStore) found = g_list_store_new (SPICO_TYPE_DOSSIER);
  g_autofree char *wanted = g_utf8_casefold (text != NULL ? text : "", -1);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->dossiers)); i++)
    {
      g_autoptr (SpicoDossier) dossier = g_list_model_get_item (G_LIST_MODEL (self->dossiers), i);
      g_autofree char *name = g_utf8_casefold (spico_patient_get_birth_name (spico_dossier_get_patient (dossier)), -1);

      if (g_strcmp0 (spico_dossier_get_account_id (dossier), account_id) == 0 && g_str_has_prefix (name, wanted))
        g_list_store_append (found, dossier);
    }

  return fake_list_new (found);
}

DexFuture *
spico_client_get_dossier (SpicoClient *self,
                          const char  *account_id,
                          const char  *dossier_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->dossiers)); i++)
    {
      g_autoptr (SpicoDossier) dossier = g_list_model_get_item (G_LIST_MODEL (self->dossiers), i);

      if (g_strcmp0 (spico_dossier_get_account_id (dossier), account_id) == 0 &&
          g_strcmp0 (spico_dossier_get_id (dossier), dossier_id) == 0)
        return dex_future_new_for_object (dossier);
    }

  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_FOUND, "none");
}

SpicoList *
spico_client_list_dossier_conversations (SpicoClient *self,
                                         const char  *account_id,
                                         const char  *dossier_id)
{
  return fake_list_new (self->conversations);
}

/* What stands in it */

static void
add_principal (SpicoClient        *self,
               const char         *id,
               SpicoPrincipalKind  kind,
               const char         *name,
               const char         *profession,
               SpicoPresence       presence)
{
  g_autoptr (SpicoPrincipal) principal = spico_client_get_principal (self, id);

  spico_item_set_enum (principal, SPICO_PRINCIPAL_PROP_KIND, kind);
  spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_NAME, name);
  spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_PROFESSION, profession);
  spico_item_set_enum (principal, SPICO_PRINCIPAL_PROP_PRESENCE, presence);
  spico_item_set_enum (principal, SPICO_PRINCIPAL_PROP_CONNECTION, presence == SPICO_PRESENCE_ABSENT ? SPICO_PRESENCE_ACTIVE : presence);
  spico_item_set_boolean (principal, SPICO_PRINCIPAL_PROP_HAS_ACCOUNT, presence != SPICO_PRESENCE_INACTIVE);
  spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_TELEPHONE, "0536490010");
  spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_SOURCE, kind == SPICO_PRINCIPAL_PERSON ? "RPPS" : "FINESS");
  spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_SOURCE_DATE, "2026-10-08");
  spico_item_set_string (principal, SPICO_PRINCIPAL_PROP_NATIONAL_ID, kind == SPICO_PRINCIPAL_PERSON ? "899700900014" : "310990106");
  spico_item_set_boolean (principal, SPICO_PRINCIPAL_PROP_IS_LISTED, TRUE);
  spico_item_set_boolean (principal, SPICO_PRINCIPAL_PROP_IS_LOADED, TRUE);
  g_list_store_append (self->directory, principal);
}

static void
add_dossier (SpicoClient *self,
             const char  *account_id,
             const char  *id,
             const char  *birth_name,
             const char  *first_names,
             const char  *birth_date,
             SpicoSex     sex)
{
  g_autoptr (SpicoPatient) patient = g_object_new (SPICO_TYPE_PATIENT, NULL);
  g_autoptr (SpicoDossier) dossier = g_object_new (SPICO_TYPE_DOSSIER, NULL);

  spico_item_set_string (patient, SPICO_PATIENT_PROP_DOSSIER_ID, id);
  spico_item_set_string (patient, SPICO_PATIENT_PROP_BIRTH_NAME, birth_name);
  spico_item_set_string (patient, SPICO_PATIENT_PROP_FIRST_NAMES, first_names);
  spico_item_set_string (patient, SPICO_PATIENT_PROP_BIRTH_DATE, birth_date);
  spico_item_set_enum (patient, SPICO_PATIENT_PROP_SEX, sex);
  spico_item_set_string (dossier, SPICO_DOSSIER_PROP_ID, id);
  spico_item_set_string (dossier, SPICO_DOSSIER_PROP_ACCOUNT_ID, account_id);
  spico_item_set_object (dossier, SPICO_DOSSIER_PROP_PATIENT, patient);
  spico_item_set_string (dossier, SPICO_DOSSIER_PROP_BIRTH_PLACE_CODE, "31991");
  spico_item_set_string (dossier, SPICO_DOSSIER_PROP_INS_MATRICULE, "248033199190183");
  spico_item_set_enum (dossier, SPICO_DOSSIER_PROP_INS_STATUS, SPICO_INS_QUALIFIED);
  spico_item_set_string (dossier, SPICO_DOSSIER_PROP_ROLE, "Infirmière coordinatrice");
  spico_item_set_boolean (dossier, SPICO_DOSSIER_PROP_IN_ACTIVE_LIST, TRUE);
  spico_item_set_boolean (dossier, SPICO_DOSSIER_PROP_IS_LOADED, TRUE);
  g_list_store_append (self->dossiers, dossier);
}

static void
add_account (SpicoClient *self,
             const char  *id,
             const char  *name,
             gboolean     is_personal,
             guint        n_unread)
{
  g_autoptr (SpicoAccount) account = g_object_new (SPICO_TYPE_ACCOUNT, NULL);

  spico_item_set_string (account, SPICO_ACCOUNT_PROP_ID, id);
  spico_item_set_string (account, SPICO_ACCOUNT_PROP_NAME, name);
  spico_item_set_boolean (account, SPICO_ACCOUNT_PROP_IS_PERSONAL, is_personal);
  spico_item_set_boolean (account, SPICO_ACCOUNT_PROP_HAS_DISCUSSIONS, TRUE);
  spico_item_set_boolean (account, SPICO_ACCOUNT_PROP_HAS_DOSSIERS, TRUE);
  spico_item_set_uint (account, SPICO_ACCOUNT_PROP_UNREAD_COUNT, n_unread);
  g_list_store_append (self->accounts, account);
}

static SpicoPatient *
patient_new (void)
{
  SpicoPatient *patient = g_object_new (SPICO_TYPE_PATIENT, NULL);

  spico_item_set_string (patient, SPICO_PATIENT_PROP_DOSSIER_ID, "d1");
  spico_item_set_string (patient, SPICO_PATIENT_PROP_BIRTH_NAME, "LAPRUNE");
  spico_item_set_string (patient, SPICO_PATIENT_PROP_FIRST_NAMES, "ALBA");
  spico_item_set_string (patient, SPICO_PATIENT_PROP_BIRTH_DATE, "1938-03-12");
  spico_item_set_enum (patient, SPICO_PATIENT_PROP_SEX, SPICO_SEX_FEMALE);

  return patient;
}

typedef struct {
  const char *subject;
  const char *members[4];
  gboolean has_patient;
  const char *author;
  const char *preview;
  guint minutes_ago;
  guint n_unread;
  guint n_pending;
  guint n_failed;
  const char *draft;
  gboolean is_pinned;
} FakeConversation;

static const FakeConversation fake_conversations[] = {
  { "Retour à domicile de Mme Laprune", { "p2", "p3", "f1" }, TRUE, "Mme Marie TOTARO", "Le lit médicalisé est livré lundi matin, la clé est chez la voisine.", 4, 3, 0, 0, "", TRUE },
  { "Astreinte du week-end", { "p3" }, FALSE, "", "Je prends samedi si vous pouvez assurer dimanche.", 65, 0, 3, 0, "", FALSE },
  { "Plaie du talon : avis", { "p4", "p2" }, TRUE, "M. Karim BELHADJ", "La photo montre une nette amélioration, on garde le même protocole.", 1500, 0, 0, 0, "Merci, je refais le pansement jeudi et", FALSE },
  { "Ordonnance de sortie incomplète et renouvellement du traitement anticoagulant", { "p5" }, TRUE, "Mme Marie TOTARO", "Il manque la durée.", 4400, 1, 0, 1, "", FALSE },
  { "Formation soins palliatifs", { "p2", "p3", "p4", "p5" }, FALSE, "M. Bruno ESCANDE", "Inscription avant le 30.", 25000, 0, 0, 0, "", FALSE },
};

static void
add_conversation (SpicoClient            *self,
                  const FakeConversation *fake,
                  guint                   number)
{
  g_autoptr (SpicoConversation) conversation = g_object_new (SPICO_TYPE_CONVERSATION, NULL);
  g_autoptr (GListStore) members = g_list_store_new (SPICO_TYPE_PRINCIPAL);
  g_autoptr (SpicoPatient) patient = fake->has_patient ? patient_new () : NULL;
  g_autofree char *id = g_strdup_printf ("c%u", number);
  gint64 time = g_get_real_time () - fake->minutes_ago * G_TIME_SPAN_MINUTE;

  for (guint i = 0; i < G_N_ELEMENTS (fake->members) && fake->members[i] != NULL; i++)
    {
      g_autoptr (SpicoPrincipal) member = spico_client_get_principal (self, fake->members[i]);

      g_list_store_append (members, member);
    }
  spico_item_set_string (conversation, SPICO_CONVERSATION_PROP_ID, id);
  spico_item_set_string (conversation, SPICO_CONVERSATION_PROP_ACCOUNT_ID, "p1");
  spico_item_set_string (conversation, SPICO_CONVERSATION_PROP_SUBJECT, fake->subject);
  spico_item_set_object (conversation, SPICO_CONVERSATION_PROP_PARTICIPANTS, members);
  spico_item_set_object (conversation, SPICO_CONVERSATION_PROP_PATIENT, patient);
  spico_item_set_string (conversation, SPICO_CONVERSATION_PROP_CREATOR_ACCOUNT_ID, "p1");
  spico_item_set_time (conversation, SPICO_CONVERSATION_PROP_CREATED_AT, time - G_TIME_SPAN_DAY);
  spico_item_set_time (conversation, SPICO_CONVERSATION_PROP_LAST_MESSAGE_AT, time);
  spico_item_set_string (conversation, SPICO_CONVERSATION_PROP_PREVIEW, fake->preview);
  spico_item_set_string (conversation, SPICO_CONVERSATION_PROP_PREVIEW_AUTHOR, fake->author);
  spico_item_set_boolean (conversation, SPICO_CONVERSATION_PROP_PREVIEW_IS_OWN, fake->author[0] == '\0');
  spico_item_set_uint (conversation, SPICO_CONVERSATION_PROP_UNREAD_COUNT, fake->n_unread);
  spico_item_set_boolean (conversation, SPICO_CONVERSATION_PROP_IS_UNREAD, fake->n_unread > 0);
  spico_item_set_boolean (conversation, SPICO_CONVERSATION_PROP_IS_PINNED, fake->is_pinned);
  spico_item_set_string (conversation, SPICO_CONVERSATION_PROP_DRAFT_TEXT, fake->draft);
  spico_item_set_uint (conversation, SPICO_CONVERSATION_PROP_PENDING_COUNT, fake->n_pending);
  spico_item_set_uint (conversation, SPICO_CONVERSATION_PROP_FAILED_COUNT, fake->n_failed);
  spico_item_set_boolean (conversation, SPICO_CONVERSATION_PROP_IS_LOADED, TRUE);
  g_list_store_append (self->conversations, conversation);
}

typedef struct {
  const char *person;
  const char *account;
  const char *text;
  guint minutes_ago;
  SpicoMessageState state;
  const char *reader;
} FakeMessage;

static const FakeMessage fake_messages[] = {
  { "p1", "p1", "Bonjour, Mme Laprune sort vendredi. Avez-vous une place en accueil de jour la semaine prochaine ?", 2960, SPICO_MESSAGE_READ, NULL },
  { "p2", "p2", "Bonjour. Oui, mardi et jeudi.", 2930, SPICO_MESSAGE_SENT, NULL },
  { "p2", "p2", "Il me faudrait le volet infirmier et les dernières constantes avant lundi midi : poids, tension, glycémies, et l'état cutané du talon gauche. Merci !", 2929, SPICO_MESSAGE_SENT, NULL },
  { "p1", "p1", "Je vous envoie cela ce soir.", 1520, SPICO_MESSAGE_READ, NULL },
  { "p4", "f1", "L'équipe de nuit confirme : pas de chute depuis le 12.", 1400, SPICO_MESSAGE_SENT, NULL },
  { "p1", "f1", "Noté, merci. Je préviens la famille.", 130, SPICO_MESSAGE_READ, "p2" },
  { "p1", "p1", "La fille de Mme Laprune sera là à 14 h.", 128, SPICO_MESSAGE_READ, "p4" },
  { "p2", "p2", "Parfait.", 30, SPICO_MESSAGE_SENT, NULL },
  { "p2", "p2", "Le kiné passe à 15 h.", 28, SPICO_MESSAGE_SENT, NULL },
  { "p2", "p2", "Le lit médicalisé est livré lundi matin, la clé est chez la voisine.", 4, SPICO_MESSAGE_SENT, NULL },
  { "p1", "p1", "Très bien.", 3, SPICO_MESSAGE_SENT, NULL },
  { "p1", "p1", "Je confirme pour jeudi.", 2, SPICO_MESSAGE_FAILED, NULL },
  { "p1", "p1", "Et pour le transport, j'appelle l'ambulance demain à la première heure.", 1, SPICO_MESSAGE_QUEUED, NULL },
};

static void
add_message (SpicoClient       *self,
             const FakeMessage *fake,
             guint              number)
{
  g_autoptr (SpicoMessage) message = g_object_new (SPICO_TYPE_MESSAGE, NULL);
  g_autoptr (SpicoPrincipal) person = spico_client_get_principal (self, fake->person);
  g_autoptr (SpicoPrincipal) account = spico_client_get_principal (self, fake->account);
  g_autoptr (GListStore) readers = g_list_store_new (SPICO_TYPE_READER);
  g_autofree char *id = g_strdup_printf ("m%u", number);

  if (fake->reader != NULL)
    {
      g_autoptr (SpicoReader) reader = g_object_new (SPICO_TYPE_READER, NULL);
      g_autoptr (SpicoPrincipal) reading = spico_client_get_principal (self, fake->reader);
      g_autoptr (SpicoPrincipal) structure = spico_client_get_principal (self, "f1");

      spico_item_set_object (reader, SPICO_READER_PROP_PERSON, reading);
      spico_item_set_object (reader, SPICO_READER_PROP_ACCOUNT, structure);
      spico_item_set_boolean (reader, SPICO_READER_PROP_IS_FOR_ACCOUNT, TRUE);
      g_list_store_append (readers, reader);
    }
  spico_item_set_string (message, SPICO_MESSAGE_PROP_ID, id);
  spico_item_set_string (message, SPICO_MESSAGE_PROP_ACCOUNT_ID, "p1");
  spico_item_set_string (message, SPICO_MESSAGE_PROP_CONVERSATION_ID, "c1");
  spico_item_set_int64 (message, SPICO_MESSAGE_PROP_SEQ, fake->state == SPICO_MESSAGE_SENT || fake->state == SPICO_MESSAGE_READ ? number : 0);
  spico_item_set_string (message, SPICO_MESSAGE_PROP_TEXT, fake->text);
  spico_item_set_time (message, SPICO_MESSAGE_PROP_SENT_AT, g_get_real_time () - fake->minutes_ago * G_TIME_SPAN_MINUTE);
  spico_item_set_object (message, SPICO_MESSAGE_PROP_PERSON, person);
  spico_item_set_object (message, SPICO_MESSAGE_PROP_ACCOUNT, account);
  spico_item_set_boolean (message, SPICO_MESSAGE_PROP_IS_OWN, g_str_equal (fake->person, "p1"));
  spico_item_set_boolean (message, SPICO_MESSAGE_PROP_IS_FOR_ACCOUNT, !g_str_equal (fake->person, fake->account));
  spico_item_set_enum (message, SPICO_MESSAGE_PROP_STATE, fake->state);
  spico_item_set_enum (message, SPICO_MESSAGE_PROP_FAILURE, fake->state == SPICO_MESSAGE_FAILED ? SPICO_MESSAGE_FAILURE_NO_ACCESS : SPICO_MESSAGE_FAILURE_NONE);
  spico_item_set_object (message, SPICO_MESSAGE_PROP_READ_BY, readers);
  g_list_store_append (self->messages, message);
}

SpicoClient *
fake_client_new (void)
{
  return g_object_new (SPICO_TYPE_CLIENT, NULL);
}

void
fake_client_fill (SpicoClient *self)
{
  g_autoptr (SpicoAccount) own = NULL;

  add_principal (self, "p1", SPICO_PRINCIPAL_PERSON, "Mme Stéphanie MAUGER", "Infirmier", SPICO_PRESENCE_ONLINE);
  add_principal (self, "p2", SPICO_PRINCIPAL_PERSON, "Mme Marie TOTARO", "Médecin", SPICO_PRESENCE_ACTIVE);
  add_principal (self, "p3", SPICO_PRINCIPAL_PERSON, "M. Bruno ESCANDE", "Masseur-Kinésithérapeute", SPICO_PRESENCE_ABSENT);
  add_principal (self, "p4", SPICO_PRINCIPAL_PERSON, "M. Karim BELHADJ", "Infirmier", SPICO_PRESENCE_ACTIVE);
  add_principal (self, "p5", SPICO_PRINCIPAL_PERSON, "Mme Odile VIGUIER", "Pharmacien", SPICO_PRESENCE_INACTIVE);
  add_principal (self, "f1", SPICO_PRINCIPAL_STRUCTURE, "EHPAD Les Tilleuls", "Établissement d'hébergement", SPICO_PRESENCE_ONLINE);
  add_account (self, "p1", "Mme Stéphanie MAUGER", TRUE, 4);
  add_account (self, "f1", "EHPAD Les Tilleuls", FALSE, 12);
  add_dossier (self, "p1", "d1", "LAPRUNE", "ALBA", "1948-03-12", SPICO_SEX_FEMALE);
  add_dossier (self, "p1", "d2", "MARTY", "JEANNE", "1947-05-06", SPICO_SEX_FEMALE);
  add_dossier (self, "p1", "d3", "MARTY", "JEANNE", "1974-05-06", SPICO_SEX_FEMALE);
  add_dossier (self, "f1", "d2", "MARTY", "JEANNE", "1947-05-06", SPICO_SEX_FEMALE);
  for (guint i = 0; i < G_N_ELEMENTS (fake_conversations); i++)
    add_conversation (self, &fake_conversations[i], i + 1);
  for (guint i = 0; i < G_N_ELEMENTS (fake_messages); i++)
    add_message (self, &fake_messages[i], i + 1);

  own = g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);
  spico_client_set_account (self, own);
}

void
fake_client_set_state (SpicoClient      *self,
                       SpicoClientState  state,
                       SpicoConnection   connection,
                       guint             pending_count)
{
  self->state = state;
  self->connection = connection;
  self->pending_count = pending_count;
  g_object_notify (G_OBJECT (self), "state");
  g_object_notify (G_OBJECT (self), "connection");
  g_object_notify (G_OBJECT (self), "pending-count");
}

void
fake_client_set_obstacle (SpicoClient *self,
                          GError      *obstacle)
{
  g_clear_error (&self->obstacle);
  self->obstacle = obstacle;
}

SpicoConversation *
fake_client_first_conversation (SpicoClient *self)
{
  g_autoptr (SpicoConversation) conversation = g_list_model_get_item (G_LIST_MODEL (self->conversations), 0);

  return conversation;
}

void
fake_client_receive (SpicoClient *self,
                     const char  *text)
{
  FakeMessage message = { "p2", "p2", text, 0, SPICO_MESSAGE_SENT, NULL };

  add_message (self, &message, g_list_model_get_n_items (G_LIST_MODEL (self->messages)) + 1);
}

SpicoConversation *
fake_client_conversation (SpicoClient *self,
                          guint        position)
{
  g_autoptr (SpicoConversation) conversation = g_list_model_get_item (G_LIST_MODEL (self->conversations), position);

  return conversation;
}

const char *
fake_client_last_call (SpicoClient *self)
{
  return self->last_call;
}

const char *
fake_client_last_start (SpicoClient *self)
{
  return self->last_start;
}

guint
fake_client_count_starts (SpicoClient *self)
{
  return self->n_starts;
}
