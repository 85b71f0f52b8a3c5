/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-store-contact.h"

#include "spico-json.h"
#include "spico-store-objects.h"
#include "spico-type.h"

/* When the server last answered, in microseconds since 1970, and the hours that it gave. */
#define CONTACT_SETTING "contact"
#define HOURS_SETTING "offline-hours"

/* Where the server is too old to say, or says what it may not. */
#define DEFAULT_HOURS 72
#define MOST_HOURS 720

/* How far a clock is put right while it runs; further back, it was set. */
#define CLOCK_SLACK (2 * G_TIME_SPAN_MINUTE)

#define T SPICO_SQL_TEXT
#define VALUES SPICO_SQL_VALUES

/**
 * spico_contact_is_lost:
 * @contact_at: when the server last answered; 0 where it is not known
 * @hours: how long may be read without it
 * @now_us: the time, in microseconds since 1970
 *
 * Returns: whether that was too long ago, or is still to come: then the clock was set back, and nobody knows how long ago it was
 */
gboolean
spico_contact_is_lost (gint64 contact_at,
                       guint  hours,
                       gint64 now_us)
{
  return now_us < contact_at - CLOCK_SLACK || now_us - contact_at > hours * G_TIME_SPAN_HOUR;
}

static SpicoRows *
read_contact (SpicoTransaction *transaction,
              GError          **error)
{
  return spico_rows_read (transaction->connection, "ii",
                          "SELECT COALESCE ((SELECT CAST (value AS INTEGER) FROM setting WHERE name = '" CONTACT_SETTING "'), 0), "
                          "COALESCE ((SELECT CAST (value AS INTEGER) FROM setting WHERE name = '" HOURS_SETTING "'), " G_STRINGIFY (DEFAULT_HOURS) ")",
                          NULL, error);
}

static gboolean
is_lost (SpicoTransaction *transaction,
         gboolean         *lost,
         GError          **error)
{
  g_autoptr (SpicoRows) rows = read_contact (transaction, error);

  if (rows == NULL)
    return FALSE;
  *lost = spico_contact_is_lost (spico_rows_get_int (rows, 0, 0), (guint) spico_rows_get_int (rows, 0, 1), g_get_real_time ());

  return TRUE;
}

/* What was locked opens at once. */
static gboolean
put_now (SpicoTransaction *transaction,
         GError          **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time ());
  gboolean was_lost = FALSE;

  if (!is_lost (transaction, &was_lost, error))
    return FALSE;
  if (was_lost)
    transaction->changes->flags |= SPICO_CHANGE_CONTACT;

  return spico_store_put_setting (transaction, CONTACT_SETTING, now, error);
}

/**
 * spico_store_put_contact:
 * @session: a session object, that the server has just given
 *
 * Notes that the server answers, and for how many hours what is kept of delegated accounts and of dossiers may be read without it (F030).
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_put_contact (SpicoTransaction *transaction,
                         JsonObject       *session,
                         GError          **error)
{
  JsonObject *capabilities = spico_json_get_object (session, "capabilities");
  JsonObject *relations = capabilities != NULL ? spico_json_get_object (capabilities, SPICO_CAPABILITY_RELATIONS) : NULL;
  gint64 hours = relations != NULL ? spico_json_get_int (relations, "offlineHours") : 0;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, hours >= 1 && hours <= MOST_HOURS ? hours : DEFAULT_HOURS);

  return put_now (transaction, error) && spico_store_put_setting (transaction, HOURS_SETTING, text, error);
}

/**
 * spico_store_may_read:
 * @kind: which list
 * @account_id: whose
 * @may_read: (out): whether it may be read now
 *
 * The one place that says what is closed while the server was not reached for too long (F030): dossiers, and all of an account that is not the
 * person's own. The directory, and what the person themselves has looked for, stay open; so do the delegations of nobody in particular.
 *
 * Returns: %FALSE with @error set
 */
gboolean
spico_store_may_read (SpicoTransaction *transaction,
                      SpicoReadKind     kind,
                      const char       *account_id,
                      gboolean         *may_read,
                      GError          **error)
{
  gboolean lost = FALSE;
  gboolean is_delegated = FALSE;

  *may_read = TRUE;
  if (kind == SPICO_READ_PRINCIPALS || kind == SPICO_READ_SEARCHES)
    return TRUE;
  if (!is_lost (transaction, &lost, error))
    return FALSE;
  if (!lost)
    return TRUE;

  if (!spico_sql_query_exists (transaction->connection, "SELECT 1 FROM account WHERE id = $1 AND is_personal = 0", VALUES (T (account_id)), &is_delegated, error))
    return FALSE;
  *may_read = !is_delegated && kind != SPICO_READ_DOSSIERS && kind != SPICO_READ_CIRCLE;

  return TRUE;
}

/* A #SpicoStoreFunc: the server has just spoken. */
DexFuture *
spico_store_note_contact (SpicoTransaction *transaction,
                          gpointer          data)
{
  GError *error = NULL;

  return put_now (transaction, &error) ? dex_future_new_true () : dex_future_new_for_error (error);
}

/* A #SpicoStoreFunc: changes nothing, but has the lists read again what they may show now. */
DexFuture *
spico_store_tell_contact (SpicoTransaction *transaction,
                          gpointer          data)
{
  transaction->changes->flags |= SPICO_CHANGE_CONTACT;

  return dex_future_new_true ();
}

/* A #SpicoStoreFunc: when the server last answered, and the hours that it gave. */
DexFuture *
spico_read_contact (SpicoTransaction *transaction,
                    gpointer          data)
{
  GError *error = NULL;
  SpicoRows *rows = read_contact (transaction, &error);

  return rows != NULL ? dex_future_new_take_boxed (SPICO_TYPE_ROWS, rows) : dex_future_new_for_error (error);
}
