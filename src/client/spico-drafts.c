/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-drafts.h"

#include <string.h>

#include "spico-client-error.h"
#include "spico-draft-private.h"
#include "spico-rows.h"
#include "spico-store-reads.h"
#include "spico-store-writes.h"

#define OFFER_AGAIN_S 3

struct _SpicoDrafts {
  GObject parent_instance;

  SpicoStore *store;
  /* Of the Offer, oldest first. At most one of a place is whole, and then it is the only one of it. */
  GPtrArray *offers;
  /* Raised by each write that the store has taken. */
  guint n_written;
};

G_DEFINE_FINAL_TYPE (SpicoDrafts, spico_drafts, G_TYPE_OBJECT)

/* What the store has not taken yet. */
typedef struct {
  SpicoDrafts *drafts;
  SpicoDraft *draft;
  /* It replaces what the store has; otherwise it joins it. */
  gboolean is_whole;
  guint again_source;
} Offer;

typedef struct {
  SpicoDrafts *drafts;
  SpicoWrite *place;
  guint n_written;
} Loading;

static void
offer_clear (gpointer data)
{
  Offer *offer = data;

  g_object_unref (offer->drafts);
  g_object_unref (offer->draft);
}

static void
offer_unref (gpointer data)
{
  g_rc_box_release_full (data, offer_clear);
}

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_object_unref (loading->drafts);
  spico_write_free (loading->place);
  g_free (loading);
}

/* The form's draft belongs to no conversation, and so to no mailbox. */
static SpicoWrite *
place_new (const char *mailbox_id,
           const char *conversation_id)
{
  gboolean is_placed = mailbox_id != NULL && conversation_id != NULL;
  SpicoWrite *place = spico_write_new (NULL, is_placed ? conversation_id : "", NULL);

  place->mailbox_id = g_strdup (is_placed ? mailbox_id : "");

  return place;
}

static SpicoWrite *
write_new (SpicoDraft *draft)
{
  SpicoWrite *write = place_new (spico_draft_get_mailbox_id (draft), spico_draft_get_conversation_id (draft));

  write->account_id = g_strdup (spico_draft_get_account_id (draft));
  write->ids = g_strdupv ((char **) spico_draft_get_participant_ids (draft));
  write->dossier_id = g_strdup (spico_draft_get_dossier_id (draft));
  write->subject = g_strdup (spico_draft_get_subject (draft));
  write->text = g_strdup (spico_draft_get_text (draft));
  write->used_groups = g_strdup (spico_draft_get_used_groups (draft));
  write->in_reply_to_id = g_strdup (spico_draft_get_in_reply_to_id (draft));
  write->urgency = spico_draft_get_urgency (draft);
  write->active_switch = spico_draft_get_active_switch (draft);
  write->public_switch = spico_draft_get_public_switch (draft);
  write->number = g_get_real_time ();
  write->flag = spico_draft_is_empty (draft);

  return write;
}

static gboolean
is_in (SpicoDraft *draft,
       const char *mailbox_id,
       const char *conversation_id)
{
  return g_strcmp0 (spico_draft_get_mailbox_id (draft), mailbox_id) == 0 && g_strcmp0 (spico_draft_get_conversation_id (draft), conversation_id) == 0;
}

static void
withdraw_offer (Offer *offer)
{
  g_clear_handle_id (&offer->again_source, g_source_remove);
  g_ptr_array_remove (offer->drafts->offers, offer);
}

static void
spico_drafts_finalize (GObject *object)
{
  SpicoDrafts *self = SPICO_DRAFTS (object);

  g_object_unref (self->store);
  g_ptr_array_unref (self->offers);

  G_OBJECT_CLASS (spico_drafts_parent_class)->finalize (object);
}

static void
spico_drafts_class_init (SpicoDraftsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_drafts_finalize;
}

static void
spico_drafts_init (SpicoDrafts *self)
{
  self->offers = g_ptr_array_new_with_free_func (offer_unref);
}

SpicoDrafts *
spico_drafts_new (SpicoStore *store)
{
  SpicoDrafts *self = g_object_new (SPICO_TYPE_DRAFTS, NULL);

  self->store = g_object_ref (store);

  return self;
}

static DexFuture *submit (Offer *offer);

static void
again_cb (gpointer data)
{
  Offer *offer = data;

  offer->again_source = 0;
  dex_future_disown (submit (offer));
}

/* What has taken its place meanwhile, or was given up, is no longer among the offers. */
static DexFuture *
written_cb (DexFuture *completed,
            gpointer   data)
{
  Offer *offer = data;
  g_autoptr (GError) error = NULL;
  gboolean is_current = g_ptr_array_find (offer->drafts->offers, offer, NULL);

  if (dex_future_get_value (completed, &error) != NULL)
    offer->drafts->n_written++;
  if (is_current && (error == NULL || g_error_matches (error, SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STATE)))
    withdraw_offer (offer);
  else if (is_current && offer->again_source == 0)
    offer->again_source = g_timeout_add_seconds_once (OFFER_AGAIN_S, again_cb, offer);

  return dex_ref (completed);
}

static DexFuture *
submit (Offer *offer)
{
  SpicoStoreFunc func = offer->is_whole ? spico_write_draft : spico_write_joined;

  return dex_future_finally (spico_store_write (offer->drafts->store, func, write_new (offer->draft), spico_write_free), written_cb, g_rc_box_acquire (offer), offer_unref);
}

static DexFuture *
offer (SpicoDrafts *self,
       SpicoDraft  *draft,
       gboolean     is_whole)
{
  Offer *made = g_rc_box_new0 (Offer);

  made->drafts = g_object_ref (self);
  made->draft = g_object_ref (draft);
  made->is_whole = is_whole;
  g_ptr_array_add (self->offers, made);

  return submit (made);
}

void
spico_drafts_forget (SpicoDrafts *self,
                     const char  *mailbox_id,
                     const char  *conversation_id)
{
  g_return_if_fail (SPICO_IS_DRAFTS (self));

  for (guint i = self->offers->len; i > 0; i--)
    {
      Offer *made = g_ptr_array_index (self->offers, i - 1);

      if (is_in (made->draft, mailbox_id, conversation_id))
        withdraw_offer (made);
    }
}

/* It takes the place of all that was offered there before: who writes has been given that by spico_drafts_load(). */
DexFuture *
spico_drafts_save (SpicoDrafts *self,
                   SpicoDraft  *draft)
{
  g_return_val_if_fail (SPICO_IS_DRAFTS (self), NULL);
  g_return_val_if_fail (SPICO_IS_DRAFT (draft), NULL);

  spico_drafts_forget (self, spico_draft_get_mailbox_id (draft), spico_draft_get_conversation_id (draft));

  return offer (self, draft, TRUE);
}

DexFuture *
spico_drafts_discard (SpicoDrafts *self,
                      const char  *mailbox_id,
                      const char  *conversation_id)
{
  g_autoptr (SpicoDraft) nothing = NULL;

  g_return_val_if_fail (SPICO_IS_DRAFTS (self), NULL);

  if (conversation_id != NULL)
    nothing = spico_draft_new_message (mailbox_id, conversation_id, NULL, NULL, NULL);
  else
    nothing = spico_draft_new (NULL, NULL, NULL, NULL, NULL);

  return spico_drafts_save (self, nothing);
}

/* Whole lines: « oui » is not in « oui, demain ». */
static gboolean
has_lines (const char *text,
           const char *lines)
{
  gsize length = strlen (lines);

  for (const char *found = strstr (text, lines); found != NULL; found = strstr (found + 1, lines))
    {
      if ((found == text || found[-1] == '\n') && (found[length] == '\0' || found[length] == '\n'))
        return TRUE;
    }

  return FALSE;
}

/* It presses as much as either does; the time is the later word. */
static SpicoUrgency
join_urgency (SpicoUrgency first,
              SpicoUrgency second)
{
  return (SpicoUrgency) { first.is_urgent || second.is_urgent, second.reply_by > 0 ? second.reply_by : first.reply_by };
}

/* Of @second are the place, the account, the « Objet », and what it answers where it answers something. */
static SpicoDraft *
join (SpicoDraft *first,
      SpicoDraft *second)
{
  const char *before = spico_draft_get_text (first);
  const char *text = spico_draft_get_text (second);
  g_autofree char *both = *before == '\0' || has_lines (text, before) ? g_strdup (text) : has_lines (before, text) ? g_strdup (before) : g_strconcat (before, "\n", text, NULL);

  SpicoDraft *joined = spico_draft_new_message (spico_draft_get_mailbox_id (second), spico_draft_get_conversation_id (second), spico_draft_get_account_id (second),
                                                spico_draft_get_subject (second), both);
  const char *answered = spico_draft_get_in_reply_to_id (second);

  spico_draft_set_in_reply_to_id (joined, answered != NULL ? answered : spico_draft_get_in_reply_to_id (first));
  spico_draft_set_urgency (joined, join_urgency (spico_draft_get_urgency (first), spico_draft_get_urgency (second)));

  return joined;
}

static Offer *
find_whole (SpicoDrafts *self,
            const char  *mailbox_id,
            const char  *conversation_id)
{
  for (guint i = 0; i < self->offers->len; i++)
    {
      Offer *made = g_ptr_array_index (self->offers, i);

      if (made->is_whole && is_in (made->draft, mailbox_id, conversation_id))
        return made;
    }

  return NULL;
}

/* The text joins whatever the place has by now. */
DexFuture *
spico_drafts_join (SpicoDrafts *self,
                   SpicoDraft  *draft)
{
  g_autoptr (SpicoDraft) both = NULL;
  Offer *whole;

  g_return_val_if_fail (SPICO_IS_DRAFTS (self), NULL);
  g_return_val_if_fail (SPICO_IS_DRAFT (draft) && spico_draft_get_conversation_id (draft) != NULL, NULL);

  whole = find_whole (self, spico_draft_get_mailbox_id (draft), spico_draft_get_conversation_id (draft));
  if (whole == NULL)
    return offer (self, draft, FALSE);

  both = join (whole->draft, draft);

  return spico_drafts_save (self, both);
}

/* The place says which group. */
static SpicoDraft *
make_group_draft (SpicoWrite *place,
                  SpicoRows  *rows)
{
  const char *group_id = strchr (place->conversation_id, ' ') + 1;
  g_auto (GStrv) ids = NULL;

  if (spico_rows_get_n_rows (rows) == 0)
    return spico_draft_new_group (place->mailbox_id, group_id, NULL, NULL, NULL);

  ids = *spico_rows_get_string (rows, 0, 1) != '\0' ? g_strsplit (spico_rows_get_string (rows, 0, 1), " ", 0) : NULL;
  return spico_draft_new_group (place->mailbox_id, group_id, spico_rows_get_text (rows, 0, 3), spico_rows_get_text (rows, 0, 4), (const char *const *) ids);
}

static SpicoDraft *
make_members_draft (SpicoWrite *place,
                    SpicoRows  *rows)
{
  g_auto (GStrv) ids = spico_rows_get_n_rows (rows) > 0 ? g_strsplit (spico_rows_get_string (rows, 0, 1), " ", 0) : NULL;

  return spico_draft_new_members (place->mailbox_id, strchr (place->conversation_id, ' ') + 1, (const char *const *) ids);
}

static SpicoDraft *
make_draft (SpicoWrite *place,
            SpicoRows  *rows)
{
  g_auto (GStrv) ids = NULL;

  if (spico_draft_is_members_place (place->conversation_id))
    return make_members_draft (place, rows);
  if (spico_draft_is_group_place (place->conversation_id))
    return make_group_draft (place, rows);
  if (spico_rows_get_n_rows (rows) == 0 && *place->conversation_id == '\0')
    return spico_draft_new (NULL, NULL, NULL, NULL, NULL);
  if (spico_rows_get_n_rows (rows) == 0)
    return spico_draft_new_message (place->mailbox_id, place->conversation_id, NULL, NULL, NULL);
  if (*place->conversation_id != '\0')
    return spico_draft_new_message (place->mailbox_id, place->conversation_id, spico_rows_get_text (rows, 0, 0), NULL, spico_rows_get_text (rows, 0, 4));

  ids = *spico_rows_get_string (rows, 0, 1) != '\0' ? g_strsplit (spico_rows_get_string (rows, 0, 1), " ", 0) : NULL;

  return spico_draft_new (spico_rows_get_text (rows, 0, 0), (const char *const *) ids, spico_rows_get_text (rows, 0, 2), spico_rows_get_text (rows, 0, 3),
                          spico_rows_get_text (rows, 0, 4));
}

static SpicoDraftSwitch
take_switch (SpicoRows *rows,
             guint      column)
{
  return (SpicoDraftSwitch) CLAMP (spico_rows_get_int (rows, 0, column), SPICO_DRAFT_SWITCH_UNTOUCHED, SPICO_DRAFT_SWITCH_ON);
}

static DexFuture *read_draft (Loading *loading);

/* What the store took while it was read may be missing in what was read: it is read again. */
static DexFuture *
read_cb (DexFuture *future,
         gpointer   data)
{
  Loading *loading = data;
  SpicoDrafts *self = loading->drafts;
  g_autoptr (SpicoDraft) draft = NULL;
  SpicoRows *rows;

  if (loading->n_written != self->n_written)
    {
      Loading *again = g_new0 (Loading, 1);

      again->drafts = g_object_ref (self);
      again->place = place_new (loading->place->mailbox_id, loading->place->conversation_id);
      return read_draft (again);
    }

  rows = g_value_get_boxed (dex_future_get_value (future, NULL));
  draft = make_draft (loading->place, rows);
  if (spico_rows_get_n_rows (rows) > 0)
    {
      spico_draft_set_used_groups (draft, spico_rows_get_string (rows, 0, 5));
      spico_draft_set_in_reply_to_id (draft, spico_rows_get_text (rows, 0, 6));
      spico_draft_set_urgency (draft, (SpicoUrgency) { spico_rows_get_int (rows, 0, 7) != 0, spico_rows_get_int (rows, 0, 8) });
      spico_draft_set_switches (draft, take_switch (rows, 9), take_switch (rows, 10));
      spico_item_set_uint (draft, SPICO_DRAFT_PROP_REASON, (guint) CLAMP (spico_rows_get_int (rows, 0, 11), SPICO_KEPT_NOT_SAVED, SPICO_KEPT_ENDED));
    }
  for (guint i = 0; i < self->offers->len; i++)
    {
      Offer *made = g_ptr_array_index (self->offers, i);
      SpicoDraft *joined;

      if (!is_in (made->draft, spico_draft_get_mailbox_id (draft), spico_draft_get_conversation_id (draft)))
        continue;
      joined = made->is_whole ? g_object_ref (made->draft) : join (draft, made->draft);
      g_object_unref (draft);
      draft = joined;
    }

  return dex_future_new_for_object (draft);
}

/* Takes @loading. */
static DexFuture *
read_draft (Loading *loading)
{
  SpicoDrafts *self = loading->drafts;
  SpicoWrite *place = place_new (loading->place->mailbox_id, loading->place->conversation_id);

  loading->n_written = self->n_written;

  return dex_future_then (spico_store_read (self->store, spico_read_draft, place, spico_write_free), read_cb, loading, loading_free);
}

DexFuture *
spico_drafts_load (SpicoDrafts *self,
                   const char  *mailbox_id,
                   const char  *conversation_id)
{
  Loading *loading;

  g_return_val_if_fail (SPICO_IS_DRAFTS (self), NULL);

  loading = g_new0 (Loading, 1);
  loading->drafts = g_object_ref (self);
  loading->place = place_new (mailbox_id, conversation_id);

  return read_draft (loading);
}

/* Offers all that the store has not taken, now. Resolves once it has taken it. */
DexFuture *
spico_drafts_flush (SpicoDrafts *self)
{
  g_autoptr (GPtrArray) futures = NULL;

  g_return_val_if_fail (SPICO_IS_DRAFTS (self), NULL);

  if (self->offers->len == 0)
    return dex_future_new_true ();

  futures = g_ptr_array_new_with_free_func (dex_unref);
  for (guint i = 0; i < self->offers->len; i++)
    {
      Offer *made = g_ptr_array_index (self->offers, i);

      g_clear_handle_id (&made->again_source, g_source_remove);
      g_ptr_array_add (futures, submit (made));
    }

  return dex_future_all_racev ((DexFuture **) futures->pdata, futures->len);
}
