/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What a client must give, or take, each time that it is waited for; less, where there is less. */
#define SPICO_HTTP_SHARE (64 * 1024)

/**
 * SpicoHttpWatch:
 *
 * Looks after the connections of which a request is awaited, or comes in, or which take an answer, so that none takes for ever: libmicrohttpd ends those that say, or
 * take, nothing, not those that do so byte by byte. Safe from any thread.
 */
typedef struct _SpicoHttpWatch SpicoHttpWatch;

SpicoHttpWatch *spico_http_watch_new (void);
void spico_http_watch_free (SpicoHttpWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoHttpWatch, spico_http_watch_free)

void spico_http_watch_expect (SpicoHttpWatch *self,
                              int             fd,
                              gint64          until_us);
void spico_http_watch_forget (SpicoHttpWatch *self,
                              int             fd);
void spico_http_watch_cut (SpicoHttpWatch *self,
                           gint64          now_us);

G_END_DECLS
