/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpicoIdentifierCheck:
 * @SPICO_IDENTIFIER_VALID: its form and its key are right
 * @SPICO_IDENTIFIER_WRONG_KEY: its form is right, its key is not: registers do hold some, so it is a warning
 * @SPICO_IDENTIFIER_MALFORMED: it is something else
 */
typedef enum {
  SPICO_IDENTIFIER_VALID,
  SPICO_IDENTIFIER_WRONG_KEY,
  SPICO_IDENTIFIER_MALFORMED,
} SpicoIdentifierCheck;

SpicoIdentifierCheck spico_identifier_check_rpps (const char *number);
SpicoIdentifierCheck spico_identifier_check_adeli (const char *number);
SpicoIdentifierCheck spico_identifier_check_national (const char *identifier);
SpicoIdentifierCheck spico_identifier_check_finess (const char *number);
SpicoIdentifierCheck spico_identifier_check_ins (const char *matricule);
int spico_identifier_ins_key (const char *matricule);

char *spico_identifier_person_id (const char *national_identifier);
char *spico_identifier_structure_id (const char *finess);

G_END_DECLS
