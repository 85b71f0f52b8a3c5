/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client-enums.h"
#include "spico-item.h"

G_BEGIN_DECLS

#define SPICO_TYPE_PRINCIPAL (spico_principal_get_type ())
G_DECLARE_FINAL_TYPE (SpicoPrincipal, spico_principal, SPICO, PRINCIPAL, SpicoItem)

/**
 * SpicoPrincipal:
 *
 * A person or a structure of the directory (F010). One object per principal and client: every list shows the same one, and it follows what is learned.
 */

/**
 * spico_principal_get_id:
 *
 * Returns: (transfer none): the principal
 */
const char *spico_principal_get_id (SpicoPrincipal *self);

/**
 * spico_principal_get_kind:
 *
 * Returns: person, structure or unit
 */
SpicoPrincipalKind spico_principal_get_kind (SpicoPrincipal *self);

/**
 * spico_principal_get_name:
 *
 * Returns: (transfer none): the name as shown, civility included
 */
const char *spico_principal_get_name (SpicoPrincipal *self);

/**
 * spico_principal_get_family_name:
 *
 * Returns: (transfer none): a person's name of exercise
 */
const char *spico_principal_get_family_name (SpicoPrincipal *self);

/**
 * spico_principal_get_given_name:
 *
 * Returns: (transfer none): a person's first name of exercise
 */
const char *spico_principal_get_given_name (SpicoPrincipal *self);

/**
 * spico_principal_get_profession:
 *
 * Returns: (transfer none): the label of the profession, or of a structure's category
 */
const char *spico_principal_get_profession (SpicoPrincipal *self);

/**
 * spico_principal_get_skill:
 *
 * Returns: (transfer none): the label of the first « savoir-faire »
 */
const char *spico_principal_get_skill (SpicoPrincipal *self);

/**
 * spico_principal_get_structure_name:
 *
 * Returns: (transfer none): the main place of exercise
 */
const char *spico_principal_get_structure_name (SpicoPrincipal *self);

/**
 * spico_principal_get_postal_code:
 *
 * Returns: (transfer none): postcode of the main place
 */
const char *spico_principal_get_postal_code (SpicoPrincipal *self);

/**
 * spico_principal_get_town:
 *
 * Returns: (transfer none): town of the main place
 */
const char *spico_principal_get_town (SpicoPrincipal *self);

/**
 * spico_principal_get_telephone:
 *
 * Returns: (transfer none): telephone of the main place
 */
const char *spico_principal_get_telephone (SpicoPrincipal *self);

/**
 * spico_principal_get_address:
 *
 * Returns: (transfer none): number and street of the main place
 */
const char *spico_principal_get_address (SpicoPrincipal *self);

/**
 * spico_principal_get_national_id:
 *
 * Returns: (transfer none): 8+RPPS, 0+ADELI, or FINESS number; empty where none
 */
const char *spico_principal_get_national_id (SpicoPrincipal *self);

/**
 * spico_principal_get_source:
 *
 * Returns: (transfer none): the register that it comes from: `RPPS`, `FINESS`, the name of a source of structures, or `operator`
 */
const char *spico_principal_get_source (SpicoPrincipal *self);

/**
 * spico_principal_get_source_date:
 *
 * Returns: (transfer none) (nullable): the extraction date of that register, `YYYY-MM-DD`
 */
const char *spico_principal_get_source_date (SpicoPrincipal *self);

/**
 * spico_principal_is_listed:
 *
 * Returns: whether it stands in that register; not once withdrawn
 */
gboolean spico_principal_is_listed (SpicoPrincipal *self);

/**
 * spico_principal_get_presence:
 *
 * Returns: the last presence known (F014)
 */
SpicoPresence spico_principal_get_presence (SpicoPrincipal *self);

/**
 * spico_principal_get_connection:
 *
 * Returns: the presence beside an absence, when they were last there (F042): %SPICO_PRESENCE_ABSENT only where the server did not say it yet
 */
SpicoPresence spico_principal_get_connection (SpicoPrincipal *self);

/**
 * spico_principal_get_absent_until:
 *
 * Returns: (transfer none) (nullable): the last day of a declared absence, `YYYY-MM-DD`; %NULL without one (B016)
 */
const char *spico_principal_get_absent_until (SpicoPrincipal *self);

/**
 * spico_principal_get_stand_in_name:
 *
 * Returns: (transfer none) (nullable): who stands in during the absence; %NULL where unknown (B016)
 */
const char *spico_principal_get_stand_in_name (SpicoPrincipal *self);

/**
 * spico_principal_has_account:
 *
 * Returns: whether they can read: without an account, messages wait (F073)
 */
gboolean spico_principal_has_account (SpicoPrincipal *self);

/**
 * spico_principal_is_loaded:
 *
 * Returns: whether more than the id is known
 */
gboolean spico_principal_is_loaded (SpicoPrincipal *self);

G_END_DECLS
