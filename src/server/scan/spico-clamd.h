/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpicoVerdict:
 * @SPICO_VERDICT_UNKNOWN: nobody knows: it cannot be passed
 * @SPICO_VERDICT_CLEAN: nothing was found
 * @SPICO_VERDICT_FOUND: something was
 *
 * What a scanner says of a file.
 */
typedef enum {
  SPICO_VERDICT_UNKNOWN,
  SPICO_VERDICT_CLEAN,
  SPICO_VERDICT_FOUND,
} SpicoVerdict;

/** The longest answer that is read. */
#define SPICO_CLAMD_ANSWER_MAX 1024

/**
 * SpicoClamd:
 *
 * A file on its way to clamd (`zINSTREAM`, clamd(8)). For one thread, which it holds up.
 */
typedef struct _SpicoClamd SpicoClamd;

GSocketConnectable *spico_clamd_parse_address (const char *text,
                                               GError    **error);
SpicoVerdict spico_clamd_read_answer (const char *answer,
                                      gsize       length);

SpicoClamd *spico_clamd_open (GSocketConnectable *address,
                              guint               seconds,
                              GCancellable       *cancellable,
                              GError            **error);
void spico_clamd_free (SpicoClamd *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoClamd, spico_clamd_free)

gboolean spico_clamd_send (SpicoClamd *self,
                           GBytes     *piece,
                           GError    **error);
SpicoVerdict spico_clamd_finish (SpicoClamd *self,
                                 GError    **error);

G_END_DECLS
