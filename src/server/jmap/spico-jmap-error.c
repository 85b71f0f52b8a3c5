/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-jmap-private.h"

G_DEFINE_QUARK (spico-jmap-error-quark, spico_jmap_error)

static const char *const error_types[] = {
  [SPICO_JMAP_ERROR_INVALID_ARGUMENTS] = "invalidArguments",
  [SPICO_JMAP_ERROR_INVALID_RESULT_REFERENCE] = "invalidResultReference",
  [SPICO_JMAP_ERROR_UNKNOWN_METHOD] = "unknownMethod",
  [SPICO_JMAP_ERROR_ACCOUNT_NOT_FOUND] = "accountNotFound",
  [SPICO_JMAP_ERROR_ACCOUNT_NOT_SUPPORTED] = "accountNotSupportedByMethod",
  [SPICO_JMAP_ERROR_ACCOUNT_READ_ONLY] = "accountReadOnly",
  [SPICO_JMAP_ERROR_FROM_ACCOUNT_NOT_FOUND] = "fromAccountNotFound",
  [SPICO_JMAP_ERROR_REQUEST_TOO_LARGE] = "requestTooLarge",
  [SPICO_JMAP_ERROR_STATE_MISMATCH] = "stateMismatch",
  [SPICO_JMAP_ERROR_CANNOT_CALCULATE_CHANGES] = "cannotCalculateChanges",
  [SPICO_JMAP_ERROR_TOO_MANY_CHANGES] = "tooManyChanges",
  [SPICO_JMAP_ERROR_ANCHOR_NOT_FOUND] = "anchorNotFound",
  [SPICO_JMAP_ERROR_UNSUPPORTED_FILTER] = "unsupportedFilter",
  [SPICO_JMAP_ERROR_UNSUPPORTED_SORT] = "unsupportedSort",
  [SPICO_JMAP_ERROR_FORBIDDEN] = "forbidden",
  [SPICO_JMAP_ERROR_NOT_FOUND] = "notFound",
  [SPICO_JMAP_ERROR_INVALID_PATCH] = "invalidPatch",
  [SPICO_JMAP_ERROR_INVALID_PROPERTIES] = "invalidProperties",
  [SPICO_JMAP_ERROR_ALREADY_EXISTS] = "alreadyExists",
  [SPICO_JMAP_ERROR_OVER_QUOTA] = "overQuota",
  [SPICO_JMAP_ERROR_RATE_LIMIT] = "rateLimit",
  [SPICO_JMAP_ERROR_TOO_LARGE] = "tooLarge",
  [SPICO_JMAP_ERROR_BLOB_NOT_FOUND] = "blobNotFound",
};

/**
 * spico_jmap_error_type:
 * @code: a #SpicoJmapError
 *
 * Returns: (transfer none): its name on the wire
 */
const char *
spico_jmap_error_type (int code)
{
  g_assert (code >= 0 && (gsize) code < G_N_ELEMENTS (error_types));
  return error_types[code];
}
