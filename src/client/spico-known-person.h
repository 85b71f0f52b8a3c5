/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define SPICO_TYPE_KNOWN_PERSON (spico_known_person_get_type ())
G_DECLARE_FINAL_TYPE (SpicoKnownPerson, spico_known_person, SPICO, KNOWN_PERSON, GObject)

/**
 * SpicoKnownPerson:
 *
 * Somebody who is signed in on this computer, each behind a lock of their own (B001). It does not change.
 */

/**
 * spico_known_person_new:
 * @server_uri: the server
 * @login: the login
 * @name: how the person is called, perhaps nothing
 *
 * Returns: (transfer full): a person
 */
SpicoKnownPerson *spico_known_person_new (const char *server_uri,
                                          const char *login,
                                          const char *name);

/** spico_known_person_get_server_uri: Returns: (transfer none): the server */
const char *spico_known_person_get_server_uri (SpicoKnownPerson *self);

/** spico_known_person_get_login: Returns: (transfer none): the login */
const char *spico_known_person_get_login (SpicoKnownPerson *self);

/** spico_known_person_get_name: Returns: (transfer none): how the person is called; the login where that is not known */
const char *spico_known_person_get_name (SpicoKnownPerson *self);

G_END_DECLS
