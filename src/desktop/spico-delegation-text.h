/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

/* What is said of a delegation, of its two sides and its dates (F022–F032). Functions that return a char * return (transfer full). */

/** spico_delegation_format_scope: Returns: (transfer none): « Accès total : Discussions, Dossiers, Agenda et Tâches » */
const char *spico_delegation_format_scope (SpicoDelegationScope scope);

/** spico_delegation_format_state: « En vigueur depuis le 12/03/2026, acceptée par Mme X » */
char *spico_delegation_format_state (SpicoDelegation *delegation);

/** spico_delegation_format_day: « 24/12/2026 », from `2026-12-24` */
char *spico_delegation_format_day (const char *day);

G_END_DECLS
