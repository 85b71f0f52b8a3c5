/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoFault:
 * @SPICO_FAULT_ERROR: one write, flush, truncation, opening or removal fails; the next one succeeds
 * @SPICO_FAULT_SHORT: half of one write reaches the file, and it fails; the next one succeeds
 * @SPICO_FAULT_FULL: no room is left: every write fails from then on
 * @SPICO_FAULT_STUCK: the disk is gone: everything that would change it fails from then on
 *
 * What happens to a disk.
 */
typedef enum {
  SPICO_FAULT_ERROR,
  SPICO_FAULT_SHORT,
  SPICO_FAULT_FULL,
  SPICO_FAULT_STUCK,
} SpicoFault;

/**
 * SpicoFaultStepFunc:
 * @step: the number of the step, 1 for the first
 * @data: what was given with it
 *
 * Called before each step that changes the disk, in the thread that takes it.
 */
typedef void (*SpicoFaultStepFunc) (guint    step,
                                    gpointer data);

void spico_fault_vfs_register (void);
void spico_fault_vfs_watch (const char        *folder,
                            SpicoFaultStepFunc before_step,
                            gpointer           data);
void spico_fault_vfs_arm (SpicoFault fault,
                          guint      step);
gboolean spico_fault_vfs_disarm (void);
guint spico_fault_vfs_n_steps (void);
void spico_fault_vfs_cut_power (const char *folder,
                                GRand      *chance);

G_END_DECLS
