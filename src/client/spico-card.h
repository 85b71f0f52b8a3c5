/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define SPICO_TYPE_CARD (spico_card_get_type ())
G_DECLARE_FINAL_TYPE (SpicoCard, spico_card, SPICO, CARD, GObject)

/**
 * SpicoCard:
 *
 * What the registers say of a principal beside the principal itself (F010): a `PrincipalCard` as the server gave it. It does not change; the names are those of its descriptor.
 */

/**
 * spico_card_new:
 * @object: a `PrincipalCard`
 *
 * Returns: (transfer full): the card
 */
SpicoCard *spico_card_new (JsonObject *object);

/**
 * spico_card_get_text:
 * @name: a property that is a text, an id or a day
 *
 * Returns: (transfer none): its value; empty where there is none
 */
const char *spico_card_get_text (SpicoCard  *self,
                                 const char *name);

/**
 * spico_card_get_boolean:
 * @name: a property that is true or false
 *
 * Returns: its value
 */
gboolean spico_card_get_boolean (SpicoCard  *self,
                                 const char *name);

/**
 * spico_card_count:
 * @list: a property that is a list of records
 *
 * Returns: how many there are
 */
guint spico_card_count (SpicoCard  *self,
                        const char *list);

/**
 * spico_card_get_field:
 * @list: a property that is a list of records
 * @index: one of them
 * @name: a property of the record
 *
 * Returns: (transfer none): its value; empty where there is none
 */
const char *spico_card_get_field (SpicoCard  *self,
                                  const char *list,
                                  guint       index,
                                  const char *name);

/**
 * spico_card_get_flag:
 * @list: a property that is a list of records
 * @index: one of them
 * @name: a property of the record that is true or false
 *
 * Returns: its value
 */
gboolean spico_card_get_flag (SpicoCard  *self,
                              const char *list,
                              guint       index,
                              const char *name);

/**
 * SpicoPeoplePage:
 * @ids: some principals, in their order
 * @total: how many there are in all
 *
 * A page of a list that only the server has whole.
 */
typedef struct {
  GStrv ids;
  guint total;
} SpicoPeoplePage;

#define SPICO_TYPE_PEOPLE_PAGE (spico_people_page_get_type ())
GType spico_people_page_get_type (void);
SpicoPeoplePage *spico_people_page_new (const char *const *ids,
                                        guint              total);
SpicoPeoplePage *spico_people_page_copy (const SpicoPeoplePage *self);
void spico_people_page_free (SpicoPeoplePage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoPeoplePage, spico_people_page_free)

G_END_DECLS
