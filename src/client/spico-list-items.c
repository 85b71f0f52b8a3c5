/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the store, made into the items that the lists show. */
#include "spico-list-items.h"

#include "spico-circle-member-private.h"
#include "spico-conversation-private.h"
#include "spico-delegation-private.h"
#include "spico-dossier-private.h"
#include "spico-favourite-group-private.h"
#include "spico-found-message-private.h"
#include "spico-group-share-private.h"
#include "spico-message-private.h"
#include "spico-message-rows.h"
#include "spico-patient-private.h"
#include "spico-principal-private.h"
#include "spico-search-term-private.h"
#include "spico-store-schema.h"
#include "spico-store-search.h"

static int
enum_value (GType       type,
            const char *nick)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *value = g_enum_get_value_by_nick (klass, nick);

  return value != NULL ? value->value : 0;
}

static int
ins_status (const char *name)
{
  return enum_value (SPICO_TYPE_INS_STATUS, name);
}

static SpicoPatient *
make_patient (const char *dossier_id,
              const char *birth_name,
              const char *first_names,
              const char *birth_date,
              const char *sex)
{
  SpicoPatient *patient = g_object_new (SPICO_TYPE_PATIENT, NULL);

  spico_item_set_string (patient, SPICO_PATIENT_PROP_DOSSIER_ID, dossier_id);
  spico_item_set_string (patient, SPICO_PATIENT_PROP_BIRTH_NAME, birth_name);
  spico_item_set_string (patient, SPICO_PATIENT_PROP_FIRST_NAMES, first_names);
  spico_item_set_string (patient, SPICO_PATIENT_PROP_BIRTH_DATE, birth_date);
  spico_item_set_enum (patient, SPICO_PATIENT_PROP_SEX, enum_value (SPICO_TYPE_SEX, sex));

  return patient;
}

SpicoPatient *
spico_list_items_make_patient (SpicoRows *rows,
                               guint      row,
                               guint      column)
{
  if (*spico_rows_get_string (rows, row, column + 1) == '\0')
    return NULL;

  return make_patient (spico_rows_get_text (rows, row, column), spico_rows_get_string (rows, row, column + 1), spico_rows_get_string (rows, row, column + 2),
                       spico_rows_get_string (rows, row, column + 3), spico_rows_get_string (rows, row, column + 4));
}

static gboolean
same_patient (SpicoPatient *a,
              SpicoPatient *b)
{
  return a != NULL && b != NULL &&
         g_strcmp0 (spico_patient_get_dossier_id (a), spico_patient_get_dossier_id (b)) == 0 &&
         g_str_equal (spico_patient_get_birth_name (a), spico_patient_get_birth_name (b)) &&
         g_str_equal (spico_patient_get_first_names (a), spico_patient_get_first_names (b)) &&
         g_str_equal (spico_patient_get_birth_date (a), spico_patient_get_birth_date (b)) &&
         spico_patient_get_sex (a) == spico_patient_get_sex (b);
}

static void
set_patient (gpointer      item,
             guint         prop,
             SpicoPatient *patient)
{
  if (!same_patient (spico_item_get_object (item, prop), patient))
    spico_item_set_object (item, prop, patient);
}

static gboolean
same_members (GListStore *store,
              GPtrArray  *members)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (store)) != members->len)
    return FALSE;
  for (guint i = 0; i < members->len; i++)
    {
      g_autoptr (GObject) member = g_list_model_get_item (G_LIST_MODEL (store), i);

      if ((gpointer) member != g_ptr_array_index (members, i))
        return FALSE;
    }

  return TRUE;
}

/* Where the people of a row begin: they are in the order of the keys (there may be ten thousand rows). */
static guint
find_members (SpicoRows *members,
              gint64     key)
{
  guint low = 0;
  guint high = spico_rows_get_n_rows (members);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (spico_rows_get_int (members, middle, 0) < key)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* The people of a row, in a list of the item's own. */
static void
fill_members (gpointer     item,
              guint        prop,
              SpicoClient *client,
              SpicoPage   *page,
              gint64       key)
{
  GListStore *store = spico_item_get_object (item, prop);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = find_members (page->members, key); i < spico_rows_get_n_rows (page->members) && spico_rows_get_int (page->members, i, 0) == key; i++)
    g_ptr_array_add (members, spico_client_intern (client, spico_rows_get_text (page->members, i, 1)));

  if (store == NULL)
    {
      g_autoptr (GListStore) fresh = g_list_store_new (SPICO_TYPE_PRINCIPAL);

      spico_item_set_object (item, prop, fresh);
      store = fresh;
    }
  if (!same_members (store, members))
    g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), members->pdata, members->len);
}

static void
fill_conversation (SpicoConversation *item,
                   SpicoClient       *client,
                   const char        *account_id,
                   SpicoPage         *page,
                   guint              row)
{
  SpicoRows *rows = page->rows;
  const char *preview_person_id = spico_rows_get_text (rows, row, SPICO_CONVERSATION_COLUMN_PREVIEW_PERSON_ID);
  gint64 unread = spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_UNREAD);
  gboolean is_marked = spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_MARKED_UNREAD) != 0;
  gint64 state = spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_LOCAL_STATE);
  const char *assigned_person_id = spico_rows_get_text (rows, row, SPICO_CONVERSATION_COLUMN_ASSIGNED_PERSON_ID);
  const char *assigned_by_person_id = spico_rows_get_text (rows, row, SPICO_CONVERSATION_COLUMN_ASSIGNED_BY_PERSON_ID);
  g_autoptr (SpicoPrincipal) assignee = assigned_person_id != NULL ? spico_client_intern (client, assigned_person_id) : NULL;
  g_autoptr (SpicoPrincipal) assigner = assigned_by_person_id != NULL ? spico_client_intern (client, assigned_by_person_id) : NULL;
  g_autoptr (SpicoPatient) patient = spico_list_items_make_patient (rows, row, SPICO_CONVERSATION_COLUMN_DOSSIER_ID);

  g_object_freeze_notify (G_OBJECT (item));
  spico_item_set_string (item, SPICO_CONVERSATION_PROP_ID, spico_rows_get_string (rows, row, SPICO_CONVERSATION_COLUMN_ID));
  spico_item_set_string (item, SPICO_CONVERSATION_PROP_ACCOUNT_ID, account_id);
  spico_item_set_string (item, SPICO_CONVERSATION_PROP_SUBJECT, spico_rows_get_string (rows, row, SPICO_CONVERSATION_COLUMN_SUBJECT));
  set_patient (item, SPICO_CONVERSATION_PROP_PATIENT, patient);
  spico_item_set_string (item, SPICO_CONVERSATION_PROP_CREATOR_ACCOUNT_ID, spico_rows_get_string (rows, row, SPICO_CONVERSATION_COLUMN_CREATOR_ACCOUNT_ID));
  spico_item_set_string (item, SPICO_CONVERSATION_PROP_CREATOR_PERSON_ID, spico_rows_get_string (rows, row, SPICO_CONVERSATION_COLUMN_CREATOR_PERSON_ID));
  spico_item_set_time (item, SPICO_CONVERSATION_PROP_CREATED_AT, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_CREATED_AT));
  spico_item_set_time (item, SPICO_CONVERSATION_PROP_LAST_MESSAGE_AT, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_LAST_AT));
  spico_item_set_string (item, SPICO_CONVERSATION_PROP_PREVIEW, spico_rows_get_string (rows, row, SPICO_CONVERSATION_COLUMN_PREVIEW));
  spico_item_set_string (item, SPICO_CONVERSATION_PROP_PREVIEW_AUTHOR, spico_rows_get_string (rows, row, SPICO_CONVERSATION_COLUMN_PREVIEW_AUTHOR));
  spico_item_set_boolean (item, SPICO_CONVERSATION_PROP_PREVIEW_IS_OWN, g_strcmp0 (preview_person_id, spico_client_get_person_id (client)) == 0);
  spico_item_set_enum (item, SPICO_CONVERSATION_PROP_PREVIEW_CHANGE, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_PREVIEW_CHANGE));
  spico_item_set_uint (item, SPICO_CONVERSATION_PROP_PREVIEW_ATTACHMENT_COUNT, (guint) spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_PREVIEW_ATTACHMENT_COUNT));
  spico_item_set_uint (item, SPICO_CONVERSATION_PROP_DRAFT_ATTACHMENT_COUNT, (guint) spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_DRAFT_ATTACHMENT_COUNT));
  spico_item_set_uint (item, SPICO_CONVERSATION_PROP_SCHEDULED_COUNT, (guint) spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_SCHEDULED_COUNT));
  spico_item_set_boolean (item, SPICO_CONVERSATION_PROP_PREVIEW_IS_WITHDRAWN, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_PREVIEW_IS_WITHDRAWN) != 0);
  spico_item_set_boolean (item, SPICO_CONVERSATION_PROP_IS_URGENT, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_IS_URGENT) != 0);
  spico_item_set_time (item, SPICO_CONVERSATION_PROP_REPLY_BY, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_REPLY_BY));
  spico_item_set_boolean (item, SPICO_CONVERSATION_PROP_IS_OVERDUE, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_IS_OVERDUE) != 0);
  spico_item_set_uint (item, SPICO_CONVERSATION_PROP_UNREAD_COUNT, (guint) unread);
  spico_item_set_boolean (item, SPICO_CONVERSATION_PROP_IS_MARKED_UNREAD, is_marked);
  spico_item_set_boolean (item, SPICO_CONVERSATION_PROP_IS_UNREAD, unread > 0 || is_marked);
  spico_item_set_boolean (item, SPICO_CONVERSATION_PROP_IS_PINNED, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_PINNED) != 0);
  spico_item_set_boolean (item, SPICO_CONVERSATION_PROP_IS_MUTED, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_MUTED) != 0);
  spico_item_set_boolean (item, SPICO_CONVERSATION_PROP_IS_HANDLED, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_IS_HANDLED) != 0);
  spico_item_set_boolean (item, SPICO_CONVERSATION_PROP_IS_ARCHIVED, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_IS_ARCHIVED) != 0);
  spico_item_set_object (item, SPICO_CONVERSATION_PROP_ASSIGNEE, assignee);
  spico_item_set_object (item, SPICO_CONVERSATION_PROP_ASSIGNER, assigner);
  spico_item_set_string (item, SPICO_CONVERSATION_PROP_DRAFT_TEXT, spico_rows_get_string (rows, row, SPICO_CONVERSATION_COLUMN_DRAFT));
  spico_item_set_uint (item, SPICO_CONVERSATION_PROP_PENDING_COUNT, (guint) spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_PENDING));
  spico_item_set_uint (item, SPICO_CONVERSATION_PROP_FAILED_COUNT, (guint) spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_FAILED));
  spico_item_set_int64 (item, SPICO_CONVERSATION_PROP_SORT_TIME, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_SORT_TIME));
  spico_item_set_int64 (item, SPICO_CONVERSATION_PROP_LAST_SEQ, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_LAST_SEQ));
  spico_item_set_boolean (item, SPICO_CONVERSATION_PROP_IS_LOCAL, state == SPICO_LOCAL_CREATED || state == SPICO_LOCAL_FAILED);
  fill_members (item, SPICO_CONVERSATION_PROP_PARTICIPANTS, client, page, spico_rows_get_int (rows, row, SPICO_CONVERSATION_COLUMN_KEY));
  spico_item_set_boolean (item, SPICO_CONVERSATION_PROP_IS_LOADED, TRUE);
  g_object_thaw_notify (G_OBJECT (item));
}

static void
fill_dossier (SpicoDossier *item,
              const char   *account_id,
              SpicoRows    *rows,
              guint         row)
{
  g_autoptr (SpicoPatient) patient = make_patient (spico_rows_get_text (rows, row, SPICO_DOSSIER_COLUMN_ID),
                                                   spico_rows_get_string (rows, row, SPICO_DOSSIER_COLUMN_BIRTH_NAME),
                                                   spico_rows_get_string (rows, row, SPICO_DOSSIER_COLUMN_FIRST_NAMES),
                                                   spico_rows_get_string (rows, row, SPICO_DOSSIER_COLUMN_BIRTH_DATE),
                                                   spico_rows_get_string (rows, row, SPICO_DOSSIER_COLUMN_SEX));

  g_object_freeze_notify (G_OBJECT (item));
  spico_item_set_string (item, SPICO_DOSSIER_PROP_ID, spico_rows_get_string (rows, row, SPICO_DOSSIER_COLUMN_ID));
  spico_item_set_string (item, SPICO_DOSSIER_PROP_ACCOUNT_ID, account_id);
  set_patient (item, SPICO_DOSSIER_PROP_PATIENT, patient);
  spico_item_set_string (item, SPICO_DOSSIER_PROP_USED_NAME, spico_rows_get_string (rows, row, SPICO_DOSSIER_COLUMN_USED_NAME));
  spico_item_set_string (item, SPICO_DOSSIER_PROP_BIRTH_PLACE_CODE, spico_rows_get_string (rows, row, SPICO_DOSSIER_COLUMN_BIRTH_PLACE_CODE));
  spico_item_set_string (item, SPICO_DOSSIER_PROP_INS_MATRICULE, spico_rows_get_text (rows, row, SPICO_DOSSIER_COLUMN_INS_MATRICULE));
  spico_item_set_enum (item, SPICO_DOSSIER_PROP_INS_STATUS, ins_status (spico_rows_get_string (rows, row, SPICO_DOSSIER_COLUMN_INS_STATUS)));
  spico_item_set_string (item, SPICO_DOSSIER_PROP_ROLE, spico_rows_get_string (rows, row, SPICO_DOSSIER_COLUMN_ROLE));
  spico_item_set_boolean (item, SPICO_DOSSIER_PROP_IN_ACTIVE_LIST, spico_rows_get_int (rows, row, SPICO_DOSSIER_COLUMN_IN_ACTIVE_LIST) != 0);
  spico_item_set_boolean (item, SPICO_DOSSIER_PROP_IS_LOADED, TRUE);
  g_object_thaw_notify (G_OBJECT (item));
}

static void
fill_search (SpicoSearchTerm *item,
             SpicoRows       *rows,
             guint            row)
{
  spico_item_set_string (item, SPICO_SEARCH_TERM_PROP_TEXT, spico_rows_get_string (rows, row, SPICO_SEARCH_COLUMN_TEXT));
  spico_item_set_time (item, SPICO_SEARCH_TERM_PROP_USED_AT, spico_rows_get_int (rows, row, SPICO_SEARCH_COLUMN_USED_AT));
}

static void
fill_circle_member (SpicoCircleMember *item,
                    SpicoClient       *client,
                    SpicoRows         *rows,
                    guint              row)
{
  g_autoptr (SpicoPrincipal) principal = spico_client_intern (client, spico_rows_get_string (rows, row, SPICO_CIRCLE_COLUMN_PRINCIPAL_ID));

  spico_item_set_object (item, SPICO_CIRCLE_MEMBER_PROP_PRINCIPAL, principal);
  spico_item_set_string (item, SPICO_CIRCLE_MEMBER_PROP_ROLE, spico_rows_get_string (rows, row, SPICO_CIRCLE_COLUMN_ROLE));
  spico_item_set_boolean (item, SPICO_CIRCLE_MEMBER_PROP_IS_REFUSED, spico_rows_get_int (rows, row, SPICO_CIRCLE_COLUMN_REFUSAL) != 0);
}

static void
set_principal (gpointer     item,
               guint        prop,
               SpicoClient *client,
               const char  *principal_id)
{
  g_autoptr (SpicoPrincipal) principal = principal_id != NULL && *principal_id != '\0' ? spico_client_intern (client, principal_id) : NULL;

  spico_item_set_object (item, prop, principal);
}

static void
fill_group (SpicoFavouriteGroup *item,
            SpicoClient         *client,
            const char          *account_id,
            SpicoPage           *page,
            guint                row)
{
  static const struct {
    guint prop;
    guint column;
  } flags[] = {
    { SPICO_FAVOURITE_GROUP_PROP_IS_ACTIVE, SPICO_GROUP_COLUMN_IS_ACTIVE },
    { SPICO_FAVOURITE_GROUP_PROP_IS_PUBLIC, SPICO_GROUP_COLUMN_IS_PUBLIC },
    { SPICO_FAVOURITE_GROUP_PROP_IS_ADMINISTRATOR, SPICO_GROUP_COLUMN_IS_ADMINISTRATOR },
    { SPICO_FAVOURITE_GROUP_PROP_IS_ACCEPTED, SPICO_GROUP_COLUMN_IS_ACCEPTED },
    { SPICO_FAVOURITE_GROUP_PROP_IS_TO_ANSWER, SPICO_GROUP_COLUMN_IS_TO_ANSWER },
    { SPICO_FAVOURITE_GROUP_PROP_IS_WAITING, SPICO_GROUP_COLUMN_IS_WAITING },
    { SPICO_FAVOURITE_GROUP_PROP_IS_LOCAL, SPICO_GROUP_COLUMN_IS_LOCAL },
    { SPICO_FAVOURITE_GROUP_PROP_HAS_DRAFT, SPICO_GROUP_COLUMN_HAS_DRAFT },
  };
  SpicoRows *rows = page->rows;
  g_autoptr (SpicoPrincipal) creator = spico_client_intern (client, spico_rows_get_string (rows, row, SPICO_GROUP_COLUMN_CREATOR_ID));

  g_object_freeze_notify (G_OBJECT (item));
  spico_item_set_string (item, SPICO_FAVOURITE_GROUP_PROP_ID, spico_rows_get_string (rows, row, SPICO_GROUP_COLUMN_ID));
  spico_item_set_string (item, SPICO_FAVOURITE_GROUP_PROP_ACCOUNT_ID, account_id);
  spico_item_set_string (item, SPICO_FAVOURITE_GROUP_PROP_NAME, spico_rows_get_string (rows, row, SPICO_GROUP_COLUMN_NAME));
  spico_item_set_string (item, SPICO_FAVOURITE_GROUP_PROP_DESCRIPTION, spico_rows_get_string (rows, row, SPICO_GROUP_COLUMN_DESCRIPTION));
  spico_item_set_object (item, SPICO_FAVOURITE_GROUP_PROP_CREATOR, creator);
  set_principal (item, SPICO_FAVOURITE_GROUP_PROP_CREATOR_PERSON, client, spico_rows_get_text (rows, row, SPICO_GROUP_COLUMN_CREATOR_PERSON_ID));
  spico_item_set_time (item, SPICO_FAVOURITE_GROUP_PROP_CREATED_AT, spico_rows_get_int (rows, row, SPICO_GROUP_COLUMN_CREATED_AT));
  spico_item_set_time (item, SPICO_FAVOURITE_GROUP_PROP_ACCEPTED_AT, spico_rows_get_int (rows, row, SPICO_GROUP_COLUMN_ACCEPTED_AT));
  set_principal (item, SPICO_FAVOURITE_GROUP_PROP_ACCEPTED_BY, client, spico_rows_get_text (rows, row, SPICO_GROUP_COLUMN_ACCEPTED_BY_ID));
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    spico_item_set_boolean (item, flags[i].prop, spico_rows_get_int (rows, row, flags[i].column) != 0);
  fill_members (item, SPICO_FAVOURITE_GROUP_PROP_MEMBERS, client, page, spico_rows_get_int (rows, row, SPICO_GROUP_COLUMN_KEY));
  g_object_thaw_notify (G_OBJECT (item));
}

static void
fill_group_share (SpicoGroupShare *item,
                  SpicoClient     *client,
                  SpicoRows       *rows,
                  guint            row)
{
  g_autoptr (SpicoPrincipal) principal = spico_client_intern (client, spico_rows_get_string (rows, row, SPICO_SHARE_COLUMN_PRINCIPAL_ID));

  g_object_freeze_notify (G_OBJECT (item));
  spico_item_set_string (item, SPICO_GROUP_SHARE_PROP_ID, spico_rows_get_string (rows, row, SPICO_SHARE_COLUMN_ID));
  spico_item_set_object (item, SPICO_GROUP_SHARE_PROP_PRINCIPAL, principal);
  spico_item_set_boolean (item, SPICO_GROUP_SHARE_PROP_IS_ADMINISTRATOR, spico_rows_get_int (rows, row, SPICO_SHARE_COLUMN_IS_ADMINISTRATOR) != 0);
  spico_item_set_boolean (item, SPICO_GROUP_SHARE_PROP_IS_ACCEPTED, spico_rows_get_int (rows, row, SPICO_SHARE_COLUMN_IS_ACCEPTED) != 0);
  spico_item_set_time (item, SPICO_GROUP_SHARE_PROP_SHARED_AT, spico_rows_get_int (rows, row, SPICO_SHARE_COLUMN_SHARED_AT));
  set_principal (item, SPICO_GROUP_SHARE_PROP_ACCEPTED_BY, client, spico_rows_get_text (rows, row, SPICO_SHARE_COLUMN_ACCEPTED_BY_ID));
  g_object_thaw_notify (G_OBJECT (item));
}

static void
fill_delegation (SpicoDelegation *item,
                 SpicoClient     *client,
                 SpicoRows       *rows,
                 guint            row)
{
  g_object_freeze_notify (G_OBJECT (item));
  spico_item_set_string (item, SPICO_DELEGATION_PROP_ID, spico_rows_get_string (rows, row, SPICO_DELEGATION_COLUMN_ID));
  spico_item_set_string (item, SPICO_DELEGATION_PROP_ACCOUNT_ID, spico_rows_get_string (rows, row, SPICO_DELEGATION_COLUMN_HOLDER_ID));
  set_principal (item, SPICO_DELEGATION_PROP_DELEGATOR, client, spico_rows_get_string (rows, row, SPICO_DELEGATION_COLUMN_DELEGATOR_ID));
  set_principal (item, SPICO_DELEGATION_PROP_DELEGATE, client, spico_rows_get_string (rows, row, SPICO_DELEGATION_COLUMN_DELEGATE_ID));
  spico_item_set_enum (item, SPICO_DELEGATION_PROP_SCOPE, enum_value (SPICO_TYPE_DELEGATION_SCOPE, spico_rows_get_string (rows, row, SPICO_DELEGATION_COLUMN_SCOPE)));
  spico_item_set_enum (item, SPICO_DELEGATION_PROP_STATUS, enum_value (SPICO_TYPE_DELEGATION_STATUS, spico_rows_get_string (rows, row, SPICO_DELEGATION_COLUMN_STATUS)));
  spico_item_set_time (item, SPICO_DELEGATION_PROP_CREATED_AT, spico_rows_get_int (rows, row, SPICO_DELEGATION_COLUMN_CREATED_AT));
  spico_item_set_time (item, SPICO_DELEGATION_PROP_ANSWERED_AT, spico_rows_get_int (rows, row, SPICO_DELEGATION_COLUMN_ANSWERED_AT));
  set_principal (item, SPICO_DELEGATION_PROP_ANSWERED_BY, client, spico_rows_get_text (rows, row, SPICO_DELEGATION_COLUMN_ANSWERED_BY_ID));
  spico_item_set_time (item, SPICO_DELEGATION_PROP_ENDED_AT, spico_rows_get_int (rows, row, SPICO_DELEGATION_COLUMN_ENDED_AT));
  set_principal (item, SPICO_DELEGATION_PROP_ENDED_BY, client, spico_rows_get_text (rows, row, SPICO_DELEGATION_COLUMN_ENDED_BY_ID));
  spico_item_set_string (item, SPICO_DELEGATION_PROP_ENDS_ON, spico_rows_get_text (rows, row, SPICO_DELEGATION_COLUMN_ENDS_ON));
  spico_item_set_string (item, SPICO_DELEGATION_PROP_REFERENT, spico_rows_get_string (rows, row, SPICO_DELEGATION_COLUMN_REFERENT));
  spico_item_set_boolean (item, SPICO_DELEGATION_PROP_IS_SUSPENDED, spico_rows_get_int (rows, row, SPICO_DELEGATION_COLUMN_IS_SUSPENDED) != 0);
  spico_item_set_boolean (item, SPICO_DELEGATION_PROP_IS_TO_ANSWER, spico_rows_get_int (rows, row, SPICO_DELEGATION_COLUMN_IS_TO_ANSWER) != 0);
  spico_item_set_boolean (item, SPICO_DELEGATION_PROP_IS_LAST, spico_rows_get_int (rows, row, SPICO_DELEGATION_COLUMN_IS_LAST) != 0);
  g_object_thaw_notify (G_OBJECT (item));
}

/* Which message it is never changes; its words may. */
static void
fill_found (SpicoFoundMessage *item,
            SpicoClient       *client,
            SpicoReadQuery    *query,
            SpicoPage         *page,
            guint              row)
{
  SpicoRows *rows = page->rows;
  const char *conversation_id = spico_rows_get_string (rows, row, SPICO_FOUND_COLUMN_CONVERSATION_ID);
  g_autoptr (SpicoMessageRows) messages = spico_message_rows_new (client, query->account_id, conversation_id, page);
  g_autoptr (SpicoMessage) message = NULL;
  g_autoptr (SpicoPatient) patient = spico_list_items_make_patient (rows, row, SPICO_FOUND_COLUMN_DOSSIER_ID);

  g_set_object (&message, spico_found_message_get_message (item));
  if (message == NULL)
    {
      message = g_object_new (SPICO_TYPE_MESSAGE, NULL);
      spico_item_set_string (message, SPICO_MESSAGE_PROP_ID, spico_rows_get_string (page->quoted, row, SPICO_QUOTED_COLUMN_ID));
    }

  g_object_freeze_notify (G_OBJECT (item));
  spico_message_rows_fill_quoted (messages, message, row);
  spico_item_set_time (message, SPICO_MESSAGE_PROP_SENT_AT, spico_rows_get_int (rows, row, SPICO_FOUND_COLUMN_SENT_AT));
  spico_item_set_object (item, SPICO_FOUND_MESSAGE_PROP_MESSAGE, message);
  spico_item_set_string (item, SPICO_FOUND_MESSAGE_PROP_ACCOUNT_ID, query->account_id);
  spico_item_set_string (item, SPICO_FOUND_MESSAGE_PROP_SEARCHED, query->text);
  spico_item_set_string (item, SPICO_FOUND_MESSAGE_PROP_CONVERSATION_ID, conversation_id);
  spico_item_set_string (item, SPICO_FOUND_MESSAGE_PROP_SUBJECT, spico_rows_get_string (rows, row, SPICO_FOUND_COLUMN_SUBJECT));
  set_patient (item, SPICO_FOUND_MESSAGE_PROP_PATIENT, patient);
  spico_item_set_string (item, SPICO_FOUND_MESSAGE_PROP_FILES, spico_rows_get_string (rows, row, SPICO_FOUND_COLUMN_FILES));
  g_object_thaw_notify (G_OBJECT (item));
}

/* The server says it of who is absent alone. */
static int
connection_of (SpicoRows *rows,
               guint      row)
{
  const char *connection = spico_rows_get_text (rows, row, SPICO_PRINCIPAL_COLUMN_CONNECTION);

  return enum_value (SPICO_TYPE_PRESENCE, connection != NULL ? connection : spico_rows_get_string (rows, row, SPICO_PRINCIPAL_COLUMN_PRESENCE));
}

/* Columns are those of SPICO_PRINCIPAL_COLUMN_…. */
void
spico_list_items_fill_principal (SpicoPrincipal *item,
                                 SpicoRows      *rows,
                                 guint           row)
{
  static const struct {
    guint prop;
    guint column;
  } texts[] = {
    { SPICO_PRINCIPAL_PROP_NAME, SPICO_PRINCIPAL_COLUMN_NAME },
    { SPICO_PRINCIPAL_PROP_FAMILY_NAME, SPICO_PRINCIPAL_COLUMN_FAMILY_NAME },
    { SPICO_PRINCIPAL_PROP_GIVEN_NAME, SPICO_PRINCIPAL_COLUMN_GIVEN_NAME },
    { SPICO_PRINCIPAL_PROP_PROFESSION, SPICO_PRINCIPAL_COLUMN_PROFESSION },
    { SPICO_PRINCIPAL_PROP_SKILL, SPICO_PRINCIPAL_COLUMN_SKILL },
    { SPICO_PRINCIPAL_PROP_STRUCTURE_NAME, SPICO_PRINCIPAL_COLUMN_STRUCTURE_NAME },
    { SPICO_PRINCIPAL_PROP_POSTAL_CODE, SPICO_PRINCIPAL_COLUMN_POSTAL_CODE },
    { SPICO_PRINCIPAL_PROP_TOWN, SPICO_PRINCIPAL_COLUMN_TOWN },
    { SPICO_PRINCIPAL_PROP_TELEPHONE, SPICO_PRINCIPAL_COLUMN_TELEPHONE },
    { SPICO_PRINCIPAL_PROP_ADDRESS, SPICO_PRINCIPAL_COLUMN_ADDRESS },
    { SPICO_PRINCIPAL_PROP_NATIONAL_ID, SPICO_PRINCIPAL_COLUMN_NATIONAL_ID },
    { SPICO_PRINCIPAL_PROP_SOURCE, SPICO_PRINCIPAL_COLUMN_SOURCE },
  };

  g_object_freeze_notify (G_OBJECT (item));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    spico_item_set_string (item, texts[i].prop, spico_rows_get_string (rows, row, texts[i].column));
  spico_item_set_enum (item, SPICO_PRINCIPAL_PROP_KIND, enum_value (SPICO_TYPE_PRINCIPAL_KIND, spico_rows_get_string (rows, row, SPICO_PRINCIPAL_COLUMN_KIND)));
  spico_item_set_enum (item, SPICO_PRINCIPAL_PROP_PRESENCE, enum_value (SPICO_TYPE_PRESENCE, spico_rows_get_string (rows, row, SPICO_PRINCIPAL_COLUMN_PRESENCE)));
  spico_item_set_enum (item, SPICO_PRINCIPAL_PROP_CONNECTION, connection_of (rows, row));
  spico_item_set_string (item, SPICO_PRINCIPAL_PROP_ABSENT_UNTIL, spico_rows_get_text (rows, row, SPICO_PRINCIPAL_COLUMN_ABSENT_UNTIL));
  spico_item_set_string (item, SPICO_PRINCIPAL_PROP_STAND_IN_NAME, spico_rows_get_text (rows, row, SPICO_PRINCIPAL_COLUMN_STAND_IN_NAME));
  spico_item_set_boolean (item, SPICO_PRINCIPAL_PROP_HAS_ACCOUNT, spico_rows_get_int (rows, row, SPICO_PRINCIPAL_COLUMN_HAS_ACCOUNT) != 0);
  spico_item_set_string (item, SPICO_PRINCIPAL_PROP_SOURCE_DATE, spico_rows_get_text (rows, row, SPICO_PRINCIPAL_COLUMN_SOURCE_DATE));
  spico_item_set_boolean (item, SPICO_PRINCIPAL_PROP_IS_LISTED, spico_rows_get_int (rows, row, SPICO_PRINCIPAL_COLUMN_IS_LISTED) != 0);
  spico_item_set_boolean (item, SPICO_PRINCIPAL_PROP_IS_LOADED, TRUE);
  g_object_thaw_notify (G_OBJECT (item));
}

/* The type of the items of a list. */
GType
spico_list_items_get_type (SpicoReadKind kind)
{
  switch (kind)
    {
    case SPICO_READ_CONVERSATIONS:
      return SPICO_TYPE_CONVERSATION;
    case SPICO_READ_DOSSIERS:
      return SPICO_TYPE_DOSSIER;
    case SPICO_READ_PRINCIPALS:
    case SPICO_READ_FAVOURITES:
      return SPICO_TYPE_PRINCIPAL;
    case SPICO_READ_CIRCLE:
      return SPICO_TYPE_CIRCLE_MEMBER;
    case SPICO_READ_GROUPS:
      return SPICO_TYPE_FAVOURITE_GROUP;
    case SPICO_READ_GROUP_SHARES:
      return SPICO_TYPE_GROUP_SHARE;
    case SPICO_READ_DELEGATIONS:
      return SPICO_TYPE_DELEGATION;
    case SPICO_READ_FOUND_MESSAGES:
      return SPICO_TYPE_FOUND_MESSAGE;
    case SPICO_READ_SEARCHES:
    default:
      return SPICO_TYPE_SEARCH_TERM;
    }
}

/**
 * spico_list_items_apply:
 * @item: (nullable): the item to fill; %NULL makes it
 *
 * Returns: (transfer full): the item, filled from a row
 */
gpointer
spico_list_items_apply (gpointer        item,
                        SpicoClient    *client,
                        SpicoReadQuery *query,
                        SpicoPage      *page,
                        guint           row)
{
  gpointer result;

  if (query->kind == SPICO_READ_PRINCIPALS || query->kind == SPICO_READ_FAVOURITES)
    return spico_client_fill_principal (client, page->rows, row);

  result = item != NULL ? g_object_ref (item) : g_object_new (spico_list_items_get_type (query->kind), NULL);
  if (query->kind == SPICO_READ_CONVERSATIONS)
    fill_conversation (result, client, query->account_id, page, row);
  else if (query->kind == SPICO_READ_DOSSIERS)
    fill_dossier (result, query->account_id, page->rows, row);
  else if (query->kind == SPICO_READ_CIRCLE)
    fill_circle_member (result, client, page->rows, row);
  else if (query->kind == SPICO_READ_GROUPS)
    fill_group (result, client, query->account_id, page, row);
  else if (query->kind == SPICO_READ_GROUP_SHARES)
    fill_group_share (result, client, page->rows, row);
  else if (query->kind == SPICO_READ_DELEGATIONS)
    fill_delegation (result, client, page->rows, row);
  else if (query->kind == SPICO_READ_FOUND_MESSAGES)
    fill_found (result, client, query, page, row);
  else
    fill_search (result, page->rows, row);

  return result;
}
