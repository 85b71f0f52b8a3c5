/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-register-lines.h"
#include "spico-register-store.h"
#include "spico-register.h"

G_BEGIN_DECLS

/**
 * SpicoRegisterLoad:
 *
 * One load of a register: lines are sorted by what they are about, compared with what is there, and the difference is written. What is new is written a few rows at a time, where
 * nobody sees it; one transaction at the end makes it visible, with what changed and what is withdrawn. A load that is cut short leaves nothing that can be seen, and the next one goes
 * on from what it wrote.
 */
typedef struct _SpicoRegisterLoad SpicoRegisterLoad;

SpicoRegisterLoad *spico_register_load_new (SpicoSqlConnection         *connection,
                                            const SpicoRegisterTarget  *target,
                                            const SpicoRegisterOptions *options);
void spico_register_load_free (SpicoRegisterLoad *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoRegisterLoad, spico_register_load_free)

void spico_register_load_set_source_date (SpicoRegisterLoad *self,
                                          const char        *source_date);
void spico_register_load_set_companion (SpicoRegisterLoad *self,
                                        SpicoRegisterLoad *companion);
void spico_register_load_note (SpicoRegisterLoad  *self,
                               guint64             line,
                               SpicoRegisterReason reason);
gboolean spico_register_load_add (SpicoRegisterLoad *self,
                                  const char        *id,
                                  const char        *value,
                                  gsize              length,
                                  GError           **error);
void spico_register_load_note_good (SpicoRegisterLoad *self);
gboolean spico_register_load_keep (SpicoRegisterLoad *self,
                                   const char        *id,
                                   GError           **error);
gboolean spico_register_load_each_line (SpicoRegisterLoad  *self,
                                        SpicoRegisterLines *lines,
                                        gboolean (*read) (gpointer           data,
                                                          SpicoRegisterLine *line,
                                                          GError           **error),
                                        gpointer            data,
                                        GError            **error);
SpicoRegisterReport *spico_register_load_finish (SpicoRegisterLoad *self,
                                                 GError           **error);

gboolean spico_register_is_text (const char          *text,
                                 gsize                length,
                                 SpicoRegisterReason *reason);
gboolean spico_register_is_day (const char *text);

G_END_DECLS
