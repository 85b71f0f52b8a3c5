/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoServerError:
 * @SPICO_SERVER_ERROR_FAILED: anything else; a mistake of ours
 * @SPICO_SERVER_ERROR_INVALID: a value that cannot be accepted
 * @SPICO_SERVER_ERROR_NOT_FOUND: what was named does not exist
 * @SPICO_SERVER_ERROR_EXISTS: it exists already
 * @SPICO_SERVER_ERROR_REFUSED: a token or a password that does not open anything
 * @SPICO_SERVER_ERROR_ERASED: a token of a session that was ended from another device, whose own erases what it keeps
 * @SPICO_SERVER_ERROR_OVERLOADED: too much waits already; later it may work
 * @SPICO_SERVER_ERROR_ADDRESS: an address that cannot, or may not, be listened on
 * @SPICO_SERVER_ERROR_CONFLICT: somebody else does the same meanwhile
 *
 * The errors of this room; those of the database pass through as they are.
 */
typedef enum {
  SPICO_SERVER_ERROR_FAILED,
  SPICO_SERVER_ERROR_INVALID,
  SPICO_SERVER_ERROR_NOT_FOUND,
  SPICO_SERVER_ERROR_EXISTS,
  SPICO_SERVER_ERROR_REFUSED,
  SPICO_SERVER_ERROR_ERASED,
  SPICO_SERVER_ERROR_OVERLOADED,
  SPICO_SERVER_ERROR_ADDRESS,
  SPICO_SERVER_ERROR_CONFLICT,
} SpicoServerError;

#define SPICO_SERVER_ERROR (spico_server_error_quark ())
GQuark spico_server_error_quark (void);

G_END_DECLS
