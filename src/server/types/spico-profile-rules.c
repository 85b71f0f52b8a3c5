/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an account is told of what happens: one object an account, whether it has a row or not (F005, F006); and which of its addresses of MSSanté others see (F004). */
#include "spico-jmap-private.h"

#include <string.h>

#include "spico-address-proof.h"
#include "spico-mail-address.h"
#include "spico-mssante-addresses.h"
#include "spico-notification.h"

/* Codes that an account may ask for in a day: whoever types another's address by mistake, or on purpose, writes to them no more often. */
#define MAX_CODES_A_DAY 5

static const SpicoJmapExpression expressions[] = {
  { "registerMail", "COALESCE(" SPICO_NOTIFICATION_REGISTER_ADDRESS ("t") ", '')" },
  { NULL, NULL },
};

static const SpicoJmapExpression sorts[] = {
  { "mail", "t.mail" },
  { NULL, NULL },
};

static const SpicoJmapDependency dependencies[] = {
  { "Profile", "SELECT c.object_id FROM change c" },
  { NULL, NULL },
};

static gboolean
filter (SpicoJmapCall *call,
        SpicoQuery    *query,
        const char    *name,
        yyjson_val    *value,
        GError       **error)
{
  return spico_jmap_filter_unknown (error);
}

static gboolean
fail (GError     **error,
      int          code,
      const char  *description)
{
  g_set_error_literal (error, SPICO_JMAP_ERROR, code, description);
  return FALSE;
}

/* ---- The address ---- */

static gboolean
check_pace (SpicoJmapCall     *call,
            SpicoAddressProof *proof,
            GError           **error)
{
  gint64 n_asked;

  if (!call->context->limits->sends_mail)
    return fail (error, SPICO_JMAP_ERROR_FORBIDDEN, "This region sends no mail.");
  if (!spico_address_proof_count_today (proof, call->context->connection, call->context->now_us, &n_asked, error))
    return FALSE;

  return n_asked < MAX_CODES_A_DAY || fail (error, SPICO_JMAP_ERROR_RATE_LIMIT, "This account has asked for too many codes today.");
}

static gboolean
set_pending (SpicoJmapCall     *call,
             SpicoAddressProof *proof,
             const char        *address,
             GError           **error)
{
  SpicoJmapContext *context = call->context;

  /* What counts already has nothing to prove. */
  if (address == NULL || address[0] == '\0' || g_str_equal (address, proof->mail))
    return spico_address_proof_give_up (proof, context->connection, error);
  if (!spico_mail_address_is_valid (address))
    return spico_jmap_refuse (call, "pendingMail", error);

  return check_pace (call, proof, error) && spico_address_proof_ask (proof, context->connection, address, context->now_us, error);
}

/* A client says which address it would like, never that it reads it. */
static gboolean
set_mail (SpicoJmapCall     *call,
          SpicoAddressProof *proof,
          const char        *address,
          GError           **error)
{
  if (address == NULL)
    address = "";
  if (g_str_equal (address, proof->mail))
    return TRUE;

  return address[0] == '\0' ? spico_address_proof_set (proof, call->context->connection, "", call->context->now_us, error) : spico_jmap_refuse (call, "mail", error);
}

static gboolean
set_address (SpicoJmapCall     *call,
             SpicoAddressProof *proof,
             SpicoJmapObject   *object,
             guint64           *returned,
             GError           **error)
{
  static const char *const changed[] = { "mail", "pendingMail", "pendingStatus", "codeExpiresAt", "attemptsLeft" };
  gboolean has_mail = spico_jmap_object_has (object, "mail");
  gboolean has_pending = spico_jmap_object_has (object, "pendingMail");
  gboolean has_code = spico_jmap_object_has (object, "code");
  const char *code = spico_jmap_object_text (object, "code");

  if (!has_mail && !has_pending && !has_code)
    return TRUE;
  /* One thing after the other: a code is for the address that was pending before. */
  if (has_mail + has_pending + has_code > 1)
    return spico_jmap_refuse (call, has_code ? "code" : "pendingMail", error);

  for (guint i = 0; i < G_N_ELEMENTS (changed); i++)
    *returned |= spico_jmap_property_bit (call->rules->type, changed[i]);
  if (has_mail)
    return set_mail (call, proof, spico_jmap_object_text (object, "mail"), error);
  if (has_pending)
    return set_pending (call, proof, spico_jmap_object_text (object, "pendingMail"), error);

  return spico_address_proof_try (proof, call->context->connection, code != NULL ? code : "", call->context->now_us, error);
}

/* ---- The rest ---- */

static gboolean
set_telephone (SpicoJmapCall   *call,
               SpicoJmapObject *object,
               GError         **error)
{
  const char *text = spico_jmap_object_text (object, "telephone");

  if (!spico_jmap_object_has (object, "telephone"))
    return TRUE;
  if (text == NULL)
    text = "";
  if (text[strspn (text, "0123456789 +.-()")] != '\0')
    return spico_jmap_refuse (call, "telephone", error);

  return spico_sql_run (call->context->connection, "UPDATE profile SET telephone = $2 WHERE id = $1", SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_TEXT (text)), error);
}

static gboolean
set_switches (SpicoJmapCall   *call,
              SpicoJmapObject *object,
              GError         **error)
{
  static const struct {
    const char *name;
    const char *sql;
  } switches[] = {
    { "contactByMail", "UPDATE profile SET contact_by_mail = $2 WHERE id = $1" },
    { "groupByMail", "UPDATE profile SET group_by_mail = $2 WHERE id = $1" },
    { "delegationByMail", "UPDATE profile SET delegation_by_mail = $2 WHERE id = $1" },
    { "announcementByMail", "UPDATE profile SET announcement_by_mail = $2 WHERE id = $1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      if (spico_jmap_object_has (object, switches[i].name)
          && !spico_sql_run (call->context->connection, switches[i].sql,
                             SPICO_SQL_VALUES (SPICO_SQL_TEXT (call->account_id), SPICO_SQL_BOOLEAN (spico_jmap_object_number (object, switches[i].name))), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
update_object (SpicoJmapCall   *call,
               const char      *id,
               SpicoJmapObject *object,
               guint64         *returned,
               GError         **error)
{
  SpicoJmapContext *context = call->context;
  g_autoptr (SpicoAddressProof) proof = spico_address_proof_lock (context->connection, id, context->actor->person_id, error);

  if (proof == NULL || !set_address (call, proof, object, returned, error) || !set_telephone (call, object, error) || !set_switches (call, object, error)
      || !spico_mssante_addresses_set (call, object, returned, error))
    return FALSE;

  spico_journal_add (context->journal, call->account_id, "Profile", id, SPICO_JOURNAL_UPDATED);
  return TRUE;
}

static gboolean
complete (SpicoJmapCall     *call,
          const char *const *ids,
          gsize              n_ids,
          GHashTable        *objects,
          guint64            wanted,
          GError           **error)
{
  static const SpicoViewSource addresses = SPICO_MSSANTE_ADDRESSES ("1 = 1");

  return spico_view_complete (call, &addresses, ids, n_ids, objects, wanted, error);
}

const SpicoJmapRules spico_profile_rules = {
  .type = &spico_type_profile,
  .read = SPICO_ACTION_PROFILE_READ,
  .update = SPICO_ACTION_PROFILE_UPDATE,
  .depends_on_person = TRUE,
  .joins = "",
  .expressions = expressions,
  .sorts = sorts,
  .dependencies = dependencies,
  .filter = filter,
  .complete = complete,
  .update_object = update_object,
};
