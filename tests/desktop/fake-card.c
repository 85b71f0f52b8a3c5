/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-client.h"

/* The card of anybody: what the registers say beside the principal. */
static const char card[] =
  "{\"id\":\"p2\",\"activities\":[{\"professionCode\":\"10\",\"profession\":\"Médecin\",\"modeCode\":\"L\",\"structureId\":\"f1\",\"structureName\":\"MSP DE CASTELVIEIL\",\"structureSign\":\"\","
  "\"complement\":\"\",\"address\":\"27 Route DES MOULINS\",\"postalCode\":\"81998\",\"town\":\"Castelvieil-sur-Agout\",\"telephone\":\"0536490050\",\"otherTelephone\":\"\",\"fax\":\"\"},"
  "{\"professionCode\":\"10\",\"profession\":\"Médecin\",\"modeCode\":\"S\",\"structureId\":null,\"structureName\":\"CENTRE HOSPITALIER\",\"structureSign\":\"\",\"complement\":\"\",\"address\":\"\","
  "\"postalCode\":\"31998\",\"town\":\"Montredort\",\"telephone\":\"\",\"otherTelephone\":\"\",\"fax\":\"\"}],"
  "\"skills\":[{\"professionCode\":\"10\",\"kindCode\":\"S\",\"code\":\"SM54\",\"label\":\"Médecine générale\"}],"
  "\"mssanteAddresses\":[{\"address\":\"marie.totaro@medecin.mssante.example\",\"kind\":\"PER\",\"service\":\"\",\"structureName\":\"\",\"isPreferred\":true,\"isRedListed\":false,\"isListed\":true,\"sourceDate\":\"2026-10-08\"}],"
  "\"attachments\":[{\"structureId\":\"f1\",\"name\":\"EHPAD Les Tilleuls\",\"town\":\"Valdorse\"}],\"publicGroups\":[{\"groupId\":\"g1\",\"name\":\"Équipe <mobile> & PCO\"}],"
  "\"hasMailAddress\":true,\"absentFrom\":null,\"absentUntil\":null,\"absenceMessage\":\"\",\"standInId\":null,\"standInName\":\"\",\"parentId\":null,\"parentName\":\"\",\"siret\":\"99700900014\",\"legalEntityNumber\":\"310990502\",\"legalEntityName\":\"Association des Tilleuls\",\"closedOn\":null}";

DexFuture *
spico_client_get_card (SpicoClient *self,
                       const char  *principal_id)
{
  g_autoptr (JsonNode) node = json_from_string (card, NULL);

  if (spico_client_get_connection (self) == SPICO_CONNECTION_OFFLINE)
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_OFFLINE, "off line");

  return dex_future_new_take_object (spico_card_new (json_node_get_object (node)));
}

DexFuture *
spico_client_list_structure (SpicoClient       *self,
                             const char        *structure_id,
                             SpicoPrincipalKind kind,
                             guint              position)
{
  static const char *const people[] = { "p1", "p2", NULL };
  static const char *const others[] = { "p3", NULL };
  static const char *const nobody[] = { NULL };
  const char *const *ids = kind == SPICO_PRINCIPAL_UNIT ? nobody : position == 0 ? people : others;

  return dex_future_new_take_boxed (SPICO_TYPE_PEOPLE_PAGE, spico_people_page_new (ids, kind == SPICO_PRINCIPAL_UNIT ? 0 : 3));
}

/* One absence is declared, until it is taken back. */
static gboolean is_declared;

DexFuture *
spico_client_list_absences (SpicoClient *self,
                            const char  *account_id)
{
  g_autoptr (GListStore) absences = g_list_store_new (SPICO_TYPE_ABSENCE);
  g_autoptr (SpicoAbsence) absence = spico_absence_new ("a1", "2026-12-24", "2027-01-02", "p2", "Je relève mes messages le soir.", NULL);

  if (is_declared)
    g_list_store_append (absences, absence);

  return dex_future_new_take_object (g_steal_pointer (&absences));
}

DexFuture *
spico_client_declare_absence (SpicoClient *self,
                              const char  *account_id,
                              const char  *first_day,
                              const char  *last_day,
                              const char  *stand_in_id,
                              const char  *message)
{
  if (is_declared)
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CONFLICT, "there is one");

  is_declared = TRUE;
  return dex_future_new_true ();
}

DexFuture *
spico_client_withdraw_absence (SpicoClient *self,
                               const char  *account_id,
                               const char  *absence_id)
{
  is_declared = FALSE;
  return dex_future_new_true ();
}

DexFuture *
spico_client_notify (SpicoClient *self,
                     const char  *account_id,
                     const char  *principal_id)
{
  return dex_future_new_true ();
}

DexFuture *
spico_client_assign_conversation (SpicoClient *self,
                                  const char  *account_id,
                                  const char  *conversation_id,
                                  const char  *person_id)
{
  return dex_future_new_true ();
}
