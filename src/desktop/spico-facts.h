/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Rows that say what is known of somebody. They are made anew when more is known: whoever shows them keeps an array of them. A group is shown while there is anything in it.
 */

/**
 * spico_facts_add:
 * @rows: (element-type GtkWidget): the rows that are shown
 * @group: where it stands
 * @title: a text, without markup
 * @subtitle: (nullable): likewise
 *
 * Returns: (transfer none): an #AdwActionRow
 */
GtkWidget *spico_facts_add (GPtrArray           *rows,
                            AdwPreferencesGroup *group,
                            const char          *title,
                            const char          *subtitle);

/**
 * spico_facts_add_property:
 * @rows: (element-type GtkWidget): the rows that are shown
 * @group: where it stands
 * @title: what is known
 * @value: (nullable): its value, which can be copied; nothing is shown where there is none
 */
void spico_facts_add_property (GPtrArray           *rows,
                               AdwPreferencesGroup *group,
                               const char          *title,
                               const char          *value);

/**
 * spico_facts_group_of:
 * @row: a row
 *
 * Returns: (transfer none): where it stands
 */
AdwPreferencesGroup *spico_facts_group_of (GtkWidget *row);

/**
 * spico_facts_clear:
 * @rows: (element-type GtkWidget): the rows that are shown
 *
 * Takes them all away.
 */
void spico_facts_clear (GPtrArray *rows);

G_END_DECLS
