/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client-enums.h"

G_BEGIN_DECLS

/* The words of a card (F010): what registers write as codes and digits, as a person reads it. Every function returns (transfer full). */

/** spico_card_format_telephone: ten digits by two; any other number as it is */
char *spico_card_format_telephone (const char *number);

/** spico_card_format_number: « RPPS 10001234567 », « ADELI … » or « FINESS … »; empty for no number */
char *spico_card_format_number (SpicoPrincipalKind kind,
                                const char        *national_id);

/** spico_card_format_mode: how a profession is exercised, by its code (TRE_R23); empty for another code */
char *spico_card_format_mode (const char *mode_code);

/** spico_card_format_place: street, complement, postcode and town, what is there of them */
char *spico_card_format_place (const char *complement,
                               const char *address,
                               const char *postal_code,
                               const char *town);

/** spico_card_format_source: « Source : RPPS, extraction du 08/10/2026 » */
char *spico_card_format_source (const char *source,
                                const char *source_date);

G_END_DECLS
