/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SPICO_TYPE_ACCOUNT_PROFILE (spico_account_profile_get_type ())
G_DECLARE_FINAL_TYPE (SpicoAccountProfile, spico_account_profile, SPICO, ACCOUNT_PROFILE, GObject)

/**
 * SpicoAccountProfile:
 *
 * How an account is told of what happens: where, and of what (F005, F006); and its addresses of MSSanté (F004). It follows the store, which keeps it for when there is no connection.
 *
 * Its signal « changed » says that it is another.
 */

/**
 * spico_account_profile_is_known:
 * @self: a profile
 *
 * Returns: whether it was ever read; never of another person, which is theirs alone
 */
gboolean spico_account_profile_is_known (SpicoAccountProfile *self);

/** spico_account_profile_get_string: Returns: (transfer none): a property of the protocol that is a text, empty where it has none */
const char *spico_account_profile_get_string (SpicoAccountProfile *self,
                                              const char          *property);

/** spico_account_profile_get_boolean: Returns: a property of the protocol that is true or false */
gboolean spico_account_profile_get_boolean (SpicoAccountProfile *self,
                                            const char          *property);

/** spico_account_profile_get_attempts_left: Returns: how many codes may still be tried */
guint spico_account_profile_get_attempts_left (SpicoAccountProfile *self);

/** spico_account_profile_get_code_expires_at: Returns: until when the code counts, in microseconds since 1970; 0 where none was mailed */
gint64 spico_account_profile_get_code_expires_at (SpicoAccountProfile *self);

/** spico_account_profile_get_address: Returns: (transfer none): where mails go now, empty where they go nowhere */
const char *spico_account_profile_get_address (SpicoAccountProfile *self);

/**
 * spico_account_profile_count:
 * @self: a profile
 * @list: a property that is a list of records
 *
 * Returns: how many there are
 */
guint spico_account_profile_count (SpicoAccountProfile *self,
                                   const char          *list);

/**
 * spico_account_profile_get_field:
 * @self: a profile
 * @list: a property that is a list of records
 * @index: one of them
 * @name: a property of the record that is a text or a day
 *
 * Returns: (transfer none): its value; empty where there is none
 */
const char *spico_account_profile_get_field (SpicoAccountProfile *self,
                                             const char          *list,
                                             guint                index,
                                             const char          *name);

/**
 * spico_account_profile_get_flag:
 * @self: a profile
 * @list: a property that is a list of records
 * @index: one of them
 * @name: a property of the record that is true or false
 *
 * Returns: its value
 */
gboolean spico_account_profile_get_flag (SpicoAccountProfile *self,
                                         const char          *list,
                                         guint                index,
                                         const char          *name);

G_END_DECLS
