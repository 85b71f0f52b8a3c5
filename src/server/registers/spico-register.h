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
 * @added: principals that were not in the directory
 * @changed: principals of whom something changed, those listed again included
 * @unchanged: principals found as they were
 * @withdrawn: principals who stood in the register and no longer do
 * @refused: damaged lines, left out
 * @warned: lines loaded although something is odd
 * @problems: (element-type SpicoRegisterProblem): the first #SPICO_REGISTER_MAX_PROBLEMS, refusals and warnings, in the file's order
 *
 * What a load did.
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

SpicoRegisterReport *spico_rpps_import (SpicoSqlConnection *connection,
                                        GInputStream       *stream,
                                        const char         *source_date,
                                        GError            **error);
SpicoRegisterReport *spico_finess_import (SpicoSqlConnection *connection,
                                          GInputStream       *stream,
                                          GError            **error);

G_END_DECLS
