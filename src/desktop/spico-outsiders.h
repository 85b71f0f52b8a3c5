/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_OUTSIDERS (spico_outsiders_get_type ())
G_DECLARE_FINAL_TYPE (SpicoOutsiders, spico_outsiders, SPICO, OUTSIDERS, GObject)

/**
 * SpicoOutsiders:
 *
 * Whether somebody may be added to a conversation about a patient without a question: those of the care circle, and those about whom it was asked already (F064).
 *
 * Property `circle` (#SpicoList, read-only): the circle, %NULL without a patient.
 */

SpicoOutsiders *spico_outsiders_new (void);

/**
 * spico_outsiders_set_circle:
 * @circle: (nullable): the circle of the patient, a list of #SpicoCircleMember; what was answered for another one is forgotten
 */
void spico_outsiders_set_circle (SpicoOutsiders *self,
                                 SpicoList      *circle);

/** spico_outsiders_get_circle: Returns: (transfer none) (nullable): the circle */
SpicoList *spico_outsiders_get_circle (SpicoOutsiders *self);

/**
 * spico_outsiders_set_members:
 * @members: (nullable): a list of #SpicoPrincipal: who takes part already, and is not chosen again
 */
void spico_outsiders_set_members (SpicoOutsiders *self,
                                  GListModel     *members);

/** spico_outsiders_is_member: Returns: whether @principal takes part already */
gboolean spico_outsiders_is_member (SpicoOutsiders *self,
                                    SpicoPrincipal *principal);

/**
 * spico_outsiders_set_asks_about_all:
 * @asks_about_all: whether spico_outsiders_find() finds everybody where the circle is not known, as for an account to which the dossier is not open
 */
void spico_outsiders_set_asks_about_all (SpicoOutsiders *self,
                                         gboolean        asks_about_all);

/**
 * spico_outsiders_find:
 * @principals: a list of #SpicoPrincipal
 * @account_id: the account acted as, which takes part anyway
 *
 * Returns: (transfer full) (element-type SpicoPrincipal): those about whom is to be asked. As long as the circle is not known, that is nobody, or everybody:
 *   spico_outsiders_set_asks_about_all()
 */
GPtrArray *spico_outsiders_find (SpicoOutsiders *self,
                                 GListModel     *principals,
                                 const char     *account_id);

/** spico_outsiders_has: Returns: whether is to be asked about @principal */
gboolean spico_outsiders_has (SpicoOutsiders *self,
                              SpicoPrincipal *principal);

/**
 * spico_outsiders_ask:
 * @outsiders: (element-type SpicoPrincipal): some about whom is to be asked
 * @parent: where the question stands
 * @yes: the label of the button that goes on
 *
 * Returns: (transfer full): a future of a boolean, whether to go on; then nobody asks about them again
 */
DexFuture *spico_outsiders_ask (SpicoOutsiders *self,
                                GPtrArray      *outsiders,
                                GtkWidget      *parent,
                                const char     *yes);

/**
 * spico_outsiders_add:
 * @principal: one about whom is to be asked
 * @chosen: a store of #SpicoPrincipal
 * @parent: where the question stands
 *
 * Asks, and adds them to @chosen where the answer is yes.
 */
void spico_outsiders_add (SpicoOutsiders *self,
                          SpicoPrincipal *principal,
                          GListStore     *chosen,
                          GtkWidget      *parent);

G_END_DECLS
