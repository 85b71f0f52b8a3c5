/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoRegisterReason:
 * @SPICO_REGISTER_CELLS: the line has not as many cells as the file announces
 * @SPICO_REGISTER_ENCODING: its bytes are no text
 * @SPICO_REGISTER_CONTROL: it holds control characters
 * @SPICO_REGISTER_QUOTES: a quoted cell does not end, or goes on after its end
 * @SPICO_REGISTER_LINE_TOO_LONG: it has more than 64 kB
 * @SPICO_REGISTER_VALUE_TOO_LONG: one of its values is longer than the directory holds
 * @SPICO_REGISTER_IDENTIFIER: its national identifier is none
 * @SPICO_REGISTER_NAME: it names nobody
 * @SPICO_REGISTER_ADDRESS: it gives no address of a mailbox
 * @SPICO_REGISTER_TYPE: it is of no type that is known
 * @SPICO_REGISTER_PARENT: what it belongs to stands neither in the directory nor in a line before
 * @SPICO_REGISTER_WRONG_KEY: the identifier's key is wrong; only a warning, registers do hold some
 *
 * What is wrong with a line of a register.
 */
typedef enum {
  SPICO_REGISTER_CELLS,
  SPICO_REGISTER_ENCODING,
  SPICO_REGISTER_CONTROL,
  SPICO_REGISTER_QUOTES,
  SPICO_REGISTER_LINE_TOO_LONG,
  SPICO_REGISTER_VALUE_TOO_LONG,
  SPICO_REGISTER_IDENTIFIER,
  SPICO_REGISTER_NAME,
  SPICO_REGISTER_ADDRESS,
  SPICO_REGISTER_TYPE,
  SPICO_REGISTER_PARENT,
  SPICO_REGISTER_WRONG_KEY,
} SpicoRegisterReason;

/**
 * SpicoRegisterProblem:
 * @line: the line's number in the file, 1 for the first
 * @reason: what is wrong with it
 */
typedef struct {
  guint64 line;
  SpicoRegisterReason reason;
} SpicoRegisterProblem;

/** How many problems a report lists; beyond, they are only counted. */
#define SPICO_REGISTER_MAX_PROBLEMS 1000

/**
 * SpicoRegisterReport:
 * @added: what was not there before
 * @changed: that of which something changed, what is listed again included
 * @unchanged: what was found as it was
 * @withdrawn: what stood in the register and no longer does
 * @refused: damaged lines, left out
 * @warned: lines loaded although something is odd
 * @problems: (element-type SpicoRegisterProblem): the first #SPICO_REGISTER_MAX_PROBLEMS, refusals and warnings, in the file's order
 *
 * What a load did: to principals, or to addresses.
 */
typedef struct {
  guint64 added;
  guint64 changed;
  guint64 unchanged;
  guint64 withdrawn;
  guint64 refused;
  guint64 warned;
  GArray *problems;
} SpicoRegisterReport;

void spico_register_report_free (SpicoRegisterReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoRegisterReport, spico_register_report_free)

/**
 * SpicoRegisterPhase:
 * @SPICO_REGISTER_READS: the file is read and sorted; in lines, their number is not known before
 * @SPICO_REGISTER_COMPARES: what was read is compared with what is there, and what is new is written; in records
 * @SPICO_REGISTER_INDEXES: words are written; in words
 * @SPICO_REGISTER_APPLIES: everything becomes visible at once; in records changed and withdrawn
 *
 * What a load is at.
 */
typedef enum {
  SPICO_REGISTER_READS,
  SPICO_REGISTER_COMPARES,
  SPICO_REGISTER_INDEXES,
  SPICO_REGISTER_APPLIES,
} SpicoRegisterPhase;

/**
 * SpicoRegisterProgress:
 * @phase: what the load is at
 * @done: how far it is
 * @total: how far it goes; 0 where that is not known
 * @data: what was given with the function
 *
 * Hears now and then how far a load is.
 */
typedef void (*SpicoRegisterProgress) (SpicoRegisterPhase phase,
                                       guint64            done,
                                       guint64            total,
                                       gpointer           data);

/**
 * SpicoRegisterOptions:
 * @source_date: (nullable): the extraction date, `YYYY-MM-DD`, where it is known and the file itself does not say
 * @source: (nullable): whose structures they are, where one kind of file comes from several
 * @now_us: the time, in microseconds since 1970
 * @is_dry: whether nothing is to be written
 * @is_forced: whether more than a tenth may be withdrawn, or an older extraction follow a later one
 * @progress: (nullable): hears how far it is
 * @progress_data: for @progress
 *
 * How a register is loaded.
 */
typedef struct {
  const char *source_date;
  const char *source;
  gint64 now_us;
  gboolean is_dry;
  gboolean is_forced;
  SpicoRegisterProgress progress;
  gpointer progress_data;
} SpicoRegisterOptions;

SpicoRegisterReport *spico_rpps_import (SpicoSqlConnection         *connection,
                                        GInputStream               *stream,
                                        const SpicoRegisterOptions *options,
                                        GError                    **error);
SpicoRegisterReport *spico_finess_import (SpicoSqlConnection         *connection,
                                          GInputStream               *stream,
                                          const SpicoRegisterOptions *options,
                                          GError                    **error);
SpicoRegisterReport *spico_finess_plus_import (SpicoSqlConnection         *connection,
                                               GInputStream               *stream,
                                               const SpicoRegisterOptions *options,
                                               GError                    **error);
SpicoRegisterReport *spico_nos_import (SpicoSqlConnection         *connection,
                                       GInputStream               *stream,
                                       const SpicoRegisterOptions *options,
                                       GError                    **error);
SpicoRegisterReport *spico_structures_import (SpicoSqlConnection         *connection,
                                              GInputStream               *stream,
                                              const SpicoRegisterOptions *options,
                                              GError                    **error);
SpicoRegisterReport *spico_mssante_import (SpicoSqlConnection         *connection,
                                           GInputStream               *stream,
                                           const SpicoRegisterOptions *options,
                                           GError                    **error);

G_END_DECLS
