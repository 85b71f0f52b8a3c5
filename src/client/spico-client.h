/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "spico-absence.h"
#include "spico-account-profile.h"
#include "spico-account.h"
#include "spico-announcement.h"
#include "spico-card.h"
#include "spico-category.h"
#include "spico-circle-member.h"
#include "spico-client-enums.h"
#include "spico-client-error.h"
#include "spico-conversation.h"
#include "spico-credentials.h"
#include "spico-delegation.h"
#include "spico-device.h"
#include "spico-dossier.h"
#include "spico-draft.h"
#include "spico-favourite-group.h"
#include "spico-favourites.h"
#include "spico-group-share.h"
#include "spico-group-sheet.h"
#include "spico-list.h"
#include "spico-message-list.h"
#include "spico-message.h"
#include "spico-patient.h"
#include "spico-principal.h"
#include "spico-public-groups.h"
#include "spico-reader.h"
#include "spico-search-term.h"

G_BEGIN_DECLS

#define SPICO_TYPE_CLIENT (spico_client_get_type ())
G_DECLARE_FINAL_TYPE (SpicoClient, spico_client, SPICO, CLIENT, GObject)

/**
 * SpicoClient:
 *
 * One person's view of one server: an encrypted store that is always there, and a connection that comes and goes. Everything
 * written goes to the store first, and from there to the server, in order and once (B003). Main thread only; the main loop never
 * waits on disk or network. Every function that returns a #DexFuture gives a full reference, and rejects with
 * %SPICO_CLIENT_ERROR.
 *
 * Properties, all read-only save `account`: `state` (#SpicoClientState), `connection` (#SpicoConnection), `session-ended`
 * (boolean: the server ended the session; the store can be read and written, and signing in again sends what waits),
 * `pending-count` (uint: messages that wait for the server), `failed-count` (uint), `accounts` (#GListModel of #SpicoAccount, the
 * person's own first), `account` (#SpicoAccount, the one selected), `person` (#SpicoPrincipal, who is signed in), `server-uri`
 * and `login` (strings, of the person signed in), `is-syncing` (boolean: the first synchronisation is under way).
 *
 * Signals: `erased` (boolean: whether it could be), once the person has had what is kept here erased from another device (B019); `pulled`, once all
 * changes that the server told of were read.
 */

/**
 * spico_client_new:
 * @data_dir: the folder of the stores; made where missing, readable by its owner alone
 * @credentials: where secrets are kept
 *
 * Returns: (transfer full): a client, signed out
 */
SpicoClient *spico_client_new (const char       *data_dir,
                               SpicoCredentials *credentials);

SpicoClientState spico_client_get_state (SpicoClient *self);
SpicoConnection spico_client_get_connection (SpicoClient *self);

/**
 * spico_client_get_obstacle:
 * @self: a client
 *
 * What keeps it from connecting where that is no matter of a network: the server's certificate. It stands while it is tried again, and changes only
 * when `connection` does.
 *
 * Returns: (transfer none) (nullable): a %SPICO_CLIENT_ERROR
 */
const GError *spico_client_get_obstacle (SpicoClient *self);

gboolean spico_client_get_session_ended (SpicoClient *self);
gboolean spico_client_is_syncing (SpicoClient *self);
guint spico_client_get_pending_count (SpicoClient *self);
guint spico_client_get_failed_count (SpicoClient *self);
GListModel *spico_client_get_accounts (SpicoClient *self);
SpicoAccount *spico_client_get_account (SpicoClient *self);
SpicoPrincipal *spico_client_get_person (SpicoClient *self);
const char *spico_client_get_server_uri (SpicoClient *self);
const char *spico_client_get_login (SpicoClient *self);

/** spico_client_load_region_name: Returns: (transfer full): a future of a string, what people call the region; %NULL where the operator gave no name */
DexFuture *spico_client_load_region_name (SpicoClient *self);

/**
 * spico_client_load_support:
 * @server_uri: (nullable): while nobody is signed in, the server's address, as typed: it is asked
 *
 * How the support desk of the region is reached (F101); off line too, once one has signed in.
 *
 * Returns: (transfer full): a future of a #GStrv: its mail address, its telephone and its hours, each empty where it is not known
 */
DexFuture *spico_client_load_support (SpicoClient *self,
                                      const char  *server_uri);

/**
 * spico_client_list_announcements:
 *
 * What the operator announces (F008), off line too. Ask anew once somebody has signed in.
 *
 * Returns: (transfer full): a live list of #SpicoAnnouncement, the newest first
 */
GListModel *spico_client_list_announcements (SpicoClient *self);

/** spico_client_read_announcements: notes that the person has read them. Returns: (transfer full): a future of a boolean, once it is in the store */
DexFuture *spico_client_read_announcements (SpicoClient       *self,
                                            const char *const *ids);

/**
 * spico_client_set_account:
 * @account: one of #SpicoClient:accounts
 *
 * Selects the mailbox that the windows show (F065); it is remembered. Nothing else depends on it.
 */
void spico_client_set_account (SpicoClient  *self,
                               SpicoAccount *account);

/** spico_client_find_account: Returns: (transfer none) (nullable): the account with that id */
SpicoAccount *spico_client_find_account (SpicoClient *self,
                                         const char  *account_id);

/**
 * spico_client_get_principal:
 * @principal_id: a principal
 *
 * Returns: (transfer full): the one object of that principal; it fills itself when the store or the server knows it
 */
SpicoPrincipal *spico_client_get_principal (SpicoClient *self,
                                            const char  *principal_id);

/**
 * spico_client_open_last:
 *
 * Opens the store of the person who was last signed in, with the key from the keyring and without any network; then connects in
 * the background. It waits for their password instead where they were away for too long, or others share the computer (spico-client-lock.h).
 *
 * Returns: (transfer full): a future of a boolean, %FALSE where nobody is signed in on this machine; rejects with
 *   %SPICO_CLIENT_ERROR_KEYRING or %SPICO_CLIENT_ERROR_STORE
 */
DexFuture *spico_client_open_last (SpicoClient *self);

/**
 * spico_client_sign_in:
 * @server_uri: the server's address; `https` is assumed where no scheme is given
 * @login: the local login
 * @password: the password; never kept
 *
 * Signs in (F002), makes or opens the person's store, and begins to synchronise. After a session that ended, the same login finds
 * its store again with everything that waits in it.
 *
 * Returns: (transfer full): a future of a boolean, resolved once the store is open and the accounts are known; rejects with %SPICO_CLIENT_ERROR_LOCKED too
 */
DexFuture *spico_client_sign_in (SpicoClient *self,
                                 const char  *server_uri,
                                 const char  *login,
                                 const char  *password);

/**
 * spico_client_set_device_name:
 * @name: at most 100 characters, one line, perhaps nothing
 *
 * What the next sign-in calls this device in « Mes appareils » (B019).
 */
void spico_client_set_device_name (SpicoClient *self,
                                   const char  *name);

/**
 * spico_client_list_devices:
 *
 * « Mes appareils » (B019), on line only.
 *
 * Returns: (transfer full): a future of a #GListModel of #SpicoDevice, this one first, then the one used last
 */
DexFuture *spico_client_list_devices (SpicoClient *self);

/** spico_client_rename_device: on line only. Returns: (transfer full): a future of a boolean */
DexFuture *spico_client_rename_device (SpicoClient *self,
                                       const char  *device_id,
                                       const char  *name);

/**
 * spico_client_erase_device:
 * @device_id: another device than this one
 *
 * « Déconnecter et effacer », on line only: its session ends at once, and it erases what it keeps when it next reaches the server, what it has not sent included.
 *
 * Returns: (transfer full): a future of a boolean
 */
DexFuture *spico_client_erase_device (SpicoClient *self,
                                      const char  *device_id);

/**
 * spico_client_sign_out:
 *
 * Ends the session on the server if it can be reached, and erases the store and the secrets (X018). What waits is lost: ask first
 * where #SpicoClient:pending-count is not 0.
 *
 * Returns: (transfer full): a future of a boolean
 */
DexFuture *spico_client_sign_out (SpicoClient *self);

/**
 * spico_client_close:
 *
 * Closes connection and store, and keeps everything; to be awaited before the program ends. What was written is in the store
 * already: a program that is killed loses nothing.
 *
 * Returns: (transfer full): a future of a boolean
 */
DexFuture *spico_client_close (SpicoClient *self);

/**
 * spico_client_reconnect:
 *
 * Tries to connect now, without waiting for the back-off to end.
 */
void spico_client_reconnect (SpicoClient *self);

/**
 * spico_client_list_conversations:
 * @account_id: a mailbox
 * @view: which ones
 *
 * Returns: (transfer full): a live list of #SpicoConversation, pinned first, then the newest
 */
SpicoList *spico_client_list_conversations (SpicoClient          *self,
                                            const char           *account_id,
                                            SpicoConversationView view);

/** spico_client_get_conversation: Returns: (transfer full): a future of the #SpicoConversation, that follows the store as those of lists do; rejects with %SPICO_CLIENT_ERROR_NOT_FOUND */
DexFuture *spico_client_get_conversation (SpicoClient *self,
                                          const char  *account_id,
                                          const char  *conversation_id);

/**
 * spico_client_list_messages:
 *
 * Opens a conversation at its end, or at its first unread message when that one is further up.
 *
 * Returns: (transfer full): a live list of #SpicoMessage
 */
SpicoMessageList *spico_client_list_messages (SpicoClient *self,
                                              const char  *account_id,
                                              const char  *conversation_id);

/**
 * spico_client_send_message:
 * @mailbox_id: the mailbox in which the conversation is open
 * @account_id: « Agir en tant que »: one that takes part
 * @in_reply_to_id: (nullable): a message of the conversation that it answers, and that the server has
 * @text: 1 to 20,000 characters; none at all will do where something is attached to the draft: what is goes along
 *
 * Writes a message for @account_id: into the store at once, to the server as soon as it can be. The draft of the conversation in @mailbox_id
 * is discarded in the same transaction.
 *
 * Returns: (transfer full): a future of a string, the message's id, once it is safely in the store
 */
DexFuture *spico_client_send_message (SpicoClient *self,
                                      const char  *mailbox_id,
                                      const char  *account_id,
                                      const char  *conversation_id,
                                      const char  *in_reply_to_id,
                                      const char  *text);

/**
 * spico_client_add_members:
 * @account_id: an account that takes part
 * @conversation_id: the conversation
 * @member_ids: who takes part from then on
 * @used_groups: (nullable): by which groups they were chosen, as spico_group_uses_to_text() gives them: nobody is added by one that may not be used by then (F041)
 *
 * Adds them to the conversation (F053): into the store at once, to the server as soon as it can be, as a message that says so. The draft of « Ajouter des
 * membres » is discarded in the same transaction.
 *
 * Returns: (transfer full): a future of a string, the message's id, once it is safely in the store
 */
DexFuture *spico_client_add_members (SpicoClient       *self,
                                     const char        *account_id,
                                     const char        *conversation_id,
                                     const char *const *member_ids,
                                     const char        *used_groups);

/**
 * spico_client_retry:
 * @message_id: a message that failed
 *
 * « Réessayer »: queues it again.
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_NOT_FOUND
 */
DexFuture *spico_client_retry (SpicoClient *self,
                               const char  *message_id);

/**
 * spico_client_withdraw_failed:
 * @mailbox_id: the mailbox in which the conversation is open
 * @message_id: a message that failed, or that spico_message_can_take_back(), or of which spico_message_get_refused_text() was refused
 *
 * Takes it, or what was refused of it, out of the conversation; its text goes to the conversation's draft there, after what stands in it. Whom it would have added goes to the draft of
 * « Ajouter des membres ».
 *
 * Returns: (transfer full): a future of the #SpicoDraft; rejects with %SPICO_CLIENT_ERROR_NOT_FOUND
 */
DexFuture *spico_client_withdraw_failed (SpicoClient *self,
                                         const char  *mailbox_id,
                                         const char  *message_id);

/**
 * spico_client_start_conversation:
 * @account_id: « Agir en tant que »
 * @participant_ids: « Membres de la conversation », without the account; at least one
 * @used_groups: (nullable): by which groups they were chosen, as spico_group_uses_to_text() gives them: it is not started by one that may not be used by then (F041)
 * @dossier_id: (nullable): « Patient concerné », from the active list of @account_id
 * @subject: « Objet », 1 to 200 characters
 * @text: the first message; may be empty where something is attached to the form: what is goes along
 *
 * Starts a conversation (F068), on line or off. The draft of the form is discarded in the same transaction.
 *
 * Returns: (transfer full): a future of a string, the conversation's id, once it is safely in the store
 */
DexFuture *spico_client_start_conversation (SpicoClient       *self,
                                            const char        *account_id,
                                            const char *const *participant_ids,
                                            const char        *used_groups,
                                            const char        *dossier_id,
                                            const char        *subject,
                                            const char        *text);

/**
 * spico_client_load_draft:
 * @mailbox_id: (nullable): the mailbox; ignored for the form
 * @conversation_id: (nullable): the conversation; %NULL for the « Nouvelle conversation » form, of which there is one draft
 *
 * Returns: (transfer full): a future of a #SpicoDraft, empty where there is none
 */
DexFuture *spico_client_load_draft (SpicoClient *self,
                                    const char  *mailbox_id,
                                    const char  *conversation_id);

/**
 * spico_client_save_draft:
 * @draft: what is being written; an empty one is discarded
 *
 * What the store does not take at once is offered to it again until it does; meanwhile spico_client_load_draft() gives it.
 *
 * Returns: (transfer full): a future of a boolean, once it is safely in the store; it fails where it is not at once
 */
DexFuture *spico_client_save_draft (SpicoClient *self,
                                    SpicoDraft  *draft);

/**
 * spico_client_join_draft:
 * @draft: the draft of a conversation, with a text that is to join what that conversation's draft holds by now: a message that
 *   spico_client_send_message() did not take, or what was typed before the draft had come
 *
 * The draft is of the account of @draft. What the store does not take at once is offered to it again, as spico_client_save_draft() does.
 *
 * Returns: (transfer full): a future of a boolean, once it is safely in the store; it fails where it is not at once
 */
DexFuture *spico_client_join_draft (SpicoClient *self,
                                    SpicoDraft  *draft);

/**
 * spico_client_flush_drafts:
 *
 * Offers to the store what it has not taken yet.
 *
 * Returns: (transfer full): a future that fails where some draft is still not in the store
 */
DexFuture *spico_client_flush_drafts (SpicoClient *self);

/**
 * spico_client_discard_draft: with what is attached to it
 *
 * Returns: (transfer full): a future, resolved once it is gone
 */
DexFuture *spico_client_discard_draft (SpicoClient *self,
                                       const char  *mailbox_id,
                                       const char  *conversation_id);

/**
 * spico_client_mark_read:
 * @seq: the message up to which this person has read through this account; the larger value wins (B004)
 *
 * Also takes « Marquer comme non lu » back.
 *
 * Returns: (transfer full): a future of a boolean, once it is in the store
 */
DexFuture *spico_client_mark_read (SpicoClient *self,
                                   const char  *account_id,
                                   const char  *conversation_id,
                                   gint64       seq);

/** spico_client_mark_unread: « Marquer comme non lu » (F071). Returns: (transfer full): a future of a boolean */
DexFuture *spico_client_mark_unread (SpicoClient *self,
                                     const char  *account_id,
                                     const char  *conversation_id);

/** spico_client_set_flag: Returns: (transfer full): a future of a boolean, once it is in the store */
DexFuture *spico_client_set_flag (SpicoClient          *self,
                                  const char           *account_id,
                                  const char           *conversation_id,
                                  SpicoConversationFlag flag,
                                  gboolean              on);

/**
 * SpicoPrincipalFilter:
 * @account_id: (nullable): « Agir en tant que », whose favourites come first; %NULL for the person's own account
 * @persons: professionals
 * @structures: structures
 * @units: « unités/services » (F013)
 * @postal_code: (nullable): the beginning of a postcode
 * @town: (nullable): words of a town, or the beginning of a postcode, or both
 * @profession_code: (nullable): the code of a #SpicoCategory
 * @structure_id: (nullable): a structure where they work, or to which they are attached
 *
 * What a search of the directory is narrowed to. %NULL instead of a filter: persons and structures.
 */
typedef struct {
  const char *account_id;
  gboolean persons;
  gboolean structures;
  gboolean units;
  const char *postal_code;
  const char *town;
  const char *profession_code;
  const char *structure_id;
} SpicoPrincipalFilter;

/**
 * spico_client_find_principals:
 * @text: the beginnings of words: name, profession, town…
 * @filter: (nullable): what to search among
 *
 * Searches the directory for the recipient picker (F016, X007): what the store knows at once (favourites
 * first, then correspondents, then others), and, on line, the server's answers merged in below. Make a new list for every change
 * of the text and drop the last one: only a list that is still held asks the server.
 *
 * Returns: (transfer full): a list of #SpicoPrincipal
 */
SpicoList *spico_client_find_principals (SpicoClient                *self,
                                         const char                 *text,
                                         const SpicoPrincipalFilter *filter);

/** How many results of a search of the directory are shown; who has more refines it. */
#define SPICO_DIRECTORY_MOST 200

/**
 * spico_client_search_directory:
 * @text: the beginnings of words of the name; may be empty
 * @filter: what to search among; @text or one of its conditions is given
 *
 * Searches the directory for its search windows (F086, F092): the server's answer, who is near first; off line, and where the server does not answer, what the store
 * knows, with the error. Make a new list for every change, as with spico_client_find_principals().
 *
 * Returns: (transfer full): a list of #SpicoPrincipal, %SPICO_DIRECTORY_MOST at most
 */
SpicoList *spico_client_search_directory (SpicoClient                *self,
                                          const char                 *text,
                                          const SpicoPrincipalFilter *filter);

/**
 * spico_client_list_categories:
 * @kind: %SPICO_PRINCIPAL_PERSON for professions, %SPICO_PRINCIPAL_STRUCTURE for categories of structures
 *
 * What one chooses among to narrow a search, off line too; empty before it was read.
 *
 * Returns: (transfer full): a future of a #GListModel of #SpicoCategory, by label
 */
DexFuture *spico_client_list_categories (SpicoClient       *self,
                                         SpicoPrincipalKind kind);

/**
 * spico_client_assign_conversation:
 * @account_id: an account with discussions
 * @conversation_id: a conversation
 * @person_id: (nullable): who answers in it, of those who act for the account; %NULL for nobody
 *
 * « Je m'en occupe » (B014), on line only: it is said to the others.
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_OFFLINE, or %SPICO_CLIENT_ERROR_INVALID where the person no longer acts for the account
 */
DexFuture *spico_client_assign_conversation (SpicoClient *self,
                                             const char  *account_id,
                                             const char  *conversation_id,
                                             const char  *person_id);

/**
 * spico_client_get_card:
 * @principal_id: a principal
 *
 * What the registers say of somebody beside what the store keeps: only the server has it. The principal itself is read anew too.
 *
 * Returns: (transfer full): a future of the #SpicoCard; rejects with %SPICO_CLIENT_ERROR_OFFLINE without a connection
 */
DexFuture *spico_client_get_card (SpicoClient *self,
                                  const char  *principal_id);

/**
 * spico_client_list_absences:
 * @account_id: an account with discussions
 *
 * Returns: (transfer full): a future of a #GListModel of #SpicoAbsence, those that are not over, the next one first; rejects with %SPICO_CLIENT_ERROR_OFFLINE
 */
DexFuture *spico_client_list_absences (SpicoClient *self,
                                       const char  *account_id);

/**
 * spico_client_declare_absence:
 * @account_id: who is absent: oneself, or an account whose discussions are delegated
 * @first_day: `YYYY-MM-DD`
 * @last_day: `YYYY-MM-DD`
 * @stand_in_id: (nullable): who stands in
 * @message: what is told to whoever wants to write
 *
 * Declares an absence (B016), on line only.
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_OFFLINE, or %SPICO_CLIENT_ERROR_CONFLICT where another absence has some of these days
 */
DexFuture *spico_client_declare_absence (SpicoClient *self,
                                         const char  *account_id,
                                         const char  *first_day,
                                         const char  *last_day,
                                         const char  *stand_in_id,
                                         const char  *message);

/**
 * spico_client_get_account_profile:
 * @account_id: an account of the person
 *
 * Returns: (transfer full): how it is told of what happens, as the store has it
 */
SpicoAccountProfile *spico_client_get_account_profile (SpicoClient *self,
                                                       const char  *account_id);

/**
 * spico_client_set_profile_text:
 * @account_id: an account of the person
 * @property: `mail` (to empty it), `pendingMail` or `telephone`
 * @text: what it is to be
 *
 * Changes its profile (F005), on line only. What the server has then is in the store before the future resolves.
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_OFFLINE, %SPICO_CLIENT_ERROR_INVALID where it is no address or no number,
 *   %SPICO_CLIENT_ERROR_CONFLICT where codes were asked for too often today, or %SPICO_CLIENT_ERROR_FORBIDDEN where the region sends no mail
 */
DexFuture *spico_client_set_profile_text (SpicoClient *self,
                                          const char  *account_id,
                                          const char  *property,
                                          const char  *text);

/**
 * spico_client_try_profile_code:
 * @account_id: an account of the person
 * @code: what was typed as the code that was mailed to `pendingMail`
 *
 * Proves that the account reads it, on line only.
 *
 * Returns: (transfer full): a future of a boolean, whether the code was the right one; rejects with %SPICO_CLIENT_ERROR_OFFLINE
 */
DexFuture *spico_client_try_profile_code (SpicoClient *self,
                                          const char  *account_id,
                                          const char  *code);

/**
 * spico_client_set_profile_switch:
 * @account_id: an account of the person
 * @property: `contactByMail`, `groupByMail`, `delegationByMail` or `announcementByMail`
 * @is_on: whether such mails are wanted
 *
 * Switches a kind of mails on or off (F006), on line only.
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_OFFLINE
 */
DexFuture *spico_client_set_profile_switch (SpicoClient *self,
                                            const char  *account_id,
                                            const char  *property,
                                            gboolean     is_on);

/** spico_client_load_typed_profile: Returns: (transfer full): a future of what spico_client_save_typed_profile() kept; %NULL where it kept nothing */
DexFuture *spico_client_load_typed_profile (SpicoClient *self,
                                            const char  *account_id);

/** spico_client_save_typed_profile: keeps what was typed of an account's profile and not sent, for its page alone. Returns: (transfer full): a future of a boolean */
DexFuture *spico_client_save_typed_profile (SpicoClient *self,
                                            const char  *account_id,
                                            const char  *text);

/** spico_client_withdraw_absence: takes back a declared absence, on line only. Returns: (transfer full): a future of a boolean */
DexFuture *spico_client_withdraw_absence (SpicoClient *self,
                                          const char  *account_id,
                                          const char  *absence_id);

/**
 * spico_client_notify:
 * @account_id: who wants to reach them
 * @principal_id: a person who is inactive
 *
 * « Envoyer une notification » (F015): the server mails them who wants to reach them. On line only.
 *
 * Returns: (transfer full): a future of a boolean, once the server has queued it; rejects with %SPICO_CLIENT_ERROR_OFFLINE, or %SPICO_CLIENT_ERROR_CONFLICT where they were told today already
 */
DexFuture *spico_client_notify (SpicoClient *self,
                                const char  *account_id,
                                const char  *principal_id);

/**
 * spico_client_list_structure:
 * @structure_id: a structure
 * @kind: %SPICO_PRINCIPAL_PERSON for who works there or is attached to it, %SPICO_PRINCIPAL_UNIT for its units (F013)
 * @position: where the page begins, 0 for the first one
 *
 * Returns: (transfer full): a future of a #SpicoPeoplePage, by name; rejects with %SPICO_CLIENT_ERROR_OFFLINE without a connection
 */
DexFuture *spico_client_list_structure (SpicoClient       *self,
                                        const char        *structure_id,
                                        SpicoPrincipalKind kind,
                                        guint              position);

/**
 * spico_client_get_favourites:
 *
 * Returns: (transfer full): which principals are favourites of the account, followed (F016)
 */
SpicoFavourites *spico_client_get_favourites (SpicoClient *self,
                                              const char  *account_id);

/**
 * spico_client_list_favourites:
 *
 * Returns: (transfer full): a live list of #SpicoPrincipal, by name (F016)
 */
SpicoList *spico_client_list_favourites (SpicoClient *self,
                                         const char  *account_id);

/**
 * spico_client_list_groups:
 * @which: which of the account's groups
 *
 * Returns: (transfer full): groups of favourites of the account, #SpicoFavouriteGroup each, by their names (F007, F048, F049, F052)
 */
SpicoList *spico_client_list_groups (SpicoClient   *self,
                                     const char    *account_id,
                                     SpicoGroupList which);

/**
 * spico_client_save_group:
 * @group_id: (nullable): a group that the account administers; %NULL makes one
 * @name: « Nom »
 * @description: « Description »
 * @is_active: « Activé ? »
 * @is_public: « Public »
 * @member_ids: who is in it
 *
 * Returns: (transfer full): a future of a string, the group's id, once it is in the store (F039, F040, F042)
 */
DexFuture *spico_client_save_group (SpicoClient       *self,
                                    const char        *account_id,
                                    const char        *group_id,
                                    const char        *name,
                                    const char        *description,
                                    gboolean           is_active,
                                    gboolean           is_public,
                                    const char *const *member_ids);

/** spico_client_load_members_draft: Returns: (transfer full): a future of a #SpicoDraft, empty where nobody is chosen to be added to the conversation */
DexFuture *spico_client_load_members_draft (SpicoClient *self,
                                            const char  *account_id,
                                            const char  *conversation_id);

/** spico_client_load_group_draft: Returns: (transfer full): a future of a #SpicoDraft, empty where there is none; @group_id is %NULL for a new group */
DexFuture *spico_client_load_group_draft (SpicoClient *self,
                                          const char  *account_id,
                                          const char  *group_id);

/** spico_client_discard_group_draft: Returns: (transfer full): a future of a boolean */
DexFuture *spico_client_discard_group_draft (SpicoClient *self,
                                             const char  *account_id,
                                             const char  *group_id);

/** spico_client_load_group_sheet: Returns: (transfer full): a future of a #SpicoGroupSheet: what was written in the sheet of a group on this computer (F059) */
DexFuture *spico_client_load_group_sheet (SpicoClient *self,
                                          const char  *account_id,
                                          const char  *group_id);

/** spico_client_save_group_sheet: Returns: (transfer full): a future of a boolean, once it is in the store, as long as the account has the group */
DexFuture *spico_client_save_group_sheet (SpicoClient           *self,
                                          const char            *account_id,
                                          const char            *group_id,
                                          const SpicoGroupSheet *sheet);

/** spico_client_destroy_group: Returns: (transfer full): a future of a boolean, once it is in the store */
DexFuture *spico_client_destroy_group (SpicoClient *self,
                                       const char  *account_id,
                                       const char  *group_id);

/**
 * spico_client_accept_group:
 * @group_id: a group that was shared with the account, or a public one
 * @is_accepted: « Accepter d'utiliser le groupe », or « Annuler l'utilisation » (F050, F051)
 *
 * Returns: (transfer full): a future of a boolean, once it is in the store
 */
DexFuture *spico_client_accept_group (SpicoClient *self,
                                      const char  *account_id,
                                      const char  *group_id,
                                      gboolean     is_accepted);

/**
 * spico_client_share_group:
 * @group_id: a group that the account administers
 * @principal_id: one of its members
 *
 * Shares a group, on line only: the recipient is told by mail (F044).
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_OFFLINE, or %SPICO_CLIENT_ERROR_CONFLICT where it is shared with them already
 */
DexFuture *spico_client_share_group (SpicoClient *self,
                                     const char  *account_id,
                                     const char  *group_id,
                                     const char  *principal_id);

/**
 * spico_client_set_group_administrator:
 * @share_id: a #SpicoGroupShare of a group that the account administers
 * @is_administrator: whether its recipient is to administer the group too
 *
 * Appoints an administrator, or withdraws the role, on line only (F046).
 *
 * Returns: (transfer full): a future of a boolean; rejects with %SPICO_CLIENT_ERROR_OFFLINE, or %SPICO_CLIENT_ERROR_INVALID for the last administrator (F047)
 */
DexFuture *spico_client_set_group_administrator (SpicoClient *self,
                                                 const char  *account_id,
                                                 const char  *share_id,
                                                 gboolean     is_administrator);

/** spico_client_withdraw_group_share: takes back a share, on line only. Returns: (transfer full): a future of a boolean */
DexFuture *spico_client_withdraw_group_share (SpicoClient *self,
                                              const char  *account_id,
                                              const char  *share_id);

/**
 * spico_client_list_group_shares:
 * @group_id: a group that the account administers
 *
 * Returns: (transfer full): a live list of #SpicoGroupShare, in the order in which they were made, the creator's first (F043)
 */
SpicoList *spico_client_list_group_shares (SpicoClient *self,
                                           const char  *account_id,
                                           const char  *group_id);

/** spico_client_list_public_groups: Returns: (transfer full): the public groups of the region, read anew from the server (F049) */
SpicoPublicGroups *spico_client_list_public_groups (SpicoClient *self,
                                                    const char  *account_id);

/**
 * spico_client_list_delegations:
 * @account_id: whose; not looked at for %SPICO_DELEGATIONS_TO_ANSWER
 * @which: which of them
 *
 * What waits for an answer comes first, then what is in force, then what is over; of what is over, the last one between the same two.
 *
 * Returns: (transfer full): a list of #SpicoDelegation, as the server last told them
 */
SpicoList *spico_client_list_delegations (SpicoClient        *self,
                                          const char         *account_id,
                                          SpicoDelegationList which);

/**
 * spico_client_ask_delegation:
 * @delegator_id: the person or structure whose account it is
 * @scope: what it is to cover
 *
 * Asks for a delegation, for the person and nobody else (F025), on line only.
 *
 * Returns: (transfer full): a future of a boolean; rejected with %SPICO_CLIENT_ERROR_CONFLICT where there is one between the two already, or too many wait
 */
DexFuture *spico_client_ask_delegation (SpicoClient         *self,
                                        const char          *delegator_id,
                                        SpicoDelegationScope scope);

/**
 * spico_client_offer_delegation:
 * @delegate_id: the person who may then use one's own account
 * @scope: what it is to cover
 * @ends_on: (nullable): its last day, `YYYY-MM-DD` (F032)
 *
 * Offers a delegation of one's own account, on line only.
 *
 * Returns: (transfer full): a future of a boolean, as of spico_client_ask_delegation()
 */
DexFuture *spico_client_offer_delegation (SpicoClient         *self,
                                          const char          *delegate_id,
                                          SpicoDelegationScope scope,
                                          const char          *ends_on);

/**
 * spico_client_set_delegation:
 * @account_id: for which account
 * @delegation_id: the delegation
 * @status: %SPICO_DELEGATION_ACCEPTED, %SPICO_DELEGATION_REFUSED (F028) or %SPICO_DELEGATION_ENDED (F030)
 *
 * Answers, ends or takes back, on line only.
 *
 * Returns: (transfer full): a future of a boolean; rejected with %SPICO_CLIENT_ERROR_INVALID where the server refuses it: somebody else may have answered meanwhile
 */
DexFuture *spico_client_set_delegation (SpicoClient          *self,
                                        const char           *account_id,
                                        const char           *delegation_id,
                                        SpicoDelegationStatus status);

/** spico_client_add_favourite: Returns: (transfer full): a future of a boolean, once it is in the store */
DexFuture *spico_client_add_favourite (SpicoClient *self,
                                       const char  *account_id,
                                       const char  *principal_id);

/** spico_client_remove_favourite: Returns: (transfer full): a future of a boolean, once it is in the store */
DexFuture *spico_client_remove_favourite (SpicoClient *self,
                                          const char  *account_id,
                                          const char  *principal_id);

/**
 * spico_client_list_recent_searches:
 *
 * Returns: (transfer full): a live list of #SpicoSearchTerm, the ten last, newest first (F016)
 */
SpicoList *spico_client_list_recent_searches (SpicoClient *self);

/** spico_client_remember_search: Returns: (transfer full): a future of a boolean */
DexFuture *spico_client_remember_search (SpicoClient *self,
                                         const char  *text);

/**
 * spico_client_list_dossiers:
 * @account_id: the account whose active list is read (F074)
 * @text: (nullable): the beginnings of words of names, or of a birth date (`1948-03` or `03/1948`)
 *
 * Returns: (transfer full): a live list of #SpicoDossier, by birth name
 */
SpicoList *spico_client_list_dossiers (SpicoClient *self,
                                       const char  *account_id,
                                       const char  *text);

/**
 * spico_client_get_dossier:
 *
 * Returns: (transfer full): a future of the #SpicoDossier, that follows the store; rejects with %SPICO_CLIENT_ERROR_NOT_FOUND
 */
DexFuture *spico_client_get_dossier (SpicoClient *self,
                                     const char  *account_id,
                                     const char  *dossier_id);

/**
 * spico_client_list_circle:
 * @account_id: an account with habilitation
 *
 * The care circle of a patient (F017), off line too. It is empty where the account may not see it, and before it was read.
 *
 * Returns: (transfer full): a live list of #SpicoCircleMember, by name, whom the patient refuses last
 */
SpicoList *spico_client_list_circle (SpicoClient *self,
                                     const char  *account_id,
                                     const char  *dossier_id);

/**
 * spico_client_list_dossier_conversations:
 *
 * Returns: (transfer full): a live list of #SpicoConversation of @account_id about that dossier, the newest first
 */
SpicoList *spico_client_list_dossier_conversations (SpicoClient *self,
                                                    const char  *account_id,
                                                    const char  *dossier_id);

G_END_DECLS
